"""How much a run tries: ``make test`` every behaviour with some of the cases, ``make prove`` all of them."""

import os
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar
from zlib import crc32

from tests.run import (
    BY_TURNS,
    LOOKED_AT,
    PROVE,
    TURN_OF_RUN,
    count_of_commits,
    is_told_by_a_server_only,
    knows_database,
)

#: Set by ``make prove``.
PROVES = os.environ.get(PROVE) == "yes"
#: On PostgreSQL only what knows a database is tried; see ``knows_no_database`` in pyproject.toml.
IS_ON_SERVER = os.environ.get("DATABASE_URL", "").startswith("postgres")
#: Which cases have their turn: others at each commit, and on PostgreSQL others than on SQLite. One for all processes.
TURN = int(os.environ.setdefault(TURN_OF_RUN, count_of_commits())) + IS_ON_SERVER

#: Set by ``make test`` of everything. Who asks for a part of the tests gets all cases of it.
IS_BY_TURNS = os.environ.get(BY_TURNS) == "yes" and not PROVES
#: In so many commits each case has its turn, each test that takes longer than others, and on PostgreSQL each test. It
#: is a prime that no file has for shares of its own: else one of those might come only when its test does not.
TURNS = 11

#: In so many commits each test that only looks at pages in a browser has its turn.
TURNS_OF_LOOKS = 3

T = TypeVar("T")


def asks_database(file: str, markers: Collection[str], fixtures: Collection[str]) -> bool:
    """Whether a test asks a database; a file that is run on both may hand its address to another program."""
    return (
        knows_database(file) or "django_db" in markers or not {"db", "transactional_db"}.isdisjoint(fixtures)
    )


def is_tried_here(markers: Collection[str], *, asks: bool) -> bool:
    """Whether a test is tried on this database; on PostgreSQL none that ``asks`` no database, also for a proof.

    What is the same on each is tried on both only where everything is proved.
    """
    return not IS_ON_SERVER or asks and (PROVES or "knows_no_database" not in markers)


def takes_turns(
    name: str, markers: Collection[str], *, has_own: bool, is_on_server: bool = IS_ON_SERVER
) -> bool:
    """Whether a test is tried at some commits only, or its cases are; ``has_own``: its file has turns of its own."""
    if "each_time" in markers:
        return False
    return not (is_told_by_a_server_only(name.partition("::")[0]) if is_on_server else has_own)


def of_these(cases: Sequence[T], turn: int, *, few: int = 1) -> list[T]:
    """Return all cases where everything is proved; else a few, others each turn, so that in turn each is tried."""
    if PROVES:
        return list(cases)
    return [cases[(turn * few + step) % len(cases)] for step in range(few)]


def share_of(cases: Sequence[T], turn: int, *, shares: int) -> list[T]:
    """Return all cases where everything is proved; else one of so many equal shares, in turn each."""
    return list(cases if PROVES else cases[turn % shares :: shares])


def commits_to_turn(name: str, markers: Collection[str], *, is_on_server: bool = IS_ON_SERVER) -> int:
    """Return at each how many-th commit a test is tried, with whichever of its cases.

    Of what takes turns on a server, a test that takes long is an eleventh as it is.
    """
    if "takes_long" in markers and (not is_on_server or is_told_by_a_server_only(name.partition("::")[0])):
        return TURNS
    return TURNS_OF_LOOKS if only_looks(name) else 1


def has_its_turn(name: str, turn: int, *, commits: int) -> bool:
    """Whether a test that is tried at each so many-th commit is tried now; not all such tests at the same."""
    return (turn + crc32(name.partition("[")[0].encode())) % commits == 0


def whose_turn(names: Mapping[str, int], turn: int, *, is_on_server: bool = IS_ON_SERVER) -> set[str]:
    """Of the cases of tests, by their names with the commits to their turn, return those whose turn it is.

    Of each test that is one case in eleven, and at least one; on PostgreSQL one in eleven of everything.
    """
    tests: dict[str, list[str]] = {}
    for name in names:
        tests.setdefault(name.partition("[")[0], []).append(name)
    found: set[str] = set()
    for test, cases in tests.items():
        shares = TURNS if is_on_server else min(len(cases), TURNS)
        # A test that comes at every eleventh commit would else come with the same cases.
        number = turn if is_on_server else turn // names[cases[0]]
        # Not all tests at the same commit.
        found.update(cases[(number + crc32(test.encode())) % shares :: shares])
    return found


def only_looks(name: str) -> bool:
    """Whether a test only looks at pages in a browser."""
    return name.partition("::")[0] in LOOKED_AT


def examples(few: int, *, times: int = 10) -> int:
    """Return how many examples a property is tried with: these few, or so many times more where everything is proved."""
    return few * times if PROVES else few
