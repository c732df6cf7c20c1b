"""Withdrawing: every kind leaves sight with a reason and comes back, and what stands in the way is said."""

import pytest
from django.utils import timezone

from coordination.actions import activities as activity_actions
from coordination.actions import contacts, seats
from coordination.actions import withdrawals as actions
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.domain.withdrawals import Barrier
from coordination.models import Assessment, Contact, JournalEntry, Round, Seat, Structure
from coordination.queries import journal, withdrawals
from tests import activities, make, partners, withdrawn

pytestmark = pytest.mark.django_db


def barriers(row: object) -> dict[str, int]:
    return {each.barrier.value: each.count for each in withdrawals.in_the_way(row)}


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_what_is_withdrawn_leaves_sight_and_stays_stored(cast: make.Cast, kind: str) -> None:
    row = withdrawn.withdraw(withdrawn.record(kind))
    assert not type(row).objects.filter(pk=row.pk).exists()
    stored = type(row).everything.get(pk=row.pk)
    assert (stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason) == (
        make.AT,
        cast.paul,
        withdrawn.REASON,
    )


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_what_is_restored_stands_as_it_was(cast: make.Cast, kind: str) -> None:
    row = withdrawn.record(kind)
    before = withdrawals.mark(row)
    withdrawn.restore(withdrawn.withdraw(row))
    stored = type(row).objects.get(pk=row.pk)
    assert withdrawals.mark(stored) == before
    assert (stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason) == (None, None, "")


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_the_journal_tells_of_both_and_agrees_with_what_is_stored(cast: make.Cast, kind: str) -> None:
    row = withdrawn.withdraw(withdrawn.record(kind))
    assert JournalEntry.objects.order_by("-sequence")[0].after["reason"] == withdrawn.REASON
    assert journal.faults() == []
    withdrawn.restore(row)
    entries = JournalEntry.objects.order_by("-sequence")[:2]
    assert [each.verb for each in entries] == ["restored", "withdrawn"]
    assert {each.noun for each in entries} == {withdrawals.noun(row)}
    assert journal.faults() == []


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_the_journal_s_check_finds_a_withdrawal_that_nobody_told(cast: make.Cast, kind: str) -> None:
    row = withdrawn.record(kind)
    type(row).everything.filter(pk=row.pk).update(
        withdrawn_at=make.AT, withdrawn_by=cast.paul, withdrawn_reason="Quietly."
    )
    assert [f"{withdrawals.noun(row)} {row.pk}" in line for line in journal.faults()] == [True]


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_a_withdrawal_has_a_reason(cast: make.Cast, kind: str) -> None:
    row = withdrawn.record(kind)
    with make.refused(Rule.REASON_MISSING):
        withdrawn.withdraw(row, reason=" \n ")
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_nobody_withdraws_what_they_have_not_seen(cast: make.Cast, kind: str) -> None:
    row = withdrawn.record(kind)
    with make.refused(Rule.CHANGED_MEANWHILE):
        actions.withdraw(record=row, reason=withdrawn.REASON, shown="as before", by=cast.paul, at=make.AT)


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_what_is_withdrawn_is_not_withdrawn_again_nor_restored_twice(cast: make.Cast, kind: str) -> None:
    row = withdrawn.record(kind)
    withdrawn.withdraw(row)
    with make.refused(Rule.WITHDRAWN):
        withdrawn.withdraw(row)
    withdrawn.restore(row)
    with make.refused(Rule.NOT_WITHDRAWN):
        withdrawn.restore(row)


# --- what stands in the way


def test_a_partner_stays_while_seats_activities_or_commitments_name_it(cast: make.Cast) -> None:
    monuc = partners.of_deck("MONUC")
    activities.add("MONUC", "Police HQ")
    make.promise("MONUC")
    assert barriers(monuc) == {"seats": monuc.seats.count(), "given": 1, "commitments": 1}
    assert barriers(activities.partner("Police HQ"))["received"] == 1
    with make.refused(Rule.IN_THE_WAY):
        withdrawn.withdraw(monuc)


