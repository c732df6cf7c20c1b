"""From one version of the instrument to the next; the bridge among the golden values of METHOD.md 12.4."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Reading, read
from coordination.domain.bridging import (
    Alignment,
    aligned,
    check_bridge,
    through,
    widened,
)
from coordination.domain.change import CellChange
from coordination.domain.claims import steps
from coordination.domain.claims.change import ChangeClaim, ChangeKind, Scope
from coordination.domain.claims.timeline import Changes
from coordination.domain.criteria import Crosswalk
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.scoring import composite
from coordination.domain.weights import Weights

DOCUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
OLD = instruments.read(json.loads(DOCUMENT.read_text(encoding="utf-8")))
CONVENTIONS = OLD.conventions
COORDINATION = OLD.section("coordination")
EQUAL = (1,) * 7
CODES = tuple(criterion.code for criterion in COORDINATION.criteria)

# Yes, Partly and No are golden; Not yet and Mostly lie between.
CROSSWALK: Crosswalk = ((0, 1), (0, 2), (1, 3), (2, 4), (3, 4))
DECK_BY_OLD_ANCHORS = ("Yes", "Yes", "Partly", "Yes", "Partly", "No", "Yes")
CMJ = ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes")

WORDS = ("No", "No?", "Not yet", "Partly", "Partly?", "Mostly", "Mostly?", "Yes", "Yes?", "Not yet to Yes")
ANSWERED = st.sampled_from(WORDS).map(read)
READINGS = ANSWERED | st.sampled_from(["?", "-", "n/a"]).map(read)
INTERVALS = st.sampled_from([(lo, hi) for lo in range(5) for hi in range(lo, 5)])
CROSSWALKS = st.tuples(INTERVALS, INTERVALS, INTERVALS, INTERVALS, INTERVALS)


def successor(
    kinds: Mapping[str, str], *, predecessor: tuple[str, str] = (OLD.code, OLD.version)
) -> InstrumentValue:
    """The next version, its coordination criteria of these classes by code; those of the old one not named go."""
    criteria = tuple(classed(code, kind) for code, kind in kinds.items())
    sections = tuple(
        replace(section, criteria=criteria) if section.code == "coordination" else section
        for section in OLD.sections
    )
    return replace(OLD, version="2010", sections=sections, predecessor=predecessor)


def classed(code: str, kind: str) -> CriterionValue:
    model = OLD.criterion(code if code in CODES else "C1")
    crosswalk = CROSSWALK if kind == "indirect" else None
    return replace(model, code=code, comparability=kind, crosswalk=crosswalk)


def answers(codes: Sequence[str], words: Sequence[str]) -> dict[str, Reading]:
    return dict(zip(codes, map(read, words), strict=True))


def bridge(
    kinds: Mapping[str, str] | None = None, old: Sequence[str] = CMJ, new: Sequence[str] = CMJ
) -> Alignment:
    kinds = dict.fromkeys(CODES, "direct") if kinds is None else kinds
    return aligned(OLD, successor(kinds), "coordination", answers(CODES, old), answers(tuple(kinds), new))


def claimed(
    kinds: Mapping[str, str],
    old: Sequence[str],
    new: Sequence[str],
    weights: Sequence[int] = EQUAL,
) -> ChangeClaim:
    """What may be said of one assessor's words with the old version, then with its successor."""
    newer = successor(kinds)
    before, after = (
        steps.side_answers(tuple(codes), {"amina": [read(word) for word in words]})
        for codes, words in ((CODES, old), (kinds, new))
    )
    found = steps.between((OLD, newer), "coordination", before, after)
    return Changes(found, Weights("entered", tuple(weights)), (), CONVENTIONS)[0]


INDIRECT = dict.fromkeys(CODES, "indirect")


def test_the_deck_through_the_crosswalk_is_wider() -> None:
    led = [through(CROSSWALK, read(word)) for word in DECK_BY_OLD_ANCHORS]
    found = composite(led, EQUAL, CONVENTIONS)
    assert (found.low, found.high) == (Fraction(50), Fraction(575, 7))
    assert tuple(reading.verbatim for reading in led) == DECK_BY_OLD_ANCHORS


@pytest.mark.parametrize(
    ("new", "low", "kind"),
    [
        (CMJ, Fraction(-25, 7), ChangeKind.NO_CLEAR_CHANGE),
        (("Yes", "Yes", "Yes", "Yes", "Yes", "Mostly", "Yes"), Fraction(100, 7), ChangeKind.BETTER),
    ],
)
def test_only_what_the_crosswalk_cannot_explain_is_a_change(
    new: tuple[str, ...], low: Fraction, kind: ChangeKind
) -> None:
    found = claimed(INDIRECT, DECK_BY_OLD_ANCHORS, new)
    assert (found.low, found.kind, len(found.common)) == (low, kind, 7)
    assert found.scores[0] == (50, Fraction(575, 7)), "led through the crosswalk"
    assert (found.scope, found.has_line) == (Scope.VERSIONS, False), "scores of two questionnaires"


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("No", (0, 1)),
        ("Not yet", (0, 2)),
        ("Partly?", (0, 4)),
        ("Yes?", (2, 4)),
        ("No to Partly", (0, 3)),
    ],
)
def test_a_doubt_reaches_as_far_as_any_of_its_levels(old: str, expected: tuple[int, int]) -> None:
    found = through(CROSSWALK, read(old))
    assert (found.lo, found.hi) == expected


