"""Scorecards: the answers of one voice on one structure in one round, and the figures that follow from them.

Every page, chart, table and export that shows a figure takes it from ``cards``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from coordination.domain.answers import Reading
from coordination.domain.instruments import Criterion, Instrument
from coordination.domain.scoring import Band, Composite, band, blank, composite, is_assessable, side_reading
from coordination.models import Answer, Assessment, User
from coordination.permissions import dashboard_assessments
from coordination.queries.answers import reading


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion as one voice answers it."""

    criterion: Criterion
    reading: Reading


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


#: (round id, structure id)
Key = tuple[int, int]


def of_voice(
    user: User,
    *,
    instrument: Instrument,
    section: str,
    voice: str,
    rounds: Iterable[int],
    structures: Iterable[int] | None = None,
) -> dict[Key, Card]:
    """Return the cards this person may see on dashboards, by (round id, structure id); two queries.

    ``voice`` is a side; several raters of a side become one by ``side_reading``.
    """
    assessments = dashboard_assessments(user).filter(round_id__in=list(rounds), side=voice)
    if structures is not None:
        assessments = assessments.filter(structure_id__in=list(structures))
    rows = assessments.order_by("pk").values_list("pk", "round_id", "structure_id")
    keys = {pk: (round_id, structure_id) for pk, round_id, structure_id in rows}
    codes = [criterion.code for criterion in section_criteria(instrument, section)]
    by_rater = readings_of(assessments, codes)
    raters: dict[Key, list[dict[str, Reading]]] = {}
    for pk, key in keys.items():
        raters.setdefault(key, []).append(by_rater.get(pk, {}))
    return {key: card(answers, instrument, section) for key, answers in raters.items()}


def card(raters: Sequence[dict[str, Reading]], instrument: Instrument, section: str) -> Card:
    """Return the card of one side from its raters' readings by criterion code."""
    cells = tuple(
        Cell(criterion, side_reading([answers.get(criterion.code, blank()) for answers in raters]))
        for criterion in section_criteria(instrument, section)
    )
    readings = [cell.reading for cell in cells]
    figures = composite(readings, [1] * len(readings), instrument.conventions)
    return Card(
        cells=cells,
        composite=figures,
        bands=band(figures, instrument.conventions),
        is_assessable=is_assessable(figures, instrument.conventions),
        raters=len(raters),
    )


def section_criteria(instrument: Instrument, section: str) -> tuple[Criterion, ...]:
    """Return the criteria of the section with this code, in order."""
    return next(each.criteria for each in instrument.sections if each.code == section)


def readings_of(assessments: QuerySet[Assessment], codes: Sequence[str]) -> dict[int, dict[str, Reading]]:
    """Return stored readings by assessment id and criterion code; one query."""
    rows = Answer.objects.filter(assessment__in=assessments, criterion__code__in=codes).values_list(
        "assessment_id", "criterion__code", "verbatim", "status", "level", "lo", "hi", "certainty"
    )
    found: dict[int, dict[str, Reading]] = {}
    for pk, code, verbatim, status, level, lo, hi, certainty in rows.order_by("assessment_id"):
        found.setdefault(pk, {})[code] = reading(verbatim, status, level, lo, hi, certainty)
    return found
