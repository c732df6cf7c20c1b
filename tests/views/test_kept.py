"""What is typed is not lost when the session has ended: it comes back to its writer, and to nobody else."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from coordination.models import Answer, Contact, Membership, User
from coordination.views import kept
from tests import activities, make, pages
from tests.filled import FORMS, TYPED, Filled
from tests.pages import Node
from tests.views.test_addresses import undone

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "templates"
NOTE = "/contacts/add/?kind=call"

#: Forms that carry no stamp, and why: how many stand in which template.
WITHOUT_STAMP = {
    "registration/sign_in.html": (2, "who signs in is not known yet"),
    "registration/password.html": (1, "a password is never carried"),
    "registration/new_password.html": (1, "a password is never carried"),
    "registration/second.html": (2, "who signs in is not known yet"),
    "coordination/accounts/again.html": (2, "what is carried stands in it, sealed"),
    "coordination/accounts/account.html": (6, "buttons: nothing is typed there"),
    "coordination/accounts/app.html": (1, "a code is good for half a minute"),
    "coordination/people/factors.html": (1, "a button: nothing is typed there"),
    "coordination/accounts/passkey.html": (1, "what a passkey answered is good once"),
    "registration/forgotten.html": (1, "who asks is not signed in"),
    "coordination/assessments/detail.html": (1, "a button: nothing is typed there"),
    "components/people.html": (3, "buttons: nothing is typed there"),
    "coordination/people/detail.html": (1, "a button: nothing is typed there"),
    "coordination/agreement/_joint.html": (2, "buttons: nothing is typed there"),
    "coordination/programmes/archived.html": (1, "a button: nothing is typed there"),
    "coordination/start/code.html": (1, "nobody can sign in yet, and a code is good once"),
    "components/place_notices.html": (1, "a button: nothing is typed there"),
    "coordination/assessments/file.html": (1, "a file is never carried; it still lies where it was chosen"),
    "coordination/fixtures/load.html": (1, "a file is never carried; it still lies where it was chosen"),
    "coordination/programmes/records.html": (1, "a file is never carried; it still lies where it was chosen"),
    "components/activity_plan.html": (1, "a file is never carried; it still lies where it was chosen"),
    "coordination/kept/_banner.html": (1, "a button: what it discards is kept already"),
    "coordination/kept/list.html": (1, "buttons: what they open or discard is kept already"),
    "coordination/waiting/list.html": (1, "a button: what it leaves waits on the device already"),
    "components/choose_file.html": (1, "a file is never carried; it still lies where it was chosen"),
    "components/evidence_files.html": (1, "a button: nothing is typed there"),
    "components/tour_end.html": (1, "a button: nothing is typed there"),
    "base.html": (1, "language: nothing is typed there"),
    "components/person.html": (3, "programme, display and sign-out: nothing is typed there"),
}


# --- a person and their browser


def sign_in(
    browser: Client, person: User, page: Node | None = None, password: str = make.PASSWORD
) -> HttpResponse:
    """Sign in through the form of a page, or through a fresh one."""
    page = page or pages.read(browser.get("/sign-in/"))
    form = page.form_node("username")
    fields = form.posts() | {"csrfmiddlewaretoken": form.one(name="csrfmiddlewaretoken").attrs["value"]}
    return browser.post(
        form.attrs["action"], fields | {"username": person.email, "password": password}, follow=False
    )


def later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    """The clock goes forward."""
    now = time.time() + hours * 3600
    monkeypatch.setattr(time, "time", lambda: now)


def begins_anew(browser: Client) -> None:
    """The person has signed in again meanwhile, in another tab: no session lasts longer than 12 hours."""
    session = browser.session
    session["began_at"] = time.time()
    session.save()


def strict(person: User) -> Client:
    """A browser whose forms are believed only with their key, with this person signed in."""
    browser = Client(enforce_csrf_checks=True)
    assert sign_in(browser, person).status_code == 302
    return browser


class Tab:
    """A page with a form that a person has filled in and not sent yet."""

    def __init__(self, browser: Client, address: str, form: Filled) -> None:
        self.browser, typed = browser, form.fields()
        # A script makes lines for more sources than the page has.
        names = [name for name in (*typed, *form.pressed) if "source-1" not in name]
        found = pages.read(browser.get(address)).one("main").form_nodes(*names, **form.said)
        # Of forms that say the same the last one, so that the first one would be a wrong guess.
        node = [each for each in found if form.action in ("", each.attrs.get("action"))][-1]
        self.address = urljoin(address, node.attrs.get("action", ""))
        self.typed = node.posts() | typed
        self.fields = node.posts(whole=True) | typed | form.pressed
        self.key = node.one("input", name="csrfmiddlewaretoken").attrs["value"]

    def send(self) -> HttpResponse:
        """Press the button."""
        return self.browser.post(self.address, self.fields | {"csrfmiddlewaretoken": self.key})


def note(browser: Client, **typed: str) -> Tab:
    """A contact, noted and not sent yet."""
    fields = {"subject": TYPED, "agreed": "Two lines,\r\nnot one."} | typed
    return Tab(browser, NOTE, Filled("a note", lambda: NOTE, fields))


def came_back(browser: Client, response: HttpResponse) -> Node:
    """The page to which a person is led after signing in, with their form in it."""
    assert response.status_code == 302
    return pages.read(browser.get(response["Location"].partition("#")[0]))


def the_form(page: Node) -> Node:
    """The form that is filled with what was kept."""
    (form,) = [each for each in page.all("form") if "data-kept" in each.attrs]
    return form


def send_again(browser: Client, page: Node, pressed: Mapping[str, str] | None = None) -> HttpResponse:
    """Press the button of the form that came back."""
    form = the_form(page)
    key = form.one("input", name="csrfmiddlewaretoken").attrs["value"]
    fields = form.posts(whole=True) | {"csrfmiddlewaretoken": key} | dict(pressed or {})
    return browser.post(form.attrs["action"], fields)


def stored() -> dict[str, list[Any]]:
    """Everything that is stored, but for that somebody signed in, and when."""
    rows = {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("coordination").get_models()
    }
    signed_in = {
        "User": [{**row, "last_login": None} for row in rows["User"]],
        "Tally": [],
        "JournalHead": [],
    }
    told = [row for row in rows["JournalEntry"] if row["verb"] != "signed in"]
    return rows | signed_in | {"JournalEntry": told}


def expires(browser: Client) -> None:
    """The session has gone on the server; the browser still has its cookie."""
    Session.objects.all().delete()


def signs_out(browser: Client) -> None:
    """The person signs out in another tab."""
    form = pages.read(browser.get("/method/")).one("form", action="/sign-out/")
    key = form.one("input", name="csrfmiddlewaretoken").attrs["value"]
    assert browser.post("/sign-out/", {"csrfmiddlewaretoken": key}).status_code == 302


def forgets(browser: Client) -> None:
    """The browser has lost its cookies."""
    browser.cookies.clear()


ENDINGS = [expires, signs_out, forgets]


# --- every form


def templates() -> dict[str, str]:
    """Every template with a form that posts, or that the form library writes."""
    found = {each.relative_to(TEMPLATES).as_posix(): each.read_text() for each in TEMPLATES.rglob("*.html")}
    return {name: text for name, text in found.items() if re.search(r'method="post"|{% crispy ', text)}


def unstamped(text: str) -> int:
    """How many forms that post do not say who writes; those of the form library do by its own template."""
    forms = re.findall(r'<form [^>]*method="post".*?</form>', text, re.DOTALL)
    return sum("{% form_key %}" not in form for form in forms)


def test_every_form_says_who_writes_but_for_those_listed_with_a_reason() -> None:
    without = {name: count for name, text in templates().items() if (count := unstamped(text))}
    assert without == {name: count for name, (count, _why) in WITHOUT_STAMP.items()}
    assert "{% form_key %}" in (TEMPLATES / "bootstrap5/whole_uni_form.html").read_text()


def test_a_form_that_does_not_say_who_writes_would_be_noticed() -> None:
    assert (
        unstamped('<form class="x" method="post">{% csrf_token %}<textarea name="a"></textarea></form>') == 1
    )


@pytest.mark.takes_long
def test_every_form_is_tried_below(cast: make.Cast, client_of: ClientOf) -> None:
    seen = set()
    for form in FORMS:
        with undone():
            response = client_of(getattr(cast, form.who)).get(form.page())
        seen |= {each.name for each in response.templates}  # type: ignore[attr-defined]
    with_stamp = {
        name for name, text in templates().items() if "{% form_key %}" in text or "{% crispy " in text
    }
    # What is kept to be sent again, a checkpoint and its file, a button that restores: nobody types anything there. What
    # stands beside a photo is tried below by itself: it is stored only with the photo.
    nothing_typed = {
        "coordination/kept/list.html",
        "coordination/journal/proof.html",
        "coordination/evidence/add.html",
        "coordination/waiting/_one.html",
        "coordination/withdrawals/list.html",
    }
    assert with_stamp - seen - nothing_typed == set()


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_sent_without_a_session_comes_back_filled_and_is_stored_when_sent_again(
    form: Filled, cast: make.Cast
) -> None:
    person = getattr(cast, form.who)
    address, browser = form.page(), strict(person)
    tab = Tab(browser, address, form)
    before = stored()
    expires(browser)

    response = tab.send()
    assert response.status_code == 401
    assert "crit à la main" not in response.content.decode(), "nobody reads it in the sign-in page"
    page = came_back(browser, sign_in(browser, person, pages.read(response)))
    assert stored() == before, "nothing is stored before it is sent again"
    assert_filled(page, tab)
    assert_stored_when_sent_again(browser, page, form)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_of_a_tab_from_before_a_new_sign_in_comes_back_filled_at_once(
    form: Filled, cast: make.Cast
) -> None:
    person = getattr(cast, form.who)
    address, browser = form.page(), strict(person)
    tab = Tab(browser, address, form)
    before = stored()
    signs_out(browser)
    assert sign_in(browser, person).status_code == 302

    page = came_back(browser, tab.send())
    assert stored() == before
    assert_filled(page, tab)
    assert_stored_when_sent_again(browser, page, form)


def test_what_is_written_beside_a_photo_comes_back_and_the_photo_is_chosen_again(cast: make.Cast) -> None:
    make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")
    form = Filled("a photo", lambda: "/evidence/march-2011/cmj/C1/", {"note": TYPED})
    browser = strict(cast.amina)
    tab = Tab(browser, form.page(), form)
    expires(browser)
    page = came_back(browser, sign_in(browser, cast.amina, pages.read(tab.send())))
    assert_filled(page, tab)
    response = send_again(browser, page)
    assert response.status_code == 400
    assert "none was sent" in pages.read(response).text()


def assert_filled(page: Node, tab: Tab) -> None:
    """The form stands there as its writer left it, what only a script had made a line for included."""
    form = the_form(page)
    assert form.attrs["action"] == tab.address
    posts = {name: value.removeprefix("\n") for name, value in form.posts().items()}
    assert {name: posts.get(name) for name in tab.typed} == tab.typed
    said = {"en": "Not stored yet.", "fr": "Pas encore enregistré."}[page.one("html").attrs["lang"]]
    assert page.one(id="kept").one("strong").text() == said


def assert_stored_when_sent_again(browser: Client, page: Node, form: Filled) -> None:
    before = stored()
    assert send_again(browser, page, form.pressed).status_code == (200 if form.stays else 302)
    after = stored()
    assert after != before
    texts = set(strings(list(after.values())))
    typed = [form.becomes.get(name, each) for name, each in form.typed.items() if TYPED in each]
    assert [each for each in typed if each.replace("\r\n", "\n") not in texts] == []
    assert not browser.session["kept"], "what is stored waits no more"


def strings(value: Any) -> Iterator[str]:
    """Every text in stored rows, at whatever depth."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value.replace("\r\n", "\n")


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_however_the_session_ended_the_form_comes_back(
    end: Callable[[Client], None], cast: make.Cast
) -> None:
    browser = strict(cast.amina)
    tab = note(browser)
    end(browser)
    response = tab.send()
    assert response.status_code == 401
    assert_filled(came_back(browser, sign_in(browser, cast.amina, pages.read(response))), tab)


