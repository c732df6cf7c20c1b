"""Structures over the rounds: the same cards as in Compare, one round after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordination.domain.change import CellChange
from coordination.domain.instruments import Criterion, Instrument
from coordination.models import Programme, User
from coordination.queries import cards, comparison, instruments, rounds, structures
from coordination.queries.cards import Card, Cell
from coordination.queries.comparison import Change, Filters
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True)
class Point:
    """One structure in one round; ``change`` is from the structure's round before."""

    round: RoundValue
    card: Card
    change: Change | None

    @property
    def marked_cells(self) -> tuple[tuple[Cell, CellChange | None], ...]:
        """Each cell with what happened to it since the round before."""
        marks = self.change.figures.cells if self.change else (None,) * len(self.card.cells)
        return tuple(zip(self.card.cells, marks, strict=True))


@dataclass(frozen=True, slots=True)
class Track:
    """One structure over the rounds, the oldest first."""

    structure: StructureValue
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the Over time page, its chart and its CSV show."""

    rounds: tuple[RoundValue, ...]
    voice: str
    section: str
    sector: str
    sectors: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    tracks: tuple[Track, ...]


def timeline(
    filters: Filters, *, user: User, programme: Programme, side: str | None, only: Sequence[int] | None = None
) -> Timeline:
    """Return every structure (those with ids in ``only``, if given) over all rounds in which the voice was heard."""
    every_round = rounds.register(user, programme)
    heard = [each for each in every_round if each.voices]
    voice = filters.voice or comparison.default_voice(heard[-1] if heard else None, side)
    heard = [each for each in heard if voice in each.voices]
    register = structures.register(programme, sector=filters.sector)
    if only is not None:
        register = tuple(each for each in register if each.id in only)
    found: dict[cards.Key, Card] = {}
    by_instrument: dict[int, list[RoundValue]] = {}
    for each in heard:
        by_instrument.setdefault(each.instrument_id, []).append(each)
    values = {pk: instruments.value(pk) for pk in by_instrument}
    for pk, of_instrument in by_instrument.items():
        found |= cards.of_voice(
            user,
            instrument=values[pk],
            section=filters.section,
            voice=voice,
            rounds=[each.id for each in of_instrument],
            structures=[each.id for each in register],
        )
    tracks = [Track(each, _points(each, heard, found, values)) for each in register]
    return Timeline(
        rounds=tuple(heard),
        voice=voice,
        section=filters.section,
        sector=filters.sector,
        sectors=structures.sectors(programme),
        criteria=cards.section_criteria(values[heard[-1].instrument_id], filters.section) if heard else (),
        tracks=tuple(track for track in tracks if track.points),
    )


def _points(
    structure: StructureValue,
    heard: Sequence[RoundValue],
    found: Mapping[cards.Key, Card],
    values: Mapping[int, Instrument],
) -> tuple[Point, ...]:
    points: list[Point] = []
    for each in heard:
        card = found.get((each.id, structure.id))
        if card is None:
            continue
        last = points[-1] if points else None
        # Versions of an instrument are compared only through a bridge; without one, a new version is a new start.
        same = last is not None and last.round.instrument_id == each.instrument_id
        change = (
            comparison.change(last.round, each, last.card, card, values[each.instrument_id])
            if last and same
            else None
        )
        points.append(Point(each, card, change))
    return tuple(points)
