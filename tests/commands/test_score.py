"""``manage.py score``: figures without a database. Golden values: METHOD.md 12.1 and 12.4."""

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordination.presenters import problems
from tests.nonsense import NONSENSE

ROOT = Path(__file__).parents[2]
DRC = ROOT / "fixtures" / "drc-2008.json"
DEMO = ROOT / "fixtures" / "demo-rounds.json"


def score(path: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("score", str(path), stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def card(
    found: dict[str, Any], label: str, voice: str, code: str, section: str = "coordination"
) -> dict[str, Any]:
    (wave,) = [item for item in found["rounds"] if item["label"] == label]
    (said,) = [item for item in wave["voices"] if item["voice"] == voice]
    (structure,) = [item for item in said["structures"] if item["code"] == code]
    figures: dict[str, Any] = structure["sections"][section]
    return figures


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        (
            "GTSE/CPSE",
            {"low": "650/7", "high": "100", "coverage": "1", "base": 7}
            | {"yes": [5, 7], "mostly": [7, 7], "weakest": [3, 4]},
        ),
        (
            "CMJ",
            {"low": "550/7", "high": "550/7", "coverage": "1", "base": 7}
            | {"yes": [3, 3], "mostly": [6, 6], "weakest": [1, 1]},
        ),
        (
            "CCRSS",
            {"low": "0", "high": "100", "coverage": "0", "base": 7}
            | {"yes": [0, 7], "mostly": [0, 7], "weakest": [0, 4]},
        ),
    ],
)
def test_the_deck_gives_its_golden_values(code: str, figures: dict[str, Any]) -> None:
    assert card(score(DRC), "january-2008", "partners", code) == figures


def test_the_answers_are_the_deck_s_own_words() -> None:
    (wave,) = score(DRC)["rounds"]
    (voice,) = wave["voices"]
    assert (wave["label"], wave["reference_date"], voice["voice"]) == (
        "january-2008",
        "2008-01-31",
        "partners",
    )
    assert [[answer["verbatim"] for answer in item["answers"].values()] for item in voice["structures"]] == [
        ["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"],
        ["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"],
        ["?", "-", "?", "?", "?", "?", "?"],
    ]
    gtse, _, ccrss = voice["structures"]
    assert gtse["answers"]["C3"] == {
        "verbatim": "Yes?",
        "status": "answered",
        "level": 4,
        "lo": 3,
        "hi": 4,
        "certainty": "doubtful",
    }
    assert ccrss["answers"]["C2"] == {
        "verbatim": "-",
        "status": "none",
        "level": None,
        "lo": 0,
        "hi": 4,
        "certainty": None,
    }


def test_a_section_without_any_answer_says_nothing() -> None:
    for section in ("ownership", "success"):
        assert card(score(DRC), "january-2008", "partners", "CMJ", section) == {
            "low": None,
            "high": None,
            "coverage": None,
            "base": 0,
            "yes": None,
            "mostly": None,
            "weakest": None,
        }


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [("GTSE/CPSE", "675/7", "100"), ("CMJ", "575/7", "600/7"), ("CCRSS", "125/7", "25")],
)
def test_the_second_round_gives_its_golden_values(code: str, low: str, high: str) -> None:
    found = card(score(DEMO), "january-2009", "partners", code)
    assert (found["low"], found["high"]) == (low, high)


def test_a_side_that_has_sent_nothing_is_a_voice_without_structures() -> None:
    last = score(DEMO)["rounds"][-1]
    assert [(voice["voice"], len(voice["structures"])) for voice in last["voices"]] == [
        ("government", 3),
        ("partners", 0),
    ]


