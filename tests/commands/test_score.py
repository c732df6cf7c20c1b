"""``manage.py score``: figures without a database. Golden values: METHOD.md 12.1 and 12.4."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

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
        "Yes · Partly",
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