# --- on the way: the sign-in page


@pytest.fixture
def amina(cast: make.Cast) -> Client:
    """Amina's browser."""
    return strict(cast.amina)


def carried(browser: Client, tab: Tab) -> Node:
    """The sign-in page that carries what was sent after the session had ended."""
    expires(browser)
    response = tab.send()
    assert response.status_code == 401
    assert "no-store" in response["Cache-Control"]
    return pages.read(response)


def test_a_wrong_password_loses_nothing(cast: make.Cast, amina: Client) -> None:
    tab = note(amina)
    page = carried(amina, tab)
    for _ in range(2):
        response = sign_in(amina, cast.amina, page, password="wrong")
        assert response.status_code == 200
        page = pages.read(response)
        assert page.one("main").one(class_="message").text()
    assert_filled(came_back(amina, sign_in(amina, cast.amina, page)), tab)


def test_another_language_on_the_sign_in_page_loses_nothing(cast: make.Cast, amina: Client) -> None:
    tab = note(amina)
    page = carried(amina, tab)
    assert page.one("html").attrs["lang"] == "en"
    # In the end that of the form, of whose posts one is the word on its button: it is read in the language chosen here.
    for language in ("fr", "en", "fr", "en"):
        form = page.one("form", action="/language/")
        key = form.one(name="csrfmiddlewaretoken").attrs["value"]
        fields = form.posts() | {"csrfmiddlewaretoken": key, "language": language}
        response = amina.post("/language/", fields)
        assert response.status_code == 200
        page = pages.read(response)
        assert page.one("html").attrs["lang"] == language
    assert_filled(came_back(amina, sign_in(amina, cast.amina, page)), tab)


