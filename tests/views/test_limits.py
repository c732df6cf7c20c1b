"""Limits at the door: who tries too often is told when to try again, and the owner still comes in on a known device."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client, RequestFactory

from coordination import attempts, mail
from coordination.domain.limits import LIMITS, Tried, Whose
from coordination.models import JournalEntry, Tally, User
from tests import make, pages

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
MOST = LIMITS[Tried.SIGN_IN, Whose.ACCOUNT].most
AMINA, NOBODY = "amina@ssr.example", "nobody@ssr.example"
#: What differs between two answers to the same question: the form's key, and what was typed.
#: What tells the moment, the request, or the length of the e-mail that comes back.
TIMED = ("Retry-After", "Expires", "Content-Length", "X-Request-ID")
OWN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|value="[a-z]+@ssr\.example"')


def sign_in(browser: Client, email: str = AMINA, password: str = make.PASSWORD, **more: Any) -> HttpResponse:
    return browser.post("/sign-in/", {"username": email, "password": password}, **more)


def attack(email: str = AMINA, times: int = MOST, **more: Any) -> None:
    for _ in range(times):
        assert sign_in(Client(), email, "wrong", **more).status_code == 200


def full(what: Tried, whose: Whose) -> None:
    """Let the count that there is of this be at its limit."""
    Tally.objects.filter(what=what, whose=whose).update(number=LIMITS[what, whose].most)


# --- signing in


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Try again in 15 minutes.",)), ("fr", ("Réessayez dans 15 minutes.",))]
)
def test_after_too_many_wrong_passwords_the_right_one_is_not_looked_at_and_the_page_says_when(
    language: str, words: tuple[str, ...]
) -> None:
    attack()
    browser = Client(headers={"Accept-Language": language})
    response = sign_in(browser)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 15 * 60
    page = pages.read(response)
    assert all(each in page.one(class_="message").text() for each in words)
    assert page.form("username")["username"] == AMINA, "what was typed stays"
    assert make.PASSWORD not in response.content.decode()
    assert browser.get("/").status_code == 302


def test_the_owner_comes_in_on_a_known_device_while_strangers_are_refused() -> None:
    owner = Client()
    assert sign_in(owner).status_code == 302
    owner.post("/sign-out/")
    attack()
    assert sign_in(Client()).status_code == 429
    assert sign_in(owner, password="mistyped").status_code == 200
    assert sign_in(owner).status_code == 302


def test_a_known_device_is_limited_too_and_for_its_own_accounts_only(cast: make.Cast) -> None:
    owner = Client()
    sign_in(owner)
    owner.post("/sign-out/")
    attack(cast.paul.email)
    assert sign_in(owner, cast.paul.email).status_code == 429, "Amina's device is a stranger to Paul"
    for _ in range(MOST):
        assert sign_in(owner, password="wrong").status_code == 200
    response = sign_in(owner)
    assert response.status_code == 429
    assert "signed in before" not in pages.read(response).one(class_="message").text()
    assert sign_in(Client()).status_code == 302, "nor does a device use up what others have"


def test_a_device_that_two_people_share_is_known_for_both(cast: make.Cast) -> None:
    shared = Client()
    for person in (cast.amina, cast.paul):
        sign_in(shared, person.email)
        shared.post("/sign-out/")
    for person in (cast.amina, cast.paul):
        attack(person.email)
        assert sign_in(shared, person.email).status_code == 302
        shared.post("/sign-out/")


@pytest.mark.parametrize("value", ["", "x", "é", "a.b.c", "x" * 5000])
def test_a_device_is_not_known_by_a_cookie_that_is_not_ours(value: str) -> None:
    attack()
    browser = Client()
    browser.cookies[attempts.cookie_name()] = value
    assert sign_in(browser).status_code == 429


def test_the_devices_cookie_is_out_of_reach_of_scripts_and_names_nobody(settings: Any) -> None:
    browser = Client()
    sign_in(browser)
    cookie = browser.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 400 * 24 * 3600
    assert "amina" not in cookie.value
    settings.PRODUCTION = True
    browser = Client()
    sign_in(browser)
    cookie = browser.cookies["__Host-device"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_a_wrong_password_makes_no_device_known() -> None:
    browser = Client()
    sign_in(browser, password="wrong")
    assert "device" not in browser.cookies


def test_one_who_always_signs_in_rightly_is_never_limited() -> None:
    for _ in range(2 * MOST):
        assert sign_in(Client()).status_code == 302


def test_the_answers_are_the_same_whether_there_is_such_an_account(cast: make.Cast) -> None:
    for _ in range(MOST + 3):
        said = set()
        for email in (AMINA, NOBODY):
            response = sign_in(Client(), email, "wrong")
            headers = {name: value for name, value in response.items() if name not in TIMED}
            said.add((response.status_code, OWN.sub(b"", response.content), str(sorted(headers.items()))))
        assert len(said) == 1


def test_what_an_address_tries_with_many_accounts_is_limited() -> None:
    sign_in(Client(), NOBODY, "wrong")
    full(Tried.SIGN_IN, Whose.ADDRESS)
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_what_is_no_e_mail_is_not_counted() -> None:
    for email in ("", "amina", "x" * 300 + "@ssr.example", "a\x00@ssr.example"):
        assert sign_in(Client(), email).status_code == 200
    assert Tally.objects.count() == 0


# --- what is written down


def test_sign_ins_and_refused_ones_are_logged_by_the_number_of_the_account(
    cast: make.Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "coordination"):
        sign_in(Client(), REMOTE_ADDR="192.0.2.7")
        sign_in(Client(), password="a wrong password", REMOTE_ADDR="192.0.2.8")
        sign_in(Client(), NOBODY, "a wrong password", REMOTE_ADDR="192.0.2.9")
    lines = [record.getMessage() for record in caplog.records if record.name == "coordination"]
    assert lines == [
        f"signed in: person {cast.amina.pk}, from 192.0.2.7",
        f"refused to sign in: person {cast.amina.pk}, from 192.0.2.8",
        "refused to sign in: an unknown e-mail, from 192.0.2.9",
    ]


def test_a_flood_writes_one_entry_into_the_journal_and_one_line_into_the_log(
    cast: make.Cast, caplog: pytest.LogCaptureFixture
) -> None:
    attack()
    before = JournalEntry.objects.count()
    caplog.clear()
    with caplog.at_level("INFO", "coordination"):
        for _ in range(20):
            assert sign_in(Client(), password="wrong").status_code == 429
    (entry,) = JournalEntry.objects.order_by("sequence")[before:]
    assert (entry.verb, entry.key) == ("limited", AMINA)
    lines = [record.getMessage() for record in caplog.records if record.name == "coordination"]
    assert lines == [f"limit of sign-in reached: person {cast.amina.pk}, from 127.0.0.1"]


def test_a_sign_in_is_journaled_by_its_person(cast: make.Cast) -> None:
    sign_in(Client())
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key, entry.by) == ("signed in", "person", AMINA, cast.amina)


# --- mail of a new device


@pytest.fixture
def mailed_at_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail is set up, and sent before the answer rather than in its own time."""
    settings.MAIL_REACHES_PEOPLE = True
    monkeypatch.setattr(mail, "_later", lambda step: step())


