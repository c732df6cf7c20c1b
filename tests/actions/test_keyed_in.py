"""Answers on paper: keyed in by an adviser, counted as sent only once a manager of the side confirms them."""

from datetime import date, timedelta

import pytest

from coordination.actions import assessments, keyed_in, memberships
from coordination.models import JournalEntry, Membership, Round
from coordination.permissions import standing_of
from coordination.queries import journal, reveal
from coordination.queries import keyed_in as queries
from coordination.queries.side_progress import of_side
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
