"""Scorecards: the answers of one voice on one structure in one round, and the figures that follow from them.

Every figure on a page, in a chart, table or export comes from a stack; stacks themselves stay in this room.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from coordination.domain.answers import Reading
from coordination.domain.change import CauseBits
from coordination.domain.grids import Grid
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.panels import PanelAnswer, Panels, all_panels, envelope, panel, panels_of
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
from coordination.queries import answers
from coordination.queries.answers import Written

#: (round id, structure id)
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One voice's answer on one criterion.

    ``reading`` is the median of the side's assessors, ``panel`` what all of them say: claims rest on that. On the agreed
    card the sides may have recorded that they differ: then the reading is all that either of them admits.
    """

    criterion: CriterionValue
    reading: Reading
    panel: PanelAnswer
    sides_differ: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One section of one structure in one round, by one voice.

    ``composite`` is the score: of several assessors the median. ``envelope`` is what none of them denies. ``raters``
    counts them; an agreed card has none.
    """

    cells: tuple[Cell, ...]
    composite: Composite
    envelope: Composite
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


@dataclass(frozen=True, eq=False, kw_only=True)
class Stack:
    """The cards of one voice in rounds of one instrument, for some criteria (a section, or all), as arrays.

    Row i of ``grid`` is the card of ``keys[i]``, the median of its assessors, and row i of ``envelope`` what none of
    them denies; ``panels[i]`` are the assessments behind it as (id, rater). Row j of ``sheets`` is the assessment whose
    ``places`` is j, and row j of ``causes`` the bits of the reasons stated in it. ``written`` has the answers in words,
    by assessment id and criterion code, of those cards whose words were asked for; ``published`` the answers as they
    were published that stand in place of later corrections, if that was asked for.
    """

    instrument: InstrumentValue
    criteria: tuple[CriterionValue, ...]
    weights: tuple[int, ...]
    keys: tuple[Key, ...]
    grid: Grid
    envelope: Grid
    panels: tuple[tuple[tuple[int, str], ...], ...]
    sheets: Grid
    causes: CauseBits
    places: Mapping[int, int]
    published: Mapping[int, Mapping[str, Written]]
    written: Mapping[int, Mapping[str, Written]] = field(default_factory=dict)

    @cached_property
    def figures(self) -> Composites:
        """The composites, row by row."""
        return composites(self.grid, self.weights, self.instrument.conventions)

    @cached_property
    def bounds(self) -> Composites:
        """The composites of the envelopes, row by row: what may be said without a hedge rests on them."""
        return composites(self.envelope, self.weights, self.instrument.conventions)

    @cached_property
    def rows(self) -> Mapping[Key, int]:
        """The row of each key."""
        return {key: row for row, key in enumerate(self.keys)}

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def card(self, key: Key) -> Card:
        """Return the card of a key whose words were asked for."""
        row = self.rows[key]
        return _card(
            tuple(self._cells(row)),
            self.figures[row],
            self.bounds[row],
            self.instrument,
            raters=sum(bool(rater) for _pk, rater in self.panels[row]),
        )

    def of_section(self, section: str) -> "Stack":
        """Return the same cards with the criteria of one section only, weighted equally."""
        return self.of_criteria([each.code for each in self.criteria if each.section == section])

    def of_criteria(self, codes: Sequence[str]) -> "Stack":
        """Return the same cards with these criteria only, weighted equally."""
        columns = [at for at, criterion in enumerate(self.criteria) if criterion.code in codes]
        return replace(
            self,
            criteria=tuple(self.criteria[at] for at in columns),
            weights=(1,) * len(columns),
            grid=self.grid.columns(columns),
            envelope=self.envelope.columns(columns),
            sheets=self.sheets.columns(columns),
            causes=self.causes[:, columns],
        )

    def readings(self, key: Key) -> dict[str, Reading]:
        """Return the readings of a key by criterion code, without words."""
        codes = [criterion.code for criterion in self.criteria]
        return dict(zip(codes, self.grid.readings(self.rows[key]), strict=True))

    def admitted(self, key: Key) -> dict[str, Reading]:
        """Return the envelope of a key by criterion code, without words."""
        codes = [criterion.code for criterion in self.criteria]
        return dict(zip(codes, self.envelope.readings(self.rows[key]), strict=True))

    def panels_by_criterion(self, key: Key) -> dict[str, PanelAnswer]:
        """Return how the assessors of a key answered each criterion, by its code."""
        codes = [criterion.code for criterion in self.criteria]
        rows = [self.places[pk] for pk, _rater in self.panels[self.rows[key]]]
        return dict(zip(codes, panels_of(self.sheets, rows), strict=True))

    def all_panels(self, keys: Sequence[Key]) -> Panels:
        """Return how the assessors of each of these keys answered, in the order of the criteria."""
        rows = [[self.places[pk] for pk, _rater in self.panels[self.rows[key]]] for key in keys]
        return all_panels(self.sheets, rows)

    def raters(self, key: Key) -> frozenset[str]:
        """Return the raters behind the card of a key."""
        return frozenset(rater for _pk, rater in self.panels[self.rows[key]])

    def by_rater(self, key: Key) -> dict[str, tuple[Reading, ...]]:
        """Return each rater's readings in the order of the criteria, without words."""
        return {rater: self.sheets.readings(self.places[pk]) for pk, rater in self.panels[self.rows[key]]}

    def _cells(self, row: int) -> Iterator[Cell]:
        sheets = [self.written[pk] for pk, _rater in self.panels[row]]
        for criterion in self.criteria:
            given = [each.get(criterion.code) for each in sheets]
            yield _cell(criterion, *given)


