"""``manage.py add_person EMAIL``: the first administrator, or anybody; a link is printed, no password is asked for."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coordination.models import JournalEntry, Programme, User
from tests import make

pytestmark = pytest.mark.django_db
NEW = "uele-tshopo-equateur-26"


@pytest.fixture
def add() -> Any:
    def call(email: str = "bruno@ssr.example", **options: Any) -> list[str]:
        given = {"name": "Bruno", "role": "adviser", "side": "partners", "programme": "cod"} | options
        out = StringIO()
        call_command("add_person", email, stdout=out, **{k: v for k, v in given.items() if v is not None})
        return out.getvalue().splitlines()

    return call


def bruno() -> User:
    return User.objects.get(email="bruno@ssr.example")


def test_a_person_is_made_with_a_place_that_counts_and_a_link(add: Any) -> None:
    said, link = add()
    assert said == "bruno@ssr.example: adviser in cod"
    place = bruno().memberships.get()
    assert (place.role, place.side, place.confirmed_by) == ("adviser", "partners", None)
    assert place.confirmed_at is not None
    assert not bruno().has_usable_password()
    given = {"new_password1": NEW, "new_password2": NEW}
    assert Client().post(link, given).status_code == 302
    assert bruno().check_password(NEW)


def test_the_link_begins_with_the_address_of_the_site_where_that_is_set_up(add: Any, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://ssr.example.cd"
    assert add()[1].startswith("https://ssr.example.cd/password/new/")


def test_who_is_there_already_keeps_name_and_password_until_the_link_is_used(
    add: Any, cast: make.Cast
) -> None:
    _said, link = add("Amina@ssr.example", name="Somebody Else")
    amina = User.objects.get(pk=cast.amina.pk)
    assert (amina.name, amina.check_password(make.PASSWORD)) == ("Amina Adviser", True)
    assert Client().get(link).status_code == 200


def test_who_was_closed_out_comes_in_again(add: Any, cast: make.Cast) -> None:
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    _said, link = add("amina@ssr.example")
    assert Client().get(link).status_code == 200


def test_an_administrator_has_no_side(add: Any) -> None:
    add(role="administrator", side=None)
    assert bruno().memberships.get().side is None


def test_the_journal_tells_each_step_by_nobody_in_particular_and_no_link(add: Any) -> None:
    _said, link = add()
    told = JournalEntry.objects.order_by("-sequence")[:3]
    assert [(each.verb, each.by) for each in told] == [
        ("linked", None),
        ("gave place", None),
        ("saved", None),
    ]
    token = link.rstrip("/").split("/")[-1]
    assert token not in "".join(f"{each.before} {each.after} {each.key}" for each in told)


def test_a_programme_without_an_administrator_gets_one_first(add: Any) -> None:
    Programme.objects.create(code="new", country="CG", name_en="New", name_fr="Nouveau")
    before = make.everything()
    with pytest.raises(CommandError, match="no administrator"):
        add(programme="new")
    assert make.everything() == before
    add(programme="new", role="administrator", side=None)
    add("paul@ssr.example", programme="new", role="manager")


def test_the_last_administrator_keeps_the_place_here_too(add: Any, cast: make.Cast) -> None:
    before = make.everything()
    with pytest.raises(CommandError, match="without an administrator"):
        add(cast.alain.email, role="viewer", side=None)
    assert make.everything() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"programme": "xxx"}, "No programme xxx"),
        ({"email": "nobody"}, "valid email"),
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
