"""Tables as CSV files that open safely in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: A cell that begins so would be taken for a formula; in full width too, as East Asian spreadsheets take it.
DANGEROUS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
#: A French spreadsheet begins another cell after a semicolon, wherever it stands.
SPLIT = re.compile(f";(?=[{re.escape(''.join(DANGEROUS))}])")
#: What a spreadsheet takes for a plain number; Python's own idea of one includes “-inf” and “-1_0”.
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows of text as CSV: UTF-8 with a byte order mark, CRLF, formulas made harmless by an apostrophe.

    A lone dash stays a dash: it is an answer.
    """
    written = io.StringIO()
    csv.writer(written).writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff".encode() + written.getvalue().encode()


def _harmless(cell: str) -> str:
    cell = SPLIT.sub(";'", cell)
    return f"'{cell}" if cell.startswith(DANGEROUS) and cell != "-" and not NUMBER.fullmatch(cell) else cell
