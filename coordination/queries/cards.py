"""Scorecards: the answers of one voice on one structure in one round, and the figures that follow from them.

Every figure on a page, in a chart, table or export comes from a stack; stacks themselves stay in this room.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Q, QuerySet

from coordination.domain.answers import Reading
from coordination.domain.change import CauseBits
from coordination.domain.grids import Grid
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.panels import PanelAnswer, envelopes, panel, panels_of
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
from coordination.models import Answer, Assessment, User
from coordination.permissions import dashboard_assessments
from coordination.queries import answers
from coordination.queries.answers import Written
from coordination.queries.instruments import KnownInstrument
from coordination.queries.rounds import RoundValue
from coordination.queries.stored_levels import StoredLevels

#: (round id, structure id)
Key = tuple[int, int]
#: What is known of an assessment before its answers: (id, round id, structure id, side, rater).
Head = tuple[int, int, int, str, str]
HEAD = ("pk", "round_id", "structure_id", "side", "rater")


@dataclass(frozen=True, slots=True)
class Cell:
    """One voice's answer on one criterion.

    ``reading`` is the median of the side's assessors, ``panel`` what all of them say: claims rest on that.
    """

    criterion: CriterionValue
    reading: Reading
    panel: PanelAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One section of one structure in one round, by one voice.

    ``composite`` is the score: of several assessors the median. ``envelope`` is what none of them denies.
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
            raters=len(self.panels[row]),
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
            readings = [_reading(each) for each in given]
            yield Cell(criterion, side_reading(readings), panel(readings))


def _reading(found: Written | None) -> Reading:
    return blank() if found is None else answers.reading(*found[:-1])


Stacks = dict[tuple[int, str], Stack]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Heads:
    """The assessments that a person may see, behind each card as (id, rater), by (instrument id, voice)."""

    readable: QuerySet[Assessment]
    rounds: tuple[RoundValue, ...]
    voices: tuple[str, ...]
    panels: Mapping[tuple[int, str], Mapping[Key, Sequence[tuple[int, str]]]]

    @property
    def keys(self) -> frozenset[Key]:
        """The keys of all these cards."""
        return frozenset(key for cards in self.panels.values() for key in cards)


def load(
    user: User,
    *,
    voices: Sequence[str],
    rounds: Sequence[RoundValue],
    instruments: Mapping[int, KnownInstrument],
    section: str | None = None,
    structures: Sequence[int] | None = None,
    weights: tuple[int, ...] | None = None,
) -> Stacks:
    """Return what this person may see on dashboards, as stacks by (instrument id, voice) without words; two queries.

    ``section`` None stands for every criterion of the instrument; ``structures`` None for all of them, without the
    programme as a whole. ``weights`` are those of the section's criteria, equal without them.
    """
    found = heads(user, voices=voices, rounds=rounds, structures=structures)
    return stacks_of(found, instruments=instruments, section=section, weights=weights)


def heads(
    user: User,
    *,
    voices: Sequence[str],
    rounds: Sequence[RoundValue],
    structures: Sequence[int] | None = None,
) -> Heads:
    """Return the assessments behind the cards that this person may see on dashboards, without answers; one query."""
    of_round = {each.id: each.instrument_id for each in rounds}
    readable = dashboard_assessments(user).filter(round_id__in=list(of_round), side__in=voices)
    if structures is None:
        readable = readable.filter(structure__is_programme=False)
    else:
        readable = readable.filter(structure_id__in=structures)
    return Heads(
        readable=readable,
        rounds=tuple(rounds),
        voices=tuple(voices),
        panels=behind_cards(readable.order_by("pk").values_list(*HEAD), of_round),
    )


def stacks_of(
    found: Heads,
    *,
    instruments: Mapping[int, KnownInstrument],
    section: str | None = None,
    weights: tuple[int, ...] | None = None,
    is_as_published: bool = False,
    only: Collection[Key] | None = None,
) -> Stacks:
    """Return these cards as ``load`` does, or ``only`` those of some keys; one query.

    As published: with the answers that stood before they were corrected, which takes a second one.
    """
    readable, panels = found.readable, found.panels
    if only is not None:
        readable = readable.filter(_among(only))
        panels = {
            name: {key: panel for key, panel in cards.items() if key in only}
            for name, cards in panels.items()
        }
    columns = {
        pk: column for known in instruments.values() for column, pk in enumerate(known.criteria_of(section))
    }
    numbers = StoredLevels(readable, columns)
    published: dict[int, dict[str, Written]] = {}
    if is_as_published:
        for pk, code, before in answers.published_before_correction(list(numbers.found)):
            published.setdefault(pk, {})[code] = (*before, "")
    return {
        (instrument_id, voice): _stack(
            instruments[instrument_id].value,
            section,
            weights,
            panels.get((instrument_id, voice), {}),
            numbers,
            published,
        )
        for instrument_id in dict.fromkeys(each.instrument_id for each in found.rounds)
        for voice in found.voices
    }


def _among(keys: Collection[Key]) -> Q:
    """Return the condition of these keys; rounds with the same structures share one part of it."""
    structures_of: dict[int, set[int]] = {}
    for round_id, structure_id in keys:
        structures_of.setdefault(round_id, set()).add(structure_id)
    rounds_of: dict[frozenset[int], list[int]] = {}
    for round_id, structures in structures_of.items():
        rounds_of.setdefault(frozenset(structures), []).append(round_id)
    found = Q(pk__in=[])
    for alike, round_ids in rounds_of.items():
        found |= Q(round_id__in=round_ids, structure_id__in=alike)
    return found


def behind_cards(
    heads: Iterable[Head], of_round: Mapping[int, int]
) -> dict[tuple[int, str], dict[Key, list[tuple[int, str]]]]:
    """Return the assessments behind each card as (id, rater), by (instrument id, voice); the oldest come first."""
    panels: dict[tuple[int, str], dict[Key, list[tuple[int, str]]]] = {}
    for pk, round_id, structure_id, side, rater in heads:
        stack = panels.setdefault((of_round[round_id], side), {})
        stack.setdefault((round_id, structure_id), []).append((pk, rater))
    return panels


def heard(user: User, *, voice: str, round_id: int) -> frozenset[int]:
    """Return the ids of the structures on which the voice is heard in a round; one query."""
    rows = dashboard_assessments(user).filter(round_id=round_id, side=voice, structure__is_programme=False)
    return frozenset(rows.order_by().values_list("structure_id", flat=True))


def in_words(stack: Stack, keys: Iterable[Key]) -> Stack:
    """Return the stack with the words of these cards; one query."""
    return next(iter(all_in_words({(0, ""): stack}, {(0, ""): keys}).values()))


def all_in_words(stacks: Stacks, keys: Mapping[tuple[int, str], Iterable[Key]]) -> Stacks:
    """Return the stacks with the words of these cards; one query."""
    wanted = [
        pk
        for name, listed in keys.items()
        for key in listed
        if key in stacks[name]
        for pk, _rater in stacks[name].panels[stacks[name].rows[key]]
    ]
    written = _written(wanted) if wanted else {}
    for stack in stacks.values():
        for pk in stack.published.keys() & written.keys():
            # A correction changes the answer and not why it differed from the one before.
            written[pk].update(
                (code, (*before[:-1], written[pk][code][-1])) for code, before in stack.published[pk].items()
            )
    return {name: replace(stack, written=written) for name, stack in stacks.items()}


def _written(assessments: Sequence[int]) -> dict[int, dict[str, Written]]:
    """Return answers in words by assessment id and criterion code; one query."""
    found: dict[int, dict[str, Written]] = {pk: {} for pk in assessments}
    rows = Answer.objects.filter(assessment_id__in=assessments).order_by()
    columns = ("assessment_id", "criterion__code", "verbatim", "status", "level", "lo", "hi", "certainty")
    for pk, code, *facts in rows.values_list(*columns, "change_cause"):
        found[pk][code] = tuple(facts)
    return found


def card(readings: Mapping[str, Reading], instrument: InstrumentValue, section: str) -> Card:
    """Build one rater's card from readings by criterion code, with equal weights."""
    criteria = criteria_of(instrument, section)
    given = [readings.get(each.code, blank()) for each in criteria]
    cells = tuple(Cell(each, one, panel([one])) for each, one in zip(criteria, given, strict=True))
    figures = composite(given, (1,) * len(cells), instrument.conventions)
    return _card(cells, figures, figures, instrument, raters=1)


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


