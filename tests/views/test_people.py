"""Signing in and out, language, programme, one's own password, links to choose one, and the people of one's side."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coordination import mail
from coordination.actions import links as link_actions
from coordination.actions import memberships
from coordination.models import JournalEntry, Notice, User
from coordination.queries import links as link_queries
from ssr_assess.logs import WithoutSecrets
from tests import make, pages

KEY = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
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
    wanted = "/compare/?round=january-2008&view=partners"
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


def reads(browser: Client) -> str:
    """The language of Home."""
    return pages.read(browser.get("/")).one("html").attrs["lang"] or ""


def test_the_language_chosen_on_the_sign_in_page_stands_once_signed_in(cast: make.Cast) -> None:
    browser = Client()
    browser.post("/language/", {"language": "fr", "next": "/sign-in/"})
    sign_in(browser)
    assert reads(browser) == "fr"
    cast.amina.refresh_from_db()
    assert cast.amina.language == "fr"
    (entry,) = JournalEntry.objects.filter(verb="chose language")
    assert (entry.by, entry.after) == (cast.amina, {"language": "fr"})
    browser.post("/language/", {"language": "en"})
    browser.post("/sign-out/")
    sign_in(browser)
    assert reads(browser) == "en", "what was chosen inside since then stands"


def test_without_a_choice_before_it_signing_in_keeps_each_ones_language(cast: make.Cast) -> None:
    browser = Client()
    browser.post("/language/", {"language": "fr", "next": "/sign-in/"})
    sign_in(browser)
    browser.post("/sign-out/")
    assert pages.read(browser.get("/sign-in/")).one("html").attrs["lang"] == "fr"
    sign_in(browser, cast.paul.email)
    assert reads(browser) == "en", "Paul chose nothing on this device"
    browser.post("/sign-out/")
    browser.cookies["language-chosen"] = "xx"
    sign_in(browser, cast.paul.email)
    assert reads(browser) == "en"
    assert JournalEntry.objects.filter(verb="chose language").count() == 1


@pytest.mark.parametrize("address", ["24:00", "home", "contact-detail", "é", "123", "compare/"])
def test_what_is_no_address_here_leads_home(address: str, db: None) -> None:
    assert Client().post("/language/", {"language": "fr", "next": address})["Location"] == "/"


def test_the_switch_shows_the_same_page_in_the_other_language(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    for address in ("/compare/?round=january-2008&view=partners&sort=name", "/compare/?lang=en&sort=name"):
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


@pytest.mark.parametrize("old", [make.PASSWORD, "x" * 129])
def test_no_longer_password_is_taken_or_looked_at_than_128_characters(
    old: str, cast: make.Cast, client_of: ClientOf
) -> None:
    fits, too_long = ("uele-kasai-" * 12)[:128], ("uele-kasai-" * 12)[:129]
    browser = client_of(cast.amina)
    assert change(browser, old, too_long).status_code == 400
    if old == make.PASSWORD:
        assert change(browser, old, fits).status_code == 302
        assert sign_in(Client(), password=fits).status_code == 302
    assert sign_in(Client(), password=too_long).status_code == 200


# --- a link to choose a password


def link_of(user: User, way: str = "mail") -> str:
    token = link_actions.make_link(user=user, way=way, by=None, at=timezone.now())
    return f"/password/new/{link_queries.number(user)}/{token}/"


def choose(link: str, new: str = NEW, again: str | None = None) -> HttpResponse:
    return Client().post(link, {"new_password1": new, "new_password2": new if again is None else again})


def test_who_has_the_link_chooses_a_password_and_signs_in_with_it(cast: make.Cast) -> None:
    felix = make.newcomer("felix")
    link = link_of(felix)
    page = Client().get(link)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert choose(link)["Location"] == "/sign-in/"
    assert sign_in(Client(), felix.email, NEW).status_code == 302
    assert Client().get(link).status_code == 404
    assert choose(link, f"{NEW}-again").status_code == 404


def test_sessions_from_before_end_when_a_password_is_chosen_through_a_link(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    choose(link_of(User.objects.get(pk=cast.amina.pk)))
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    ("new", "again"), [("short", "short"), (NEW, "another"), ("x" * 129, "x" * 129), ("", "")]
)
def test_a_password_that_cannot_be_chosen_is_said_and_the_link_still_works(
    new: str, again: str, cast: make.Cast
) -> None:
    link = link_of(cast.amina)
    response = choose(link, new, again)
    assert response.status_code == 400
    assert pages.read(response).all(class_="invalid-feedback")
    assert choose(link).status_code == 302


def test_no_log_line_holds_a_link(cast: make.Cast) -> None:
    link = link_of(cast.amina)
    record = logging.LogRecord("django", logging.WARNING, "", 0, "Not Found: %s", (link,), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /password/new/…"


# --- forgotten


@pytest.fixture
def mailed_at_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail is set up, and sent before the answer rather than in its own time."""
    settings.MAIL_REACHES_PEOPLE = True
    monkeypatch.setattr(mail, "mail_later", mail.mail_asked)
    monkeypatch.setattr(mail, "new_device_later", mail.mail_new_device)


def forget(email: str) -> HttpResponse:
    return Client().post("/password/forgotten/", {"email": email})


@pytest.mark.usefixtures("mailed_at_once")
def test_who_forgot_the_password_gets_a_link_by_mail(cast: make.Cast, mailoutbox: list[EmailMessage]) -> None:
    forget("GRACE@ssr.example")
    (mail,) = mailoutbox
    assert mail.to == [cast.grace.email]
    assert "Bonjour Grace" in str(mail.body), "in her language"
    (link,) = re.findall(r"http://testserver(/password/new/\S+)", str(mail.body))
    assert choose(link).status_code == 302
    assert sign_in(Client(), cast.grace.email, NEW).status_code == 302


