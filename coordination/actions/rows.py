"""Storing a few columns of a row that is stored, without writing its SQL through all of Django: for each save.

This is a part of actions: it runs inside the transaction of one.
"""

from django.db import DatabaseError, connection
from django.db.models import Model


def put(row: Model, *columns: str) -> None:
    """Store these columns, as ``row.save(update_fields=columns)`` does where nobody listens.

    Raises:
        DatabaseError: the row is not there any more.
    """
    meta = row._meta
    fields = [field for field in meta.concrete_fields if field.name in columns]
    said = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        # Only names of tables and columns, quoted as Django does.
        cursor.execute(
            f"UPDATE {_quoted(meta.db_table)} SET {said} WHERE {_quoted(meta.pk.column)} = %s",  # noqa: S608
            [*values, row.pk],
        )
        if cursor.rowcount != 1:
            raise DatabaseError("A row that was to be changed is not there.")


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