@pytest.mark.parametrize("word", ["?", "-", "", "n/a"])
def test_what_is_no_level_goes_through_unchanged(word: str) -> None:
    assert through(CROSSWALK, read(word)) == read(word)


def test_levels_that_do_not_rise_together_are_still_all_reached() -> None:
    falling: Crosswalk = ((4, 4), (3, 3), (2, 2), (1, 1), (0, 0))
    found = through(falling, read("Partly to Yes"))
    assert (found.lo, found.hi) == (0, 2)


@pytest.mark.parametrize(
    "crosswalk",
    [
        ((0, 1),) * 4,
        ((0, 1),) * 6,
        (*((0, 1),) * 4, (2, 1)),
        (*((0, 1),) * 4, (3, 5)),
        (*((0, 1),) * 4, (-1, 2)),
    ],
)
def test_a_crosswalk_has_five_intervals_of_levels(crosswalk: Crosswalk) -> None:
    with pytest.raises(ValueError, match="five intervals"):
        through(crosswalk, read("?"))
    with pytest.raises(ValueError, match="five intervals"):
        widened(crosswalk, [])


def test_each_class_of_criterion_is_compared_in_its_own_way() -> None:
    kinds = {
        "C1": "direct",
        "C2": "indirect",
        "C3": "subject_only",
        "C4": "new",
        "C5": "direct",
        "C6": "indirect",
        "C8": "direct",
    }
    old = ("Mostly", "Partly", "Yes", "Yes", "?", "n/a", "Yes")
    new = ("Yes", "Mostly", "No", "No", "No", "Yes", "No")
    found = bridge(kinds, old, new)
    assert [each.comparability for each in found.criteria] == [
        *("direct", "indirect", "subject_only", "new", "direct", "indirect"),
        "new",  # It says direct, but the old version has no C8.
    ]
    assert found.discontinued == ("C7",)
    assert found.cells == {
        "C1": CellChange.UP,
        "C2": CellChange.MORE_PRECISE,
        "C3": None,
        "C4": None,
        "C5": CellChange.NEW_INFORMATION,
        "C6": CellChange.BASE_CHANGED,
        "C8": None,
    }
    old_words = [each.old.verbatim if each.old else None for each in found.criteria]
    assert old_words == ["Mostly", "Partly", "Yes", None, "?", "n/a", None]


def test_the_whole_is_compared_on_enough_common_criteria_only() -> None:
    four = {**dict.fromkeys(CODES, "new"), **dict.fromkeys(CODES[:4], "direct")}
    old, new = ("No",) * 7, ("Yes",) * 7
    found = claimed(four, old, new)
    assert (found.low, found.kind, len(found.common), found.of) == (100, ChangeKind.BETTER, 4, 7)
    assert (found.scope, found.has_line) == (Scope.VERSIONS, False)
    found = claimed({**four, "C4": "subject_only"}, old, new)
    assert (found.kind, len(found.common), found.points) == (ChangeKind.TOO_FEW_IN_COMMON, 3, None)
    assert found.cells == (*(CellChange.UP,) * 3, *(None,) * 4)


def test_what_is_not_applicable_in_one_of_the_rounds_is_not_common() -> None:
    four = {**dict.fromkeys(CODES, "new"), **dict.fromkeys(CODES[:4], "direct")}
    found = claimed(four, ("No",) * 7, ("n/a", *("Yes",) * 6))
    assert (found.kind, len(found.common)) == (ChangeKind.TOO_FEW_IN_COMMON, 3)


def test_weights_are_those_of_the_new_section_and_fall_where_nothing_is_compared() -> None:
    kinds = {**dict.fromkeys(CODES, "direct"), "C1": "subject_only"}
    old, new = ("No",) * 7, ("Yes", "Yes", *("No",) * 5)
    assert claimed(kinds, old, new, (70, 10, 10, 10, 0, 0, 0)).low == Fraction(100, 3)
    with pytest.raises(ValueError, match="weights"):
        claimed(kinds, old, new, (1,) * 6)


def test_a_line_leads_over_versions_only_where_every_criterion_of_both_is_worded_as_before() -> None:
    old, new = ("No",) * 7, ("Yes",) * 7
    alike = dict.fromkeys(CODES, "direct")
    assert claimed(alike, old, new).has_line
    without_c7 = {code: kind for code, kind in alike.items() if code != "C7"}
    assert not claimed(without_c7, old, new[:6], (1,) * 6).has_line
    # Through this crosswalk all Yes may have meant No: it rose, although the scores as shown fell.
    assert not claimed({**alike, "C1": "indirect"}, old, new).has_line


