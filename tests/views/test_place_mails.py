"""Whoever's place or credentials change is told by mail, in their language: also at an e-mail that is theirs no more."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from coordination.actions import memberships
from coordination.models import Membership, User
from coordination.queries import people
from tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def mailed(settings: Any, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    """Mail is set up; what goes out."""
    settings.MAIL_REACHES_PEOPLE = True
    return mailoutbox


def place_of(user: User) -> Membership:
    return Membership.objects.select_related("user").get(user=user, programme__code="cod")


def step(browser: Client, user: User, name: str, **given: str) -> int:
    place = place_of(user)
    sent = {"shown": people.fingerprint(place), **given}
    return int(browser.post(f"/people/{place.pk}/{name}/", sent).status_code)


def texts(mails: Sequence[EmailMessage]) -> list[tuple[list[str], str]]:
    return [(each.to, " ".join(str(each.body).split())) for each in mails]


@pytest.mark.parametrize(
    ("name", "given", "language", "said"),
    [
        ("change", {"role": "manager", "side": "partners"}, "en", "was changed. Sign in again"),
        ("end", {"reason": "Mission ended"}, "fr", "Il a été mis fin à votre place"),
        ("email", {"email": "amina.new@ssr.example"}, "en", "was changed to another one"),
    ],
)
def test_a_changed_place_is_told_to_its_person_in_their_language(
    name: str,
    given: dict[str, str],
    language: str,
    said: str,
    cast: make.Cast,
    client_of: ClientOf,
    mailed: list[EmailMessage],
) -> None:
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    address = cast.amina.email
    assert step(client_of(cast.paul), cast.amina, name, **given) == 302
    [(to, text)] = texts(mailed)
    assert to == [address], "of another e-mail the one before is told"
    assert said in text
    assert "http://testserver" in text
    assert "Mission ended" not in text


def test_who_waited_is_told_that_the_place_counts(
    cast: make.Cast, client_of: ClientOf, mailed: list[EmailMessage]
) -> None:
    felix = make.newcomer("felix")
    memberships.give_place(
        user=felix,
        programme=make.cod(),
        role="adviser",
        side="partners",
        by=cast.alain,
        at=timezone.now(),
    )
    assert step(client_of(cast.paul), felix, "confirm") == 302
    [(to, text)] = texts(mailed)
    assert to == [felix.email]
    assert "is confirmed" in text or "est confirmée" in text


def test_what_changes_nothing_and_what_is_refused_is_told_to_nobody(
    cast: make.Cast, client_of: ClientOf, mailed: list[EmailMessage]
) -> None:
    browser = client_of(cast.paul)
    assert step(browser, cast.amina, "change", role="adviser", side="partners") == 302
    assert step(browser, cast.amina, "email", email=cast.amina.email) == 302
    assert step(browser, cast.amina, "email", email=cast.paul.email) == 400
    assert step(browser, cast.amina, "end", reason="") == 400
    assert mailed == []


@pytest.mark.parametrize(
    ("address", "sent", "said"),
    [
        ("/tokens/", {"name": "Report", "days": "30"}, "A token was made"),
        ("/calendar/", {"what": "make"}, "An address was made for your calendar"),
    ],
)
def test_a_new_secret_is_told_to_its_person_without_the_secret(
    address: str,
    sent: dict[str, str],
    said: str,
    cast: make.Cast,
    client_of: ClientOf,
    mailed: list[EmailMessage],
) -> None:
    User.objects.filter(pk=cast.amina.pk).update(language="en")
    assert client_of(cast.amina).post(address, sent).status_code == 200
    [(to, text)] = texts(mailed)
    assert to == [cast.amina.email]
    assert said in text
    assert "Was it not you?" in text
    assert ".ics" not in text
