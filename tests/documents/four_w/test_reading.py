"""4W sheets of other people are taken over; what is wrong is said with its cell, what is unsafe refused."""

import random
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from coordination.documents import sheets
from coordination.documents.four_w import columns, reading, tables
from coordination.documents.four_w.carrying import packed
from coordination.documents.four_w.reading import FourWFile
from coordination.documents.iati.values import IatiActivity, IatiMoney
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.presenters import four_w as words
from coordination.presenters import problems
from tests.sheets_4w import MONTHS, PROJECTS, TAGGED, Rows, book, changed, text


def read(data: bytes, name: str = "3w.xlsx") -> FourWFile:
    table = tables.read(data, name, words.columns())
    places = columns.of_tags(table.tags) or columns.of_heads(table.heads, words.columns())
    return reading.read(table, places, words.words(), source="4W · Lakes", file=name)


def refusal(data: bytes, name: str = "3w.xlsx") -> list[tuple[Rule, str]]:
    with pytest.raises(Refused) as refused:
        read(data, name)
    return [(each.rule, each.path) for each in refused.value.problems]


def who(file: FourWFile, activity: IatiActivity) -> list[tuple[str, str, str]]:
    called = {key: org.name.en for key, org in file.file.orgs.items()}
    return [(called[each.org], each.role, each.share) for each in activity.parts]


@pytest.mark.parametrize("data", [book(PROJECTS), text(PROJECTS), text(PROJECTS, ",")])
def test_a_sheet_of_projects_is_taken_over(data: bytes) -> None:
    file = read(data)
    one, two = file.file.activities
    assert who(file, one) == [
        ("Atelier des Collines", "implements", ""),
        ("Fonds des Lacs", "funds", ""),
        ("DFID", "funds", "40"),
        ("Police HQ", "receives", ""),
    ]
    assert (one.name.en, one.place, one.status) == ("Formation des inspecteurs", "Lacs, Rive-Est", "running")
    assert one.dates == {"since": "2026-04-03", "planned_until": "2026-12-31"}
    assert one.money == (IatiMoney(kind="budget", amount=Decimal("250000.50"), currency="USD", on=""),)
    assert file.file.sectors[one.sectors[0]].en == "Maintien de l'ordre"
    assert (two.name.en, who(file, two)[0][0]) == ("Réseau radio", "Secours  du Danube")
    assert (two.status, two.dates["until"], two.money[0].amount) == ("ended", "2025-06", Decimal("1200.50"))
    assert file.file.unread == {"N°": 2, "Nombre de bénéficiaires": 1}


def test_rows_that_differ_only_in_month_are_two_activities() -> None:
    one, two = read(book(TAGGED)).file.activities
    assert (one.dates, two.dates) == (
        {"since": "2026-01", "until": "2026-01"},
        {"since": "2026-02", "until": "2026-02"},
    )
    assert one.code != two.code
    (alone,) = read(book([*TAGGED[:2], TAGGED[3]])).file.activities
    assert alone.code == two.code, "in a sheet of its month alone it is the same"
    assert (one.name.en, one.place) == ("Night patrols", "Lakes")


def test_marked_months_are_stretches_of_the_year_that_the_sheet_is_called_by() -> None:
    found = read(book(MONTHS, title="3W 2026")).file.activities
    assert [(each.name.en, each.dates["since"], each.dates["until"]) for each in found] == [
        ("Mobile court", "2026-01", "2026-02"),
        ("Mobile court", "2026-05", "2026-05"),
        ("Legal aid", "2026-03", "2026-05"),
    ]


def test_months_of_no_known_year_are_not_taken_over() -> None:
    file = read(book(MONTHS, title="3W"))
    assert [each.dates for each in file.file.activities] == [{}, {}]
    assert file.file.unread["Jan"] == 1


def test_a_row_keeps_its_code_in_a_later_version_whatever_else_it_says() -> None:
    before = read(book(PROJECTS)).file.activities
    later = changed(PROJECTS, (3, 9, "2027"), (3, 10, "suspendu"), (3, 11, "9"), (3, 2, None))
    again = read(book(later)).file.activities
    assert [each.code for each in before] == [each.code for each in again]
    assert len({each.code for each in before}) == 2


