"""``manage.py clean_up``: what has run out is taken away."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from coordination.actions import limits
from coordination.domain.limits import Tried, Whose
from coordination.models import Tally
from tests import make

pytestmark = pytest.mark.django_db


def test_counts_of_an_ended_window_are_removed() -> None:
    limits.take(
        what=Tried.LINK, of=[(Whose.ACCOUNT, "x@y.example")], email="x@y.example", by=None, at=make.AT
    )
    for removed in (1, 0):
        out = StringIO()
        call_command("clean_up", stdout=out)
        assert out.getvalue() == f"0 sessions removed.\n{removed} counts of attempts removed.\n"
    assert not Tally.objects.exists()


def test_sessions_that_have_run_out_are_removed_and_the_others_go_on(cast: make.Cast) -> None:
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        sent = {"username": cast.amina.email, "password": make.PASSWORD}
        assert browser.post("/sign-in/", sent).status_code == 302
    keys = [browser.session.session_key for browser in browsers]
    before, kept = Session.objects.count(), keys.pop()
    Session.objects.filter(session_key__in=keys).update(expire_date=timezone.now() - timedelta(seconds=1))
    out = StringIO()
    call_command("clean_up", stdout=out)
    assert out.getvalue().startswith("2 sessions removed.\n")
    assert Session.objects.count() == before - 2
    assert [row.session_key for row in UserSession.objects.filter(user=cast.amina)] == [kept]
    assert browsers[2].get("/").status_code == 200
    assert browsers[0].get("/").status_code == 302
