"""Readings of many structures as arrays, so that every figure is computed the same way for one and for a thousand.

A grid has one row for each card (one structure, round and voice) and one column for each criterion of a section.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, LOWEST, Certainty, Reading, Status

Levels = NDArray[np.int8]
Flags = NDArray[np.bool_]

NO_LEVEL = -1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Grid:
    """N rows × J criteria.

    ``lo`` and ``hi`` are the admissible levels (0 to 4); where a criterion is not applicable they are 0 and 4 and
    mean nothing. ``level`` is the face value, −1 where there is none. ``applicable`` and ``answered`` as in
    METHOD.md, section 2.2; ``unknown`` where “?” was written, not nothing or a dash. Nothing writes into the arrays.
    """

    lo: Levels
    hi: Levels
    level: Levels
    applicable: Flags
    answered: Flags
    unknown: Flags

    @classmethod
    def of(cls, rows: Sequence[Sequence[Reading]], width: int | None = None) -> Self:
        """Return the grid of these readings; ``width`` is needed where there may be no row.

        Raises ValueError for rows of different lengths and for an unparsed reading.
        """
        width = (len(rows[0]) if rows else 0) if width is None else width
        if any(len(row) != width for row in rows):
            raise ValueError(f"every row has {width} readings")
        readings = [reading for row in rows for reading in row]
        _check_parsed(readings)
        return cls._of_cells(readings, (len(rows), width))

    @classmethod
    def _of_cells(cls, readings: Sequence[Reading], shape: tuple[int, int]) -> Self:
        def levels(values: list[int]) -> Levels:
            return np.array(values, dtype=np.int8).reshape(shape)

        return cls(
            lo=levels([LOWEST if each.lo is None else each.lo for each in readings]),
            hi=levels([HIGHEST if each.hi is None else each.hi for each in readings]),
            level=levels([NO_LEVEL if each.level is None else each.level for each in readings]),
            applicable=levels([each.status is not Status.NOT_APPLICABLE for each in readings]).astype(bool),
            answered=levels([each.status is Status.ANSWERED for each in readings]).astype(bool),
            unknown=levels([each.status is Status.UNKNOWN for each in readings]).astype(bool),
        )

    def __len__(self) -> int:
        return int(self.lo.shape[0])

    @property
    def width(self) -> int:
        """How many criteria it has."""
        return int(self.lo.shape[1])

    def take(self, rows: Sequence[int] | NDArray[np.intp]) -> Self:
        """Return a grid of these rows, in this order."""
        index = np.asarray(rows, dtype=np.intp)
        return type(self)(
            lo=self.lo[index],
            hi=self.hi[index],
            level=self.level[index],
            applicable=self.applicable[index],
            answered=self.answered[index],
            unknown=self.unknown[index],
        )

    def columns(self, columns: Sequence[int]) -> Self:
        """Return a grid of these criteria, in this order."""
        index = np.asarray(columns, dtype=np.intp)
        return type(self)(
            lo=self.lo[:, index],
            hi=self.hi[:, index],
            level=self.level[:, index],
            applicable=self.applicable[:, index],
            answered=self.answered[:, index],
            unknown=self.unknown[:, index],
        )

    @classmethod
    def blank(cls, rows: int, width: int) -> Self:
        """Return a grid in which nothing is answered."""
        shape = rows, width
        return cls(
            lo=np.full(shape, LOWEST, np.int8),
            hi=np.full(shape, HIGHEST, np.int8),
            level=np.full(shape, NO_LEVEL, np.int8),
            applicable=np.ones(shape, bool),
            answered=np.zeros(shape, bool),
            unknown=np.zeros(shape, bool),
        )

    def put(self, rows: Sequence[int], other: Self) -> Self:
        """Return a grid with the rows of another one in place of these."""
        return self.put_at(np.asarray(rows, dtype=np.intp), slice(None), other)

    def put_at(self, rows: NDArray[np.intp], columns: NDArray[np.intp] | slice, other: Self) -> Self:
        """Return a grid with the cells of another one in these places."""
        made = self.take(np.arange(len(self)))
        made.lo[rows, columns], made.hi[rows, columns] = other.lo, other.hi
        made.level[rows, columns] = other.level
        made.applicable[rows, columns], made.answered[rows, columns] = other.applicable, other.answered
        made.unknown[rows, columns] = other.unknown
        return made

    def readings(self, row: int) -> tuple[Reading, ...]:
        """Return a row as readings without words."""
        arrays = (self.lo, self.hi, self.level, self.applicable, self.answered, self.unknown)
        return tuple(_wordless(*cell) for cell in zip(*(each[row].tolist() for each in arrays), strict=True))

    @property
    def states(self) -> NDArray[np.int64]:
        """One number for each cell: equal where everything in it is."""
        flags = self.applicable * 4 + self.answered * 2 + self.unknown
        levels = (self.lo.astype(np.int64) * 8 + self.hi) * 8 + (self.level - NO_LEVEL)
        found: NDArray[np.int64] = levels * 8 + flags
        return found

    @property
    def content(self) -> bytes:
        """Everything in it as bytes: two grids with the same content have the same figures."""
        arrays = (self.lo, self.hi, self.level, self.applicable, self.answered)
        return repr(self.lo.shape).encode() + b"".join(array.tobytes() for array in arrays)


def _check_parsed(readings: Sequence[Reading]) -> None:
    for reading in readings:
        if reading.status is Status.UNPARSED:
            raise ValueError(f"a person has to decide what this means before it counts: {reading.verbatim!r}")


@lru_cache(maxsize=1024)  # There are fewer states of an answer than that.
def _wordless(
    lo: int, hi: int, level: int, is_applicable: bool, is_answered: bool, is_unknown: bool
) -> Reading:
    if not is_applicable:
        return Reading(verbatim="", status=Status.NOT_APPLICABLE)
    if not is_answered:
        return Reading(verbatim="", status=Status.UNKNOWN if is_unknown else Status.NONE, lo=lo, hi=hi)
    if level == NO_LEVEL:
        return Reading(
            verbatim="", status=Status.ANSWERED, level=None, lo=lo, hi=hi, certainty=Certainty.RANGE
        )
    certainty = Certainty.PLAIN if lo == hi else Certainty.DOUBTFUL
    return Reading(verbatim="", status=Status.ANSWERED, level=level, lo=lo, hi=hi, certainty=certainty)
