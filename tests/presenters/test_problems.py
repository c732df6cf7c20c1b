"""Every mistake has a sentence in both languages, with exactly the operands that it is raised with."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils.translation import override

from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.presenters import (
    answer_problems,
    evidence_problems,
    file_problems,
    people_problems,
    problems,
    record_problems,
)

APP = Path(__file__).parents[2] / "coordination"
THIN = "\u202f"
LANGUAGES = ("en", "fr")


def placeholders(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", sentence))


def sentence(rule: Rule, language: str) -> str:
    with override(language):
        return str(problems.SENTENCES[rule])


def word(code: str, language: str) -> str:
    with override(language):
        return str(problems.WORDS[code])


# --- a rule and its sentence


def unlike(sentences: Mapping[Rule, object]) -> list[str]:
    """What stands on one side only: a rule without a sentence, a sentence without a rule."""
    return sorted(set(Rule) ^ set(sentences))


def test_every_rule_has_a_sentence_and_every_sentence_a_rule() -> None:
    assert unlike(problems.SENTENCES) == []


def test_a_rule_without_a_sentence_and_a_sentence_without_a_rule_are_found() -> None:
    fewer = {rule: said for rule, said in problems.SENTENCES.items() if rule is not Rule.ROUND_CLOSED}
    assert unlike(fewer) == ["round_closed"]
    assert unlike({**problems.SENTENCES, "made_up": "This was made up."}) == ["made_up"]  # type: ignore[dict-item]


def test_a_rule_has_one_sentence() -> None:
    parts = (answer_problems, evidence_problems, file_problems, record_problems, people_problems)
    assert sum(len(each.SENTENCES) for each in parts) == len(Rule)


def test_a_rule_speaks_both_languages_of_the_same_things() -> None:
    for rule in Rule:
        english, french = (sentence(rule, language) for language in LANGUAGES)
        assert placeholders(english) == placeholders(french), rule
        assert english != french, rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_a_sentence(language: str) -> None:
    for rule in Rule:
        said = sentence(rule, language)
        assert said[0].isupper() or said[0] in "“«%", rule
        assert said[-1] in ".?!", rule
        assert "%" not in re.sub(r"%\(\w+\)s", "", said), rule


def test_french_is_set_as_french_is() -> None:
    for code in (*Rule, *problems.WORDS):
        text = sentence(code, "fr") if isinstance(code, Rule) else word(code, "fr")
        plain = re.sub(r"https?://|%\(\w+\)s|[{][^}]*[}]", "x", text)
        assert "'" not in plain, code
        assert not re.search(rf"(?<!{THIN})[;:!»]", plain), code
        assert not re.search(rf"(?<![{THIN}«])[?]", plain), code
        assert not re.search(rf"«(?!{THIN})", plain), code


# --- operands


class Raised(NamedTuple):
    """A rule where it is raised, with the names of its operands; None where they are put together elsewhere."""

    rule: Rule
    operands: frozenset[str] | None
    place: str


def raised_in(source: str, place: str) -> Iterator[Raised]:
    """Find `Problem(rule=Rule.X, …, params=…)` and `problems.add(Rule.X, path, value, name=…)`."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).split(".")[-1]
        given = {each.arg: each.value for each in node.keywords}
        rule = given.pop("rule", None) if name == "Problem" else next(iter(node.args), None)
        known = re.fullmatch(r"Rule\.([A-Z_]+)", ast.unparse(rule)) if rule else None
        if known and name in ("Problem", "add", "refusal"):
            operands = in_params(given.get("params"), node, tree) if name == "Problem" else in_names(given)
            yield Raised(Rule[known[1]], operands, f"{place}:{node.lineno}")


def in_params(params: ast.expr | None, call: ast.Call, tree: ast.Module) -> frozenset[str] | None:
    if params is None:
        return frozenset()
    pairs = last_given(params.id, call, tree) if isinstance(params, ast.Name) else params
    if not isinstance(pairs, ast.Tuple):
        return None
    names = [each.elts[0] for each in pairs.elts if isinstance(each, ast.Tuple)]
    return frozenset(each.value for each in names if isinstance(each, ast.Constant))


def in_names(given: Mapping[str | None, ast.expr]) -> frozenset[str] | None:
    return None if None in given else frozenset(filter(None, given))


def last_given(name: str, call: ast.Call, tree: ast.Module) -> ast.expr | None:
    """What the name was last given above the call."""
    values = [
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == name and each.lineno < call.lineno
    ]
    return max(values, key=lambda each: each.lineno, default=None)


def raised() -> list[Raised]:
    """Every place of the product where a rule is raised by its name."""
    return [
        each
        for path in sorted(APP.rglob("*.py"))
        for each in raised_in(path.read_text("utf-8"), str(path.relative_to(APP.parent)))
    ]


def unfit(found: Raised) -> str:
    """What is wrong with the operands of a rule that is raised; empty where they fit its sentence."""
    if found.operands is None:
        return ""
    needed = placeholders(sentence(found.rule, "en")) - {"value"}
    return "" if found.operands == needed else f"{found.place}: {found.rule} needs {sorted(needed)}"


@pytest.mark.takes_long
def test_a_rule_is_raised_with_exactly_what_its_sentence_names() -> None:
    found = raised()
    assert len(found) > 200
    assert sum(each.operands is None for each in found) <= 1
    assert [said for each in found if (said := unfit(each))] == []


