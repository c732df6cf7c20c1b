"""Tables as values, and as CSV files that open safely in a spreadsheet, in the reader's convention."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

#: A cell that begins so would be taken for a formula; in full width too, as East Asian spreadsheets take it.
DANGEROUS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
#: A spreadsheet of the other convention begins another cell after its own mark, wherever that stands. Apostrophes that
#: stand there already get one more, so that whoever reads the file takes away the one that was added.
SPLIT = re.compile(f"([;,]'*)(?=[{re.escape(''.join(DANGEROUS))}])")
_BEGINS = re.compile(f"'*[{re.escape(''.join(DANGEROUS))}]")
_SPLIT_BARE = re.compile(f"([;,]'*)'(?=[{re.escape(''.join(DANGEROUS))}])")
#: What a spreadsheet takes for a plain number; Python's own idea of one includes “-inf” and “-1_0”.
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
#: Texts of at most so many characters come again, and are looked through once.
SHORT = 100

#: What may stand in a cell; None is an empty one. A moment is written as its own zone's clock shows it.
Value: TypeAlias = str | int | float | Decimal | Fraction | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head, with a name; a row may be shorter than the head.

    ``tags`` stand below the head and say to programs what its columns are; most tables have none.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TableFile:
    """What a page gives as a file: its table first, further ones, and lines about them, each with its label."""

    tables: Sequence[Table]
    notes: Sequence[tuple[str, Value]] = ()


def csv_bytes(rows: Iterable[Sequence[Value]], *, is_french: bool = False) -> bytes:
    """Return rows as CSV: UTF-8 with a byte order mark, CRLF, formulas made harmless by an apostrophe.

    A French spreadsheet divides cells by semicolons and writes numbers with a comma. A lone dash stays a dash: it is
    an answer.
    """
    return b"".join(csv_parts([rows], is_french=is_french))


def csv_parts(parts: Iterable[Iterable[Sequence[Value]]], *, is_french: bool = False) -> Iterator[bytes]:
    """Yield the same file as ``csv_bytes`` of all these rows, as many of them at a time as a part has."""
    yield "\ufeff".encode()
    for rows in parts:
        written = io.StringIO()
        writer = csv.writer(written, delimiter=";" if is_french else ",")
        writer.writerows([_cell(cell, is_french) for cell in row] for row in rows)
        yield written.getvalue().encode()


def file_bytes(of: TableFile, *, is_french: bool) -> bytes:
    """Return the tables as one CSV file: the first with its head on top, then each of the others, and the notes."""
    return csv_bytes(_lines(of), is_french=is_french)


def _lines(of: TableFile) -> Iterator[Sequence[Value]]:
    for number, table in enumerate(of.tables):
        if number:
            yield from ([], [table.title])
        yield table.head
        if table.tags:
            yield table.tags
        yield from table.rows
    if of.notes:
        yield []
        yield from of.notes


def _cell(value: Value, is_french: bool) -> str:
    if value is None or isinstance(value, str):
        return _short(value or "") if len(value or "") <= SHORT else _harmless(value or "")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    said = figure(value)
    return said.replace(".", ",") if is_french else said


def figure(value: int | float | Decimal | Fraction) -> str:
    """Return a number as a file holds it: a decimal point, no grouping, six decimals where there is no end to them."""
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def _harmless(cell: str) -> str:
    cell = SPLIT.sub(r"\1'", cell)
    return f"'{cell}" if _BEGINS.match(cell) and cell != "-" and not NUMBER.fullmatch(cell) else cell


def bare(cell: str) -> str:
    """Return the text of a cell without the apostrophes that keep it from being computed."""
    cell = cell[1:] if cell.startswith("'") and _BEGINS.match(cell) else cell
    return _SPLIT_BARE.sub(r"\1", cell)


#: Names, words and days come again in every other row.
_short = lru_cache(8_192)(_harmless)
