"""The published instrument is what was published, and an unsound one is refused with every reason."""

import copy
import json
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from coordination.documents import instruments
from coordination.domain.answers import read
from coordination.domain.instruments import InstrumentValue
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule

PATH = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
# Published on the day of its first use. A correction is a new version in a new file, never a new figure here.
PUBLISHED = "e6ff7b7d649d19980b252fe1cb20683bc1552b63fe7c5750e7dc9b908d05fb94"
DECK = {
    "C1": "Clear strategy and objectives?",
    "C2": "All partners support it?",
    "C3": "Effective secretariat?",
    "C4": "Government is coordinated?",
    "C5": "Development partners are coordinated?",
    "C6": "Agreed division of labour?",
    "C7": "Government supported on coordination?",
    "O3": "Identify common ground - don't be overambitious on what you can achieve together",
    "S5": "United political support",
}
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def instrument(document: dict[str, Any]) -> InstrumentValue:
    return instruments.read(document, PATH.name)


def rules(document: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        instruments.read(document, "i.json")
    return [(problem.rule, problem.path) for problem in refused.value.problems]


def texts(value: object) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    if not isinstance(value, dict):
        return []
    if set(value) == {"en", "fr"}:
        return [value]
    return [text for item in value.values() for text in texts(item)]


def test_the_published_instrument_is_unchanged(document: dict[str, Any], instrument: InstrumentValue) -> None:
    assert instrument.status == "published"
    assert instrument.content_hash == document["content_hash"] == PUBLISHED


def test_it_has_its_nineteen_criteria_in_three_sections(instrument: InstrumentValue) -> None:
    codes = [
        f"{letter}{number}"
        for letter, last in (("C", 7), ("O", 7), ("S", 5))
        for number in range(1, last + 1)
    ]
    assert [criterion.code for criterion in instrument.criteria] == codes
    assert [section.code for section in instrument.sections] == ["coordination", "ownership", "success"]
    assert all(
        criterion.section == section.code for section in instrument.sections for criterion in section.criteria
    )
    assert {code: instrument.criterion(code).name.en for code in DECK} == DECK


def test_every_criterion_has_five_anchors_and_a_short_head(instrument: InstrumentValue) -> None:
    for criterion in instrument.criteria:
        assert [anchor.level for anchor in criterion.anchors] == [0, 1, 2, 3, 4]
        assert max(len(criterion.short.en), len(criterion.short.fr)) <= 28
    assert [level.name.en for level in instrument.levels] == ["No", "Not yet", "Partly", "Mostly", "Yes"]
    words = [level.name.get("fr-cd") for level in instrument.levels]
    assert words == ["Non", "Pas encore", "Partiellement", "En grande partie", "Oui"]


def test_every_word_of_a_level_is_understood_when_typed(instrument: InstrumentValue) -> None:
    for level, language in product(instrument.levels, ("en", "fr")):
        assert read(level.name.get(language)).level == level.level


def test_a_level_is_told_in_few_words_and_by_itself(instrument: InstrumentValue) -> None:
    """Thirty words at most: a level is read beside four others. And no level leans on another one's text."""
    for criterion in instrument.criteria:
        for anchor in criterion.anchors:
            for text in (anchor.text.en, anchor.text.fr):
                assert len(re.findall(r"[\w’%-]+", text)) <= 32, text
                assert not re.match(r"(They|It|The same|Ils|Elle|De même)\b", text), text


def test_every_criterion_says_what_to_ask_for_and_what_to_do(instrument: InstrumentValue) -> None:
    for criterion in instrument.criteria:
        assert None not in (criterion.idea, criterion.ask, criterion.trap)
        assert None not in (criterion.action, criterion.gap, criterion.find_out)


def test_the_conventions_are_the_declared_ones(instrument: InstrumentValue) -> None:
    chosen = instrument.conventions
    assert (chosen.values, chosen.radius, chosen.bands) == ((0, 25, 50, 75, 100), 1, (25, 50, 75))
    assert (chosen.consensus_share, chosen.alpha_words) == (
        Fraction(3, 4),
        (Fraction(667, 1000), Fraction(4, 5)),
    )
    assert chosen.partnership_items == ("C2", "C5", "C6", "C7", "S4", "S5")


def test_its_french_is_set_as_french_is(document: dict[str, Any]) -> None:
    found = texts(document)
    assert len(found) > 200
    for text in found:
        assert "'" not in text["fr"]
        assert not re.search(r"(?<!\u202f)[;:?!%»](?!\u202f»)", text["fr"].replace("« ? »", ""))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["sections"][0]["criteria"][2]["anchors"][1]["text"].update(en="Another word."),
        lambda d: d["levels"][0]["name"].update(fr="Ouais"),
        lambda d: d["conventions"].update(radius=2),
        lambda d: d["rules"].pop(),
        lambda d: d["risks"][0]["name"].update(en="Something else"),
        lambda d: d.update(content_hash="0" * 64),
        lambda d: d.pop("content_hash"),
        lambda d: d.update(content_hash=7),
    ],
)
def test_one_changed_word_of_a_published_version_is_refused(document: dict[str, Any], change: Change) -> None:
    change(document)
    assert rules(document) == [(Rule.PUBLISHED_CHANGED, "content_hash")]


