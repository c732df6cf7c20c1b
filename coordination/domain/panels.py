"""A side's assessors together: what each criterion rests on, and what not one of them denies.

A figure is the median of the assessors; nothing is said without a hedge that one of them denies. So claims rest on the
envelope: the lowest and the highest level that any assessor of the side who answered admits. Source: METHOD.md,
section 5.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status, between
from coordination.domain.grids import Grid

WEAK = 2  # Partly or lower


class CellKind(StrEnum):
    """What one criterion rests on; exactly one holds of each."""

    FIRM = "firm"
    NOT_SURE = "not_sure"
    DIFFER = "assessors_differ"
    NOT_KNOWN = "not_known"
    NO_ANSWER = "no_answer"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAnswer:
    """One criterion as all assessors of a side answered it.

    ``lo`` and ``hi`` are the lowest and the highest level that any who answered admits; 0 and 4 where nobody answered,
    None where every assessor says that the criterion does not apply. Of the ``asked``, ``answered`` gave a level or a
    range, ``unsure`` of them a doubt or a range, ``weak`` of them nothing above Partly; ``unknown`` wrote “?”,
    ``silent`` nothing or a dash, ``excluded`` said that it does not apply.
    """

    kind: CellKind
    lo: int | None
    hi: int | None
    asked: int
    answered: int
    unsure: int
    weak: int
    unknown: int
    silent: int
    excluded: int

    @property
    def applies(self) -> bool:
        """Whether the criterion applies: at least one assessor does not say the contrary."""
        return self.kind is not CellKind.NOT_APPLICABLE

    @property
    def is_complete(self) -> bool:
        """Whether no assessor left it open or was unsure; they may still differ."""
        return not (self.unsure or self.unknown or self.silent)

    @property
    def is_firm_yes(self) -> bool:
        """Whether every assessor answered Yes, firmly."""
        return self.kind is CellKind.FIRM and self.answered == self.asked and self.lo == HIGHEST


def panel(readings: Sequence[Reading]) -> PanelAnswer:
    """Return one criterion as these assessors of a side answered it; without an assessor nobody answered.

    Raises ValueError for an unparsed reading.
    """
    ends = [_ends(each) for each in readings if each.status is Status.ANSWERED]
    unknown, silent, excluded = (
        sum(each.status is status for each in readings)
        for status in (Status.UNKNOWN, Status.NONE, Status.NOT_APPLICABLE)
    )
    if len(ends) + unknown + silent + excluded < len(readings):
        raise ValueError("a person has to decide what an answer means before it counts")
    applies = not readings or excluded < len(readings)
    return PanelAnswer(
        kind=_kind(readings, ends, unknown, excluded) if applies else CellKind.NOT_APPLICABLE,
        lo=min((lo for lo, _ in ends), default=LOWEST) if applies else None,
        hi=max((hi for _, hi in ends), default=HIGHEST) if applies else None,
        asked=len(readings),
        answered=len(ends),
        unsure=sum(lo < hi for lo, hi in ends),
        weak=sum(hi <= WEAK for _, hi in ends),
        unknown=unknown,
        silent=silent,
        excluded=excluded,
    )


def _ends(reading: Reading) -> tuple[int, int]:
    assert reading.lo is not None
    assert reading.hi is not None
    return reading.lo, reading.hi


def _kind(
    readings: Sequence[Reading], ends: Sequence[tuple[int, int]], unknown: int, excluded: int
) -> CellKind:
    """Return the kind of a criterion that applies."""
    if not ends:
        return CellKind.NOT_KNOWN if unknown else CellKind.NO_ANSWER
    levels = {each.level for each in readings if each.level is not None}
    if excluded or len(levels) > 1 or max(lo for lo, _ in ends) > min(hi for _, hi in ends):
        return CellKind.DIFFER
    return CellKind.NOT_SURE if any(lo < hi for lo, hi in ends) else CellKind.FIRM


def envelope(readings: Sequence[Reading]) -> Reading:
    """Return what these assessors together do not deny, as one reading without words.

    One assessor's reading stays as it is. Raises ValueError for an unparsed reading among several.
    """
    if len(readings) == 1:
        return readings[0]
    found = panel(readings)
    if found.lo is None or found.hi is None:
        return Reading(verbatim="", status=Status.NOT_APPLICABLE)
    if not found.answered:
        status = Status.UNKNOWN if found.unknown else Status.NONE
        return Reading(verbatim="", status=status, lo=LOWEST, hi=HIGHEST)
    return between("", found.lo, found.hi)


def envelopes(sheets: Grid, panels: Sequence[Sequence[int]]) -> Grid:
    """Return the envelope of each panel, given as rows of ``sheets``: one row for each panel."""
    single = sheets.take([rows[0] for rows in panels])
    several = [at for at, rows in enumerate(panels) if len(rows) > 1]
    if not several:
        return single
    merged = Grid.of(
        [[envelope(given) for given in _by_criterion(sheets, panels[at])] for at in several], sheets.width
    )
    return single.put(several, merged)


def panels_of(sheets: Grid, rows: Sequence[int]) -> tuple[PanelAnswer, ...]:
    """Return one panel for each criterion, of the assessors in these rows of ``sheets``."""
    return tuple(map(_panel, _by_criterion(sheets, rows)))


@lru_cache(maxsize=4096)  # The same few answers come back in every structure.
def _panel(readings: tuple[Reading, ...]) -> PanelAnswer:
    return panel(readings)


@dataclass(frozen=True, slots=True)
class Panels:
    """N panels on J criteria: the few different answers, and the place of each cell's among them, row by row."""

    answers: tuple[PanelAnswer, ...]
    places: list[list[int]]


def all_panels(sheets: Grid, panels: Sequence[Sequence[int]]) -> Panels:
    """Return the panels given as rows of ``sheets``; the answer of one assessor is understood once."""
    single = sheets.take([rows[0] for rows in panels])
    _states, firsts, inverse = np.unique(single.states, return_index=True, return_inverse=True)
    width = max(sheets.width, 1)
    answers = [panel([single.readings(first // width)[first % width]]) for first in firsts.tolist()]
    places: list[list[int]] = inverse.reshape(len(single), sheets.width).tolist()
    for at, rows in enumerate(panels):
        if len(rows) > 1:
            places[at] = list(range(len(answers), len(answers) + sheets.width))
            answers += panels_of(sheets, rows)
    return Panels(tuple(answers), places)


def _by_criterion(sheets: Grid, rows: Sequence[int]) -> list[tuple[Reading, ...]]:
    return list(zip(*(sheets.readings(row) for row in rows), strict=True))
