"""A problem holds what a sentence needs, fit to be shown; a refusal holds the first of many. No prose stands here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordination.domain.problems import MOST, Problem, Refused, shown
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

DOMAIN = Path(__file__).parents[2] / "coordination" / "domain"


def test_a_value_is_cut_and_cleaned() -> None:
    problem = Problem(
        rule=Rule.UNKNOWN_WORD,
        path="answers." + "\x1b[31m" * 200,
        file="f\n.json",
        value="a\x00b\u202ec" + "x" * 400,
    )
    assert problem.value.startswith("a\ufffdb\ufffdcx")
    assert len(problem.value) == 80
    assert problem.value.endswith("…")
    assert "\x1b" not in str(problem)
    assert "\n" not in str(problem)


def test_a_lone_surrogate_can_be_printed() -> None:
    assert shown("\ud800").encode() == "\ufffd".encode()


def test_there_is_no_problem_without_a_rule_and_no_refusal_without_a_problem() -> None:
    with pytest.raises(ValueError, match="made_up"):
        Rule("made_up")
    with pytest.raises(ValueError, match="at least one"):
        Refused([])


def test_a_rule_is_named_as_it_is_written() -> None:
    assert [each.name for each in Rule] == [each.value.upper() for each in Rule]


def test_a_refusal_names_every_rule_with_place_and_operands() -> None:
    refused = Refused(
        [
            Problem(rule=Rule.ROUND_CLOSED, path="a"),
            Problem(rule=Rule.TOO_LONG, path="", file="b.json", value="long", params=(("limit", "9"),)),
        ]
    )
    assert str(refused).splitlines() == ["a round_closed", "b.json too_long value='long', limit='9'"]
    assert len(refused.problems) == 2


# --- more problems than anybody reads


def found(number: int) -> list[Problem]:
    return [Problem(rule=Rule.ROUND_CLOSED, path=f"rounds[{place}]") for place in range(number)]


@pytest.mark.parametrize(("number", "more"), [(1, 0), (199, 0), (200, 0), (201, 1), (57_000, 56_800)])
def test_a_refusal_says_the_first_200_problems_and_counts_the_others(number: int, more: int) -> None:
    refused = Refused(found(number))
    assert MOST == 200
    assert refused.problems == tuple(found(min(number, 200)))
    assert (refused.more, refused.number) == (more, number)


def test_a_refusal_adds_those_that_were_only_counted() -> None:
    assert (Refused(found(3), 7).more, Refused(found(203), 7).more, Refused(found(3), 7).number) == (
        7,
        10,
        10,
    )


@pytest.mark.parametrize("number", [1, 200, 201, 1_000])
def test_a_list_of_problems_keeps_no_more_problems_than_are_said(number: int) -> None:
    problems = ProblemList()
    for each in found(number):
        problems.add(each.rule, each.path)
    assert len(problems.first) <= 200
    with pytest.raises(Refused) as refused:
        problems.close()
    assert refused.value.problems == Refused(found(number)).problems
    assert refused.value.number == number


# --- no prose

WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
FRENCH = re.compile(r"[À-ÿ«»]")
#: Whoever reads these wrote the program.
PROGRAMMERS = frozenset({"ValueError", "TypeError", "KeyError", "AssertionError"})


def is_prose(text: str) -> bool:
    """Six words or more, or two with a French letter; a list of codes in capitals is none."""
    words = WORD.findall(text) if " " in text.strip() else []
    if all(each.isupper() for each in words):
        return False
    return len(words) >= 6 or (len(words) >= 2 and bool(FRENCH.search(text)))


def text_of(node: ast.AST) -> str:
    """The text of a literal; of an f-string and of a sum of literals its parts together."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return " ".join(text_of(each) for each in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return f"{text_of(left)} {text_of(right)}"
    return ""


def for_programmers(node: ast.AST) -> list[ast.AST]:
    """What only a programmer reads: docstrings, and what is said where the program itself is wrong."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return [node.value]
        case ast.Assert(msg=ast.AST() as said):
            return [said]
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) as call) if name in PROGRAMMERS:
            return [call]
    return []


def prose_in(source: str) -> Iterator[str]:
    """Every text for readers, once; a part of one is not said again."""
    tree = ast.parse(source)
    passed = {leaf for node in ast.walk(tree) for each in for_programmers(node) for leaf in ast.walk(each)}
    for node in ast.walk(tree):
        if node not in passed and is_prose(text_of(node)):
            yield text_of(node)
            passed |= set(ast.walk(node))


@pytest.mark.parametrize("file", sorted(DOMAIN.rglob("*.py")), ids=lambda file: file.stem)
def test_the_domain_holds_no_prose(file: Path) -> None:
    assert list(prose_in(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        'SAID = {"round_closed": "This round takes no more answers now."}',
        'def said(name: str) -> str:\n    return f"The round {name} takes no more answers."',
        'SAID = "This round takes " + "no more answers now."',
        'SAID = "Cycle fermé"',
        'raise Refused("This round takes no more answers now.")',
    ],
)
def test_the_guard_of_prose_can_fail(line: str) -> None:
    assert len(list(prose_in(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        '"""A docstring may say what it likes, in many words."""',
        'raise ValueError(f"no composite of {count} levels, which somebody else should have seen")',
        'assert found, "a document without a problem is whole and has it"',
        'CODES = "AED AFN ALL AMD AOA ARS AUD"',
        'WORD = "pour l’essentiel"',
        'RULE = "round_closed"',
    ],
)
def test_the_guard_of_prose_lets_good_lines_pass(line: str) -> None:
    assert list(prose_in(line)) == []
