"""No claim about all structures is untrue of what their assessors wrote, and the referee can refuse each kind."""

import pytest
from hypothesis import given, settings

from coordination.domain.claims.portfolio import GapsClaim, PartClaim, WeakCriterion
from coordination.domain.claims.standings import PortfolioPart, Stance
from tests import extent
from tests.referee import both
from tests.referee.both import SIDES, Case, one_round
from tests.referee.portfolio import NEVER, Claim, misplaced, names, said, stood, untrue
from tests.referee.rounds import Sheet

YES: Sheet = ("Yes",) * 7
MOSTLY: Sheet = ("Mostly",) * 7
PARTLY: Sheet = ("Partly",) * 7
NO: Sheet = ("No",) * 7
UNKNOWN: Sheet = ("?",) * 7


@pytest.mark.takes_long
@settings(max_examples=extent.examples(150), deadline=None, derandomize=True)
@given(both.cases(most=6))
def test_nothing_is_said_of_all_structures_that_their_words_deny(case: Case) -> None:
    claims = said(case)
    assert [(each, why) for each in claims if (why := untrue(each, case))] == []
    assert not list(misplaced(case))


@settings(max_examples=extent.examples(12, times=42), deadline=None, derandomize=True)
@given(both.cases(most=6))
def test_every_structure_is_in_exactly_one_part(case: Case) -> None:
    listed = [name for each in said(case) if isinstance(each, PartClaim) for name in each.structures]
    assert sorted(listed) == names(case)


@pytest.mark.parametrize(
    ("government", "partners", "part"),
    [
        ([], [], PortfolioPart.NOT_ASSESSED),
        ([YES], [UNKNOWN], PortfolioPart.TOO_LITTLE_KNOWN),
        ([YES], [MOSTLY], PortfolioPart.STRONG),
        ([PARTLY], [PARTLY], PortfolioPart.MIDDLING),
        ([NO], [("Not yet",) * 7], PortfolioPart.WEAK),
        ([YES], [PARTLY], PortfolioPart.APART),
        ([MOSTLY], [("Partly to Mostly",) * 7], PortfolioPart.BETWEEN),
        ([YES], [], PortfolioPart.STRONG),
        ([], [NO], PortfolioPart.WEAK),
        ([YES, NO], [], PortfolioPart.BETWEEN),
    ],
)
def test_the_first_part_that_holds_is_the_one(
    government: list[Sheet], partners: list[Sheet], part: PortfolioPart
) -> None:
    case = one_round(government, partners, name="S1") if government or partners else one_round([YES], [YES])
    name = "S1" if government or partners else NEVER
    assert {each.structure: each.part for each in stood(case)}[name] is part


BOTH = one_round([YES], [NO])


def part(kind: PortfolioPart, *structures: str, sides: tuple[str, ...] = SIDES, others: int = 0) -> PartClaim:
    return PartClaim(part=kind, sides=sides, structures=structures, others=others, total=2)


@pytest.mark.parametrize(
    ("claim", "case"),
    [
        (Stance(structure="S1", part=PortfolioPart.STRONG, scores={}), BOTH),
        (Stance(structure=NEVER, part=PortfolioPart.TOO_LITTLE_KNOWN, scores={}), BOTH),
        (part(PortfolioPart.STRONG, "S1"), one_round([YES], [(*YES[:4], "?", "?", "?")])),
        (part(PortfolioPart.STRONG, "S1"), one_round([YES], [])),
        (part(PortfolioPart.APART, "S1", sides=()), one_round([YES], [("Yes?",) * 7])),
        (part(PortfolioPart.STRONG), one_round([YES], [("Partly to Yes",) * 7])),
        (part(PortfolioPart.BETWEEN, "S1", sides=()), BOTH),
        (GapsClaim(structures=(("S1", 6),)), BOTH),
        (GapsClaim(structures=(("S1", 7),)), one_round([YES], [(*NO[:6], "?")])),
        (GapsClaim(structures=()), BOTH),
        (WeakCriterion(code="C1", count=1, total=1), BOTH),
        (WeakCriterion(code="C1", count=1, total=2), one_round([NO], [NO])),
        (WeakCriterion(code="C1", count=1, total=1), one_round([NO, YES], [NO])),
    ],
)
def test_the_referee_refuses_what_is_not_so(claim: Claim, case: Case) -> None:
    assert untrue(claim, case)


def test_the_referee_sees_a_wrong_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tests.referee.portfolio.standings.weakest_first", lambda found: list(reversed(found))
    )
    assert list(misplaced(Case({SIDES[0]: {"S1": (NO,), "S2": (YES,)}, SIDES[1]: {}})))
