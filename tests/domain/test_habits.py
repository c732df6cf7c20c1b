"""Habits: the six of the instrument, and which weeks may be noted."""

from datetime import date

import pytest

from coordination.domain.habits import FIRST_WEEK, is_open, listed, week_of
from coordination.domain.vocabulary import HABITS
from tests import make


def test_the_six_habits_are_the_instruments_in_both_languages() -> None:
    habits = listed(make.instrument_value())
    assert tuple(habit.code for habit in habits) == HABITS
    assert habits[3].name.en == "Build trust by delivering"
    assert habits[3].name.fr == "Bâtir la confiance en tenant ses engagements"


def test_an_instrument_may_list_none_and_what_cannot_be_kept_is_left_out() -> None:
    assert listed(make.changed_instrument(habits=[])) == ()
    seventh = [{"code": "H7", "name": {"en": "Seven", "fr": "Sept"}}]
    assert listed(make.changed_instrument(habits=seventh)) == ()


@pytest.mark.parametrize("day", [date(2011, 2, 28), date(2011, 3, 1), date(2011, 3, 6)])
def test_a_week_begins_on_monday(day: date) -> None:
    assert week_of(day) == date(2011, 2, 28)


def test_a_week_is_open_once_it_has_begun() -> None:
    today = date(2011, 3, 1)
    assert is_open(date(2011, 2, 28), today)
    assert is_open(FIRST_WEEK, today)
    assert not is_open(date(2011, 3, 7), today)
    assert not is_open(date(2007, 12, 24), today)
