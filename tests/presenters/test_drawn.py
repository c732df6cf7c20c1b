"""Small marks as a page holds them: whole XML, a title that says what is seen, in the reader's language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from xml.etree import ElementTree

import pytest
from django.utils import translation

from coordination.domain.answers import read
from coordination.domain.claims.change import ChangeClaim, ChangeKind, not_comparable
from coordination.domain.claims.sides import CriterionBySides
from coordination.domain.confidence import Evidence
from coordination.domain.panels import PanelAnswer, panel
from coordination.domain.scoring import Band, Composite
from coordination.presenters import drawn
from coordination.presenters.drawn import Chip, Moment, Part
from coordination.presenters.said import Said
from coordination.templatetags import drawn as tags
from coordination.templatetags.drawn import Mark

LANGUAGES = ("en", "fr")
WRITTEN = ("Yes", "Mostly", "Partly", "Not yet", "No", "Mostly?", "Partly to Yes", "?", "", "n/a")
NUMBERS = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "dx", "width", "height")
#: Where numbers stand together, a comma separates two of them; none of the marks does.
SHAPES = ("d", "viewBox", "transform")


@dataclass(frozen=True, slots=True)
class Scored:
    """A score as a card or a point of time has it."""

    composite: Composite
    bands: tuple[Band, Band] | None
    is_known: bool


def scored(low: Fraction | int, high: Fraction | int, *, is_known: bool = True) -> Scored:
    composite = Composite(
        low=Fraction(low),
        high=Fraction(high),
        base=7,
        answered=7,
        not_applicable=0,
        coverage=Fraction(1),
        yes=(0, 0),
        mostly=(0, 0),
        weakest=(0, 0),
    )
    return Scored(composite, None, is_known)


def answered(*written: str) -> PanelAnswer:
    return panel([read(each) for each in written])


def changed(kind: ChangeKind, low: int, high: int) -> ChangeClaim:
    return replace(not_comparable(7), kind=kind, low=Fraction(low), high=Fraction(high))


def moments() -> list[Moment]:
    return [
        Moment(
            on=date(2008, 1, 1), round="January 2008", figure=scored(0, 100, is_known=False), has_line=False
        ),
        Moment(
            on=date(2009, 1, 1), round="January 2009", figure=scored(Fraction(427, 7), 72), has_line=False
        ),
        Moment(on=date(2010, 1, 1), round="January 2010", figure=scored(89, 89), has_line=True),
    ]


def every_mark() -> Iterator[Mark]:
    """One of each kind in each of its forms, in the language that is active."""
    for low, high in ((Fraction(427, 7), Fraction(500, 7)), (0, 0), (100, 100), (10, 95), (2, 9)):
        yield drawn.strip("CMJ", [("government", scored(low, high)), ("partners", scored(high, high))])
    yield drawn.strip("CMJ", [("government", None), ("partners", None)])
    yield drawn.strip("CMJ", [("analyst", scored(0, 100, is_known=False)), ("partners", None)])
    for one, other in product(WRITTEN, repeat=2):
        yield drawn.pair(
            "Clear strategy", [("government", answered(one)), ("partners", answered(other))], is_apart=True
        )
        claim = CriterionBySides(code="C1", government=answered(one), partners=answered(other))
        yield drawn.level_line("Clear strategy", claim)
    for written in WRITTEN:
        yield drawn.square("CMJ", answered(written))
        yield drawn.chip(answered(written), read(written))
    yield drawn.square("CMJ", None)
    yield drawn.chip(None)
    yield drawn.chip(answered("Yes", "Partly"))
    yield from drawn.legend()
    days = date(2008, 1, 1), date(2011, 1, 1)
    yield drawn.sparkline("CMJ", [("government", moments()), ("partners", moments())], *days, days[1])
    yield drawn.sparkline("CMJ", [], *days)
    for kind in ChangeKind:
        yield drawn.change(changed(kind, -39, -21), "partners")
    yield drawn.change(None)
    yield drawn.bar(
        "2 structures",
        [
            Part(look="strong", count=1, words=Said("part", "strong for both"), address="?a=1&b=2"),
            Part(look="none", count=0, words=Said("part", "not assessed"), address="?b"),
            Part(look="apart", count=99, words=Said("part", "scores apart"), address="?c"),
        ],
    )
    yield from map(drawn.evidence, Evidence)


def tree(mark: Mark) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{tags.drawn(mark)}</div>")


def title(mark: Mark) -> str:
    return tree(mark).findtext(".//title") or ""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.mark.usefixtures("language")
def test_every_mark_is_whole_and_each_drawing_has_a_title_or_is_beside_its_words() -> None:
    for mark in every_mark():
        for svg in tree(mark).findall(".//svg"):
            is_inner = svg.get("role") is None and svg.get("aria-hidden") is None
            named = svg.findtext("title")
            assert is_inner or bool(named) != (svg.get("aria-hidden") == "true"), ElementTree.tostring(svg)
        outer = [svg for svg in tree(mark).iter("svg") if svg.get("role") or svg.get("aria-hidden")]
        is_words = isinstance(mark, Chip) or not any(True for _ in tree(mark).iter("svg"))
        assert outer or is_words


@pytest.mark.usefixtures("language")
def test_no_coordinate_has_a_decimal_comma_and_nothing_has_a_style() -> None:
    for mark in every_mark():
        for element in tree(mark).iter():
            assert "style" not in element.attrib
            for name in NUMBERS:
                assert re.fullmatch(r"-?\d*\.?\d+%?", element.get(name, "0")), (name, element.attrib)
            assert not any("," in element.get(name, "") for name in SHAPES)


def test_a_french_number_beside_a_bar_has_its_comma() -> None:
    with translation.override("fr"):
        found = tree(drawn.strip("CMJ", [("partners", scored(Fraction(301, 10), Fraction(302, 10)))]))
        assert [each.text for each in found.iter("text")] == ["30,1–30,2"]


def test_the_title_of_a_strip_says_both_scores() -> None:
    mark = drawn.strip("CMJ", [("government", scored(89, 89)), ("partners", scored(46, 61))])
    assert title(mark) == "CMJ: government: 89; partners: 46–61"
    with translation.override("fr"):
        mark = drawn.strip("CMJ", [("government", scored(89, 89)), ("partners", None)])
        assert title(mark) == ("CMJ\u202f: Gouvernement\u202f: 89\u202f; partenaires\u202f: non évaluée")


def test_what_cannot_be_ranked_is_never_drawn_as_a_score() -> None:
    found = tree(drawn.strip("CMJ", [("partners", scored(0, 100, is_known=False))]))
    assert not [each for each in found.iter() if each.get("class") in ("mark-bar", "mark-number")]
    assert [each.text for each in found.iter("text")] == ["too little known"]


def test_a_structure_that_nobody_assessed_says_so_once() -> None:
    found = tree(drawn.strip("CMJ", [("government", None), ("partners", None)]))
    assert [each.text for each in found.iter("text")] == ["not assessed"]


def test_a_pair_says_both_answers_and_whether_the_sides_disagree() -> None:
    panels = [("government", answered("Yes")), ("partners", answered("Not yet", "No"))]
    assert title(drawn.pair("Clear strategy", panels, is_apart=True)) == (
        "Clear strategy: government: Yes; partners: No to Not yet, assessors differ; the sides disagree"
    )
    assert "disagree" not in title(drawn.pair("Clear strategy", panels, is_apart=False))
    frames = [
        [
            each
            for each in tree(drawn.pair("C1", panels, is_apart=is_apart)).iter()
            if each.get("class") == "mark-frame"
        ]
        for is_apart in (True, False)
    ]
    assert [len(each) for each in frames] == [1, 0]


def test_a_chip_says_the_readers_word_and_what_was_typed_beneath() -> None:
    chip = drawn.chip(answered("Broadly"), read("Broadly"))
    assert (chip.word, chip.typed) == ("Mostly", ("Broadly",))
    assert drawn.chip(answered("Mostly?"), read("Mostly?")).word == "Mostly?"
    assert drawn.chip(answered("Yes", "Partly")).word == "Partly to Yes"
    assert [drawn.chip(answered(each)).word for each in ("?", "", "n/a")] == [
        *("not known", "no answer", "does not apply")
    ]


def test_a_chip_of_several_assessors_says_how_many_answered() -> None:
    assert drawn.chip(answered("Yes", "?")).note == "1 of 2 assessors"
    assert drawn.chip(answered("Yes", "Partly")).note == "assessors differ"


def test_a_change_for_the_worse_has_its_points_without_a_sign() -> None:
    mark = drawn.change(changed(ChangeKind.WORSE, -39, -21), "partners")
    assert (mark.sign, str(mark.said), mark.more) == ("down", "worse", "21–39 points")


def test_a_change_is_read_out_with_its_side_and_marked_as_a_claim_without_it() -> None:
    found = tree(drawn.change(changed(ChangeKind.BETTER, 21, 39), "partners"))
    assert " ".join(" ".join(found.itertext()).split()) == "partners better 21–39 points"
    (claim,) = [each for each in found.iter() if each.get("data-claim") == "better"]
    assert " ".join("".join(claim.itertext()).split()) == "better 21–39 points"


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (ChangeKind.HIGHER_NEW_ASSESSORS, "higher"),
        (ChangeKind.LOWER_EXPLAINED, "lower"),
        (ChangeKind.NO_CLEAR_CHANGE, "same"),
        (ChangeKind.TOO_FEW_IN_COMMON, "none"),
    ],
)
def test_only_better_and_worse_have_a_filled_triangle_and_points(kind: ChangeKind, sign: str) -> None:
    mark = drawn.change(changed(kind, 3, 5))
    assert (mark.sign, mark.more) == (sign, "")


def test_a_sparkline_says_every_round() -> None:
    mark = drawn.sparkline("CMJ", [("partners", moments())], date(2008, 1, 1), date(2010, 1, 1))
    assert title(mark) == "CMJ: partners: January 2008 not known, January 2009 61–72, January 2010 89"


def test_a_bar_leaves_empty_parts_out_and_every_part_is_said_in_its_link() -> None:
    parts = [
        Part(look="strong", count=1, words=Said("part", "strong for both"), address="?part=strong"),
        Part(look="weak", count=0, words=Said("part", "weak for both"), address="?part=weak"),
        Part(look="none", count=200, words=Said("part", "not assessed"), address="?part=none"),
    ]
    links = list(tree(drawn.bar("201 structures", parts)).iter("a"))
    said = [(each.get("href"), " ".join("".join(each.itertext()).split())) for each in links]
    assert said == [("?part=strong", "1 strong for both"), ("?part=none", "200 not assessed")]
    assert {each.get("data-claim") for each in links} == {"part"}


def test_names_are_shown_as_they_are_typed() -> None:
    assert title(drawn.strip('<b>&"', [("partners", None)])) == '<b>&": partners: not assessed'
