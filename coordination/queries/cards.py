"""Scorecards: the answers of one voice on one structure in one round, and the figures that follow from them.

Every page, chart, table and export that shows a figure takes it from a stack.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from coordination.domain.answers import HIGHEST, LOWEST, Reading
from coordination.domain.grids import NO_LEVEL, Grid
from coordination.domain.instruments import Criterion, Instrument
from coordination.domain.scoring import (
    Band,
    Composite,
    Composites,
    band,
    blank,
    composite,
    composites,
    is_assessable,
    side_reading,
)
from coordination.models import Answer, User
from coordination.permissions import dashboard_assessments
from coordination.queries import answers
from coordination.queries.rounds import RoundValue

#: (round id, structure id)
Key = tuple[int, int]
#: A stored answer: verbatim, status, level, lo, hi, certainty, cause of a change.
Stored = tuple[str, str, int | None, int | None, int | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion as one voice answers it; ``cause`` is why it differs from the round before, if stated."""

    criterion: Criterion
    reading: Reading
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One section of one structure in one round, by one voice."""

    cells: tuple[Cell, ...]
    composite: Composite
    bands: tuple[Band, Band] | None
    is_assessable: bool
    raters: int

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The cells' readings, in the order of the section."""
        return tuple(cell.reading for cell in self.cells)

    @property
    def is_known(self) -> bool:
        """Whether the composite may be named; otherwise the page says “not known”."""
        return self.bands is not None


@dataclass(frozen=True, eq=False)
class Stack:
    """The cards of one voice in rounds of one instrument, for some criteria (a section, or all): arrays of all.

    Row i of ``grid`` is the card of ``keys[i]``. ``panels[i]`` are the assessments behind it as (id, rater);
    ``stored`` has every stored answer by assessment id and criterion code.
    """

    instrument: Instrument
    criteria: tuple[Criterion, ...]
    weights: tuple[int, ...]
    keys: tuple[Key, ...]
    grid: Grid
    panels: tuple[tuple[tuple[int, str], ...], ...]
    stored: Mapping[int, Mapping[str, Stored]]

    @cached_property
    def figures(self) -> Composites:
        """The composites, row by row."""
        return composites(self.grid, self.weights, self.instrument.conventions)

    @cached_property
    def rows(self) -> Mapping[Key, int]:
        """The row of each key."""
        return {key: row for row, key in enumerate(self.keys)}

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def card(self, key: Key) -> Card:
        """Return the card of a key that is in the stack, with its answers as written."""
        row = self.rows[key]
        return _card(tuple(self._cells(row)), self.figures[row], self.instrument, len(self.panels[row]))

    def of_section(self, section: str) -> "Stack":
        """Return the same cards with the criteria of one section only, weighted equally."""
        columns = [at for at, criterion in enumerate(self.criteria) if criterion.section == section]
        return replace(
            self,
            criteria=tuple(self.criteria[at] for at in columns),
            weights=(1,) * len(columns),
            grid=self.grid.columns(columns),
        )

    def readings(self, key: Key) -> dict[str, Reading]:
        """Return the readings of a key that is in the stack by criterion code."""
        return {cell.criterion.code: cell.reading for cell in self._cells(self.rows[key])}

    def by_rater(self, key: Key) -> dict[str, dict[str, Reading]]:
        """Return each rater's readings by criterion code."""
        return {
            rater: {criterion.code: self._reading(pk, criterion.code) for criterion in self.criteria}
            for pk, rater in self.panels[self.rows[key]]
        }

    def _cells(self, row: int) -> Iterator[Cell]:
        panel = [pk for pk, _rater in self.panels[row]]
        for criterion in self.criteria:
            causes = [
                self.stored[pk][criterion.code][-1] for pk in panel if criterion.code in self.stored[pk]
            ]
            reading = side_reading([self._reading(pk, criterion.code) for pk in panel])
            yield Cell(criterion, reading, next(filter(None, causes), ""))

    def _reading(self, pk: int, code: str) -> Reading:
        found = self.stored[pk].get(code)
        return blank() if found is None else answers.reading(*found[:-1])


def load(
    user: User,
    *,
    voices: Sequence[str],
    rounds: Sequence[RoundValue],
    instruments: Mapping[int, Instrument],
    section: str | None = None,
    structures: Sequence[int] | None = None,
    weights: tuple[int, ...] | None = None,
    is_as_published: bool = False,
) -> dict[tuple[int, str], Stack]:
    """Return what this person may see on dashboards as stacks by (instrument id, voice); two queries.

    ``section`` None stands for every criterion of the instrument; ``structures`` None for all. ``weights`` are
    those of the section's criteria, equal without them. As published: with the answers that stood before they
    were corrected, which takes a third query.
    """
    of_round = {each.id: each.instrument_id for each in rounds}
    allowed = dashboard_assessments(user).filter(round_id__in=list(of_round), side__in=voices)
    if structures is not None:
        allowed = allowed.filter(structure_id__in=structures)
    heads = allowed.order_by("pk").values_list("pk", "round_id", "structure_id", "side", "rater")
    panels: dict[tuple[int, str], dict[Key, list[tuple[int, str]]]] = {}
    for pk, round_id, structure_id, side, rater in heads:
        stack = panels.setdefault((of_round[round_id], side), {})
        stack.setdefault((round_id, structure_id), []).append((pk, rater))
    stored = _stored(
        [pk for stack in panels.values() for panel in stack.values() for pk, _ in panel], section
    )
    if is_as_published:
        _put_back(stored)
    return {
        (instrument_id, voice): _stack(
            instruments[instrument_id], section, weights, panels.get((instrument_id, voice), {}), stored
        )
        for instrument_id in dict.fromkeys(of_round.values())
        for voice in voices
    }


