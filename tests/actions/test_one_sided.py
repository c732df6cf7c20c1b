"""What the other side did not submit: the side that sent publishes it alone, seven days after both were told."""

import json
from datetime import timedelta

import pytest

from coordination.domain.lifecycle import CardState
from coordination.domain.rules import Rule
from coordination.models import Assessment, JournalEntry, Membership, Round, User
from coordination.queries import card_notes, closings, journal, publications, unsent
from tests import make

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
LATER = make.AT + WEEK


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    """A closed round of both sides: CMJ sent by the partners, begun by the government and set aside at the closing."""
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.begin(cast.grace, "CMJ", round_)
    return make.close_round(round_)


def held(round_: Round) -> set[tuple[str, str]]:
    return set(Assessment.objects.filter(round=round_).values_list("side", "state"))


def test_after_seven_days_a_manager_of_the_side_that_sent_publishes_alone(
    cast: make.Cast, round_: Round
) -> None:
    row = make.publish(round_, at=LATER)
    assert (row.sides, row.partners_by, row.partners_at, row.published_at) == (
        *("partners", cast.paul, LATER),
        LATER,
    )
    assert (row.government_by, row.government_at) == (None, None)
    assert held(round_) == {("partners", "published"), ("government", "set_aside")}
    mine = Assessment.objects.get(round=round_, side="partners")
    assert mine.revealed_at == LATER, "the other side reads it from that moment on"
    assert publications.state_of(round_, make.structure("CMJ"), waiting=14) is CardState.PUBLISHED
    assert JournalEntry.objects.get(noun="publication").verb == "published"
    assert journal.faults() == []


def test_its_snapshot_says_who_did_not_submit_and_holds_nothing_of_that_side(round_: Round) -> None:
    found = json.loads(make.publish(round_, at=LATER).snapshot)
    assert found["not_submitted_by"] == "government"
    assert found["round"]["sides"] == "both"
    assert [each["side"] for each in found["voices"]] == ["partners"]


def test_a_card_that_both_submitted_says_nothing_of_it(cast: make.Cast) -> None:
    alone = make.sent(cast.amina, "CMJ", make.open_round("partners"))
    assert "not_submitted_by" not in json.loads(make.publish(alone.round).snapshot)


def test_either_side_may_be_the_one_that_sent(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.grace, "CMJ", round_)
    round_ = make.close_round(round_)
    assert make.publish(round_, side="government", at=LATER).sides == "government"
    assert journal.faults() == []


@pytest.mark.parametrize("after", [timedelta(), WEEK - timedelta(seconds=1)])
def test_before_seven_days_are_over_the_other_side_has_time_to_answer(
    round_: Round, after: timedelta
) -> None:
    with make.refused(Rule.TIME_TO_ANSWER):
        make.publish(round_, at=make.AT + after)


def test_the_side_that_did_not_submit_learns_nothing_by_trying(cast: make.Cast, round_: Round) -> None:
    for at in (make.AT, LATER):
        with make.refused(Rule.NOTHING_TO_PUBLISH):
            make.publish(round_, side="government", at=at)


