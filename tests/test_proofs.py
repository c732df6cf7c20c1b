"""What a run of everything proved, or what has to be mended first."""

from pathlib import Path

import pytest

from tests import proofs
from tests.proofs import FAILED, Half

REPORT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest" errors="2" failures="1" skipped="1" tests="5">
<testcase classname="tests.views.test_home" name="test_passes" />
<testcase classname="tests.views.test_home" name="test_fails[POST a b]"><failure message="no">no</failure></testcase>
<testcase classname="tests.test_admin" name="test_begins"><error message="set-up">no</error></testcase>
<testcase classname="tests.test_admin" name="test_waits"><skipped message="so">so</skipped></testcase>
<testcase classname="" name="tests.views.test_swept"><error message="collection failure">no</error></testcase>
</testsuite></testsuites>"""
BAD = (
    "tests/views/test_home.py::test_fails[POST a b]",
    "tests/test_admin.py::test_begins",
    "tests/views/test_swept.py",
)
PASSED = Half("SQLite", 0, tests=7, skipped=1, seconds=60)
BROKEN = Half("PostgreSQL", FAILED, tests=5, skipped=1, seconds=70, failed=BAD)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "PROVED", tmp_path / "proved.txt")
    monkeypatch.setattr(proofs, "UNPROVED", tmp_path / "var" / "unproved.json")


def test_what_failed_is_named_as_pytest_takes_it_and_a_file_that_cannot_be_read_as_a_whole(
    tmp_path: Path,
) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    assert proofs.half_of("PostgreSQL", FAILED, report, 70) == BROKEN
    assert proofs.half_of("SQLite", 2, tmp_path / "no.xml", 3) == Half("SQLite", 2, seconds=3)


def test_a_proof_is_kept_with_its_commit_where_all_passed() -> None:
    proofs.keep([PASSED, BROKEN], "abc")
    proofs.keep([PASSED, PASSED], "abd")
    assert proofs.unproved() is None
    first, *rows = proofs.PROVED.read_text(encoding="utf-8").splitlines()
    assert first.endswith("at commit abd")
    assert [each.split() for each in rows if each][1] == ["SQLite", "7", "1", "60"]
    assert proofs.last() == f"{first}."


def test_where_something_failed_nothing_is_proved_and_that_is_kept() -> None:
    proofs.keep([PASSED, BROKEN], "abc")
    assert not proofs.PROVED.exists()
    assert proofs.last().startswith("Nothing has been proved yet")
    found = proofs.unproved()
    assert found == proofs.Unproved("abc", (PASSED, BROKEN))
    assert found.is_whole


def test_a_proof_is_completed_by_what_failed_in_it_and_says_so() -> None:
    proofs.keep([PASSED, BROKEN], "abc")
    before = proofs.unproved()
    assert before is not None
    assert not proofs.complete(before, [Half("PostgreSQL", FAILED, failed=BAD[:1])], "abd")
    assert not proofs.PROVED.exists()
    assert proofs.complete(before, [Half("PostgreSQL", 0, tests=3)], "abd")
    text = proofs.PROVED.read_text(encoding="utf-8")
    assert "at commit abc\n" in text
    assert "3 of these failed there, and passed at commit abd: tests alone were mended." in text
    assert proofs.unproved() is None


@pytest.mark.parametrize("status", [2, 3, 4, FAILED])
def test_what_was_cut_short_is_completed_by_nothing(status: int) -> None:
    failed = () if status == FAILED else BAD
    assert not proofs.Unproved("abc", (PASSED, Half("PostgreSQL", status, failed=failed))).is_whole


def test_it_is_completed_where_tests_and_guides_alone_were_changed() -> None:
    assert proofs.more_than_tests(["tests/make.py", "README.md", "deploy/README.md"]) == []
    assert proofs.more_than_tests(["tests/make.py", "coordination/mail.py"]) == ["coordination/mail.py"]
    assert proofs.more_than_tests(["pyproject.toml"]) == ["pyproject.toml"]