def test_a_draft_may_change(document: dict[str, Any]) -> None:
    document.update(status="draft", content_hash="whatever")
    document["levels"][0]["name"]["fr"] = "Ouais"
    assert instruments.read(document).levels[4].name.fr == "Ouais"


FIRST = "sections[0].criteria[0]"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d.update(format="ssr-partnership/1"), [(Rule.WRONG_FORMAT, "format")]),
        (lambda d: d.update(code="Partnership 2008"), [(Rule.WRONG_LABEL, "code")]),
        (lambda d: d.update(status="frozen"), [(Rule.WRONG_CHOICE, "status")]),
        (lambda d: d["source"].pop("fr"), [(Rule.MISSING_LANGUAGE, "source")]),
        (lambda d: d["levels"].pop(), [(Rule.WRONG_COUNT, "levels")]),
        (lambda d: d["levels"][0].update(level=3), [(Rule.DUPLICATE, "levels[1].level")]),
        (lambda d: d["levels"][0].update(level=True), [(Rule.WRONG_TYPE, "levels[0].level")]),
        (lambda d: d["levels"][0].update(level=4.0), [(Rule.WRONG_TYPE, "levels[0].level")]),
        (lambda d: d["levels"][0].update(level=99), [(Rule.WRONG_NUMBER, "levels[0].level")]),
        (lambda d: d["sections"].pop(), [(Rule.MISSING_SECTION, "sections")]),
        (lambda d: d["sections"][2].update(criteria=[]), [(Rule.NOTHING_LISTED, "sections[2].criteria")]),
        (
            lambda d: d["sections"][0]["criteria"][0]["short"].update(en="x" * 29),
            [(Rule.TOO_LONG, f"{FIRST}.short.en")],
        ),
        (
            lambda d: d["sections"][0]["criteria"][0]["anchors"].pop(),
            [(Rule.WRONG_COUNT, f"{FIRST}.anchors")],
        ),
        (
            lambda d: d["sections"][0]["criteria"][0]["anchors"][0]["text"].update(fr=" "),
            [(Rule.MISSING_LANGUAGE, f"{FIRST}.anchors[0].text")],
        ),
        (
            lambda d: d["sections"][0]["criteria"][0].update(side="donors"),
            [(Rule.WRONG_CHOICE, f"{FIRST}.side")],
        ),
        (
            lambda d: d["sections"][1]["criteria"][0].update(code="C1"),
            [(Rule.DUPLICATE, "sections[1].criteria[0].code")],
        ),
        (
            lambda d: d["conventions"].update(values=[0, 25, 25, 75, 100]),
            [(Rule.WRONG_ORDER, "conventions.values")],
        ),
        (lambda d: d["conventions"].update(bands=[25, 50]), [(Rule.WRONG_COUNT, "conventions.bands")]),
        (lambda d: d["conventions"].update(radius=1.0), [(Rule.WRONG_TYPE, "conventions.radius")]),
        (
            lambda d: d["conventions"].update(consensus_share="3/4"),
            [(Rule.WRONG_SHARE, "conventions.consensus_share")],
        ),
        (
            lambda d: d["conventions"].update(consensus_share=0.75),
            [(Rule.WRONG_TYPE, "conventions.consensus_share")],
        ),
        (
            lambda d: d["conventions"].update(default_weights=[1]),
            [(Rule.WRONG_COUNT, "conventions.default_weights")],
        ),
        (
            lambda d: d["conventions"]["partnership_items"].append("C9"),
            [(Rule.FOREIGN_ITEM, "conventions.partnership_items[6]")],
        ),
        (lambda d: d["conventions"].pop("min_common"), [(Rule.MISSING_KEY, "conventions")]),
        (lambda d: d["risks"][1].update(code="R1"), [(Rule.DUPLICATE, "risks[1].code")]),
        (lambda d: d["habits"][0]["name"].update(en="\x00"), [(Rule.CONTROL_CHARACTER, "habits[0].name.en")]),
        (
            lambda d: d["recommendations"][0]["ideas"].append("K9"),
            [(Rule.FOREIGN_ITEM, "recommendations[0].ideas[3]")],
        ),
        (lambda d: d.update(rulez=d.pop("rules")), [(Rule.MISSPELT_KEY, "")]),
        (lambda d: d.update(extra=1), [(Rule.UNKNOWN_KEY, "")]),
    ],
)
def test_one_mistake_is_one_problem(
    document: dict[str, Any], change: Change, expected: list[tuple[str, str]]
) -> None:
    change(document)
    assert rules(document) == expected


