"""Counting attempts: a window begins with the first, the last place is taken once, and nobody else's count moves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.actions import limits
from coordination.actions.limits import Full, Subjects
from coordination.domain.limits import LIMITS, Tried, Whose
from coordination.models import JournalEntry, Tally
from tests import make

pytestmark = pytest.mark.django_db
MOST, WINDOW = LIMITS[Tried.SIGN_IN, Whose.ACCOUNT].most, LIMITS[Tried.SIGN_IN, Whose.ACCOUNT].within
AMINA, NOBODY = "amina@ssr.example", "nobody@ssr.example"


def strangers(email: str = AMINA, address: str = "192.0.2.1") -> Subjects:
    return [(Whose.ADDRESS, address), (Whose.ACCOUNT, email)]


def take(
    email: str = AMINA,
    of: Subjects | None = None,
    after: timedelta = timedelta(0),
    what: Tried = Tried.SIGN_IN,
) -> Full | None:
    subjects = strangers(email) if of is None else of
    return limits.take(what=what, of=subjects, email=email, by=None, at=make.AT + after)


def use_up(email: str = AMINA) -> None:
    for number in range(MOST):
        assert take(email, strangers(email, f"192.0.2.{number}")) is None


def test_so_many_attempts_pass_and_the_next_is_told_until_when() -> None:
    use_up()
    assert take() == Full(make.AT + WINDOW, is_first=True)
    assert take(after=WINDOW / 2) == Full(make.AT + WINDOW, is_first=False)


def test_a_window_begins_with_its_first_attempt_and_counting_begins_anew_after_it() -> None:
    use_up()
    assert take(after=WINDOW - timedelta(microseconds=1)) is not None
    assert take(after=WINDOW) is None
    assert take(after=WINDOW * 2 - timedelta(microseconds=1)) is None
    for _ in range(MOST - 2):
        take(after=WINDOW)
    assert take(after=WINDOW) == Full(make.AT + WINDOW * 2, is_first=True)


def test_other_accounts_and_other_things_are_counted_by_themselves() -> None:
    use_up()
    assert take("paul@ssr.example") is None
    assert take(what=Tried.LINK) is None


def test_what_an_address_tries_with_ever_other_accounts_is_limited_too() -> None:
    most = LIMITS[Tried.SIGN_IN, Whose.ADDRESS].most
    for number in range(most):
        assert take(f"{number}@ssr.example") is None
    before = Tally.objects.count()
    assert take("one-more@ssr.example") is not None
    assert take("yet-another@ssr.example") is not None
    assert Tally.objects.count() == before, "who is limited fills no table"
    assert take("one-more@ssr.example", strangers("one-more@ssr.example", "192.0.2.2")) is None


def test_strangers_who_use_up_an_account_leave_its_known_devices_alone() -> None:
    use_up()
    assert take() is not None
    assert take(of=[(Whose.DEVICE, f"number {AMINA}")]) is None


def test_a_refused_attempt_counts_for_nobody() -> None:
    use_up()
    before = list(Tally.objects.filter(whose="address").values_list("key", "number"))
    take(of=strangers(address="192.0.2.200"))
    take(of=strangers(address="192.0.2.200"))
    after = Tally.objects.filter(whose="address", number__gt=0).values_list("key", "number")
    assert list(after) == before


def test_a_right_password_is_no_attempt(cast: make.Cast) -> None:
    for _ in range(3 * MOST):
        assert take() is None
        limits.note_sign_in(of=strangers(), by=cast.amina, at=make.AT)
    assert set(Tally.objects.values_list("number", flat=True)) == {0}


def test_a_sign_in_is_journaled(cast: make.Cast) -> None:
    limits.note_sign_in(of=strangers(), by=cast.amina, at=make.AT)
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key, entry.by) == ("signed in", "person", AMINA, cast.amina)


def test_a_limit_reached_is_journaled_once_in_a_window_and_only_for_an_account_that_there_is() -> None:
    before = JournalEntry.objects.count()
    for email in (AMINA, NOBODY):
        use_up(email)
        for _ in range(5):
            take(email)
    (entry,) = JournalEntry.objects.order_by("sequence")[before:]
    assert (entry.verb, entry.noun, entry.key, entry.by) == ("limited", "person", AMINA, None)
    assert entry.after == {"what": "sign-in"}
    for _ in range(MOST + 2):
        take(after=WINDOW)
    assert JournalEntry.objects.count() == before + 2


def test_an_e_mail_that_nobody_has_is_counted_with_the_same_queries() -> None:
    asked = []
    for email in (AMINA, NOBODY):
        with CaptureQueriesContext(connection) as queries:
            take(email, strangers(email, f"of {email}"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_nobody_reads_from_the_table_who_tried_what() -> None:
    take()
    rows = str(list(Tally.objects.values_list()))
    assert "amina" not in rows
    assert "192.0.2" not in rows


def test_what_has_run_out_is_removed_and_the_rest_stays() -> None:
    take()
    take("paul@ssr.example", strangers("paul@ssr.example", "192.0.2.9"), after=WINDOW / 2)
    assert limits.clean_up(by=None, at=make.AT + WINDOW) == 2
    assert limits.clean_up(by=None, at=make.AT + WINDOW) == 0
    assert Tally.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_get_through_than_there_are_places() -> None:
    def try_once(number: int) -> Full | None:
        try:
            return take(of=strangers(address=f"192.0.2.{number % 5}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(try_once, range(4 * MOST)))
    assert found.count(None) == MOST
    assert sum(each.is_first for each in found if each) == 1
    assert JournalEntry.objects.filter(verb="limited").count() == 1
