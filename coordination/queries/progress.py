"""How far the open round is for a reader: what their own side has begun and sent; of the other side one bit a structure.

Before the reveal that bit is all that passes between the sides: sent, or not yet sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Count, DateTimeField, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from coordination.domain import lifecycle
from coordination.domain.lifecycle import HeldAssessment, Waiting
from coordination.domain.portfolio import OpenDraft
from coordination.models import Answer, AskedStructure, Assessment, User
from coordination.permissions import Action, Standing, assessments_visible_to, can
from coordination.queries import keyed_in
from coordination.queries.instruments import KnownInstrument
from coordination.queries.rounds import RoundValue

_SENT = frozenset({"sent", "revealed", "published"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One structure in an open round: the own side's state, and whether the other side has sent.

    ``own`` is “sent”, “draft” or “not-begun”; ``draft`` is the draft that the reader may write or send, ``waiting``
    what a sent assessment waits for. ``is_other_sent`` is None where the other side is not asked.
    """

    own: str
    draft: OpenDraft | None
    waiting: Waiting | None
    is_other_sent: bool | None
    can_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundProgress:
    """An open round that asks the reader's side, with the progress of each structure by its id.

    ``drafts`` are all that the reader may write or send, that of the programme as a whole among them.
    """

    round: RoundValue
    by_structure: Mapping[int, Progress]
    drafts: Mapping[int, OpenDraft]

    @property
    def sent(self) -> int:
        """How many structures the side has sent."""
        return sum(each.own == "sent" for each in self.by_structure.values())

    @property
    def total(self) -> int:
        """How many structures are asked."""
        return len(self.by_structure)


def of_rounds(
    rounds: Sequence[RoundValue],
    structures: Sequence[int],
    *,
    user: User,
    standing: Standing,
    known: Mapping[int, KnownInstrument],
) -> tuple[RoundProgress, ...]:
    """Return the progress of those of these rounds that are open and ask the reader's side, the latest first.

    ``structures`` are the ids of those not closed, of which a round may ask about some alone; ``known`` has the rounds'
    questionnaires. At most one query.
    """
    side = standing.side
    asking = [each for each in reversed(rounds) if each.is_open and side in lifecycle.asked_sides(each.sides)]
    if side is None or not asking:
        return ()
    rows = _rows(asking, side, user, known)
    chosen, states = _chosen(rows), _states(rows)
    drafts = _drafts(rows, side, standing, {each.id: _asked(each, known) for each in asking})
    return tuple(
        _of_round(
            round_,
            {structure: held for (round_id, structure), held in states.items() if round_id == round_.id},
            {structure: draft for (round_id, structure), draft in drafts.items() if round_id == round_.id},
            [each for each in structures if round_.id not in chosen or each in chosen[round_.id]],
            standing,
        )
        for round_ in asking
    )


def _of_round(
    round_: RoundValue,
    held: Mapping[int, Sequence[HeldAssessment]],
    drafts: Mapping[int, OpenDraft],
    structures: Sequence[int],
    standing: Standing,
) -> RoundProgress:
    nothing = _progress((), round_, None, standing)
    return RoundProgress(
        round=round_,
        by_structure={
            structure: _progress(held[structure], round_, drafts.get(structure), standing)
            if structure in held
            else nothing
            for structure in structures
        },
        drafts=drafts,
    )


class _RoundFact(NamedTuple):
    """One fact of a structure in a round: ``held`` an assessment, ``chosen`` for the round, or a ``draft``."""

    kind: str
    round: int
    structure: int
    side: str
    state: str
    assessment: int
    rater: int | None
    started_at: datetime | None
    answered: int


_NOTHING, _NUMBER = Value("", CharField()), Value(0, IntegerField())
#: A draft is an assessment of somebody, begun, of which so many questions are answered; what else there is has none.
#: PostgreSQL takes what is nothing in the first two of three tables for text, unless it is told.
_NO_DRAFT = (
    *(_NUMBER, Cast(Value(None), IntegerField())),
    *(Cast(Value(None), DateTimeField()), _NUMBER),
)


