"""Signing in through an organisation (OpenID Connect): the running program, and an issuer that says who somebody is."""

import http.client
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser
from django.utils import timezone

from coordination.models import User
from tests import databases, factors, make
from tests.browser.program import Account, Client, Program, Reply, bare, environment_of, manage
from tests.extent import TURN, share_of
from tests.issuer import CLIENT, SECRET, Issuer, issuing

HASHERS = "PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']"
NOT_LINKED, NOT_PROVED = "No account here is linked", "did not say who you are"
AMINA = {"sub": "a-1", "email": "Amina@ssr.example", "email_verified": True}


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing() as one:
        yield one


@pytest.fixture(scope="module")
def program(
    issuer: Issuer, database: databases.Copy, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    """The program with the world in it, and this issuer in its settings; a factor given there is said as “mfa”."""
    folder = tmp_path_factory.mktemp("linked")
    url = f"sqlite:///{shutil.copyfile(database.original, folder / 'linked.sqlite3')}"
    names = {"ISSUER": issuer.address, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "the ministry"}
    settings = {f"OIDC_{name}": value for name, value in names.items()} | {"OIDC_SECOND_FACTOR": "hwk, mfa"}
    environment = environment_of(folder, folder / "static", url, HASHERS) | settings
    manage(environment, "migrate", "--verbosity", "0")
    with bare(folder, url, HASHERS, until="/readyz", **settings) as server:
        yield Program(server.address, {}, server.log, url)


@pytest.fixture(autouse=True)
def honest(issuer: Issuer) -> None:
    """The issuer says what is so."""
    issuer.person, issuer.wrong = dict(AMINA), {}


def person(program: Program, name: str = "amina") -> Client:
    """Somebody of the cast, signed in with the password."""
    account = Account("", "", f"{name}@ssr.example", make.PASSWORD)
    return Client(program).sign_in(account)


def there(browser: Client, door: str, **fields: str) -> tuple[Reply, str]:
    """Go to the issuer through a door of the program; return its answer, and where the issuer sends back to."""
    browser.ask("/sign-in/")
    reply = browser.ask(door, fields)
    if reply.status != 200:
        return reply, ""
    address = unescape(reply.text.partition('class="btn btn-primary" href="')[2].partition('"')[0])
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
        connection.request("GET", address.partition(urlsplit(address).netloc)[2])
        back = connection.getresponse().headers["Location"]
    return reply, back.removeprefix(browser.program.address)


def there_and_back(browser: Client, door: str = "/sign-in/elsewhere/", **fields: str) -> Reply:
    """Go to the issuer and come back."""
    reply, back = there(browser, door, **fields)
    return browser.ask(back) if back else reply


def is_signed_in(browser: Client) -> bool:
    return browser.ask("/account/").status == 200


def links(program: Program) -> list[tuple[Any, ...]]:
    return program.rows(
        "SELECT email, subject FROM coordination_identity JOIN coordination_user"
        " ON coordination_user.id = user_id ORDER BY email"
    )


@pytest.fixture
def linked(program: Program, issuer: Issuer) -> Iterator[Client]:
    """Amina, whose account is linked."""
    amina = person(program)
    assert there_and_back(amina, "/account/link/").location == "/account/"
    yield amina
    issuer.wrong = {}
    person(program).ask("/account/unlink/", {})
    assert links(program) == []


def test_who_has_linked_their_account_signs_in_and_comes_to_the_page_they_wanted(
    linked: Client, program: Program
) -> None:
    assert links(program) == [("amina@ssr.example", "a-1")]
    assert "You also sign in with the ministry" in linked.ask("/account/?lang=en").text
    told = "SELECT verb, noun, key, after FROM coordination_journalentry WHERE noun = 'identity' AND verb = 'saved'"
    assert program.rows(told)[0][:3] == ("saved", "identity", "amina@ssr.example")
    assert "a-1" not in str(program.rows(told))
    browser = Client(program)
    assert "Sign in with the ministry" in browser.ask("/sign-in/?lang=en").text
    reply = there_and_back(browser, next="/contacts/")
    assert (reply.status, reply.location) == (302, "/contacts/")
    assert is_signed_in(browser)
    assert program.rows("SELECT COUNT(*) FROM socialaccount_socialtoken") == [(0,)]


def test_a_form_that_leads_there_goes_on_by_itself_for_no_form_may_be_redirected(program: Program) -> None:
    browser = Client(program)
    browser.ask("/sign-in/")
    with closing(http.client.HTTPConnection(urlsplit(program.address).netloc, timeout=60)) as connection:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": browser.cookies["csrftoken"]}
        connection.request("POST", "/sign-in/elsewhere/", "", headers | {"Content-Length": "0"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["Refresh"].startswith("0;url=http://127.0.0.1:")
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]


def test_who_is_not_linked_gets_no_account_and_no_way_in_whatever_the_address(
    program: Program, issuer: Issuer
) -> None:
    before = program.rows("SELECT COUNT(*) FROM coordination_user")
    for said in (AMINA, AMINA | {"email": "new@ssr.example"}):
        issuer.person = dict(said)
        browser = Client(program)
        reply = there_and_back(browser)
        assert reply.status == 403
        assert NOT_LINKED in reply.text
        assert not is_signed_in(browser)
    assert program.rows("SELECT COUNT(*) FROM coordination_user") == before
    assert links(program) == []


@pytest.mark.parametrize(
    "said",
    [{"email_verified": False}, {"email_verified": None}, {"email": "paul@ssr.example"}, {"email": None}],
    ids=["not verified", "not said to be", "another person's", "none"],
)
def test_an_account_is_linked_only_with_its_own_address_verified_there(
    said: dict[str, Any], program: Program, issuer: Issuer
) -> None:
    issuer.person |= said
    assert there_and_back(person(program), "/account/link/").status == 409
    assert links(program) == []


def test_a_subject_is_one_person_and_a_person_one_subject(
    linked: Client, program: Program, issuer: Issuer
) -> None:
    issuer.person = AMINA | {"email": "paul@ssr.example"}
    assert there_and_back(person(program, "paul"), "/account/link/").status == 409
    issuer.person = AMINA | {"sub": "a-2"}
    assert there_and_back(linked, "/account/link/").status == 409
    assert there_and_back(Client(program)).status == 403, "the same address, and another subject"
    assert links(program) == [("amina@ssr.example", "a-1")]


WRONG = {
    "another issuer": {"claims": {"iss": "https://login.example"}},
    "another issuer that it says it is": {"issuer": "https://login.example"},
    "for another program": {"claims": {"aud": "other"}},
    "for another program of several": {"claims": {"aud": [CLIENT, "other"], "azp": "other"}},
    "an answer to another question": {"claims": {"nonce": "x"}},
    "an answer to no question": {"claims": {"nonce": None}},
    "too old": {"claims": {"exp": int(time.time()) - 600}},
    "of no end": {"claims": {"exp": None}},
    "of nobody": {"claims": {"sub": None}},
    "signed by another": {"signature": "another"},
    "not signed": {"signature": "none"},
    "signed with the secret": {"signature": "a secret"},
}


@pytest.mark.parametrize("wrong", share_of([*WRONG], TURN, shares=4))
def test_what_does_not_prove_who_somebody_is_signs_nobody_in(
    wrong: str, linked: Client, program: Program, issuer: Issuer
) -> None:
    issuer.wrong = WRONG[wrong]
    browser = Client(program)
    reply = there_and_back(browser)
    assert reply.status == 400
    assert NOT_PROVED in reply.text
    assert not is_signed_in(browser)


def test_a_question_is_answered_once_and_in_its_own_session(linked: Client, program: Program) -> None:
    victim, thief = Client(program), Client(program)
    _reply, back = there(victim, "/sign-in/elsewhere/")
    assert thief.ask(back).status == 400
    assert victim.ask(back).status == 302
    victim.ask("/sign-out/", {})
    assert victim.ask(back).status == 400
    assert not is_signed_in(victim)
    _reply, back = there(thief, "/sign-in/elsewhere/")
    code, _mark, state = back.partition("&state=")
    assert thief.ask(f"{code.partition('?')[0]}?state={state}").status == 400, "no code"
    assert thief.ask(back).status == 400, "the question is used up"


def test_the_second_factor_is_asked_for_unless_the_settings_say_that_theirs_counts(
    program: Program, issuer: Issuer
) -> None:
    issuer.person = {"sub": "g-1", "email": "grace@ssr.example", "email_verified": True}
    grace = person(program, "grace")
    assert there_and_back(grace, "/account/link/").location == "/account/"
    secret = grace.ask("/account/app/").text.partition("secret=")[2][:32]
    assert grace.ask("/account/app/", {"code": factors.shown(timezone.now(), secret=secret)}).status == 200
    for said in (None, [], ["pwd"], "mfa"):
        issuer.person["amr"] = said
        browser = Client(program)
        assert there_and_back(browser).location == "/sign-in/second/"
        assert not is_signed_in(browser)
    issuer.person["amr"] = ["pwd", "mfa"]
    browser = Client(program)
    assert there_and_back(browser).location == "/"
    assert is_signed_in(browser)
    assert browser.ask("/account/unlink/", {}).status == 302


def test_the_link_is_removed_by_its_person(program: Program) -> None:
    amina = person(program)
    there_and_back(amina, "/account/link/")
    assert amina.ask("/account/unlink/", {}).location == "/account/"
    assert links(program) == []
    assert there_and_back(Client(program)).status == 403


def test_each_page_answers_only_its_methods_and_linking_is_for_who_is_signed_in(program: Program) -> None:
    amina, nobody = person(program), Client(program)
    nobody.ask("/sign-in/")
    for door in ("/sign-in/elsewhere/", "/account/link/", "/account/unlink/"):
        assert amina.ask(door).status == 405
    assert amina.ask("/sign-in/back/", {}).status == 405
    assert amina.ask("/sign-in/elsewhere/", {}).location == "/"
    for door in ("/account/link/", "/account/unlink/"):
        assert nobody.ask(door, {}).location.startswith("/sign-in/")
    assert nobody.ask("/sign-in/elsewhere/", {}, {"X-CSRFToken": "x"}).status == 403


@pytest.mark.django_db
def test_without_an_issuer_there_is_no_address_and_no_page_says_it(cast: make.Cast) -> None:
    User.objects.filter(pk=cast.amina.pk).update(password=make_password(make.PASSWORD))
    browser = Browser()
    assert b"elsewhere" not in browser.get("/sign-in/").content
    browser.force_login(cast.amina)
    assert b"/account/link/" not in browser.get("/account/").content
    for door in ("/sign-in/elsewhere/", "/sign-in/back/", "/account/link/", "/account/unlink/"):
        assert browser.get(door).status_code == 404
