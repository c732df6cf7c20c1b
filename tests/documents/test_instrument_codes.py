"""A code of an instrument's document fits its column, and is nothing but a code in an address, an id or a page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coordination.documents import instruments
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Answer, Criterion, HabitNote, Instrument, Observation, Source
from tests.extent import TURN, of_these

PATH = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
HOSTILE = ['"><b>x', "a b", "C/1", "C?1", "C#1", "C'1", "-C1", "É1", "C１", "C&amp;"]
NAMES = {"code", "version", "criterion"}
LISTS = {"ownership_items", "partnership_items", "linked_criteria", "ideas"}
ITEMS = ("bilateral_tests", "risks", "substitution_signs", "ownership_without_partnership_signs", "habits")
ITEMS += ("coordination_ideas",)


def draft() -> dict[str, Any]:
    """Return the shipped instrument as the draft of a version that follows on another."""
    found: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    before = {"code": found["code"], "version": "2007.1"}
    return found | {"status": "draft", "predecessor": before}


def places(value: object, path: str = "", name: str = "") -> Iterator[str]:
    """Yield the place of every code in a document: of those that it defines, and of those that it names."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, f"{path}.{key}" if path else key, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, f"{path}[{index}]", name)
    elif name in NAMES | LISTS:
        yield path


def put(document: dict[str, Any], path: str, code: str) -> None:
    """Write a code at its place."""
    target: Any = document
    *steps, last = path.replace("[", ".[").split(".")
    for step in steps:
        target = target[int(step[1:-1]) if step.startswith("[") else step]
    target[int(last[1:-1]) if last.startswith("[") else last] = code


def renamed(value: Any, old: str, new: str) -> Any:
    """Return the document with another code wherever it stands, in its definition and where it is named."""
    if isinstance(value, dict):
        return {key: renamed(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, old, new) for item in value]
    return new if value == old else value


def column(path: str) -> int:
    """Return how long the column is that keeps the code of this place."""
    model, field = {
        "code": (Instrument, "code"),
        "version": (Instrument, "version"),
        "predecessor.code": (Instrument, "code"),
        "predecessor.version": (Instrument, "version"),
        "doubt_reasons": (Answer, "doubt_reason"),
        "evidence_kinds": (Source, "kind"),
        "sections": (Criterion, "code"),
        "habits": (HabitNote, "item"),
    }.get(path.split("[")[0], (Observation, "item"))
    return int(model._meta.get_field(field).max_length)


def is_named(path: str) -> bool:
    """Whether the code is defined elsewhere in the document."""
    return path.startswith(("conventions.", "recommendations[")) or ".linked_criteria[" in path


def refusal(document: dict[str, Any]) -> list[tuple[Rule, str]]:
    with pytest.raises(Refused) as refused:
        instruments.read(document)
    return [(problem.rule, problem.path) for problem in refused.value.problems]


def expected(path: str, rule: Rule) -> Rule:
    """Return the rule that a hostile or overlong code breaks at its place."""
    if is_named(path):
        return Rule.FOREIGN_ITEM if rule is Rule.WRONG_CODE else rule
    if path.startswith("sections[") and ".criteria" not in path:
        return Rule.WRONG_CHOICE
    if path in ("code", "predecessor.code") and rule is Rule.WRONG_CODE:
        return Rule.WRONG_LABEL
    return rule


PLACES = sorted(places(draft()))


def test_every_kind_of_code_is_among_the_places() -> None:
    kinds = {path.split("[")[0] for path in PLACES}
    assert kinds >= {"code", "version", "predecessor.code", "predecessor.version", "sections", *ITEMS}
    assert kinds >= {"doubt_reasons", "evidence_kinds", "recommendations", "conventions.ownership_items"}
    assert any(".linked_criteria[" in path for path in PLACES)
    assert len(PLACES) > 90


@pytest.mark.parametrize(("turn", "path"), [*enumerate(PLACES)])
def test_a_code_that_is_none_is_one_problem_at_its_place(turn: int, path: str) -> None:
    for code in of_these(HOSTILE, TURN + turn, few=2):
        document = draft()
        put(document, path, code)
        assert refusal(document) == [(expected(path, Rule.WRONG_CODE), path)], code


@pytest.mark.parametrize("path", [path for path in PLACES if not is_named(path)])
def test_a_code_longer_than_its_column_is_one_problem_at_its_place(path: str) -> None:
    document = draft()
    put(document, path, "x" * (column(path) + 1))
    assert refusal(document) == [(expected(path, Rule.TOO_LONG), path)]


@pytest.mark.parametrize("path", [path for path in PLACES if is_named(path)])
def test_an_overlong_name_of_another_code_is_one_problem_at_its_place(path: str) -> None:
    document = draft()
    put(document, path, "x" * 41)
    assert refusal(document) == [(Rule.TOO_LONG, path)]


@pytest.mark.parametrize("old", ["C1", "S5", "hearsay", "document", "R1", "U1", "H1", "K1", "T1", "2008.1"])
def test_a_code_as_long_as_its_column_is_taken(old: str) -> None:
    path = next(path for path in PLACES if not is_named(path) and renamed_at(path, old))
    longest = "x" * column(path)
    assert instruments.read(renamed(draft(), old, longest))


def renamed_at(path: str, old: str) -> bool:
    """Whether this code stands at the place."""
    document = draft()
    before = json.dumps(document)
    put(document, path, old)
    return json.dumps(document) == before
