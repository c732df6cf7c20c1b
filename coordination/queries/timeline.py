"""Structures over the rounds: the same figures as in Compare, one round after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from coordination.domain import bridging
from coordination.domain.answers import Reading
from coordination.domain.change import (
    CellChange,
    StructureChange,
    Verdict,
    changes,
    matched,
    raters_changed,
    structure_change,
)
from coordination.domain.comparison import Card as Contender
from coordination.domain.criteria import VOICES, Crosswalk
from coordination.domain.instruments import Criterion
from coordination.domain.plane import Position, position
from coordination.domain.scoring import Band, Composite, band, side_reading
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import answers, cards, instruments, rounds, selection
from coordination.queries.cards import Card, Cell, Stack
from coordination.queries.comparison import Change
from coordination.queries.rounds import RoundValue
from coordination.queries.selection import DRAWN, PAGE, Filters, NoSuch, Selection
from coordination.queries.structures import StructureValue

Stacks = Mapping[tuple[int, str], Stack]
#: From one instrument to another that is not its next version.
NOT_COMPARABLE = StructureChange(None, None, Verdict.NOT_COMPARABLE, (), 0, 0, (), ())


@dataclass(frozen=True, eq=False)
class Point:
    """One structure in one round; ``change`` is from the structure's round before."""

    round: RoundValue
    structure: StructureValue
    composite: Composite
    bands: tuple[Band, Band] | None
    change: Change | None
    stack: Stack

    @property
    def is_known(self) -> bool:
        """Whether the composite may be named; otherwise the page says “not known”."""
        return self.bands is not None

    @cached_property
    def card(self) -> Card:
        """The answers behind it."""
        return self.stack.card((self.round.id, self.structure.id))


@dataclass(frozen=True, slots=True)
class Track:
    """One structure over the rounds, the oldest first."""

    structure: StructureValue
    points: tuple[Point, ...]

    def at(self, round_: RoundValue) -> Point | None:
        """Return the point of that round."""
        return next((point for point in self.points if point.round.id == round_.id), None)


@dataclass(frozen=True, slots=True)
class Pairing:
    """One structure in two rounds, criterion by criterion: (old, new, what happened; None: not compared).

    ``common`` is how many criteria are compared, ``matched`` the change among those who rated in both rounds, where
    more than half of the raters changed; None where they did not, or nobody rated in both.
    """

    structure: StructureValue
    old: Point
    new: Point
    change: StructureChange | None
    cells: tuple[tuple[Criterion, Cell | None, Cell, CellChange | None], ...]
    common: int
    has_changed_raters: bool
    matched: StructureChange | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two rounds of one date with a version of the instrument and its successor.

    ``pairs`` are answers given in both to criteria that are compared through a crosswalk, ``outside`` those that it
    does not hold; ``wider`` are the crosswalks that would hold them, by criterion code.
    """

    old: RoundValue
    new: RoundValue
    pairs: int
    outside: int
    wider: tuple[tuple[str, Crosswalk], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the Over time page, its chart and its CSV show.

    ``rounds`` are those shown, ``every_round`` those that can be chosen; ``corrected`` counts the answers corrected
    since both sides saw them, by round id.
    """

    every_round: tuple[RoundValue, ...]
    rounds: tuple[RoundValue, ...]
    voice: str
    section: str
    sector: str
    sort: str
    chosen: tuple[str, ...]
    sectors: tuple[str, ...]
    known: str
    weights: Weights
    recorded: Mapping[str, Weights]
    criteria: tuple[Criterion, ...]
    tracks: tuple[Track, ...]
    choosable: tuple[StructureValue, ...]
    total: int
    compared: tuple[RoundValue, RoundValue] | None
    pairings: tuple[Pairing, ...]
    corrected: Mapping[int, int]
    bridges: tuple[Bridge, ...]

    @property
    def drawn(self) -> int:
        """How many structures are shown at most."""
        return min(DRAWN, self.total)

    @property
    def has_corrections(self) -> bool:
        """Whether any of the answers was corrected."""
        return any(self.corrected.values())

    @property
    def is_cut(self) -> bool:
        """Whether there are more structures than are shown."""
        return self.drawn < self.total

    @property
    def round(self) -> RoundValue | None:
        """The last round shown; its weights are those that may be chosen."""
        return self.rounds[-1] if self.rounds else None


