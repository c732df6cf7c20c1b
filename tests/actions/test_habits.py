"""Habits: noted for oneself, forgotten when emptied, and told to nobody: not even to the journal."""

from datetime import UTC, date, datetime

import pytest

from coordination.actions import habits
from coordination.domain.rules import Rule
from coordination.models import HabitNote, JournalEntry, User
from tests import make

pytestmark = pytest.mark.django_db
#: A Tuesday, and the Monday of its week.
AT = datetime(2011, 3, 1, 9, tzinfo=UTC)
MONDAY = date(2011, 2, 28)


def note(by: User, week_on: date = MONDAY, **noted: tuple[bool, str]) -> tuple[HabitNote, ...]:
    return habits.note(programme=make.cod(), week_on=week_on, noted=noted, by=by, at=AT)


def test_a_tick_and_a_note_are_kept_for_the_week(cast: make.Cast) -> None:
    note(cast.amina, H1=(True, " Met the inspector. "), H2=(False, "Too many."), H3=(False, ""))
    kept = HabitNote.objects.filter(user=cast.amina).order_by("item")
    assert [(each.item, each.is_done, each.note, each.week_on) for each in kept] == [
        ("H1", True, "Met the inspector.", MONDAY),
        ("H2", False, "Too many.", MONDAY),
    ]


def test_saving_again_changes_it_and_what_is_emptied_is_forgotten(cast: make.Cast) -> None:
    note(cast.amina, H1=(True, "Met."), H2=(True, ""))
    note(cast.amina, H1=(True, "Met twice."), H2=(False, " "))
    assert list(HabitNote.objects.values_list("item", "note")) == [("H1", "Met twice.")]


def test_one_person_changes_nothing_of_anothers(cast: make.Cast) -> None:
    note(cast.amina, H1=(True, "Mine."))
    note(cast.paul, H1=(False, ""))
    assert HabitNote.objects.get().user == cast.amina


def test_the_journal_does_not_tell_of_it(cast: make.Cast) -> None:
    before = JournalEntry.objects.count()
    note(cast.amina, H1=(True, "Mine."))
    assert JournalEntry.objects.count() == before


def test_a_week_that_has_not_begun_or_is_named_by_another_day_is_refused(cast: make.Cast) -> None:
    for day in (date(2011, 3, 7), date(2011, 3, 1), date(1999, 1, 4)):
        with make.refused(Rule.WEEK_NOT_OPEN):
            note(cast.amina, day, H1=(True, ""))


def test_everything_that_is_wrong_is_said_at_once(cast: make.Cast) -> None:
    with make.refused(Rule.WEEK_NOT_OPEN, Rule.TOO_LONG, Rule.WRONG_CHOICE):
        note(cast.amina, date(2011, 3, 1), H1=(True, "x" * 501), H7=(True, ""))