def changed(tmp_path: Path, change: Any) -> Path:
    document = json.loads(DRC.read_text(encoding="utf-8"))
    change(document)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_several_raters_of_one_side_are_one_voice(tmp_path: Path) -> None:
    def second_rater(document: dict[str, Any]) -> None:
        first = document["rounds"][0]["assessments"][1]
        other = first | {"rater": "Another", "answers": first["answers"] | {"C1": "Partly", "O1": "Yes"}}
        document["rounds"][0]["assessments"].append(other)

    found = score(changed(tmp_path, second_rater))
    cmj = found["rounds"][0]["voices"][0]["structures"][1]
    assert (cmj["answers"]["C1"]["verbatim"], cmj["answers"]["C1"]["lo"], cmj["answers"]["C1"]["hi"]) == (
        "Partly · Yes",
        2,
        4,
    )
    assert cmj["answers"]["C6"]["level"] == 1
    assert cmj["answers"]["O1"]["verbatim"] == "Yes"
    assert cmj["answers"]["O2"]["status"] == "none"
    assert cmj["sections"]["ownership"]["base"] == 7


@pytest.mark.parametrize(
    ("word", "low", "high", "base"),
    [
        ("?", "75", "625/7", 7),
        ("–", "75", "625/7", 7),
        ("n/a", "175/2", "175/2", 6),
        ("Not yet", "550/7", "550/7", 7),
    ],
)
def test_unknown_is_never_zero(tmp_path: Path, word: str, low: str, high: str, base: int) -> None:
    answer = {"verbatim": word, "na_reason": "One partner"} if word == "n/a" else word
    path = changed(tmp_path, lambda d: d["rounds"][0]["assessments"][1]["answers"].update(C6=answer))
    found = card(score(path), "january-2008", "partners", "CMJ")
    assert (found["low"], found["high"], found["base"]) == (low, high, base)


