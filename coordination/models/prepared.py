"""Queries whose SQL is written once: for what is asked at each save, where writing it took longer than its answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
#: A value that is asked for: a number, a text, or several texts.
Value = int | str | tuple[str, ...]
#: Stands for a number, and counts up, while SQL is written; no number that is asked for with a query itself.
_MARK = 10**15


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a value stands among those that are asked for."""

    at: int


@dataclass(frozen=True, slots=True)
class _Written:
    """What follows SELECT, its parameters, and what makes of the database's values, by their place, those of Python."""

    asked: str
    params: Sequence[Any]
    converters: Mapping[int, Callable[[Any], Any]]

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return a row as Django reads it."""
        if not self.converters:
            return tuple(row)
        found = list(row)
        for place, convert in self.converters.items():
            found[place] = convert(found[place])
        return tuple(found)


class Prepared:
    """Rows of a `values_list`, asked for with other values each time; its SQL is the one that Django writes."""

    def __init__(self, rows: Callable[..., QuerySet[Any, Any]]) -> None:
        """Take what makes the queryset of such values; it must not look at them."""
        self._rows = rows
        self._written: dict[tuple[object, ...], _Written] = {}

    def __call__(self, *values: Value, behind: str = "") -> list[tuple[Any, ...]]:
        """Return the rows of these values; one query. What locks is asked for within a transaction.

        ``behind`` is a function that the server calls first, on the same way; what it waits for is read behind it.
        """
        written = self._known(values)
        flat = list(_flat(values))
        given: list[Any] = [flat[each.at] if isinstance(each, _Stand) else each for each in written.params]
        asked = f"{behind}; SELECT {written.asked}" if behind else written.asked
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked}", given)
            return [written.read(row) for row in cursor.fetchall()]

    def _known(self, values: Sequence[Value]) -> _Written:
        shape = tuple(len(each) if isinstance(each, tuple) else type(each) for each in values)
        kind = (connection.vendor, *shape)
        # A queryset that locks is written within a transaction only.
        return self._written.get(kind) or self._written.setdefault(kind, self._write(values))

    def _write(self, values: Sequence[Value]) -> _Written:
        """Write the SQL with marks in place of the values, and find where each of them stands in it."""
        marks: dict[object, int] = {}

        def mark(value: Value) -> Value:
            if isinstance(value, tuple):
                return tuple(str(mark(each)) for each in value)
            found: int | str = _MARK + len(marks) if isinstance(value, int) else f"mark {len(marks)}"
            marks[found] = len(marks)
            return found

        compiler = self._rows(*map(mark, values)).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        stands = [_Stand(marks[each]) if each in marks else each for each in params]
        if {each.at for each in stands if isinstance(each, _Stand)} != set(marks.values()):
            raise ValueError("Not every value stands in the SQL as it was given.")
        return _Written(sql.removeprefix("SELECT "), stands, _converters(compiler))


def _converters(compiler: Any) -> dict[int, Callable[[Any], Any]]:
    """Return what Django itself applies to the columns that this kind of database gives otherwise."""
    listed = compiler.get_converters([column for column, _sql, _name in compiler.select])
    return {place: partial(_convert, several, column) for place, (several, column) in listed.items()}


def _convert(several: Sequence[Callable[..., Any]], column: object, value: Any) -> Any:
    for each in several:
        value = each(value, column, connection)
    return value


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
