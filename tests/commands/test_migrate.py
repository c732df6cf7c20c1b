"""``manage.py migrate``: who comes second waits for the first, and goes on when that is done, however it ended."""

from collections.abc import Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from coordination.management.alone import alone
from tests import databases

pytestmark = pytest.mark.django_db(transaction=True)


class Heard(StringIO):
    """What the second says; when it waits, the first is done."""

    def __init__(self, first: ExitStack) -> None:
        super().__init__()
        self._first = first

    def write(self, said: str) -> int:
        """Let the first go as soon as the second says that it waits."""
        if "waiting for it" in said:
            self._first.close()
        return super().write(said)


@pytest.fixture
def first() -> Iterator[ExitStack]:
    """Another process that is migrating this database."""
    with ExitStack() as stack:
        stack.enter_context(alone(connection, lambda: None))
        yield stack


def migrate(first: ExitStack) -> str:
    heard = Heard(first)
    call_command("migrate", stdout=heard)
    return heard.getvalue()


def test_who_comes_second_waits_and_finds_nothing_to_do(first: ExitStack) -> None:
    said = migrate(first)
    assert said.startswith("Another migrate of this database is running: waiting for it.")
    assert "No migrations to apply." in said


def test_who_comes_alone_does_not_wait(first: ExitStack) -> None:
    first.close()
    assert "waiting" not in migrate(first)


def test_another_database_is_nobodys_business(first: ExitStack, tmp_path: Path) -> None:
    one = databases.Elsewhere(tmp_path)
    try:
        with one, alone(connection, pytest.fail):
            pass
    finally:
        one.drop()


def test_after_a_failure_the_next_does_not_wait(first: ExitStack) -> None:
    first.close()
    with pytest.raises(RuntimeError, match="broken"), alone(connection, pytest.fail):
        raise RuntimeError("broken")
    with alone(connection, pytest.fail):
        pass
