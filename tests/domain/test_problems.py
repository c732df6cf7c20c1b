"""Every mistake has a sentence in both languages, fit to be shown."""

import re
from string import Formatter

import pytest

from coordination.domain.problems import MOST, RULES, TRANSLATED, Problem, Refused, Rule, not_said, shown
from coordination.domain.sentences import WORDS
from coordination.domain.validation import ProblemList

THIN = "\u202f"


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_speaks_both_languages_of_the_same_things(rule: str) -> None:
    assert set(RULES[rule]) == {"en", "fr"}
    assert placeholders(RULES[rule]["en"]) == placeholders(RULES[rule]["fr"])
    assert RULES[rule]["en"] != RULES[rule]["fr"]


@pytest.mark.parametrize("rule", RULES)
def test_a_sentence_is_a_sentence(rule: str) -> None:
    for sentence in RULES[rule].values():
        assert sentence[0].isupper() or sentence[0] in "“«{"
        assert sentence[-1] in ".?!"


@pytest.mark.parametrize(
    "text", [sentence["fr"] for sentence in RULES.values()] + [word["fr"] for word in WORDS.values()]
)
def test_french_is_set_as_french_is(text: str) -> None:
    plain = re.sub(r"https?://|[{][^}]*[}]", "x", text)
    assert "'" not in plain
    assert not re.search(rf"(?<!{THIN})[;:!»]", plain)
    assert not re.search(rf"(?<![{THIN}«])[?]", plain)
    assert not re.search(rf"«(?!{THIN})", plain)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_speaks_both_languages(word: str) -> None:
    assert set(WORDS[word]) == {"en", "fr"}


@pytest.mark.parametrize("language", ["en", "fr", "fr-cd", "en-gb"])
@pytest.mark.parametrize("rule", RULES)
def test_a_problem_can_be_said(rule: str, language: str) -> None:
    names = placeholders(RULES[rule]["en"]) - {"value"}
    params = tuple((name, "english" if name in TRANSLATED else "7") for name in sorted(names))
    said = Problem(rule=rule, path="rounds[0]", file="f.json", value="odd", params=params).text(language)
    assert "{" not in said.replace("{…}", "")
    assert said


def test_a_region_of_france_or_kinshasa_reads_french() -> None:
    assert Problem(rule=Rule.ROUND_CLOSED).text("fr-cd") == Problem(rule=Rule.ROUND_CLOSED).text("fr")
    assert Problem(rule=Rule.ROUND_CLOSED).text("en") != Problem(rule=Rule.ROUND_CLOSED).text("fr")


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
    assert "\x1b" not in problem.line("en")
    assert "\n" not in problem.line("fr")


def test_a_value_with_braces_stays_a_value() -> None:
    assert "{0.__class__}" in Problem(rule=Rule.UNKNOWN_WORD, value="{0.__class__}").text("en")


def test_a_lone_surrogate_can_be_printed() -> None:
    assert shown("\ud800").encode() == "\ufffd".encode()


def test_there_is_no_problem_without_a_rule_and_no_refusal_without_a_problem() -> None:
    with pytest.raises(ValueError, match="made_up"):
        Rule("made_up")
    with pytest.raises(ValueError, match="at least one"):
        Refused([])


def test_a_refusal_says_every_problem() -> None:
    refused = Refused(
        [Problem(rule=Rule.ROUND_CLOSED, path="a"), Problem(rule=Rule.FILE_MISSING, path="", file="b.json")]
    )
    assert str(refused).splitlines() == ["a — This round is closed.", "b.json — There is no such file."]
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


def test_a_list_of_problems_ends_with_how_many_are_not_said() -> None:
    assert not_said(0, "en") == ""
    assert not_said(1, "en") == "And 1 more. Correct these first, then check the file again."
    assert "56,800" in not_said(56_800, "en")
    assert f"56{THIN}800" in not_said(56_800, "fr-cd")
    lines = list(Refused(found(57_000)).lines())
    assert len(lines) == 2 * 201
    assert lines[-2:] == [not_said(56_800, "en"), f"    {not_said(56_800, 'fr')}"]
    assert len(list(Refused(found(2)).lines())) == 2 * 2
