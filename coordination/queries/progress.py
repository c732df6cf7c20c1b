"""How far the open round is for a reader: what their own side has begun and sent; of the other side one bit a structure.

Before the reveal that bit is all that passes between the sides: sent, or not yet sent.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordination.domain import lifecycle
from coordination.domain.portfolio import Draft
from coordination.models import Answer, Assessment, User
from coordination.permissions import Action, Standing, assessments_visible_to, can
from coordination.queries.instruments import KnownInstrument
from coordination.queries.rounds import RoundValue

_SENT = ("sent", "revealed", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One structure in the open round: the own side's state, and whether the other side has sent.

    ``own`` is “sent”, “draft” or “not-begun”; ``draft`` is the draft that the reader may write or send.
    ``is_other_sent`` is None where the other side is not asked.
    """

    own: str
    draft: Draft | None
    is_other_sent: bool | None
    can_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundProgress:
    """An open round that asks the reader's side: progress by structure id, and how many structures the side has sent."""

    round: RoundValue
    side: str
    by_structure: Mapping[int, Progress]
    sent: int
    total: int


def of_round(
    round_: RoundValue,
    structures: Sequence[int],
    *,
    user: User,
    standing: Standing,
    known: Mapping[int, KnownInstrument],
) -> RoundProgress | None:
    """Return the progress of an open round on these structures (ids); None for who has no side, or one not asked.

    At most two queries.
    """
    asked = lifecycle.asked_sides(round_.sides)
    own = standing.side
    if own is None or own not in asked:
        return None
    rows = Assessment.objects.filter(round_id=round_.id, side__in=asked, structure__is_programme=False)
    states: dict[tuple[int, str], list[str]] = {}
    for structure, side, state in rows.order_by().values_list("structure_id", "side", "state"):
        states.setdefault((structure, side), []).append(state)
    criteria = known[round_.instrument_id].value.codes_asked(is_programme=False)
    drafts = _drafts(round_, criteria, own, user, standing)
    other = next((side for side in asked if side != own), None)
    found = {
        structure: _progress(
            states.get((structure, own), []),
            states.get((structure, other), []) if other else None,
            drafts.get(structure),
            standing,
        )
        for structure in structures
    }
    return RoundProgress(
        round=round_,
        side=own,
        by_structure=found,
        sent=sum(each.own == "sent" for each in found.values()),
        total=len(found),
    )


def _progress(own: list[str], other: list[str] | None, draft: Draft | None, standing: Standing) -> Progress:
    state = "draft" if "draft" in own else "sent" if set(own) & set(_SENT) else "not-begun"
    is_revealed = any(each in ("revealed", "published") for each in own)
    return Progress(
        own=state,
        draft=None if is_revealed else draft,
        is_other_sent=None if other is None else "draft" not in other and bool(set(other) & set(_SENT)),
        can_start=state == "not-begun" and can(standing, Action.START),
    )


def _drafts(
    round_: RoundValue, criteria: Sequence[str], side: str, user: User, standing: Standing
) -> dict[int, Draft]:
    """Return the drafts that the reader may write or send, by structure id; their own before another's."""
    rows = assessments_visible_to(user).filter(round_id=round_.id, side=side, state="draft")
    answered = Answer.objects.filter(assessment__in=rows.order_by(), criterion__code__in=criteria)
    columns = (
        "assessment_id",
        "assessment__structure_id",
        "assessment__rater_user_id",
        "assessment__started_at",
    )
    counts = Counter(answered.order_by().values_list(*columns))
    found: dict[int, Draft] = {}
    for (pk, structure, rater, started_at), count in sorted(
        counts.items(), key=lambda each: (each[0][2] == standing.user_id, each[1])
    ):
        row = Assessment(side=side, rater_user_id=rater, state="draft", started_at=started_at)
        if can(standing, Action.SUBMIT, row):
            found[structure] = Draft(
                assessment_id=pk,
                answered=count,
                asked=len(criteria),
                is_own=can(standing, Action.SCORE, row),
            )
    return found