def timeline(
    filters: Filters, *, user: User, programme: Programme, side: str | None, is_whole: bool = False
) -> Timeline:
    """Return structures over the rounds in which the voice was heard: those chosen, or the first twelve, or (whole) all.

    Raises:
        NoSuch: there is no such round, structure, or weights.
    """
    there = selection.select(filters, user=user, programme=programme)
    voice = filters.voice or selection.default_voice(there.heard[-1] if there.heard else None, side)
    heard = _within(filters, there, voice)
    register = sorted(
        there.structures, key=lambda each: (each.sector if filters.sort == "sector" else "", each.code)
    )
    drawn = register if is_whole else register[:DRAWN]
    values = instruments.values(each.instrument_id for each in heard)
    criteria = cards.criteria_of(values[heard[-1].instrument_id], filters.section) if heard else ()
    recorded = rounds.weights(heard[-1].id) if heard else {}
    # Where nothing is heard there is nothing to weigh.
    weights = (
        selection.weights_of(filters, recorded, len(criteria))
        if criteria
        else Weights(selection.EQUAL, (), "")
    )
    stacks = cards.load(
        user,
        section=filters.section,
        voices=[voice],
        rounds=heard,
        instruments=values,
        structures=[each.id for each in drawn],
        weights=weights.values,
        is_as_published=filters.known == "published",
    )
    tracks = tracks_of(drawn, heard, stacks, voice)
    compared = _compared(filters, heard)
    return Timeline(
        every_round=tuple(each for each in there.heard if voice in each.voices),
        rounds=heard,
        voice=voice,
        section=filters.section,
        sector=filters.sector,
        sort=filters.sort or "name",
        chosen=filters.chosen,
        sectors=there.sectors,
        known=filters.known,
        weights=weights,
        recorded=recorded,
        criteria=criteria,
        tracks=tracks,
        choosable=tuple(register[:PAGE]),
        total=len(register),
        compared=compared,
        pairings=tuple(_pairings(drawn, *compared, stacks, voice)) if compared else (),
        corrected=answers.corrected(_assessments(stacks)),
        bridges=tuple(_bridges(drawn, heard, stacks, voice)),
    )


def _assessments(stacks: Stacks) -> dict[int, list[int]]:
    """Return the assessments in these stacks by round id."""
    found: dict[int, list[int]] = {}
    for stack in stacks.values():
        for (round_id, _structure), panel in zip(stack.keys, stack.panels, strict=True):
            found.setdefault(round_id, []).extend(pk for pk, _rater in panel)
    return found


def _within(filters: Filters, there: Selection, voice: str) -> tuple[RoundValue, ...]:
    """Return the rounds of the voice from ``since`` to ``until``."""
    first = there.round(filters.since).reference_on if filters.since else None
    last = there.round(filters.until).reference_on if filters.until else None
    return tuple(
        each
        for each in there.heard
        if voice in each.voices
        and (first is None or each.reference_on >= first)
        and (last is None or each.reference_on <= last)
    )


def _compared(filters: Filters, heard: Sequence[RoundValue]) -> tuple[RoundValue, RoundValue] | None:
    """Return the two rounds to put side by side: those asked for, else the last two; the earlier one first."""
    second = _of(heard, filters.second) if filters.second else (heard[-1] if heard else None)
    if second is None:
        return None
    if filters.first:
        first = _of(heard, filters.first)
    else:
        earlier = [each for each in heard if _when(each) < _when(second)]
        if not earlier:
            return None
        first = earlier[-1]
    if first.id == second.id:
        return None
    return (first, second) if _when(first) < _when(second) else (second, first)


