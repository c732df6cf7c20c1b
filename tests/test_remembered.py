"""A file loaded from memory leaves exactly what the action leaves."""

from typing import Any

import pytest
from django.db import connection, transaction

from coordination.queries import journal
from tests import make, remembered

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="remembered on SQLite only")


def left(*, before: str = "") -> dict[str, Any]:
    """Every row after the demonstration's rounds were loaded, and what the database still refuses."""
    with transaction.atomic():
        if before:
            make.execute(before)
        plan = make.load_demo()
        rows = make.everything() | {"plan": plan, "triggers": triggers()}
        assert journal.faults() == [] or before
        transaction.set_rollback(True)
    return rows


def triggers() -> list[tuple[str, ...]]:
    return sorted(make._rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))


def test_what_is_put_there_from_memory_is_what_was_stored(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    guards = triggers()
    monkeypatch.setattr(remembered, "_kept", {})
    stored = left()
    monkeypatch.setattr("coordination.actions.fixtures.load", None)
    assert left() == stored
    assert stored["triggers"] == guards


def test_over_other_rows_nothing_is_remembered(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    left()
    monkeypatch.setattr("coordination.actions.fixtures.load", None)
    with pytest.raises(TypeError):
        left(before="UPDATE coordination_user SET name = 'Another' WHERE email = 'olga@ssr.example'")