def test_tags_are_read_whatever_their_order_and_attributes() -> None:
    tags = [
        "#adm1+name",
        "#adm1+code",
        "#org +funder",
        "#org+impl+name",
        "#activity+name",
        "#date+start",
        "#org+num",
    ]
    assert columns.of_tags(tags) == {"adm1": 0, "funder": 2, "who": 3, "name": 4, "start": 5}


@pytest.mark.parametrize(
    ("cell", "value", "rule", "path"),
    [
        ((3, 8), "31/02/2026", Rule.NO_DATE_IN_CELL, "3W!I4"),
        ((3, 9), "2025", Rule.DATES_REVERSED, "3W!J4"),
        ((3, 10), "perhaps", Rule.WORD_NOT_KNOWN, "3W!K4"),
        ((3, 11), "2,5 millions", Rule.VALUE_NOT_NUMBER, "3W!L4"),
        ((3, 11), "9" * 20, Rule.VALUE_TOO_BIG, "3W!L4"),
        ((3, 11), "9" * 90, Rule.VALUE_NOT_NUMBER, "3W!L4"),
        ((2, 11), "Budget", Rule.CURRENCY_MISSING, "3W!L4"),
        ((4, 1), None, Rule.EMPTY_TEXT, "3W!B5"),
        ((4, 5), " ", Rule.EMPTY_TEXT, "3W!F5"),
    ],
)
def test_each_mistake_is_one_problem_at_its_cell(
    cell: tuple[int, int], value: object, rule: Rule, path: str
) -> None:
    rows = changed(PROJECTS, (*cell, value))
    if rule is Rule.CURRENCY_MISSING:
        rows = changed(rows, (4, 11, None))
    assert refusal(book(rows)) == [(rule, path)]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_so_many_independent_mistakes_so_many_problems(number: int) -> None:
    wrong = [(3, 8, "?"), (3, 11, "x"), (4, 1, None), (4, 10, "perhaps")][:number]
    assert len(refusal(book(changed(PROJECTS, *wrong)))) == number


def test_a_row_that_says_all_of_another_is_told_with_both_places() -> None:
    with pytest.raises(Refused) as refused:
        read(book([*TAGGED, TAGGED[3]]))
    (problem,) = refused.value.problems
    assert (problem.rule, problem.path) == (Rule.DUPLICATE, "3W!C5")
    assert dict(problem.params)["first"] == "3W!4"


def hide(made: Workbook) -> None:
    made["3W"].sheet_state = "hidden"
    made.create_sheet("Notes")


def merge(made: Workbook) -> None:
    made["3W"].merge_cells("A4:A5")


def compute(made: Workbook) -> None:
    made["3W"]["H5"] = "=A4&A4"


@pytest.mark.parametrize(
    ("change", "rule", "path"),
    [
        (hide, Rule.HIDDEN_SHEET, "3W"),
        (merge, Rule.MERGED_CELLS, "3W!A4:A5"),
        (compute, Rule.FORMULA_WITHOUT_VALUE, "3W!H5"),
    ],
)
def test_what_a_reader_would_not_see_is_refused(
    change: Callable[[Workbook], None], rule: Rule, path: str
) -> None:
    assert refusal(book(PROJECTS, change=change)) == [(rule, path)]


def test_dates_of_the_other_calendar_of_spreadsheets_are_the_same_days() -> None:
    def shift(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    assert read(book(PROJECTS, change=shift)).file.activities[1].dates["since"] == "2025-02-01"


def test_sheets_with_the_same_heads_are_one_and_others_are_counted() -> None:
    def add(made: Workbook) -> None:
        more, other = made.create_sheet("March"), made.create_sheet("Codes")
        for row in changed(TAGGED, (2, 4, "2026-03"), (3, 4, "2026-04")):
            more.append(list(row))
        for line in (["Country", "Province", "Code"], ["X", "Lakes", 1], ["X", "Hills", 2]):
            other.append(line)

    file = read(book(TAGGED, change=add))
    assert [each.dates["since"][-2:] for each in file.file.activities] == ["01", "02", "03", "04"]
    assert file.file.unread == {"Type": 4, "People reached": 4, "Codes": 2}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", Rule.FILE_EMPTY),
        (b"PK\x03\x04 no archive", Rule.FILE_NO_TABLE),
        (b"\xd0\xcf\x11\xe0 an older workbook", Rule.FILE_NO_TABLE),
        (b"one cell", Rule.NO_ACTIVITY_SHEET),
        (text(TAGGED[:2]), Rule.NOTHING_LISTED),
        (b"a;b\n" + b" " * (5 * 1024 * 1024), Rule.FILE_TOO_BIG),
    ],
)
def test_what_is_no_such_file_is_said(data: bytes, rule: Rule) -> None:
    assert [found for found, _path in refusal(data)] == [rule]


