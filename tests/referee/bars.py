"""The bar of a round on the page of changes, put to a referee who tries every completion of what each side wrote.

He takes the structures one by one and counts; the program decides all rows of a grid at once.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from coordination.domain.answers import Status, read
from coordination.domain.claims import rounds
from coordination.domain.claims.rounds import LevelPart, RoundPart, RoundParts
from coordination.domain.grids import Grid
from coordination.domain.panels import envelope
from coordination.domain.scoring import composites
from coordination.presenters import round_parts
from tests.referee.both import INSTRUMENT
from tests.referee.rounds import LEVELS, PANELS, WEIGHTS, Panel, admitted, extremes, is_placed, score

KIND = RoundParts.kind
WIDTH = 7


@dataclass(frozen=True)
class Bar:
    """A round as one side answered it: by chosen structure its assessors' words, None where nobody assessed it.

    ``at`` is the criterion that the page is about (None: the score); the round's questionnaire may not have it.
    """

    panels: Mapping[str, Panel | None]
    weights: tuple[int, ...] = (1,) * WIDTH
    at: int | None = None
    is_asked: bool = True


def _named(panels: list[Panel | None]) -> dict[str, Panel | None]:
    return {f"S{number:02}": each for number, each in enumerate(panels, 1)}


SIZES = st.one_of(st.integers(0, 4), st.integers(1, 4), st.integers(13, 30))
CHOSEN = SIZES.flatmap(
    lambda number: st.lists(st.one_of(PANELS, PANELS, st.none()), min_size=number, max_size=number)
)
BARS = st.builds(
    Bar,
    CHOSEN.map(_named),
    weights=WEIGHTS,
    at=st.one_of(st.none(), st.integers(0, WIDTH - 1)),
    is_asked=st.sampled_from([True] * 5 + [False]),
)


def said(case: Bar) -> RoundParts:
    """What the page counts, made as the page makes it."""
    there = [panel for panel in case.panels.values() if panel is not None]
    grid = Grid.of(
        [[envelope([read(word) for word in words]) for words in zip(*panel, strict=True)] for panel in there],
        WIDTH,
    )
    if case.at is None:
        bounds = composites(grid, case.weights, INSTRUMENT.conventions)
        found: list[RoundPart | LevelPart] = [*rounds.standings(bounds, INSTRUMENT.conventions)]
    else:
        found = [*rounds.levels(grid, case.at)] if case.is_asked else [LevelPart.NOT_ASKED] * len(there)
    return rounds.round_parts(Counter(found), len(case.panels))


def untrue(claim: RoundParts, case: Bar) -> str:
    """Why the bar is not true of the round; empty where it is: each structure counts once, in its part."""
    true = Counter(_stands(case, panel) for panel in case.panels.values())
    shown = {round_parts.part(part): count for part, count in claim.counts.items()}
    if shown != dict(true):
        return f"they are {dict(true)}, not {shown}"
    return "" if claim.total == len(case.panels) else f"there are {len(case.panels)}"


def _stands(case: Bar, panel: Panel | None) -> str:
    if panel is None:
        return "not assessed"
    return _score(case, panel) if case.at is None else _level(case, panel, case.at)


def _score(case: Bar, panel: Panel) -> str:
    if not is_placed(panel, [case.weights]):
        return "too little known"
    found = {score(levels, case.weights) for levels in extremes(admitted(panel))}
    zones = {_zone(each) for each in found if each is not None}
    return zones.pop() if len(zones) == 1 else "between"


def _zone(points: Fraction) -> str:
    return "weak" if points < 50 else "middling" if points < 75 else "strong"


def _level(case: Bar, panel: Panel, at: int) -> str:
    if not case.is_asked:
        return "not asked"
    given = [read(sheet[at]) for sheet in panel]
    if all(each.status is Status.NOT_APPLICABLE for each in given):
        return "does not apply"
    if not any(each.status is Status.ANSWERED for each in given):
        return "not known or no answer"
    ends = admitted(panel)[at]
    assert ends is not None
    return LEVELS[ends[0]] if ends[0] == ends[1] else "between two levels or more"
