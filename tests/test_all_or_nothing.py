"""A fault at any statement of the database leaves it as it was: each writing address of the table, each statement.

What comes before the first statement that writes cannot leave anything behind; so faults begin there.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import Q

from coordination.actions import partners
from coordination.models import Partner
from tests import make
from tests.extent import TURN, share_of
from tests.views.test_addresses import PEOPLE, TABLE, Row, Stage, lasting_stage, like, stage, undone

__all__ = ["lasting_stage", "stage"]

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
Statement = Callable[..., Any]


def is_asked_by_django() -> bool:
    """Whether Django checks a condition: it takes a fault there for a pass, and leaves the matter to the database."""
    frame: FrameType | None = sys._getframe()
    while frame := frame.f_back if frame else None:
        if frame.f_code is Q.check.__code__:
            return True
    return False


class Faults:
    """Counts the statements from the first one that writes a row of the program on, and fails at one of them."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.count = 0
        #: The last one that writes a row of the program; what is read after it is no part of the action.
        self.last = 0
        #: The one that failed.
        self.sql = ""

    def __call__(self, execute: Statement, sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_asked_by_django():
            return execute(sql, params, many, context)
        writes = sql.startswith(WRITES) and "coordination_" in sql
        if self.last or writes:
            self.count += 1
            self.last = self.count if writes else self.last
            if self.count == self.at:
                self.sql = sql
                raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)


@contextmanager
def faults(at: int | None = None) -> Iterator[Faults]:
    """Let the statement of this number fail, none where it is None."""
    found = Faults(at)
    with connection.execute_wrapper(found):
        yield found


def writer(row: Row) -> str:
    """Return the first person for whom the address does what it is asked, empty for an address that never writes."""
    if row.method != "post":
        return ""
    return next((who for who in PEOPLE if row.statuses[who] in (200, 302)), "")


WRITING = [row for row in TABLE if writer(row)]


def left_behind(row: Row, stage: Stage) -> list[str]:
    """Return the statements at which a fault is not told, or leaves something behind."""
    person = writer(row)
    if person != "nobody":
        stage.browsers[person].get("/")  # that somebody was here is noted once in a while
    with undone(), faults() as whole:
        again(stage).ask(row, person)
    before, found = make.everything(), []
    for number in range(1, whole.last + 1):
        with undone():
            with faults(at=number) as at:
                answer = again(stage).ask(row, person)
            if answer.status_code != 503 or make.everything() != before:
                found.append(at.sql)
    return found


def again(stage: Stage) -> Stage:
    """Return the same stage: what is undone is a session, too, and the browser would know a new one."""
    browsers = {name: like(one) for name, one in stage.browsers.items()}
    for browser in browsers.values():
        browser.raise_request_exception = False
    return replace(stage, browsers=browsers)


@pytest.mark.parametrize("row", share_of(WRITING, TURN, shares=12), ids=str)
def test_a_fault_at_any_statement_leaves_everything_as_it_was(row: Row, stage: Stage) -> None:
    assert left_behind(row, stage) == []


@pytest.mark.takes_long
def test_an_action_of_two_transactions_would_be_noticed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, add = next(row for row in WRITING if row.name == "partner-add"), partners.add
    assert left_behind(row, stage) == []

    def add_two(*, facts: partners.PartnerFacts, **more: Any) -> Partner:
        add(facts=replace(facts, name_en="MISAB"), **more)
        return add(facts=facts, **more)

    monkeypatch.setattr(partners, "add", add_two)
    assert left_behind(row, stage)
