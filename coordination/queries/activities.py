"""Activities: the list, one activity, and the choices of its form."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.db.models import Q, QuerySet

from coordination.documents.fixture.activities import ActivityEntry, ParticipantEntry
from coordination.documents.fixture.money import MoneyEntry
from coordination.documents.fixture.texts import both, origin_of, sound
from coordination.domain.bilingual import NAME_LENGTH, Text, fold
from coordination.domain.overlaps import UNCERTAIN
from coordination.domain.periods import certainly_on
from coordination.models import Activity, Function, Partner, Programme, Standard, Structure
from coordination.queries import bilateral, money, names, participations, seats
from coordination.queries.money import MoneyTotal, MoneyValue
from coordination.queries.paging import Paged, paged, searched
from coordination.queries.participations import ParticipantValue

KINDS = Activity.Kind.choices
REQUESTS = Activity.Request.choices
STATUSES = Activity.Status.choices
ANSWERS = Activity.Test.choices
#: How many rows a file holds at most.
CEILING = 20_000
NAMES = ("name_en", "name_fr")
#: What is given, as a made name begins: in both languages, whoever's language it is made in.
GIVEN = {
    "training": Text("Training", "Formation"),
    "equipment": Text("Equipment", "Équipement"),
    "advice": Text("Advice", "Conseil"),
    "money": Text("Money", "Fonds"),
    "building": Text("Building", "Construction"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFilters:
    """What a reader filters by, ids of existing rows; ``running_on`` is a day it may run on.

    ``partner`` carries it out, funds or manages it; ``recipient`` receives it, alone or with others.
    """

    search: str = ""
    partner: int | None = None
    recipient: int | None = None
    function: int | None = None
    kind: str = ""
    verdict: str = ""
    running_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether every filter is empty."""
        return self == ActivityFilters()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityValue:
    """One activity as pages show it; ``answers`` are those to T1, T2, T3. What is not recorded is empty or None."""

    id: int
    code: str
    name: Text
    kind: str
    kind_name: str
    partner_id: int
    partner: Text
    recipient_id: int | None
    recipient: Text | None
    function_id: int | None
    function: Text | None
    structure_code: str
    structure_slug: str
    place: str
    standard: Text | None
    equipment: Text | None
    since: str
    until: str
    planned_since: str
    planned_until: str
    status_name: str
    participants: tuple[ParticipantValue, ...]
    money: tuple[MoneyValue, ...]
    value: Decimal | None
    currency: str
    request_name: str
    answers: tuple[str, str, str]
    note: str
    quote: Text
    slide: str
    identifier: str
    source: str
    is_invented: bool
    version: int

    @property
    def totals(self) -> tuple[MoneyTotal, ...]:
        """What its lines of money come to by kind and currency."""
        return money.totals(self.money)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What an activity may refer to: ids and names, in alphabetical order of the reader's language."""

    partners: tuple[tuple[int, str, Text], ...]
    functions: tuple[tuple[int, Text], ...]
    structures: tuple[tuple[int, str], ...] = ()
    standards: tuple[tuple[int, Text], ...] = ()
    equipment: tuple[tuple[int, Text], ...] = ()

    @property
    def recipients(self) -> tuple[tuple[int, Text], ...]:
        """The national partners, who receive."""
        return tuple((pk, name) for pk, side, name in self.partners if side == "national")


def index(programme: Programme, filters: ActivityFilters, page: int) -> Paged[ActivityValue]:
    """Return one page of the matching activities, latest first; four queries."""
    return paged(_joined(_matching(programme, filters)), value, page)


def listed(programme: Programme, filters: ActivityFilters) -> tuple[tuple[ActivityValue, ...], int]:
    """Return the matching activities, at most ``CEILING``, and their full count; three queries, or four."""
    rows = _matching(programme, filters)
    found = tuple(map(value, _joined(rows)[:CEILING]))
    return found, len(found) if len(found) < CEILING else rows.count()