def test_in_an_open_round_one_side_publishes_nothing_alone(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    with make.refused(Rule.NOTHING_TO_PUBLISH):
        make.publish(round_, at=LATER)


def test_what_neither_side_submitted_is_published_by_none(cast: make.Cast, round_: Round) -> None:
    for side in ("partners", "government"):
        with make.refused(Rule.NOTHING_TO_PUBLISH):
            make.publish(round_, "CCRSS", side=side, at=LATER)


def test_a_round_closed_as_before_told_nobody_so_nothing_is_published_alone(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.close_as_before(round_)
    round_.refresh_from_db()
    with make.refused(Rule.NOTHING_TO_PUBLISH):
        make.publish(round_, at=LATER)


def test_reopened_it_waits_for_the_other_side_again(cast: make.Cast, round_: Round) -> None:
    round_ = make.reopen_round(round_)
    with make.refused(Rule.NOTHING_TO_PUBLISH):
        make.publish(round_, at=LATER)
    round_ = make.close_round(round_, at=LATER)
    with make.refused(Rule.TIME_TO_ANSWER):
        make.publish(round_, at=LATER)
    assert make.publish(round_, at=LATER + WEEK).published_at


def test_it_is_published_once(round_: Round) -> None:
    make.publish(round_, at=LATER)
    with make.refused(Rule.ALREADY_PUBLISHED):
        make.publish(round_, at=LATER)


def test_nobody_publishes_what_they_did_not_see(cast: make.Cast, round_: Round) -> None:
    with make.refused(Rule.CARD_CHANGED):
        make.publications.publish(
            round_=round_,
            structure=make.structure("CMJ"),
            side="partners",
            seen="0" * 64,
            by=cast.paul,
            at=LATER,
        )


def test_a_manager_who_does_not_read_what_the_side_wrote_before_does_not_publish_it(
    cast: make.Cast, round_: Round
) -> None:
    Membership.objects.filter(user=cast.paul).update(reads_since=LATER)
    paul = User.objects.get(pk=cast.paul.pk)
    with make.refused(Rule.NOTHING_TO_PUBLISH):
        make.publish(round_, by=paul, at=LATER)


def test_several_who_sent_are_published_together_and_a_draft_set_aside_is_not(cast: make.Cast) -> None:
    round_ = make.open_round()
    second, third = (make.place(make.person(name), "adviser", "partners") for name in ("bruno", "clara"))
    for person in (cast.amina, second):
        make.sent(person, "CMJ", round_)
    make.begin(third, "CMJ", round_)
    make.publish(make.close_round(round_), at=LATER)
    states = Assessment.objects.filter(round=round_).order_by("pk").values_list("state", flat=True)
    assert [*states] == ["published", "published", "set_aside"]
    assert journal.faults() == []


def test_once_published_nobody_is_told_that_it_may_be_and_a_correction_is_marked(
    cast: make.Cast, round_: Round
) -> None:
    def left() -> list[bool]:
        found = card_notes.of(make.structure("CMJ")).missing
        everywhere = closings.missing(make.cod())
        assert found == tuple(each for each in everywhere if each.structure.code == "CMJ")
        return [each.one_sided is not None for each in found]

    assert left() == [True]
    make.publish(round_, at=LATER)
    assert left() == [False]
    mine = Assessment.objects.get(round=round_, side="partners")
    make.dissent(make.correct(mine, "C1", "No", by=cast.paul, at=LATER + WEEK))
    assert publications.state_of(round_, make.structure("CMJ"), waiting=14) is CardState.CORRECTED
    assert journal.faults() == []


def test_reopened_afterwards_it_is_left_to_nobody(cast: make.Cast, round_: Round) -> None:
    make.publish(round_, at=LATER)
    round_ = make.reopen_round(round_, at=LATER)
    left = unsent.by_person((round_,), side="government")[cast.joseph.pk]
    assert "CMJ" not in left[0].structures
    assert left[0].structures
    aside = Assessment.objects.get(round=round_, side="government")
    with make.refused(Rule.ALREADY_REVEALED):
        make.assessments.restore(assessment=aside, by=cast.joseph, at=LATER)
    round_ = make.close_round(round_, at=LATER)
    with make.refused(Rule.ALREADY_PUBLISHED):
        make.publish(round_, at=LATER + WEEK)
    assert journal.faults() == []


def test_an_entry_that_does_not_fit_what_stands_is_noticed(round_: Round) -> None:
    make.publish(round_, at=LATER)
    with make.without_triggers():
        Assessment.objects.filter(round=round_, side="partners").update(revealed_at=make.AT)
    assert len(journal.faults()) == 1
    assert "revealed at is 2011-03-01" in journal.faults()[0]
