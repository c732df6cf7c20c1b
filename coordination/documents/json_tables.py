"""Tables as JSON: where their rows are from, what each column is called and holds, and typed values.

Keys are the same in every language: made of the English head of a column, or of the tag that it has; names are in the
reader's language. What the last sheet of a workbook says of it stands first here; of its lines several may have one
key, as notes have.
"""

import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from coordination.documents import workbooks
from coordination.documents.tables import Table, TableFile, Value, figure
from coordination.documents.workbooks import MOST_DIGITS, About, CellForm

MEDIA_TYPE = "application/json"
#: What the values of a column are, by the names that JSON Schema has for types and formats; text may stand in each.
TYPES = {
    CellForm.TEXT: "string",
    CellForm.WHOLE: "integer",
    CellForm.DECIMAL: "number",
    CellForm.PERCENT: "number",
    CellForm.DAY: "date",
    CellForm.MOMENT: "date-time",
}


def file_bytes(of: TableFile, about: About, english: TableFile, english_about: About) -> bytes:
    """Return the tables with what is said about them; of the English ones only the heads and labels are taken.

    Raises:
        TypeError: a column holds days and numbers, say.
        ValueError: a number is none (nan, inf), or the English tables have other columns.
    """
    written = io.BytesIO()
    for part in _parts(of, about, english, english_about):
        written.write(part.encode())
    return written.getvalue()


def keys(heads: Sequence[str]) -> list[str]:
    """Return a key for each head: small letters, digits and underscores, no two the same."""
    found: list[str] = []
    for number, head in enumerate(heads, start=1):
        plain = _plain_letters(head) or f"column_{number}"
        key, times = plain, 1
        while key in found:
            times += 1
            key = f"{plain}_{times}"
        found.append(key)
    return found


def _plain_letters(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", letters).strip("_")


def _parts(of: TableFile, about: About, english: TableFile, english_about: About) -> Iterator[str]:
    """Return the text row by row: what is written at once is one row."""
    lines = [
        {"key": _plain_letters(label), "name": name, "value": _plain(value)}
        for (name, value), (label, _value) in zip(about.lines, english_about.lines, strict=True)
    ]
    yield f'{{"provenance": {_text(lines)},\n"tables": ['
    for number, (table, other) in enumerate(zip(of.tables, english.tables, strict=True)):
        yield ",\n" if number else "\n"
        yield from _table(table, keys(other.tags or other.head))
    yield "\n]}\n"


def _table(table: Table, of_columns: Sequence[str]) -> Iterator[str]:
    columns = [
        {"key": key, "name": name, "type": TYPES[form]}
        for key, name, form in zip(of_columns, table.head, workbooks.forms(table), strict=True)
    ]
    for column, tag in zip(columns, table.tags, strict=False):
        column["tag"] = tag
    yield f'{{"title": {_text(table.title)},\n"columns": {_text(columns)},\n"rows": ['
    for number, row in enumerate(table.rows):
        padded = [*row, *[None] * (len(of_columns) - len(row))]
        yield ",\n" if number else "\n"
        yield _text({key: _plain(value) for key, value in zip(of_columns, padded, strict=True)})
    yield "\n]}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(value: Value) -> str | int | float | None:
    """Return what JSON can hold of the value: nothing as null; a number of more digits than readers keep, as text."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return value
    said = figure(value)
    is_long = isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > MOST_DIGITS
    return said if is_long else float(said)
