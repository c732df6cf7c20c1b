"""Rounds of both sides as Hypothesis makes them, and what their raw words admit, by brute force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from coordination.domain.answers import Status, read
from coordination.domain.grids import Grid
from coordination.domain.scoring import blank
from tests import make
from tests.referee.rounds import CODES, PANELS, Panel, Sheet

GOVERNMENT, PARTNERS = SIDES = ("government", "partners")
INSTRUMENT = make.instrument_value()
CRITERIA = INSTRUMENT.section("coordination").criteria


@dataclass(frozen=True)
class Case:
    """One round as both sides answered it: by side and structure the words of the assessors; some sides are absent."""

    sheets: Mapping[str, Mapping[str, Panel]]


@st.composite
def cases(draw: st.DrawFn, most: int = 4) -> Case:
    """Rounds in which each side answers all, some or none of the structures, often in the other's words."""
    # Seldom as many as no page shows at once.
    number = draw(st.one_of(*[st.integers(1, most)] * 7, st.integers(13, 24)))
    names = [f"S{number}" for number in range(1, number + 1)]
    found: dict[str, dict[str, Panel]] = {side: {} for side in SIDES}
    for name in names:
        for side in draw(st.sampled_from([SIDES, SIDES, SIDES, (GOVERNMENT,), (PARTNERS,)])):
            found[side][name] = draw(PANELS)
        if draw(st.booleans()) and name in found[GOVERNMENT]:
            found[PARTNERS][name] = found[GOVERNMENT][name]
    return Case(found)


@dataclass(frozen=True)
class Sentence:
    """A sentence on a page: ``of`` is the structure or criterion beside which it stands, empty for the whole page."""

    kind: str
    text: str
    of: tuple[str, ...] = ()


def answered(case: Case, side: str) -> list[str]:
    return [
        name
        for name, sheets in case.sheets[side].items()
        if any(read(word).status is not Status.NONE for sheet in sheets for word in sheet)
    ]


@dataclass(frozen=True)
class Referee:
    """The raw words, and what they admit."""

    case: Case

    def words(self, side: str, name: str, code: str) -> list[str]:
        """What each assessor of a side wrote."""
        return [sheet[CODES.index(code)] for sheet in self.case.sheets[side].get(name, ())]

    def levels(self, side: str, name: str, code: str) -> set[int]:
        """Every level that any assessor who answered admits."""
        found = [read(word) for word in self.words(side, name, code)]
        return {
            level
            for each in found
            if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
            for level in range(each.lo, each.hi + 1)
        }

    def differences(self, name: str, code: str) -> set[int]:
        """Government over partners in levels, for every two levels that an assessor of each admits."""
        both = (self.levels(side, name, code) for side in SIDES)
        return {ours - theirs for ours, theirs in product(*both)}

    def status(self, side: str, name: str, code: str) -> str:
        """What stands on a side: answered, not known, no answer, or does not apply."""
        found = {read(word).status for word in self.words(side, name, code)}
        if Status.ANSWERED in found:
            return "answered"
        if found == {Status.NOT_APPLICABLE}:
            return "does not apply"
        return "not known" if Status.UNKNOWN in found else "no answer"

    @property
    def both(self) -> list[str]:
        """The structures on which both sides sent something."""
        return [
            name for name in structures(self.case) if all(name in self.case.sheets[side] for side in SIDES)
        ]

    def compared(self, name: str) -> list[str]:
        """The criteria that both sides answered."""
        return [code for code in CODES if self.differences(name, code)]

    def apart(self, name: str) -> list[str]:
        """The criteria on which no two levels of the sides meet or cross."""
        return [code for code in self.compared(name) if _one_way(self.differences(name, code))]

    def is_same(self, name: str, code: str) -> bool:
        """Whether everyone who answered gave one and the same level, firmly."""
        return self.differences(name, code) == {0} and len(self.levels(GOVERNMENT, name, code)) == 1


def _one_way(found: set[int]) -> bool:
    return all(each > 0 for each in found) or all(each < 0 for each in found)


def structures(case: Case) -> list[str]:
    """The structures on which either side sent something."""
    return sorted({name for side in SIDES for name in case.sheets[side]})


def grids(case: Case) -> tuple[Grid, Grid]:
    """Both sides as the program reads them: a row for each assessor, a column for each criterion of each structure."""
    names = structures(case)
    government, partners = (
        Grid.of(
            [
                [read(word) if name == other else blank() for other in names for word in sheet]
                for name, sheets in case.sheets[side].items()
                for sheet in sheets
            ],
            7 * len(names),
        )
        for side in SIDES
    )
    return government, partners


#: Sheets for tests that need given words.
def one_round(government: Sequence[Sheet], partners: Sequence[Sheet], name: str = "S1") -> Case:
    """A round of one structure; without sheets a side is absent."""
    both = {GOVERNMENT: tuple(government), PARTNERS: tuple(partners)}
    return Case({side: {name: sheets} if sheets else {} for side, sheets in both.items()})
