"""Stored answers as arrays of levels, one row for each assessment."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, LOWEST
from coordination.domain.change import CauseBits, cause_bits
from coordination.domain.grids import NO_LEVEL, Grid
from coordination.models import Answer, Assessment
from coordination.queries.answers import Written

#: What an answer says as it is stored: status, level, lo, hi, and the cause of its change.
Said = tuple[str, int | None, int | None, int | None, str]
_CELL = np.dtype((np.int64, 3))


class StoredLevels:
    """Stored answers as levels; there are thousands, so their texts are not loaded.

    Few different things are said, so each is understood once and told by its number.
    """

    def __init__(
        self,
        assessments: QuerySet[Assessment],
        columns: Mapping[int, int],
    ) -> None:
        rows = Answer.objects.filter(assessment__in=assessments.order_by(), criterion_id__in=list(columns))
        names = ("assessment_id", "criterion_id", "status", "level", "lo", "hi", "change_cause")
        asked = rows.order_by().values_list(*names)
        self._numbers: dict[Said, int] = {}
        numbers = self._numbers
        cells = (
            (row[0], columns[row[1]], numbers.setdefault(row[2:], len(numbers)))
            for row in asked.iterator(chunk_size=20_000)
        )
        #: Assessment, column, and the number of what is said: as tuples they would take ten times as much.
        self._cells: NDArray[np.int64] = np.fromiter(cells, dtype=_CELL)
        self._later: list[tuple[int, int, int]] = []

    @property
    def assessments(self) -> frozenset[int]:
        """The ids of the assessments in which anything is stored."""
        return frozenset(np.unique(self._cells[:, 0]).tolist())

    @property
    def meanings(self) -> tuple[Said, ...]:
        """What is said, each different thing once."""
        return tuple(self._numbers)

    def numbers(self, assessments: NDArray[np.int64], width: int) -> NDArray[np.uint16]:
        """Return one row for each of these assessments, the lowest id first: by column the place in ``meanings``.

        Counted from 1; 0 where nothing is stored.
        """
        made = np.zeros((len(assessments), width), dtype=np.uint16)
        cells = self._now()
        if len(cells) and len(assessments):
            places = np.minimum(np.searchsorted(assessments, cells[:, 0]), len(assessments) - 1)
            is_there = assessments[places] == cells[:, 0]
            made[places[is_there], cells[is_there, 1]] = cells[is_there, 2] + 1
        return made

    def replace(self, pk: int, answers: Mapping[str, Written], columns: Mapping[str, int]) -> None:
        """Replace an assessment's answers by these, given by criterion code."""
        for code, (_verbatim, status, level, lo, hi, _certainty, cause, _differs) in answers.items():
            if code in columns:
                number = self._numbers.setdefault((status, level, lo, hi, cause), len(self._numbers))
                self._later.append((pk, columns[code], number))

    def _now(self) -> NDArray[np.int64]:
        """Return what is stored, and after it what takes the place of some of it; the causes of both stay."""
        return np.concatenate([self._cells, np.fromiter(self._later, dtype=_CELL)])

    def sheets(self, assessments: Sequence[int], width: int) -> tuple[Grid, CauseBits]:
        """Return one row for each of these assessments, blank where nothing is answered, and the bits of causes."""
        made = Grid.blank(len(assessments), width)
        causes: CauseBits = np.zeros((len(assessments), width), dtype=np.uint8)
        cells = self._now()
        if not len(cells) or not assessments:
            return made, causes
        wanted = np.array(assessments, dtype=np.int64)
        order = np.argsort(wanted)
        places = np.minimum(np.searchsorted(wanted, cells[:, 0], sorter=order), len(wanted) - 1)
        rows = order[places]
        is_there = wanted[rows] == cells[:, 0]
        rows, columns = rows[is_there], cells[is_there, 1]
        said = np.array([_levels(*each) for each in self._numbers], dtype=np.int64)[cells[is_there, 2]]
        lo, hi, level, applicable, answered, unknown, bits = said.T
        np.bitwise_or.at(causes, (rows, columns), bits.astype(np.uint8))
        found = Grid(
            lo=lo.astype(np.int8),
            hi=hi.astype(np.int8),
            level=level.astype(np.int8),
            applicable=applicable.astype(bool),
            answered=answered.astype(bool),
            unknown=unknown.astype(bool),
        )
        return made.put_at(rows, columns, found), causes


def levels_of(meanings: Sequence[Said]) -> NDArray[np.int64]:
    """Return lo, hi, level, applicable, answered, unknown and the cause's bit, each by number: 0 is nothing at all."""
    nothing = (LOWEST, HIGHEST, NO_LEVEL, True, False, False, 0)
    return np.array([nothing, *(_levels(*each) for each in meanings)], dtype=np.int64).T


def _levels(
    status: str, level: int | None, lo: int | None, hi: int | None, cause: str
) -> tuple[int, int, int, bool, bool, bool, int]:
    """Return lo, hi, level, whether it is applicable, is answered, is not known, and its cause's bit."""
    return (
        LOWEST if lo is None else lo,
        HIGHEST if hi is None else hi,
        NO_LEVEL if level is None else level,
        status != "not_applicable",
        status == "answered",
        status == "unknown",
        cause_bits([cause]),
    )
