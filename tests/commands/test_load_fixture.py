"""``manage.py load_fixture FILE [--check]``: the plan first, every problem by its place, all or nothing."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordination.domain.problems import Refused
from coordination.presenters import problems
from tests import make
from tests.nonsense import NONSENSE

pytestmark = pytest.mark.django_db
Document = dict[str, Any]


def load(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_fixture", path, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refusal(path: Path, **options: Any) -> tuple[str, str]:
    """What is said on standard error, and the last sentence; nothing may have changed."""
    before, err = make.everything(), StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("load_fixture", path, stdout=StringIO(), stderr=err, **options)
    assert make.everything() == before
    return err.getvalue(), str(refused.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "changed.json"


def write(file: Path, document: Document) -> Path:
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def test_a_file_is_loaded_after_its_plan_is_shown() -> None:
    said = load(make.DEMO).splitlines()
    assert "create\tround\tjanuary-2009" in said
    assert "create\tassessment\tjanuary-2009 · CMJ · partners · Invented assessor A (partners)" in said
    assert said[-1].startswith("demo-rounds.json: ")
    assert " created, " in said[-1]
    assert make.round_("january-2011").state == "open"


def test_check_shows_the_plan_and_changes_nothing() -> None:
    before = make.everything()
    said = load(make.DEMO, check=True)
    assert "create\tround\tjanuary-2009" in said
    assert " would be created, " in said
    assert make.everything() == before


def test_the_same_file_again_creates_nothing() -> None:
    before = make.everything()
    said = load(make.DRC)
    assert said.startswith("drc-2008.json: 0 created, ")
    assert make.everything() == before


def test_what_is_unchanged_is_listed_only_when_asked_for() -> None:
    assert "unchanged\tstructure\tCMJ" in load(make.DRC, verbosity=2)
    assert "unchanged\tstructure" not in load(make.DRC)
    assert load(make.DEMO, verbosity=0).count("\n") == 1


def seven_mistakes() -> Document:
    """The deck with seven independent mistakes."""
    document = make.document()
    document["partners"][0]["side"] = "inside"
    document["structures"][0]["sector"] = "music"
    document["structures"][1]["name"].pop("fr")
    document["statements"][0]["kind"] = "rumour"
    document["rounds"][0]["reference_date"] = "31.01.2008"
    document["rounds"][0]["assessments"][0]["answers"]["C1"] = "Perhaps"
    document["rounds"][0]["assessments"][1]["answers"]["C9"] = "Yes"
    return document


@pytest.mark.parametrize("check", [False, True])
def test_a_file_with_seven_mistakes_reports_seven_in_both_languages_and_changes_nothing(
    file: Path, check: bool
) -> None:
    said, sentence = refusal(write(file, seven_mistakes()), check=check)
    english = [line for line in said.splitlines() if not line.startswith("    ")]
    french = [line for line in said.splitlines() if line.startswith("    ")]
    assert len(english) == len(french) == 7
    assert sentence == (
        "changed.json: 7 problem(s), nothing was changed / 7 problème(s), rien n’a été modifié"
    )
    for place in ("partners[0].side", "structures[1].name", "rounds[0].assessments[0].answers.C1"):
        assert [line for line in english if line.startswith(f"changed.json: {place} — ")]
    assert not set(english) & {line.strip() for line in french}


def test_a_conflict_is_refused_and_named(file: Path) -> None:
    document = make.document()
    document["structures"][0]["sector"] = "police"
    said, sentence = refusal(write(file, document))
    assert "GTSE/CPSE" in said
    assert sentence.startswith("changed.json: 1 problem(s)")


def corrected(file: Path) -> Path:
    document = make.document()
    document["structures"][0]["sector"] = "police"
    return write(file, document)


def test_without_the_word_to_replace_the_differences_are_shown_and_nothing_is_changed(file: Path) -> None:
    out, before = StringIO(), make.everything()
    with pytest.raises(CommandError):
        call_command("load_fixture", corrected(file), stdout=out, stderr=StringIO())
    said = out.getvalue().splitlines()
    assert "replace\tstructure\tGTSE/CPSE" in said
    assert "\tsector: elections → police" in said
    assert make.everything() == before


@pytest.mark.takes_long
def test_with_it_what_nobody_changed_is_replaced(file: Path) -> None:
    path, before = corrected(file), make.everything()
    said = load(path, check=True, replace_untouched=True).splitlines()
    assert said[-1].endswith(", 1 would be replaced, 0 differ and stay")
    assert make.everything() == before
    assert load(path, replace_untouched=True).splitlines()[-1].endswith(", 1 replaced, 0 differ and stay")
    assert make.structure("GTSE/CPSE").sector == "police"
    assert load(path, replace_untouched=True).startswith("changed.json: 0 created, ")


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe", b"[]", b'{"format": "x", "format": "y"}', b"[" * 100_000, b"NaN", b"null", b"7"],
    ids=["empty", "broken", "utf16", "list", "twice", "deep", "nan", "null", "number"],
)
def test_what_is_no_fixture_is_refused_with_a_sentence(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    said, sentence = refusal(file)
    assert said
    assert "problem(s), nothing was changed" in sentence


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    assert "1 problem(s)" in refusal(tmp_path / "absent.json")[1]
    assert "1 problem(s)" in refusal(tmp_path)[1]


@pytest.mark.parametrize("kind", NONSENSE)
def test_of_a_file_that_is_wrong_throughout_the_first_problems_are_said_and_the_others_counted(
    file: Path, kind: str
) -> None:
    data = NONSENSE[kind](30)
    file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        make.read_fixture(data, file.name)
    said, last = refusal(file)
    assert said.splitlines() == list(problems.lines(refused.value))
    assert len(said.splitlines()) == 2 * 201
    assert f"{refused.value.number} problem(s)" in last
    assert f"{refused.value.number} problème(s)" in last