def test_a_bad_file_gets_every_problem_in_both_languages(tmp_path: Path) -> None:
    def spoil(document: dict[str, Any]) -> None:
        document["rounds"][0]["assessments"][0]["answers"].update(C1="Maybe", C9="Yes")

    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match=r"2 problem\(s\)"):
        call_command("score", str(changed(tmp_path, spoil)), stdout=out, stderr=err)
    assert out.getvalue() == ""
    said = err.getvalue()
    assert "rounds[0].assessments[0].answers.C1 — “Maybe” is not a word" in said
    assert "n’est pas un mot" in said
    assert "“C9” is not a criterion" in said
    assert "n’est pas un critère" in said


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PRODUCTION": "0"}
    command = [sys.executable, "manage.py", "score", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_it_needs_no_database() -> None:
    done = run("fixtures/drc-2008.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["programme"] == "cod"


@pytest.mark.parametrize("name", ["missing.json", "", "folder", "binary.json", "broken.json"])
def test_what_cannot_be_read_is_a_sentence_and_never_a_traceback(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.json").write_bytes(bytes(range(256)))
    (tmp_path / "broken.json").write_text("{")
    done = run(str(tmp_path / name))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 3


CODING = ROOT / "fixtures" / "drc-ownership-coding.json"


def asked(*arguments: object) -> dict[str, Any]:
    out = StringIO()
    call_command("score", *map(str, arguments), stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_without_a_question_only_scorecards_are_printed() -> None:
    assert list(score(DRC)) == ["programme", "rounds"]
    assert list(asked(DRC, "--pairs", "--next")) == ["programme", "rounds", "pairs", "next"]


def test_pairs_are_the_golden_ones() -> None:
    found = asked(DRC, "--pairs")["pairs"]
    assert found["ownership"] == found["success"] == []
    by_pair = {
        (each["a"], each["b"]): (each["certain"], each["possible"], each["epsilon"])
        for each in found["coordination"]
    }
    assert by_pair == {
        ("GTSE/CPSE", "CMJ"): ("15/16", "1", "4/11"),
        ("CMJ", "GTSE/CPSE"): ("0", "1/16", "0"),
        ("GTSE/CPSE", "CCRSS"): ("0", "1", "0"),
        ("CCRSS", "GTSE/CPSE"): ("0", "1", "0"),
        ("CMJ", "CCRSS"): ("0", "1", "0"),
        ("CCRSS", "CMJ"): ("0", "1", "0"),
    }
    said = {(each["a"], each["b"]): (each["claim"], each["first"]) for each in found["coordination"]}
    assert said["GTSE/CPSE", "CMJ"] == said["CMJ", "GTSE/CPSE"] == ("ahead_under", "GTSE/CPSE")
    assert said["GTSE/CPSE", "CCRSS"] == (None, None), "of one that cannot be ranked nothing is said"


def test_a_pair_with_too_few_common_criteria_is_not_comparable(tmp_path: Path) -> None:
    left_out = {"verbatim": "n/a", "na_reason": "One partner"}
    path = changed(
        tmp_path,
        lambda d: d["rounds"][0]["assessments"][1]["answers"].update(dict.fromkeys(CODES_LEFT_OUT, left_out)),
    )
    found = asked(path, "--pairs")["pairs"]["coordination"][0]
    assert found == {"round": "january-2008", "voice": "partners", "a": "GTSE/CPSE", "b": "CMJ"} | {
        "certain": None,
        "possible": None,
        "epsilon": None,
        "claim": None,
        "first": None,
    }


CODES_LEFT_OUT = ("C1", "C2", "C3", "C4")


def test_ranks_are_the_golden_ones() -> None:
    found = {each["structure"]: each for each in asked(DRC, "--ranks")["ranks"]["coordination"]}
    assert {code: (each["equal"], each["all"]) for code, each in found.items()} == {
        "GTSE/CPSE": ([1, 1], [1, 2]),
        "CMJ": ([2, 2], [2, 3]),
        "CCRSS": (None, [1, 3]),
    }
    assert found["CCRSS"]["shares"] == [[1, 3, "1"]]
    (_, _, often), (_, _, seldom) = found["GTSE/CPSE"]["shares"]
    assert abs(Fraction(often) - Fraction(15, 16)) < Fraction(1, 100)
    assert Fraction(often) + Fraction(seldom) == 1


def test_change_between_two_files_is_the_golden_one() -> None:
    found = {
        each["structure"]: each
        for each in asked(DRC, DEMO, "--change")["change"]
        if (each["section"], each["voice"], each["from"]) == ("coordination", "partners", "january-2008")
    }
    assert {each["to"] for each in found.values()} == {"january-2009"}
    assert {
        code: (each["low"], each["high"], each["verdict"], each["share_up"]) for code, each in found.items()
    } == {
        # Points are those of the cells that count: an answer that became known by better information does not.
        "GTSE/CPSE": ("-25/7", "25/7", "no clear change", "0"),
        "CMJ": ("25/7", "50/7", "answers are higher (new assessors)", "3/4"),
        "CCRSS": ("-75/7", "75/7", "no clear change", "0"),
    }
    assert found["CMJ"]["scores"] == [["550/7", "550/7"], ["575/7", "600/7"]]
    assert (len(found["CMJ"]["common"]), found["CMJ"]["of"], found["CMJ"]["unchanged"]) == (7, 7, [])
    assert found["GTSE/CPSE"]["unchanged"] == ["C3"]
    assert found["CMJ"]["cells"] == {
        **dict.fromkeys(("C1", "C3", "C4", "C5"), "same"),
        **{"C2": "up", "C6": "up", "C7": "less_precise"},
    }
    assert set(found["CCRSS"]["cells"].values()) == {"new_information"}


def test_one_round_is_no_change() -> None:
    assert asked(DRC, "--change")["change"] == []


def test_the_plane_of_the_analyst_s_coding_is_the_golden_one() -> None:
    everywhere = ["owned_partnership", "substitution", "ownership_without_partnership", "neither"]
    assert [
        (each["structure"], each["ownership"], each["partnership"], each["quadrants"])
        for each in asked(CODING, "--plane")["plane"]
        if (each["round"], each["voice"]) == ("january-2008", "analyst")
    ] == [
        ("GTSE/CPSE", ["75", "100"], ["575/6", "100"], ["owned_partnership"]),
        ("CMJ", ["375/7", "100"], ["325/6", "475/6"], ["owned_partnership"]),
        ("CCRSS", ["0", "625/7"], ["0", "100"], everywhere),
        ("FARDC equipment", ["75/7", "100"], ["0", "100"], everywhere),
    ]


def test_the_plane_names_a_quadrant_only_where_no_rater_denies_it(tmp_path: Path) -> None:
    """Three raters, of whom one says No throughout: the median would be an owned partnership."""

    def three_raters(document: dict[str, Any]) -> None:
        (coded,) = [each for each in document["rounds"][0]["assessments"] if each["structure"] == "GTSE/CPSE"]
        items = [f"O{n}" for n in range(1, 8)] + ["C2", "C5", "C6", "C7", "S4", "S5"]
        document["rounds"][0]["assessments"] = [
            {**coded, "rater": rater, "answers": dict.fromkeys(items, word)}
            for rater, word in (("One", "Yes"), ("Two", "Yes"), ("Three", "No"))
        ]

    path = tmp_path / "changed.json"
    document = json.loads(CODING.read_text(encoding="utf-8"))
    three_raters(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    (found,) = [each for each in asked(path, "--plane")["plane"] if each["voice"] == "analyst"]
    assert (found["ownership"], found["claim"], len(found["quadrants"])) == (["0", "100"], None, 4)


def test_what_both_sides_agreed_has_figures_of_its_own_and_is_no_assessor(tmp_path: Path) -> None:
    codes = [f"C{number}" for number in range(1, 8)] + [f"O{number}" for number in range(1, 8)]
    differing = {"verbatim": "Not yet to Mostly", "differs": True}
    document = json.loads(DEMO.read_text(encoding="utf-8"))
    (round_,) = (each for each in document["rounds"] if each["label"] == "january-2010")
    round_["assessments"].append(
        {"structure": "CMJ", "side": "agreed", "state": "published", "sent_on": "2010-03-01"}
        | {"answers": dict.fromkeys(codes, "Mostly") | {"C3": differing}}
    )
    path = tmp_path / "agreed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    questions = ("--pairs", "--ranks", "--change", "--agreement")
    before, found = asked(DEMO, *questions), asked(path, *questions)
    figures = card(found, "january-2010", "agreed", "CMJ")
    # Six times 75, once anything from 25 to 75, of seven.
    assert (figures["low"], figures["high"]) == ("475/7", "75")
    (wave,) = (each for each in found["rounds"] if each["label"] == "january-2010")
    (voice,) = (each for each in wave["voices"] if each["voice"] == "agreed")
    assert [(each["code"], each["differ"]) for each in voice["structures"]] == [("CMJ", ["C3"])]
    for side in ("government", "partners"):
        assert card(found, "january-2010", side, "CMJ") == card(before, "january-2010", side, "CMJ")
    assert found["agreement"] == before["agreement"]
    assert [each for each in found["change"] if each["voice"] != "agreed"] == before["change"]


def test_one_rater_s_agreement_is_not_assessable() -> None:
    (found,) = asked(DRC, CODING, "--agreement")["agreement"]
    assert (found["round"], found["section"]) == ("january-2008", "coordination")
    assert (found["all"]["alpha"], found["all"]["pairs"]) == (None, 0)
    assert (found["all"]["reason"], found["all"]["word"]) == ("one_rater", "not_assessable")
    assert (found["claim"], found["gaps"], found["between"]["reason"]) == ("too_few", 0, "no_units")


def test_agreement_counts_the_pairs_of_raters_by_side(tmp_path: Path) -> None:
    def second_rater(document: dict[str, Any]) -> None:
        said = document["rounds"][0]["assessments"]
        said += [
            each | {"rater": "Another", "answers": each["answers"] | {"C1": "Mostly"}} for each in said[:2]
        ]

    (found,) = asked(changed(tmp_path, second_rater), "--agreement")["agreement"]
    assert found["partners"] == found["all"]
    assert (found["all"]["pairs"], found["all"]["units"]) == (14, 14)
    assert (found["all"]["exact"], found["all"]["within_one"]) == ("6/7", "1")
    assert found["all"]["low"] <= found["all"]["alpha"] <= found["all"]["high"]
    assert found["government"]["reason"] == "one_rater"


def test_next_steps_are_the_deck_s_result() -> None:
    found = asked(DRC, "--next")["next"]
    assert [(each["structure"], each["criterion"], each["kind"]) for each in found] == [
        ("CMJ", "C6", "action"),
        *[("CMJ", code, "close_gap") for code in ("C2", "C4", "C5")],
        *[("CCRSS", f"C{number}", "find_out") for number in range(1, 8)],
        *[("GTSE/CPSE", code, "confirm") for code in ("C3", "C4")],
    ]
    assert (
        found[0] | {"certain_shortfall": "75", "possible_shortfall": "0", "ideas": ["K6", "K5"]} == found[0]
    )


def test_files_are_put_together_by_round_in_order_of_time() -> None:
    found = asked(DEMO, CODING, DRC)
    labels = [item["label"] for item in found["rounds"]]
    assert labels[0] == "january-2008"
    assert labels == sorted(labels)
    assert [voice["voice"] for voice in found["rounds"][0]["voices"]] == ["partners", "analyst"]
    assert card(found, "january-2008", "partners", "CMJ")["low"] == "550/7"
    assert card(found, "january-2008", "analyst", "CMJ", "ownership")["low"] == "375/7"


def test_a_file_twice_counts_once() -> None:
    assert asked(DRC, DRC, "--pairs") == asked(DRC, "--pairs")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d["programme"].update(code="caf"), "“caf” belongs to another programme."),
        (lambda d: d["rounds"][0].update(reference_date="2008-02-01"), "“january-2008” already exists"),
        (
            lambda d: d["rounds"][0]["assessments"][1]["answers"].update(C6="Yes"),
            "“january-2008 · CMJ” already exists",
        ),
    ],
)
def test_files_that_contradict_each_other_are_refused(tmp_path: Path, change: Any, sentence: str) -> None:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match=r"1 problem\(s\)"):
        call_command("score", str(DRC), str(changed(tmp_path, change)), stdout=out, stderr=err)
    assert out.getvalue() == ""
    assert sentence in err.getvalue()


def test_the_coding_says_of_the_programme_and_the_round_what_the_deck_s_file_says() -> None:
    deck, coding = (json.loads(path.read_text(encoding="utf-8")) for path in (DRC, CODING))
    for key in ("format", "origin", "notice", "source", "programme"):
        assert coding[key] == deck[key]
    (before,), (after,) = deck["rounds"], coding["rounds"]
    assert {**before, "assessments": []} == {**after, "assessments": []}
    there = {each["code"]: each for each in deck["structures"]}
    for structure in coding["structures"][:3]:
        assert {**structure, "seats": []} == {**there[structure["code"]], "seats": []}


def test_every_coded_answer_quotes_the_deck() -> None:
    deck, coding = (json.loads(path.read_text(encoding="utf-8")) for path in (DRC, CODING))
    quotes = {each["quote"] for each in deck["statements"]}
    assert {each["quote"] for each in coding["statements"]} <= quotes
    for assessment in coding["rounds"][0]["assessments"]:
        assert assessment["side"] == "analyst"
        assert assessment["rater"] == "Coded from the text by an analyst, not by the author"
        for code, answer in assessment["answers"].items():
            if isinstance(answer, str):
                assert answer in ("?", "-")
                continue
            (source,) = answer["sources"]
            assert source["kind"] == "document"
            quoted = re.findall("“(.+?)”", answer["basis"])
            assert quoted
            assert code.startswith("C") or set(quoted) <= quotes


@pytest.mark.parametrize("kind", NONSENSE)
def test_of_a_file_that_is_wrong_throughout_the_first_problems_are_said_and_the_others_counted(
    tmp_path: Path, kind: str
) -> None:
    file, err = tmp_path / "nonsense.json", StringIO()
    file.write_bytes(NONSENSE[kind](30))
    with pytest.raises(CommandError) as refused:
        call_command("score", str(file), stdout=StringIO(), stderr=err)
    lines = err.getvalue().splitlines()
    assert len(lines) == 2 * 201
    number = int(re.findall(r"(\d+) problem", str(refused.value))[0])
    assert lines[-2:] == [
        problems.not_said(number - 200, "en"),
        f"    {problems.not_said(number - 200, 'fr')}",
    ]
