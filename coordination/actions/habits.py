"""Habits: what a person notes for a week, for their own eyes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coordination.actions import journal, saving
from coordination.domain.habits import NOTE_LENGTH, is_open, week_of
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.domain.vocabulary import HABITS
from coordination.models import HabitNote, Programme, User
from coordination.models.constraints import check
from coordination.permissions import place_is_as_before, place_now


@transaction.atomic
def note(
    *,
    programme: Programme,
    week_on: date,
    noted: Mapping[str, tuple[bool, str]],
    by: User,
    at: datetime,
) -> tuple[HabitNote, ...]:
    """Keep what ``by`` notes for a week: for each habit whether it was done, and a note.

    A habit that is neither done nor has a note is forgotten. None of it enters the journal: administrators read the
    journal, and even that somebody noted a week, or did not, is nobody else's business.

    Raises:
        Refused: the week is not named by its Monday or has not begun, there is no such habit, a note is too long, or
            the person's place ended meanwhile.
    """
    problems = ProblemList()
    if week_on != week_of(week_on) or not is_open(week_on, timezone.localdate(at)):
        problems.add(Rule.WEEK_NOT_OPEN, "", week_on.isoformat())
    for code, (_is_done, text) in noted.items():
        _check_habit(problems, code, text)
    problems.close()
    journal.lock()  # Only to stand in line: two windows of one person may save at once.
    if not place_is_as_before(by, programme, place_now(by, programme)):
        raise Refused((Problem(rule=Rule.PLACE_ENDED),))
    rows = HabitNote.objects.filter(user=by, programme=programme, week_on=week_on)
    stored = {row.item: row for row in rows}
    kept = []
    for code, (is_done, text) in noted.items():
        row = stored.get(code) or HabitNote(user=by, programme=programme, item=code, week_on=week_on)
        row.is_done, row.note = is_done, saving.clean(text)
        if row.is_done or row.note:
            check(row)
            row.save()
            kept.append(row)
        elif row.pk:
            row.delete()
    return tuple(kept)


def _check_habit(problems: ProblemList, code: str, text: str) -> None:
    """Note a habit that there is not, and a note that is too long."""
    if code not in HABITS:
        problems.add(Rule.WRONG_CHOICE, "", code, allowed=", ".join(HABITS))
    if len(saving.clean(text)) > NOTE_LENGTH:
        problems.add(Rule.TOO_LONG, f"{code}-note", code, limit=str(NOTE_LENGTH))
