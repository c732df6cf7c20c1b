"""``manage.py forget_factors EMAIL``: the way in of who has lost their factors, where nobody else may help."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coordination.models import JournalEntry
from coordination.queries import factors
from tests import factors as given
from tests import make

pytestmark = pytest.mark.django_db


def forget(email: str) -> str:
    out = StringIO()
    call_command("forget_factors", email, stdout=out)
    return out.getvalue()


def test_the_only_administrator_comes_in_again(cast: make.Cast) -> None:
    given.app(cast.alain)
    number = cast.alain.session_number
    assert forget("Alain@ssr.example") == "alain@ssr.example: no second factor any more\n"
    assert not factors.has_one(cast.alain)
    cast.alain.refresh_from_db()
    assert cast.alain.session_number > number, "and is signed out"
    assert JournalEntry.objects.filter(verb="removed factor", key="alain@ssr.example").count() == 1


def test_who_has_none_and_who_is_not_there_are_named(cast: make.Cast) -> None:
    before = make.everything()
    for email, said in (("amina@ssr.example", "second factor"), ("nobody@ssr.example", "nobody@ssr.example")):
        with pytest.raises(CommandError, match=said):
            forget(email)
    assert make.everything() == before
