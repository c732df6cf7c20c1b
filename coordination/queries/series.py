"""Structures round by round: points, and what changed from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coordination.domain.scoring import Band, Composite, band
from coordination.queries import changes
from coordination.queries.cards import Card, Stack, Stacks
from coordination.queries.changes import Change, Weighing
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One structure in one round; ``change`` is from the structure's round before.

    ``bands`` are the words for the ends of the composite, None where it may not be named; of several ``assessors`` it is
    the median. ``card`` are the answers behind it, None where they were not asked for.
    """

    round: RoundValue
    structure: StructureValue
    composite: Composite
    bands: tuple[Band, Band] | None
    assessors: int
    change: Change | None
    card: Card | None

    @property
    def is_known(self) -> bool:
        """Whether the composite may be named; otherwise the page says “not known”."""
        return self.bands is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One structure over the rounds, the oldest first; ``overall`` is from the first to the last, None of one round."""

    structure: StructureValue
    points: tuple[Point, ...]
    overall: Change | None


def tracks_of(
    structures: Sequence[StructureValue],
    heard: Sequence[RoundValue],
    stacks: Stacks,
    voice: str,
    weighing: Weighing,
    *,
    with_cards: bool,
) -> tuple[Track, ...]:
    """Return these structures over these rounds; a step is compared with the structure's round before.

    With cards, the words of every card must be in the stacks.
    """
    rounds_of = {
        each.id: [round_ for round_ in heard if (round_.id, each.id) in stacks[round_.instrument_id, voice]]
        for each in structures
    }
    steps = [
        (structure_id, *pair)
        for structure_id, there in rounds_of.items()
        for pair in (*pairwise(there), *([(there[0], there[-1])] if len(there) > 2 else []))
    ]
    found = changes.of_steps(steps, stacks, voice, weighing)
    since = {
        (structure_id, new.id): found[structure_id, old.id, new.id]
        for structure_id, there in rounds_of.items()
        for old, new in pairwise(there)
    }
    return tuple(
        Track(
            structure=each,
            points=tuple(
                point(
                    each,
                    round_,
                    stacks[round_.instrument_id, voice],
                    since.get((each.id, round_.id)),
                    with_card=with_cards,
                )
                for round_ in rounds_of[each.id]
            ),
            overall=found.get((each.id, rounds_of[each.id][0].id, rounds_of[each.id][-1].id)),
        )
        for each in structures
        if rounds_of[each.id]
    )


def overall(
    structures: Sequence[StructureValue],
    heard: Sequence[RoundValue],
    stacks: Stacks,
    voice: str,
    weighing: Weighing,
    *,
    is_step: bool,
) -> tuple[tuple[StructureValue, Change], ...]:
    """Return the change of each structure to the last of its cards: from the first, or (step) from the one before.

    Those of one card are left out.
    """
    ends = {
        each.id: (there[-2 if is_step else 0], there[-1])
        for each in structures
        if len(there := [one for one in heard if (one.id, each.id) in stacks[one.instrument_id, voice]]) > 1
    }
    found = changes.of_steps([(pk, *pair) for pk, pair in ends.items()], stacks, voice, weighing)
    return tuple(
        (each, found[each.id, ends[each.id][0].id, ends[each.id][1].id])
        for each in structures
        if each.id in ends
    )


def point(
    structure: StructureValue, round_: RoundValue, stack: Stack, change: Change | None, *, with_card: bool
) -> Point:
    """Return one structure in one round that is in the stack."""
    key = round_.id, structure.id
    figures = stack.figures[stack.rows[key]]
    return Point(
        round=round_,
        structure=structure,
        composite=figures,
        bands=band(figures, stack.instrument.conventions),
        assessors=len(stack.panels[stack.rows[key]]),
        change=change,
        card=stack.card(key) if with_card else None,
    )
