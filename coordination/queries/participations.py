"""Who takes part in activities beside the partner who carries them out and the institution that receives them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from coordination.documents.fixture.activities import ParticipantEntry
from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import PARTICIPATION_ROLES
from coordination.models import Activity, Participation, Partner

ROLES = Participation.Role.choices
IMPLEMENTS, RECEIVES = Participation.Role.IMPLEMENTS, Participation.Role.RECEIVES


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantValue:
    """A partner in its role, with its share in per cent, None where not known."""

    partner_id: int
    code: str
    name: Text
    role: str
    role_name: str
    share: Decimal | None


def of(activity: Activity) -> tuple[ParticipantValue, ...]:
    """Return who takes part in an activity, by role and code; no query where it is loaded with ``joined``, else one."""
    return tuple(_value(each) for each in ordered(activity.participations.all()))


def joined(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Load activities with their participants; one query more."""
    beside = Participation.objects.select_related("partner")
    return rows.prefetch_related(Prefetch("participations", queryset=beside))


def entries(activities: QuerySet[Activity]) -> dict[int, tuple[ParticipantEntry, ...]]:
    """Return who takes part in these activities as a file says it, by role and code, by activity; one query."""
    found: dict[int, list[ParticipantEntry]] = {}
    rows = Participation.objects.filter(activity__in=activities.order_by().values("pk")).order_by()
    for activity, partner, role, share in rows.values_list("activity_id", "partner__code", "role", "share"):
        each = ParticipantEntry(partner=partner, role=role, share=share)
        found.setdefault(activity, []).append(each)
    return {
        activity: tuple(sorted(each, key=lambda one: (PARTICIPATION_ROLES.index(one.role), one.partner)))
        for activity, each in found.items()
    }


def ordered(rows: Iterable[Participation]) -> list[Participation]:
    """Sort participations of one activity, loaded with their partners, by role and code."""
    return sorted(rows, key=lambda each: (PARTICIPATION_ROLES.index(each.role), each.partner.code))


def _value(row: Participation) -> ParticipantValue:
    return ParticipantValue(
        partner_id=row.partner_id,
        code=row.partner.code,
        name=Text(row.partner.name_en, row.partner.name_fr),
        role=row.role,
        role_name=str(row.get_role_display()),
        share=row.share,
    )


def implementers(activities: QuerySet[Activity]) -> dict[int, frozenset[int]]:
    """Return who carries out these activities beside their partners, by activity; one query."""
    found: dict[int, set[int]] = {}
    rows = Participation.objects.filter(activity__in=activities.order_by().values("pk"), role=IMPLEMENTS)
    for activity, partner in rows.order_by().values_list("activity_id", "partner_id"):
        found.setdefault(activity, set()).add(partner)
    return {activity: frozenset(partners) for activity, partners in found.items()}


def implementers_named(activities: Collection[int]) -> dict[int, tuple[tuple[int, Text], ...]]:
    """Return who carries out these activities beside their partners, with names; one query."""
    found: dict[int, list[tuple[int, Text]]] = {}
    rows = Participation.objects.filter(activity__in=activities, role=IMPLEMENTS).order_by("partner__code")
    columns = ("activity_id", "partner_id", "partner__name_en", "partner__name_fr")
    for activity, partner, english, french in rows.values_list(*columns):
        found.setdefault(activity, []).append((partner, Text(english, french)))
    return {activity: tuple(partners) for activity, partners in found.items()}


def of_named(programme: int, word: str) -> Q:
    """Build the condition for activities in which a partner takes part whose folded names hold a word."""
    partners = Partner.objects.filter(programme=programme, folded__contains=word)
    return Q(pk__in=Participation.objects.filter(partner__in=partners).values("activity"))


def given_by(partner: int) -> Q:
    """Build the condition for activities that a partner carries out, funds or manages."""
    mine = Participation.objects.filter(activity=OuterRef("pk"), partner=partner).exclude(role=RECEIVES)
    return Q(partner=partner) | Q(Exists(mine))


def received_by(partner: int) -> Q:
    """Build the condition for activities that an institution receives, alone or with others."""
    mine = Participation.objects.filter(activity=OuterRef("pk"), partner=partner, role=RECEIVES)
    return Q(recipient=partner) | Q(Exists(mine))


def also_given() -> QuerySet[Participation]:
    """Return, for a partner around this query, its part in activities that are another's."""
    rows = Participation.objects.filter(partner=OuterRef("pk"), activity__withdrawn_at__isnull=True)
    return rows.exclude(role=RECEIVES).exclude(activity__partner=OuterRef("pk"))


def also_received() -> QuerySet[Participation]:
    """Return, for an institution around this query, its part in activities that are for another."""
    rows = Participation.objects.filter(partner=OuterRef("pk"), activity__withdrawn_at__isnull=True)
    return rows.filter(role=RECEIVES).exclude(activity__recipient=OuterRef("pk"))


def named(partner: Partner) -> Q:
    """Build the condition for participations in sight of a partner."""
    return Q(partner=partner, activity__withdrawn_at__isnull=True)
