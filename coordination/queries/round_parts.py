"""How all chosen structures stand, round by round."""

from collections import Counter
from collections.abc import Iterable, Sequence

from coordination.domain.claims import rounds
from coordination.domain.claims.rounds import LevelPart, RoundPart, RoundParts
from coordination.domain.instruments import CriterionValue
from coordination.queries.cards import Stack, Stacks
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


def of_rounds(
    structures: Iterable[StructureValue],
    heard: Sequence[RoundValue],
    stacks: Stacks,
    voice: str,
    criterion: CriterionValue | None,
) -> tuple[tuple[RoundValue, RoundParts], ...]:
    """Return of each round how many structures stand like what, on one criterion or as a whole; all answers are read."""
    chosen = frozenset(each.id for each in structures)
    found: dict[int, Counter[RoundPart | LevelPart]] = {each.id: Counter() for each in heard}
    for (_instrument, of), stack in stacks.items():
        if of == voice:
            for (round_id, structure_id), part in zip(stack.keys, _parts(stack, criterion), strict=True):
                if structure_id in chosen:
                    found[round_id][part] += 1
    return tuple((each, rounds.round_parts(found[each.id], len(chosen))) for each in heard)


def _parts(stack: Stack, criterion: CriterionValue | None) -> Sequence[RoundPart | LevelPart]:
    if criterion is None:
        return rounds.standings(stack.bounds, stack.instrument.conventions)
    codes = [each.code for each in stack.criteria]
    if criterion.code not in codes:
        return [LevelPart.NOT_ASKED] * len(stack.keys)
    return rounds.levels(stack.envelope, codes.index(criterion.code))
