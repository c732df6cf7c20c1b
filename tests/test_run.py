"""What is run where, and how much of it."""

import pytest

from tests import extent, run


@pytest.mark.parametrize("name", [*run.KNOW_NO_DATABASE, *run.BUT_THESE_DO])
def test_what_is_named_is_there(name: str) -> None:
    assert (run.ROOT / name).exists()


def test_a_file_that_nobody_named_is_run_on_both_databases() -> None:
    assert run.knows_database("tests/new_room/test_new.py")
    assert run.knows_database("tests/test_new.py")
    assert not run.knows_database("tests/domain/test_new.py")


def test_of_a_part_what_knows_a_database_is_run_on_both() -> None:
    assert run.on_both(["tests/domain", "tests/forms/test_days.py"]) == []
    assert run.on_both(["tests/views"]) == sorted(run.BUT_THESE_DO)
    assert "tests/models/test_constraints.py" in run.on_both(["tests/models"])
    one = "tests/actions/test_journal.py::test_entries_are_numbered_without_a_gap_and_chained"
    assert run.on_both([one]) == [one]
    assert set(run.on_both([])) > {"tests/test_admin.py", "tests/browser/test_races.py"}


def test_each_case_is_tried_in_turn_and_all_where_all_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "PROVES", False)
    assert [extent.of_these("abc", turn) for turn in range(4)] == [["a"], ["b"], ["c"], ["a"]]
    assert [extent.of_these("abc", turn, few=2) for turn in range(3)] == [["a", "b"], ["c", "a"], ["b", "c"]]
    assert extent.examples(60) == 60
    monkeypatch.setattr(extent, "PROVES", True)
    assert extent.of_these("abc", 7) == ["a", "b", "c"]
    assert extent.examples(60) == 600
