"""Files for spreadsheets opened by LibreOffice: no cell is computed, and text stays as it is to the letter."""

from datetime import date
from pathlib import Path

import pytest

from coordination.documents import workbooks
from coordination.documents.tables import Table, TableFile, file_bytes
from coordination.documents.workbooks import About
from tests.dashboards import rows_of
from tests.extent import PROVES
from tests.office import HOW, NAMES, assert_shown, converted, read

#: What no field keeps, and a file may yet hold.
OTHERS = ("\t=1+1", "\r=1+1", "two\nlines", "a\tb", "a  b", "_x0041_", "'x", "1/2", "-", "TRUE", "1e5", "007")


@pytest.mark.skipif(not PROVES, reason="an office is started by make prove")
def test_texts_of_all_kinds_are_opened_as_they_are(tmp_path: Path) -> None:
    texts = [*NAMES, *OTHERS]
    table = Table("T", ["name", "end"], [[each, "end"] for each in texts])
    book, text = tmp_path / "book.xlsx", tmp_path / "text.csv"
    about = About("About", [("Filter", "=1+1")])
    book.write_bytes(workbooks.workbook_bytes([workbooks.sheet_of(table)], about, on=date(2011, 3, 1)))
    text.write_bytes(file_bytes(TableFile([table]), is_french=False))
    sheet, said = converted(tmp_path, [book])["book.xlsx"]
    assert_shown(sheet, [["name", "end"], *([each, "end"] for each in texts)])
    assert said == [["Filter", "=1+1"]]
    (found,) = converted(tmp_path, [text], HOW["en"])["text.csv"]
    assert_shown(found, [[read(cell, "en") for cell in row] for row in rows_of(text.read_bytes())])
