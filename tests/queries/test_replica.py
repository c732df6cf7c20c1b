"""When a replica may be read: only while it has all that the primary has; and what becomes of one that fails."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any

import pytest
from django.db import OperationalError, connections, models, transaction

from coordination.models import JournalHead
from coordination.queries import replica
from ssr_assess.postgresql.base import SILENCES
from ssr_assess.postgresql.replica import Router, read

WRITTEN = ("0/15D68C50", "a" * 64)


class FakeCursor:
    """A cursor that gives one row, or fails."""

    def __init__(self, server: "FakeServer") -> None:
        self._server = server

    def __enter__(self) -> "FakeCursor":
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _at: TracebackType | None) -> None:
        """Nothing is to be closed."""

    def execute(self, sql: str, values: object = None) -> None:
        self._server.asked.append((sql, values))
        if self._server.is_down:
            raise OperationalError("the server closed the connection unexpectedly")

    def fetchone(self) -> tuple[Any, ...]:
        return self._server.row


class FakeServer:
    """A connection to a database that answers one question."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.row, self.asked = row, list[tuple[str, object]]()
        self.is_down = self.in_atomic_block = self.errors_occurred = self.is_closed = False

    def cursor(self) -> FakeCursor:
        return FakeCursor(self)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, FakeServer]]:
    """A primary, and a replica that has everything."""
    found = {"default": FakeServer(WRITTEN), "replica": FakeServer((True,))}
    for module in ("coordination.queries.replica", "ssr_assess.postgresql.replica"):
        monkeypatch.setattr(f"{module}.connections", found)
    yield found
    SILENCES.pop("replica", None)


def place() -> str:
    """The database that a query would ask now."""
    return Router().db_for_read(JournalHead)


def test_without_a_replica_everything_is_read_from_the_one_database() -> None:
    assert "replica" not in connections
    with replica.reading():
        assert place() == "default"


def test_it_is_read_while_it_has_all_that_the_primary_said_it_has_written(
    servers: dict[str, FakeServer],
) -> None:
    with replica.reading():
        assert place() == "replica"
    assert place() == "default"
    ((_sql, values),) = servers["replica"].asked
    assert values == WRITTEN


@pytest.mark.parametrize("answer", [False, None])
def test_one_that_is_behind_or_follows_nobody_is_not_read(
    servers: dict[str, FakeServer], answer: bool | None
) -> None:
    servers["replica"].row = (answer,)
    with replica.reading():
        assert place() == "default"


def test_within_a_transaction_nothing_is_read_from_it(servers: dict[str, FakeServer]) -> None:
    servers["default"].in_atomic_block = True
    assert not replica.has_all()
    servers["default"].in_atomic_block = False
    with replica.reading():
        servers["default"].in_atomic_block = True
        assert place() == "default"


def test_what_is_written_or_locked_goes_to_the_primary(servers: dict[str, FakeServer]) -> None:
    with replica.reading():
        assert Router().db_for_write(JournalHead) == "default"
        assert models.QuerySet(JournalHead).select_for_update()._for_write
        with read(from_replica=False):
            assert place() == "default"
        assert place() == "replica"
    assert not Router().allow_migrate("replica", "coordination")


def test_one_that_is_down_is_left_alone_for_some_seconds(servers: dict[str, FakeServer]) -> None:
    servers["replica"].is_down = True
    for _ in range(3):
        with replica.reading():
            assert place() == "default"
    assert len(servers["replica"].asked) == 1
    assert servers["replica"].is_closed
    assert not SILENCES["default"].lasts()


def test_one_that_fails_while_it_is_read_is_told_from_a_primary_that_does(
    servers: dict[str, FakeServer],
) -> None:
    with pytest.raises(OperationalError), replica.reading():
        raise OperationalError("of the primary")
    assert replica.has_all()
    servers["replica"].errors_occurred = True
    with pytest.raises(replica.ReplicaFailed), replica.reading():
        raise OperationalError("canceling statement due to conflict with recovery")
    assert place() == "default"
    assert not replica.has_all()


def test_a_primary_that_is_down_is_said(servers: dict[str, FakeServer]) -> None:
    servers["default"].is_down = True
    with pytest.raises(OperationalError), replica.reading():
        pytest.fail("nothing can be read")
    assert not servers["replica"].asked


@pytest.mark.django_db
def test_an_action_within_a_page_of_results_reads_what_the_primary_has() -> None:
    with read(from_replica=True), transaction.atomic():
        assert place() == "default"
        assert JournalHead.objects.count() == 1
