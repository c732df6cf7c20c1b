"""The migrated file that is kept from run to run: another, when what it is made of is changed."""

from pathlib import Path

import pytest

from tests import databases


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one migration, one model and settings."""
    for name in (
        "coordination/migrations/0001.py",
        "coordination/models/rounds.py",
        "ssr_assess/settings.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("one = 1\n")
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    ["coordination/migrations/0001.py", "coordination/migrations/0002.py", "ssr_assess/settings.py"],
)
def test_a_file_of_other_migrations_or_settings_is_not_taken(root: Path, changed: str) -> None:
    before = databases.fingerprint(root)
    assert databases.fingerprint(root) == before
    (root / changed).write_text("one = 2\n")
    assert databases.fingerprint(root) != before


def test_the_database_of_a_run_is_made_of_what_is_there() -> None:
    assert all((databases.ROOT / each).exists() for each in databases.OF_DATABASES)


def test_one_file_is_kept_and_it_is_the_last(tmp_path: Path) -> None:
    made, kept = tmp_path / "made.sqlite3", tmp_path / "kept"
    for number in (1, 2):
        made.write_text(str(number))
        databases.keep(made, kept / f"empty-{number}.sqlite3")
    assert [each.name for each in kept.iterdir()] == ["empty-2.sqlite3"]
    assert (kept / "empty-2.sqlite3").read_text() == "2"