def _rows(
    rounds: Sequence[RoundValue], side: str, user: User, known: Mapping[int, KnownInstrument]
) -> list[_RoundFact]:
    """Return what is begun, the structures chosen where there is a choice, and the drafts of this side; one query."""
    ids = [each.id for each in rounds]
    held = keyed_in.begun(Assessment.objects.filter(round__in=ids, structure__is_programme=False)).order_by()
    choices = AskedStructure.objects.filter(round__in=ids).order_by()
    place = ("round_id", "structure_id")
    found: QuerySet[Any, Any] = held.values_list(_kind("held"), *place, "side", "state", *_NO_DRAFT)
    others = (
        choices.values_list(_kind("chosen"), *place, _NOTHING, _NOTHING, *_NO_DRAFT),
        _begun(rounds, side, user, known),
    )
    return [_RoundFact._make(each) for each in found.union(*others, all=True)]


def _kind(name: str) -> Value:
    return Value(name, CharField())


def _begun(
    rounds: Sequence[RoundValue], side: str, user: User, known: Mapping[int, KnownInstrument]
) -> QuerySet[Any, Any]:
    """Return the drafts that the person may see, with how many of the questions asked have something stored."""
    drafts = assessments_visible_to(user).filter(
        round_id__in=[each.id for each in rounds], side=side, state="draft"
    )
    is_asked = Q(pk__in=[])
    for each in rounds:
        is_asked |= Q(assessment__round_id=each.id, criterion__code__in=_asked(each, known))
    of = [f"assessment__{name}" for name in ("round_id", "structure_id")]
    who = [f"assessment__{name}" for name in ("rater_user_id", "started_at")]
    stored = Answer.objects.filter(assessment__in=drafts.order_by()).order_by()
    counted: QuerySet[Any, Any] = stored.values(*of, "assessment_id", *who).annotate(
        answered=Count("pk", filter=is_asked)
    )
    return counted.values_list(_kind("draft"), *of, _NOTHING, _NOTHING, "assessment_id", *who, "answered")


def _asked(of: RoundValue, known: Mapping[int, KnownInstrument]) -> frozenset[str]:
    return frozenset(known[of.instrument_id].value.codes_asked(is_programme=False))


def _chosen(rows: Sequence[_RoundFact]) -> dict[int, set[int]]:
    """Return the structures chosen by round, where there is a choice."""
    chosen: dict[int, set[int]] = {}
    for each in rows:
        if each.kind == "chosen":
            chosen.setdefault(each.round, set()).add(each.structure)
    return chosen


def _states(rows: Sequence[_RoundFact]) -> dict[tuple[int, int], list[HeldAssessment]]:
    """Return the facts that decide the reveal by the ids of round and structure."""
    found: dict[tuple[int, int], list[HeldAssessment]] = {}
    for each in rows:
        if each.kind == "held":
            found.setdefault((each.round, each.structure), []).append(HeldAssessment(each.side, each.state))
    return found


def _progress(
    held: Sequence[HeldAssessment], round_: RoundValue, draft: OpenDraft | None, standing: Standing
) -> Progress:
    by_side: dict[str, set[str]] = {side: set() for side in lifecycle.asked_sides(round_.sides)}
    for each in held:
        by_side.setdefault(each.side, set()).add(each.state)
    side = standing.side or ""
    own = by_side.pop(side)
    other = next((by_side[each] for each in lifecycle.asked_sides(round_.sides) if each != side), None)
    state = "draft" if "draft" in own else "sent" if own & _SENT else "not-begun"
    is_revealed = lifecycle.is_revealed(held)
    return Progress(
        own=state,
        draft=None if is_revealed else draft,
        waiting=lifecycle.waiting_for(held, sides=round_.sides, side=side)
        if "sent" in own and not is_revealed
        else None,
        is_other_sent=None if other is None else lifecycle.is_sent(other),
        can_start=state == "not-begun" and not is_revealed and can(standing, Action.START),
    )


def _drafts(
    rows: Sequence[_RoundFact], side: str, standing: Standing, asked: Mapping[int, frozenset[str]]
) -> dict[tuple[int, int], OpenDraft]:
    """Return the drafts that the reader may write or send, by round and structure id, their own first."""
    drafts = [each for each in rows if each.kind == "draft"]
    found: dict[tuple[int, int], OpenDraft] = {}
    for each in sorted(drafts, key=lambda one: (one.rater == standing.user_id, one.answered, one.assessment)):
        assert each.started_at is not None
        row = Assessment(side=side, rater_user_id=each.rater, state="draft", started_at=each.started_at)
        if can(standing, Action.SUBMIT, row):
            found[each.round, each.structure] = OpenDraft(
                assessment_id=each.assessment,
                answered=each.answered,
                asked=len(asked[each.round]),
                is_own=can(standing, Action.SCORE, row),
            )
    return found
