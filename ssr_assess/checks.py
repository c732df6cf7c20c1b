"""What ``manage.py check`` says of a replica that is named and cannot serve."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import DEFAULT_DB_ALIAS, connections

from ssr_assess.env import REPLICA

#: What tells one database from another.
PLACE = ("HOST", "PORT", "NAME")


def replica_is_usable(**_asked: Any) -> list[CheckMessage]:
    """Refuse a replica of SQLite, or beside it: it is left out."""
    if not settings.REPLICA_IS_NAMED or REPLICA in settings.DATABASES:
        return []
    said = "DATABASE_REPLICA_URL is ignored: a replica is a PostgreSQL that follows another one."
    hint = "Leave it out, or name a PostgreSQL in DATABASE_URL and in DATABASE_REPLICA_URL."
    return [Error(said, hint=hint, id="ssr.E001")]


def replica_is_elsewhere(**_asked: Any) -> list[CheckMessage]:
    """Warn of a replica that is the primary itself."""
    primary, replica = settings.DATABASES[DEFAULT_DB_ALIAS], settings.DATABASES.get(REPLICA)
    if replica is None or any(primary.get(each) != replica.get(each) for each in PLACE):
        return []
    return [
        Warning(
            "DATABASE_REPLICA_URL names the database of DATABASE_URL: nothing is read from it.", id="ssr.W001"
        )
    ]


def replica_follows(*, databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
    """Refuse a server that follows nobody; asked of the server with ``check --database replica``."""
    if REPLICA not in (databases or ()) or REPLICA not in settings.DATABASES:
        return []
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        follows = cursor.fetchone()[0]
    return (
        [] if follows else [Error("The server of DATABASE_REPLICA_URL follows no other one.", id="ssr.E002")]
    )


def register_all() -> None:
    """Have Django make these checks."""
    register(replica_is_usable)
    register(replica_is_elsewhere, deploy=True)
    register(replica_follows, Tags.database)
