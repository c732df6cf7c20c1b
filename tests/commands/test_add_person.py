"""``manage.py add_person EMAIL``: the first administrator, or anybody; the password comes from standard input."""

import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordination.models import JournalEntry, User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Any:
    def call(email: str = "bruno@ssr.example", *, password: str = make.PASSWORD, **options: Any) -> str:
        monkeypatch.setattr(sys, "stdin", StringIO(f"{password}\n"))
        given = {"name": "Bruno", "role": "adviser", "side": "partners", "programme": "cod"} | options
        out = StringIO()
        call_command("add_person", email, stdout=out, **{k: v for k, v in given.items() if v is not None})
        return out.getvalue()

    return call


def test_a_person_is_made_with_a_place_and_can_sign_in(add: Any) -> None:
    assert add() == "bruno@ssr.example: adviser in cod\n"
    bruno = User.objects.get(email="bruno@ssr.example")
    assert bruno.check_password(make.PASSWORD)
    assert [(place.role, place.side) for place in bruno.memberships.all()] == [("adviser", "partners")]


def test_an_empty_password_makes_an_account_with_which_nobody_can_sign_in(add: Any) -> None:
    add(password="")
    assert not User.objects.get(email="bruno@ssr.example").has_usable_password()


def test_an_administrator_has_no_side(add: Any) -> None:
    add(role="administrator", side=None)
    assert User.objects.get(email="bruno@ssr.example").memberships.get().side is None


def test_the_journal_tells_both_steps_by_nobody_in_particular(add: Any) -> None:
    add()
    told = JournalEntry.objects.order_by("-sequence")[:2]
    assert [(entry.verb, entry.by) for entry in told] == [("gave place", None), ("saved", None)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"programme": "xxx"}, "No programme xxx"),
        ({"email": "nobody"}, "valid email"),
        ({"password": "short"}, "too short"),
        ({"role": "viewer"}, "has a side"),
        ({"side": None}, "has a side"),
        ({"name": ""}, "blank"),
    ],
    ids=str,
)
def test_what_is_not_acceptable_is_said_and_nothing_is_made(
    add: Any, given: dict[str, Any], said: str
) -> None:
    before = make.everything()
    with pytest.raises(CommandError) as refused:
        add(**given)
    assert said in str(refused.value)
    assert make.everything() == before


@pytest.mark.parametrize("given", [{"role": "king"}, {"side": "both"}, {"language": "de"}], ids=str)
def test_only_known_roles_sides_and_languages_can_be_given(add: Any, given: dict[str, Any]) -> None:
    before = make.everything()
    with pytest.raises(CommandError):
        add(**given)
    assert make.everything() == before
