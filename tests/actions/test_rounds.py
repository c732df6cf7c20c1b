"""Rounds: opened under a name of their own, closed, and opened again."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from coordination.actions import rounds
from coordination.domain.journal import stamp
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Round, Weighting
from tests import make

pytestmark = pytest.mark.django_db
#: A NUL never reaches the database: the check says so, or PostgreSQL's driver, which cannot even ask with one.
NOT_ACCEPTABLE = (ValidationError, ValueError)


def entries() -> list[tuple[str, str, object, object]]:
    found = JournalEntry.objects.filter(noun="round").order_by("sequence")
    return list(found.values_list("verb", "key", "before", "after"))


def test_an_opened_round_takes_its_address_from_its_english_name(cast: make.Cast) -> None:
    opened = make.open_round("government", name="Élections: June 2011!", reference_on=date(2011, 6, 30))
    assert (opened.label, opened.state, opened.sides, opened.origin) == (
        "elections-june-2011",
        "open",
        "government",
        "entered",
    )
    instrument = "partnership-2008 2008.1"
    after = {
        "reference_on": "2011-06-30",
        "last_on": "2099-12-31",
        "instrument": instrument,
        "sides": "government",
    }
    after |= {"state": "open", "origin": "entered"}
    assert entries() == [("opened", "elections-june-2011", None, after)]


@pytest.mark.parametrize("name", ["March 2011", "march  2011", "MARCH-2011"])
def test_a_second_round_of_the_same_address_is_refused(cast: make.Cast, name: str) -> None:
    make.open_round(name="March 2011")
    with make.refused(Rule.ROUND_EXISTS):
        make.open_round(name=name)


@pytest.mark.parametrize("name", ["History", "RISKS", "Seats", "source "])
def test_a_round_is_not_called_like_a_page_of_each_structure(cast: make.Cast, name: str) -> None:
    with make.refused(Rule.NAME_OF_A_TAB):
        make.open_round(name=name)


@pytest.mark.parametrize(
    ("last_on", "rule"),
    [(date(2011, 1, 30), Rule.LAST_DAY_BEFORE), (date(2011, 2, 28), Rule.LAST_DAY_OVER)],
)
def test_a_round_lasts_from_the_day_it_is_opened_and_not_before_the_day_it_describes(
    cast: make.Cast, last_on: date, rule: Rule
) -> None:
    with make.refused(rule):
        make.open_round(reference_on=date(2011, 1, 31), last_on=last_on)
    assert not Round.objects.filter(label="march-2011").exists()


def test_its_last_day_is_moved_while_it_is_open_and_the_journal_keeps_both_days(cast: make.Cast) -> None:
    round_ = make.open_round()
    for day in (date(2098, 1, 31), date(2098, 1, 31)):
        rounds.move_last_day(round_=round_, last_on=day, by=cast.paul, at=make.AT)
    assert make.round_("march-2011").last_on == date(2098, 1, 31)
    assert entries()[1:] == [
        ("saved", "march-2011", {"last_on": "2099-12-31"}, {"last_on": "2098-01-31"}),
    ]
    make.close_round(round_)
    with make.refused(Rule.ROUND_CLOSED_ALREADY):
        rounds.move_last_day(round_=round_, last_on=date(2099, 1, 31), by=cast.paul, at=make.AT)


def test_the_last_day_ends_where_the_programme_is(cast: make.Cast) -> None:
    # In Kinshasa it is the 2nd already, in Greenwich still the 1st.
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    round_ = make.open_round("partners")
    with make.refused(Rule.LAST_DAY_OVER):
        rounds.move_last_day(round_=round_, last_on=date(2026, 3, 1), by=cast.paul, at=late)
    assert rounds.move_last_day(round_=round_, last_on=date(2026, 3, 2), by=cast.paul, at=late)


@pytest.mark.parametrize("had", [date(2026, 4, 30), None])
def test_one_side_alone_does_not_bring_the_last_day_of_both_so_near_that_the_other_is_surprised(
    cast: make.Cast, had: date | None
) -> None:
    """From the last day on one side closes alone: brought forward, it leaves the other one seven days."""
    now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    round_ = make.open_round()
    Round.objects.update(last_on=had)
    with make.refused(Rule.LAST_DAY_TOO_SOON):
        rounds.move_last_day(round_=round_, last_on=date(2026, 3, 7), by=cast.paul, at=now)
    assert rounds.move_last_day(round_=round_, last_on=date(2026, 3, 8), by=cast.paul, at=now)
    # Later by one day is no surprise.
    assert rounds.move_last_day(round_=round_, last_on=date(2026, 3, 9), by=cast.joseph, at=now)


@pytest.mark.parametrize("name", ["", "???", "六月"])
def test_a_name_without_any_letter_for_an_address_is_refused(cast: make.Cast, name: str) -> None:
    with make.refused(Rule.ROUND_EXISTS):
        make.open_round(name=name)


def test_two_programmes_may_have_rounds_of_the_same_name(cast: make.Cast) -> None:
    assert make.open_round() != make.open_round(programme=make.programme("caf"))


@pytest.mark.parametrize(
    "change", [{"sides": "neither"}, {"name": "x\0y"}, {"name": "March " * 50}], ids=["side", "nul", "long"]
)
def test_a_round_that_cannot_be_is_not_stored(cast: make.Cast, change: dict[str, str]) -> None:
    before = make.everything()
    with pytest.raises(NOT_ACCEPTABLE):
        make.open_round(**change)  # type: ignore[arg-type]
    assert make.everything() == before


def test_a_round_is_closed_and_opened_again(cast: make.Cast) -> None:
    opened = make.open_round()
    assert make.close_round(opened).state == "closed"
    assert make.reopen_round(opened).state == "open"
    found = [(verb, before, after) for verb, _key, before, after in entries()[1:] if verb != "consented"]
    (closed, before, after), reopened = found
    assert (closed, before) == ("closed", {"state": "open"})
    assert isinstance(after, dict)
    assert after["state"] == "closed"
    assert reopened == ("reopened", {"state": "closed"}, {"state": "open"})


def test_closing_a_closed_round_changes_nothing(cast: make.Cast) -> None:
    closed = make.close_round(make.open_round())
    before = make.everything()
    assert make.close_round(closed) == closed
    assert make.everything() == before


def test_what_is_sent_stays_hidden_when_the_round_is_closed(cast: make.Cast) -> None:
    opened = make.open_round()
    sent = make.sent(cast.amina, "CMJ", opened)
    make.close_round(opened)
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert Round.objects.get(pk=opened.pk).state == "closed"


# --- weights


def test_each_side_records_its_weights_version_by_version(cast: make.Cast) -> None:
    round_ = make.open_round()
    first = make.weigh(round_)
    make.weigh(round_, "government", (10, 10, 10, 40, 10, 10, 10), by=cast.joseph)
    second = make.weigh(round_, weights=(100, 0, 0, 0, 0, 0, 0), reason=" Nothing else. ")
    assert (first.version, second.version, second.reason) == (1, 2, "Nothing else.")
    assert list(Weighting.objects.values_list("side", "version", "recorded_by")) == [
        ("government", 1, cast.joseph.pk),
        ("partners", 1, cast.paul.pk),
        ("partners", 2, cast.paul.pk),
    ]
    verb, key, before, after = entries()[-1]
    assert (verb, key) == ("weighed", "march-2011")
    assert before == {"side": "partners", "weights": [25, 15, 15, 10, 15, 10, 10]}
    assert after == {
        "side": "partners",
        "weights": [100, 0, 0, 0, 0, 0, 0],
        "version": 2,
        "reason": "Nothing else.",
        "recorded_at": stamp(make.AT),
    }


def test_unsound_weights_are_not_recorded(cast: make.Cast) -> None:
    round_ = make.open_round()
    with make.refused(Rule.WEIGHTS_WRONG_SUM):
        make.weigh(round_, weights=(25, 15, 15, 10, 15, 10, 11))
    with make.refused(Rule.WEIGHTS_TOO_LARGE):
        make.weigh(round_, weights=(10**20, 0, 0, 0, 0, 0, 0))
    with make.refused(Rule.REASON_MISSING):
        make.weigh(round_, reason=" ")


def test_the_same_weights_again_are_no_new_version(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.weigh(round_)
    with make.refused(Rule.WEIGHTS_UNCHANGED):
        make.weigh(round_, reason="Once more.")


def test_an_analyst_has_no_weights(cast: make.Cast) -> None:
    round_ = make.open_round()
    before = make.everything()
    with pytest.raises(ValidationError):
        make.weigh(round_, "analyst")
    assert make.everything() == before