# The same few answers to a criterion come back in every structure.
@lru_cache(maxsize=16_384)
def _cell(criterion: CriterionValue, *given: Written | None) -> Cell:
    readings = [_reading(each) for each in given]
    return Cell(
        criterion,
        side_reading(readings),
        panel(readings),
        sides_differ=any(each[-1] for each in given if each),
    )


def _reading(found: Written | None) -> Reading:
    return blank() if found is None else answers.reading(*found[:-2])


Stacks = dict[tuple[int, str], Stack]


def card(readings: Mapping[str, Reading], instrument: InstrumentValue, section: str) -> Card:
    """Build one rater's card from readings by criterion code, with equal weights."""
    return card_of([readings], instrument, section)


def card_of(raters: Sequence[Mapping[str, Reading]], instrument: InstrumentValue, section: str) -> Card:
    """Build the card of a side from the readings of its raters by criterion code, with equal weights."""
    criteria = criteria_of(instrument, section)
    given = [[each.get(criterion.code, blank()) for each in raters] for criterion in criteria]
    cells = tuple(
        Cell(each, side_reading(readings), panel(readings))
        for each, readings in zip(criteria, given, strict=True)
    )
    weights, conventions = (1,) * len(cells), instrument.conventions
    figures = composite([each.reading for each in cells], weights, conventions)
    bounds = composite([envelope(readings) for readings in given], weights, conventions)
    return _card(cells, figures, bounds, instrument, raters=len(raters))


def _card(
    cells: tuple[Cell, ...],
    figures: Composite,
    bounds: Composite,
    instrument: InstrumentValue,
    *,
    raters: int,
) -> Card:
    conventions = instrument.conventions
    return Card(
        cells=cells,
        composite=figures,
        envelope=bounds,
        bands=band(figures, conventions),
        is_assessable=is_assessable(figures, conventions),
        raters=raters,
    )


def criteria_of(instrument: InstrumentValue, section: str | None) -> tuple[CriterionValue, ...]:
    """Return the criteria of the section with this code, or all of them."""
    return instrument.criteria if section is None else instrument.section(section).criteria
