"""What is run where, and how much of it."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests import extent, run


@pytest.mark.parametrize(
    "name", [*run.KNOW_NO_DATABASE, *run.BUT_THESE_DO, *run.ONLY_A_SERVER_TELLS, *run.LOOKED_AT]
)
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
    shares = [extent.share_of("abcde", turn, shares=2) for turn in range(3)]
    assert shares == [["a", "c", "e"], ["b", "d"], ["a", "c", "e"]]
    assert extent.examples(60) == 60
    monkeypatch.setattr(extent, "PROVES", True)
    assert extent.of_these("abc", 7) == ["a", "b", "c"]
    assert extent.share_of("abcde", 1, shares=2) == [*"abcde"]
    assert extent.examples(60) == 600
    assert extent.examples(15, times=20) == 300


#: One test alone, one with three cases, one with five and one with twenty.
NAMES = [
    "tests/a.py::test_alone",
    *(
        f"tests/a.py::test_{name}[{case}]"
        for name, many in (("c", 3), ("e", 5), ("t", 20))
        for case in range(many)
    ),
]


def tried(turn: int, *, is_on_server: bool) -> Counter[str]:
    """How many cases of each test have this turn."""
    found = extent.whose_turn(dict.fromkeys(NAMES, 1), turn, is_on_server=is_on_server)
    return Counter(name.partition("[")[0].rpartition("_")[2] for name in found)


@pytest.mark.parametrize("is_on_server", [False, True])
def test_in_eleven_turns_each_case_of_each_test_is_tried(is_on_server: bool) -> None:
    names = dict.fromkeys(NAMES, 1)
    turns = [extent.whose_turn(names, turn, is_on_server=is_on_server) for turn in range(100, 111)]
    assert set().union(*turns) == set(NAMES)


def test_on_sqlite_each_test_is_tried_at_each_turn_with_a_case_or_an_eleventh_of_them() -> None:
    for turn in range(20):
        found = tried(turn, is_on_server=False)
        assert (found["alone"], found["c"], found["e"]) == (1, 1, 1)
        assert found["t"] in (1, 2)


def test_on_postgresql_an_eleventh_of_all_is_tried_at_each_turn() -> None:
    assert sum((tried(turn, is_on_server=True) for turn in range(11)), Counter()) == Counter(
        {"alone": 1, "c": 3, "e": 5, "t": 20}
    )


@pytest.mark.parametrize(
    "file",
    [
        "tests/models/test_constraints.py",
        "tests/browser/test_races.py",
        "tests/actions/test_publications_at_once.py",
        "tests/configuration/test_postgresql.py",
    ],
)
def test_what_a_server_alone_can_tell_is_tried_whole(file: str) -> None:
    assert run.knows_database(file)
    assert run.is_told_by_a_server_only(file)
    assert not run.is_told_by_a_server_only("tests/actions/test_journal.py")


@pytest.mark.parametrize(
    ("file", "markers", "has_own", "on_sqlite", "on_server"),
    [
        ("tests/actions/test_rounds.py", (), False, True, True),
        ("tests/actions/test_rounds.py", ("each_time",), False, False, False),
        ("tests/views/test_addresses.py", ("parametrize",), True, False, True),
        ("tests/models/test_constraints.py", (), False, True, False),
    ],
)
def test_turns_are_for_what_has_none_of_its_own_and_need_not_be_tried_each_time(
    file: str, markers: tuple[str, ...], has_own: bool, on_sqlite: bool, on_server: bool
) -> None:
    found = [
        extent.takes_turns(f"{file}::test_one", markers, has_own=has_own, is_on_server=is_on_server)
        for is_on_server in (False, True)
    ]
    assert found == [on_sqlite, on_server]


@pytest.mark.parametrize(
    ("file", "markers", "commits"),
    [(run.LOOKED_AT[0], (), 3), ("tests/actions/test_journal.py", ("takes_long",), 11)],
)
def test_what_has_its_turn_at_some_commits_only_is_tried_there_with_another_case_each_time(
    file: str, markers: tuple[str, ...], commits: int
) -> None:
    names = [f"{file}::test_{name}[{case}]" for name in "abc" for case in range(6)]
    assert {extent.commits_to_turn(name, markers, is_on_server=False) for name in names} == {commits}
    of = dict.fromkeys(names, commits)
    found = [
        {
            each
            for each in extent.whose_turn(of, turn, is_on_server=False)
            if extent.has_its_turn(each, turn, commits=commits)
        }
        for turn in range(commits * 6)
    ]
    assert set().union(*found) == set(names)
    for name in "abc":
        assert [bool({each for each in turn if f"_{name}[" in each}) for turn in found].count(True) == 6


def test_what_neither_takes_long_nor_only_looks_has_its_turn_at_each_commit() -> None:
    assert extent.commits_to_turn("tests/browser/test_saving.py::test_one", (), is_on_server=False) == 1
    assert all(
        extent.has_its_turn("tests/browser/test_saving.py::test_one", turn, commits=1) for turn in range(7)
    )


def test_on_postgresql_what_takes_long_waits_no_longer_than_all_else() -> None:
    long = ("takes_long",)
    assert extent.commits_to_turn("tests/actions/test_journal.py::test_one", long, is_on_server=True) == 1
    assert extent.commits_to_turn("tests/models/test_roles.py::test_one", long, is_on_server=True) == 11


def test_turns_meet_with_every_share_that_a_file_has_of_its_own() -> None:
    for file in sorted((run.ROOT / "tests").rglob("test_*.py")):
        for shares in re.findall(r"\bshares=(\d+)", file.read_text(encoding="utf-8")):
            assert int(shares) % extent.TURNS, f"{file.name}: some of its cases would wait for ever"
            if extent.only_looks(file.relative_to(run.ROOT).as_posix()):
                assert int(shares) % extent.TURNS_OF_LOOKS, f"{file.name}: some of its cases, too"


def test_what_is_the_same_on_each_database_is_left_out_on_one_unless_all_is_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for proves, on_server, is_tried in (
        *((False, False, True), (False, True, False)),
        *((True, False, True), (True, True, True)),
    ):
        monkeypatch.setattr(extent, "PROVES", proves)
        monkeypatch.setattr(extent, "IS_ON_SERVER", on_server)
        assert extent.is_tried_here({"parametrize", "knows_no_database"}, asks=True) == is_tried
        assert extent.is_tried_here({"parametrize"}, asks=True)
        assert extent.is_tried_here({"parametrize"}, asks=False) == (not on_server)


def test_what_asks_no_database_is_a_test_of_a_file_that_knows_none_and_does_not_ask_for_one() -> None:
    pure, pages = "tests/domain/test_dates.py", "tests/views/test_home.py"
    assert not extent.asks_database(pure, {"parametrize"}, ["request"])
    assert extent.asks_database(pages, {"django_db"}, ["request"])
    assert extent.asks_database(pages, {"parametrize"}, ["cast", "db"])
    # It may start a program that does.
    assert extent.asks_database("tests/configuration/test_settings.py", {"parametrize"}, ["tmp_path"])


def test_whatever_is_left_to_another_turn_has_it_at_another_commit() -> None:
    for file in sorted((run.ROOT / "tests").rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if file != Path(__file__) and re.search(r"\b(of_these|share_of)\(", text):
            assert re.search(r"\bTURN\b.*\n(.*\n)*.*\bTURN\b", text), (
                f"{file.name} tries the same at each commit"
            )
