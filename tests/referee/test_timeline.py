"""No untrue sentence about a change: every claim is put to a referee that reads the raw words of both rounds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from django.utils.translation import override

from coordination.domain.change import Cause
from coordination.domain.claims.change import UNCLEAR, VERDICTS, ChangeKind
from tests.changes import CONVENTIONS, CRITERIA, WITHOUT_C7
from tests.extent import examples
from tests.referee.changes import MANY, headlined, judge, refused, rounds, said, untrue_headline
from tests.referee.rounds import hand_over
from tests.referee.timeline import TwoRounds


@pytest.mark.takes_long
def test_no_claim_about_a_change_is_untrue_every_other_is_refused_and_none_contradicts_another() -> None:
    tried: set[ChangeKind] = set()

    def one(data: TwoRounds) -> None:
        claim, wrong = judge(data)
        assert not wrong
        tried.add(claim.kind)

    rounds(examples(250), one)
    often = {*VERDICTS, *UNCLEAR, ChangeKind.TOO_FEW_IN_COMMON, ChangeKind.HIGHER_NEW_ASSESSORS}
    assert often <= tried, "the others, seldom among so few, are each tried below"


@pytest.mark.takes_long
def test_the_headline_of_a_page_gives_every_structure_its_place_drawn_or_not() -> None:
    def one(found: Sequence[tuple[TwoRounds, int]]) -> None:
        with override("en"):
            assert not untrue_headline(headlined(found), found)

    hand_over(MANY, examples(60), one)


@pytest.mark.parametrize(
    "text",
    [
        "Better: S01; worse: S02, 12 others – A → B.",
        "Better: S02; worse: S01, 12 others – A → B.",
        "Better: S01 – A → B.",
        "Worse: 14 – A → B.",
    ],
)
def test_the_referee_refuses_a_headline_that_leaves_out_a_structure_or_misplaces_it(text: str) -> None:
    found = [(TRUE[ChangeKind.BETTER], 1), (TRUE[ChangeKind.WORSE], 14)]
    assert untrue_headline(text, found)
    assert not untrue_headline("Better: S01; worse: S02, 13 others – A → B.", found)


# --- each kind said, and refused by data for which it is false


def case(
    old: Sequence[str] | Mapping[str, Sequence[str]],
    new: Sequence[str] | Mapping[str, Sequence[str]],
    **more: object,
) -> TwoRounds:
    named = [
        {name: tuple(words) for name, words in (each if isinstance(each, Mapping) else {"a": each}).items()}
        for each in (old, new)
    ]
    return replace(TwoRounds(named[0], named[1]), **more)


YES, NO = ("Yes",) * 7, ("No",) * 7
TRUE: Mapping[ChangeKind, TwoRounds] = {
    ChangeKind.NOT_COMPARABLE: case(NO, YES, kinds=("direct",) * 7, follows=False),
    ChangeKind.TOO_FEW_IN_COMMON: case((*["n/a"] * 6, "No"), (*["n/a"] * 6, "Yes")),
    ChangeKind.NONE_HAS_WEIGHT: case(NO, ("n/a", *YES[:6]), shown=(100, 0, 0, 0, 0, 0, 0)),
    ChangeKind.HIGHER_NEW_ASSESSORS: case({"a": NO}, {"b": YES}),
    ChangeKind.LOWER_NEW_ASSESSORS: case({"a": YES}, {"b": NO}),
    ChangeKind.BETTER: case(NO, YES),
    ChangeKind.WORSE: case(YES, NO),
    ChangeKind.HIGHER_EXPLAINED: case(("No", *YES[:6]), YES, reasons={("a", "C1"): "error"}),
    ChangeKind.LOWER_EXPLAINED: case(YES, ("No", *YES[:6]), reasons={("a", "C1"): "better_information"}),
    ChangeKind.UP_WITHOUT_WEIGHT: case((*YES[:6], "No"), YES, shown=WITHOUT_C7),
    ChangeKind.DOWN_WITHOUT_WEIGHT: case(YES, (*YES[:6], "No"), shown=WITHOUT_C7),
    ChangeKind.MIXED: case(("Yes", "No", *YES[:5]), ("Mostly", "Not yet", *YES[:5])),
    ChangeKind.NO_CLEAR_CHANGE: case(YES, YES),
}


@pytest.mark.parametrize("kind", ChangeKind)
def test_each_kind_is_said_where_it_is_true_and_refused_for_all_other_data(kind: ChangeKind) -> None:
    claim = said(TRUE[kind])
    assert claim.kind is kind
    assert not refused(TRUE[kind], claim)
    for other, data in TRUE.items():
        if other is not kind:
            assert refused(data, replace(said(data), kind=kind)), other


def wrong() -> Iterator[tuple[str, TwoRounds, dict[str, object]]]:
    """By name: data, and what is untrue of them in an otherwise true claim."""
    part = case(("No", "No", "No", *YES[:4]), (*["n/a"] * 3, *YES[:3], "Mostly"))
    old, new = (
        {name: (word,) * 7 for name, word in zip("abc", words, strict=True)}
        for words in (("No", "Not yet", "Yes"), ("No", "Partly", "Yes"))
    )
    three = case(old, new)
    yield "a base of all criteria", part, {"common": CRITERIA}
    yield "a line over different bases", part, {"has_line": True}
    yield "scores on another base", part, {"scores": said(TRUE[ChangeKind.BETTER]).scores}
    yield "a median that did not move", three, {"median": -1}
    yield "assessors who agree", TRUE[ChangeKind.BETTER], {"differ": True}
    yield "a reason nobody stated", TRUE[ChangeKind.HIGHER_EXPLAINED], {"reasons": (Cause.RATER,)}
    yield "a line over an explained cell", TRUE[ChangeKind.HIGHER_EXPLAINED], {"has_line": True}
    yield "a criterion that did not rise", TRUE[ChangeKind.MIXED], {"rose": CRITERIA[:1]}
    yield "one that counts as unchanged and does not", TRUE[ChangeKind.BETTER], {"unchanged": CRITERIA[:1]}
    yield (
        "more points",
        TRUE[ChangeKind.BETTER],
        {"low": CONVENTIONS.values[1], "high": CONVENTIONS.values[1]},
    )
    yield "other shares", case(("No", "Yes", *YES[:5]), ("Yes", "No", *YES[:5])), {"worst": (-100, *[0] * 6)}
    mixed = case(("No", *YES[:6]), (*YES[:6], "Mostly"), recorded=((0, 10, 10, 10, 10, 10, 50),))
    yield "better under weights under which it is worse", mixed, {"up_under": said(mixed).down_under}


@pytest.mark.parametrize(
    ("data", "change"), [each[1:] for each in wrong()], ids=[each[0] for each in wrong()]
)
def test_each_part_of_a_claim_can_be_refused(data: TwoRounds, change: dict[str, object]) -> None:
    claim = said(data)
    assert not refused(data, claim)
    assert refused(data, replace(claim, **change))