def test_what_is_withdrawn_itself_is_in_nobody_s_way(cast: make.Cast) -> None:
    seat = withdrawn.record("seats")
    withdrawn.withdraw(seat)
    assert withdrawn.withdraw(seat.partner).withdrawn_at


def test_a_contact_kept_to_oneself_is_in_nobody_s_way_and_no_refusal_tells_of_it(cast: make.Cast) -> None:
    structure, partner = withdrawn.record("structures"), withdrawn.partner()
    for sharing in ("private", "side"):
        make.contact(
            cast.grace, subject=sharing, structure_=structure, partners=[partner.code], sharing=sharing
        )
    assert barriers(structure) == barriers(partner) == {}
    make.contact(cast.grace, structure_=structure, sharing="all")
    assert barriers(structure) == {"meetings": 1}


def test_a_structure_stays_while_anything_in_sight_names_it(cast: make.Cast) -> None:
    structure = withdrawn.record("structures")
    partners.seat("DFID", structure, "member", "2007")
    activities.add("MONUC", "Police HQ", structure=structure)
    make.promise(structure=structure)
    below = make.structure("ZZBELOW")
    Structure.objects.filter(pk=below.pk).update(parent=structure, predecessor=structure)
    assert barriers(structure) == {
        "seats": 1,
        "activities": 1,
        "commitments": 1,
        "children": 1,
        "successors": 1,
    }
    assert barriers(make.whole()) == {"whole": 1}


def test_a_settled_commitment_stays_in_sight(cast: make.Cast) -> None:
    promise = make.settle(make.promise(), "kept")
    assert barriers(promise) == {Barrier.SETTLED.value: 1}
    with make.refused(Rule.IN_THE_WAY):
        withdrawn.withdraw(promise)


def refusal(structure: Structure) -> tuple[object, ...]:
    """What a manager is told, in full."""
    try:
        withdrawn.withdraw(structure)
    except Refused as refused:
        return (*refused.problems, *withdrawals.in_the_way(structure))
    return ()


@pytest.mark.parametrize("other", ["amina", "grace"])
def test_no_refusal_tells_whether_the_other_side_has_a_draft(cast: make.Cast, other: str) -> None:
    round_ = make.open_round(sides="both")
    structure = withdrawn.record("structures")
    before = refusal(structure)
    assert before
    draft = make.start(getattr(cast, other), structure, round_)
    make.answer(draft, "C1", "Yes")
    assert refusal(structure) == before
    make.set_aside(draft)
    assert refusal(structure) == before


@pytest.mark.parametrize("other", ["amina", "grace"])
def test_nor_whether_one_was_set_aside_before_the_round_was_closed(cast: make.Cast, other: str) -> None:
    round_ = make.open_round(sides="both")
    structures = [make.structure("ZZONE"), make.structure("ZZTWO")]
    draft = make.start(getattr(cast, other), structures[0], round_)
    make.answer(draft, "C1", "Yes")
    make.set_aside(draft)
    make.close_round(round_)
    assert refusal(structures[0]) == refusal(structures[1]) == ()
    # Its side goes on reading it.
    assert Assessment.objects.filter(pk=draft.pk, state="set_aside").exists()


def test_answers_that_both_sides_know_of_keep_their_structure(cast: make.Cast) -> None:
    assert barriers(make.structure("CMJ"))["answers"] == 1
    round_ = make.open_round(sides="both")
    structure = withdrawn.record("structures")
    make.sent(cast.amina, structure, round_)
    Round.objects.filter(pk=round_.pk).update(state="closed")
    assert barriers(structure) == {"answers": 1}


# --- coming back


def test_a_seat_comes_back_after_its_partner_and_structure(cast: make.Cast) -> None:
    seat = withdrawn.record("seats")
    withdrawn.withdraw(seat)
    partner = withdrawn.withdraw(seat.partner)
    with make.refused(Rule.WITHDRAWN):
        withdrawn.restore(seat)
    withdrawn.restore(partner)
    withdrawn.restore(seat)
    assert Seat.objects.filter(pk=seat.pk).exists()


