"""Lines of money of activities, and what they come to."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from coordination.documents.fixture.money import MoneyEntry
from coordination.domain import money
from coordination.domain.bilingual import Text
from coordination.models import Activity, MoneyLine, Partner

KINDS = MoneyLine.Kind.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyValue:
    """An amount of an activity; ``on`` is empty, and the partner None, where not known."""

    kind: str
    amount: Decimal
    currency: str
    on: str
    partner_id: int | None
    code: str
    partner: Text | None

    @property
    def kind_name(self) -> str:
        """What was done with it, in the reader's language."""
        return str(MoneyLine.Kind(self.kind).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTotal:
    """What all lines of a kind and a currency come to."""

    kind_name: str
    amount: Decimal
    currency: str


def of(activity: Activity) -> tuple[MoneyValue, ...]:
    """Return the lines of an activity in order; no query where it is loaded with ``joined``."""
    found = map(_value, activity.money.all())
    return tuple(sorted(found, key=lambda each: money.place(each, each.on, each.code)))


def joined(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Load activities with their lines of money; one query more."""
    return rows.prefetch_related(Prefetch("money", queryset=MoneyLine.objects.select_related("partner")))


def entries(activities: QuerySet[Activity]) -> dict[int, tuple[MoneyEntry, ...]]:
    """Return the lines of these activities as a file says them, in order, by activity; one query."""
    found: dict[int, list[MoneyEntry]] = {}
    rows = MoneyLine.objects.filter(activity__in=activities.order_by().values("pk")).order_by()
    columns = ("activity_id", "kind", "amount", "currency", "on", "partner__code")
    for activity, kind, amount, currency, on, partner in rows.values_list(*columns):
        each = MoneyEntry(kind=kind, amount=amount, currency=currency, on=on, partner=partner or "")
        found.setdefault(activity, []).append(each)
    return {
        activity: tuple(sorted(each, key=lambda one: money.place(one, one.on, one.partner)))
        for activity, each in found.items()
    }


def totals(lines: tuple[MoneyValue, ...]) -> tuple[MoneyTotal, ...]:
    """Return what lines come to by kind and currency, each line once whoever shares in the activity."""
    return tuple(
        MoneyTotal(kind_name=str(MoneyLine.Kind(each.kind).label), amount=each.amount, currency=each.currency)
        for each in money.totals(lines)
    )


def in_sight_of(partner: Partner) -> QuerySet[MoneyLine]:
    """Return the lines of activities in sight that name a partner."""
    return MoneyLine.objects.filter(partner=partner, activity__withdrawn_at__isnull=True)


def _value(row: MoneyLine) -> MoneyValue:
    partner = row.partner
    return MoneyValue(
        kind=row.kind,
        amount=row.amount,
        currency=row.currency,
        on=row.on,
        partner_id=row.partner_id,
        code=partner.code if partner else "",
        partner=Text(partner.name_en, partner.name_fr) if partner else None,
    )
