"""Partners: the list, and one partner with its interests, activities and commitments kept."""

from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from coordination.domain.bilingual import Text
from coordination.domain.commitments import Record
from coordination.domain.names import FormerNameValue
from coordination.domain.periods import possibly_on
from coordination.models import Activity, Partner, Programme, Seat, User
from coordination.permissions import contacts_visible_to
from coordination.queries import commitments, names, participations, seats
from coordination.queries.paging import Paged, paged_as, searched

SIDES = Partner.Side.choices
KINDS = Partner.Kind.choices
AIMS = Partner.Aim.choices
#: How many activities, and how many contacts, the page of a partner shows.
ACTIVITIES, CONTACTS = 10, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """A partner in the list; ``seats`` are those held on the reader's day."""

    id: int
    code: str
    name: Text
    kind: str
    side: str
    seats: int
    activities: int
    received: int
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """A seat of a partner; ``is_over`` where it or its structure certainly ended before the reader's day."""

    id: int
    role: str
    structure_code: str
    structure_slug: str
    since: str
    until: str
    quote: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """An activity that a partner gives or receives; ``answers`` are those to T1–T3.

    ``other`` is at its other end, None where not known.
    """

    id: int
    name: Text
    kind: str
    other_id: int | None
    other: Text | None
    place: str
    since: str
    until: str
    answers: tuple[str, ...]
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A contact that the reader may see."""

    id: int
    on: date
    kind: str
    subject: str
    sharing: str
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerValue:
    """One partner as its page shows it; counts cover all activities, lists only the latest."""

    id: int
    code: str
    name: Text
    side: str
    kind: str
    objectives: Text
    aim: str
    since: str
    until: str
    former: tuple[FormerNameValue, ...]
    #: What partners were called that turned out to be this one.
    merged: tuple[Text, ...]
    quote: str
    slide: str
    is_invented: bool
    seats: tuple[SeatLine, ...]
    given: tuple[ActivityLine, ...]
    given_count: int
    received: tuple[ActivityLine, ...]
    received_count: int
    record: Record
    contacts: tuple[ContactLine, ...]

    @property
    def has_promised(self) -> bool:
        """Whether there is anything to deliver."""
        return any(astuple(self.record))


def index(
    programme: Programme,
    *,
    today: date,
    language: str = "en",
    search: str = "",
    kind: str = "",
    side: str = "",
    page: int = 1,
) -> Paged[PartnerLine]:
    """Return one page of the matching partners, sorted by name; former names match as well. Two queries."""
    rows = searched(Partner.objects.filter(programme=programme), search)
    if kind:
        rows = rows.filter(kind=kind)
    if side:
        rows = rows.filter(side=side)
    held = Seat.objects.filter(seats.held_on(today), partner=OuterRef("pk"))
    counted = rows.annotate(
        seats_held=_number(held, "partner"), activities_given=_given(), activities_received=_received()
    )
    return paged_as(names.ordered(rows, language), counted, _line, page)


def one(user: User, partner: Partner, *, today: date) -> PartnerValue:
    """Return one partner as far as the person may know it; nine queries at most."""
    counted = Partner.objects.annotate(activities_given=_given(), activities_received=_received())
    row = counted.get(pk=partner.pk)
    sat = Seat.objects.filter(partner=partner).select_related("structure").order_by("structure__code", "pk")
    given = Activity.objects.filter(participations.given_by(partner.pk)).select_related("recipient")
    received = Activity.objects.filter(participations.received_by(partner.pk)).select_related("partner")
    met = contacts_visible_to(user, partner.programme).filter(partners=partner, state="held", on__lte=today)
    return PartnerValue(
        id=row.pk,
        code=row.code,
        name=names.name(row),
        side=str(row.get_side_display()),
        kind=str(row.get_kind_display()),
        objectives=Text(row.objectives_en, row.objectives_fr),
        aim=str(row.get_aim_display()) if row.aim else "",
        since=row.since,
        until=row.until,
        former=tuple(names.former_name(each) for each in row.former_names.order_by("-until_on")),
        merged=tuple(names.name(each) for each in Partner.everything.filter(merged_into=row)),
        quote=row.quote,
        slide=row.slide,
        is_invented=row.origin == "invented",
        seats=tuple(_seat(each, today) for each in sat),
        given=tuple(_activity(each, each.recipient) for each in given[:ACTIVITIES]),
        given_count=row.activities_given,
        received=tuple(_activity(each, each.partner) for each in received[:ACTIVITIES]),
        received_count=row.activities_received,
        record=commitments.record_of(user, partner, today=today),
        contacts=tuple(
            ContactLine(
                id=each.pk,
                on=each.on,
                kind=str(each.get_kind_display()),
                subject=each.subject,
                sharing=str(each.get_sharing_display()),
                is_invented=each.origin == "invented",
            )
            for each in met.order_by("-on", "-pk")[:CONTACTS]
        ),
    )


def kept(row: Partner) -> dict[str, object]:
    """Return the facts of a partner that people keep, as a form shows them."""
    return {
        "name_en": row.name_en,
        "name_fr": row.name_fr,
        "kind": row.kind,
        "side": row.side,
        "objectives_en": row.objectives_en,
        "objectives_fr": row.objectives_fr,
        "aim": row.aim,
        "since": row.since,
        "until": row.until,
        "base_version": row.version,
    }


def _given() -> CombinedExpression:
    own = _number(Activity.objects.filter(partner=OuterRef("pk")), "partner")
    return own + _number(participations.also_given(), "partner", "activity")


def _received() -> CombinedExpression:
    own = _number(Activity.objects.filter(recipient=OuterRef("pk")), "recipient")
    return own + _number(participations.also_received(), "partner", "activity")


def _number(rows: QuerySet[Any], of: str, what: str = "pk") -> Coalesce:
    """Count what these rows are about by partner, as a column."""
    counted = rows.order_by().values(of).annotate(number=Count(what, distinct=what != "pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _line(row: Any) -> PartnerLine:
    """Return the line of a partner to which the query has added its counts."""
    return PartnerLine(
        id=row.pk,
        code=row.code,
        name=names.name(row),
        kind=str(row.get_kind_display()),
        side=str(row.get_side_display()),
        seats=row.seats_held,
        activities=row.activities_given,
        received=row.activities_received,
        is_invented=row.origin == "invented",
    )


def _seat(row: Seat, today: date) -> SeatLine:
    structure = row.structure
    is_open = possibly_on("", row.until, today) and possibly_on("", structure.closed, today)
    return SeatLine(
        id=row.pk,
        role=str(row.get_role_display()),
        structure_code=structure.code,
        structure_slug=structure.slug,
        since=row.since,
        until=row.until,
        quote=row.quote,
        is_over=not is_open,
    )


def _activity(row: Activity, other: Partner | None) -> ActivityLine:
    return ActivityLine(
        id=row.pk,
        name=Text(row.name_en, row.name_fr),
        kind=str(row.get_kind_display()),
        other_id=other.pk if other else None,
        other=names.name(other) if other else None,
        place=row.place,
        since=row.since,
        until=row.until,
        answers=(row.t1, row.t2, row.t3),
        is_invented=row.origin == "invented",
    )