def test_several_mistakes_are_told_together(document: dict[str, Any]) -> None:
    document["code"] = ""
    document["rules"][0] = {"en": "Only English"}
    document["conventions"]["radius"] = "one"
    assert rules(document) == [
        (Rule.EMPTY_TEXT, "code"),
        (Rule.MISSING_LANGUAGE, "rules[0]"),
        (Rule.WRONG_TYPE, "conventions.radius"),
    ]


@pytest.mark.parametrize("junk", [None, 7, "x", [], [[]], True])
def test_what_is_no_instrument_at_all_is_refused(junk: object) -> None:
    assert rules(junk) == [(Rule.WRONG_TYPE, "")]


def test_an_empty_object_lacks_everything() -> None:
    assert {rule for rule, _ in rules({})} == {Rule.MISSING_KEY}


def test_reading_leaves_the_document_alone(document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    instruments.read(document)
    assert document == before


# --- what it is compared with

CROSSWALK = [[0, 0], [0, 1], [1, 2], [2, 3], [4, 4]]


def successor(document: dict[str, Any], **first: object) -> dict[str, Any]:
    """A draft of the next version; ``first`` is what its first criterion says otherwise."""
    document |= {
        "version": "2009.1",
        "status": "draft",
        "predecessor": {"code": "partnership-2008", "version": "2008.1"},
    }
    document["sections"][0]["criteria"][0] |= first
    return document


def test_the_first_instrument_has_no_predecessor_and_no_crosswalk(instrument: InstrumentValue) -> None:
    assert instrument.predecessor is None
    assert {criterion.crosswalk for criterion in instrument.criteria} == {None}


def test_a_successor_says_what_each_old_level_may_mean(document: dict[str, Any]) -> None:
    found = instruments.read(successor(document, comparability="indirect", crosswalk=CROSSWALK))
    assert found.predecessor == ("partnership-2008", "2008.1")
    assert found.criterion("C1").crosswalk == ((0, 0), (0, 1), (1, 2), (2, 3), (4, 4))


FIRST = "sections[0].criteria[0]"


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ({"comparability": "indirect"}, [(Rule.CROSSWALK_MISSING, FIRST)]),
        (
            {"comparability": "direct", "crosswalk": CROSSWALK},
            [(Rule.CROSSWALK_UNUSED, f"{FIRST}.crosswalk")],
        ),
        ({"crosswalk": CROSSWALK[1:]}, [(Rule.WRONG_COUNT, f"{FIRST}.crosswalk")]),
        ({"crosswalk": [[0], *CROSSWALK[1:]]}, [(Rule.WRONG_COUNT, f"{FIRST}.crosswalk[0]")]),
        ({"crosswalk": [[1, 0], *CROSSWALK[1:]]}, [(Rule.RANGE_REVERSED, f"{FIRST}.crosswalk[0]")]),
        ({"crosswalk": [[0, 5], *CROSSWALK[1:]]}, [(Rule.WRONG_NUMBER, f"{FIRST}.crosswalk[0][1]")]),
        ({"crosswalk": [[0, True], *CROSSWALK[1:]]}, [(Rule.WRONG_TYPE, f"{FIRST}.crosswalk[0][1]")]),
        ({"crosswalk": ["0-1", *CROSSWALK[1:]]}, [(Rule.WRONG_TYPE, f"{FIRST}.crosswalk[0]")]),
        ({"crosswalk": {"0": [0, 0]}}, [(Rule.WRONG_TYPE, f"{FIRST}.crosswalk")]),
    ],
    ids=str,
)
def test_an_unsound_crosswalk_is_one_problem(
    document: dict[str, Any], first: dict[str, object], found: list[tuple[str, str]]
) -> None:
    assert rules(successor(document, **{"comparability": "indirect"} | first)) == found


@pytest.mark.parametrize(
    ("predecessor", "found"),
    [
        ({"code": "partnership-2008", "version": "2009.1"}, [(Rule.OWN_PREDECESSOR, "predecessor")]),
        ({"code": "partnership-2008"}, [(Rule.MISSING_KEY, "predecessor")]),
        ("2008.1", [(Rule.WRONG_TYPE, "predecessor")]),
    ],
    ids=str,
)
def test_an_unsound_predecessor_is_one_problem(
    document: dict[str, Any], predecessor: object, found: list[tuple[str, str]]
) -> None:
    assert rules(successor(document) | {"predecessor": predecessor}) == found
