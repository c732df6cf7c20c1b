"""Links to choose a password: single use, expiring, to the person; nobody types another's password."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from coordination.actions import links, people
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Link, Membership, User
from coordination.queries import links as queries
from coordination.queries import people as people_queries
from tests import make

pytestmark = pytest.mark.django_db
NEW = "uele-tshopo-equateur-26"
LATER = make.AT + timedelta(days=1)


def place(user: User) -> Membership:
    found = people_queries.place_of(user, make.cod())
    assert found is not None
    return found


def mailed(user: User) -> str:
    return links.make_link(user=user, way="mail", by=None, at=make.AT)


def choose(user: User, token: str, password: str = NEW) -> User:
    return links.choose_password(user=user, token=token, password=password, at=LATER)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


# --- what a link does, once


def test_a_link_lets_the_person_choose_a_password_once(cast: make.Cast) -> None:
    token = mailed(cast.amina)
    choose(cast.amina, token)
    assert fresh(cast.amina).check_password(NEW)
    with make.refused(Rule.LINK_OVER):
        choose(cast.amina, token, f"{NEW}-again")


def _newer_link(user: User) -> None:
    mailed(user)


def _signed_in(user: User) -> None:
    assert Client().login(username=user.email, password=make.PASSWORD)


def _other_password(user: User) -> None:
    people.change_password(password=f"{NEW}-own", by=fresh(user), at=LATER)


def _other_email(user: User) -> None:
    people.change_email(user=user, email="new@ssr.example", by=None, at=LATER)


def _closed(user: User) -> None:
    people.save_person(email=user.email, name="A", language="en", is_active=False, by=None, at=LATER)


@pytest.mark.parametrize(
    "event", [_newer_link, _signed_in, _other_password, _other_email, _closed], ids=lambda each: each.__name__
)
def test_a_link_is_over_when_something_else_happened(event: Any, cast: make.Cast) -> None:
    token = mailed(cast.amina)
    event(cast.amina)
    assert queries.find(queries.number(cast.amina), token) is None
    with make.refused(Rule.LINK_OVER):
        choose(cast.amina, token)


def test_a_link_is_over_after_seven_days(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    token = mailed(cast.amina)
    now = datetime.now()  # noqa: DTZ005 as Django's tokens count
    tokens = queries._tokens
    monkeypatch.setattr(tokens, "_now", lambda: now + timedelta(days=6, hours=23))
    assert queries.works(cast.amina, token)
    monkeypatch.setattr(tokens, "_now", lambda: now + timedelta(days=7, minutes=1))
    assert not queries.works(cast.amina, token)


def test_a_link_is_of_one_person(cast: make.Cast) -> None:
    token = mailed(cast.amina)
    mailed(cast.paul)
    assert queries.find(queries.number(cast.amina), token) == cast.amina
    assert queries.find(queries.number(cast.paul), token) is None


@pytest.mark.parametrize("number", ["", "x", "!!", "9" * 40, "é", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_what_is_no_link_finds_nobody(number: str, cast: make.Cast) -> None:
    assert queries.find(number, mailed(cast.amina)) is None


@pytest.mark.parametrize("password", ["short", "password1234", "amina@ssr.example", "x" * 11, "kasai-" * 22])
def test_a_password_that_cannot_be_taken_leaves_the_link_as_it_was(password: str, cast: make.Cast) -> None:
    token, before = mailed(cast.amina), make.everything()
    with pytest.raises(ValidationError):
        choose(cast.amina, token, password)
    assert make.everything() == before
    choose(cast.amina, token)


@pytest.mark.parametrize("length", [12, 128])
def test_a_password_of_twelve_to_128_characters_is_taken(length: int, cast: make.Cast) -> None:
    choose(cast.amina, mailed(cast.amina), ("kasai-uele-" * 12)[:length])


def test_the_journal_tells_that_there_was_a_link_and_how_it_went_and_neither_link_nor_password(
    cast: make.Cast,
) -> None:
    token = links.print_link(place=place(cast.amina), by=cast.paul, at=make.AT)
    choose(cast.amina, token)
    told = list(JournalEntry.objects.order_by("-sequence")[:3])[::-1]
    assert [(each.verb, each.key) for each in told] == [
        ("linked", cast.amina.email),
        ("gave place", cast.amina.email),
        ("changed password", cast.amina.email),
    ]
    assert (told[0].by, told[0].after) == (cast.paul, {"way": "print"})
    assert (told[2].by, told[2].after) == (cast.amina, {"way": "print"})
    for secret in (token, token.split("-")[1], NEW):
        assert secret not in "".join(f"{each.before}{each.after}{each.key}" for each in told)


# --- who prints


@pytest.mark.parametrize(
    ("whose", "by", "rule"),
    [
        ("amina", "alain", Rule.NOT_LOOKED_AFTER),
        ("amina", "joseph", Rule.NOT_LOOKED_AFTER),
        ("amina", "grace", Rule.NOT_LOOKED_AFTER),
        ("amina", "vera", Rule.NOT_LOOKED_AFTER),
        ("amina", "nadia", Rule.NOT_LOOKED_AFTER),
        ("amina", "olga", Rule.NOT_LOOKED_AFTER),
        ("grace", "paul", Rule.NOT_LOOKED_AFTER),
        ("paul", "paul", Rule.OWN_PLACE),
        ("paul", "amina", Rule.NOT_LOOKED_AFTER),
        ("vera", "paul", Rule.NOT_LOOKED_AFTER),
        ("vera", "nadia", Rule.NOT_LOOKED_AFTER),
        ("alain", "alain", Rule.OWN_PLACE),
        ("alain", "paul", Rule.NOT_LOOKED_AFTER),
    ],
)
def test_a_link_is_printed_by_who_looks_after_the_person_and_nobody_else(
    whose: str, by: str, rule: str, cast: make.Cast
) -> None:
    with make.refused(rule):
        links.print_link(place=place(getattr(cast, whose)), by=getattr(cast, by), at=LATER)


def test_managers_print_for_their_side_and_administrators_for_who_has_none(cast: make.Cast) -> None:
    for whose, by in ((cast.amina, cast.paul), (cast.grace, cast.joseph), (cast.vera, cast.alain)):
        choose(whose, links.print_link(place=place(whose), by=by, at=LATER))


def test_an_administrator_prints_nothing_for_who_waits_on_a_side(cast: make.Cast) -> None:
    people.change_email(user=cast.amina, email="new@ssr.example", by=cast.alain, at=LATER)
    with make.refused(Rule.NOT_LOOKED_AFTER):
        links.print_link(place=place(cast.amina), by=cast.alain, at=LATER)


@pytest.mark.parametrize(("whose", "by"), [("amina", "paul"), ("grace", "joseph"), ("vera", "alain")])
def test_nobody_prints_for_who_has_a_place_in_another_programme(whose: str, by: str, cast: make.Cast) -> None:
    person, printer = getattr(cast, whose), getattr(cast, by)
    make.place(person, "viewer", None, programme=make.programme("caf"))
    make.place(printer, "administrator", None, programme=make.programme("caf"))
    with make.refused(Rule.PLACE_ELSEWHERE):
        links.print_link(place=place(person), by=printer, at=LATER)


def test_a_printed_reset_takes_the_rights_of_a_side_away_until_a_manager_confirms(cast: make.Cast) -> None:
    links.print_link(place=place(cast.amina), by=cast.paul, at=LATER)
    assert place(cast.amina).confirmed_at is None
    assert place(cast.amina).asked_by == cast.paul


def test_who_was_confirmed_and_never_had_a_password_keeps_the_rights(cast: make.Cast) -> None:
    User.objects.filter(pk=cast.amina.pk).update(password="!unusable")
    links.print_link(place=place(cast.amina), by=cast.paul, at=LATER)
    assert place(cast.amina).confirmed_at is not None


def test_a_closed_account_gets_no_link(cast: make.Cast) -> None:
    User.objects.filter(pk__in=[cast.amina.pk, cast.vera.pk]).update(is_active=False)
    with make.refused(Rule.ACCOUNT_CLOSED):
        links.print_link(place=place(cast.amina), by=cast.paul, at=LATER)
    with make.refused(Rule.ACCOUNT_CLOSED):
        links.make_link(user=cast.vera, way="mail", by=None, at=LATER)


# --- who asks by e-mail


@pytest.mark.parametrize("email", ["AMINA@ssr.example", " amina@ssr.example"])
def test_who_asks_gets_a_link_however_the_e_mail_is_written(email: str, cast: make.Cast) -> None:
    found = links.ask_for_link(email=email, at=LATER)
    assert found is not None
    choose(*found)


def test_for_nobody_the_closed_and_who_just_got_one_there_is_no_link(cast: make.Cast) -> None:
    User.objects.filter(pk=cast.grace.pk).update(is_active=False)
    links.ask_for_link(email=cast.amina.email, at=LATER)
    before = make.everything()
    for email in ("nobody@ssr.example", cast.grace.email, cast.amina.email):
        assert links.ask_for_link(email=email, at=LATER + timedelta(minutes=9)) is None
    assert make.everything() == before
    assert links.ask_for_link(email=cast.amina.email, at=LATER + timedelta(minutes=11))


def test_a_link_by_mail_leaves_the_rights_as_they_are(cast: make.Cast) -> None:
    found = links.ask_for_link(email=cast.amina.email, at=LATER)
    assert found is not None
    choose(*found)
    assert place(cast.amina).confirmed_at is not None


# --- nobody types another's password


def test_an_administrator_types_no_password(cast: make.Cast) -> None:
    with make.refused(Rule.PASSWORD_OF_ANOTHER):
        people.save_person(
            email=cast.amina.email, name="Amina", language="en", password=NEW, by=cast.alain, at=LATER
        )


def test_what_is_kept_of_a_link_opens_nothing(cast: make.Cast) -> None:
    token = mailed(cast.amina)
    row = Link.objects.latest("pk")
    assert token not in "".join(str(getattr(row, field.attname)) for field in Link._meta.concrete_fields)
