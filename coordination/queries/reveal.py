"""How far a structure in a round is from the reveal: who may still begin, and what sent assessments wait for."""

from collections.abc import Iterable, Mapping

from coordination.domain import lifecycle
from coordination.domain.lifecycle import HeldAssessment, Waiting
from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.models import Assessment, Round, Structure
from coordination.queries import asked, keyed_in

#: A structure in a round: the ids of both.
Place = tuple[int, int]


def voices(round_: Round, structure: Structure) -> dict[int, HeldAssessment]:
    """Return the facts of a structure's assessments in a round that decide the reveal, by id; one query."""
    rows = keyed_in.begun(Assessment.objects.filter(round=round_, structure=structure))
    return {pk: HeldAssessment(side, state) for pk, side, state in rows.values_list("pk", "side", "state")}


def why_not_begin(round_: Round, structure: Structure, side: str) -> Problem | None:
    """Return why a person of this side cannot begin an assessment; None where they can."""
    if structure.programme_id != round_.programme_id:
        return Problem(rule=Rule.OTHER_PROGRAMME, value=structure.code)
    found = voices(round_, structure).values()
    rule = lifecycle.why_not_begin(found, side=side, sides=round_.sides, round_state=round_.state)
    named = {
        Rule.ROUND_CLOSED: round_.label,
        Rule.SIDE_NOT_ASKED: side,
        Rule.ALREADY_REVEALED: structure.code,
    }
    if rule is None and not asked.is_asked(round_, structure):
        return Problem(rule=Rule.STRUCTURE_NOT_ASKED, value=structure.code)
    return Problem(rule=rule, value=named[rule]) if rule else None


def reveals_without(draft: Assessment) -> bool:
    """Whether both sides would see each other's answers once this draft is gone; one query."""
    others = voices(draft.round, draft.structure)
    others.pop(draft.pk, None)
    return lifecycle.is_due_for_reveal(others.values(), sides=draft.round.sides)


def waiting(sent: Iterable[Assessment]) -> Mapping[int, Waiting]:
    """Return what each of these sent assessments of one side waits for, by id; one query.

    In a closed round nobody can send, so nothing is waited for.
    """
    rows = [row for row in sent if row.state == Assessment.State.SENT and row.round.state == Round.State.OPEN]
    if not rows:
        return {}
    found: dict[Place, list[HeldAssessment]] = {}
    theirs = Assessment.objects.filter(
        round__in={row.round_id for row in rows}, structure__in={row.structure_id for row in rows}
    )
    for round_id, structure_id, side, state in keyed_in.begun(theirs).values_list(
        "round_id", "structure_id", "side", "state"
    ):
        found.setdefault((round_id, structure_id), []).append(HeldAssessment(side, state))
    return {
        row.pk: lifecycle.waiting_for(
            found[row.round_id, row.structure_id], sides=row.round.sides, side=row.side
        )
        for row in rows
    }


def set_aside(structure: Structure, round_: Round) -> dict[str, int]:
    """Count the drafts set aside by each side, once both sides see each other; one query."""
    found = voices(round_, structure).values()
    if not lifecycle.is_revealed(found):
        return {}
    sides = [each.side for each in found if each.state == Assessment.State.SET_ASIDE]
    return {side: sides.count(side) for side in lifecycle.asked_sides("both") if side in sides}
