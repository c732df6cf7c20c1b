"""``manage.py clean_up``: what has run out is taken away."""

from datetime import datetime, timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from coordination.actions import first_run, limits, people
from coordination.actions.links import make_link
from coordination.domain.limits import Tried, Whose
from coordination.management.commands import clean_up as command
from coordination.models import (
    Contact,
    Delivery,
    FirstRun,
    JournalEntry,
    Link,
    Membership,
    Operation,
    Tally,
    User,
)
from coordination.queries import links
from tests import make

pytestmark = pytest.mark.django_db


def clean_up() -> list[str]:
    """Run it, and return what it says."""
    out = StringIO()
    call_command("clean_up", stdout=out)
    return out.getvalue().splitlines()


def removed(what: str) -> int:
    """Run it, and return how many of this kind are gone."""
    (line,) = [line for line in clean_up() if what in line]
    return int(line.split()[0])


def test_counts_of_an_ended_window_are_removed() -> None:
    limits.take(
        what=Tried.LINK, of=[(Whose.ACCOUNT, "x@y.example")], email="x@y.example", by=None, at=make.AT
    )
    for number in (1, 0):
        assert removed("counts of attempts") == number
    assert not Tally.objects.exists()


def test_sessions_that_have_run_out_are_removed_and_the_others_go_on(cast: make.Cast) -> None:
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        sent = {"username": cast.amina.email, "password": make.PASSWORD}
        assert browser.post("/sign-in/", sent).status_code == 302
    keys = [browser.session.session_key for browser in browsers]
    before, kept = Session.objects.count(), keys.pop()
    Session.objects.filter(session_key__in=keys).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert removed("sessions") == 2
    assert Session.objects.count() == before - 2
    assert [row.session_key for row in UserSession.objects.filter(user=cast.amina)] == [kept]
    assert browsers[2].get("/").status_code == 200
    assert browsers[0].get("/").status_code == 302


def test_a_form_that_waited_goes_with_its_session(cast: make.Cast) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": cast.amina.email, "password": make.PASSWORD})
    session = browser.session
    session["kept"] = {"number": [0, "sealed"]}
    session.save()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert removed("forms that waited") >= 1
    assert not Session.objects.exists()


def link(user: User, *, days_ago: float, is_used: bool = False) -> Link:
    """A link of the past."""
    make_link(user=user, way="mail", by=None, at=timezone.now() - timedelta(days=days_ago))
    row = user.links.latest("pk")
    if is_used:
        Link.objects.filter(pk=row.pk).update(used_at=row.made_at)
    return row


def test_links_that_were_not_used_in_time_are_removed_and_no_other(cast: make.Cast) -> None:
    over, used = link(cast.vera, days_ago=8.1), link(cast.vera, days_ago=400, is_used=True)
    fresh, just_over = link(cast.amina, days_ago=6.9), link(cast.paul, days_ago=7.5)
    before = JournalEntry.objects.count()
    assert removed("links") == 1
    left = set(Link.objects.values_list("pk", flat=True))
    assert over.pk not in left
    assert {used.pk, fresh.pk, just_over.pk} <= left
    assert JournalEntry.objects.count() == before, "the history keeps that it was made"
    assert removed("links") == 0


def test_a_link_that_works_goes_on_working_and_none_begins_to(cast: make.Cast) -> None:
    first = make_link(user=cast.vera, way="mail", by=None, at=timezone.now())
    link(cast.vera, days_ago=9)
    token = make_link(user=cast.amina, way="mail", by=None, at=timezone.now())
    assert not links.works(cast.vera, first), "another was made since"
    clean_up()
    assert links.works(cast.amina, token)


def test_the_place_of_an_invitation_that_has_run_out_stays(cast: make.Cast) -> None:
    at = timezone.now() - timedelta(days=30)
    invited = people.Invited(email="ina@ssr.example", name="Ina", language="fr")
    place = people.invite(
        invited=invited, programme=make.cod(), role="viewer", side=None, by=cast.alain, at=at
    )
    assert place is not None
    make_link(user=place.user, way="mail", by=cast.alain, at=at)
    assert removed("links") == 1
    assert Membership.objects.get(pk=place.pk).is_invited


@pytest.mark.parametrize(("minutes", "number"), [(59, 0), (61, 1)])
def test_a_code_of_the_first_run_goes_once_it_opens_nothing(minutes: int, number: int) -> None:
    Membership.objects.filter(role="administrator").delete()
    first_run.make_code(at=timezone.now() - timedelta(minutes=minutes))
    assert removed("codes of the first run") == number
    assert FirstRun.objects.count() == 1 - number


def test_a_code_of_the_first_run_goes_where_somebody_administers_a_programme(cast: make.Cast) -> None:
    FirstRun.objects.create(code_hash="x" * 64, made_at=timezone.now())
    assert removed("codes of the first run") == 1


def test_replies_to_old_saves_go_and_what_they_stored_is_not_stored_twice(cast: make.Cast) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round())
    old, new = UUID(int=1), UUID(int=2)
    for number, (code, op_id) in enumerate((("C1", old), ("C2", new))):
        make.save(draft, make.entry(code, "Yes"), op_id=op_id)
        at = timezone.now() - timedelta(days=(181, 179)[number])
        Operation.objects.filter(pk=op_id).update(at=at)
    assert removed("replies to saves") == 1
    assert [row.op_id for row in Operation.objects.all()] == [new]
    before = JournalEntry.objects.count()
    assert make.save(draft, make.entry("C1", "Yes"), op_id=old).versions == {"C1": 1}
    assert JournalEntry.objects.count() == before


def test_numbers_of_old_forms_go_and_what_they_stored_stays(cast: make.Cast) -> None:
    row = {"programme": make.cod(), "by": cast.amina, "address": "/contacts/"}
    contact, now = make.contact(by=cast.amina), timezone.now()
    old, new = (
        Delivery.objects.create(op_id=uuid4(), at=now - timedelta(days=days), **row) for days in (181, 179)
    )
    before = JournalEntry.objects.count()
    assert removed("numbers of forms") == 1
    assert [each.pk for each in Delivery.objects.filter(pk__in=(old.pk, new.pk))] == [new.pk]
    assert Contact.objects.get() == contact
    assert JournalEntry.objects.count() == before


def test_a_kind_that_cannot_be_removed_now_is_named_and_the_others_are_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits.take(
        what=Tried.LINK, of=[(Whose.ACCOUNT, "x@y.example")], email="x@y.example", by=None, at=make.AT
    )

    def busy(*, by: None, at: datetime) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr(command, "KINDS", ((busy, "sessions"), *command.KINDS[1:]))
    with pytest.raises(CommandError, match="sessions: OperationalError"):
        clean_up()
    assert not Tally.objects.exists()
