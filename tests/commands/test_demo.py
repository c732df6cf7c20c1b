"""``manage.py demo``: examples and people to look around with; never with production's settings."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coordination.models import Membership, Round, User
from coordination.queries import journal
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for what the program writes."""
    folder = tmp_path / "var"
    settings.VAR_DIR = folder
    return folder


def demo() -> list[list[str]]:
    """Run it; return the columns of each line."""
    out = StringIO()
    call_command("demo", stdout=out, stderr=StringIO())
    return [line.split("\t") for line in out.getvalue().splitlines()]


def test_it_prints_role_side_e_mail_and_password_of_each_person_separated_by_tabs() -> None:
    lines = demo()
    assert [line[:3] for line in lines] == [
        ["adviser", "partners", "adviser.partners@demo.example"],
        ["manager", "partners", "manager.partners@demo.example"],
        ["adviser", "government", "adviser.government@demo.example"],
        ["manager", "government", "manager.government@demo.example"],
        ["viewer", "-", "viewer@demo.example"],
        ["administrator", "-", "administrator@demo.example"],
    ]
    assert {len(line) for line in lines} == {4}
    assert len({line[3] for line in lines}) == 6


def test_everybody_it_prints_can_sign_in_and_has_the_place_it_says() -> None:
    for role, side, email, password in demo():
        place = Membership.objects.get(user__email=email)
        assert (place.role, place.side or "-", place.programme.code) == (role, side, "cod")
        answer = Client().post("/sign-in/", {"username": email, "password": password})
        assert answer.status_code == 302


def test_it_loads_the_deck_and_the_invented_rounds() -> None:
    demo()
    assert list(Round.objects.values_list("label", "origin")) == [
        ("january-2008", "source"),
        ("january-2009", "invented"),
        ("january-2010", "invented"),
        ("january-2011", "invented"),
    ]
    assert journal.faults() == []


def test_a_second_run_prints_the_same_and_changes_nothing() -> None:
    first = demo()
    before = make.everything()
    assert demo() == first
    assert make.everything() == before


def test_what_was_done_in_between_is_kept() -> None:
    demo()
    adviser = User.objects.get(email="adviser.partners@demo.example")
    make.sent(adviser, "CMJ", make.round_("january-2011"))
    before = make.everything()
    demo()
    assert make.everything() == before


def test_the_passwords_are_kept_where_only_their_owner_reads(var: Path) -> None:
    demo()
    kept = var / "demo-passwords"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_two_copies_of_the_program_have_different_passwords(settings: Any, tmp_path: Path) -> None:
    first = demo()
    settings.VAR_DIR = tmp_path / "other"
    assert {line[3] for line in first}.isdisjoint({line[3] for line in demo()})


def test_it_refuses_with_production_s_settings(settings: Any, var: Path) -> None:
    settings.PRODUCTION = True
    before = make.everything()
    with pytest.raises(CommandError, match="production"):
        demo()
    assert make.everything() == before
    assert not var.exists()
