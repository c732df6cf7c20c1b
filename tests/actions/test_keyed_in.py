"""Answers on paper: keyed in by an adviser, counted as sent only once a manager of the side confirms them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coordination.actions import assessments, keyed_in, memberships
from coordination.domain.lifecycle import Waiting
from coordination.models import Assessment, JournalEntry, Membership, Round, User
from coordination.permissions import standing_of
from coordination.queries import assessments as queries_of_assessments
from coordination.queries import history, instruments, journal, progress, reveal, rounds, unsent
from coordination.queries import keyed_in as queries
from coordination.queries.history import Deed
from coordination.queries.paging import Paged
from coordination.queries.side_progress import SideLine, of_side
from tests import make
from tests.on_paper import ILUNGA, confirm, handed, keyed

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    return make.open_round()


def test_it_is_of_who_filled_the_form_in_and_not_of_who_keys_it_in(cast: make.Cast, round_: Round) -> None:
    own = make.begin(cast.amina, "CMJ", round_)
    row = keyed(cast.amina, round_, rater="  Colonel   Ilunga ")
    assert (row.rater, row.rater_user, row.keyed_by, row.side) == (ILUNGA, None, cast.amina, own.side)
    told = JournalEntry.objects.order_by("-sequence")[0]
    assert (told.verb, told.after["rater"], told.after["filled_on"]) == ("started", ILUNGA, "2011-03-01")
    assert journal.faults() == []


@pytest.mark.parametrize(
    ("rater", "filled_on", "rule"),
    [
        (" ", date(2011, 3, 1), "paper_of_nobody"),
        ("ilunga@ssr.example", date(2011, 3, 1), "paper_of_nobody"),
        (ILUNGA, make.AT.date() + timedelta(days=1), "paper_of_tomorrow"),
    ],
)
def test_a_form_of_nobody_of_an_account_or_of_tomorrow_is_refused(
    cast: make.Cast, round_: Round, rater: str, filled_on: date, rule: str
) -> None:
    with make.refused(rule):
        keyed(cast.amina, round_, rater=rater, filled_on=filled_on)


def test_one_person_s_form_on_a_structure_is_keyed_in_once_a_side(cast: make.Cast, round_: Round) -> None:
    keyed(cast.amina, round_)
    with make.refused("paper_begun"):
        keyed(cast.amina, round_)
    assert keyed(cast.grace, round_).side == "government"


def test_handed_over_it_is_sealed_counts_as_a_draft_and_takes_no_answer(
    cast: make.Cast, round_: Round
) -> None:
    make.sent(cast.grace, "CMJ", round_)
    row = handed(cast.amina, round_)
    assert (row.state, row.stage, row.sent_at) == ("draft", "awaiting", None)
    assert {each.state for each in reveal.voices(round_, row.structure).values()} == {"draft", "sent"}
    with make.refused("not_now_score"):
        make.answer_all(row, "No")
    with make.refused("not_now_submit"):
        make.send(row)


def test_a_manager_s_confirmation_sends_it_and_reveals_what_is_due(cast: make.Cast, round_: Round) -> None:
    other = make.sent(cast.grace, "CMJ", round_)
    row = confirm(handed(cast.amina, round_), cast.paul)
    other.refresh_from_db()
    assert (row.state, row.sent_by, row.confirmed_alone) == ("revealed", cast.paul, False)
    assert other.state == "revealed"
    assert journal.faults() == []


def test_before_it_is_handed_over_or_after_a_change_there_is_nothing_to_confirm(
    cast: make.Cast, round_: Round
) -> None:
    row = keyed(cast.amina, round_)
    with make.refused("not_now_confirm"):
        confirm(row, cast.paul)
    make.answer_all(row)
    row = make.send(row)
    with make.refused("changed_since_checked"):
        keyed_in.confirm(assessment=row, base_version=row.version - 1, by=cast.paul, at=make.AT)


def test_who_keyed_it_in_confirms_it_only_where_the_side_has_nobody_else(
    cast: make.Cast, round_: Round
) -> None:
    row = handed(cast.amina, round_)
    with make.refused("paper_needs_another"):
        confirm(row, cast.amina)
    place = Membership.objects.get(user=cast.paul, programme=make.cod())
    memberships.end_place(place=place, by=None, at=make.AT)
    row = confirm(row, cast.amina)
    assert (row.state, row.sent_by, row.confirmed_alone) == ("sent", cast.amina, True)
    assert JournalEntry.objects.order_by("-sequence")[0].after["confirmed_alone"] is True
    assert journal.faults() == []


def test_who_may_not_read_it_is_not_asked_to_confirm_it(cast: make.Cast, round_: Round) -> None:
    row = handed(cast.amina, round_)
    assert list(queries.confirmers(row)) == [cast.paul]
    place = Membership.objects.filter(user=cast.paul)
    place.update(reads_since=row.started_at)
    assert list(queries.confirmers(row)) == [cast.paul]
    place.update(reads_since=row.started_at + timedelta(seconds=1))
    assert list(queries.confirmers(row)) == []
    assert confirm(row, cast.amina).confirmed_alone


@pytest.mark.parametrize(
    ("step", "rule"), [("close", "round_closed"), ("reveal", "already_revealed"), ("ask", "side_not_asked")]
)
def test_nothing_is_keyed_in_where_nobody_of_the_side_may_begin(
    cast: make.Cast, step: str, rule: str
) -> None:
    round_ = make.open_round("government") if step == "ask" else make.open_round()
    if step == "reveal":
        for person in (cast.amina, cast.grace):
            make.sent(person, "CMJ", round_)
    if step == "close":
        make.close_round(round_)
    with make.refused(rule):
        keyed(cast.amina, round_)


def test_it_comes_back_with_a_reason_and_can_be_handed_over_again(cast: make.Cast, round_: Round) -> None:
    row = handed(cast.amina, round_)
    with make.refused("reason_missing"):
        make.recall(row, reason=" ", by=cast.paul)
    row = make.recall(row, reason="C3 says Partly.", by=cast.paul)
    assert (row.stage, row.returned_reason) == ("draft", "C3 says Partly.")
    make.answer_all(row, "Partly")
    row = confirm(make.send(row), cast.paul)
    assert (row.state, row.returned_reason) == ("sent", "")
    # Withdrawn by who keyed it in, once sent: nothing says that it came back.
    row = make.recall(row, by=cast.amina)
    assert (row.stage, row.returned_reason, row.sent_by) == ("draft", "", None)
    assert journal.faults() == []


def test_what_nobody_confirms_is_put_out_of_the_way_as_any_draft(cast: make.Cast, round_: Round) -> None:
    row = handed(cast.amina, round_)
    make.set_aside(row)
    row.refresh_from_db()
    assert row.state == "set_aside"
    row = assessments.restore(assessment=row, by=cast.paul, at=make.AT)
    assert row.stage == "awaiting"
    assert make.discard(row) is False
    assert journal.faults() == []


def test_the_manager_of_the_side_sees_who_is_on_paper_and_what_is_awaited(
    cast: make.Cast, round_: Round
) -> None:
    handed(cast.amina, round_)
    standing = standing_of(Membership.objects.select_related("programme").get(user=cast.paul))
    (line,) = (
        each for each in of_side(round_, user=cast.paul, standing=standing) if each.structure.code == "CMJ"
    )
    assert [(each.name, each.state, each.is_on_paper) for each in line.drafts] == [(ILUNGA, "awaiting", True)]
    assert not line.is_own_sent


# --- nothing of it keyed in: an empty draft is none


@pytest.fixture
def empty(cast: make.Cast, round_: Round) -> Assessment:
    """Amina has begun a form on paper and keyed nothing in; her own assessment is sent."""
    row = keyed(cast.amina, round_)
    make.sent(cast.amina, "CMJ", round_)
    return row


def test_it_holds_nothing_up_and_the_reveal_discards_it(
    cast: make.Cast, round_: Round, empty: Assessment
) -> None:
    aside = keyed(cast.amina, round_, rater="Major Kapinga")
    make.set_aside(aside, by=cast.paul)
    elsewhere = keyed(cast.amina, round_, structure="CCRSS")
    make.sent(cast.grace, "CMJ", round_)
    kept = Assessment.objects.filter(round=round_)
    assert set(kept.filter(structure=empty.structure).values_list("state", flat=True)) == {"revealed"}
    assert kept.filter(pk=elsewhere.pk).exists()
    told = JournalEntry.objects.filter(verb="discarded").order_by("key")
    assert {each.key.rpartition(" ")[2] for each in told} == {str(empty.pk), str(aside.pk)}
    assert {each.by for each in told} == {None}
    assert reveal.set_aside(empty.structure, round_) == {}
    assert journal.faults() == []


def test_from_its_first_answer_on_it_is_waited_for(cast: make.Cast, round_: Round, empty: Assessment) -> None:
    make.answer(empty, "C1", "No")
    other = make.sent(cast.grace, "CMJ", round_)
    assert other.state == "sent"
    assert make.discard(empty, reveals=True) is True
    other.refresh_from_db()
    assert other.state == "revealed"


def test_an_answer_that_comes_after_the_reveal_is_refused(
    cast: make.Cast, round_: Round, empty: Assessment
) -> None:
    make.sent(cast.grace, "CMJ", round_)
    with make.refused("assessment_gone"):
        make.save(empty, make.entry("C1", "No"), by=cast.amina)


def test_nobody_reads_that_it_is_awaited(cast: make.Cast, round_: Round, empty: Assessment) -> None:
    own = Assessment.objects.get(round=round_, rater_user=cast.amina)
    assert reveal.waiting([own])[own.pk] == Waiting(own_drafts=0, sides=("government",))
    (left,) = unsent.by_person([round_], side="partners")[cast.paul.pk]
    assert "CCRSS" in left.structures
    assert "CMJ" not in left.structures

    def lines(manager: User) -> SideLine:
        standing = standing_of(Membership.objects.select_related("programme").get(user=manager))
        found = of_side(round_, user=manager, standing=standing)
        (line,) = (each for each in found if each.structure.code == "CMJ")
        return line

    line = lines(cast.paul)
    assert (line.is_own_sent, line.drafts) == (True, ())
    assert ILUNGA in {each.name for each in line.assessors}
    assert lines(cast.joseph).is_other_sent is True


def test_to_a_manager_who_came_later_it_is_in_nobody_s_way(
    cast: make.Cast, round_: Round, empty: Assessment
) -> None:
    begun = keyed(cast.amina, round_, structure="CCRSS")
    make.answer(begun, "C1", "No")
    Membership.objects.filter(user=cast.paul).update(reads_since=make.AT + timedelta(days=1))
    standing = standing_of(Membership.objects.select_related("programme").get(user=cast.paul))
    unread = queries_of_assessments.unread_drafts(programme=make.cod(), standing=standing)
    assert [each.id for each in unread] == [begun.pk]


def test_on_home_the_other_side_reads_that_this_one_has_sent(
    cast: make.Cast, round_: Round, empty: Assessment
) -> None:
    standing = standing_of(Membership.objects.select_related("programme").get(user=cast.joseph))
    asked = [each for each in rounds.index(cast.joseph, make.cod()) if each.id == round_.pk]
    known = instruments.of_rounds(asked)
    (found,) = progress.of_rounds(
        asked, [empty.structure_id], user=cast.joseph, standing=standing, known=known
    )
    assert found.by_structure[empty.structure_id].is_other_sent is True


def test_the_closing_of_the_round_discards_it_and_sets_the_others_aside(
    cast: make.Cast, round_: Round, empty: Assessment
) -> None:
    begun = keyed(cast.amina, round_, structure="CCRSS")
    make.answer(begun, "C1", "No")
    make.close_round(round_)
    assert not Assessment.objects.filter(pk=empty.pk).exists()
    begun.refresh_from_db()
    assert begun.state == "set_aside"
    assert journal.faults() == []


def test_the_log_of_both_sides_is_silent_about_it_and_its_own_side_reads_what_became_of_it(
    cast: make.Cast, round_: Round, empty: Assessment
) -> None:
    make.sent(cast.grace, "CMJ", round_)

    def told(reader: User, log: Callable[..., Paged[Deed]]) -> list[tuple[str, str]]:
        standing = standing_of(Membership.objects.select_related("programme").get(user=reader))
        found = log(reader, make.cod(), standing, history.WantedEntries(noun="assessment"), page=None).listed
        return [(each.verb, each.actor.side if each.actor else "") for each in found]

    of_one = ["sent", "answered", "started"]
    both = [
        ("revealed", ""),
        *((verb, "government") for verb in of_one),
        *((verb, "partners") for verb in of_one),
    ]
    assert told(cast.joseph, history.shared)[: len(both)] == both
    assert told(cast.paul, history.shared)[: len(both)] == both
    assert ("discarded", "") in told(cast.paul, history.own)
    assert "discarded" not in {verb for verb, _side in told(cast.joseph, history.own)}
