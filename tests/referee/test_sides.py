"""No sentence about both sides is untrue of what their assessors wrote, and the referee can refuse each kind."""

import pytest
from django.utils import translation
from hypothesis import given, settings

from coordination.domain.agreement import agreements_of
from tests import extent
from tests.referee import agreement, both
from tests.referee.agreement import alpha, interval, units_of
from tests.referee.both import Case, Sentence, one_round
from tests.referee.rounds import LEVELS, Sheet
from tests.referee.sides import contradiction, said, untrue

YES: Sheet = ("Yes",) * 7
NO: Sheet = ("No",) * 7
UNKNOWN: Sheet = ("?",) * 7
NOT_APPLICABLE: Sheet = ("n/a",) * 7
VIEW: Sheet = ("No", "Not yet", "Partly", "Mostly", "Yes", "No", "Yes")
MIRRORED: Sheet = tuple(LEVELS[4 - LEVELS.index(word)] for word in VIEW)


@pytest.mark.takes_long
@settings(max_examples=extent.examples(120), deadline=None, derandomize=True)
@given(both.cases())
def test_nothing_is_said_of_both_sides_that_their_words_deny(case: Case) -> None:
    with translation.override("en"):
        found = said(case)
    wrong = [(each, why) for each in found if (why := untrue(each, case))]
    assert not wrong
    assert not contradiction(found)


@pytest.mark.takes_long
@settings(max_examples=extent.examples(8, times=40), deadline=None, derandomize=True)
@given(both.cases())
def test_alpha_between_the_sides_is_that_of_its_definition(case: Case) -> None:
    units = agreement.units_of(case)
    government, partners = both.grids(case)
    found = agreements_of(government.level, partners.level, both.INSTRUMENT.conventions).between
    assert found.units == len(units)
    assert found.pairs == sum(len(ours) * len(theirs) for ours, theirs in units)
    if found.alpha is not None:
        assert found.alpha == pytest.approx(agreement.alpha(units))


CELL, STRUCTURE = ("S1", "C1"), ("S1",)
ALL = "that both answered"


@pytest.mark.parametrize(
    ("sentence", "case"),
    [
        (Sentence("criterion_by_sides", "same", CELL), one_round([YES], [("Yes?",) * 7])),
        (Sentence("criterion_by_sides", "same", CELL), one_round([YES], [UNKNOWN])),
        (Sentence("criterion_by_sides", "government 4 levels higher", CELL), one_round([YES, YES, NO], [NO])),
        (
            Sentence("criterion_by_sides", "government 1 level higher", CELL),
            one_round([YES], [("Partly?",) * 7]),
        ),
        (Sentence("criterion_by_sides", "partners 4 levels higher", CELL), one_round([YES], [NO])),
        (
            Sentence("criterion_by_sides", "could be the same, or the Government up to 1 level higher", CELL),
            one_round([YES], [NO]),
        ),
        (Sentence("criterion_by_sides", "not known to the Government", CELL), one_round([("-",) * 7], [YES])),
        (Sentence("criterion_by_sides", "no answer of the partners", CELL), one_round([YES], [UNKNOWN])),
        (Sentence("criterion_by_sides", "does not apply", CELL), one_round([NOT_APPLICABLE], [YES])),
        (Sentence("criterion_by_sides", "same", CELL), one_round([YES, UNKNOWN], [YES])),
        (
            Sentence("sides_compared", f"S1: the sides disagree on 7 of the 7 criteria {ALL} (x); y."),
            one_round([YES], [YES]),
        ),
        (
            Sentence("sides_compared", f"No sure difference between the sides on the 7 criteria {ALL}: S1."),
            one_round([UNKNOWN], [NOT_APPLICABLE]),
        ),
        (
            Sentence("sides_compared", f"The same answers on the 7 criteria {ALL}: S1."),
            one_round([YES], [NO]),
        ),
        (
            Sentence("sides_compared", f"The same answers on the 7 criteria {ALL}: S1."),
            one_round([YES], [(*YES[:6], "?")]),
        ),
        (
            Sentence("sides_compared", "Nothing to compare, as no criterion is answered by both sides: S1."),
            one_round([YES], [YES]),
        ),
        (
            Sentence(
                "sides_compared", "Where both sides sent answers, 1 answer is known from one side only."
            ),
            one_round([YES], [UNKNOWN]),
        ),
        (
            Sentence("points_apart", f"partners 100 points higher on the 7 criteria {ALL}", STRUCTURE),
            one_round([YES], [NO]),
        ),
        (
            Sentence("points_apart", f"government 100 points higher on the 7 criteria {ALL}", STRUCTURE),
            one_round([YES], [(*NO[:6], "?")]),
        ),
        (Sentence("levels_apart", "government 0.2 to 0.3 levels higher", ("C1",)), one_round([YES], [NO])),
        (Sentence("levels_apart", "government about 4 levels higher", ("C1",)), one_round([YES], [NO])),
        (
            Sentence(
                "sides_counted",
                "The sides disagree on at least one criterion in 1 of the 2 structures that ….",
            ),
            one_round([YES], [NO]),
        ),
        (
            Sentence("sides_compared", f"The same answers on the 7 criteria {ALL}: S1 and 3 more."),
            one_round([YES], [YES]),
        ),
        (
            Sentence(
                "both_together", "criterion by criterion, from the lower to the higher answer: 100", STRUCTURE
            ),
            one_round([YES], [NO]),
        ),
        (
            Sentence(
                "both_together", "criterion by criterion, from the lower to the higher answer: 100", STRUCTURE
            ),
            one_round([YES], [UNKNOWN]),
        ),
        (Sentence("one_level", "More than four in five answers …"), one_round([YES], [NO])),
        (Sentence("assessor_pairs", "Of 7 pairs … in 0, … in 7, … in 0."), one_round([YES], [NO])),
        (Sentence("within_side", "Assessors of the partners agree little …"), one_round([YES], [YES, YES])),
        (Sentence("levels_apart", "–", ("C1",)), one_round([YES], [NO])),
        (
            Sentence("who_answered", "Only the partners have answered in this round: nothing to compare."),
            one_round([UNKNOWN], [YES]),
        ),
        (Sentence("who_answered", "No structure is answered by both sides."), one_round([], [YES])),
        (
            Sentence("who_answered", "Nobody has answered in this round, as far as you can read it."),
            one_round([NOT_APPLICABLE], []),
        ),
        (
            Sentence("side_assessors", "median of 2 assessors", ("government", "S1")),
            one_round([YES, NO], [YES]),
        ),
        (
            Sentence(
                "across_sides",
                "Assessors agree across the sides: on 7 criteria rated on both sides alpha is at least 0.90, and the "
                "sides disagree on none.",
            ),
            one_round([VIEW], [VIEW]),
        ),
        (
            Sentence(
                "across_sides", "Everyone gave the same answer (Yes) on the 7 criteria rated on both sides."
            ),
            one_round([YES], [(*YES[:6], "Yes?")]),
        ),
        (
            Sentence(
                "across_sides",
                "Too few ratings to say whether assessors agree across the sides: 7 criteria rated on both, 10 are "
                "needed.",
            ),
            one_round([YES], [YES]),
        ),
    ],
)
def test_the_referee_refuses_what_is_not_so(sentence: Sentence, case: Case) -> None:
    assert untrue(sentence, case)


