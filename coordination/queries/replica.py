"""Reading from a replica, as long as nobody can tell: it must have everything that the primary has when a page begins.

Then a reveal is seen by both sides at once, whoever has written reads what they wrote, and a version of the journal
(`versions`) that is asked of the replica is never older than one that somebody was shown. What fails on the replica is
asked of the primary.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from ssr_assess.env import REPLICA
from ssr_assess.postgresql.base import SECONDS_OF_REST_OF_A_REPLICA, SILENCES
from ssr_assess.postgresql.replica import read

logger = logging.getLogger("coordination")


class ReplicaFailed(Exception):
    """The replica did not answer while a page was read from it; the primary was not asked for its rows yet."""


@contextmanager
def reading() -> Iterator[None]:
    """Read from the replica within the block, where there is one that has everything; else from the primary.

    Raises:
        ReplicaFailed: it had everything, and failed later.
    """
    if not has_all():
        yield
        return
    with read(from_replica=True):
        try:
            yield
        except Exception as error:
            if not connections[REPLICA].errors_occurred:
                raise
            _leave_alone(error)
            raise ReplicaFailed from error


def has_all() -> bool:
    """Whether there is a replica that has replayed everything which the primary has written up to now.

    Within a transaction of the primary the answer is no: nobody else sees yet what is written there.

    Raises:
        django.db.Error: the primary does not answer.
    """
    if REPLICA not in connections or SILENCES[REPLICA].lasts():
        return False
    primary = connections[DEFAULT_DB_ALIAS]
    if primary.in_atomic_block:
        return False
    written = _written(primary)
    try:
        return _has(connections[REPLICA], written)
    except Error as error:
        _leave_alone(error)
        return False


def _written(primary: BaseDatabaseWrapper) -> tuple[str, str]:
    """Return up to where the primary has written, be it on its disk or not, and the fingerprints of the last entries.

    A transaction is seen by others only after its end stands there.
    """
    with primary.cursor() as cursor:
        cursor.execute(
            "SELECT pg_current_wal_insert_lsn()::text,"
            " (SELECT string_agg(hash, ' ' ORDER BY id) FROM coordination_journalhead)"
        )
        position, fingerprint = cursor.fetchone()
    return position, fingerprint


def _has(replica: BaseDatabaseWrapper, written: tuple[str, str]) -> bool:
    """Whether it has all of that; a server that follows nobody any more, or has another history, never has."""
    with replica.cursor() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"
            " AND (SELECT string_agg(hash, ' ' ORDER BY id) FROM coordination_journalhead)"
            " IS NOT DISTINCT FROM %s",
            written,
        )
        return bool(cursor.fetchone()[0])


def _leave_alone(error: Exception) -> None:
    """Ask the primary alone for some seconds, so that not every page waits for a replica that is down."""
    logger.warning("the replica failed (%s); pages are read from the primary", type(error).__name__)
    SILENCES[REPLICA].begins(SECONDS_OF_REST_OF_A_REPLICA)
    connections[REPLICA].close()
