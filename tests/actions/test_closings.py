"""Closing and reopening rounds: who may alone, who together, what it sets aside, reveals and tells."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from coordination.actions import assessments, closings
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import (
    Assessment,
    Consent,
    JournalEntry,
    Membership,
    NotSubmitted,
    Programme,
    Round,
    RoundMail,
)
from coordination.queries import closings as queries
from coordination.queries import journal
from tests import make
from tests.actions.test_assessments import at_once

pytestmark = pytest.mark.django_db
SIDES = ("government", "partners")
LAST = date(2026, 3, 10)


def close(
    round_: Round, side: str, *, at: datetime = make.AT, closes: bool = True, by: str | None = None
) -> Round:
    person = make._named(by) if by else make.manager(side)
    return closings.close(round_=round_, side=side, closes=closes, by=person, at=at)


def reopen(round_: Round, side: str, *, reopens: bool = True) -> Round:
    return closings.reopen(round_=round_, side=side, reopens=reopens, by=make.manager(side), at=make.AT)


def other(side: str) -> str:
    return next(each for each in SIDES if each != side)


# --- who closes, and when

#: The time zone, the moment, and whether it is the last day there already.
MOMENTS = [
    ("Africa/Kinshasa", datetime(2026, 3, 9, 22, 59, tzinfo=UTC), False),
    ("Africa/Kinshasa", datetime(2026, 3, 9, 23, 0, tzinfo=UTC), True),
    ("Africa/Lubumbashi", datetime(2026, 3, 9, 21, 59, tzinfo=UTC), False),
    ("Africa/Lubumbashi", datetime(2026, 3, 9, 22, 0, tzinfo=UTC), True),
    ("Africa/Lubumbashi", datetime(2026, 3, 10, 12, 0, tzinfo=UTC), True),
    ("Africa/Kinshasa", datetime(2026, 3, 11, 12, 0, tzinfo=UTC), True),
    ("Africa/Kinshasa", datetime(2026, 3, 9, 12, 0, tzinfo=UTC), False),
]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("zone", "at", "is_last"), MOMENTS)
def test_before_the_last_day_it_takes_both_sides_and_from_it_on_either(
    cast: make.Cast, zone: str, at: datetime, is_last: bool, side: str
) -> None:
    Programme.objects.filter(code="cod").update(time_zone=zone)
    round_ = make.open_round(last_on=LAST)
    assert close(round_, side, at=at, closes=is_last).state == ("closed" if is_last else "open")
    if not is_last:
        assert [row.side for row in Consent.objects.all()] == [side]
        assert close(round_, other(side), at=at).state == "closed"
    assert not Consent.objects.exists()


@pytest.mark.parametrize("side", SIDES)
def test_a_round_without_a_last_day_always_takes_both_sides(cast: make.Cast, side: str) -> None:
    round_ = make.open_round()
    Round.objects.update(last_on=None)
    assert close(round_, side, at=datetime(2100, 1, 1, tzinfo=UTC)).state == "open"
    assert close(round_, other(side), at=datetime(2100, 1, 1, tzinfo=UTC)).state == "closed"


@pytest.mark.parametrize("side", SIDES)
def test_a_round_of_one_side_is_closed_by_that_side_alone(cast: make.Cast, side: str) -> None:
    round_ = make.open_round(side)
    with make.refused(Rule.ROUND_OF_OTHERS):
        close(round_, other(side))
    assert close(round_, side).state == "closed"


def test_a_second_consent_of_the_same_side_closes_nothing(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.place(make.person("petra"), "manager", "partners")
    close(round_, "partners")
    before = make.everything()
    assert close(round_, "partners", by="petra").state == "open"
    assert make.everything() == before


def test_a_consent_can_be_taken_back_once(cast: make.Cast) -> None:
    round_ = make.open_round()
    close(round_, "partners")
    closings.take_back(round_=round_, side="partners", by=cast.paul, at=make.AT)
    assert not Consent.objects.exists()
    with make.refused(Rule.NO_CONSENT):
        closings.take_back(round_=round_, side="partners", by=cast.paul, at=make.AT)
    assert close(round_, "government").state == "open"


def test_who_was_told_that_they_only_agree_closes_nothing(cast: make.Cast) -> None:
    round_ = make.open_round()
    close(round_, "partners")
    with make.refused(Rule.ROUND_CLOSES_NOW):
        close(round_, "government", closes=False)


# --- reopening


@pytest.mark.parametrize("side", SIDES)
def test_any_manager_reopens_where_nothing_was_revealed(cast: make.Cast, side: str) -> None:
    round_ = make.close_round(make.open_round())
    assert reopen(round_, side).state == "open"


@pytest.mark.parametrize("side", SIDES)
def test_where_answers_were_revealed_it_takes_both_sides_to_reopen(cast: make.Cast, side: str) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    make.close_round(round_)
    assert reopen(round_, side).state == "closed"
    with make.refused(Rule.ROUND_REOPENS_NOW):
        reopen(round_, other(side), reopens=False)
    assert reopen(round_, other(side)).state == "open"
    assert not Consent.objects.exists()


def test_a_consent_to_close_is_none_to_reopen(cast: make.Cast) -> None:
    round_ = make.open_round(last_on=LAST)
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    close(round_, "partners")
    assert close(round_, "government", at=datetime(2026, 3, 10, 12, tzinfo=UTC)).state == "closed"
    assert reopen(round_, "government").state == "closed"


# --- what closing does


def test_closing_sets_drafts_of_both_sides_aside_and_reveals_where_every_side_has_sent(
    cast: make.Cast,
) -> None:
    awa = make.place(make.person("awa"), "adviser", "partners")
    round_ = make.open_round()
    draft = make.begin(awa, "CMJ", round_)
    ours, theirs = make.sent(cast.amina, "CMJ", round_), make.sent(cast.grace, "CMJ", round_)
    alone = make.begin(cast.grace, "CCRSS", round_)
    make.close_round(round_)
    states = dict(Assessment.objects.filter(round=round_).values_list("pk", "state"))
    assert states == {
        draft.pk: "set_aside",
        ours.pk: "revealed",
        theirs.pk: "revealed",
        alone.pk: "set_aside",
    }
    draft.refresh_from_db()
    assert (draft.set_aside_reason, draft.set_aside_at_closing, draft.set_aside_by) == ("", True, cast.paul)
    moments = Assessment.objects.filter(state="revealed").values_list("revealed_at", flat=True)
    assert {*moments} == {make.AT}


def test_what_was_not_submitted_by_whom_is_kept_with_its_day_and_told_to_both_sides(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.close_round(round_)
    cmj, ccrss = make.structure("CMJ"), make.structure("CCRSS")
    assert queries.told(round_, cmj) == {"government": make.AT}
    assert queries.told(round_, ccrss) == {"government": make.AT, "partners": make.AT}
    found = {each.structure.code: each for each in queries.missing(make.cod())}
    one_sided = found["CMJ"].one_sided
    assert one_sided
    assert (one_sided.sender, one_sided.publishable_at) == ("partners", make.AT + timedelta(days=7))
    assert found["CCRSS"].one_sided is None
    mails = RoundMail.objects.filter(kind="closed").values_list("user", flat=True)
    assert {*mails} == {cast.paul.pk, cast.joseph.pk}


def test_reopening_forgets_what_was_not_submitted(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.close_round(round_)
    reopen(round_, "government")
    assert not NotSubmitted.objects.exists()
    make.sent(cast.grace, "CMJ", round_)
    make.close_round(round_)
    assert queries.told(round_, make.structure("CMJ")) == {}


def test_a_structure_that_is_closed_itself_lacks_only_the_side_that_did_not_send(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.begin(cast.grace, "CCRSS", round_)
    for code in ("CMJ", "CCRSS"):
        structure = make.structure(code)
        structure.closed = "2010"
        structure.save()
    make.close_round(round_)
    assert queries.told(round_, make.structure("CMJ")) == {"government": make.AT}
    assert queries.told(round_, make.structure("CCRSS")) == {}, "nobody learns that there was a draft"


def test_a_draft_set_aside_by_the_closing_can_be_restored_once_reopened(cast: make.Cast) -> None:
    round_ = make.open_round()
    draft = make.begin(cast.amina, "CMJ", round_)
    make.close_round(round_)
    make.reopen_round(round_)
    assessments.restore(assessment=draft, by=cast.paul, at=make.AT)
    draft.refresh_from_db()
    assert (draft.state, draft.set_aside_at_closing) == ("draft", False)
    make.answer(draft, "C1", "No")


def test_the_journal_knows_every_row_of_it(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.begin(cast.grace, "CCRSS", round_)
    close(round_, "partners")
    assert journal.faults() == []
    close(round_, "government")
    assert journal.faults() == []
    reopen(round_, "partners")
    assert journal.faults() == []
    assert [row.verb for row in JournalEntry.objects.filter(noun="round")] == [
        "opened",
        "consented",
        "closed",
        "reopened",
    ]


def test_the_journal_misses_what_was_slipped_in(cast: make.Cast) -> None:
    round_ = make.open_round()
    Consent.objects.create(round=round_, side="partners", to="closed", given_at=make.AT, given_by=cast.paul)
    NotSubmitted.objects.create(
        round=round_, structure=make.structure("CMJ"), side="partners", told_at=make.AT
    )
    assert len(journal.faults()) == 2


def test_nobody_waits_for_a_manager_who_left(cast: make.Cast) -> None:
    """From the last day on one side is enough, so that a round never stays open for want of a manager."""
    round_ = make.open_round(last_on=LAST)
    Membership.objects.get(user=cast.joseph).delete()
    assert close(round_, "partners", at=datetime(2026, 3, 10, 12, tzinfo=UTC)).state == "closed"


# --- several at once: these commit, each in a connection of its own


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_a_send_beside_the_closing_is_counted_or_told_that_the_round_is_closed(turn: int) -> None:
    cast = make.cast()
    round_ = make.open_round(last_on=LAST)
    make.sent(cast.grace, "CMJ", round_)
    ours = make.start(cast.amina, "CMJ", round_)
    make.answer_all(ours)
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    calls: dict[str, Callable[[], object]] = {
        "sent": lambda: make.send(ours),
        "closed": lambda: close(round_, "government", at=at),
        "begun": lambda: make.begin(cast.amina, "CCRSS", round_),
    }
    order = [*calls][turn:] + [*calls][:turn]
    said = dict(zip(order, at_once(*(calls[each] for each in order)), strict=True))

    assert isinstance(said["closed"], Round), said
    states = dict(Assessment.objects.filter(round=round_).values_list("structure__code", "state"))
    told = {(row.structure.code, row.side) for row in NotSubmitted.objects.select_related("structure")}
    if isinstance(said["sent"], Assessment):
        assert states["CMJ"] == "revealed"
        assert not {("CMJ", "government"), ("CMJ", "partners")} & told
    else:
        assert is_closed(said["sent"]), said
        ours.refresh_from_db()
        assert ours.state == "set_aside"
        assert ("CMJ", "partners") in told
    assert states.get("CCRSS") in ("set_aside", None)
    assert "CCRSS" in states or is_closed(said["begun"])
    assert journal.faults() == []


def is_closed(said: object) -> bool:
    """Whether somebody was told that the round is closed."""
    return isinstance(said, Refused) and [each.rule for each in said.problems] == [Rule.ROUND_CLOSED]


@pytest.mark.django_db(transaction=True)
def test_two_managers_of_one_side_closing_at_once_close_it_once() -> None:
    make.cast()
    round_ = make.open_round(last_on=LAST)
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    at_once(
        *(lambda side=side: close(round_, side, at=at) for side in ("partners", "partners", "government"))
    )
    assert JournalEntry.objects.filter(noun="round", verb="closed").count() == 1
    assert RoundMail.objects.filter(kind="closed").count() == 2
    assert journal.faults() == []


@pytest.mark.django_db(transaction=True)
def test_an_answer_beside_the_closing_is_stored_before_it_or_told_that_the_round_is_closed() -> None:
    cast = make.cast()
    round_ = make.open_round(last_on=LAST)
    ours = make.begin(cast.amina, "CMJ", round_)
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    saved, closed = at_once(lambda: make.answer(ours, "C1"), lambda: close(round_, "government", at=at))
    assert isinstance(closed, Round), closed
    stored = ours.answers.filter(criterion__code="C1").exists()
    assert stored or is_closed(saved), saved
    ours.refresh_from_db()
    assert ours.state == "set_aside"
    assert journal.faults() == []
