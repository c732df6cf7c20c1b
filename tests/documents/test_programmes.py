"""A programme as files: what is written reads back as the same values, in one file or in several."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from coordination.documents import fixtures, instruments, programmes
from coordination.domain.fixtures import ROWS, Fixture, Known, KnownProgramme, rows_of
from tests.programmes import documents

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHIPPED = instruments.load_folder(FIXTURES / "instruments")
NAMES = ("drc-2008.json", "drc-ownership-coding.json", "demo-rounds.json", "demo-life.json")
ROUNDS = dict.fromkeys(("january-2008", "january-2009", "january-2010"), ("partnership-2008", "2008.1"))
#: What the first file of the demonstration brings.
KNOWN = Known(
    {"cod": KnownProgramme({}, frozenset({"GTSE/CPSE", "CMJ", "CCRSS", "CCRSS Defence"}), rounds=ROUNDS)}
)


def read(data: bytes, known: Known = KNOWN) -> Fixture:
    return fixtures.load(data, "f.json", SHIPPED, known)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_comes_with_the_program_is_written_and_read_back(name: str) -> None:
    found = read((FIXTURES / name).read_bytes())
    data = programmes.dump(found)
    assert read(data) == found
    assert programmes.dump(read(data)) == data


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_any_programme_is_written_and_read_back(document: dict[str, Any]) -> None:
    found = read(json.dumps(document).encode())
    assert read(programmes.dump(found)) == found


def test_an_answer_in_its_rater_s_own_words_keeps_what_they_mean() -> None:
    document = json.loads((FIXTURES / "drc-2008.json").read_text())
    answers = document["rounds"][0]["assessments"][0]["answers"]
    meant = {"status": "answered", "level": 3, "lo": 3, "hi": 3, "certainty": "plain"}
    answers["C1"] = {"verbatim": "Plutôt bien", "understood": meant}
    answers["C2"] = {"verbatim": "Hard to say", "understood": {"status": "unknown", "lo": 0, "hi": 4}}
    found = read(json.dumps(document).encode())
    first, second = found.rounds[0].assessments[0].answers[:2]
    assert (first.reading.level, second.reading.status.value) == (3, "unknown")
    assert read(programmes.dump(found)) == found


def test_what_a_small_programme_holds_stands_in_one_file() -> None:
    found = read((FIXTURES / "drc-2008.json").read_bytes())
    data, ending = programmes.archive(found)
    assert (ending, data) == ("json", programmes.dump(found))


def large(number: int) -> Fixture:
    """The deck with so many contacts."""
    found = read((FIXTURES / "drc-2008.json").read_bytes())
    life = read((FIXTURES / "demo-life.json").read_bytes())
    contact = replace(life.contacts[0], partners=("FARDC", "MONUC"))
    return replace(found, contacts=tuple(replace(contact, code=f"K-{n:06}") for n in range(number)))


def test_a_large_programme_comes_in_several_files_that_can_be_read_in_their_order() -> None:
    whole = large(15_000)  # with their partners, 45,000 entries
    data, ending = programmes.archive(whole)
    assert ending == "zip"
    assert len(data) < 1_000_000
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        files = [archive.read(name) for name in archive.namelist()]
    assert all(rows_of(json.loads(each)) <= ROWS for each in files)
    there = KnownProgramme(
        {each.code: each.side for each in whole.partners},
        frozenset(each.code for each in whole.structures),
        frozenset(each.code for each in whole.functions),
        {each.code: each.kind for each in whole.standards},
        {each.label: each.instrument for each in whole.rounds},
    )
    first, *others = files
    found = [read(first, Known()), *(read(each, Known({"cod": there})) for each in others)]
    assert [each.code for part in found for each in part.contacts] == [each.code for each in whole.contacts]
    assert [each for part in found for each in part.activities] == list(whole.activities)
    assert [one for part in found for each in part.rounds for one in each.assessments] == [
        one for each in whole.rounds for one in each.assessments
    ]
    assert programmes.archive(whole)[0] == data, "the same programme is the same archive"
