"""How much a run tries: ``make test`` every behaviour with some of the cases, ``make prove`` all of them."""

import os
from collections.abc import Collection, Sequence
from typing import TypeVar

from tests.run import PROVE, TURN_OF_RUN, count_of_commits

#: Set by ``make prove``.
PROVES = os.environ.get(PROVE) == "yes"
#: On PostgreSQL only what knows a database is tried; see ``knows_no_database`` in pyproject.toml.
IS_ON_SERVER = os.environ.get("DATABASE_URL", "").startswith("postgres")
#: Which cases have their turn: others at each commit, and on PostgreSQL others than on SQLite. One for all processes.
TURN = int(os.environ.setdefault(TURN_OF_RUN, count_of_commits())) + IS_ON_SERVER

T = TypeVar("T")


def is_tried_here(markers: Collection[str]) -> bool:
    """Whether a test is tried on this database; where everything is proved, each is tried on both."""
    return PROVES or not IS_ON_SERVER or "knows_no_database" not in markers


def of_these(cases: Sequence[T], turn: int, *, few: int = 1) -> list[T]:
    """Return all cases where everything is proved; else a few, others each turn, so that in turn each is tried."""
    if PROVES:
        return list(cases)
    return [cases[(turn * few + step) % len(cases)] for step in range(few)]


def share_of(cases: Sequence[T], turn: int, *, shares: int) -> list[T]:
    """Return all cases where everything is proved; else one of so many equal shares, in turn each."""
    return list(cases if PROVES else cases[turn % shares :: shares])


def share_on_server(cases: Sequence[T], turn: int, *, shares: int) -> list[T]:
    """Return such a share of what is tried with all its cases on SQLite, where this is PostgreSQL."""
    return share_of(cases, turn, shares=shares) if IS_ON_SERVER else list(cases)


def examples(few: int, *, times: int = 10) -> int:
    """Return how many examples a property is tried with: these few, or so many times more where everything is proved."""
    return few * times if PROVES else few
