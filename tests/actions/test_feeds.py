"""The address of a calendar: made, replaced and removed; its secret is kept nowhere."""

import json

import pytest

from coordination.actions import feeds
from coordination.models import Feed, JournalEntry, User
from coordination.queries.feeds import find, fingerprint
from tests import make

pytestmark = pytest.mark.django_db


def made(by: User) -> str:
    return feeds.make(programme=make.cod(), by=by, at=make.AT)


def last() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


def test_a_secret_is_long_and_only_its_fingerprint_is_kept(cast: make.Cast) -> None:
    secret = made(cast.amina)
    assert len(secret) >= 43
    row = Feed.objects.get()
    assert (row.user, row.fingerprint) == (cast.amina, fingerprint(secret))
    assert secret not in json.dumps(make.everything(), default=str)


def test_the_journal_tells_that_it_was_made_and_neither_secret_nor_fingerprint(cast: make.Cast) -> None:
    secret = made(cast.amina)
    entry = last()
    assert (entry.verb, entry.noun, entry.key) == ("saved", "calendar address", "amina@ssr.example")
    assert fingerprint(secret) not in json.dumps([entry.before, entry.after])


def test_a_new_address_replaces_the_old_one(cast: make.Cast) -> None:
    old, new = made(cast.amina), made(cast.amina)
    assert old != new
    assert find(old) is None
    assert find(new) == Feed.objects.get()


def test_each_person_has_their_own(cast: make.Cast) -> None:
    first, second = made(cast.amina), made(cast.paul)
    assert [find(each).user for each in (first, second)] == [cast.amina, cast.paul]  # type: ignore[union-attr]


def test_a_removed_address_is_gone_and_removing_it_twice_is_nothing(cast: make.Cast) -> None:
    secret = made(cast.amina)
    feeds.remove(programme=make.cod(), by=cast.amina, at=make.AT)
    assert find(secret) is None
    entry = last()
    assert (entry.noun, entry.after) == ("calendar address", None)
    feeds.remove(programme=make.cod(), by=cast.amina, at=make.AT)
    assert last() == entry
