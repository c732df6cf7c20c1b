"""Signing in and out, the language, the programme and one's own password."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from coordination.models import JournalEntry, User
from tests import make, pages

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def sign_in(
    browser: Client, email: str = "amina@ssr.example", password: str = make.PASSWORD, **more: str
) -> HttpResponse:
    return browser.post("/sign-in/", {"username": email, "password": password} | more)


def is_signed_in(browser: Client) -> bool:
    return browser.get("/").status_code == 200


# --- signing in


@pytest.mark.parametrize("email", ["amina@ssr.example", "AMINA@SSR.example", " amina@ssr.example "])
def test_a_person_signs_in_whatever_the_case_of_the_e_mail(email: str) -> None:
    browser = Client()
    response = sign_in(browser, email)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(browser)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("amina@ssr.example", "wrong"),
        ("amina@ssr.example", make.PASSWORD.upper()),
        ("amina@ssr.example", f" {make.PASSWORD}"),
        ("amina@ssr.example", ""),
        ("amina@ssr.example", "\x00"),
        ("nobody@ssr.example", make.PASSWORD),
        ("amina", make.PASSWORD),
        ("", ""),
        ("amina@ssr.example\x00", make.PASSWORD),
        ("x" * 300 + "@ssr.example", make.PASSWORD),
        ("amina@ssr.example", "x" * 10_000),
        ("amina@ssr.example' OR 1=1 --", "x"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_wrong_words_are_refused_with_one_sentence_and_no_word_on_who_exists(
    language: str, email: str, password: str
) -> None:
    browser = Client(headers={"Accept-Language": language})
    response = sign_in(browser, email, password)
    assert response.status_code == 200
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    assert page.one(class_="problem-box").text()
    assert page.form("username").get("password", "") == "", "a password is never sent back"
    assert not is_signed_in(browser)


def test_a_wrong_password_and_an_unknown_e_mail_get_the_same_answer() -> None:
    said = [
        pages.read(sign_in(Client(), email, "wrong")).one(class_="problem-box").text()
        for email in ("amina@ssr.example", "nobody@ssr.example")
    ]
    assert said[0] == said[1]


def test_a_closed_account_cannot_sign_in_and_an_open_session_of_it_ends(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    assert is_signed_in(browser)
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    assert not is_signed_in(browser)
    assert sign_in(Client()).status_code == 200


def test_signing_in_needs_the_forms_key() -> None:
    browser = Client(enforce_csrf_checks=True)
    response = sign_in(browser)
    assert response.status_code == 403
    assert pages.read(response).one("main").text()


def test_a_new_session_begins_at_sign_in_and_ends_at_sign_out() -> None:
    browser = Client()
    sign_in(browser)
    first = browser.cookies["sessionid"]
    assert first["httponly"]
    assert first["samesite"] == "Lax"
    kept = first.value
    assert browser.post("/sign-out/").status_code == 302
    assert not is_signed_in(browser)
    browser.cookies["sessionid"] = kept
    assert not is_signed_in(browser), "the old session is gone, not only its cookie"


def test_signing_in_leads_back_to_where_one_wanted_to_go() -> None:
    wanted = "/compare/?round=january-2008&voice=partners"
    browser = Client()
    page = pages.read(browser.get(browser.get(wanted)["Location"]))
    hidden = page.form("username")["next"]
    assert hidden == wanted
    assert sign_in(browser, next=hidden)["Location"] == wanted


EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "https://testserver@evil.example/",
    "\x00//evil.example",
    " https://evil.example",
]


@pytest.mark.parametrize("address", EVIL)
def test_no_address_leads_away_from_here(address: str) -> None:
    assert sign_in(Client(), next=address)["Location"] == "/"
    assert Client().post("/language/", {"language": "fr", "next": address})["Location"] == "/"


# --- the language


def test_the_language_is_remembered_with_the_account_and_on_the_device(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    response = browser.post("/language/", {"language": "fr", "next": "/compare/?sort=name"})
    assert response["Location"] == "/compare/?sort=name"
    assert pages.read(browser.get("/")).one("html").attrs["lang"] == "fr"
    cast.amina.refresh_from_db()
    assert cast.amina.language == "fr"
    assert JournalEntry.objects.order_by("-sequence")[0].verb == "chose language"
    elsewhere = client_of(cast.amina)
    assert pages.read(elsewhere.get("/")).one("html").attrs["lang"] == "fr", "on another device too"
    browser.post("/sign-out/")
    assert pages.read(browser.get("/sign-in/")).one("html").attrs["lang"] == "fr", "signed out too"


@pytest.mark.parametrize("address", ["24:00", "home", "contact-detail", "é", "123", "compare/"])
def test_what_is_no_address_here_leads_home(address: str, db: None) -> None:
    assert Client().post("/language/", {"language": "fr", "next": address})["Location"] == "/"


def test_the_switch_shows_the_same_page_in_the_other_language(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    for address in ("/compare/?round=january-2008&voice=partners&sort=name", "/compare/?lang=en&sort=name"):
        page = pages.read(browser.get(address, follow=True))
        form = page.form("next", "language")
        response = browser.post("/language/", {"next": form["next"], "language": "fr"})
        shown = pages.read(browser.get(response["Location"]))
        assert shown.one("html").attrs["lang"] == "fr"
        assert shown.form("sort")["sort"] == "name"
        browser.post("/language/", {"language": "en"})


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-CD,fr;q=0.9,en;q=0.5", "fr"), ("en-GB", "en"), ("de", "en"), ("", "en"), ("\x00;q=x", "en")],
)
def test_before_sign_in_the_browsers_language_is_spoken(header: str, language: str) -> None:
    page = pages.read(Client(headers={"Accept-Language": header}).get("/sign-in/"))
    assert page.one("html").attrs["lang"] == language


def test_a_link_may_carry_the_language_and_it_is_not_remembered(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    assert pages.read(browser.get("/?lang=fr")).one("html").attrs["lang"] == "fr"
    assert pages.read(browser.get("/")).one("html").attrs["lang"] == "en"
    assert pages.read(Client().get("/sign-in/?lang=fr")).one("html").attrs["lang"] == "fr"


@pytest.mark.parametrize("language", ["", "de", "FR", "fr\x00", "x" * 1000])
def test_a_language_that_is_not_spoken_is_refused(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.amina).post("/language/", {"language": language})
    assert response.status_code == 400
    assert pages.read(response).one("main").text()
    cast.amina.refresh_from_db()
    assert cast.amina.language == "en"


# --- the programme


def test_who_works_in_two_programmes_changes_between_them(cast: make.Cast, client_of: ClientOf) -> None:
    make.place(cast.nadia, "manager", "government")
    browser = client_of(cast.nadia)
    for code, structures in (("cod", {"CMJ", "GTSE/CPSE", "CCRSS", "CCRSS Defence"}), ("caf", {"CNS"})):
        assert browser.post("/programme/", {"programme": code}).status_code == 302
        page = pages.read(browser.get("/structures/"))
        assert {row[0] for row in page.rows()[1:]} == structures
        assert page.form("programme")["programme"] == code


def test_a_place_that_was_taken_away_is_forgotten(cast: make.Cast, client_of: ClientOf) -> None:
    make.place(cast.nadia, "manager", "government")
    browser = client_of(cast.nadia)
    browser.post("/programme/", {"programme": "cod"})
    cast.nadia.memberships.filter(programme__code="cod").delete()
    assert {row[0] for row in pages.read(browser.get("/structures/")).rows()[1:]} == {"CNS"}


def test_who_has_no_place_is_told_whom_to_ask(cast: make.Cast, client_of: ClientOf) -> None:
    response = client_of(cast.olga).get("/")
    assert response.status_code == 403
    page = pages.read(response)
    assert "administrator" in page.one("main").text()
    assert not page.all("nav")


# --- the password

NEW = "uele-tshopo-equateur-26"


def change(
    browser: Client, old: str = make.PASSWORD, new: str = NEW, again: str | None = None
) -> HttpResponse:
    return browser.post(
        "/password/",
        {"old_password": old, "new_password1": new, "new_password2": new if again is None else again},
    )


def test_a_person_changes_the_own_password_and_other_sessions_end(
    cast: make.Cast, client_of: ClientOf
) -> None:
    here, elsewhere = client_of(cast.amina), client_of(cast.amina)
    assert change(here).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 302
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.by, entry.noun) == (cast.amina, "person")
    assert NEW not in f"{entry.before} {entry.after}"


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (make.PASSWORD, NEW, f"{NEW}x"),
        (make.PASSWORD, "short", "short"),
        (make.PASSWORD, "password1234", "password1234"),
        (make.PASSWORD, "amina@ssr.example", "amina@ssr.example"),
        (make.PASSWORD, "", ""),
        (make.PASSWORD, "\x00" * 12, "\x00" * 12),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_password_that_cannot_be_taken_is_refused_beside_its_field(
    language: str, old: str, new: str, again: str, cast: make.Cast, client_of: ClientOf
) -> None:
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    before = JournalEntry.objects.count()
    response = change(client_of(cast.amina), old, new, again)
    assert response.status_code == 400
    assert pages.read(response).all(class_="invalid-feedback")
    assert JournalEntry.objects.count() == before
    assert sign_in(Client()).status_code == 302
