"""Every row of a file of SQLite, into the migrated tables of the program's PostgreSQL, as it is.

The database's guards are for what people do: they are lifted for this one transaction, by the owner of the tables alone,
and every reference between rows is checked at its end.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

#: The name of the connection to the file, for as long as it is read.
FILE = "backup"
AT_ONCE = 1000


def move(file: Path) -> None:
    """Replace all rows of the program's database by those of a file with the same migrations."""
    tables = [each for each in apps.get_models(include_auto_created=True) if _has_table(each)]
    with _reading(file), transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(each._meta.db_table) for each in tables)
        _guards(cursor, tables, "DISABLE")
        cursor.execute(f"TRUNCATE {names}")
        for each in tables:
            _copy(each)
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _guards(cursor, tables, "ENABLE")


def _guards(cursor: CursorWrapper, tables: Sequence[type[Model]], verb: str) -> None:
    for each in tables:
        cursor.execute(f"ALTER TABLE {connection.ops.quote_name(each._meta.db_table)} {verb} TRIGGER USER")


def _has_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy


def _copy(model: type[Model]) -> None:
    rows: models.QuerySet[Model] = models.QuerySet(model, using=FILE)
    target: models.QuerySet[Model] = models.QuerySet(model, using=connection.alias)
    found = rows.order_by("pk").iterator(AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        target.bulk_create(some)


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Have a connection to a file of SQLite, which is only read."""
    asked = {
        **connection.settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{file.resolve().as_uri()}?mode=ro",
        "OPTIONS": {"uri": True},
        "TIME_ZONE": None,
    }
    connections.databases[FILE] = asked
    try:
        yield
    finally:
        connections[FILE].close()
        del connections[FILE], connections.databases[FILE]
