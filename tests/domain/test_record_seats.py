"""A row of a workbook is about the seat that it names, also where one of the two says less of its beginning."""

import pytest

from coordination.domain.record_seats import Key, SeatsKnown


def key(since: str, partner: str = "DFID") -> Key:
    return ("CMJ", partner, "member", since)


def meant(stored: dict[str, str], since: str, until: str = "", said: tuple[str, ...] = ()) -> str:
    """The beginning of the seat that a row is about, among stored ones by beginning and end."""
    ends = [*((key(begun), ended) for begun, ended in stored.items()), (key("2011", "MONUC"), "")]
    return SeatsKnown.of(ends, {*map(key, (since, *said))}).meant(key(since), until)[3]


@pytest.mark.parametrize("since", ["2011-03", "2011-03-14"])
def test_a_day_or_a_month_of_the_year_that_is_known_is_of_the_same_seat(since: str) -> None:
    assert meant({"2011": ""}, since) == "2011"
    assert meant({since: ""}, "2011") == since


def test_a_day_of_the_month_that_is_known_is_of_the_same_seat() -> None:
    assert meant({"2011-03": ""}, "2011-03-14") == "2011-03"
    assert meant({"2011-03-14": ""}, "2011-03") == "2011-03-14"


@pytest.mark.parametrize(
    ("known", "since"),
    [
        *(("2011", "2012"), ("2011", "2012-03"), ("2011-03", "2011-04"), ("2011-03", "2011-04-03")),
        *(("2011-03-14", "2011-03-15"), ("", "2011"), ("2011", "")),
    ],
)
def test_another_date_is_of_another_seat(known: str, since: str) -> None:
    assert meant({known: ""}, since) == since


def test_what_is_over_before_the_other_begins_is_another_seat() -> None:
    assert meant({"2011": "2011-06"}, "2011-06-30") == "2011"
    assert meant({"2011": "2011-06"}, "2011-07") == "2011-07"
    assert meant({"2011-07": ""}, "2011", until="2011-07-01") == "2011-07"
    assert meant({"2011-07": ""}, "2011", until="2011-06") == "2011"


def test_a_seat_that_another_row_names_by_its_very_beginning_is_that_of_that_row() -> None:
    assert meant({"2011": ""}, "2011-03", said=("2011",)) == "2011-03"


def test_where_several_may_be_meant_none_of_them_is() -> None:
    assert meant({"2011-01": "2011-02", "2011-08": ""}, "2011") == "2011"
