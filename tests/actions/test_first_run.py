"""The code of the first run: printed where nobody administers, works once and for an hour, and not after many tries."""

from datetime import timedelta

import pytest

from coordination.actions import first_run
from coordination.domain.first_run import ALPHABET, MOST_TRIES, digest
from coordination.domain.problems import Rule
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
        assert first_run.open_with(code=typed, at=make.AT) == digest(code)


def test_a_new_one_replaces_the_old(code: str) -> None:
    new = first_run.make_code(at=make.AT)
    assert first_run.open_with(code=code, at=make.AT) == ""
    assert first_run.open_with(code=new, at=make.AT) == digest(new)


def test_it_opens_for_one_hour(code: str) -> None:
    opened = first_run.open_with(code=code, at=make.AT + HOUR - SECOND)
    assert opened
    assert first_run.open_with(code=code, at=make.AT + HOUR) == ""
    with make.refused(Rule.CODE_OPENS_NOTHING):
        first_run.take(opened=opened, by=None, at=make.AT + HOUR)


@pytest.mark.parametrize("typed", ["", "wrong", "\x00", "\ud800", "É" * 500])
def test_wrong_ones_are_counted_and_end_it(code: str, typed: str) -> None:
    for count in range(1, MOST_TRIES + 1):
        assert first_run.open_with(code=typed, at=make.AT) == ""
        assert FirstRun.objects.get().tries == count
    assert first_run.open_with(code=code, at=make.AT) == ""
    assert FirstRun.objects.get().tries == MOST_TRIES
    assert first_run.open_with(code=first_run.make_code(at=make.AT), at=make.AT)


def test_it_is_used_once(code: str) -> None:
    opened = first_run.open_with(code=code, at=make.AT)
    first_run.take(opened=opened, by=None, at=make.AT)
    with make.refused(Rule.CODE_OPENS_NOTHING):
        first_run.take(opened=opened, by=None, at=make.AT)
    assert first_run.open_with(code=code, at=make.AT) == ""


def test_once_somebody_administers_it_opens_nothing(code: str, cast: make.Cast) -> None:
    make.place(cast.alain, "administrator", None)
    assert first_run.open_with(code=code, at=make.AT) == ""
