"""``manage.py clean_up``: what has run out is taken away."""

from io import StringIO

import pytest
from django.core.management import call_command

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
        assert out.getvalue() == f"{removed} counts of attempts removed.\n"
    assert not Tally.objects.exists()
