"""Files that people fill in: what a spreadsheet writes is read as it was meant; what is unsafe or unclear is said."""

import io
import random
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from coordination.documents import filled_tables
from coordination.domain.answers import normalise
from coordination.domain.filled import ANSWERS, PLACES, FilledRow
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from tests.extent import PROVES

HEADS = {normalise(name): name for name in (*PLACES, *ANSWERS)}
#: A spreadsheet knows no time zone.
DAY = datetime.fromisoformat("2026-04-03")
ROW = ["drc", "march-2011", "CMJ", "C1", "Yes"]


def book(*rows: list[Any], change: Callable[[Any], None] | None = None) -> bytes:
    made = Workbook()
    page: Any = made.active
    page.title = "Answers"
    page.append([*PLACES, *ANSWERS])
    for row in rows:
        page.append(row)
    if change:
        change(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def parts(data: bytes, **changed: bytes) -> bytes:
    """The same workbook with other parts; a name has its slashes as two underscores."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        names = {name.replace("__", "/"): value for name, value in changed.items()}
        for name in before.namelist():
            after.writestr(name, names.pop(name, before.read(name)))
        for name, value in names.items():
            after.writestr(name, value)
    return written.getvalue()


def sheet(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("xl/worksheets/sheet1.xml")


def read(data: bytes, name: str = "a.xlsx") -> list[FilledRow]:
    return filled_tables.read(data, name, HEADS)


def refused(data: bytes, name: str = "a.xlsx") -> list[tuple[Rule, str]]:
    with pytest.raises(Refused) as found:
        read(data, name)
    return [(each.rule, each.path) for each in found.value.problems]


def test_a_cell_is_read_with_its_sheet_row_and_column() -> None:
    (row,) = read(book([*ROW[:4], None], ROW))
    assert (row.sheet, row.number, row.text("answer")) == ("Answers", 3, "Yes")
    assert row.cells["answer"].letters == "E"


def test_rows_in_which_nothing_is_answered_are_left_out() -> None:
    assert read(book([*ROW[:4]], ["x", "y", "z", "u", "  "])) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" Yes\u00a0", "Yes"),
        ("Re\u0301alise\u0301", "Réalisé"),
        (2.5, "2.5"),
        (3.0, "3"),
        (True, "1"),
        (DAY, "2026-04-03"),
        ("03/04/2026", "03/04/2026"),
        ("2,5", "2,5"),
    ],
)
def test_a_value_is_read_as_text_and_never_as_another_value(value: object, text: str) -> None:
    (row,) = read(book([*ROW[:4], value]))
    assert row.text("answer") == text


def test_a_day_counted_from_1904_is_the_same_day() -> None:
    def macintosh(made: Any) -> None:
        made.epoch = CALENDAR_MAC_1904

    (row,) = read(book([*ROW[:4], DAY], change=macintosh))
    assert row.text("answer") == "2026-04-03"


def test_a_formula_counts_by_the_value_that_was_kept_and_one_without_is_said() -> None:
    data = book([*ROW[:4], "=A1"])
    assert refused(data) == [(Rule.FORMULA_WITHOUT_VALUE, "Answers!E2")]
    kept = re.sub(rb"<f>A1</f><v ?/>|<f>A1</f><v></v>", b"<f>A1</f><v>Yes</v>", sheet(data))
    kept = kept.replace(b'r="E2"', b'r="E2" t="str"', 1)
    (row,) = read(_with_sheet(data, kept))
    assert row.text("answer") == "Yes"


def _with_sheet(data: bytes, text: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            after.writestr(name, text if name == "xl/worksheets/sheet1.xml" else before.read(name))
    return written.getvalue()


def test_a_hidden_sheet_and_merged_cells_are_said_where_answers_stand_in_them_only() -> None:
    def hide(made: Any) -> None:
        made.create_sheet("Other")
        made["Answers"].sheet_state = "hidden"
        made.active = 1

    def merge(made: Any) -> None:
        made["Answers"].merge_cells("E2:E3")

    def elsewhere(made: Any) -> None:
        made.create_sheet("Notes").merge_cells("A1:B2")
        made["Notes"].sheet_state = "hidden"

    assert refused(book(ROW, change=hide)) == [(Rule.HIDDEN_SHEET, "Answers")]
    assert refused(book(ROW, change=merge)) == [(Rule.MERGED_CELLS, "Answers!E2:E3")]
    assert len(read(book(ROW, change=elsewhere))) == 1


def test_every_sheet_with_answers_is_read() -> None:
    def second(made: Any) -> None:
        page = made.create_sheet("CCRSS")
        page.append([*PLACES, "answer"])
        page.append(ROW)

    assert [row.sheet for row in read(book(ROW, change=second))] == ["Answers", "CCRSS"]


def test_a_column_that_is_missing_is_named_and_a_file_without_answers_refused() -> None:
    data = b"round,structure,answer\nmarch-2011,CMJ,Yes\n"
    assert refused(data, "a.csv") == [(Rule.COLUMN_MISSING, "a.csv!1")]
    assert refused(b"one,two\n1,2\n", "a.csv") == [(Rule.NO_ANSWER_SHEET, "")]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", Rule.FILE_EMPTY),
        (b"  \n ", Rule.FILE_EMPTY),
        (b"x" * (5 * 1024 * 1024 + 1), Rule.FILE_TOO_BIG),
        (b"\xd0\xcf\x11\xe0 an older workbook", Rule.FILE_NO_TABLE),
        (b"PK\x03\x04 no archive", Rule.FILE_NO_TABLE),
        (b"%PDF-1.7 \x00\x01", Rule.FILE_NO_TABLE),
    ],
    ids=str,
)
def test_what_is_no_table_is_refused(data: bytes, rule: Rule) -> None:
    assert [each for each, _path in refused(data)] == [rule]


def test_macros_links_and_entities_are_refused() -> None:
    whole = book(ROW)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    head, _mark, rest = sheet(whole).partition(b"<worksheet")
    found = [
        refused(parts(whole, **{"xl__vbaProject.bin": b"x"})),
        refused(parts(whole, **{"xl__externalLinks__externalLink1.xml": b"<x/>"})),
        refused(_with_sheet(whole, head + bomb + b"<worksheet" + rest)),
        refused(_with_sheet(whole, (head + bomb + b"<worksheet" + rest).decode().encode("utf-16"))),
    ]
    rules = [each[0][0] for each in found]
    assert rules == [
        Rule.FILE_WITH_MACROS,
        Rule.FILE_WITH_LINKS,
        Rule.FILE_WITH_ENTITIES,
        Rule.FILE_WITH_ENTITIES,
    ]


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    data = parts(book(ROW), **{"xl__media__bomb.xml": b"\x20" * (70 * 1024 * 1024)})
    assert len(data) < 1024 * 1024
    tracemalloc.start()
    assert [each for each, _path in refused(data)] == [Rule.FILE_UNPACKS_TOO_BIG]
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * 1024 * 1024


def test_20_000_rows_are_read_and_one_more_is_refused() -> None:
    head = ",".join((*PLACES, "answer"))
    line = "\n" + ",".join(ROW)
    assert len(read((head + line * 20_000).encode(), "a.csv")) == 20_000
    assert [rule for rule, _path in refused((head + line * 20_001).encode(), "a.csv")] == [Rule.TOO_MANY_ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_csv_file_is_read_as_a_spreadsheet_of_either_language_writes_it(mark: str, encoding: str) -> None:
    rows = [
        mark.join((*PLACES, "answer")),
        mark.join([*ROW[:4], '"Réglé\n«oui»"']),
        mark.join([*ROW[:4], "'=1+1"]),
    ]
    first, second = read("\r\n".join(rows).encode(encoding), "réponses.csv")
    assert (first.text("answer"), first.sheet) == ("Réglé\n«oui»", "réponses.csv")
    assert second.text("answer") == "=1+1"


def test_bytes_that_were_changed_anywhere_give_rows_or_a_refusal_and_nothing_else() -> None:
    chance = random.Random(17)
    whole = [
        book(ROW, [*ROW[:4], "=A1"]),
        ("a,b\n" + ",".join((*PLACES, *ANSWERS)) + "\n" + ",".join(ROW)).encode(),
    ]
    for data in whole:
        for _turn in range(3000 if PROVES else 150):
            changed = bytearray(data)
            for _ in range(chance.choice((1, 3, 20))):
                place = chance.randrange(len(changed))
                match chance.randrange(3):
                    case 0:
                        changed[place] = chance.randrange(256)
                    case 1:
                        del changed[place : place + chance.randrange(1, 9)]
                    case _:
                        changed[place:place] = chance.randbytes(3)
            _sound(bytes(changed))


@pytest.mark.takes_long
def test_parts_of_a_workbook_that_were_changed_give_rows_or_a_refusal_and_nothing_else() -> None:
    chance = random.Random(71)
    data = book(ROW, [*ROW[:4], "=A1"])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        whole = {name: packed.read(name) for name in packed.namelist()}
    for _turn in range(3000 if PROVES else 150):
        name = chance.choice(list(whole))
        part = bytearray(whole[name])
        for _ in range(chance.choice((1, 2, 6))):
            place = chance.randrange(len(part))
            part[place : place + chance.randrange(3)] = chance.choice(
                (b"<", b'"', b"/>", b"-1", b"99999999999999", b"A0", b"\xff", b"=", b"")
            )
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as after:
            for each, text in whole.items():
                after.writestr(each, bytes(part) if each == name else text)
        _sound(written.getvalue())


def _sound(data: bytes) -> None:
    with suppress(Refused):
        rows = read(data)
        assert all(isinstance(cell.text, str) for row in rows for cell in row.cells.values())