TWICE = dict.fromkeys(("S1", "S2", "S3"), (VIEW,))


@pytest.mark.takes_long
@pytest.mark.parametrize(
    ("text", "partners"),
    [
        (
            "Assessors agree across the sides: on 21 criteria rated on both sides alpha is at least 0.90, and the sides "
            "disagree on none.",
            dict.fromkeys(TWICE, (MIRRORED,)),
        ),
        ("Agreement across the sides is low: alpha is at most 0.50.", TWICE),
        (
            "Agreement across the sides is in between, neither high nor low: alpha between 0.10 and 0.90.",
            TWICE,
        ),
    ],
)
def test_the_referee_refuses_by_the_interval_of_alpha(
    text: str, partners: dict[str, tuple[Sheet, ...]]
) -> None:
    case = Case({"government": TWICE, "partners": partners})
    assert untrue(Sentence("across_sides", text), case)


@pytest.mark.takes_long
def test_the_referee_looks_closer_before_it_refuses_by_few_draws() -> None:
    # One draw in forty-three has no two who differ: of few draws, the upper end may fall there.
    partly = ("Partly",) * 7
    government = ("Not yet?", "n/a", "?", "?", "-", "Yes to Yes", "No?")
    second, third = ("", "n/a", "n/a", "n/a", "n/a", "?", "Mostly?"), ("No", *government[:6])
    partners = ("Mostly", "Yes to Yes", "n/a", "n/a", "?", "Mostly?", "No")
    case = Case(
        {
            "government": {"S1": (partly,), "S2": (government, second, third)},
            "partners": {"S1": (partly,), "S2": (partners,)},
        }
    )
    assert interval(units_of(case), alpha)[1] > 0.9
    assert not untrue(
        Sentence("across_sides", "Agreement across the sides is low: alpha is at most 0.64."), case
    )


@pytest.mark.takes_long
def test_the_referee_refuses_that_a_side_agrees_little_within_where_it_does() -> None:
    alike = dict.fromkeys(("S1", "S2", "S3"), (VIEW, VIEW))
    text = "Assessors of the Government agree little among themselves (alpha at most 0.50): …"
    assert untrue(Sentence("within_side", text), Case({"government": alike, "partners": {}}))


def test_the_referee_sees_two_sentences_that_contradict() -> None:
    agree = Sentence("across_sides", "Assessors agree across the sides: …")
    apart = Sentence(
        "sides_compared", f"S1: the sides disagree on 1 of the 7 criteria {ALL} (x); government higher."
    )
    assert contradiction([agree, apart])
    assert contradiction([apart, Sentence("sides_compared", "Nothing to compare, as …: S1.")])
    assert not contradiction([apart])
