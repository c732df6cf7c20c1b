"""Structures as a reader may choose them, from words alone: what claims are decided on, without a database."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from coordination.documents import instruments
from coordination.domain.answers import Reading, read
from coordination.domain.claims.chosen import Chosen, WeightSet, chosen
from coordination.domain.grids import Grid
from coordination.domain.panels import envelopes

CODES = tuple(f"C{number}" for number in range(1, 8))
EQUAL = (1,) * 7
FILE = Path(__file__).parents[1] / "fixtures" / "instruments" / "partnership-2008.json"
INSTRUMENT = instruments.load(FILE.read_bytes(), FILE.name)

#: One assessor's words on the seven criteria.
Sheet = Sequence[str]


def of(
    *weights: tuple[int, ...],
    named: Mapping[str, tuple[int, ...]] | None = None,
    **structures: Sheet | list[Sheet],
) -> Chosen:
    """These structures under these weights (equal ones unless told otherwise), one assessor each, or a list of them."""
    panels = {
        name: (words if isinstance(words, list) and not isinstance(words[0], str) else [words])
        for name, words in structures.items()
    }
    sets = named or {
        ("equal", "government", "partners")[at]: each for at, each in enumerate(weights or (EQUAL,))
    }
    return of_panels(panels, sets)  # type: ignore[arg-type]


def of_panels(panels: Mapping[str, Sequence[Sheet]], sets: Mapping[str, tuple[int, ...]]) -> Chosen:
    """These structures, each answered by these assessors, under weights by their names, those shown first."""
    return of_readings(
        {name: [[read(word) for word in sheet] for sheet in sheets] for name, sheets in panels.items()}, sets
    )


def of_readings(
    panels: Mapping[str, Sequence[Sequence[Reading]]], sets: Mapping[str, tuple[int, ...]]
) -> Chosen:
    """The same from readings."""
    sheets = Grid.of([sheet for each in panels.values() for sheet in each], len(CODES))
    ends = [0, *accumulate(len(each) for each in panels.values())]
    rows = [range(start, stop) for start, stop in pairwise(ends)]
    return chosen(
        names=list(panels),
        codes=CODES,
        sheets=sheets,
        rows=rows,
        envelope=envelopes(sheets, rows),
        sets=[WeightSet(name, values) for name, values in sets.items()],
        conventions=INSTRUMENT.conventions,
    )