def codes(programme: Programme, filters: ActivityFilters) -> frozenset[str]:
    """Return the codes of the matching activities; one query."""
    return frozenset(_matching(programme, filters).order_by().values_list("code", flat=True))


def _matching(programme: Programme, filters: ActivityFilters) -> QuerySet[Activity]:
    # By the partners' own texts: they are right after a partner is renamed, and hold former names.
    rows = Activity.objects.filter(programme=programme)
    also = partial(participations.of_named, programme.pk)
    rows = searched(rows, filters.search, "partner__folded", "recipient__folded", also=also)
    if filters.partner:
        rows = rows.filter(participations.given_by(filters.partner))
    if filters.recipient:
        rows = rows.filter(participations.received_by(filters.recipient))
    if filters.function:
        rows = rows.filter(function=filters.function)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.verdict:
        rows = rows.annotate(answers=bilateral.ANSWERED).filter(bilateral.saying(filters.verdict))
    if filters.running_on:
        rows = rows.filter(can_run_on(filters.running_on))
    return rows


def can_run_on(on: date) -> Q:
    """Build the condition for activities that possibly run on a day."""
    return seats.runs_on(on) & ~Q(status=Activity.Status.CANCELLED)


def is_certain_on(row: Activity, on: date) -> bool:
    """Whether an activity must have run on a day: not where it is said to be planned or suspended."""
    return row.status not in UNCERTAIN and certainly_on(row.since, row.until, on)


def made_name(kind: str, function: Function | None, recipient: Partner | None) -> Text:
    """Compose a name for an unnamed activity: what, for which function, for whom."""
    given = GIVEN[kind]
    return Text(
        _made(given.en, function.name_en if function else "", recipient.name_en if recipient else ""),
        _made(given.fr, function.name_fr if function else "", recipient.name_fr if recipient else ""),
    )


def _made(*parts: str) -> str:
    name = " – ".join(filter(None, parts))
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"


def folded(row: Activity) -> str:
    """Return the text searched besides the partners: code, names, place and identifier."""
    return fold(f"{row.code} {row.name_en} {row.name_fr} {row.place} {row.identifier}".strip())


