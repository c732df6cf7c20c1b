"""LibreOffice, started without a window: what stands in the cells of the files that it opens."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

#: What the program is called, or where it is.
SOFFICE = os.environ.get("SOFFICE") or "soffice"
SECONDS = 300
#: How LibreOffice is told to open CSV: as UTF-8, and formulas as such; by a comma, or in French by a semicolon.
HOW = {
    language: f"CSV:{ord(mark)},34,76,1,,{number},false,false,false,false,false,0,true"
    for language, mark, number in (("en", ",", 1033), ("fr", ";", 1036))
}
#: What somebody may be called, and a spreadsheet would compute, split, turn round or cut.
NAMES = (
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1+1)",
        "=1+1;@x,+2",
        "a,=1+1",
        "a;=1+1",
        '=HYPERLINK("http://x.example")',
    ),
    *("＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "\u202e=1+1\u202c", "مجلس الأمن", "👮🏿‍♀️ Police 🇨🇩", "é" * 300),
)
NS = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}
Cell = str | float
Grid = list[list[Cell]]


def called(prefix: str, name: str) -> str:
    return f"{{{NS[prefix]}}}{name}"


def converted(folder: Path, files: Sequence[Path], how: str = "") -> dict[str, list[Grid]]:
    """Open files in LibreOffice; return by their names what stands on their sheets."""
    assert shutil.which(SOFFICE), (
        "LibreOffice is missing: install the package libreoffice-calc-nogui, as `make prove` does, "
        "or say where it is: SOFFICE=/path/to/soffice"
    )
    out = folder / f"opened{how[4:6]}"
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += [f"--infilter={how}"] if how else []
    command += ["--convert-to", "fods", "--outdir", str(out), *map(str, files)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    found = {
        each.name: opened(out / f"{each.stem}.fods") for each in files if (out / f"{each.stem}.fods").exists()
    }
    assert len(found) == len(files), told.stdout + told.stderr
    return found


def opened(file: Path) -> list[Grid]:
    book = ElementTree.parse(file).getroot()
    formulas = [each for each in book.iter() if called("table", "formula") in each.attrib]
    assert formulas == [], f"a formula in {file.name}: {[text_of(each) for each in formulas]}"
    return [grid(each) for each in book.iter(called("table", "table"))]


def grid(sheet: Any) -> Grid:
    """Return the cells of a sheet, without the empty ones at the ends."""
    rows: Grid = []
    for row in sheet.iter(called("table", "table-row")):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag in (called("table", "table-cell"), called("table", "covered-table-cell")):
                value = value_of(cell)
                times = int(cell.get(called("table", "number-columns-repeated"), 1))
                cells += [value] * (times if value != "" or times < 500 else 1)
        times = int(row.get(called("table", "number-rows-repeated"), 1))
        cells = stripped(cells)
        rows += [list(cells) for _time in range(times if cells or times < 500 else 1)]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def stripped(cells: Sequence[Any]) -> list[Any]:
    found = list(cells)
    while found and found[-1] in ("", None):
        found.pop()
    return found


def value_of(cell: Any) -> Cell:
    kind = cell.get(called("office", "value-type"), "")
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(called("office", "value")))
    if kind == "date":
        return str(cell.get(called("office", "date-value")))
    assert kind in ("", "string"), f"{kind}: {text_of(cell)}"
    return text_of(cell)


def text_of(cell: Any) -> str:
    return "\n".join(_within(each) for each in cell.findall("text:p", NS))


def _within(part: Any) -> str:
    """Return the text of a paragraph, in which spaces and tabs are elements of their own."""
    found = part.text or ""
    for each in part:
        of = {"s": " " * int(each.get(called("text", "c"), 1)), "tab": "\t", "line-break": "\n"}
        found += of.get(each.tag.rpartition("}")[2], "") or _within(each)
        found += each.tail or ""
    return found


def ends(text: str) -> str:
    """Text with one kind of line ends: an office keeps no others."""
    return re.sub("\r\n?", "\n", text)


def same(shown: Cell, held: object) -> bool:
    """Whether an office shows what the file holds."""
    if isinstance(held, int | float):
        return isinstance(shown, float) and round(shown, 6) == round(float(held), 6)
    if held is None or isinstance(held, str):
        return shown == ends(held or "")
    return str(shown)[:10] == f"{held:%Y-%m-%d}"


def read(text: str, language: str) -> object:
    """What a cell of a CSV file is to an office: a plain number, or that text."""
    plain = text.replace(",", ".") if language == "fr" else text
    is_number = re.fullmatch(r"[+-]?\d+(\.\d+)?([eE]\d+)?", plain, re.ASCII) and (
        language == "en" or "." not in text
    )
    return float(plain) if is_number else text


def assert_shown(shown: Grid, held: Sequence[Sequence[object]]) -> None:
    rows = [stripped(each) for each in held]
    while rows and not rows[-1]:
        rows.pop()
    assert len(shown) == len(rows)
    for number, (one, other) in enumerate(zip(shown, rows, strict=True)):
        assert len(one) == len(other), (number, one, other)
        for cell, value in zip(one, other, strict=True):
            assert same(cell, value), (number, cell, value)
