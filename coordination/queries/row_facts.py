"""What Home knows of each structure beside its answers, asked for at once: promised, dormant, to confirm, to publish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, DateTimeField, IntegerField, Max, QuerySet, Value
from django.db.models.functions import Cast

from coordination.domain import meetings
from coordination.domain.meetings import StructureLife
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Programme, User
from coordination.permissions import Action, Standing, can, commitments_visible_to, contacts_visible_to
from coordination.queries import joint_answers, one_sided, publications
from coordination.queries.commitments import AnswerKey
from coordination.queries.joint_answers import AwaitedConfirmation


class WaitingCard(NamedTuple):
    """A card that waits for a side to publish it: in which round, and since when the other side has been silent.

    ``silent_since`` is None where nobody's answer is awaited.
    """

    label: str
    silent_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """All of it, by structure id.

    ``promised`` are the answers from which a commitment was made that the person may read, ``dormant`` the structures
    known to be dormant. ``awaited`` is the first joint answer that waits for the person's confirmation, of the latest
    round, and ``waiting`` are the cards that wait, or will, for their side to publish them, the latest round last.
    """

    promised: frozenset[AnswerKey] = frozenset()
    dormant: frozenset[int] = frozenset()
    awaited: Mapping[int, AwaitedConfirmation] = field(default_factory=dict)
    waiting: Mapping[int, tuple[WaitingCard, ...]] = field(default_factory=dict)

    def to_publish(self, structure: int, at: datetime) -> str:
        """Return the label of the latest round whose card waits for the person's side at a moment; empty for none."""
        for card in reversed(self.waiting.get(structure, ())):
            if card.silent_since is None or one_sided.is_over(card.silent_since, at):
                return card.label
        return ""


Rows = QuerySet[Any, Any]


class _Fact(NamedTuple):
    """One row of any kind; what its kind does not have is 0 or empty."""

    kind: str
    structure: int
    number: int
    name: str
    slug: str
    code: str
    place: int
    on: date | None
    since: datetime | None


def of(user: User, programme: Programme, standing: Standing, today: date) -> RowFacts:
    """Return what the person may know on a day; one query.

    It is the same until something is written that is neither a draft nor a correction.
    """
    first, *others = _tables(user, programme, standing)
    found: dict[str, list[_Fact]] = {}
    for each in first.union(*others, all=True):
        found.setdefault(each[0], []).append(_Fact._make(each))
    promised = found.get("promised", ())
    return RowFacts(
        promised=frozenset((each.structure, each.number, each.name, each.code) for each in promised),
        dormant=frozenset(each.structure for each in found.get("held", ()) if _is_dormant(each, today)),
        awaited=_first(found.get("awaited", ())),
        waiting=_waiting(found.get("publish", ())),
    )


def _tables(user: User, programme: Programme, standing: Standing) -> Iterator[Rows]:
    """Yield the rows of each kind that the person may know."""
    yield _held(user, programme)
    if can(standing, Action.COMMIT):
        yield _promised(user, programme)
    if can(standing, Action.AGREE) and standing.side in SIDES:
        yield _awaited(user, programme, standing)
    if can(standing, Action.PUBLISH) and standing.side in SIDES:
        yield _to_publish(user, programme, standing)


def _is_dormant(of: _Fact, today: date) -> bool:
    held = [of.on] if of.on else []
    return meetings.life(of.name, held, of.number, today) is StructureLife.DORMANT


def _when(of: _Fact) -> tuple[date, str]:
    return of.on or date.min, of.name


def _first(rows: Sequence[_Fact]) -> dict[int, AwaitedConfirmation]:
    """Return the first of each structure in its latest round."""
    found: dict[int, AwaitedConfirmation] = {}
    # Sorting keeps the order of equals also when it is reversed.
    ordered = sorted(rows, key=lambda each: each.place)
    for each in sorted(ordered, key=_when, reverse=True):
        awaited = AwaitedConfirmation(label=each.name, slug=each.slug, code=each.code)
        found.setdefault(each.structure, awaited)
    return found


def _waiting(rows: Sequence[_Fact]) -> dict[int, tuple[WaitingCard, ...]]:
    """Return the cards of each structure, the latest round last; of one that is sent, the silence ends the wait."""
    found: dict[int, dict[str, WaitingCard]] = {}
    for each in sorted(rows, key=_when):
        silent = each.since if each.code == Assessment.State.SENT else None
        found.setdefault(each.structure, {})[each.name] = WaitingCard(each.name, silent)
    return {structure: tuple(cards.values()) for structure, cards in found.items()}


_NOTHING, _NUMBER = Value("", CharField()), Value(0, IntegerField())
#: PostgreSQL takes what is nothing in the first two of several tables for text, unless it is told.
_NEVER = Cast(Value(None), DateTimeField())


def _kind(name: str) -> Value:
    return Value(name, CharField())


def _held(user: User, programme: Programme) -> Rows:
    """Return the last meeting of each structure, with after how many months it is dormant and when it was closed."""
    rows = contacts_visible_to(user, programme).filter(kind="session", state="held", structure__isnull=False)
    of = "structure_id", "structure__dormant_after", "structure__closed"
    last: Rows = rows.order_by().values(*of).annotate(last_on=Max("on"))
    return last.values_list(_kind("held"), *of, _NOTHING, _NOTHING, _NUMBER, "last_on", _NEVER)


def _promised(user: User, programme: Programme) -> Rows:
    rows = commitments_visible_to(user, programme).filter(criterion__isnull=False).order_by()
    facts = "structure_id", "round_id", "voice", _NOTHING, "criterion__code", _NUMBER
    return rows.values_list(_kind("promised"), *facts, Value(None, DateField()), _NEVER)


def _awaited(user: User, programme: Programme, standing: Standing) -> Rows:
    rows = joint_answers.awaited(programme, user=user, standing=standing).order_by()
    named = "structure_id", _NUMBER, "round__label", "structure__slug", "criterion__code"
    return rows.values_list(_kind("awaited"), *named, "criterion__position", "round__reference_on", _NEVER)


def _to_publish(user: User, programme: Programme, standing: Standing) -> Rows:
    rows = publications.to_publish(programme, user=user, standing=standing).order_by()
    named = "structure_id", _NUMBER, "round__label", _NOTHING, "state", _NUMBER
    return rows.values_list(_kind("publish"), *named, "round__reference_on", "silent_since")
