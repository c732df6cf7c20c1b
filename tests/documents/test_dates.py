"""An example told around a day is told around today."""

import json

from coordination.documents.dates import moved


def later(months: int, **item: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(moved(json.dumps([item]).encode(), months))[0]
    return found


def test_dates_move_by_months_and_keep_their_day() -> None:
    assert later(13, made_on="2010-10-12", due_on="2010-12-31") == {
        "made_on": "2011-11-12",
        "due_on": "2012-01-31",
    }
    assert later(1, due_on="2011-01-31") == {"due_on": "2011-02-28"}
    assert later(189, since="2010", until="") == {"since": "2026", "until": ""}


def test_nothing_moves_by_no_months() -> None:
    item = {"on": "2011-01-15", "since": "2010", "until": "2010-02-30"}  # a Saturday, a year, no date at all
    assert later(0, **item) == item


def test_nobody_meets_at_a_week_end() -> None:
    assert later(1, on="2010-12-15") == {"on": "2011-01-17"}, "the 15th is a Saturday"
    assert later(1, due_on="2010-12-15") == {"due_on": "2011-01-15"}, "a day by which something is due may be"


def test_what_was_made_from_an_answer_keeps_the_time_of_its_round() -> None:
    item = {"criterion": "C6", "made_on": "2009-03-03", "due_on": "2009-06-30"}
    assert later(24, **item) == item


def test_other_texts_that_look_like_dates_stay() -> None:
    assert later(12, subject="2010-01-01", date="2008-01") == {"subject": "2010-01-01", "date": "2008-01"}
