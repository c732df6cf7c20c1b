"""Starting a programme: on an empty database with a code, by an administrator without; its structures and advisers."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.actions import first_run, people
from coordination.domain.limits import LIMITS, Tried, Whose
from coordination.models import FirstRun, Instrument, Membership, Programme, Round, Structure, Tally, User
from coordination.permissions import standings
from coordination.queries import checklist as queries
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
CODE = "This code does not open the start."
EVERYBODY = ("administrator", "government", "partners")
PAGES = (
    "/",
    "/sign-in/",
    "/password/forgotten/",
    "/structures/",
    "/people/",
    "/assessments/",
    "/start/people/",
)


def given(**change: Any) -> dict[str, Any]:
    """What somebody types to start a programme."""
    found = {"country": "LR", "languages": "en fr", "name_en": "SSR in Liberia", "kind": "real"}
    for who in EVERYBODY:
        found |= {
            f"{who}_name": f"First {who}",
            f"{who}_email": f"{who}@org.example",
            f"{who}_language": "en",
        }
    return found | change


@pytest.fixture
def code() -> str:
    """The code of an empty database."""
    make.empty()
    return first_run.make_code(at=timezone.now())


@pytest.fixture
def opened(code: str) -> Client:
    """The browser of who has typed the code."""
    browser = Client()
    assert browser.post("/start/", {"code": code}).status_code == 302
    return browser


def links(response: HttpResponse) -> list[str]:
    return re.findall(r'"(http://testserver/password/new/[^"]+)"', response.content.decode())


def count(model: type[Any]) -> int:
    return int(model.objects.count())


# --- the first run


def test_on_an_empty_database_every_page_leads_to_the_start(code: str) -> None:
    for page in PAGES:
        response = Client().get(page)
        assert (response.status_code, response["Location"]) == (302, "/start/"), page
    assert Client().post("/sign-in/", {"username": "x@y.example", "password": "x"})["Location"] == "/start/"
    assert Client().get("/healthz").status_code == 200


def test_where_somebody_administers_a_programme_the_start_asks_to_sign_in() -> None:
    assert Client().get("/start/")["Location"] == "/sign-in/?next=/start/"
    assert Client().get("/sign-in/").status_code == 200


@pytest.mark.parametrize("typed", ["wrong", "", " ", "\x00", "x" * 5000])
def test_a_wrong_code_is_refused_with_one_sentence_that_tells_no_more(typed: str, code: str) -> None:
    browser = Client(headers={"Accept-Language": "en"})
    response = browser.post("/start/", {"code": typed})
    assert response.status_code == 400
    assert count(Programme) == 0
    assert "Country" not in response.content.decode()
    wrong = browser.post("/start/", {"code": "wrong"}).content.decode()
    assert CODE in wrong
    FirstRun.objects.all().delete()
    none_there = browser.post("/start/", {"code": "wrong"}).content.decode()
    keys = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert keys.sub("", wrong) == keys.sub("", none_there), "whether there is a code is not told"


def test_a_code_is_typed_so_often_from_one_address_and_then_the_right_one_elsewhere(code: str) -> None:
    most = LIMITS[Tried.CODE, Whose.ADDRESS].most
    for _ in range(most):
        assert Client().post("/start/", {"code": "wrong"}).status_code == 400
    response = Client(headers={"Accept-Language": "en"}).post("/start/", {"code": code})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Too many codes" in pages.read(response).one("main").text()
    assert Client().post("/start/", {"code": code}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_what_was_typed_of_a_programme_stays_where_too_many_codes_were(opened: Client) -> None:
    FirstRun.objects.update(made_at=timezone.now() - timedelta(hours=2))
    Tally.objects.update(number=LIMITS[Tried.CODE, Whose.ADDRESS].most)
    response = opened.post("/start/", given(name_fr="Gardé", code="wrong"))
    assert response.status_code == 429
    page = pages.read(response)
    assert page.one("input", name="name_fr").attrs["value"] == "Gardé"
    assert "Too many codes" in page.one("main").text()


def test_whoever_has_the_code_names_the_programme_and_is_led_to_a_password(opened: Client) -> None:
    assert opened.get("/start/").status_code == 200
    response = opened.post("/start/", given(sectors=["police", "justice"]))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    row = Programme.objects.get()
    assert (row.code, row.country) == ("lr", "LR")
    assert (row.name_en, row.name_fr) == ("SSR in Liberia", "SSR in Liberia")
    assert (row.time_zone, row.sectors, row.kind) == ("Africa/Monrovia", "justice police", "real")
    assert row.memberships.filter(confirmed_at__isnull=False).count() == 3
    assert count(Instrument) == 1
    found = links(response)
    assert len(set(found)) == 3
    assert all(Client().get(each).status_code == 200 for each in found)
    (own,) = [link.attrs["href"] for link in pages.read(response).all("a", class_="btn-primary")]
    assert own in found
    chosen = {"new_password1": make.PASSWORD, "new_password2": make.PASSWORD}
    assert opened.post(own, chosen)["Location"] == "/sign-in/"
    signed_in = opened.post("/sign-in/", {"username": "administrator@org.example", "password": make.PASSWORD})
    assert signed_in["Location"] == "/"
    assert "/start/structures/" in opened.get("/").content.decode()


def test_where_mail_reaches_people_only_the_administrator_sees_a_link(
    opened: Client, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    response = opened.post("/start/", given())
    assert len(links(response)) == 1
    assert sorted(each.to[0] for each in mailoutbox) == ["government@org.example", "partners@org.example"]
    assert all("/password/new/" in str(each.body) for each in mailoutbox)


@pytest.mark.parametrize(
    "change",
    [
        {"country": ""},
        {"country": "XX"},
        {"languages": "de"},
        {"name_en": ""},
        {"name_en": "\u200b"},
        {"name_en": "\u202eX"},
        {"name_en": "x" * 201},
        {"time_zone": "Mars/Olympus"},
        {"sectors": ["navy"]},
        {"kind": "toy"},
        {"administrator_email": "no address"},
        {"administrator_name": ""},
        {"administrator_name": "\x00"},
        {"government_language": "de"},
        {"partners_email": ""},
        {"partners_email": "GOVERNMENT@org.example"},
    ],
)
def test_what_is_refused_changes_nothing_and_stands_there_as_it_was_typed(
    change: dict[str, Any], opened: Client
) -> None:
    before = make.everything()
    typed = given(name_fr="Réforme du secteur", **change)
    if "name_en" in change and not change["name_en"]:
        typed["name_fr"] = ""
    response = opened.post("/start/", typed)
    assert response.status_code == 400
    assert make.everything() == before
    fields = {
        field.attrs.get("name"): field.attrs.get("value") for field in pages.read(response).all("input")
    }
    for name in ("government_email", "partners_name", "name_fr"):
        assert (fields[name] or "") == typed[name]
    assert pages.read(response).all(class_="field-problem") or pages.read(response).all(
        class_="invalid-feedback"
    )
    assert opened.post("/start/", given()).status_code == 200, "the code still opens"


def test_a_code_that_ran_out_meanwhile_is_asked_for_again_beside_what_was_typed(opened: Client) -> None:
    FirstRun.objects.update(made_at=timezone.now() - timedelta(hours=2))
    response = opened.post("/start/", given(name_fr="Gardé"))
    assert response.status_code == 400
    page = pages.read(response)
    assert page.one("input", name="name_fr").attrs["value"] == "Gardé"
    assert CODE in page.text()
    assert count(Programme) == 0
    new = first_run.make_code(at=timezone.now())
    assert opened.post("/start/", given(name_fr="Gardé", code="wrong")).status_code == 400
    assert opened.post("/start/", given(name_fr="Gardé", code=new)).status_code == 200
    assert Programme.objects.get().name_fr == "Gardé"


def test_after_the_first_run_the_code_is_of_no_use(opened: Client, code: str) -> None:
    assert opened.post("/start/", given()).status_code == 200
    other = given(**{f"{who}_email": f"other-{who}@org.example" for who in EVERYBODY})
    assert opened.post("/start/", other | {"code": code}).status_code == 302
    assert Client().post("/start/", {"code": code})["Location"].startswith("/sign-in/")
    assert count(Programme) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_the_same_moment_start_one_programme() -> None:
    make.empty()
    code = first_run.make_code(at=timezone.now())
    browsers = [Client(), Client()]
    for browser in browsers:
        assert browser.post("/start/", {"code": code}).status_code == 302
    ready, statuses = Barrier(2), list[int]()

    def post(browser: Client, number: int) -> None:
        emails = {f"{who}_email": f"{who}-{number}@org.example" for who in EVERYBODY}
        ready.wait()
        try:
            statuses.append(browser.post("/start/", given(**emails)).status_code)
        finally:
            connection.close()

    threads = [Thread(target=post, args=(browser, number)) for number, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(200) == 1
    assert statuses[0] in (200, 302, 400)
    assert (count(Programme), count(User), count(Membership)) == (1, 3, 3)


# --- another one


def test_an_administrator_starts_another_and_goes_on_in_it(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    page = pages.read(browser.get("/start/"))
    assert page.one("input", name="administrator_email").attrs["value"] == cast.alain.email
    response = browser.post("/start/", given(administrator_email=cast.alain.email))
    assert len(links(response)) == 2
    assert "/start/structures/" in response.content.decode()
    browser.post("/start/structures/", {"lines": "CNS, Council", "sector": "ssr"})
    assert [row.code for row in Structure.objects.filter(programme__code="lr", is_programme=False)] == ["CNS"]


def test_who_starts_one_for_another_administrator_stays_where_they_are(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)
    response = browser.post("/start/", given())
    assert len(links(response)) == 3
    assert "/start/structures/" not in response.content.decode()
    assert browser.get("/structures/cmj/").status_code == 200


# --- structures


@pytest.fixture
def alain(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(people.choose_language(language="en", by=cast.alain, at=timezone.now()))


def codes() -> set[str]:
    return set(make.cod().structures.values_list("code", flat=True))


def test_structures_are_added_as_typed_each_with_its_sector(alain: Client) -> None:
    lines = "CTP, Technical police committee, police\nNEW\tAnother body\n\nLSC; Local security council"
    assert alain.post("/start/structures/", {"lines": lines, "sector": "justice"}).status_code == 302
    rows = {row.code: (row.name_en, row.name_fr, row.sector) for row in make.cod().structures.all()}
    assert rows["CTP"] == ("Technical police committee", "Technical police committee", "police")
    assert rows["NEW"] == ("Another body", "Another body", "justice")
    assert rows["LSC"] == ("Local security council", "Conseil local de sécurité", "justice"), "known in both"


def test_one_line_that_is_refused_keeps_all_back_and_is_named(alain: Client) -> None:
    before = make.everything()
    lines = "NEW, New body\nonly one\nCMJ, There already\nNEW, Twice"
    response = alain.post("/start/structures/", {"lines": lines, "sector": "ssr"})
    assert response.status_code == 400
    page = pages.read(response)
    assert page.one("textarea").text() == lines.replace("\n", " ") or lines in response.content.decode()
    said = page.text()
    assert "Line 2: “only one” is one name only." in said
    assert "Line 4: “NEW” stands in line 1 already." in said
    assert make.everything() == before
    stored = alain.post(
        "/start/structures/", {"lines": "NEW, New\nCMJ, There\ngtsecpse, Alike", "sector": "ssr"}
    )
    said = pages.read(stored).text()
    assert "Line 2: “CMJ” is the code of another structure already." in said
    assert "Line 3: “gtsecpse” differs" in said
    assert make.everything() == before


def test_kinds_of_the_library_are_put_into_the_list_to_be_adjusted(alain: Client) -> None:
    before = codes()
    response = alain.post(
        "/start/structures/",
        {"fill": "1", "lines": "NEW, New body", "kinds": ["LSC", "PR-SC"], "sector": "ssr"},
    )
    assert response.status_code == 200
    assert codes() == before, "nothing is stored yet"
    shown = response.context["form"]["lines"].value()
    assert shown.splitlines() == [
        "NEW, New body",
        "LSC, Local security council, SSR as a whole",
        "PR-SC, Police reform steering committee, police",
    ]
    assert alain.post("/start/structures/", {"lines": shown, "sector": "ssr"}).status_code == 302
    assert codes() - before == {"NEW", "LSC", "PR-SC"}


# --- advisers


def test_advisers_are_invited_and_wait_for_a_manager_of_their_side(alain: Client) -> None:
    typed = {"partners_name": "Pia", "partners_email": "Pia@org.example", "partners_language": "fr"}
    response = alain.post("/start/people/", typed | {"government_language": "fr"}, follow=True)
    place = Membership.objects.get(user__email="pia@org.example")
    assert (place.role, place.side, place.confirmed_at) == ("adviser", "partners", None)
    assert "Invited: pia@org.example." in response.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"partners_name": "Pia"},
        {"partners_email": "pia@org.example"},
        {"partners_name": "Pia", "partners_email": "no address"},
        {"partners_name": "Pia", "partners_email": "alain@ssr.example"},
        {
            "partners_name": "Pia",
            "partners_email": "pia@org.example",
            "government_name": "Pia",
            "government_email": "PIA@org.example",
        },
    ],
)
def test_whom_the_form_does_not_name_well_is_not_invited(typed: dict[str, str], alain: Client) -> None:
    before = make.everything()
    response = alain.post("/start/people/", typed | {"partners_language": "en", "government_language": "en"})
    assert response.status_code == 400
    assert make.everything() == before


# --- the list


@pytest.fixture
def new(cast: make.Cast) -> Programme:
    """A programme in which nothing was done yet, of five of the cast."""
    row = Programme.objects.create(code="lr", country="LR", name_en="Liberia", name_fr="Libéria")
    make.place(cast.alain, "administrator", None, programme=row)
    make.place(cast.joseph, "manager", "government", programme=row)
    make.place(cast.paul, "manager", "partners", programme=row)
    return row


def found(user: User, programme: Programme) -> queries.Checklist | None:
    person = User.objects.get(pk=user.pk)
    standing = next(each for each in standings(person) if each.programme_id == programme.pk)
    return queries.checklist(person, programme, standing)


def test_the_list_grows_from_two_of_six_to_five(new: Programme, cast: make.Cast) -> None:
    def done(user: User) -> tuple[str, ...]:
        seen = found(user, new)
        assert seen is not None
        return seen.done

    assert done(cast.paul) == ("programme", "administrator")
    make.structure("CNS", programme=new)
    assert done(cast.paul)[2:] == ("structures",)
    make.place(cast.grace, "adviser", "government", programme=new)
    seen = found(cast.paul, new)
    assert seen is not None
    assert seen.missing == (("adviser", "partners"),)
    people.invite(
        invited=people.Invited(cast.amina.email, "Amina", "en"),
        programme=new,
        role="adviser",
        side="partners",
        by=cast.alain,
        at=timezone.now(),
    )
    seen = found(cast.paul, new)
    assert seen is not None
    assert (seen.missing, seen.waiting) == ((), (("adviser", "partners"),))
    make.place(cast.amina, "adviser", "partners", programme=new)
    assert done(cast.paul)[3:] == ("people",)


def ready(new: Programme, cast: make.Cast) -> Round:
    make.structure("CNS", programme=new)
    make.place(cast.grace, "adviser", "government", programme=new)
    make.place(cast.amina, "adviser", "partners", programme=new)
    return make.open_round(programme=new)


def test_with_the_first_answer_of_ones_own_side_the_list_is_gone_and_tells_the_other_nothing(
    new: Programme, cast: make.Cast
) -> None:
    round_ = ready(new, cast)
    assert found(cast.alain, new) is None, "what is left is not for who has no side"
    before = found(cast.paul, new)
    assert before is not None
    assert len(before.done) == 5
    assessment = make.begin(cast.grace, "CNS", round_)
    assert found(cast.grace, new) is None
    assert found(cast.joseph, new) is None
    assert found(cast.paul, new) == before
    assert found(cast.amina, new) == before
    make.answer_all(assessment, "Yes")
    make.send(assessment)
    assert found(cast.paul, new) == before


def test_the_list_takes_the_same_few_queries_however_far_it_is(new: Programme, cast: make.Cast) -> None:
    def asked() -> int:
        person = User.objects.get(pk=cast.paul.pk)
        standing = next(each for each in standings(person) if each.programme_id == new.pk)
        with CaptureQueriesContext(connection) as made:
            queries.checklist(person, new, standing)
        return len(made)

    first = asked()
    ready(new, cast)
    assert first == asked() == 4


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("alain", ["/start/structures/", "/start/people/"]),
        ("paul", ["/start/structures/", "/people/", "/rounds/"]),
        ("amina", ["/start/structures/", None]),
        ("vera", [None]),
    ],
)
def test_each_point_leads_where_its_reader_can_take_it_on(
    name: str, addresses: list[str | None], new: Programme, cast: make.Cast, client_of: ClientOf
) -> None:
    person = getattr(cast, name)
    if name in ("amina", "vera"):
        role, side = ("adviser", "partners") if name == "amina" else ("viewer", None)
        make.place(person, role, side, programme=new)
    browser = client_of(person)
    browser.post("/programme/", {"programme": "lr"})
    page = pages.read(browser.get("/"))
    (card,) = page.all("section", aria_labelledby="checklist")
    leads = [link.attrs["href"] for link in card.all("a")]
    assert leads == [each for each in addresses if each]
    for each in leads:
        assert browser.get(each).status_code == 200


def test_where_answers_stand_on_home_there_is_no_list(cast: make.Cast, client_of: ClientOf) -> None:
    for person in (cast.amina, cast.vera, cast.alain):
        assert not pages.read(client_of(person).get("/")).all("section", aria_labelledby="checklist")