@given(st.lists(READINGS, min_size=7, max_size=7), st.lists(READINGS, min_size=7, max_size=7))
def test_direct_criteria_change_as_within_one_version_and_a_crosswalk_never_says_more(
    old: list[Reading], new: list[Reading]
) -> None:
    before, after = dict(zip(CODES, old, strict=True)), dict(zip(CODES, new, strict=True))
    direct, indirect = (
        aligned(OLD, successor(dict.fromkeys(CODES, kind)), "coordination", before, after)
        for kind in ("direct", "indirect")
    )
    # The crosswalk holds every level itself: what it lets be said was certain without it.
    for narrow, broad in zip(direct.cells.values(), indirect.cells.values(), strict=True):
        if broad in (CellChange.UP, CellChange.DOWN):
            assert narrow is broad


def test_only_a_version_and_the_next_are_bridged() -> None:
    readings = answers(CODES, CMJ)
    kinds = dict.fromkeys(CODES, "direct")
    for newer in (OLD, successor(kinds, predecessor=(OLD.code, "1999"))):
        with pytest.raises(ValueError, match="does not follow"):
            aligned(OLD, newer, "coordination", readings, readings)


def test_an_indirect_criterion_needs_a_crosswalk() -> None:
    newer = successor(INDIRECT)
    bare = tuple(replace(each, crosswalk=None) for each in newer.section("coordination").criteria)
    sections = tuple(
        replace(section, criteria=bare) if section.code == "coordination" else section
        for section in newer.sections
    )
    readings = answers(CODES, CMJ)
    with pytest.raises(ValueError, match="C1 is indirect"):
        aligned(OLD, replace(newer, sections=sections), "coordination", readings, readings)


# --- the bridge wave


def pairs(*words: tuple[str, str]) -> list[tuple[Reading, Reading]]:
    return [(read(old), read(new)) for old, new in words]


def test_pairs_outside_the_crosswalk_are_named() -> None:
    wave = pairs(
        *(("Yes", "Mostly"), ("Yes", "Partly"), ("No", "Not yet?"), ("Yes?", "Partly")),
        *(("?", "No"), ("No", "?"), ("n/a", "Yes"), ("No", "n/a")),
    )
    assert check_bridge(CROSSWALK, wave) == (wave[1], wave[2])
    assert check_bridge(CROSSWALK, []) == ()


@pytest.mark.parametrize(
    ("wave", "expected"),
    [
        ((), CROSSWALK),
        ((("Yes", "Mostly"), ("?", "No"), ("No", "?")), CROSSWALK),
        ((("Yes", "Partly"),), ((0, 1), (0, 2), (1, 3), (2, 4), (2, 4))),
        ((("No", "Partly?"),), ((0, 3), (0, 2), (1, 3), (2, 4), (3, 4))),
        # One of the levels of a doubtful answer is enough, and one lowered anyway serves both.
        ((("Yes?", "Not yet"),), ((0, 1), (0, 2), (1, 3), (1, 4), (3, 4))),
        ((("Yes", "Not yet"), ("Yes?", "Not yet")), ((0, 1), (0, 2), (1, 3), (2, 4), (1, 4))),
        ((("No?", "Yes"),), ((0, 1), (0, 4), (1, 3), (2, 4), (3, 4))),
    ],
)
def test_a_crosswalk_is_widened_just_enough(wave: tuple[tuple[str, str], ...], expected: Crosswalk) -> None:
    assert widened(CROSSWALK, pairs(*wave)) == expected


def test_of_two_equal_widenings_the_rising_one_is_taken() -> None:
    flat: Crosswalk = ((0, 1), (1, 1), (2, 2), (3, 3), (3, 4))
    found = widened(flat, pairs(("Yes?", "Partly"), ("No?", "Partly")))
    assert found == ((0, 1), (1, 2), (2, 2), (2, 3), (3, 4))


@given(CROSSWALKS, st.lists(st.tuples(READINGS, READINGS), max_size=6))
def test_a_widened_crosswalk_holds_every_pair_and_what_it_held_before(
    crosswalk: Crosswalk, wave: list[tuple[Reading, Reading]]
) -> None:
    found = widened(crosswalk, wave)
    assert check_bridge(found, wave) == ()
    assert all(new[0] <= old[0] and old[1] <= new[1] for old, new in zip(crosswalk, found, strict=True))
    assert widened(found, wave) == found
    if not check_bridge(crosswalk, wave):
        assert found == crosswalk


@given(CROSSWALKS, st.lists(st.tuples(ANSWERED, ANSWERED), min_size=1, max_size=4))
def test_no_level_too_many_is_added(crosswalk: Crosswalk, wave: list[tuple[Reading, Reading]]) -> None:
    found = widened(crosswalk, wave)
    for level, end in product(range(5), (0, 1)):
        tighter = list(found[level])
        tighter[end] += 1 if end == 0 else -1
        if tighter[0] <= tighter[1] and found[level][end] != crosswalk[level][end]:
            less = (*found[:level], (tighter[0], tighter[1]), *found[level + 1 :])
            assert check_bridge(less, wave)
