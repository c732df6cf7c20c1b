"""Habits: one person's notes for one week, for that person only; nothing is counted or added up."""

from dataclasses import dataclass
from datetime import date

from coordination.domain.bilingual import Text
from coordination.domain.habits import listed
from coordination.models import HabitNote, Programme, User
from coordination.queries import risks


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitValue:
    """One habit in the words of the source, and the person's note for a week."""

    code: str
    name: Text
    is_done: bool
    note: str


def week(user: User, programme: Programme, week_on: date) -> tuple[HabitValue, ...]:
    """Return the person's habits for the week beginning on a Monday; four queries at most."""
    instrument = risks.instrument_of(programme)
    if instrument is None:
        return ()
    rows = HabitNote.objects.filter(user=user, programme=programme, week_on=week_on)
    noted = {row.item: row for row in rows}
    return tuple(
        HabitValue(
            code=habit.code,
            name=habit.name,
            is_done=habit.code in noted and noted[habit.code].is_done,
            note=noted[habit.code].note if habit.code in noted else "",
        )
        for habit in listed(instrument)
    )
