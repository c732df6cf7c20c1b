"""How far the open round is for a reader: what their own side has begun and sent; of the other side one bit a structure.

Before the reveal that bit is all that passes between the sides: sent, or not yet sent.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Value

from coordination.domain import lifecycle
from coordination.domain.lifecycle import HeldAssessment, Waiting
from coordination.domain.portfolio import OpenDraft
from coordination.models import Answer, AskedStructure, Assessment, User
from coordination.permissions import Action, Standing, assessments_visible_to, can
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
    questionnaires. At most two queries.
    """
    side = standing.side
    asking = [each for each in reversed(rounds) if each.is_open and side in lifecycle.asked_sides(each.sides)]
    if side is None or not asking:
        return ()
    chosen, states = _chosen_and_states(asking)
    drafts = _drafts(asking, side, user, standing, known)
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


def _chosen_and_states(
    rounds: Sequence[RoundValue],
) -> tuple[dict[int, set[int]], dict[tuple[int, int], list[HeldAssessment]]]:
    """Return the structures chosen by round, where there is a choice, and the facts that decide the reveal; one query.

    Those facts stand by the ids of round and structure.
    """
    ids = [each.id for each in rounds]
    rows = Assessment.objects.filter(round__in=ids, structure__is_programme=False).order_by()
    choices = AskedStructure.objects.filter(round__in=ids).order_by()
    place, nothing = ("round_id", "structure_id"), Value("", CharField())
    chosen: dict[int, set[int]] = {}
    found: dict[tuple[int, int], list[HeldAssessment]] = {}
    for round_id, structure, side, state in rows.values_list(*place, "side", "state").union(
        choices.values_list(*place, nothing, nothing), all=True
    ):
        if side:
            found.setdefault((round_id, structure), []).append(HeldAssessment(side, state))
        else:
            chosen.setdefault(round_id, set()).add(structure)
    return chosen, found


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
    rounds: Sequence[RoundValue],
    side: str,
    user: User,
    standing: Standing,
    known: Mapping[int, KnownInstrument],
) -> dict[tuple[int, int], OpenDraft]:
    """Return the drafts that the reader may write or send, by round and structure id, their own first; one query."""
    asked = {
        each.id: frozenset(known[each.instrument_id].value.codes_asked(is_programme=False)) for each in rounds
    }
    rows = assessments_visible_to(user).filter(round_id__in=list(asked), side=side, state="draft")
    answered = Answer.objects.filter(assessment__in=rows.order_by()).order_by()
    of = [f"assessment__{name}" for name in ("round_id", "structure_id", "rater_user_id", "started_at")]
    counts: Counter[tuple[int, int, int, int | None, datetime]] = Counter()
    for code, pk, round_id, *facts in answered.values_list("criterion__code", "assessment_id", *of):
        counts[pk, round_id, *facts] += code in asked[round_id]
    found: dict[tuple[int, int], OpenDraft] = {}
    for (pk, round_id, structure, rater, started_at), count in sorted(
        counts.items(), key=lambda each: (each[0][3] == standing.user_id, each[1], each[0][0])
    ):
        row = Assessment(side=side, rater_user_id=rater, state="draft", started_at=started_at)
        if can(standing, Action.SUBMIT, row):
            found[round_id, structure] = OpenDraft(
                assessment_id=pk,
                answered=count,
                asked=len(asked[round_id]),
                is_own=can(standing, Action.SCORE, row),
            )
    return found
