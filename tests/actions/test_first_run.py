"""The code of the first run: printed where nobody administers, works once and for an hour, and not after many tries."""

from datetime import timedelta

import pytest

from coordination.actions import first_run
from coordination.domain.first_run import ALPHABET, digest
from coordination.domain.rules import Rule
from coordination.models import FirstRun, JournalEntry, Membership
from coordination.queries import first_run as queries
from tests import make

pytestmark = pytest.mark.django_db
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def code() -> str:
    Membership.objects.filter(role="administrator").delete()
    return first_run.make_code(at=make.AT)


def test_there_is_none_where_somebody_administers_a_programme() -> None:
    assert not queries.is_needed()
    with make.refused(Rule.STARTED_ALREADY):
        first_run.make_code(at=make.AT)


def test_only_its_hash_is_kept_and_the_journal_does_not_have_it(code: str) -> None:
    signs = code.replace("-", "")
    assert len(signs) == 16
    assert set(signs) <= set(ALPHABET)
    assert FirstRun.objects.get().code_hash == digest(code)
    said = str(list(JournalEntry.objects.order_by("-sequence").values()[:1]))
    assert code not in said
    assert signs not in said
    assert digest(code) not in said


def test_it_opens_however_it_is_typed(code: str) -> None:
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} "):
        assert queries.opened_by(typed, make.AT) == digest(code)


def test_a_new_one_replaces_the_old(code: str) -> None:
    new = first_run.make_code(at=make.AT)
    assert queries.opened_by(code, make.AT) == ""
    assert queries.opened_by(new, make.AT) == digest(new)


def test_it_opens_for_one_hour(code: str) -> None:
    opened = queries.opened_by(code, make.AT + HOUR - SECOND)
    assert opened
    assert queries.opened_by(code, make.AT + HOUR) == ""
    with make.refused(Rule.CODE_OPENS_NOTHING):
        first_run.take(opened=opened, by=None, at=make.AT + HOUR)


@pytest.mark.parametrize("typed", ["", "wrong", "\x00", "\ud800", "É" * 500])
def test_wrong_ones_open_nothing_and_leave_the_right_one_as_it_is(code: str, typed: str) -> None:
    before = JournalEntry.objects.count()
    assert queries.opened_by(typed, make.AT) == ""
    assert JournalEntry.objects.count() == before
    assert queries.opened_by(code, make.AT) == digest(code)


def test_it_is_used_once(code: str) -> None:
    opened = queries.opened_by(code, make.AT)
    first_run.take(opened=opened, by=None, at=make.AT)
    with make.refused(Rule.CODE_OPENS_NOTHING):
        first_run.take(opened=opened, by=None, at=make.AT)
    assert queries.opened_by(code, make.AT) == ""


def test_once_somebody_administers_it_opens_nothing(code: str, cast: make.Cast) -> None:
    make.place(cast.alain, "administrator", None)
    assert queries.opened_by(code, make.AT) == ""
