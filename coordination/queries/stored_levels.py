"""Stored answers as arrays of levels, one row for each assessment."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.db.models import QuerySet

from coordination.domain.answers import HIGHEST, LOWEST
from coordination.domain.change import CauseBits, cause_bits
from coordination.domain.grids import NO_LEVEL, Grid
from coordination.models import Answer, Assessment
from coordination.queries.answers import Written

#: What an answer says in numbers: lo, hi, level, whether it is applicable, is answered, is not known; its cause's bit.
Levels = tuple[int, int, int, bool, bool, bool, int]


class StoredLevels:
    """Stored answers as levels by assessment id; there are thousands, so their texts are not loaded."""

    def __init__(
        self,
        assessments: QuerySet[Assessment],
        columns: Mapping[int, int],
    ) -> None:
        rows = Answer.objects.filter(assessment__in=assessments.order_by(), criterion_id__in=list(columns))
        self.found: dict[int, list[tuple[int, Levels]]] = {}
        names = ("assessment_id", "criterion_id", "status", "level", "lo", "hi", "change_cause")
        asked = rows.order_by().values_list(*names)
        for pk, criterion_id, status, level, lo, hi, cause in asked.iterator(chunk_size=20_000):
            said = columns[criterion_id], _levels(status, level, lo, hi, cause)
            self.found.setdefault(pk, []).append(said)

    def replace(self, pk: int, answers: Mapping[str, Written], columns: Mapping[str, int]) -> None:
        """Replace an assessment's answers by these, given by criterion code."""
        for code, (_verbatim, status, level, lo, hi, _certainty, cause) in answers.items():
            if code in columns:
                # Later in the list, so it takes the place of what is now known; the cause stays.
                self.found[pk].append((columns[code], _levels(status, level, lo, hi, cause)))

    def sheets(self, assessments: Sequence[int], width: int) -> tuple[Grid, CauseBits]:
        """Return one row for each of these assessments, blank where nothing is answered, and the bits of causes."""
        made = Grid.blank(len(assessments), width)
        causes: CauseBits = np.zeros((len(assessments), width), dtype=np.uint8)
        cells = [
            (row, column, *said)
            for row, pk in enumerate(assessments)
            for column, said in self.found.get(pk, ())
        ]
        if not cells:
            return made, causes
        rows, columns, lo, hi, level, applicable, answered, unknown, bits = np.array(cells, dtype=np.int64).T
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


def _levels(status: str, level: int | None, lo: int | None, hi: int | None, cause: str) -> Levels:
    return (
        LOWEST if lo is None else lo,
        HIGHEST if hi is None else hi,
        NO_LEVEL if level is None else level,
        status != "not_applicable",
        status == "answered",
        status == "unknown",
        cause_bits([cause]),
    )
