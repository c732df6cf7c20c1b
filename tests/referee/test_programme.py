"""Nothing that Home says of all structures together is untrue, nor what heads it; and the referee can say so."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from coordination.domain.claims.change import ChangeKind
from coordination.domain.claims.portfolio import Claim, MovedClaim, NothingStands
from coordination.domain.claims.standings import LevelGap
from coordination.presenters.said import Said
from tests.extent import examples
from tests.referee.both import SIDES, Case, one_round
from tests.referee.portfolio import gaps, untrue_gaps
from tests.referee.programme import Programme, headed, headline, programmes, said, untrue, untrue_sentence
from tests.referee.rounds import Sheet, hand_over

GOVERNMENT, PARTNERS = SIDES
YES: Sheet = ("Yes",) * 7
MOSTLY: Sheet = ("Mostly",) * 7
PARTLY: Sheet = ("Partly",) * 7
NO: Sheet = ("No",) * 7
UNKNOWN: Sheet = ("?",) * 7
#: Neither strong nor weak, on no criterion Partly or lower for sure.
QUIET: Sheet = ("Partly to Mostly",) * 7


@pytest.mark.takes_long
def test_nothing_said_of_all_structures_is_untrue() -> None:
    seen: set[str] = set()

    def one(case: Programme) -> None:
        claims = said(case)
        assert [(each, why) for each in claims if (why := untrue(each, case))] == []
        assert not any(untrue_gaps(name, found, case.now) for name, found in gaps(case.now).items())
        with override("en"):
            sentences = headed(case)
            assert [(each, why) for each in sentences if (why := untrue_sentence(each, case))] == []
        seen.update(each.kind for each in headline(case))

    hand_over(programmes(), examples(120), one)
    assert {MovedClaim.kind, NothingStands.kind} <= seen


def programme(*now: Sheet, before: dict[tuple[str, str], Sheet] | None = None) -> Programme:
    """One structure S1, by government and partners; ``before`` are the words of the same assessor."""
    found = one_round(now[:1], now[1:])
    return Programme(found, {place: {"a": sheet} for place, sheet in (before or {}).items()})


BETTER = programme(MOSTLY, MOSTLY, before={("S1", GOVERNMENT): NO})


@pytest.mark.parametrize(
    ("claim", "case"),
    [
        (MovedClaim(change=ChangeKind.WORSE, moved=(("S1", GOVERNMENT),)), BETTER),
        (MovedClaim(change=ChangeKind.BETTER, moved=(("S1", PARTNERS),)), BETTER),
        (MovedClaim(change=ChangeKind.BETTER, moved=(("S1", GOVERNMENT), ("S1", PARTNERS))), BETTER),
        (MovedClaim(change=ChangeKind.BETTER, moved=()), BETTER),
        (MovedClaim(change=ChangeKind.BETTER, moved=(("S1", GOVERNMENT),) * 2), BETTER),
        # Others assessed it this time, or what is missing may have been the same.
        (
            MovedClaim(change=ChangeKind.BETTER, moved=(("S1", GOVERNMENT),)),
            replace(BETTER, before={("S1", GOVERNMENT): {"w": NO}}),
        ),
        (
            MovedClaim(change=ChangeKind.BETTER, moved=(("S1", GOVERNMENT),)),
            programme(MOSTLY, MOSTLY, before={("S1", GOVERNMENT): UNKNOWN}),
        ),
        # Something stands: strong, apart, weak on a criterion, moved.
        (NothingStands(assessed=1, total=2), programme(YES, YES)),
        (NothingStands(assessed=1, total=2), programme(("Not yet", *QUIET[1:]), ("Yes", *QUIET[1:]))),
        (NothingStands(assessed=1, total=2), programme(PARTLY, PARTLY)),
        (NothingStands(assessed=1, total=2), programme(QUIET, QUIET, before={("S1", GOVERNMENT): NO})),
        # Nothing does, and another number is assessed; S0 never is.
        (NothingStands(assessed=2, total=2), programme(QUIET, QUIET)),
        (NothingStands(assessed=1, total=1), programme(QUIET, QUIET)),
        (NothingStands(assessed=0, total=2), programme(UNKNOWN)),
    ],
)
def test_the_referee_refuses_a_claim_on_all_that_is_untrue(claim: Claim, case: Programme) -> None:
    assert untrue(claim, case)
    assert not any(untrue(each, case) for each in said(case))


@pytest.mark.parametrize(
    "found",
    [
        (),
        (LevelGap(code="C1", higher=GOVERNMENT, least=3, most=4),),
        (LevelGap(code="C1", higher=PARTNERS, least=2, most=4),),
        (LevelGap(code="C1", higher=GOVERNMENT, least=2, most=3),),
        (LevelGap(code="C2", higher=GOVERNMENT, least=2, most=4),),
        (LevelGap(code="C1", higher=GOVERNMENT, least=2, most=4),) * 2,
    ],
)
def test_the_referee_refuses_another_gap_between_the_sides(found: tuple[LevelGap, ...]) -> None:
    case = one_round([("Yes", *UNKNOWN[1:])], [("Partly", *UNKNOWN[1:]), ("No", *UNKNOWN[1:])])
    assert untrue_gaps("S1", found, case)
    assert not untrue_gaps("S1", gaps(case)["S1"], case)


#: Four structures better for the Government alone: more than a headline names.
FOUR = Programme(
    Case(
        {
            GOVERNMENT: {f"S{at}": (MOSTLY,) for at in range(4)},
            PARTNERS: {f"S{at}": (MOSTLY,) for at in range(4)},
        }
    ),
    {(f"S{at}", GOVERNMENT): {"a": NO} for at in range(4)},
)


@pytest.mark.parametrize(
    ("kind", "text", "case"),
    [
        (MovedClaim.kind, "Better: S1 (both sides).", BETTER),
        (MovedClaim.kind, "Better: S1 (partners).", BETTER),
        (MovedClaim.kind, "Worse: S1 (government).", BETTER),
        (MovedClaim.kind, "Better since the round before: 4 structures.", FOUR),
        (MovedClaim.kind, "Better for at least one side since its round before: 3 structures.", FOUR),
        (NothingStands.kind, "No structure is known to be strong or weak.", programme(YES, YES)),
        (
            NothingStands.kind,
            "No structure is known to be strong or weak.",
            Programme(Case({s: {} for s in SIDES}), {}),
        ),
        (NothingStands.kind, "None of the 2 structures is assessed yet.", programme(QUIET, QUIET)),
        (
            NothingStands.kind,
            "None of the 2 structures is assessed yet.",
            Programme(Case({s: {} for s in SIDES}), {}),
        ),
    ],
)
def test_the_referee_refuses_a_sentence_on_all_that_is_untrue(kind: str, text: str, case: Programme) -> None:
    assert untrue_sentence(Said(kind, text), case)


def test_a_number_of_structures_is_not_said_as_if_both_sides_saw_them_so() -> None:
    with override("en"):
        (sentence,) = [each for each in headed(FOUR) if each.kind == MovedClaim.kind]
    assert sentence.text == "Better for at least one side since its round before: 4 structures."