@pytest.mark.usefixtures("mailed_at_once")
@pytest.mark.parametrize(
    ("name", "greeting", "sentence"),
    [
        ("amina", "Hello Amina", "somebody signed in to your account"),
        ("grace", "Bonjour Grace", "quelqu’un s’est connecté à votre compte"),
    ],
)
def test_a_sign_in_on_a_new_device_is_told_by_mail_in_the_persons_language(
    name: str, greeting: str, sentence: str, mailoutbox: list[EmailMessage]
) -> None:
    browser, email = Client(), f"{name}@ssr.example"
    sign_in(browser, email)
    (told,) = mailoutbox
    assert told.to == [email]
    assert greeting in told.body
    assert sentence in told.body
    assert "http://testserver/password/forgotten/" in told.body
    browser.post("/sign-out/")
    sign_in(browser, email)
    assert len(mailoutbox) == 1, "the device is known now"
    sign_in(Client(), email)
    assert len(mailoutbox) == 2


# --- the client's address


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (0, "192.0.2.1", "", "192.0.2.1"),
        (1, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "127.0.0.1", "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (1, "", "198.51.100.66,203.0.113.9", "203.0.113.9"),
        (2, "127.0.0.1", "198.51.100.66, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (1, "127.0.0.1", "203.0.113.9, nonsense", "unknown"),
        (1, "127.0.0.1", "", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "2001:db8:1:2::ffff", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "", "", "unknown"),
    ],
)
def test_an_address_is_what_our_own_proxies_wrote_and_nothing_that_a_client_says(
    proxies: int, peer: str, forwarded: str, address: str, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
    assert attempts.client_address(request) == address


def test_spoofed_forwarding_headers_do_nothing() -> None:
    for number in range(MOST):
        headers = {
            "X-Forwarded-For": f"203.0.113.{number}",
            "X-Real-IP": "203.0.113.1",
            "Forwarded": "for=1.1.1.1",
        }
        assert sign_in(Client(headers=headers), password="wrong").status_code == 200
    assert sign_in(Client(headers={"X-Forwarded-For": "203.0.113.200"})).status_code == 429
    assert Tally.objects.filter(whose="address").count() == 1


# --- links, exports, files, one's own password


def forget(email: str) -> HttpResponse:
    return Client().post("/password/forgotten/", {"email": email})


@pytest.mark.usefixtures("mailed_at_once")
def test_links_are_limited_alike_for_an_e_mail_that_there_is_and_one_that_nobody_has(
    mailoutbox: list[EmailMessage],
) -> None:
    for number in range(LIMITS[Tried.LINK, Whose.ACCOUNT].most + 2):
        answers = [forget(email) for email in (AMINA, NOBODY)]
        assert len({(each.status_code, OWN.sub(b"", each.content)) for each in answers}) == 1
        is_limited = number >= LIMITS[Tried.LINK, Whose.ACCOUNT].most
        assert {each.status_code for each in answers} == {429 if is_limited else 200}
    page = pages.read(answers[0])
    assert "Try again in 60 minutes." in page.one("main").text()
    assert page.form("email")["email"] == AMINA
    assert int(answers[0]["Retry-After"]) <= 3600
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("what", "person", "method", "address"),
    [
        (Tried.EXPORT, "alain", "get", "/load/programme.json"),
        (Tried.LOAD, "alain", "post", "/load/"),
        (Tried.FACTOR, "amina", "post", "/password/"),
    ],
)
def test_what_is_limited_of_who_is_signed_in_says_when_to_try_again(
    what: Tried, person: str, method: str, address: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(getattr(cast, person))
    assert getattr(browser, method)(address).status_code != 429
    full(what, Whose.ACCOUNT)
    response = getattr(browser, method)(address)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "minutes" in pages.read(response).one("main").text()


def test_others_go_on_meanwhile(cast: make.Cast, client_of: ClientOf) -> None:
    client_of(cast.amina).post("/password/")
    full(Tried.FACTOR, Whose.ACCOUNT)
    assert client_of(cast.paul).post("/password/").status_code == 200