def _of(heard: Sequence[RoundValue], label: str) -> RoundValue:
    for each in heard:
        if each.label == label:
            return each
    raise NoSuch("round", label)


def _when(round_: RoundValue) -> tuple[object, ...]:
    return round_.reference_on, round_.label


def tracks_of(
    structures: Sequence[StructureValue], heard: Sequence[RoundValue], stacks: Stacks, voice: str
) -> tuple[Track, ...]:
    """Return these structures over these rounds; a step is compared with the structure's round before."""
    rounds_of = {
        each.id: [round_ for round_ in heard if (round_.id, each.id) in stacks[round_.instrument_id, voice]]
        for each in structures
    }
    steps = _steps(rounds_of, stacks, voice)
    return tuple(
        Track(
            each,
            tuple(
                _point(each, round_, stacks[round_.instrument_id, voice], steps.get((round_.id, each.id)))
                for round_ in rounds_of[each.id]
            ),
        )
        for each in structures
        if rounds_of[each.id]
    )


def _point(structure: StructureValue, round_: RoundValue, stack: Stack, change: Change | None) -> Point:
    figures = stack.figures[stack.rows[round_.id, structure.id]]
    bands = band(figures, stack.instrument.conventions)
    return Point(round_, structure, figures, bands, change, stack)


def _steps(
    rounds_of: Mapping[int, Sequence[RoundValue]], stacks: Stacks, voice: str
) -> dict[cards.Key, Change]:
    """Return what changed up to a structure in a round, by (round id, structure id); all steps at once."""
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
    alignment = _alignment(structure_id, old, new, stacks, voice)
    if alignment is None:
        return None
    stack = stacks[new.instrument_id, voice]
    return bridging.bridge_change(alignment, stack.weights, stack.instrument.conventions)