def _stack(
    instrument: InstrumentValue,
    section: str | None,
    weights: tuple[int, ...] | None,
    panels: Mapping[Key, Sequence[tuple[int, str]]],
    numbers: StoredLevels,
    published: Mapping[int, Mapping[str, Written]],
) -> Stack:
    criteria = criteria_of(instrument, section)
    columns = {criterion.code: column for column, criterion in enumerate(criteria)}
    every = [pk for heads in panels.values() for pk, _rater in heads]
    for pk in published.keys() & set(every):
        numbers.replace(pk, published[pk], columns)
    sheets, causes = numbers.sheets(every, len(criteria))
    places = {pk: row for row, pk in enumerate(every)}
    rows = [[places[pk] for pk, _rater in heads] for heads in panels.values()]
    return Stack(
        instrument=instrument,
        criteria=criteria,
        # Weights are those of one questionnaire; another one may have another number of criteria.
        weights=weights if weights and len(weights) == len(criteria) else (1,) * len(criteria),
        keys=tuple(panels),
        grid=_merged(sheets, rows),
        envelope=envelopes(sheets, rows),
        panels=tuple(map(tuple, panels.values())),
        sheets=sheets,
        causes=causes,
        places=places,
        published=published,
    )


def _merged(sheets: Grid, panels: Sequence[Sequence[int]]) -> Grid:
    """Return one row for each panel of rows; several raters of a side become one by ``side_reading``."""
    if len(panels) == len(sheets):
        return sheets
    single = sheets.take([panel[0] for panel in panels])
    several = [at for at, panel in enumerate(panels) if len(panel) > 1]
    merged = Grid.of(
        [
            [side_reading(given) for given in zip(*(sheets.readings(row) for row in panels[at]), strict=True)]
            for at in several
        ],
        sheets.width,
    )
    return single.put(several, merged)
