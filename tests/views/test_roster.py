"""The page of people: who stands there for whom, inviting, links by mail and on paper, changing and ending places."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from coordination.actions import memberships, people, seen
from coordination.domain.memberships import Invited
from coordination.domain.vocabulary import SIDES
from coordination.models import FormerPlace, JournalEntry, Membership, Notice, User
from coordination.queries import people as queries
from tests import dashboards, make, pages

KEY = re.compile(rb'name="(csrfmiddlewaretoken|written_by)" value="[^"]+"')
NEW = "uele-tshopo-equateur-26"
ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def mailed(settings: Any) -> None:
    """Mail is set up."""
    settings.MAIL_REACHES_PEOPLE = True


def waiting(cast: make.Cast, role: str = "adviser", side: str = "partners", name: str = "felix") -> User:
    felix = make.newcomer(name)
    memberships.give_place(
        user=felix, programme=make.cod(), role=role, side=side, by=cast.alain, at=timezone.now()
    )
    return felix


def listed(browser: Client, query: str = "") -> list[str]:
    """The names of the list, as they stand beneath each other."""
    page = pages.read(browser.get(f"/people/{query}"))
    return [row[0].partition(" ")[0] for row in page.rows()[1:]]


def invite(browser: Client, email: str = "esther@ssr.example", **change: str) -> HttpResponse:
    given = {"email": email, "name": "Esther", "role": "adviser", "side": "partners", "language": "fr"}
    return browser.post("/people/invite/", given | change)


def said(response: HttpResponse, browser: Client) -> str:
    assert response.status_code == 302, pages.read(response).one("main").text()
    return pages.read(browser.get(response["Location"])).one(class_="message").text()


def place_of(email: str) -> Membership:
    return Membership.objects.get(user__email=email, programme__code="cod")


def shown(place: Membership) -> dict[str, str]:
    return {"shown": queries.fingerprint(place)}


def english(user: User) -> User:
    User.objects.filter(pk=user.pk).update(language="en")
    return User.objects.get(pk=user.pk)


# --- who stands there


def test_a_manager_sees_the_own_side_an_administrator_everybody_and_nobody_else_anybody(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assert listed(client_of(cast.paul)) == ["Amina", "Paul"]
    assert listed(client_of(cast.joseph)) == ["Grace", "Joseph"]
    assert listed(client_of(cast.alain)) == ["Alain", "Amina", "Grace", "Joseph", "Paul", "Vera"]
    for person in (cast.amina, cast.grace, cast.vera, cast.nadia, cast.olga):
        assert client_of(person).get("/people/").status_code == 403


def test_of_the_other_side_a_manager_reads_the_names_of_its_managers_and_nothing_else(
    cast: make.Cast, client_of: ClientOf
) -> None:
    waiting(cast, "manager", "government", "fanny")
    content = client_of(cast.paul).get("/people/").content.decode()
    assert "Joseph Directeur" in content
    for hidden in ("joseph@", "Grace", "grace@", "Fanny", "fanny@", "Vera", "Alain", "Nadia"):
        assert hidden not in content, hidden


def test_the_two_sides_read_mirror_images(cast: make.Cast, client_of: ClientOf) -> None:
    english(cast.joseph)
    User.objects.filter(pk=cast.grace.pk).update(name="Amina Adviser", email="amina@x.example")
    User.objects.filter(pk=cast.amina.pk).update(email="amina@y.example")
    mine = pages.read(client_of(cast.paul).get("/people/")).one("main").text()
    theirs = pages.read(client_of(User.objects.get(pk=cast.joseph.pk)).get("/people/")).one("main").text()
    swapped = theirs.replace("Joseph Directeur", "\0").replace("Paul Manager", "Joseph Directeur")
    swapped = swapped.replace("\0", "Paul Manager").replace("joseph@", "paul@").replace("x.ex", "y.ex")
    swapped = swapped.replace("partners", "\0").replace("government", "partners").replace("\0", "government")
    assert mine == swapped


def rows_of(response: HttpResponse) -> list[list[str]]:
    return dashboards.rows_of(response.content)


def test_the_file_has_the_rows_of_the_page_for_the_same_readers_and_filters(
    cast: make.Cast, client_of: ClientOf
) -> None:
    User.objects.filter(pk=cast.grace.pk).update(name="=Grace")
    memberships.end_place(place=cast.vera.memberships.get(), by=cast.alain, at=timezone.now())
    for person, side in ((cast.paul, "partners"), (cast.joseph, "government"), (cast.alain, "")):
        for query in ("?lang=en", "?lang=en&state=active", "?lang=en&q=gr"):
            browser = client_of(person)
            page = pages.read(browser.get(f"/people/{query}"))
            shown = [each.text() for each in page.all("th", scope="row")] if page.all("table") else []
            head, *rows = rows_of(browser.get(f"/people/people.csv{query}"))
            assert head == ["Name", "E-mail", "Role", "Side", "State", "Last seen", "Place ended"]
            assert len(rows) == len(shown)
            for cells, one in zip(rows, shown, strict=True):
                assert cells[0].removeprefix("'") in one
                assert cells[1] in one
                assert not side or cells[3] == side
    found = {cells[0] for cells in rows_of(client_of(cast.alain).get("/people/people.csv?lang=en"))}
    assert "'=Grace" in found, "no spreadsheet takes a name for a formula"
    assert client_of(cast.amina).get("/people/people.csv").status_code == 403


def sheets_of(browser: Client, query: str) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(browser.get(f"/people/people.xlsx{query}").content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}


def test_the_workbook_has_the_rows_of_the_file_of_text_with_days_as_days(
    cast: make.Cast, client_of: ClientOf
) -> None:
    User.objects.filter(pk=cast.grace.pk).update(name="=Grace")
    memberships.end_place(place=cast.vera.memberships.get(), by=cast.alain, at=timezone.now())
    for person in (cast.paul, cast.joseph, cast.alain):
        for query in ("?lang=en", "?lang=en&state=active", "?lang=fr&q=gr"):
            browser = client_of(person)
            rows = rows_of(browser.get(f"/people/people.csv{query}"))
            first, _about = sheets_of(browser, query).values()
            said = [
                [f"{cell:%Y-%m-%d}" if hasattr(cell, "year") else cell or "" for cell in row] for row in first
            ]
            assert said == [[cell.removeprefix("'") for cell in row] for row in rows]
    shown = sheets_of(client_of(cast.alain), "?lang=en")["People"]
    assert {type(row[6]) for row in shown[1:]} == {type(None), datetime}
    assert client_of(cast.amina).get("/people/people.xlsx").status_code == 403


def test_the_workbook_says_of_which_day_it_is_how_its_rows_were_chosen_and_who_may_read_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    about = dict(sheets_of(client_of(cast.paul), "?lang=en&q=amina&state=active")["About this file"])
    assert about["Programme"] == make.cod().name_en
    today = timezone.localdate(timezone=make.cod().zone)
    assert f"{about['As it stood on']:%Y-%m-%d}" == today.isoformat()
    assert about["Filter"] == "Name or e-mail: amina\nState: active"
    assert about["Rows"] == 1
    assert about["Who may read it"].startswith("Managers of this side and administrators.")
    about = dict(sheets_of(client_of(cast.alain), "?lang=fr")["À propos de ce fichier"])
    assert about["Filtre"] == "aucun\u202f: toutes les lignes"
    assert about["Qui peut le lire"].startswith("Administrateurs.")


def test_the_page_is_a_tab_of_the_programme_for_those_who_have_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for person in cast:
        has_it = person in (cast.paul, cast.joseph, cast.alain)
        assert (b'href="/people/"' in client_of(person).get("/rounds/").content) is has_it


def test_the_headline_counts_and_what_is_missing_is_said(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(english(cast.alain))

    def read() -> tuple[str, str]:
        page = pages.read(browser.get("/people/"))
        return page.one("h1").text(), page.all("p", class_="quiet")[0].text()

    assert read() == ("6 people have access", "Both sides have an adviser and a manager.")
    invite(browser)
    place = place_of("esther@ssr.example")
    Membership.objects.filter(pk=place.pk).update(invited_at=timezone.now() - timedelta(days=8))
    memberships.end_place(place=place_of(cast.grace.email), reason="gone", by=cast.alain, at=timezone.now())
    people.save_person(
        email=cast.joseph.email, name="J", language="fr", is_active=False, by=cast.alain, at=timezone.now()
    )
    headline, missing = read()
    assert headline == "5 people have access; 1 of them has not yet come in"
    for part in ("The government has no adviser.", "The government has no manager.", "1 invitation", "One"):
        assert (part in missing) is (part != "1 invitation"), missing
    assert "One invitation has run out: send it again. One place waits for confirmation." in missing


def test_each_state_is_said_and_can_be_asked_for(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(english(cast.alain))
    invite(browser)
    waiting_now = memberships.suspend(
        place=place_of(cast.grace.email), what="link", by=cast.alain, at=timezone.now()
    )
    assert waiting_now.confirmed_at is None
    people.save_person(
        email=cast.vera.email, name="Vera", language="en", is_active=False, by=cast.alain, at=timezone.now()
    )
    memberships.end_place(place=place_of(cast.amina.email), reason="left", by=cast.alain, at=timezone.now())
    assert listed(browser, "?state=invited") == ["Esther"]
    assert listed(browser, "?state=waiting") == ["Esther", "Grace"]
    assert listed(browser, "?state=closed") == ["Vera"]
    assert listed(browser, "?state=ended") == ["Amina"]
    assert listed(browser, "?state=active") == ["Alain", "Joseph", "Paul"]
    assert listed(browser, "?side=none") == ["Alain", "Vera"]
    assert listed(browser, "?q=CONSEILLERE") == ["Grace"]
    assert listed(browser, "?q=amina@") == ["Amina"]
    assert browser.get("/people/?state=lost").status_code == 404
    assert "Nobody matches" in browser.get("/people/?q=nobody").content.decode()


@pytest.mark.takes_long
def test_a_thousand_people_stand_on_pages_and_the_queries_stay_the_same(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/people/").status_code == 200
        return len(queries)

    asked()
    before, now = asked(), timezone.now()
    many = User.objects.bulk_create(
        User(email=f"p{number}@ssr.example", name=f"P {number:04}") for number in range(1000)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user,
            programme=make.cod(),
            role="adviser",
            side=SIDES[number % 2],
            asked_at=now,
            confirmed_at=now,
            invited_at=now,
        )
        for number, user in enumerate(many)
    )
    assert asked() == before <= 9
    page = pages.read(browser.get("/people/?page=2"))
    assert len(page.rows()) == 41
    assert "26" in page.one(class_="pager").text()
    assert browser.get("/people/?page=999").status_code == 200


# --- inviting


@pytest.mark.parametrize(
    ("who", "role", "side", "status"),
    [
        (who, role, side, status)
        for who, own in (("paul", "partners"), ("joseph", "government"))
        for role, side, status in (
            ("adviser", own, 302),
            ("manager", own, 302),
            ("viewer", "", 400),
            ("administrator", "", 400),
        )
    ]
    + [("alain", role, side, 302) for role in ("adviser", "manager") for side in SIDES]
    + [("alain", "viewer", "", 302), ("alain", "administrator", "partners", 302)]
    + [("alain", "adviser", "", 400), ("alain", "king", "", 400), ("alain", "adviser", "analyst", 400)]
    + [(who, "adviser", "partners", 403) for who in ("amina", "grace", "vera", "nadia", "olga")],
)
def test_who_may_invite_to_what(
    who: str, role: str, side: str, status: int, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(getattr(cast, who))
    before = make.everything()
    response = invite(browser, role=role, side=side)
    assert response.status_code == status
    if status != 302:
        assert make.everything() == before
        return
    place = place_of("esther@ssr.example")
    counts = who != "alain" or role in ("viewer", "administrator")
    has_side = role in ("adviser", "manager")
    assert (place.role, place.side) == (role, side if has_side else None)
    assert (place.confirmed_at is not None, place.asked_by) == (counts, getattr(cast, who))
    assert place.confirmed_by == (getattr(cast, who) if counts and has_side else None)


def test_a_managers_form_names_no_side_and_one_sent_along_says_nothing(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    assert b'name="side"' not in browser.get("/people/").content
    invite(browser, side="government", programme="caf", state="active", is_staff="on")
    assert (place_of("esther@ssr.example").side, User.objects.get(name="Esther").memberships.count()) == (
        "partners",
        1,
    )


KNOWN = (
    "nadia@ssr.example",
    "olga@ssr.example",
    "former@ssr.example",
    "shut@ssr.example",
    "bare@ssr.example",
)


@pytest.mark.parametrize("who", ["paul", "joseph", "alain"])
@pytest.mark.parametrize("is_mailed", [False, True])
@pytest.mark.parametrize("known", KNOWN)
def test_the_answer_and_the_list_do_not_tell_whether_the_e_mail_is_known(
    known: str, is_mailed: bool, who: str, cast: make.Cast, client_of: ClientOf, settings: Any
) -> None:
    settings.MAIL_REACHES_PEOPLE = is_mailed
    make.person("former", "Former Elsewhere")
    shut = make.person("shut", "Shut Elsewhere")
    User.objects.filter(pk=shut.pk).update(is_active=False)
    bare = make.person("bare", "Bare Elsewhere")
    bare.links.all().delete()  # a password from before there were links: anybody may know it
    browser = client_of(getattr(cast, who))
    answers = []
    for email in (known, "unknown@ssr.example"):
        response = invite(browser, email)
        page = browser.get("/people/")
        detail = browser.get(f"/people/{place_of(email).pk}/")
        texts = (response.content, page.content, detail.content)
        told = [KEY.sub(b"", each).replace(email.encode(), b"E-MAIL") for each in texts]
        number = str(place_of(email).pk).encode()
        answers.append(
            (
                response.status_code,
                [re.sub(rb'value="[0-9a-f]{32}"', b"", each.replace(number, b"1")) for each in told],
            )
        )
        memberships.end_place(place=place_of(email), by=None, at=timezone.now())
        FormerPlace.objects.all().delete()
        Notice.objects.all().delete()
    assert answers[0] == answers[1]
    assert b"Elsewhere" not in b"".join(answers[0][1])
    stored = User.objects.get(email=known)
    assert (stored.name == "Esther", stored.language) == (False, "en")


def test_a_known_name_is_told_to_nobody_until_the_person_has_come_in(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browsers = [client_of(each) for each in (cast.paul, cast.joseph, cast.alain)]
    invite(browsers[2], cast.nadia.email)
    here = ("", "people/", "admin/coordination/user/", "admin/coordination/journalentry/")
    for browser in browsers:
        for page in here:
            assert b"Elsewhere" not in browser.get(f"/{page}").content, page
    nadia = client_of(cast.nadia)
    nadia.get("/")  # another country, the first by its name
    assert listed(browsers[0]) == ["Amina", "Esther", "Paul"]
    nadia.post("/programme/", {"programme": "cod"}, follow=True)
    assert place_of(cast.nadia.email).seen_at is not None
    assert listed(browsers[0]) == ["Amina", "Nadia", "Paul"]


def test_whose_e_mail_is_the_other_sides_is_not_told_and_nothing_moves(
    cast: make.Cast, client_of: ClientOf, mailoutbox: list[EmailMessage], mailed: None
) -> None:
    browser = client_of(cast.paul)
    told = []
    for email in (cast.grace.email, cast.vera.email, cast.alain.email, "unknown@ssr.example"):
        before = make.everything()
        told.append(said(invite(browser, email), browser).replace(email, "E-MAIL"))
        assert (make.everything() == before) is (email != "unknown@ssr.example")
    assert len(set(told)) == 1
    assert [each.to for each in mailoutbox] == [["unknown@ssr.example"]]


def test_whose_place_one_sees_is_not_invited_again(cast: make.Cast, client_of: ClientOf) -> None:
    for who, email in (
        ("paul", cast.amina.email),
        ("alain", cast.vera.email),
        ("paul", cast.paul.email.upper()),
    ):
        browser = client_of(getattr(cast, who))
        before = make.everything()
        response = invite(browser, email)
        assert response.status_code == 400
        assert pages.read(response).one(class_="problem-box").text()
        assert make.everything() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", "a\x00@ssr.example"),
        ("name", ""),
        ("name", "x" * 121),
        ("name", "\u200b"),
    ]
    + [("language", "de"), ("role", "")],
)
def test_what_cannot_be_is_said_and_what_was_typed_stands_there(
    field: str, value: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    before = make.everything()
    response = invite(browser, **{field: value})
    assert response.status_code == 400
    assert make.everything() == before
    if field == "role":
        assert pages.read(response).form("email")["email"] == "esther@ssr.example"


# --- the invitation on its way


def test_the_mail_is_in_the_chosen_language_and_its_link_lets_in_once(
    cast: make.Cast, client_of: ClientOf, mailed: None, mailoutbox: list[EmailMessage]
) -> None:
    browser = client_of(cast.paul)
    invite(browser)
    (mail,) = mailoutbox
    assert "Bonjour Esther" in str(mail.body)
    assert "sept jours" in str(mail.body)
    (link,) = re.findall(r"http://testserver(/password/new/\S+)", str(mail.body))
    chosen = {"new_password1": NEW, "new_password2": NEW}
    assert Client().post(link, chosen).status_code == 302
    assert Client().get(link).status_code == 404
    esther = Client()
    esther.post("/sign-in/", {"username": "esther@ssr.example", "password": NEW})
    assert esther.get("/assessments/").status_code == 200, "an adviser's page: the place counts at once"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_is_known_is_greeted_in_the_chosen_language_without_a_link(
    language: str, cast: make.Cast, client_of: ClientOf, mailed: None, mailoutbox: list[EmailMessage]
) -> None:
    invite(client_of(cast.paul), cast.nadia.email, language=language)
    (mail,) = mailoutbox
    assert ("Bonjour" in str(mail.body)) is (language == "fr")
    assert "/password/new/" not in str(mail.body)


def test_an_invitation_works_for_seven_days_and_sent_again_for_seven_more(
    cast: make.Cast, client_of: ClientOf, mailed: None, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    assert settings.PASSWORD_RESET_TIMEOUT == 7 * 24 * 3600
    browser = client_of(english(cast.paul))
    invite(browser)
    place = place_of("esther@ssr.example")
    assert "link valid until" in browser.get("/people/").content.decode()
    Membership.objects.filter(pk=place.pk).update(invited_at=timezone.now() - timedelta(days=7, minutes=1))
    assert "link ended on" in browser.get("/people/").content.decode()
    assert browser.post(f"/people/{place.pk}/mail/").status_code == 302
    assert "link valid until" in browser.get("/people/").content.decode()
    first, second = (re.findall(r"testserver(/password/new/\S+)", str(each.body))[0] for each in mailoutbox)
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]


def test_a_mail_that_cannot_be_sent_is_said(
    cast: make.Cast, client_of: ClientOf, mailed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(EmailMessage, "send", fail)
    browser = client_of(cast.paul)
    assert "could not be sent" in said(invite(browser), browser)
    assert place_of("esther@ssr.example")


@pytest.mark.parametrize(
    ("managers", "role", "word"),
    [
        ((), "adviser", "Until a manager of their side confirms"),
        (("paul",), "manager", "one of the other side confirms"),
        (("paul",), "adviser", "first manager"),
        (("paul", "joseph"), "manager", "server"),
    ],
)
def test_what_comes_next_depends_on_who_can_confirm(
    managers: tuple[str, ...], role: str, word: str, cast: make.Cast, client_of: ClientOf
) -> None:
    for name in managers:
        memberships.end_place(place=place_of(getattr(cast, name).email), by=cast.alain, at=timezone.now())
    browser = client_of(english(cast.alain))
    assert word in said(invite(browser, role=role), browser)


def test_who_has_come_in_is_mailed_a_link_for_a_new_password(
    cast: make.Cast, client_of: ClientOf, mailed: None, mailoutbox: list[EmailMessage]
) -> None:
    place = place_of(cast.amina.email)
    assert client_of(cast.paul).post(f"/people/{place.pk}/mail/").status_code == 302
    (mail,) = mailoutbox
    assert mail.to == [cast.amina.email]
    (link,) = re.findall(r"testserver(/password/new/\S+)", str(mail.body))
    assert Client().post(link, {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    assert place_of(cast.amina.email).confirmed_at is not None, "it went to the person"


def test_where_no_mail_is_sent_none_is_promised(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    before = make.everything()
    response = browser.post(f"/people/{place_of(cast.amina.email).pk}/mail/")
    assert response.status_code == 409
    assert make.everything() == before


# --- confirming, and links on paper


def test_a_manager_confirms_who_waits_with_one_press(cast: make.Cast, client_of: ClientOf) -> None:
    felix, browser = waiting(cast), client_of(cast.paul)
    page = pages.read(browser.get("/people/"))
    assert "waits for confirmation" in page.one("table").text()
    (form,) = (form for form in page.all("form") if form.attrs.get("action", "").endswith("/confirm/"))
    given = page.form("shown")
    assert browser.post(form.attrs["action"], given).status_code == 302
    assert felix.memberships.get().confirmed_by == cast.paul
    assert "felix@ssr.example" in pages.read(browser.get("/people/")).one("table").text()
    again = browser.post(form.attrs["action"], given)
    assert again.status_code == 409
    assert pages.read(again).one(class_="problem-box").text()


def test_a_link_is_shown_once_and_opens_the_account(cast: make.Cast, client_of: ClientOf) -> None:
    felix, browser = waiting(cast), client_of(cast.paul)
    response = browser.post(f"/people/{felix.memberships.get().pk}/link/")
    assert "no-store" in response["Cache-Control"]
    (link,) = re.findall(r'value="http://testserver(/password/new/[^"]+)"', response.content.decode())
    assert b"/password/new/" not in browser.get("/people/").content
    assert Client().post(link, {"new_password1": NEW, "new_password2": NEW}).status_code == 302


def test_where_mail_is_set_up_no_link_is_printed(cast: make.Cast, client_of: ClientOf, mailed: None) -> None:
    browser, place = client_of(cast.paul), place_of(cast.amina.email)
    assert b"/link/" not in browser.get("/people/").content
    before = make.everything()
    assert browser.post(f"/people/{place.pk}/link/").status_code == 409
    assert make.everything() == before


def test_an_administrator_prints_for_nobody_of_a_side(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    content = browser.get("/people/").content.decode()
    for person, can_print in ((cast.amina, False), (cast.joseph, False), (cast.vera, True)):
        address = f"/people/{place_of(person.email).pk}/link/"
        assert (address in content) is can_print
        assert browser.post(address).status_code == (200 if can_print else 409)


def test_a_manager_of_the_other_side_sees_who_needs_them_and_nobody_else_of_that_side(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.joseph)
    waiting(cast, "manager")
    assert b"felix@" not in browser.get("/people/").content, "the partners have a manager"
    memberships.end_place(place=place_of(cast.paul.email), by=cast.alain, at=timezone.now())
    content = browser.get("/people/").content
    assert b"felix@" in content
    assert b"amina@" not in content
    place = place_of("felix@ssr.example")
    assert browser.get(f"/people/{place.pk}/").status_code == 403
    assert browser.post(f"/people/{place.pk}/confirm/", shown(place)).status_code == 302
    assert b"felix@" not in browser.get("/people/").content


# --- changing and ending: a table of role × side × step

STEPS: dict[str, dict[str, str]] = {
    "change": {"role": "manager"},
    "email": {"email": "other@ssr.example"},
    "end": {"reason": "left"},
    "mail": {},
}
OF_PARTNERS = ("amina", "felix")
#: Whose places each may change; everything else is refused: 403 for who has no such page, 404 for whom one does not see.
REACH = {
    "paul": {"amina": True, "paul": False},
    "joseph": {"grace": True, "joseph": False},
    "alain": dict.fromkeys(("amina", "paul", "grace", "joseph", "vera"), True) | {"alain": False},
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["amina", "paul", "grace", "joseph", "vera", "alain", "nadia", "olga"])
def test_who_may_take_which_step_on_whose_place(
    who: str, step: str, cast: make.Cast, client_of: ClientOf, mailed: None
) -> None:
    make.place(make.person("second"), "administrator", None)
    browser = client_of(getattr(cast, who))
    for whom in ("amina", "paul", "grace", "joseph", "vera", "alain"):
        place = place_of(getattr(cast, whom).email)
        side = place.side or "partners"
        before = make.everything()
        sent = {**STEPS[step], "side": side, **shown(place)}
        status = browser.post(f"/people/{place.pk}/{step}/", sent).status_code
        may = REACH.get(who, {}).get(whom)
        expected = 302 if may else 404 if who in REACH and may is None else 403
        assert status == expected, (who, whom, step)
        assert browser.get(f"/people/{place.pk}/").status_code in (
            {302: (200, 404)}.get(expected, (expected,))
        )
        if expected != 302:
            assert make.everything() == before
        else:
            break  # one step of each is enough: the next would find another world


def test_a_place_of_another_programme_is_not_there(cast: make.Cast, client_of: ClientOf) -> None:
    theirs = cast.nadia.memberships.get()
    browser, before = client_of(cast.alain), make.everything()
    for step, given in STEPS.items():
        response = browser.post(f"/people/{theirs.pk}/{step}/", {**given, **shown(theirs)})
        assert response.status_code == 404
    assert browser.get(f"/people/{theirs.pk}/").status_code == 404
    assert make.everything() == before


def test_a_role_that_a_manager_changes_counts_at_once_and_an_administrators_change_waits(
    cast: make.Cast, client_of: ClientOf
) -> None:
    session = client_of(cast.amina)
    for who, counts in ((cast.paul, True), (cast.alain, False)):
        place = place_of(cast.amina.email)
        role = "manager" if place.role == "adviser" else "adviser"
        given = {"role": role, "side": "partners", **shown(place)}
        assert client_of(who).post(f"/people/{place.pk}/change/", given).status_code == 302
        after = place_of(cast.amina.email)
        assert (after.role, after.confirmed_at is not None) == (role, counts)
    assert session.get("/").status_code == 302, "and the person is signed out"


def test_what_changed_since_the_page_was_shown_is_not_changed_over_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    place = place_of(cast.amina.email)
    old = shown(place)
    memberships.suspend(place=place, what="link", by=None, at=timezone.now())
    browser = client_of(cast.paul)
    before = make.everything()
    for step, given in STEPS.items():
        if step != "mail":
            assert browser.post(f"/people/{place.pk}/{step}/", {**given, **old}).status_code == 400
    assert make.everything() == before


def test_an_ended_place_stands_in_the_list_with_its_day_and_can_be_given_again(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, session = client_of(cast.paul), client_of(cast.amina)
    place = place_of(cast.amina.email)
    assert browser.post(f"/people/{place.pk}/end/", shown(place)).status_code == 400, "without a reason"
    given = {"reason": "Mission ended", **shown(place)}
    assert browser.post(f"/people/{place.pk}/end/", given).status_code == 302
    assert session.get("/").status_code == 302
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.verb, entry.before["reason"]) == ("ended", "Mission ended")  # type: ignore[index]
    assert listed(browser) == ["Paul", "Amina"]
    former = FormerPlace.objects.get()
    page = pages.read(browser.get(f"/people/?again={former.pk}"))
    proposed = page.form("email", "name")
    assert (proposed["email"], proposed["name"], proposed["role"]) == (
        cast.amina.email,
        "Amina Adviser",
        "adviser",
    )
    assert client_of(cast.joseph).get(f"/people/?again={former.pk}").status_code == 404
    assert b"amina@" not in client_of(cast.joseph).get("/people/").content
    assert invite(browser, cast.amina.email, name="Amina Adviser").status_code == 302
    assert listed(browser) == ["Amina", "Paul"]


def test_the_last_manager_is_warned_of_and_the_last_administrator_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(english(cast.alain))
    assert "only manager" in browser.get(f"/people/{place_of(cast.paul.email).pk}/").content.decode()
    assert "only manager" not in browser.get(f"/people/{place_of(cast.amina.email).pk}/").content.decode()
    own = place_of(cast.alain.email)
    before = make.everything()
    assert browser.post(f"/people/{own.pk}/end/", {"reason": "x", **shown(own)}).status_code == 403
    assert make.everything() == before


def test_another_e_mail_puts_the_person_out_and_has_them_confirmed_again(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, session = client_of(cast.paul), client_of(cast.amina)
    place = place_of(cast.amina.email)
    taken = browser.post(f"/people/{place.pk}/email/", {"email": cast.olga.email, **shown(place)})
    assert taken.status_code == 400
    given = {"email": "New@ssr.example", **shown(place)}
    assert browser.post(f"/people/{place.pk}/email/", given).status_code == 302
    amina = User.objects.get(pk=cast.amina.pk)
    assert (amina.email, amina.has_usable_password()) == ("new@ssr.example", False)
    assert amina.memberships.get().confirmed_at is None
    assert session.get("/").status_code == 302


def test_the_e_mail_of_who_has_not_come_in_is_nobodys_to_change(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    invite(browser, cast.olga.email)
    place, before = place_of(cast.olga.email), make.everything()
    given = {"email": "mine@ssr.example", **shown(place)}
    assert browser.post(f"/people/{place.pk}/email/", given).status_code == 400
    assert make.everything() == before


def test_to_take_an_invitation_back_ends_no_session_elsewhere(cast: make.Cast, client_of: ClientOf) -> None:
    nadia, browser = client_of(cast.nadia), client_of(cast.paul)
    invite(browser, cast.nadia.email)
    place = place_of(cast.nadia.email)
    assert browser.post(f"/people/{place.pk}/end/", {"reason": "mistyped", **shown(place)}).status_code == 302
    assert nadia.get("/").status_code == 200


# --- when people were here last


def test_a_visit_is_noted_at_most_every_five_minutes(cast: make.Cast, client_of: ClientOf) -> None:
    place = place_of(cast.amina.email)
    browser = client_of(cast.amina)
    for minutes, is_noted in ((4, False), (6, True)):
        before = timezone.now() - timedelta(minutes=minutes)
        Membership.objects.filter(pk=place.pk).update(seen_at=before)
        assert browser.get("/structures/").status_code == 200
        assert (place_of(cast.amina.email).seen_at != before) is is_noted


def test_a_visit_is_noted_where_it_was_and_not_elsewhere(cast: make.Cast, client_of: ClientOf) -> None:
    make.place(cast.nadia, "viewer", None)
    Membership.objects.filter(user=cast.nadia).update(seen_at=None)
    client_of(cast.nadia).get("/")
    assert {
        row.programme.code: row.seen_at is not None
        for row in Membership.objects.filter(user=cast.nadia).select_related("programme")
    } == {"caf": True, "cod": False}


def test_a_page_never_fails_for_a_visit_that_cannot_be_noted(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    Membership.objects.filter(user=cast.amina).update(seen_at=None)

    def fail(*_args: object, **_more: object) -> None:
        raise DatabaseError("database is locked")

    browser = client_of(cast.amina)
    monkeypatch.setattr(seen, "_without_waiting", fail)
    assert browser.get("/method/").status_code == 200


def test_who_was_invited_by_name_is_called_so_in_what_managers_are_told(cast: make.Cast) -> None:
    Notice.objects.all().delete()
    people.invite(
        invited=Invited(cast.nadia.email, "Esther", "fr"),
        programme=make.cod(),
        role="adviser",
        side="partners",
        by=cast.alain,
        at=timezone.now(),
    )
    (told,) = Notice.objects.filter(user=cast.paul)
    assert told.operands["name"] == "Esther"