def _joined(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    joined = ("partner", "recipient", "function", "structure", "standard", "equipment")
    found = rows.select_related(*joined).defer("folded", "structure__mandate_en", "structure__mandate_fr")
    return money.joined(participations.joined(found))


def one(programme: Programme, activity_id: int) -> Activity | None:
    """Return an activity of the programme with the rows it refers to; None for an unknown id. Three queries."""
    return _joined(Activity.objects.filter(programme=programme, pk=activity_id)).first()


def value(row: Activity) -> ActivityValue:
    """Convert a row loaded with the rows it refers to."""
    return ActivityValue(
        id=row.pk,
        code=row.code,
        name=Text(row.name_en, row.name_fr),
        kind=row.kind,
        kind_name=str(row.get_kind_display()),
        partner_id=row.partner_id,
        partner=Text(row.partner.name_en, row.partner.name_fr),
        recipient_id=row.recipient_id,
        recipient=_name(row.recipient),
        function_id=row.function_id,
        function=_name(row.function),
        structure_code=row.structure.code if row.structure else "",
        structure_slug=row.structure.slug if row.structure else "",
        place=row.place,
        standard=_name(row.standard),
        equipment=_name(row.equipment),
        since=row.since,
        until=row.until,
        planned_since=row.planned_since,
        planned_until=row.planned_until,
        status_name=str(row.get_status_display()) if row.status else "",
        participants=participations.of(row),
        money=money.of(row),
        value=row.value,
        currency=row.currency,
        request_name=str(row.get_request_display()) if row.request else "",
        answers=(row.t1, row.t2, row.t3),
        note=row.note,
        quote=Text(row.quote, row.quote_fr or row.quote),
        slide=row.slide,
        identifier=row.identifier,
        source=row.source,
        is_invented=row.origin == "invented",
        version=row.version,
    )


def given_name(row: Activity) -> Text:
    """Return the name that people gave an activity, empty where it was made of what is given and for whom."""
    name = Text(row.name_en, row.name_fr)
    return Text("", "") if name == made_name(row.kind, row.function, row.recipient) else name


def kept(row: Activity) -> dict[str, object]:
    """Return the facts of an activity that people keep, as a form shows them; a made name is made anew."""
    given = given_name(row)
    return {
        "kind": row.kind,
        "partner": row.partner_id,
        "recipient": row.recipient_id,
        "function": row.function_id,
        "structure": row.structure_id,
        "standard": row.standard_id,
        "equipment": row.equipment_id,
        "name_en": given.en,
        "name_fr": given.fr,
        "place": row.place,
        "since": row.since,
        "until": row.until,
        "planned_since": row.planned_since,
        "planned_until": row.planned_until,
        "status": row.status,
        "participants": participations.of(row),
        "money": money.of(row),
        "value": row.value,
        "currency": row.currency,
        "request": row.request,
        "t1": row.t1,
        "t2": row.t2,
        "t3": row.t3,
        "note": row.note,
        "identifier": row.identifier,
        "source": row.source,
        "base_version": row.version,
    }


def entry(
    row: Activity, participants: tuple[ParticipantEntry, ...], lines: tuple[MoneyEntry, ...]
) -> ActivityEntry:
    """Return a row, loaded with what it refers to, as a file carries it, with its participants and lines of money."""
    return ActivityEntry(
        code=row.code,
        name=both(row.name_en, row.name_fr),
        partner=row.partner.code,
        kind=row.kind,
        recipient=row.recipient.code if row.recipient else "",
        function=row.function.code if row.function else "",
        # The programme as a whole has no code in a file.
        structure=row.structure.code if row.structure and not row.structure.is_programme else "",
        place=sound(row.place),
        standard=row.standard.code if row.standard else "",
        equipment=row.equipment.code if row.equipment else "",
        since=row.since,
        until=row.until,
        planned_since=row.planned_since,
        planned_until=row.planned_until,
        status=row.status,
        participants=participants,
        money=lines,
        value=row.value,
        currency=row.currency,
        request=row.request,
        tests=(row.t1, row.t2, row.t3),
        note=sound(row.note, lines=True),
        quote=sound(row.quote),
        quote_fr=sound(row.quote_fr),
        slide=sound(row.slide),
        identifier=sound(row.identifier),
        source=sound(row.source),
        origin=origin_of(row.origin),
    )


def _name(row: Function | Partner | Standard | None) -> Text | None:
    return Text(row.name_en, row.name_fr) if row else None


def to_filter_by(programme: Programme, language: str) -> Choices:
    """Return the partners and functions to filter by, sorted by name in a language; two queries."""
    partners = Partner.objects.filter(programme=programme).values_list("pk", "side", *NAMES)
    functions = Function.objects.filter(programme=programme).values_list("pk", *NAMES)
    return Choices(
        partners=names.alphabetical(
            [(pk, side, Text(en, fr)) for pk, side, en, fr in partners], language, lambda each: each[2]
        ),
        functions=names.alphabetical(
            [(pk, Text(en, fr)) for pk, en, fr in functions], language, lambda each: each[1]
        ),
    )


def to_choose_from(programme: Programme, language: str) -> Choices:
    """Return everything that an activity may refer to; four queries."""
    found = to_filter_by(programme, language)
    structures = Structure.objects.filter(programme=programme, is_programme=False)
    standards = Standard.objects.filter(programme=programme).values_list("pk", "kind", *NAMES)
    named = names.alphabetical(
        [(pk, kind, Text(en, fr)) for pk, kind, en, fr in standards], language, lambda each: each[2]
    )
    return Choices(
        partners=found.partners,
        functions=found.functions,
        structures=tuple(structures.values_list("pk", "code")),
        standards=tuple((pk, name) for pk, kind, name in named if kind == "standard"),
        equipment=tuple((pk, name) for pk, kind, name in named if kind == "equipment"),
    )