def _alignment(
    structure_id: int, old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> bridging.Alignment | None:
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    if after.instrument.predecessor != (before.instrument.code, before.instrument.version):
        return None
    readings = [
        {cell.criterion.code: cell.reading for cell in stack.card((round_.id, structure_id)).cells}
        for stack, round_ in ((before, old), (after, new))
    ]
    section = after.criteria[0].section
    return bridging.aligned(before.instrument, after.instrument, section, *readings)


def _bridges(
    structures: Sequence[StructureValue], heard: Sequence[RoundValue], stacks: Stacks, voice: str
) -> Iterator[Bridge]:
    """Yield the bridge rounds, with what their pairs of answers say of the crosswalks."""
    for old, new in pairwise(heard):
        before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
        version = before.instrument.code, before.instrument.version
        if old.reference_on != new.reference_on or after.instrument.predecessor != version:
            continue
        both = [each for each in structures if (old.id, each.id) in before and (new.id, each.id) in after]
        count = outside = 0
        wider: list[tuple[str, Crosswalk]] = []
        for criterion in after.criteria:
            if criterion.crosswalk is None:
                continue
            code = criterion.code
            pairs = [
                (before.readings((old.id, each.id))[code], after.readings((new.id, each.id))[code])
                for each in both
            ]
            count += len(pairs)
            if found := len(bridging.check_bridge(criterion.crosswalk, pairs)):
                outside += found
                wider.append((code, bridging.widened(criterion.crosswalk, pairs)))
        yield Bridge(old, new, count, outside, tuple(wider))


def _pairings(
    structures: Sequence[StructureValue], old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> Iterator[Pairing]:
    """Yield the structures that were heard in both rounds, criterion by criterion."""
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    for structure in structures:
        if (old.id, structure.id) in before and (new.id, structure.id) in after:
            yield _pairing(structure, old, new, stacks, voice)


def _pairing(
    structure: StructureValue, old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> Pairing:
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    points = _point(structure, old, before, None), _point(structure, new, after, None)
    old_cells = {cell.criterion.code: cell for cell in points[0].card.cells}
    marks: Mapping[str, CellChange | None]
    if old.instrument_id == new.instrument_id:
        found = structure_change(
            points[0].card.readings, points[1].card.readings, after.weights, after.instrument.conventions
        )
        change: StructureChange | None = found
        marks, common = dict(zip(old_cells, found.cells, strict=True)), found.base
    elif alignment := _alignment(structure.id, old, new, stacks, voice):
        change = bridging.bridge_change(alignment, after.weights, after.instrument.conventions)
        marks, common = alignment.cells, alignment.common
    else:
        change, marks, common = None, {}, 0
    panels = [
        frozenset(rater for _pk, rater in stack.panels[stack.rows[round_.id, structure.id]])
        for stack, round_ in ((before, old), (after, new))
    ]
    has_changed = raters_changed(*panels)
    return Pairing(
        structure=structure,
        old=points[0],
        new=points[1],
        change=change,
        cells=tuple(
            (cell.criterion, old_cells.get(cell.criterion.code), cell, marks.get(cell.criterion.code))
            for cell in points[1].card.cells
        ),
        common=common,
        has_changed_raters=has_changed,
        matched=_matched(points, panels) if has_changed and old.instrument_id == new.instrument_id else None,
    )


def _matched(points: tuple[Point, Point], panels: Sequence[frozenset[str]]) -> StructureChange | None:
    """Return the change as those see it who rated in both rounds; None where nobody did."""
    both = matched(*panels)
    if not both:
        return None
    old, new = (_of_raters(point, both) for point in points)
    stack = points[1].stack
    return structure_change(old, new, stack.weights, stack.instrument.conventions)


def _of_raters(point: Point, raters: frozenset[str]) -> list[Reading]:
    """Return the readings of some of a point's raters, as one."""
    by_rater = point.stack.by_rater((point.round.id, point.structure.id))
    return [
        side_reading([by_rater[rater][criterion.code] for rater in sorted(raters)])
        for criterion in point.stack.criteria
    ]


@dataclass(frozen=True, eq=False)
class Voiced:
    """One voice on one structure: its coordination section over the rounds, and every answer of the latest."""

    voice: str
    track: Track
    latest: Point

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The coordination criteria of the latest round's instrument."""
        return self.track.points[-1].stack.criteria

    @property
    def position(self) -> Position:
        """Where the latest answers place it on the plane of ownership and partnership."""
        stack = self.latest.stack
        key = self.latest.round.id, self.latest.structure.id
        return position(stack.readings(key), stack.instrument.conventions)

    @property
    def contender(self) -> Contender:
        """The latest answers as the recommendations want them."""
        card = self.latest.card
        readings = {cell.criterion.code: cell.reading for cell in card.cells}
        return Contender(self.latest.structure.code, readings, card.composite, card.is_assessable)

    @property
    def rounds(self) -> tuple[RoundValue, ...]:
        """The rounds in which the voice was heard of it."""
        return tuple(point.round for point in self.track.points)


def history(structure: StructureValue, *, user: User, programme: Programme) -> tuple[Voiced, ...]:
    """Return one structure over all rounds, for each voice that was heard; four queries."""
    heard = [each for each in rounds.register(user, programme) if each.voices]
    values = instruments.values(each.instrument_id for each in heard)
    whole = cards.load(user, voices=VOICES, rounds=heard, instruments=values, structures=[structure.id])
    sections = {key: stack.of_section("coordination") for key, stack in whole.items()}
    found = []
    for voice in VOICES:
        for track in tracks_of([structure], heard, sections, voice):
            last = track.points[-1].round
            latest = _point(structure, last, whole[last.instrument_id, voice], None)
            found.append(Voiced(voice, track, latest))
    return tuple(found)
