"""My account: the second step of signing in, second factors, sessions, and proving again who one is."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as installed
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coordination.actions import memberships
from coordination.models import JournalEntry, Membership, User
from coordination.queries import people
from tests import factors as given
from tests import make, pages
from tests.pages import Node
from tests.views.test_kept import TYPED, came_back, expires, note, send_again, strict, the_form

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECOND = "/sign-in/second/"


def sign_in(browser: Client, person: User, **more: str) -> HttpResponse:
    return browser.post("/sign-in/", {"username": person.email, "password": make.PASSWORD} | more)


def is_signed_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def code_now(later: int = 0) -> str:
    return given.shown(timezone.now(), later=later)


def later(monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    """The clock goes forward."""
    now = time.time() + minutes * 60
    monkeypatch.setattr(time, "time", lambda: now)


@pytest.fixture
def mailed(settings: Any, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    """What was mailed, where mail is set up."""
    settings.MAIL_REACHES_PEOPLE = True
    return mailoutbox


# --- the second step


def test_who_has_an_app_signs_in_with_the_password_and_then_its_code(cast: make.Cast) -> None:
    given.app(cast.amina)
    browser = Client()
    response = sign_in(browser, cast.amina, next="/contacts/")
    assert (response.status_code, response["Location"]) == (302, SECOND)
    assert not is_signed_in(browser), "the password alone opens nothing"
    response = browser.post(SECOND, {"code": code_now()})
    assert (response.status_code, response["Location"]) == (302, "/contacts/")
    assert is_signed_in(browser)


def test_who_has_none_signs_in_with_the_password_alone(cast: make.Cast) -> None:
    browser = Client()
    assert sign_in(browser, cast.amina)["Location"] == "/"
    assert is_signed_in(browser)


def test_a_recovery_code_signs_in_once_and_its_person_is_told(
    cast: make.Cast, mailed: list[EmailMessage]
) -> None:
    code = given.app(cast.amina)[0]
    browser = Client()
    sign_in(browser, cast.amina)
    assert browser.post(SECOND, {"code": code}).status_code == 302
    assert is_signed_in(browser)
    assert {to for mail in mailed for to in mail.to} == {cast.amina.email}
    assert [mail for mail in mailed if "A recovery code of your account was used" in mail.body]
    assert code not in "".join(str(mail.body) for mail in mailed)
    other = Client()
    sign_in(other, cast.amina)
    assert other.post(SECOND, {"code": code}).status_code == 400
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    "data", [{"code": "000000"}, {"code": ""}, {}, {"code": "\x00"}, {"code": "9" * 500}]
)
def test_a_wrong_code_signs_nobody_in(cast: make.Cast, data: dict[str, str]) -> None:
    given.app(cast.amina)
    browser = Client()
    sign_in(browser, cast.amina)
    response = browser.post(SECOND, data)
    assert response.status_code == 400
    assert pages.read(response).one(class_="problem-box").text()
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "credential", ["", "x", "{}", "[]", "null", "1", '{"id": "a", "rawId": "a"}', '"\\u0000"']
)
def test_what_no_passkey_answered_signs_nobody_in(cast: make.Cast, credential: str) -> None:
    given.app(cast.amina)
    browser = Client()
    sign_in(browser, cast.amina)
    assert browser.post(SECOND, {"credential": credential}).status_code == 400
    assert not is_signed_in(browser)


def test_the_second_step_is_closed_to_who_did_not_give_the_password(cast: make.Cast) -> None:
    given.app(cast.amina)
    browser = Client()
    sign_in(browser, cast.amina, password="wrong")
    for response in (browser.get(SECOND), browser.post(SECOND, {"code": code_now()})):
        assert response["Location"] == "/sign-in/"
    assert not is_signed_in(browser)


def test_the_second_step_must_be_done_soon(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    given.app(cast.amina)
    browser = Client()
    sign_in(browser, cast.amina)
    later(monkeypatch, 16)
    assert browser.post(SECOND, {"code": code_now()})["Location"] == "/sign-in/"
    assert not is_signed_in(browser)


def test_a_person_who_may_no_longer_sign_in_does_not_by_the_second_step(cast: make.Cast) -> None:
    given.app(cast.amina)
    browser = Client()
    sign_in(browser, cast.amina)
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    browser.post(SECOND, {"code": code_now()})
    assert not is_signed_in(browser)


def test_what_was_typed_when_the_session_ended_comes_back_after_the_second_step(cast: make.Cast) -> None:
    browser = strict(cast.amina)
    tab = note(browser)
    expires(browser)
    given.app(cast.amina)
    page = pages.read(tab.send())
    form = page.form_node("username")
    fields = form.posts() | {"csrfmiddlewaretoken": form.one(name="csrfmiddlewaretoken").attrs["value"]}
    answer = browser.post("/sign-in/", fields | {"username": cast.amina.email, "password": make.PASSWORD})
    assert answer["Location"] == SECOND
    form = pages.read(browser.get(SECOND)).form_node("code")
    key = form.one("input", name="csrfmiddlewaretoken").attrs["value"]
    page = came_back(browser, browser.post(SECOND, {"code": code_now(), "csrfmiddlewaretoken": key}))
    assert the_form(page).posts()["subject"] == TYPED
    assert send_again(browser, page).status_code == 302


def test_djangos_admin_asks_for_the_second_factor_too(cast: make.Cast) -> None:
    given.app(cast.alain)
    browser = Client()
    assert browser.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert browser.get("/admin/login/?next=/admin/")["Location"].startswith("/sign-in/")
    assert sign_in(browser, cast.alain, next="/admin/")["Location"] == SECOND
    assert browser.get("/admin/").status_code == 302
    assert browser.post(SECOND, {"code": code_now()})["Location"] == "/admin/"
    assert browser.get("/admin/").status_code == 200


# --- adding and removing


def test_an_app_is_added_and_recovery_codes_are_shown_once(
    cast: make.Cast, client_of: ClientOf, mailed: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = client_of(cast.amina)
    page = pages.read(browser.get("/account/app/"))
    secret = page.one("code").text().replace(" ", "")
    assert page.one("svg", class_="qr").one("path").attrs["d"]
    assert pages.read(browser.get("/account/app/")).one("code").text().replace(" ", "") == secret
    assert secret not in repr([each.get_decoded() for each in Session.objects.all()]), (
        "sealed in the session, too"
    )
    response = browser.post("/account/app/", {"code": given.shown(timezone.now(), secret=secret)})
    codes = [each.text().replace(" ", "") for each in pages.read(response).all("code")]
    assert len(codes) == 10
    shown_again = browser.get("/account/").content.decode()
    told = repr([(each.subject, each.body) for each in mailed]) + caplog.text
    for word in (secret, *codes):
        assert word not in shown_again
        assert word not in told
    assert [each.to for each in mailed] == [[cast.amina.email]]
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.verb, entry.key, entry.after) == ("added factor", cast.amina.email, {"kind": "totp"})


def test_a_mail_about_a_factor_is_in_the_readers_language(
    cast: make.Cast, client_of: ClientOf, mailed: list[EmailMessage]
) -> None:
    given.app(cast.amina)
    User.objects.filter(pk=cast.amina.pk).update(language="fr")
    client_of(cast.amina).post(f"/account/factors/{given.number(cast.amina)}/remove/")
    assert mailed[0].body.startswith("Bonjour")


def test_a_factor_is_removed_by_its_person_and_by_nobody_else(cast: make.Cast, client_of: ClientOf) -> None:
    given.app(cast.amina)
    address = f"/account/factors/{given.number(cast.amina)}/remove/"
    others = [client_of(each) for each in (cast.paul, cast.alain, cast.joseph, cast.nadia)]
    before = make.everything()
    for other in others:
        assert other.post(address, {"user": str(cast.amina.pk)}).status_code == 404
    assert Client().post(address).status_code == 302
    assert make.everything() == before
    assert Authenticator.objects.filter(user=cast.amina).count() == 2
    assert client_of(cast.amina).post(address).status_code == 302
    assert not Authenticator.objects.exists()


def test_an_app_in_a_post_is_added_to_nobody_but_who_sends_it(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    secret = pages.read(browser.get("/account/app/")).one("code").text().replace(" ", "")
    code = given.shown(timezone.now(), secret=secret)
    browser.post("/account/app/", {"code": code, "user": str(cast.paul.pk), "secret": given.SECRET})
    assert {row.user for row in Authenticator.objects.all()} == {cast.amina}


def test_a_changed_password_is_told_by_mail(
    cast: make.Cast, client_of: ClientOf, mailed: list[EmailMessage]
) -> None:
    new = "uele-tshopo-2026"
    fields = {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new}
    client_of(cast.amina).post("/password/", fields)
    assert [each.to for each in mailed] == [[cast.amina.email]]
    assert new not in mailed[0].body


# --- sessions


def test_sessions_are_listed_and_one_is_ended(cast: make.Cast) -> None:
    here, there = (
        Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:120.0) Firefox/120.0"}),
        Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Safari/537.36"}),
    )
    sign_in(here, cast.amina)
    sign_in(there, cast.amina)
    sign_in(Client(headers={"User-Agent": "Safari of Paul"}), cast.paul)
    page = pages.read(here.get("/account/"))
    rows = [each.text() for each in page.all(class_="account-browser")]
    assert rows == ["Firefox on Windows", "Chrome on Android"]
    (button,) = page.all("button", name="session")
    assert here.post("/account/sessions/end/", {"session": button.attrs["value"]}).status_code == 302
    assert not is_signed_in(there)
    assert is_signed_in(here)
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.verb, entry.noun, entry.key) == ("ended", "session", cast.amina.email)


def test_all_others_are_ended_at_once_and_nobody_elses(cast: make.Cast) -> None:
    browsers = [Client() for _ in range(4)]
    for browser in browsers[:3]:
        sign_in(browser, cast.amina)
    sign_in(browsers[3], cast.paul)
    assert browsers[0].post("/account/sessions/end/", {"others": "on"}).status_code == 302
    assert [is_signed_in(each) for each in browsers] == [True, False, False, True]


def test_nobody_ends_the_session_of_another(cast: make.Cast) -> None:
    mine, theirs = Client(), Client()
    sign_in(mine, cast.amina)
    sign_in(theirs, cast.paul)
    sign_in(other := Client(), cast.amina)
    (button,) = pages.read(other.get("/account/")).all("button", name="session")
    assert theirs.post("/account/sessions/end/", {"session": button.attrs["value"]}).status_code == 404
    assert is_signed_in(mine)


def test_a_session_ends_twelve_hours_after_it_began_however_much_it_is_used(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    sign_in(browser, cast.amina)
    for _half_hour in range(23):
        later(monkeypatch, 30)
        assert is_signed_in(browser)
    later(monkeypatch, 31)
    assert not is_signed_in(browser)


def test_a_session_ends_after_an_hour_without_use_and_each_use_moves_its_end_on(cast: make.Cast) -> None:
    assert installed.SESSION_COOKIE_AGE == 3600
    browser = Client()
    sign_in(browser, cast.amina)
    session = Session.objects.latest("expire_date")
    used = browser.session
    used["seen_at"] = time.time() - 61
    used.save()
    Session.objects.filter(pk=session.pk).update(expire_date=timezone.now() + timedelta(minutes=5))
    assert is_signed_in(browser)
    assert Session.objects.get(pk=session.pk).expire_date > timezone.now() + timedelta(minutes=59)
    Session.objects.filter(pk=session.pk).update(expire_date=timezone.now())
    assert not is_signed_in(browser)


# --- required in production


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def test_it_is_required_where_the_installation_is_in_production() -> None:
    assert installed.SECOND_FACTOR_REQUIRED == installed.PRODUCTION


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("name", ["paul", "joseph", "alain"])
def test_who_manages_or_administers_is_led_to_set_one_up_and_does_nothing_else(
    cast: make.Cast, client_of: ClientOf, name: str
) -> None:
    browser = client_of(getattr(cast, name))
    before = JournalEntry.objects.count()
    for address in ("/", "/people/", "/compare/", "/admin/", "/load/programme.json", "/search/?q=a"):
        response = browser.get(address)
        assert (response.status_code, response["Location"]) == (302, "/account/"), address
    assert browser.post("/rounds/", {"name_en": "June 2011"})["Location"] == "/account/"
    assert JournalEntry.objects.count() == before
    page = pages.read(browser.get("/account/"))
    assert page.one(class_="problem-box").text()
    assert browser.post("/language/", {"language": "fr"}).status_code == 302
    secret = pages.read(browser.get("/account/app/")).one("code").text().replace(" ", "")
    browser.post("/account/app/", {"code": given.shown(timezone.now(), secret=secret)})
    assert browser.get("/").status_code == 200


@pytest.mark.usefixtures("required")
def test_who_advises_or_reads_may_and_need_not(cast: make.Cast, client_of: ClientOf) -> None:
    for person in (cast.amina, cast.grace, cast.vera):
        assert client_of(person).get("/").status_code == 200


@pytest.mark.usefixtures("required")
def test_the_way_out_and_the_health_pages_stay_open(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    assert browser.get("/healthz").status_code == 200
    assert browser.post("/sign-out/")["Location"] == "/sign-in/"


@pytest.mark.usefixtures("required")
def test_a_script_is_told_so(cast: make.Cast, client_of: ClientOf) -> None:
    response = client_of(cast.paul).get("/compare/", headers={"Accept": "application/json"})
    assert response.status_code == 403
    assert response.json()["error"]


def test_in_the_demonstration_nobody_needs_one(cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.paul).get("/").status_code == 200


# --- proving again who one is


def waiting(cast: make.Cast) -> Membership:
    felix = make.newcomer("felix")
    return memberships.give_place(
        user=felix, programme=make.cod(), role="adviser", side="partners", by=cast.alain, at=timezone.now()
    )


@pytest.fixture
def stale() -> ClientOf:
    """A browser whose person signed in 16 minutes ago."""

    def old(user: User) -> Client:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(user)
        session = browser.session
        session["proved_at"] = time.time() - 16 * 60
        session.save()
        return browser

    return old


def test_signing_in_is_a_proof_for_a_quarter_of_an_hour(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(cast.alain)
    later(monkeypatch, 14)
    assert browser.get("/load/programme.json").status_code == 200
    later(monkeypatch, 2)
    response = browser.get("/load/programme.json")
    assert (response.status_code, response["Location"]) == (
        302,
        "/account/again/?next=%2Fload%2Fprogramme.json",
    )
    fields = {"password": make.PASSWORD, "next": "/load/programme.json"}
    assert browser.post("/account/again/", fields)["Location"] == "/load/programme.json"
    assert browser.get("/load/programme.json").status_code == 200


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("alain", "/load/"),
        ("alain", "/load/programme.json"),
        ("amina", "/account/app/"),
        ("amina", "/account/passkey/"),
        ("paul", "/people/1/factors/"),
    ],
)
def test_pages_that_deserve_it_ask_for_a_new_proof(
    cast: make.Cast, stale: ClientOf, name: str, address: str
) -> None:
    response = stale(getattr(cast, name)).get(address)
    assert response["Location"].startswith("/account/again/?next=")


def test_steps_that_deserve_it_are_not_taken_on_an_old_proof(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.app(cast.amina)
    place, factor = waiting(cast).pk, given.number(cast.amina)
    steps = [
        (cast.paul, f"/people/{place}/confirm/"),
        (cast.paul, f"/people/{place}/link/"),
        (cast.paul, f"/people/{place}/factors/"),
        (cast.amina, f"/account/factors/{factor}/remove/"),
        (cast.amina, "/account/codes/"),
        (cast.alain, "/load/"),
        (cast.alain, "/admin/coordination/membership/add/"),
    ]
    browsers = [client_of(person) for person, _address in steps]
    later(monkeypatch, 16)
    before = make.everything()
    for browser, (_person, address) in zip(browsers, steps, strict=True):
        response = browser.post(address)
        assert response.status_code == 401, address
        assert pages.read(response).form_node("password").attrs["action"] == "/account/again/"
    assert make.everything() == before


def sent_late(browser: Client, form: Node, typed: dict[str, str], patch: pytest.MonkeyPatch) -> Node:
    """The page that answers a form sent 16 minutes after signing in."""
    key = form.all(name="csrfmiddlewaretoken")[0].attrs["value"]
    later(patch, 16)
    response = browser.post(
        form.attrs["action"], form.posts(whole=True) | typed | {"csrfmiddlewaretoken": key}
    )
    assert response.status_code == 401
    return pages.read(response)


def prove(browser: Client, page: Node, password: str = make.PASSWORD) -> HttpResponse:
    """Fill in the page that asks for a new proof."""
    form = page.form_node("password")
    key = form.all(name="csrfmiddlewaretoken")[0].attrs["value"]
    return browser.post("/account/again/", form.posts() | {"password": password, "csrfmiddlewaretoken": key})


def test_what_was_typed_comes_back_after_the_proof(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = strict(cast.paul)
    typed = {"email": "ruth@ssr.example", "name": "Ruth Reader", "language": "fr", "role": "adviser"}
    form = pages.read(browser.get("/people/")).one("main").form_node("email")
    wrong = prove(browser, sent_late(browser, form, typed, monkeypatch), "wrong")
    assert wrong.status_code == 400
    answer = prove(browser, pages.read(wrong))
    assert not User.objects.filter(email="ruth@ssr.example").exists(), (
        "until it is sent again, nothing is stored"
    )
    page = browser.get(answer["Location"].partition("#")[0], follow=True)
    assert "Ruth Reader" in page.content.decode()


def test_after_the_proof_a_mere_button_is_pressed_again_on_its_page(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.app(cast.amina)
    browser = strict(cast.paul)
    place = people.place_of(cast.amina, make.cod())
    assert place is not None
    address = f"/people/{place.pk}/factors/"
    form = pages.read(browser.get(address)).one("main").one("form")
    form.attrs["action"] = address
    assert prove(browser, sent_late(browser, form, {}, monkeypatch))["Location"] == address
    assert Authenticator.objects.exists()


def test_a_code_is_a_proof_too(cast: make.Cast, client_of: ClientOf) -> None:
    given.app(cast.amina)
    browser = client_of(cast.amina)
    assert browser.post("/account/again/", {"code": code_now()}).status_code == 302
    assert browser.post("/account/again/", {"code": code_now()}).status_code == 400, "once"


def test_five_wrong_proofs_end_the_session(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    for _time in range(4):
        assert browser.post("/account/again/", {"password": "wrong"}).status_code == 400
    assert is_signed_in(browser)
    assert browser.post("/account/again/", {"password": "wrong"}).status_code == 401
    assert not is_signed_in(browser)


def test_the_proof_leads_to_no_other_site(cast: make.Cast, client_of: ClientOf) -> None:
    fields = {"password": make.PASSWORD, "next": "https://evil.example/"}
    assert client_of(cast.amina).post("/account/again/", fields)["Location"] == "/"


# --- a lost second factor


def test_a_manager_removes_a_lost_factor_after_a_confirmation(
    cast: make.Cast, client_of: ClientOf, mailed: list[EmailMessage]
) -> None:
    given.app(cast.amina)
    lost, browser = client_of(cast.amina), client_of(cast.paul)
    (link,) = [
        each for each in pages.read(browser.get("/people/")).all("a") if "/factors/" in each.attrs["href"]
    ]
    page = pages.read(browser.get(link.attrs["href"]))
    assert cast.amina.name in page.one("main").text()
    assert Authenticator.objects.exists(), "to look at it changes nothing"
    assert browser.post(link.attrs["href"]).status_code == 302
    assert not Authenticator.objects.exists()
    assert not is_signed_in(lost)
    assert [each.to for each in mailed] == [[cast.amina.email]]
    again = Client()
    assert sign_in(again, cast.amina)["Location"] == "/"
    assert again.get("/assessments/").status_code == 200
    row = people.place_of(cast.amina, make.cod())
    assert row is not None
    assert row.confirmed_at is None


def test_an_administrator_comes_to_no_side_by_a_lost_factor(cast: make.Cast, client_of: ClientOf) -> None:
    given.app(cast.amina)
    row = people.place_of(cast.amina, make.cod())
    assert row is not None
    browser = client_of(cast.alain)
    assert browser.post(f"/people/{row.pk}/factors/").status_code == 409
    assert Authenticator.objects.exists()
