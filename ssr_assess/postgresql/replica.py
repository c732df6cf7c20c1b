"""Which database a query asks beside a replica: the primary, but for what is read while a page of results is made.

Whether a replica may be read is decided by `coordination.queries.replica`. Nothing is written to it, and within a
transaction nothing is read from it either: what an action reads before it writes is what the primary has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections

from ssr_assess.env import REPLICA

_is_read: ContextVar[bool] = ContextVar("is_read", default=False)


@contextmanager
def read(*, from_replica: bool) -> Iterator[None]:
    """Within the block, read from the replica or from the primary; other requests read on as they did."""
    before = _is_read.set(from_replica)
    try:
        yield
    finally:
        _is_read.reset(before)


class Router:
    """Leads every query to its database."""

    def db_for_read(self, _model: object, **_hints: object) -> str:
        """Return the replica within ``read``, outside of a transaction."""
        is_primary = not _is_read.get() or connections[DEFAULT_DB_ALIAS].in_atomic_block
        return DEFAULT_DB_ALIAS if is_primary else REPLICA

    def db_for_write(self, _model: object, **_hints: object) -> str:
        """Return the primary, which also locks."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: object, _other: object, **_hints: object) -> bool:
        """Allow all: a row is the same in both."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: object) -> bool:
        """Allow it on the primary alone; the replica follows by itself."""
        return db == DEFAULT_DB_ALIAS