@pytest.mark.parametrize(
    "line",
    [
        'Problem(rule=Rule.TOO_LONG, path="name", value="x")',
        'Problem(rule=Rule.ROUND_CLOSED, params=(("limit", "9"),))',
        'problems.add(Rule.TOO_LONG, "name", "x", most="9")',
    ],
)
def test_operands_that_do_not_fit_are_found(line: str) -> None:
    assert [bool(unfit(each)) for each in raised_in(line, "one.py")] == [True]


def words_in(source: str) -> Iterator[str]:
    """The codes of words that are given to a problem as they stand."""
    position = {"wrong_type": 2, "ordered": 3}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).split(".")[-1]
        given = node.args[position[name] :][:1] if name in position else []
        if name == "add":
            given = [each.value for each in node.keywords if each.arg in problems.TRANSLATED]
        yield from (each.value for each in given if isinstance(each, ast.Constant))


@pytest.mark.takes_long
def test_a_word_among_the_operands_is_one_that_is_known() -> None:
    codes = {code for path in APP.rglob("*.py") for code in words_in(path.read_text("utf-8"))}
    assert len(codes) > 10
    assert codes <= set(problems.WORDS)


@pytest.mark.parametrize(
    "line", ['problems.wrong_type(value, "name", "a_cat")', 'p.add(rule, "name", noun="cat")']
)
def test_an_unknown_word_is_found(line: str) -> None:
    assert not set(words_in(line)) <= set(problems.WORDS)


@pytest.mark.parametrize("code", problems.WORDS)
def test_a_word_speaks_both_languages(code: str) -> None:
    english, french = (word(code, language) for language in LANGUAGES)
    assert english
    assert french
    assert english != french or code == "true_or_false"


# --- said


@pytest.mark.parametrize("language", ["en", "fr", "fr-cd", "en-gb"])
def test_a_problem_can_be_said(language: str) -> None:
    for rule in Rule:
        names = placeholders(sentence(rule, "en")) - {"value"}
        params = tuple((name, "english" if name in problems.TRANSLATED else "7") for name in sorted(names))
        value = "7" if rule in problems.OF_AMOUNTS else "odd"
        said = problems.text_in(
            Problem(rule=rule, path="rounds[0]", file="f.json", value=value, params=params), language
        )
        assert "%(" not in said, rule
        assert said, rule


def test_a_region_of_france_or_kinshasa_reads_french() -> None:
    closed = Problem(rule=Rule.ROUND_CLOSED)
    assert problems.text_in(closed, "fr-cd") == problems.text_in(closed, "fr")
    assert problems.text_in(closed, "en") != problems.text_in(closed, "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_is_said_in_the_readers_language(language: str) -> None:
    closed = Problem(rule=Rule.ROUND_CLOSED)
    with override(language):
        assert problems.text(closed) == problems.text_in(closed, language)
        assert problems.texts([closed, closed]) == [problems.text_in(closed, language)] * 2


def test_an_operand_that_is_a_word_is_said_in_the_same_language() -> None:
    missing = Problem(rule=Rule.MISSING_LANGUAGE, params=(("language", "french"),))
    assert "in French." in problems.text_in(missing, "en")
    assert "en français." in problems.text_in(missing, "fr")


def test_numbers_and_dates_are_said_as_the_reader_writes_them() -> None:
    long = Problem(rule=Rule.TOO_LONG, value="x", params=(("limit", "4000"),))
    assert "4,000 characters" in problems.text_in(long, "en")
    assert "4\u202f000 caractères" in problems.text_in(long, "fr")
    closed = Problem(rule=Rule.SESSION_AFTER_CLOSED, value="2011-03-01", params=(("closed", "2010-12"),))
    assert "On 1 March 2011 the structure is closed (December 2010)" in problems.text_in(closed, "en")
    assert "1er mars 2011" in problems.text_in(closed, "fr")
    assert "décembre 2010" in problems.text_in(closed, "fr")


def test_a_value_is_said_cut_and_cleaned() -> None:
    problem = Problem(
        rule=Rule.UNKNOWN_WORD,
        path="answers." + "\x1b[31m" * 200,
        file="f\n.json",
        value="a\x00b\u202ec" + "x" * 400,
    )
    assert "\x1b" not in problems.line(problem, "en")
    assert "\n" not in problems.line(problem, "fr")
    assert "“a\ufffdb\ufffdcx" in problems.line(problem, "en")


@pytest.mark.parametrize("value", ["{0.__class__}", "%(limit)s", "100 %", "%s"])
def test_a_value_that_looks_like_a_placeholder_stays_a_value(value: str) -> None:
    assert value in problems.text_in(Problem(rule=Rule.UNKNOWN_WORD, value=value), "en")


def test_a_line_says_place_and_sentence() -> None:
    found = [
        Problem(rule=Rule.ROUND_CLOSED, path="a"),
        Problem(rule=Rule.FILE_MISSING, path="", file="b.json"),
    ]
    said = ["a — This round is closed.", "b.json — There is no such file."]
    assert [problems.line(each, "en") for each in found] == said


# --- more problems than anybody reads


def test_a_list_of_problems_ends_with_how_many_are_not_said() -> None:
    assert problems.not_said(0, "en") == ""
    assert problems.not_said(1, "en") == "And 1 more. Correct these first, then check the file again."
    assert "56,800" in problems.not_said(56_800, "en")
    assert f"56{THIN}800" in problems.not_said(56_800, "fr-cd")
    closed = Problem(rule=Rule.ROUND_CLOSED)
    lines = list(problems.lines(Refused([closed] * 57_000)))
    assert len(lines) == 2 * 201
    assert lines[-2:] == [problems.not_said(56_800, "en"), f"    {problems.not_said(56_800, 'fr')}"]
    assert len(list(problems.lines(Refused([closed] * 2)))) == 2 * 2
