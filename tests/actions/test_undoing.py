"""Undoing: what was made is withdrawn, what was changed stands as before, by the same person and within ten seconds."""

from datetime import date, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from coordination.actions import contacts
from coordination.actions.undoing import undo
from coordination.domain.withdrawals import UNDONE
from coordination.models import Contact, JournalEntry, Structure, Withdrawable
from coordination.queries import journal
from tests import activities, make, partners, undoing, withdrawn
from tests.test_all_or_nothing import faults
from tests.views.test_addresses import undone

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def again(row: Withdrawable) -> Withdrawable:
    """The record as whoever presses the button finds it."""
    return type(row).everything.get(pk=row.pk)


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_a_change_is_undone_whole_and_the_journal_tells_it_as_a_change(cast: make.Cast, kind: str) -> None:
    row, by, at = undoing.record(kind), undoing.saver(kind), timezone.now()
    before = undoing.stored(row)
    undoing.change(row, by=by, at=at)
    assert undoing.stored(row) != before
    undo(record=again(row), by=by, at=at + 9 * SECOND)
    assert undoing.stored(row) == before
    last, first = JournalEntry.objects.order_by("-sequence")[:2]
    assert (last.before, last.after, last.by) == (first.after, first.before, by)
    assert journal.faults() == []


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_what_was_just_made_is_withdrawn_without_a_reason_to_type(cast: make.Cast, kind: str) -> None:
    row = undoing.record(kind)
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert entry.before is None
    undo(record=again(row), by=undoing.saver(kind), at=entry.at + 9 * SECOND)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert again(row).withdrawn_reason == UNDONE
    assert journal.faults() == []


@pytest.mark.parametrize("is_new", [True, False], ids=["made", "changed"])
@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_a_button_pressed_twice_undoes_once(cast: make.Cast, kind: str, is_new: bool) -> None:
    row, by = undoing.record(kind), undoing.saver(kind)
    at = JournalEntry.objects.order_by("-sequence")[0].at
    if not is_new:
        undoing.change(row, by=by, at=at + SECOND)
    undo(record=again(row), by=by, at=at + 2 * SECOND)
    after = make.everything()
    undo(record=again(row), by=by, at=at + 3 * SECOND)
    assert make.everything() == after


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_after_ten_seconds_and_by_anybody_else_nothing_is_undone(cast: make.Cast, kind: str) -> None:
    row, by, at = undoing.record(kind), undoing.saver(kind), timezone.now()
    undoing.change(row, by=by, at=at)
    with make.refused("undo_too_late"):
        undo(record=again(row), by=by, at=at + 11 * SECOND)
    with make.refused("undo_changed"):
        undo(record=again(row), by=cast.grace, at=at + SECOND)


@pytest.mark.parametrize("kind", withdrawn.KINDS[:-1])
def test_what_somebody_changed_since_is_not_undone(cast: make.Cast, kind: str) -> None:
    row, at = withdrawn.record(kind), timezone.now()
    undoing.change(row, by=cast.paul, at=at)
    undoing.change(again(row), by=cast.grace, at=at + SECOND)
    with make.refused("undo_changed"):
        undo(record=again(row), by=cast.paul, at=at + 2 * SECOND)


def test_a_page_of_before_another_save_undoes_nothing(cast: make.Cast) -> None:
    row, at = withdrawn.record("partners"), timezone.now()
    undoing.change(row, by=cast.paul, at=at)
    stale = again(row)
    partners.change(row, name_en="Third", by=cast.paul, at=at + SECOND)
    with make.refused("undo_changed"):
        undo(record=stale, by=cast.paul, at=at + 2 * SECOND)


def test_one_seat_is_not_undone_for_another_of_the_same_partner_and_role(cast: make.Cast) -> None:
    first = partners.seat("MONUC", "ZZKUBO", "member", "2001", "2002")
    second = partners.seat("MONUC", "ZZKUBO", "member", "2005", "2006")
    with make.refused("undo_changed"):
        undo(record=first, by=cast.paul, at=make.AT + SECOND)
    undo(record=second, by=cast.paul, at=make.AT + SECOND)
    assert type(second).objects.filter(pk=first.pk).exists()


def test_what_a_change_left_behind_does_not_come_back_once_it_is_withdrawn(cast: make.Cast) -> None:
    row, at = undoing.record("seats"), timezone.now()
    left = again(row).partner
    undoing.change(row, by=cast.paul, at=at)
    withdrawn.withdraw(left, by=cast.grace, at=at + SECOND)
    with make.refused("withdrawn"):
        undo(record=again(row), by=cast.paul, at=at + 2 * SECOND)


def test_a_name_that_is_kept_as_former_stays(cast: make.Cast) -> None:
    row, at = withdrawn.record("partners"), timezone.now()
    partners.change(row, name_en="Third", former_until=date(2009, 1, 1), by=cast.paul, at=at)
    with make.refused("undo_changed"):
        undo(record=again(row), by=cast.paul, at=at + SECOND)


def test_a_change_of_what_not_everybody_could_read_stays(cast: make.Cast) -> None:
    row, at = make.contact(cast.amina, sharing="side"), timezone.now()
    undoing.change(row, sharing="all", by=cast.amina, at=at)
    with make.refused("undo_changed"):
        undo(record=again(row), by=cast.amina, at=at + SECOND)


def test_a_meeting_whose_day_has_passed_is_planned_again(cast: make.Cast) -> None:
    long_ago, at = make.AT, timezone.now()
    row = make.contact(cast.amina, on=date(2011, 3, 4), state="planned", sharing="all", at=long_ago)
    contacts.set_state(contact=row, state="held", base_version=row.version, by=cast.amina, at=at)
    undo(record=again(row), by=cast.amina, at=at + SECOND)
    assert Contact.objects.get(pk=row.pk).state == "planned"


def test_a_structure_that_an_open_round_asks_for_stays(cast: make.Cast) -> None:
    make.open_round()
    row = undoing.record("structures")
    with make.refused("in_the_way"):
        undo(record=again(row), by=cast.paul, at=make.AT + SECOND)
    assert Structure.objects.filter(pk=row.pk).exists()


@pytest.mark.takes_long
@pytest.mark.parametrize("kind", ["activities", "contacts"])
def test_a_fault_at_any_statement_of_undoing_leaves_everything_as_it_was(cast: make.Cast, kind: str) -> None:
    row, by, at = undoing.record(kind), undoing.saver(kind), timezone.now()
    undoing.change(row, by=by, at=at)
    found, before = again(row), make.everything()
    with undone(), faults() as whole:
        undo(record=found, by=by, at=at + SECOND)
    assert whole.last > 2
    for number in range(1, whole.last + 1):
        with undone():
            with faults(at=number), pytest.raises(OperationalError):
                undo(record=again(row), by=by, at=at + SECOND)
            assert make.everything() == before


def test_nothing_refers_to_what_is_undone_afterwards(cast: make.Cast) -> None:
    made = activities.add("MONUC", "Police HQ")
    undo(record=again(made), by=cast.paul, at=make.AT + SECOND)
    assert not activities.partner("MONUC").activities.filter(pk=made.pk).exists()
