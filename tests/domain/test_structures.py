"""The dates of a seat, as a file and a form are both held to them: within the life of the structure."""

import pytest

from coordination.domain.checks import Entry, Ledger
from coordination.domain.structures import read_seat_dates


@pytest.mark.parametrize(
    ("founded", "closed", "since", "until", "found"),
    [
        ("2005-03-01", "2010", "2005", "2010-12-31", []),
        ("", "", "1990", "2040", []),
        ("2005", "", "2004", "", [("dates_reversed", "from")]),
        ("2005", "", "", "2004-12-31", [("dates_reversed", "to")]),
        ("", "2010", "2011", "2012", [("seat_after_closing", "from")]),
        ("", "2010-06-30", "2009", "2010-07-01", [("seat_after_closing", "to")]),
        ("", "", "2008", "2007", [("dates_reversed", "to")]),
        ("", "", "2008-05-01", "2008", [("dates_unclear", "to")]),
        ("", "", "2008-01-01", "2008", [("dates_unclear", "to")]),
        ("2005", "2010", "soon", "", [("wrong_year_or_date", "from")]),
    ],
)
def test_a_seat_lies_within_the_life_of_its_structure(
    founded: str, closed: str, since: str, until: str, found: list[tuple[str, str]]
) -> None:
    ledger = Ledger()
    values = {key: text for key, text in (("from", since), ("to", until)) if text}
    read_seat_dates(Entry(ledger, "", values), "from", "to", founded=founded, closed=closed)
    assert [(problem.rule, problem.path) for problem in ledger.problems] == found
