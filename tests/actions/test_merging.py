"""Merging: all that a partner had is the other's from then on, once, and the plan that was shown is what is done."""

import pytest

from coordination.actions import merging as actions
from coordination.domain.rules import Rule
from coordination.models import Activity, Commitment, JournalEntry, Partner, Seat, User
from coordination.queries import journal, merging
from coordination.queries import partners as queries
from tests import activities, make, partners, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(cast: make.Cast) -> Partner:
    """MONUC, recorded a second time under another name."""
    return withdrawn.partner("United Nations Mission")


def merge(one: Partner, into: Partner, *, by: User | None = None, shown: str = "") -> Partner:
    by = by or make.cast().paul
    return actions.merge(
        partner=one,
        into=into,
        reason=withdrawn.REASON,
        shown=shown or merging.plan(by, one, into).fingerprint,
        by=by,
        at=make.AT,
    )


def test_what_it_had_moves_and_it_is_withdrawn(cast: make.Cast, twice: Partner) -> None:
    monuc = partners.of_deck("MONUC")
    seat = partners.seat(twice.code, "CMJ", "technical_lead", "2007")
    given = activities.add(twice.code, "Police HQ")
    promise = make.promise(twice.code)
    gone = withdrawn.withdraw(make.promise(twice.code, text_en="Gone", text_fr="Parti"))
    notes = [
        make.contact(cast.grace, subject="Ours", partners=[twice.code], sharing="private"),
        make.contact(cast.grace, subject="Both", partners=[twice.code, "MONUC"], sharing="all"),
    ]
    merge(twice, monuc)
    for row in (seat, given, promise):
        row.refresh_from_db()
    assert (seat.partner, given.partner, promise.owner) == (monuc, monuc, monuc)
    assert Commitment.everything.get(pk=gone.pk).owner == monuc
    assert [[each.code for each in note.partners.all()] for note in notes] == [["MONUC"], ["MONUC"]]
    assert not Partner.objects.filter(pk=twice.pk).exists()
    assert Partner.everything.get(pk=twice.pk).merged_into == monuc
    assert journal.faults() == []


def test_it_receives_what_the_other_received(cast: make.Cast) -> None:
    again = withdrawn.partner("Police headquarters again", kind="service", side="national")
    received = activities.add("MONUC", again.code)
    merge(again, activities.partner("Police HQ"))
    assert Activity.objects.get(pk=received.pk).recipient.code == "Police HQ"


def test_seats_that_overlap_become_one_that_lasts_as_long_as_both(cast: make.Cast, twice: Partner) -> None:
    monuc = partners.of_deck("MONUC")
    kept = partners.seat("MONUC", "CMJ", "technical_lead", "2006", "2008")
    joined = partners.seat(twice.code, "CMJ", "technical_lead", "2007", "2009")
    apart = partners.seat(twice.code, "CMJ", "technical_lead", "2011")
    assert (merging.plan(cast.paul, twice, monuc).seats, merging.plan(cast.paul, twice, monuc).joined) == (
        2,
        1,
    )
    merge(twice, monuc)
    kept.refresh_from_db()
    assert (kept.since, kept.until) == ("2006", "2009")
    assert Seat.everything.get(pk=joined.pk).withdrawn_reason == withdrawn.REASON
    assert Seat.objects.get(pk=apart.pk).partner == monuc


def test_it_is_found_by_the_names_that_it_had(cast: make.Cast, twice: Partner) -> None:
    monuc = merge(twice, partners.of_deck("MONUC"))
    third = merge(withdrawn.partner("Blue helmets"), monuc)
    for name in ("united nations mission", "blue helmets"):
        found = queries.index(make.cod(), today=make.AT.date(), language="en", search=name)
        assert [each.id for each in found.listed] == [monuc.pk]
    assert third == monuc
    # Its names at an earlier time stay what they were.
    assert list(monuc.former_names.all()) == list(partners.of_deck("MONUC").former_names.all())


def test_a_merged_partner_leads_on_when_the_other_is_merged_too_and_is_not_restored(
    cast: make.Cast, twice: Partner
) -> None:
    second, monuc = withdrawn.partner("Second"), partners.of_deck("MONUC")
    merge(twice, second)
    second.refresh_from_db()
    merge(second, monuc)
    assert {each.merged_into for each in Partner.everything.filter(pk__in=[twice.pk, second.pk])} == {monuc}
    with make.refused(Rule.MERGED):
        withdrawn.restore(twice)


def test_what_is_no_second_time_the_same_is_refused(cast: make.Cast, twice: Partner) -> None:
    monuc = partners.of_deck("MONUC")
    with make.refused(Rule.MERGED_WITH_ITSELF):
        merge(monuc, monuc)
    with make.refused(Rule.MERGED_ACROSS_SIDES):
        merge(twice, activities.partner("Police HQ"))
    other = Partner.objects.exclude(programme=make.cod()).first()
    if other is not None:
        with make.refused(Rule.OTHER_PROGRAMME):
            merge(twice, other, shown="x")


def test_no_partner_comes_to_support_itself(cast: make.Cast) -> None:
    again = withdrawn.partner("Ministry again", kind="ministry", side="national")
    activities.add(again.code, "Police HQ")
    with make.refused(Rule.SUPPORT_BETWEEN):
        merge(again, activities.partner("Police HQ"))


def test_only_the_plan_that_was_shown_is_done(cast: make.Cast, twice: Partner) -> None:
    monuc = partners.of_deck("MONUC")
    shown = merging.plan(cast.paul, twice, monuc).fingerprint
    activities.add(twice.code, "Police HQ")
    with make.refused(Rule.PLAN_CHANGED):
        merge(twice, monuc, shown=shown)


def test_a_plan_tells_nothing_of_contacts_that_one_may_not_read(cast: make.Cast, twice: Partner) -> None:
    monuc = partners.of_deck("MONUC")
    before = merging.plan(cast.paul, twice, monuc)
    make.contact(cast.grace, partners=[twice.code], sharing="side")
    assert merging.plan(cast.paul, twice, monuc) == before
    assert merging.plan(cast.grace, twice, monuc).contacts == 1


def test_an_open_form_of_what_moved_is_told_so(cast: make.Cast, twice: Partner) -> None:
    promise = make.promise(twice.code)
    merge(twice, partners.of_deck("MONUC"))
    with make.refused(Rule.CHANGED_MEANWHILE):
        make.settle(promise, base_version=promise.version)


def test_the_journal_tells_of_it(cast: make.Cast, twice: Partner) -> None:
    code = twice.code
    merge(twice, partners.of_deck("MONUC"))
    told = JournalEntry.objects.filter(noun="partner", key=code).order_by("sequence")
    assert [each.verb for each in told] == ["saved", "merged", "withdrawn"]