def test_a_second_sign_in_page_whose_key_has_gone_stale_loses_nothing(cast: make.Cast, amina: Client) -> None:
    first, second = note(amina), note(amina, subject="The other tab")
    page, other = carried(amina, first), carried(amina, second)
    assert_filled(came_back(amina, sign_in(amina, cast.amina, page)), first)
    assert_filled(came_back(amina, sign_in(amina, cast.amina, other)), second)
    assert len(amina.session["kept"]) == 2


def test_a_sign_in_page_whose_browser_lost_its_cookies_loses_nothing(cast: make.Cast, amina: Client) -> None:
    tab = note(amina)
    page = carried(amina, tab)
    forgets(amina)
    response = sign_in(amina, cast.amina, page)
    assert response.status_code == 401
    assert_filled(came_back(amina, sign_in(amina, cast.amina, pages.read(response))), tab)


def test_a_stamp_older_than_twelve_hours_carries_nothing_and_the_page_says_so(
    amina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = note(amina)
    later(monkeypatch, 12.1)
    page = carried(amina, tab)
    assert not page.all(name="sealed")
    assert "nothing was stored. The page was opened more than 12 hours ago" in page.one("main").text()


def test_after_a_new_sign_in_too_an_old_stamp_carries_nothing_and_the_page_says_so(
    cast: make.Cast, amina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = note(amina)
    signs_out(amina)
    assert sign_in(amina, cast.amina).status_code == 302
    later(monkeypatch, 12.1)
    begins_anew(amina)
    response = tab.send()
    assert response.status_code == 403
    assert "Nothing was stored. Go back" in pages.read(response).one("main").text()
    assert "kept" not in amina.session


def test_a_sign_in_page_that_lies_for_twelve_hours_says_that_nothing_is_left(
    cast: make.Cast, amina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = carried(amina, note(amina))
    later(monkeypatch, 12.1)
    page = came_back(amina, sign_in(amina, cast.amina, page))
    assert "can no longer be opened. None of it was stored." in page.one("main").text()


def test_what_is_too_long_to_be_carried_is_not_and_the_page_says_so(amina: Client) -> None:
    noise = hashlib.shake_256(b"noise").hexdigest(60_000)
    page = carried(amina, note(amina, agreed=noise))
    assert not page.all(name="sealed")
    assert "nothing was stored. What you typed is too long" in page.one("main").text()
    assert noise[:50] not in page.text(hidden=True)


def test_after_a_new_sign_in_too_what_is_too_long_is_not_kept_and_the_page_says_so(
    cast: make.Cast, amina: Client
) -> None:
    tab = note(amina, agreed=hashlib.shake_256(b"noise").hexdigest(60_000))
    signs_out(amina)
    assert sign_in(amina, cast.amina).status_code == 302
    response = tab.send()
    assert response.status_code == 403
    assert "Nothing was stored." in pages.read(response).one("main").text()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "address", ["/password/", "/load/", "/contacts/add/", "/admin/coordination/user/add/"]
)
def test_a_form_without_a_stamp_is_not_carried_and_the_sign_in_page_says_that_nothing_was_stored(
    address: str, language: str
) -> None:
    browser = Client(headers={"Accept-Language": language})
    response = browser.post(address, {"old_password": "x", "subject": TYPED})
    assert (response.status_code, response["Location"]) == (302, f"/sign-in/?next={address}")
    page = pages.read(browser.get(response["Location"]))
    said = {"en": "You were signed out, and nothing was stored.", "fr": "rien n’a été enregistré"}
    assert said[language] in page.one("main").text()
    assert not page.all(name="sealed")


def test_signing_out_when_one_is_signed_out_says_nothing_of_the_kind() -> None:
    browser = Client()
    response = browser.post("/sign-out/")
    assert "nothing was stored" not in browser.get(response["Location"]).content.decode()


@pytest.mark.parametrize("stamp", ["", "forged", "a:b:c", "\x00"])
def test_a_stamp_that_was_not_made_here_carries_nothing(stamp: str) -> None:
    response = Client().post(NOTE, {"subject": TYPED, "written_by": stamp})
    assert response.status_code == 401
    page = pages.read(response)
    assert not page.all(name="sealed")
    assert "You were signed out, and nothing was stored." in page.one("main").text()


def test_a_script_is_told_in_json_and_never_sent_elsewhere() -> None:
    response = Client().post(NOTE, {"subject": TYPED}, headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert set(response.json()) == {"error"}


# --- for nobody else


@pytest.mark.takes_long
def test_another_person_who_signs_in_there_gets_nothing_and_is_told(cast: make.Cast, amina: Client) -> None:
    page, before = carried(amina, note(amina)), stored()
    response = sign_in(amina, cast.paul, page)
    assert response["Location"] == "/"
    home = pages.read(amina.get("/"))
    assert "Somebody else filled in a form on this device." in home.one("main").text()
    assert "kept" not in amina.session
    for address in (NOTE, "/kept/", "/contacts/", "/"):
        assert "crit à la main" not in amina.get(address).content.decode()
    assert stored() == before


def test_a_tab_of_another_person_gets_nothing_and_says_so(cast: make.Cast, amina: Client) -> None:
    tab, before = note(amina), stored()
    signs_out(amina)
    assert sign_in(amina, cast.paul).status_code == 302
    response = tab.send()
    assert response.status_code == 403
    page = response.content.decode()
    assert "Somebody else filled in a form" in page
    assert "crit à la main" not in page
    assert "kept" not in amina.session
    assert stored() == before


def test_another_person_does_not_send_it_even_with_the_right_key(
    cast: make.Cast, amina: Client, client_of: ClientOf
) -> None:
    tab, before = note(amina), stored()
    response = client_of(cast.paul).post(NOTE, tab.fields)
    assert response.status_code == 409
    assert stored() == before


def test_the_session_holds_it_sealed(cast: make.Cast, amina: Client) -> None:
    came_back(amina, sign_in(amina, cast.amina, carried(amina, note(amina))))
    (session,) = Session.objects.all()
    assert session.get_decoded()["kept"]
    assert "main" not in str(session.get_decoded()["kept"])
    assert "contacts" not in str(session.get_decoded()["kept"])


def test_it_is_gone_with_the_session(cast: make.Cast, amina: Client) -> None:
    came_back(amina, sign_in(amina, cast.amina, carried(amina, note(amina))))
    signs_out(amina)
    assert sign_in(amina, cast.paul).status_code == 302
    assert "crit à la main" not in amina.get("/kept/").content.decode()
    assert not Session.objects.filter(session_data__contains="kept").exists()


def test_another_site_cannot_put_a_text_into_somebody_elses_form(cast: make.Cast, amina: Client) -> None:
    # The attacker has an account, so a stamp of their own; they can make the victim's browser send it.
    stolen = note(strict(cast.paul)).fields
    before = stored()
    for fields in (
        stolen,
        stolen | {"csrfmiddlewaretoken": "x" * 32},
        {"subject": TYPED, "written_by": "forged"},
    ):
        response = amina.post(NOTE, fields)
        assert response.status_code == 403
        assert "crit à la main" not in response.content.decode()
        assert "kept" not in amina.session
    signs_out(amina)
    response = amina.post(NOTE, stolen)
    assert response.status_code == 401
    assert sign_in(amina, cast.amina, pages.read(response))["Location"] == "/"
    assert "kept" not in amina.session
    assert stored() == before


def test_one_does_not_leave_this_site_when_one_comes_back(cast: make.Cast, amina: Client) -> None:
    response = amina.get("//elsewhere.example/../contacts/add/")
    assert response.status_code == 404
    tab = Tab(amina, "/contacts/add/?next=https://elsewhere.example/", Filled("", str, {"subject": TYPED}))
    response = sign_in(amina, cast.amina, carried(amina, tab))
    assert response["Location"].startswith("/contacts/add/?")


# --- in the place where it was written


def test_who_changed_side_or_left_does_not_deliver_it(cast: make.Cast, amina: Client) -> None:
    for change in ({"side": "government"}, {"role": "viewer", "side": None}, None):
        with undone():
            page = carried(amina, note(amina))
            place = Membership.objects.filter(user=cast.amina)
            place.update(**change) if change else place.delete()
            before = stored()
            assert sign_in(amina, cast.amina, page)["Location"] == "/"
            assert "kept" not in amina.session
            assert stored() == before
        amina.logout()
        assert sign_in(amina, cast.amina).status_code == 302


@pytest.fixture
def two_programmes(cast: make.Cast) -> None:
    """Amina has a place in another programme, too, which comes first in her list."""
    make.place(cast.amina, "adviser", "partners", programme=make.programme("caf"))


def chooses(browser: Client, code: str) -> None:
    page = pages.read(browser.get("/method/"))
    form = page.one("form", action="/programme/")
    fields = {"programme": code, "csrfmiddlewaretoken": form.one(name="csrfmiddlewaretoken").attrs["value"]}
    assert browser.post("/programme/", fields).status_code == 302


@pytest.mark.usefixtures("two_programmes")
@pytest.mark.parametrize("code", ["cod", "caf"])
def test_it_comes_back_in_the_programme_in_which_it_was_written(
    code: str, cast: make.Cast, amina: Client
) -> None:
    chooses(amina, code)
    tab = note(amina)
    page = came_back(amina, sign_in(amina, cast.amina, carried(amina, tab)))
    assert_filled(page, tab)
    assert send_again(amina, page).status_code == 302
    assert Contact.objects.get(subject=TYPED).programme.code == code


@pytest.mark.usefixtures("two_programmes")
def test_a_form_is_not_stored_in_a_programme_chosen_meanwhile_in_another_tab(amina: Client) -> None:
    chooses(amina, "cod")
    tab = note(amina)
    chooses(amina, "caf")
    page = came_back(amina, tab.send())
    assert not Contact.objects.filter(subject=TYPED).exists()
    assert_filled(page, tab)
    assert send_again(amina, page).status_code == 302
    assert Contact.objects.get(subject=TYPED).programme.code == "cod"


def test_a_page_that_lay_open_for_long_is_stored_as_ever_while_one_is_signed_in(
    amina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = note(amina)
    later(monkeypatch, 30)
    begins_anew(amina)
    assert tab.send().status_code == 302
    assert Contact.objects.filter(subject=TYPED).exists()


# --- until it is sent or discarded


def waits(cast: make.Cast, browser: Client, tab: Tab) -> Node:
    """The page in which a form has come back."""
    return came_back(browser, sign_in(browser, cast.amina, carried(browser, tab)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_waits_is_told_on_every_other_page_and_listed(
    language: str, cast: make.Cast, amina: Client
) -> None:
    waits(cast, amina, note(amina))
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    said = {"en": "1 form that you sent is not stored yet.", "fr": "1 formulaire"}[language]
    main = pages.read(amina.get("/method/")).one("main")
    assert said in main.text()
    assert main.all("a", href="/kept/")
    listed = pages.read(amina.get("/kept/")).one("main")
    assert TYPED in listed.text()
    assert "Two lines, not one." in listed.text()


def test_it_is_opened_from_the_list(cast: make.Cast, amina: Client) -> None:
    tab = note(amina)
    waits(cast, amina, tab)
    listed = pages.read(amina.get("/kept/"))
    form = listed.one("main").form_node("open")
    key = form.one(name="csrfmiddlewaretoken").attrs["value"]
    number = form.one("button", name="open").attrs["value"]
    page = came_back(amina, amina.post("/kept/", {"csrfmiddlewaretoken": key, "open": number}))
    assert_filled(page, tab)


def test_it_is_discarded_from_its_page_or_from_the_list(cast: make.Cast, amina: Client) -> None:
    page = waits(cast, amina, note(amina))
    waits(cast, amina, note(amina, subject="The other tab"))
    assert len(amina.session["kept"]) == 1, "the first one ended with its session"
    for shown in (page, pages.read(amina.get("/kept/"))):
        form = shown.one("main").form_node("discard")
        number = form.one("button", name="discard").attrs["value"]
        key = pages.read(amina.get("/method/")).all("input", name="csrfmiddlewaretoken")[0].attrs["value"]
        amina.post("/kept/", {"csrfmiddlewaretoken": key, "discard": number})
    assert amina.session["kept"] == {}
    assert not Contact.objects.exclude(author=None).filter(subject__in=[TYPED, "The other tab"]).exists()


def test_the_same_form_sent_twice_waits_once(cast: make.Cast, amina: Client) -> None:
    tab = note(amina)
    signs_out(amina)
    assert sign_in(amina, cast.amina).status_code == 302
    assert tab.send()["Location"] == tab.send()["Location"]
    assert len(amina.session["kept"]) == 1


def test_what_is_refused_when_it_is_sent_again_still_waits(cast: make.Cast, amina: Client) -> None:
    page = waits(cast, amina, note(amina, on="no day"))
    response = send_again(amina, page)
    assert response.status_code == 400
    assert len(amina.session["kept"]) == 1
    refused = pages.read(response).one("main").form_node("subject")
    assert refused.posts()["subject"] == TYPED
    fields = refused.posts(whole=True) | {"on": "2011-03-01"}
    fields["csrfmiddlewaretoken"] = refused.one(name="csrfmiddlewaretoken").attrs["value"]
    assert amina.post(NOTE, fields).status_code == 302
    assert amina.session["kept"] == {}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(cast: make.Cast, amina: Client) -> None:
    promise = make.promise(by=cast.amina)
    typed = {"outcome": TYPED, "state": "not_kept"}
    tab = Tab(amina, f"/commitments/{promise.pk}/", Filled("", str, typed))
    other = strict(cast.paul)
    theirs = Tab(other, f"/commitments/{promise.pk}/", Filled("", str, typed | {"outcome": "Theirs."}))
    assert theirs.send().status_code == 302
    page = waits(cast, amina, tab)
    assert send_again(amina, page).status_code == 400
    promise.refresh_from_db()
    assert promise.outcome == "Theirs."


def test_a_form_whose_page_has_gone_is_listed_with_what_was_typed_and_can_be_sent_as_it_is(
    cast: make.Cast, amina: Client
) -> None:
    draft = make.begin(cast.amina, "CMJ", make.open_round())
    make.answer_all(draft)
    address = f"/assessments/{draft.pk}/coordination/"
    tab = Tab(amina, address, Filled("", str, {"C1-basis": TYPED, "C1-choice": "1"}))
    page = carried(amina, tab)
    make.send(draft)
    response = sign_in(amina, cast.amina, page)
    response = amina.get(response["Location"].partition("#")[0])
    assert response["Location"].startswith("/kept/?closed=")
    main = came_back(amina, response).one("main")
    assert "no longer has that form" in main.text()
    assert TYPED in main.text()
    form = main.form_node("C1-basis")
    assert form.attrs["action"] == address
    key = form.one(name="csrfmiddlewaretoken").attrs["value"]
    response = amina.post(address, form.posts(whole=True) | {"csrfmiddlewaretoken": key})
    assert response.status_code == 409, "the page itself says why it does not take it"
    assert len(amina.session["kept"]) == 1


def test_a_form_that_was_refused_before_the_session_ended_can_be_sent_as_it_is(
    cast: make.Cast, amina: Client
) -> None:
    sent = make.sent(cast.amina, "CMJ", make.open_round())
    tab = Tab(amina, f"/assessments/{sent.pk}/", Filled("", str, {"reason": " "}))
    refused = pages.read(tab.send()).one("main").form_node("reason")
    tab.fields = refused.posts(whole=True) | {"reason": TYPED}
    page = carried(amina, tab)
    response = amina.get(sign_in(amina, cast.amina, page)["Location"].partition("#")[0])
    form = came_back(amina, response).one("main").form_node("reason")
    key = form.one(name="csrfmiddlewaretoken").attrs["value"]
    fields = form.posts(whole=True) | {"csrfmiddlewaretoken": key}
    assert amina.post(form.attrs["action"], fields).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "draft"
    assert amina.session["kept"] == {}


def test_when_too_many_wait_the_next_one_is_shown_at_once_and_can_be_sent(
    cast: make.Cast, amina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    tabs = [note(amina), note(amina, subject="One too many")]
    signs_out(amina)
    assert sign_in(amina, cast.amina).status_code == 302
    assert tabs[0].send().status_code == 302
    response = tabs[1].send()
    assert response.status_code == 200
    main = pages.read(response).one("main")
    assert "Too many forms are waiting already" in main.text()
    assert len(amina.session["kept"]) == 1
    form = main.form_node("subject")
    key = form.one(name="csrfmiddlewaretoken").attrs["value"]
    fields = form.posts(whole=True) | {"csrfmiddlewaretoken": key}
    assert amina.post(form.attrs["action"], fields).status_code == 302
    assert Contact.objects.filter(subject="One too many").exists()


def test_what_has_waited_for_twelve_hours_is_gone_and_is_not_said_to_wait(
    cast: make.Cast, amina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    page = waits(cast, amina, note(amina))
    address = the_form(page).attrs["action"]
    number = the_form(page).one(name="waiting").attrs["value"]
    later(monkeypatch, 12.1)
    begins_anew(amina)
    assert not pages.read(amina.get("/method/")).one("main").all("a", href="/kept/")
    assert TYPED not in amina.get("/kept/").content.decode()
    response = amina.get(address, {"kept": number})
    assert not [each for each in pages.read(response).all("form") if "data-kept" in each.attrs]
    # Nor does it take the place of what is to wait now.
    tab = note(amina, subject="Today’s")
    tab.key = "x" * 32
    assert_filled(came_back(amina, tab.send()), tab)


def test_another_form_of_a_page_that_shows_what_waits_comes_back_too(cast: make.Cast, amina: Client) -> None:
    page = Filled("", str, {"name_en": TYPED}, said={"what": "function", "id": ""})
    activities.function("Riot control")
    tab = Tab(amina, "/functions/", page)
    response = sign_in(amina, cast.amina, carried(amina, tab))
    shown = response["Location"].partition("#")[0]
    assert_filled(came_back(amina, response), tab)
    other = Tab(amina, shown, Filled("", str, {"name_fr": "L’autre"}, said={"name_en": "Riot control"}))
    assert other.address == shown
    response = sign_in(amina, cast.amina, carried(amina, other))
    again = the_form(came_back(amina, response))
    assert again.attrs["action"] == "/functions/"
    assert again.posts()["name_fr"] == "L’autre"


@pytest.mark.parametrize("number", ["00000000", "x", "", "'\"<b>"])
def test_a_number_of_nothing_that_waits_shows_the_page_as_it_is(number: str, amina: Client) -> None:
    response = amina.get("/contacts/add/", {"kind": "call", "kept": number})
    assert response.status_code == 200
    assert not [each for each in pages.read(response).all("form") if "data-kept" in each.attrs]


def test_the_page_in_the_other_language_still_holds_it(cast: make.Cast, amina: Client) -> None:
    tab = note(amina)
    page = waits(cast, amina, tab)
    form = page.one("form", action="/language/")
    key = form.one(name="csrfmiddlewaretoken").attrs["value"]
    response = amina.post("/language/", form.posts() | {"csrfmiddlewaretoken": key, "language": "fr"})
    again = came_back(amina, response)
    assert again.one("html").attrs["lang"] == "fr"
    assert the_form(again).posts()["subject"] == TYPED


def test_a_form_of_a_page_from_before_the_first_answer_comes_back_where_the_assessment_now_stands(
    cast: make.Cast, amina: Client
) -> None:
    round_ = make.open_round()
    address = "/assessments/new/march-2011/cmj/coordination/"
    tab = Tab(amina, address, Filled("", str, {"C2-basis": TYPED, "C2-choice": "1"}))
    make.begin(cast.amina, "CMJ", round_)
    page = carried(amina, tab)
    response = sign_in(amina, cast.amina, page)
    first = amina.get(response["Location"].partition("#")[0])
    assert first.status_code == 302, "the page leads on to what was begun"
    back = came_back(amina, first)
    form = the_form(back)
    assert form.attrs["action"] == address
    assert TYPED in form.posts()["C2-basis"]
    assert send_again(amina, back).status_code == 302
    assert Answer.objects.get(criterion__code="C2", assessment__rater_user=cast.amina).basis == TYPED
