"""``manage.py demo``: examples and people to look around with; never with production's settings."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from coordination.domain.bilateral import BilateralVerdict, verdict
from coordination.domain.commitments import CommitmentStanding, standing
from coordination.domain.meetings import StructureLife, life, months_back
from coordination.domain.overlaps import ActivityRow, gaps, incompatibilities, overlaps
from coordination.models import (
    Activity,
    Assessment,
    Comment,
    Commitment,
    Contact,
    Dissent,
    Function,
    JointAnswer,
    Membership,
    Observation,
    Partner,
    Publication,
    Round,
    Structure,
    User,
)
from coordination.queries import journal
from tests import make, pages

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


@pytest.mark.takes_long
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


@pytest.mark.takes_long
def test_everybody_it_prints_can_sign_in_and_has_the_place_it_says() -> None:
    for role, side, email, password in demo():
        place = Membership.objects.get(user__email=email)
        assert (place.role, place.side or "-", place.programme.code) == (role, side, "cod")
        answer = Client().post("/sign-in/", {"username": email, "password": password})
        assert answer.status_code == 302


@pytest.mark.takes_long
def test_it_loads_the_deck_and_the_invented_rounds() -> None:
    demo()
    assert list(Round.objects.values_list("label", "origin")) == [
        ("january-2008", "source"),
        ("january-2009", "invented"),
        ("january-2010", "invented"),
        ("january-2011", "invented"),
    ]
    assert journal.faults() == []


@pytest.mark.takes_long
def test_a_newcomer_finds_a_card_that_both_sides_agreed_on_published_and_corrected() -> None:
    """All of it played through actions, and marked as invented."""
    passwords = {(role, side): (email, password) for role, side, email, password in demo()}
    card = Publication.objects.select_related("round", "structure").get()
    assert card.published_at
    assert {card.government_by, card.partners_by} == set(User.objects.filter(email__startswith="manager."))
    here = Assessment.objects.filter(round=card.round, structure=card.structure)
    assert set(here.values_list("side", "state", "origin")) == {
        (side, "published", "invented") for side in ("government", "partners", "agreed")
    }
    assert Comment.objects.count() == Dissent.objects.count() == 1
    assert {each.text[:8] for each in Comment.objects.all()} == {"Invented"}
    assert {each.reason[:7] for each in Dissent.objects.all()} == {"Inventé"}
    assert JointAnswer.objects.filter(state="standing", differs=True).count() == 1
    client = Client()
    email, password = passwords["viewer", "-"]
    client.post("/sign-in/", {"username": email, "password": password})
    page = pages.read(client.get("/structures/ccrss/"))
    (link,) = page.all("a", href=f"/published/{card.content_hash}/")
    assert "January 2009" in link.text()
    shown = pages.read(client.get(f"/published/{card.content_hash}/")).one("main").text()
    for said in (
        "Corrected since",
        "Now: Not yet",
        "Both sides recorded that they differ",
        "Dissent of the Government",
    ):
        assert said in shown
    assert journal.faults() == []


@pytest.mark.takes_long
def test_a_copy_whose_rounds_an_earlier_version_loaded_stays_as_it_is() -> None:
    make.load(make.DEMO)
    demo()
    assert not Publication.objects.exists()
    assert not JointAnswer.objects.exists()


@pytest.mark.takes_long
def test_it_moves_the_invented_year_to_today() -> None:
    demo()
    today = timezone.localdate()
    standings = {
        standing(each.state, each.due_on, each.settled_on, today) for each in Commitment.objects.all()
    }
    assert standings == set(CommitmentStanding), (
        "in every state: on time, late, not kept, released, open, due, overdue"
    )
    held = Contact.objects.filter(state="held").values_list("on", flat=True)
    assert months_back(today, 3) < max(held) <= today
    assert Contact.objects.filter(state="planned", on__lt=today).count() == 0
    assert not [each for each in Contact.objects.values_list("on", flat=True) if each.weekday() > 4]
    assert Observation.objects.filter(observed_on__gt=today).count() == 0


@pytest.mark.takes_long
def test_the_invented_year_shows_a_structure_that_meets_and_one_that_does_not() -> None:
    demo()
    found = {}
    for structure in Structure.objects.filter(is_programme=False):
        sessions = structure.contacts.filter(kind="session", state="held").values_list("on", flat=True)
        found[structure.code] = life(
            structure.closed, sessions, structure.dormant_after, timezone.localdate()
        )
    assert (found["CMJ"], found["GTSE/CPSE"], found["CCRSS"]) == (
        StructureLife.ACTIVE,
        StructureLife.DORMANT,
        StructureLife.NOT_KNOWN,
    )


@pytest.mark.takes_long
def test_the_invented_year_shows_every_finding_and_every_verdict() -> None:
    demo()
    columns = ("id", "partner", "recipient", "function", "standard", "equipment", "since", "until")
    rows = [
        ActivityRow(**dict(zip(columns, each, strict=True)))
        for each in Activity.objects.values_list(*columns)
    ]
    planned = list(Function.objects.filter(is_planned=True).values_list("pk", flat=True))
    today = timezone.localdate()
    assert {each.is_certain for each in overlaps(rows, today)} == {True, False}
    assert len(incompatibilities(rows)) == 2  # One is the deck's.
    # A course of which the function is not recorded runs today, and may serve any.
    assert {each.is_certain for each in gaps(planned, rows, today, today)} == {False}
    assert {each.is_certain for each in gaps(planned, rows, today - timedelta(days=365), today)} == {
        True,
        False,
    }
    answers = Activity.objects.filter(origin="invented").values_list("t1", "t2", "t3")
    assert {verdict(each) for each in answers} == set(BilateralVerdict)
    assert {each.currency for each in Activity.objects.all()} == {"", "USD", "EUR", "CDF"}
    assert set(Observation.objects.values_list("status", flat=True)) == set(Observation.Status.values)


@pytest.mark.takes_long
def test_the_invented_year_says_that_it_is_invented() -> None:
    demo()
    for model in (Activity, Commitment, Contact, Function, Observation):
        assert set(model.objects.exclude(origin="source").values_list("origin", flat=True)) == {"invented"}
    for partner in Partner.objects.filter(origin="invented"):
        assert "(invented)" in partner.name_en
        assert "(invent" in partner.name_fr


@pytest.mark.takes_long
def test_a_run_in_another_month_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    demo()
    before = make.everything()
    later = timezone.localdate() + timedelta(days=100)
    monkeypatch.setattr("coordination.management.commands.demo.timezone.localdate", lambda: later)
    demo()
    assert make.everything() == before


@pytest.mark.takes_long
def test_a_second_run_prints_the_same_and_changes_nothing() -> None:
    first = demo()
    before = make.everything()
    assert demo() == first
    assert make.everything() == before


@pytest.mark.takes_long
def test_what_was_done_in_between_is_kept() -> None:
    demo()
    adviser = User.objects.get(email="adviser.partners@demo.example")
    make.sent(adviser, "CMJ", make.round_("january-2011"))
    before = make.everything()
    demo()
    assert make.everything() == before


@pytest.mark.takes_long
def test_the_passwords_are_kept_where_only_their_owner_reads(var: Path) -> None:
    demo()
    kept = var / "demo-passwords"
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.takes_long
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
