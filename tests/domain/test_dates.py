"""Dates as people write them: read in either language, as precise as they were said and no more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.dates import as_day, is_date, is_more_exact, read, span

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01/03/2026", "2026-03-01"),
        ("1/3/2026", "2026-03-01"),
        ("1.3.2026", "2026-03-01"),
        ("01. 03. 2026", "2026-03-01"),
        ("1-3-2026", "2026-03-01"),
        ("2026-03-01", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("1er mars 2026", "2026-03-01"),
        ("1 mars 2026", "2026-03-01"),
        ("dimanche 1er mars 2026", "2026-03-01"),
        ("1\u202fmars\u00a02026", "2026-03-01"),
        ("1 March 2026", "2026-03-01"),
        ("1st of March 2026", "2026-03-01"),
        ("March 1, 2026", "2026-03-01"),
        ("Sunday, 1 March 2026", "2026-03-01"),
        ("1 Mar. 2026", "2026-03-01"),
        ("15 août 2008", "2008-08-15"),
        ("15 AOUT 2008", "2008-08-15"),
        ("31 déc. 2008", "2008-12-31"),
        ("mars 2026", "2026-03"),
        ("Mars 2026", "2026-03"),
        ("March 2026", "2026-03"),
        ("2026-03", "2026-03"),
        ("2014-12", "2014-12"),
        ("03/2026", "2026-03"),
        ("3.2026", "2026-03"),
        ("2026", "2026"),
        (" 2026 ", "2026"),
        ("29/02/2008", "2008-02-29"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert read(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "mars", "32/01/2008", "29/02/2009", "30/02/2008", "01/13/2026", "2008-13", "13/2008"),
        *(
            "00/01/2008",
            "01/00/2008",
            "2008-00",
            "01/03/26",
            "99",
            "0999",
            "3000",
            "01/03/3000",
            "1 marche 2026",
        ),
        *("2008-2009", "01/03/2026 09:00", "٢٠٠٨", "01 03", "20080301", "mars 26", "2026-03-01T00:00"),
    ],
)
def test_what_is_no_date_or_could_be_two_is_not_guessed(typed: str) -> None:
    assert read(typed) is None


@given(DAYS, st.sampled_from([ENGLISH, FRENCH]))
def test_every_way_of_writing_a_day_or_a_month_says_the_same(day: date, names: tuple[str, ...]) -> None:
    name, iso = names[day.month - 1], day.isoformat()
    for typed in (
        *(iso, f"{day:%d/%m/}{day.year}", f"{day.day}.{day.month}.{day.year}"),
        *(f"{day.day} {name} {day.year}", f"{name.upper()} {day.day}, {day.year}"),
    ):
        assert read(typed) == iso, typed
    for typed in (iso[:7], f"{day:%m}/{day.year}", f"{name} {day.year}"):
        assert read(typed) == iso[:7], typed


@given(DAYS)
def test_what_is_kept_is_read_as_itself_and_lies_in_its_month_and_year(day: date) -> None:
    iso = day.isoformat()
    for kept in (iso, iso[:7], iso[:4]):
        assert is_date(kept)
        assert read(kept) == kept
        first, last = span(kept)
        assert first <= iso <= last
        assert as_day(first) is not None
        assert as_day(last) is not None


@pytest.mark.parametrize("text", ["", "2008-1", "2008-13", "2008-02-30", "January 2008", "01/03/2008", "999"])
def test_only_what_is_written_as_it_is_kept_is_a_kept_date(text: str) -> None:
    assert not is_date(text)


def test_a_month_ends_on_its_last_day() -> None:
    assert span("2008-02") == ("2008-02-01", "2008-02-29")
    assert span("2009-02") == ("2009-02-01", "2009-02-28")


KEPT = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))


@given(KEPT, st.one_of(KEPT, st.none()), st.sampled_from([4, 7, 10]))
def test_a_date_is_more_exact_than_another_that_holds_its_days_and_more(
    one: str, other: str | None, length: int
) -> None:
    other = one[:length] if other is None else other
    (first, last), (begun, ended) = span(one), span(other)
    assert is_more_exact(one, other) == (one != other and begun <= first and last <= ended)


def test_what_is_not_known_is_neither_more_nor_less_exact() -> None:
    assert not is_more_exact("2011", "")
    assert not is_more_exact("", "2011")
