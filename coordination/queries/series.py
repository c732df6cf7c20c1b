"""Structures round by round: points, and what changed from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coordination.domain import bridging
from coordination.domain.change import StructureChange, Verdict, changes
from coordination.domain.scoring import Band, Composite, band
from coordination.queries import cards
from coordination.queries.cards import Card, Stack, Stacks
from coordination.queries.comparison import Change
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue

#: From one instrument to another that is not its next version.
NOT_COMPARABLE = StructureChange(
    low=None,
    high=None,
    verdict=Verdict.NOT_COMPARABLE,
    cells=(),
    new_information=0,
    base=0,
    worst=(),
    best=(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One structure in one round; ``change`` is from the structure's round before.

    ``bands`` are the words for the ends of the composite, None where it may not be named. ``card`` are the answers
    behind it, None where they were not asked for.
    """

    round: RoundValue
    structure: StructureValue
    composite: Composite
    bands: tuple[Band, Band] | None
    change: Change | None
    card: Card | None

    @property
    def is_known(self) -> bool:
        """Whether the composite may be named; otherwise the page says “not known”."""
        return self.bands is not None


@dataclass(frozen=True, slots=True)
class Track:
    """One structure over the rounds, the oldest first."""

    structure: StructureValue
    points: tuple[Point, ...]


def tracks_of(
    structures: Sequence[StructureValue],
    heard: Sequence[RoundValue],
    stacks: Stacks,
    voice: str,
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
    steps = _steps(rounds_of, stacks, voice)
    return tuple(
        Track(
            each,
            tuple(
                point(
                    each,
                    round_,
                    stacks[round_.instrument_id, voice],
                    steps.get((round_.id, each.id)),
                    with_card=with_cards,
                )
                for round_ in rounds_of[each.id]
            ),
        )
        for each in structures
        if rounds_of[each.id]
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
        change=change,
        card=stack.card(key) if with_card else None,
    )


def _steps(
    rounds_of: Mapping[int, Sequence[RoundValue]], stacks: Stacks, voice: str
) -> dict[cards.Key, Change]:
    """Return the change of each structure since its round before, by (round id, structure id); all steps at once."""
    by_instrument: dict[int, list[tuple[int, RoundValue, RoundValue]]] = {}
    found: dict[cards.Key, Change] = {}
    for structure_id, heard in rounds_of.items():
        for old, new in pairwise(heard):
            if old.instrument_id == new.instrument_id:
                by_instrument.setdefault(new.instrument_id, []).append((structure_id, old, new))
            else:
                bridged = _bridged(structure_id, old, new, stacks, voice)
                found[new.id, structure_id] = Change(old, new, bridged or NOT_COMPARABLE)
    for instrument_id, steps in by_instrument.items():
        stack = stacks[instrument_id, voice]
        earlier = stack.grid.take([stack.rows[old.id, structure_id] for structure_id, old, _new in steps])
        later = stack.grid.take([stack.rows[new.id, structure_id] for structure_id, _old, new in steps])
        changed = changes(earlier, later, stack.weights, stack.instrument.conventions)
        for at, (structure_id, old, new) in enumerate(steps):
            found[new.id, structure_id] = Change(old, new, changed[at])
    return found


def _bridged(
    structure_id: int, old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> StructureChange | None:
    """Return the change from one version of the instrument to the next; None where they are not comparable."""
    aligned = alignment(structure_id, old, new, stacks, voice)
    if aligned is None:
        return None
    stack = stacks[new.instrument_id, voice]
    return bridging.bridge_change(aligned, stack.weights, stack.instrument.conventions)


def alignment(
    structure_id: int, old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> bridging.Alignment | None:
    """Return a structure's readings with two versions of the instrument side by side; None where none follows."""
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    if after.instrument.predecessor != (before.instrument.code, before.instrument.version):
        return None
    readings = [stack.readings((round_.id, structure_id)) for stack, round_ in ((before, old), (after, new))]
    section = after.criteria[0].section
    return bridging.aligned(before.instrument, after.instrument, section, *readings)