def test_a_seat_that_was_recorded_anew_does_not_come_back_beside_it(cast: make.Cast) -> None:
    seat = withdrawn.record("seats")
    withdrawn.withdraw(seat)
    assert partners.seat(seat.partner.code, "CMJ", "member", "2007").pk != seat.pk
    with make.refused(Rule.SEAT_EXISTS):
        withdrawn.restore(seat)


def test_an_activity_or_commitment_recorded_anew_keeps_the_first_one_withdrawn(cast: make.Cast) -> None:
    for kind, rule in (("activities", Rule.ACTIVITY_EXISTS), ("commitments", Rule.RECORDED_ALREADY)):
        row = withdrawn.record(kind)
        withdrawn.withdraw(row)
        assert withdrawn.record(kind).code != row.code
        with make.refused(rule):
            withdrawn.restore(row)


def test_a_seat_does_not_come_back_into_a_structure_that_was_closed_before(cast: make.Cast) -> None:
    structure = make.structure("ZZKUBO", sector="police")
    seat = partners.seat("DFID", structure, "member", "2009")
    withdrawn.withdraw(seat)
    Structure.objects.filter(pk=structure.pk).update(closed="2008")
    with make.refused(Rule.SEAT_AFTER_CLOSING):
        withdrawn.restore(seat)


# --- what is withdrawn is named by nothing new, and its name is not given again


def test_the_name_and_code_of_what_is_withdrawn_are_not_given_again(cast: make.Cast) -> None:
    partner, structure = withdrawn.record("partners"), withdrawn.record("structures")
    withdrawn.withdraw(partner)
    withdrawn.withdraw(structure)
    with make.refused(Rule.NAME_WITHDRAWN):
        withdrawn.partner("ZANZIBARI mission")
    with make.refused(Rule.NAME_WITHDRAWN):
        withdrawn.record("structures")


def test_whoever_read_it_before_names_it_no_more(cast: make.Cast) -> None:
    partner, structure = withdrawn.record("partners"), withdrawn.record("structures")
    withdrawn.withdraw(partner)
    withdrawn.withdraw(structure)
    facts = activities.facts("MONUC", "Police HQ", structure=structure)
    seat = {"role": "member", "since": "2007", "until": "", "by": cast.paul, "at": make.AT}
    with make.refused(Rule.WITHDRAWN):
        seats.add(structure=make.structure("CMJ"), partner=partner, **seat)
    with make.refused(Rule.WITHDRAWN):
        seats.add(structure=structure, partner=partners.of_deck("DFID"), **seat)
    with make.refused(Rule.WITHDRAWN):
        activity_actions.add(programme=make.cod(), facts=facts, by=cast.paul, at=make.AT)
    with make.refused(Rule.WITHDRAWN):
        make.promise(structure=structure)
    with make.refused(Rule.WITHDRAWN):
        make.contact(structure_=structure)


def test_whoever_changes_what_was_withdrawn_meanwhile_is_told_so(cast: make.Cast) -> None:
    promise = make.promise()
    withdrawn.withdraw(promise)
    with make.refused(Rule.WITHDRAWN):
        make.settle(promise, "kept")


def test_the_journal_keeps_no_reason_for_a_contact_that_not_everybody_may_read(cast: make.Cast) -> None:
    note = make.contact(cast.amina, sharing="private")
    withdrawn.withdraw(note, by=cast.amina)
    assert "reason" not in JournalEntry.objects.order_by("-sequence")[0].after
    assert Contact.everything.get(pk=note.pk).withdrawn_reason == withdrawn.REASON
    assert journal.faults() == []


def test_a_contact_says_nothing_of_a_structure_that_was_withdrawn_and_may_still_be_settled(
    cast: make.Cast,
) -> None:
    structure = withdrawn.record("structures")
    note = make.contact(cast.amina, structure_=structure, state="planned")
    withdrawn.withdraw(structure)
    held = contacts.set_state(
        contact=note, state="held", base_version=note.version, by=cast.amina, at=timezone.now()
    )
    assert held.state == "held"