def test_what_comes_back_from_a_page_is_the_same_table() -> None:
    table = tables.read(book(MONTHS, title="3W 2026"), "3w.xlsx", words.columns())
    assert tables.of_text(table.as_text()) == table
    for broken in ("", "[]", "null\n[]", '["a","b",{},{}]\n[[1]]', "[[],[],{},1]\n[]"):
        with pytest.raises(ValueError, match="."):
            tables.of_text(packed(broken))
        with pytest.raises(ValueError, match="."):
            tables.of_text(broken)


def long(rows: int) -> bytes:
    """A sheet of so many rows, each of which names a funder."""
    head = ["Organisation", "Bailleur", "Activité", "Mois"]
    return text([head, *[["Lake Watch", "Fonds des Lacs", f"Patrol {n}", "2026-01"] for n in range(rows)]])


def test_20_000_rows_are_read_and_fit_into_what_a_page_may_send() -> None:
    table = tables.read(long(20_000), "4w.csv", words.columns())
    assert len(table.rows) == 20_000
    assert len(table.as_text()) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2


@pytest.mark.parametrize("rows", [20_001, 20_100])
def test_of_a_longer_sheet_it_is_said_how_many_rows_it_has(rows: int) -> None:
    with pytest.raises(Refused) as refused:
        tables.read(long(rows), "4w.csv", words.columns())
    (problem,) = refused.value.problems
    assert (problem.rule, dict(problem.params)) == (
        Rule.SHEET_TOO_LONG,
        {"rows": f"{rows}", "limit": "20000"},
    )
    assert f"has {rows:,} rows" in problems.text_in(problem, "en")
    assert f"{rows:,} lignes".replace(",", "\u202f") in problems.text_in(problem, "fr")


def test_a_long_list_beside_the_sheet_keeps_nobody_from_reading_it() -> None:
    def add(made: Workbook) -> None:
        codes = made.create_sheet("Codes")
        for number in range(40):
            codes.append([f"Province {number}", "Lakes", number])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "MOST_ROWS", 10)
        assert read(book(TAGGED, change=add)).file.unread["Codes"] == 39


def test_rows_that_list_too_much_together_are_refused_by_their_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Two activities, each with one who carries it out; then a third participant.
    monkeypatch.setattr(reading, "ENTRIES", 4)
    assert len(read(book(TAGGED)).rows) == 2
    with pytest.raises(Refused) as refused:
        read(book(changed(TAGGED, (3, 0, "Training Works; Lake Watch"))))
    (problem,) = refused.value.problems
    assert (problem.rule, dict(problem.params)) == (
        Rule.SHEET_LISTS_TOO_MUCH,
        {"rows": "2", "entries": "5", "limit": "4"},
    )


def shortened(data: bytes, at: int) -> bytes:
    return data[:at]


def replaced(data: bytes, at: int) -> bytes:
    return data[:at] + b"\xff;" + data[at + 2 :]


@pytest.mark.parametrize("break_", [shortened, replaced])
@pytest.mark.parametrize("whole", [book(PROJECTS), text(PROJECTS)])
def test_whatever_the_bytes_there_is_a_refusal_or_values(
    break_: Callable[[bytes, int], bytes], whole: bytes
) -> None:
    dice = random.Random(7)
    for _turn in range(25):
        with suppress(Refused):
            read(break_(whole, dice.randrange(len(whole))))


def test_any_cell_may_say_anything() -> None:
    dice: random.Random = random.Random(11)
    signs: list[Any] = [
        "",
        "-",
        "=1+1",
        "x" * 5000,
        "\u202ex",
        "0",
        1e300,
        "2026-13",
        "'",
        "a;b|c\nd",
        "(5%)",
        True,
    ]
    for _turn in range(40):
        rows: Rows = changed(
            PROJECTS, *((dice.choice([3, 4]), dice.randrange(13), dice.choice(signs)) for _cell in range(4))
        )
        with suppress(Refused):
            read(text(rows))
