"""The load on structures as rows, on a page and in a file."""

from datetime import date

from coordination.domain.bilingual import Text
from coordination.domain.workload import LoadMonth
from coordination.presenters import workload
from coordination.presenters.workload import LoadCell
from coordination.queries.workload import Load


def _load(*months: tuple[int, int, int]) -> Load:
    listed = [
        LoadMonth(first=date(2010, at, 1), certain=certain, possible=possible, meetings=meetings)
        for at, (certain, possible, meetings) in enumerate(months, start=1)
    ]
    return Load(
        code="CMJ",
        slug="cmj",
        name=Text("Mixed Justice Commission", "Commission mixte de justice"),
        months=tuple(listed),
    )


def test_a_month_shows_one_number_where_it_is_certain_and_two_where_it_is_not() -> None:
    (line,) = workload.lines([_load((3, 3, 0), (3, 9, 1))])
    assert (line.code, line.slug) == ("CMJ", "cmj")
    assert line.cells == (LoadCell("3", "0 meetings", 2), LoadCell("3–9", "1 meeting", 2))


def test_a_month_is_as_dark_as_the_partners_who_certainly_take_part_and_the_key_says_so() -> None:
    (line,) = workload.lines([_load((0, 9, 0), (1, 1, 0), (3, 3, 0), (7, 9, 0), (8, 30, 0))])
    assert [each.step for each in line.cells] == [0, 1, 2, 3, 4]
    assert workload.heat() == [(0, "0"), (1, "1–2"), (2, "3–4"), (3, "5–7"), (4, "8 or more")]


def test_a_file_has_a_row_for_each_structure_and_month() -> None:
    file = workload.table([_load((3, 3, 0), (3, 9, 1))], date(2010, 2, 1))
    (table,) = file.tables
    assert len(table.head) == 5
    assert table.rows == [["CMJ", "2010-01", 3, 3, 0], ["CMJ", "2010-02", 3, 9, 1]]
    assert [said for _name, said in file.notes] == [date(2010, 2, 1), workload.how_counted()]