def card(readings: Mapping[str, Reading], instrument: Instrument, section: str) -> Card:
    """Return the card of one rater from readings by criterion code, with equal weights."""
    criteria = criteria_of(instrument, section)
    cells = tuple(Cell(each, readings.get(each.code, blank())) for each in criteria)
    figures = composite([cell.reading for cell in cells], (1,) * len(cells), instrument.conventions)
    return _card(cells, figures, instrument, raters=1)


def _card(cells: tuple[Cell, ...], figures: Composite, instrument: Instrument, raters: int) -> Card:
    conventions = instrument.conventions
    return Card(cells, figures, band(figures, conventions), is_assessable(figures, conventions), raters)


def criteria_of(instrument: Instrument, section: str | None) -> tuple[Criterion, ...]:
    """Return the criteria of the section with this code, or all of them."""
    return instrument.criteria if section is None else instrument.section(section).criteria


def _stored(assessments: Sequence[int], section: str | None) -> dict[int, dict[str, Stored]]:
    rows = Answer.objects.filter(assessment_id__in=assessments)
    if section is not None:
        rows = rows.filter(criterion__section=section)
    found: dict[int, dict[str, Stored]] = {pk: {} for pk in assessments}
    columns = ("assessment_id", "criterion__code", "verbatim", "status", "level", "lo", "hi", "certainty")
    for pk, code, *facts in rows.order_by().values_list(*columns, "change_cause"):
        found[pk][code] = tuple(facts)
    return found


def _put_back(stored: dict[int, dict[str, Stored]]) -> None:
    """Put the answers as they were published in place of what they were corrected to."""
    for pk, code, before in answers.published_before_correction(list(stored)):
        if code in stored[pk]:
            stored[pk][code] = (*before, "")


def _stack(
    instrument: Instrument,
    section: str | None,
    weights: tuple[int, ...] | None,
    panels: Mapping[Key, Sequence[tuple[int, str]]],
    stored: Mapping[int, Mapping[str, Stored]],
) -> Stack:
    criteria = criteria_of(instrument, section)
    return Stack(
        instrument=instrument,
        criteria=criteria,
        weights=weights or (1,) * len(criteria),
        keys=tuple(panels),
        grid=_grid(list(panels.values()), [criterion.code for criterion in criteria], stored),
        panels=tuple(map(tuple, panels.values())),
        stored=stored,
    )


def _grid(
    panels: Sequence[Sequence[tuple[int, str]]],
    codes: Sequence[str],
    stored: Mapping[int, Mapping[str, Stored]],
) -> Grid:
    """Return one row for each panel; several raters of a side become one by ``side_reading``."""
    shape = len(panels), len(codes)
    lo, hi, level = (
        np.full(shape, LOWEST, np.int8),
        np.full(shape, HIGHEST, np.int8),
        np.full(shape, NO_LEVEL, np.int8),
    )
    applicable, answered = np.ones(shape, bool), np.zeros(shape, bool)
    cells: list[tuple[int, int, int, int, int, bool, bool]] = []
    for row, panel in enumerate(panels):
        if len(panel) == 1:
            cells.extend(_cells(row, codes, stored[panel[0][0]]))
        else:
            cells.extend(_merged_cells(row, codes, [stored[pk] for pk, _rater in panel]))
    if cells:
        rows, columns, *values = map(np.array, zip(*cells, strict=True))
        for array, value in zip((lo, hi, level, applicable, answered), values, strict=True):
            array[rows, columns] = value
    return Grid(lo, hi, level, applicable, answered)


def _cells(
    row: int, codes: Sequence[str], found: Mapping[str, Stored]
) -> Iterable[tuple[int, int, int, int, int, bool, bool]]:
    for column, code in enumerate(codes):
        if code in found:
            _verbatim, status, level, lo, hi, _certainty, _cause = found[code]
            yield (
                row,
                column,
                LOWEST if lo is None else lo,
                HIGHEST if hi is None else hi,
                NO_LEVEL if level is None else level,
                status != "not_applicable",
                status == "answered",
            )


def _merged_cells(
    row: int, codes: Sequence[str], found: Sequence[Mapping[str, Stored]]
) -> Iterable[tuple[int, int, int, int, int, bool, bool]]:
    for column, code in enumerate(codes):
        given = [answers.reading(*each[code][:-1]) if code in each else blank() for each in found]
        one = Grid.of([[side_reading(given)]])
        yield (
            row,
            column,
            int(one.lo[0, 0]),
            int(one.hi[0, 0]),
            int(one.level[0, 0]),
            bool(one.applicable[0, 0]),
            bool(one.answered[0, 0]),
        )
