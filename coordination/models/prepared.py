"""Queries whose SQL is written once: for what is asked at each save, where writing it took longer than its answer."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
#: A value that is asked for: a number, a text, or several texts.
Value = int | str | tuple[str, ...]
#: Stands for a number, and counts up, while SQL is written; no number that is asked for with a query itself.
_MARK = 10**15


class Prepared:
    """Rows of a `values_list`, asked for with other values each time; its SQL is the one that Django writes.

    Values come as the database gives them: a truth may be 0 or 1, a time may be a text.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Any]]) -> None:
        """Take what makes the queryset of such values; it must not look at them."""
        self._rows = rows
        self._written: dict[tuple[object, ...], tuple[str, list[Any]]] = {}

    def __call__(self, *values: Value) -> list[tuple[Any, ...]]:
        """Return the rows of these values; one query. What locks is asked for within a transaction."""
        shape = tuple(len(each) if isinstance(each, tuple) else type(each) for each in values)
        kind = (connection.vendor, *shape)
        # A queryset that locks is written within a transaction only.
        asked, places = self._written.get(kind) or self._written.setdefault(kind, self._write(values))
        flat = list(_flat(values))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {asked}", [flat[each.at] if isinstance(each, _Stand) else each for each in places]
            )
            return list(cursor.fetchall())

    def _write(self, values: Sequence[Value]) -> tuple[str, list[Any]]:
        """Write what follows SELECT, with marks in place of the values, and find where each of them stands in it."""
        marks: dict[object, int] = {}

        def mark(value: Value) -> Value:
            if isinstance(value, tuple):
                return tuple(str(mark(each)) for each in value)
            found: int | str = _MARK + len(marks) if isinstance(value, int) else f"mark {len(marks)}"
            marks[found] = len(marks)
            return found

        sql, params = self._rows(*map(mark, values)).query.sql_with_params()
        places = [_Stand(marks[each]) if each in marks else each for each in params]
        stand = {each.at for each in places if isinstance(each, _Stand)}
        if stand != set(marks.values()):
            raise ValueError("Not every value stands in the SQL as it was given.")
        return sql.removeprefix("SELECT "), places


class _Stand:
    """Where a value stands among those that are asked for."""

    def __init__(self, at: int) -> None:
        self.at = at


def _flat(values: Sequence[Value]) -> Iterator[int | str]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


def read(model: type[Row], columns: Sequence[str], values: Sequence[Any]) -> Row:
    """Return a stored row that was read with these columns (as the model names them) alone."""
    given = dict(zip(columns, values, strict=True))
    # Django takes them in the order in which the model has its fields.
    names = [each.attname for each in model._meta.concrete_fields if each.attname in given]
    return model.from_db(connection.alias, names, [given[each] for each in names])