@pytest.mark.usefixtures("mailed_at_once")
def test_the_answer_is_the_same_for_whom_there_is_no_account(
    cast: make.Cast, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(pk=cast.joseph.pk).update(is_active=False)
    said = {
        (answer.status_code, KEY.sub(b"", answer.content))
        for answer in map(forget, (cast.amina.email, "nobody@ssr.example", cast.joseph.email))
    }
    assert len(said) == 1
    assert [mail.to for mail in mailoutbox] == [[cast.amina.email]]


def test_nor_does_it_wait_for_the_mail(
    cast: make.Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    asked: list[tuple[Any, ...]] = []

    class Elsewhere:
        def submit(self, *step: Any) -> None:
            asked.append(step)

    monkeypatch.setattr(mail, "_mailing", Elsewhere())
    before = make.everything()
    for email in (cast.amina.email, "nobody@ssr.example"):
        assert forget(email).status_code == 200
    assert make.everything() == before, "attempts are counted, and nothing is looked up while the asker waits"
    assert len(asked) == 2


@pytest.mark.django_db(transaction=True)
def test_the_mail_goes_out_in_its_own_time(settings: Any, mailoutbox: list[EmailMessage]) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    amina = make.cast().amina
    forget(amina.email)
    mail._mailing.submit(int).result(timeout=30)
    assert [mail.to for mail in mailoutbox] == [[amina.email]]


def test_a_mail_that_cannot_be_made_is_logged_and_stops_no_other(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> None:
        raise OSError("no database")

    monkeypatch.setattr(mail, "mail_asked", fail)
    for _number in range(3):
        mail.mail_later("amina@ssr.example", "http://x")
    mail._mailing.submit(int).result(timeout=30)
    assert caplog.text.count("a mail could not be sent") == 3


@pytest.mark.parametrize("email", ["", "no address", "x" * 300 + "@ssr.example", "\x00@ssr.example"])
def test_what_is_no_e_mail_is_said(email: str, db: None, settings: Any) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    assert forget(email).status_code == 400


def test_where_no_mail_is_sent_the_page_says_whom_to_ask(
    cast: make.Cast, mailoutbox: list[EmailMessage]
) -> None:
    before = make.everything()
    response = forget(cast.amina.email)
    assert "manager of your side" in pages.read(response).one("main").text()
    assert (mailoutbox, make.everything()) == ([], before)


@pytest.mark.parametrize(
    ("environment", "is_mailed"),
    [
        ({}, True),
        ({"EMAIL_URL": "consolemail://"}, False),
        ({"PRODUCTION": "true", "SECRET_KEY": "x" * 60, "DATABASE_URL": "sqlite://"}, False),
        ({"EMAIL_URL": "smtp://mail.example:25"}, True),
        ({"EMAIL_URL": "smtp://mail.example:25", "EMAIL_FROM": "ssr@example.cd"}, True),
    ],
    ids=str,
)
def test_what_is_printed_on_a_terminal_is_no_mail(environment: dict[str, str], is_mailed: bool) -> None:
    asked = "import ssr_assess.settings as s; print(s.MAIL_REACHES_PEOPLE)"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("EMAIL_")}
    said = subprocess.run(
        [sys.executable, "-c", asked], env=clean | environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(is_mailed)


# --- notices at home


def waiting(cast: make.Cast, role: str = "adviser", side: str = "partners", name: str = "felix") -> User:
    felix = make.newcomer(name)
    memberships.give_place(
        user=felix, programme=make.cod(), role=role, side=side, by=cast.alain, at=timezone.now()
    )
    return felix


def notices(browser: Client) -> str:
    found = pages.read(browser.get("/")).all(aria_labelledby="places")
    return found[0].text() if found else ""


def test_managers_are_told_at_home_until_they_have_seen_it(cast: make.Cast, client_of: ClientOf) -> None:
    Notice.objects.all().delete()
    own, other, adviser = (client_of(each) for each in (cast.paul, cast.joseph, cast.amina))
    waiting(cast)
    waiting(cast, "manager", name="fanny")
    assert notices(adviser) == ""
    assert "Felix (adviser): was given a place" in notices(own)
    said = notices(other)
    assert said.count("Pour les partenaires, une place a changé.") == 1
    assert not re.search(r"Felix|Fanny|\d", said), "without name, number or time"
    for browser in (own, other):
        page = pages.read(browser.get("/"))
        (form,) = (each for each in page.all("form") if each.attrs.get("action") == "/notices/seen/")
        fields = [each.attrs for each in form.all("input") if each.attrs.get("name") in ("seen", "other")]
        data: dict[str, list[str]] = {}
        for each in fields:
            data.setdefault(each["name"], []).append(each["value"])
        assert browser.post("/notices/seen/", data).status_code == 302
        assert notices(browser) == ""


def test_what_came_after_the_page_was_shown_is_not_taken_as_seen(
    cast: make.Cast, client_of: ClientOf
) -> None:
    Notice.objects.all().delete()
    browser = client_of(cast.paul)
    waiting(cast)
    first = Notice.objects.get(user=cast.paul)
    waiting(cast, name="fanny")
    browser.post("/notices/seen/", {"seen": [str(first.pk)]})
    assert "Fanny" in notices(browser)
    assert "Felix" not in notices(browser)


def test_nobody_marks_what_others_were_told(cast: make.Cast, client_of: ClientOf) -> None:
    waiting(cast)
    theirs = Notice.objects.filter(user=cast.paul, seen_at__isnull=True)
    before = set(theirs.values_list("pk", flat=True))
    client_of(cast.joseph).post("/notices/seen/", {"seen": [str(pk) for pk in before], "other": "on"})
    assert set(theirs.values_list("pk", flat=True)) == before
