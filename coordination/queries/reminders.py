"""What managers asked in a round: today, so that it is asked once a day, and last, to be read on Home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from coordination.domain import lifecycle
from coordination.domain.instruments import Text
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Programme, Round, RoundMail, RoundRequest
from coordination.permissions import Standing

NEWS = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class MayAsk:
    """Whom a manager may ask to send today: the own side, and the other one (empty where it is not asked)."""

    own: bool
    other_side: str
    other: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestValue:
    """The last time that a side asked the reader's side to send in an open round."""

    label: str
    name: Text
    side: str
    on: date


def offered(round_: Round, side: str, today: date) -> MayAsk:
    """Return whom a manager of a side may ask to send today; one query."""
    asked = set(
        RoundRequest.objects.filter(round=round_, side=side, on=today).values_list("asked", flat=True)
    )
    other = next((each for each in lifecycle.asked_sides(round_.sides) if each != side), "")
    return MayAsk(own=side not in asked, other_side=other, other=bool(other) and other not in asked)


def standing(programme: Programme, reader: Standing) -> QuerySet[RoundRequest]:
    """Return what was asked of the reader's side in open rounds.

    What the other side asks is for managers: it was asked of them.
    """
    rows = RoundRequest.objects.filter(
        round__programme=programme, round__state=Round.State.OPEN, asked=reader.side or ""
    )
    return rows if reader.role == "manager" else rows.filter(side=reader.side)


def revealed(round_: Round, at: datetime) -> tuple[str, ...]:
    """Return the codes of the structures of which a round's answers were revealed at this moment; one query."""
    rows = Assessment.objects.filter(round=round_, side__in=SIDES, revealed_at=at)
    return tuple(rows.order_by("structure__code").values_list("structure__code", flat=True).distinct())


def waiting(now: datetime) -> Sequence[RoundMail]:
    """Return the mails that wait to be sent to people whose place counts, the oldest first; one query.

    What has waited for two days is no news any more.
    """
    rows = RoundMail.objects.filter(
        sent_at__isnull=True,
        made_at__gt=now - NEWS,
        round__programme__archived_at__isnull=True,
        user__is_active=True,
        user__memberships__programme=F("round__programme"),
        user__memberships__side__isnull=False,
        user__memberships__confirmed_at__isnull=False,
    )
    return list(rows.select_related("user", "round__programme").order_by("pk"))
