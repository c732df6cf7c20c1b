"""The pages of contacts: noted in seconds, read by whom the author says, planned, held, cancelled."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from coordination.actions import contacts as actions
from coordination.domain.meetings import months_back
from coordination.models import Assessment, Contact, Partner, Source, Structure, User
from coordination.presenters import days
from coordination.queries import contacts
from coordination.queries.contacts import Wanted
from tests import make, pages, partners

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
SECRET = "He will resign"
EVERYBODY = ("amina", "paul", "grace", "joseph", "vera", "alain", "nadia")
#: What is noted by Amina, of the partners → who may read it.
READERS = {
    "private": {"amina"},
    "side": {"amina", "paul"},
    "all": {"amina", "paul", "grace", "joseph", "vera", "alain"},
}


def quick(browser: Client, **typed: object) -> dict[str, object]:
    """What the quick form of the list posts, with something typed into it."""
    form = pages.read(browser.get("/contacts/")).form("subject", "sharing")
    return {name: value for name, value in form.items() if name != "partners"} | typed


def shown(browser: Client, address: str = "/contacts/", **query: object) -> str:
    response = browser.get(address, query)
    assert response.status_code == 200
    return pages.read(response).one("main").text()


# --- noting


def test_one_line_is_enough_and_nobody_else_reads_it(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    response = browser.post("/contacts/add/", quick(browser, subject="Called the ministry"))
    made = Contact.objects.get()
    assert response["Location"] == f"/contacts/{made.pk}/"
    assert (made.kind, made.state, made.sharing, made.on) == ("call", "held", "private", timezone.localdate())
    assert "Noted. Who may read it: only me." in browser.get(f"/contacts/{made.pk}/").content.decode()
    assert "only me" in shown(browser)


def test_partners_structure_and_what_was_agreed_are_kept(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    partners = Partner.objects.filter(code__in=("Ministry", "Donors"))
    typed = {
        "subject": "Budget",
        "structure": "cmj",
        "agreed": "By May.",
        "partners": [p.pk for p in partners],
    }
    browser.post("/contacts/add/", quick(browser, **typed))
    made = Contact.objects.get()
    assert (made.structure.code, made.agreed, set(made.partners.all())) == ("CMJ", "By May.", set(partners))


def test_the_address_says_about_which_structure_and_whether_it_is_planned(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    page = pages.read(browser.get("/contacts/add/?structure=cmj&kind=session&state=planned"))
    form = page.form("subject", "sharing")
    assert (form["structure"], form["kind"], form["state"]) == ("cmj", "session", "planned")
    assert form["sharing"] == "all"
    for wrong in ("structure=cns", "kind=party", "state=lost"):
        assert browser.get(f"/contacts/add/?{wrong}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject": " "}, "Write something here."),
        ({"on": "2999-01-01"}, "still to come"),
        ({"on": "yesterday"}, "is not a date"),
        ({"on": "mars 2011"}, "does not say which day"),
        ({"kind": "session"}, "needs the structure that met"),
        ({"structure": "cns"}, "valid choice"),
        ({"partners": ["999999"]}, "valid choice"),
        ({"partners": ["x"]}, "valid choice"),
        ({"kind": "party"}, "valid choice"),
        ({"subject": "a\x00b"}, "Null characters"),
        ({"people": "x" * 501}, "at most 500"),
        ({"sharing": "world"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf, typed: dict[str, object], said: str
) -> None:
    browser = client_of(cast.amina)
    data = quick(browser, **({"subject": "Budget", "agreed": "A long story."} | typed))
    response = browser.post("/contacts/add/", data)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "A long story." in response.content.decode()
    assert not Contact.objects.exists()


# --- secrecy


@pytest.mark.takes_long
@pytest.mark.parametrize("sharing", READERS)
def test_a_contact_is_read_by_those_its_author_says_and_by_nobody_else(
    cast: make.Cast, client_of: ClientOf, sharing: str
) -> None:
    made = make.contact(cast.amina, subject=SECRET, people=SECRET, agreed=SECRET, sharing=sharing)
    for name in EVERYBODY:
        browser, may_read = client_of(getattr(cast, name)), name in READERS[sharing]
        for query in ({}, {"q": "resign"}, {"kind": "call"}, {"state": "held"}):
            assert (SECRET in shown(browser, **query)) is may_read, (name, query)
        assert browser.get(f"/contacts/{made.pk}/").status_code == (200 if may_read else 404), name


def test_what_the_government_notes_is_not_the_partners_to_read(cast: make.Cast, client_of: ClientOf) -> None:
    make.contact(cast.grace, subject=SECRET, sharing="side")
    assert SECRET in shown(client_of(cast.joseph))
    for person in (cast.amina, cast.paul, cast.vera, cast.alain):
        assert SECRET not in shown(client_of(person))


@pytest.mark.takes_long
def test_counts_and_the_strip_tell_nothing_of_what_one_may_not_read(
    cast: make.Cast, client_of: ClientOf
) -> None:
    before = shown(client_of(cast.grace))
    for number in range(45):
        make.contact(
            cast.amina, kind="dialogue", subject=f"{SECRET} {number}", partners=("Ministry",), sharing="side"
        )
    assert shown(client_of(cast.grace)) == before
    assert contacts.index(cast.grace, make.cod(), Wanted()).total == 0
    assert "Page 1 of 2" in shown(client_of(cast.paul))


def test_the_contacts_of_a_partner_are_only_those_one_may_read(cast: make.Cast, client_of: ClientOf) -> None:
    partner = Partner.objects.get(code="Ministry")
    make.contact(cast.amina, subject=SECRET, partners=("Ministry",))
    make.contact(cast.amina, subject="Shared", partners=("Ministry",), sharing="all")
    make.contact(cast.amina, subject="Of others", partners=("Donors",), sharing="all")
    said = shown(client_of(cast.grace), partner=partner.pk)
    assert "Shared" in said
    assert SECRET not in said
    assert "Of others" not in said


def test_a_name_is_told_to_ones_own_side_and_the_side_to_the_others(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.contact(cast.amina, sharing="all")
    assert "noted by: Amina Adviser" in shown(client_of(cast.paul))
    said = shown(client_of(cast.vera))
    assert "noted by: partners" in said
    assert "Amina" not in said


def test_who_may_only_read_has_no_form_and_changes_nothing(cast: make.Cast, client_of: ClientOf) -> None:
    made = make.contact(cast.amina, sharing="all", state="planned")
    data = {"become": "cancelled", "base_version": 1}
    for person in (cast.paul, cast.grace, cast.vera, cast.alain):
        browser = client_of(person)
        assert not pages.read(browser.get(f"/contacts/{made.pk}/")).one("main").all("form")
        assert browser.post(f"/contacts/{made.pk}/", data).status_code == 403
    private = make.contact(cast.amina)
    assert client_of(cast.paul).post(f"/contacts/{private.pk}/", data).status_code == 404
    assert client_of(cast.vera).post("/contacts/add/", {"subject": "x"}).status_code == 403
    assert not pages.read(client_of(cast.vera).get("/contacts/")).one("main").all("form", method="post")
    made.refresh_from_db()
    assert made.state == "planned"


# --- changing


def changed(browser: Client, made: Contact, **typed: object) -> tuple[int, str]:
    form = pages.read(browser.get(f"/contacts/{made.pk}/")).form("subject", "sharing")
    data = {name: value for name, value in form.items() if name != "partners" or value} | typed
    response = browser.post(f"/contacts/{made.pk}/", data)
    return response.status_code, response.content.decode()


def test_the_author_shares_more_widely_and_less(cast: make.Cast, client_of: ClientOf) -> None:
    made, browser = make.contact(cast.amina, subject="Budget"), client_of(cast.amina)
    for sharing in ("side", "all", "private"):
        assert changed(browser, made, sharing=sharing)[0] == 302
        for name in ("paul", "grace"):
            sees = name in READERS[sharing]
            assert ("Budget" in shown(client_of(getattr(cast, name)))) is sees, (name, sharing)


def test_partners_stay_when_something_else_is_changed(cast: make.Cast, client_of: ClientOf) -> None:
    made = make.contact(cast.amina, partners=("Donors",))
    assert changed(client_of(cast.amina), made, agreed="By May.")[0] == 302
    made.refresh_from_db()
    assert (made.agreed, [each.code for each in made.partners.all()]) == ("By May.", ["Donors"])


def test_a_planned_one_becomes_held_or_cancelled_in_one_click(cast: make.Cast, client_of: ClientOf) -> None:
    browser, today = client_of(cast.amina), timezone.localdate()
    now, later = (make.contact(state="planned", on=today + timedelta(days=days)) for days in (0, 3))
    said = shown(browser, f"/contacts/{now.pk}/")
    assert "It took place" in said
    assert browser.post(f"/contacts/{now.pk}/", {"become": "held", "base_version": 1}).status_code == 302
    said = shown(browser, f"/contacts/{later.pk}/")
    assert "It took place" not in said
    response = browser.post(f"/contacts/{later.pk}/", {"become": "held", "base_version": 1})
    assert response.status_code == 400
    assert "still to come" in response.content.decode()
    assert (
        browser.post(f"/contacts/{later.pk}/", {"become": "cancelled", "base_version": 1}).status_code == 302
    )
    assert [each.state for each in Contact.objects.order_by("pk")] == ["held", "cancelled"]
    for wrong in ({"become": "planned", "base_version": 2}, {"become": "held"}, {"become": "held\x00"}):
        assert browser.post(f"/contacts/{later.pk}/", wrong).status_code == 400


def test_what_was_changed_meanwhile_is_said_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made, browser = make.contact(cast.amina, state="planned"), client_of(cast.amina)
    status, page = changed(browser, made, base_version="7", agreed="A long story.")
    assert status == 400
    assert "while this page was open" in page
    assert "A long story." in page
    response = browser.post(f"/contacts/{made.pk}/", {"become": "held", "base_version": 7})
    assert response.status_code == 400
    assert "while this page was open" in response.content.decode()


def test_who_has_read_what_stands_there_may_send_again(cast: make.Cast, client_of: ClientOf) -> None:
    made, browser = make.contact(cast.amina, partners=["MONUC", "DFID"]), client_of(cast.amina)
    address = f"/contacts/{made.pk}/"
    form = pages.read(browser.get(address)).form("subject", "base_version")
    form |= {"partners": [each.pk for each in made.partners.all()]}
    assert browser.post(address, form | {"subject": "Budget"}).status_code == 302
    response = browser.post(address, form | {"agreed": "A long story."})
    assert response.status_code == 400
    page = pages.read(response)
    again = page.form("subject", "base_version")
    chosen = [
        each.attrs["value"]
        for each in page.one("select", name="partners").all("option")
        if "selected" in each.attrs
    ]
    assert len(chosen) == 2
    assert browser.post(address, again | {"partners": chosen}).status_code == 302
    made.refresh_from_db()
    assert (made.subject, made.agreed, made.partners.count()) == ("The police reform", "A long story.", 2)


def test_a_meeting_of_a_structure_is_changed_by_any_adviser_and_hidden_by_none(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = make.contact(cast.amina, kind="session", structure_="CMJ")
    status, _page = changed(client_of(cast.grace), made, agreed="Agreed.", sharing="private", kind="call")
    made.refresh_from_db()
    assert (status, made.agreed, made.sharing, made.kind) == (302, "Agreed.", "all", "session")


# --- searching


@pytest.mark.parametrize("typed", ["etat", "ÉTAT", "état  major", "ministere", "cmj"])
def test_search_finds_words_partners_and_structures_whatever_accents_and_case(
    cast: make.Cast, client_of: ClientOf, typed: str
) -> None:
    make.contact(subject="Budget of the état-major", structure_="CMJ", partners=("Ministry",))
    make.contact(subject="Something else")
    said = shown(client_of(cast.amina), q=typed)
    assert "Budget of the" in said
    assert "Something else" not in said


@pytest.mark.parametrize("typed", ["monuc", "monusco"])
def test_a_contact_is_found_by_every_name_of_its_partner(
    cast: make.Cast, client_of: ClientOf, typed: str
) -> None:
    make.contact(subject="Election security", partners=("MONUC", "DFID"))
    partners.change(
        partners.of_deck("MONUC"), name_en="MONUSCO", name_fr="MONUSCO", former_until=date(2010, 6, 30)
    )
    assert shown(client_of(cast.amina), q=typed).count("Election security") == 1


def test_the_list_is_filtered_by_kind_state_structure_and_author(
    cast: make.Cast, client_of: ClientOf
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    make.contact(cast.amina, subject="One call")
    make.contact(cast.amina, subject="One plan", kind="meeting", state="planned", on=tomorrow)
    make.contact(cast.paul, subject="One session", kind="session", structure_="CMJ")
    browser = client_of(cast.amina)
    for query, expected in (
        ({"kind": "meeting"}, {"One plan"}),
        ({"state": "planned"}, {"One plan"}),
        ({"structure": "cmj"}, {"One session"}),
        ({"mine": "1"}, {"One call", "One plan"}),
        ({"mine": "1", "state": "held"}, {"One call"}),
    ):
        page = pages.read(browser.get("/contacts/", query))
        listed = page.all("ul", class_="ruled")[0]
        assert {link.text() for link in listed.all("a")} & {"One call", "One plan", "One session"} == expected


@pytest.mark.parametrize(
    "query", ["page=x", "kind=party", "state=lost", "structure=cns", "partner=x", "mine=2"]
)
def test_a_filter_that_is_none_is_not_found(cast: make.Cast, client_of: ClientOf, query: str) -> None:
    assert client_of(cast.amina).get(f"/contacts/?{query}").status_code == 404
    assert client_of(cast.amina).get("/contacts/?q=%00&structure=%00").status_code == 404
    assert client_of(cast.amina).get("/contacts/?q=%00").status_code == 200


def test_many_contacts_take_as_many_queries_as_few(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)

    def queries(**query: object) -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(browser, **query)
        return len(captured)

    make.contact(cast.amina, partners=("Donors",), structure_="CMJ")
    few = queries(), queries(q="police")
    sample = Contact.objects.get()
    Contact.objects.bulk_create(
        Contact(
            programme=sample.programme,
            code=f"K-{number}",
            kind="dialogue",
            on=sample.on - timedelta(days=number % 400),
            subject=f"Dialogue {number}",
            structure=sample.structure,
            author=cast.amina,
            side="partners",
            folded=f"dialogue {number} police",
        )
        for number in range(300)
    )
    assert (queries(), queries(q="police")) == few
    assert max(few) <= 10


# --- political dialogue, and what is to come


def test_political_dialogues_stand_on_a_strip_with_the_sentence_of_the_deck(
    cast: make.Cast, client_of: ClientOf
) -> None:
    today = timezone.localdate()
    make.contact(cast.paul, kind="dialogue", subject="With the minister", sharing="all")
    later = today + timedelta(days=40)
    make.contact(cast.paul, kind="dialogue", subject="The next one", state="planned", on=later, sharing="all")
    page = pages.read(client_of(cast.vera).get("/contacts/"))
    assert page.all("q")[0].text() == "Regular political dialogue on progress"
    months = page.one("ol", class_="strip").all("li")
    assert len(months) == 15
    assert "● 1 held" in months[11].text(hidden=True)
    assert sum("○ 1 planned" in each.text(hidden=True) for each in months) == 1
    said = page.one("main").text()
    assert "With the minister" in said
    assert "The next one" in said


def test_what_is_to_come_is_ones_own_and_what_both_sides_meet_for(cast: make.Cast) -> None:
    today = timezone.localdate()
    day = {"state": "planned", "on": today + timedelta(days=2)}
    make.contact(cast.amina, subject="Mine", **day)
    make.contact(cast.amina, subject="Mine today", state="planned")
    make.contact(cast.amina, subject="Held")
    make.contact(cast.paul, subject="His own", **day)
    make.contact(cast.paul, subject="His, for the side", sharing="side", **day)
    make.contact(cast.grace, subject="A session", kind="session", structure_="CMJ", **day)
    make.contact(cast.grace, subject="Her dialogue", kind="dialogue", sharing="side", **day)
    made = make.contact(cast.grace, subject="Put off", kind="session", structure_="CMJ", **day)
    actions.set_state(contact=made, state="cancelled", base_version=1, by=cast.grace, at=timezone.now())

    def listed(person: User) -> list[str]:
        return [each.subject for each in contacts.upcoming(person, make.cod(), today, first=10)]

    assert listed(cast.amina) == ["Mine today", "Mine", "A session"]
    assert listed(cast.vera) == ["A session"]
    assert listed(cast.nadia) == []


# --- in French


def test_the_pages_are_there_in_french(cast: make.Cast, client_of: ClientOf) -> None:
    made = make.contact(cast.grace, subject="La réforme", state="planned")
    browser = client_of(cast.grace)
    for address in ("/contacts/", "/contacts/add/", f"/contacts/{made.pk}/"):
        page = pages.read(browser.get(address))
        assert page.one("html").attrs["lang"] == "fr"
        assert len(page.all("h1")) == 1
    shown = pages.read(browser.get(f"/contacts/{made.pk}/")).form("subject", "on")["on"]
    with override("fr"):
        assert shown == days.day(made.on)


# --- the meetings of a structure


def meetings_of(browser: Client, slug: str = "cmj") -> pages.Node:
    page = pages.read(browser.get(f"/structures/{slug}/meetings/"))
    return page.one("section", aria_labelledby="meetings")


def months_ago(number: int) -> date:
    return months_back(timezone.localdate(), number)


def test_a_structure_without_a_recorded_meeting_is_not_called_dormant(
    cast: make.Cast, client_of: ClientOf
) -> None:
    said = meetings_of(client_of(cast.vera)).text()
    assert "no meeting recorded" in said
    assert "Plan a meeting" not in said
    assert "dormant" not in said


@pytest.mark.parametrize(("last", "state"), [(0, "active"), (6, "active"), (7, "dormant"), (30, "dormant")])
def test_a_structure_is_dormant_once_it_has_not_met_for_its_months(
    cast: make.Cast, client_of: ClientOf, last: int, state: str
) -> None:
    make.contact(kind="session", structure_="CMJ", subject="The last one", on=months_ago(last))
    browser = client_of(cast.amina)
    said = meetings_of(browser).text()
    assert said.startswith(f"Meetings {state}")
    assert ("no meeting held for 6 months" in said) is (state == "dormant")
    assert "The last one" in said
    rows = {row[0]: row[-1] for row in pages.read(browser.get("/structures/")).rows()}
    assert rows["CMJ"] == state
    assert rows["CCRSS"] == "no meeting recorded"


def test_planned_cancelled_and_other_contacts_do_not_make_a_structure_active(
    cast: make.Cast, client_of: ClientOf
) -> None:
    later = timezone.localdate() + timedelta(days=20)
    make.contact(kind="session", structure_="CMJ", state="planned", on=later, subject="The next one")
    make.contact(kind="session", structure_="CMJ", state="cancelled", subject="Put off")
    make.contact(kind="meeting", structure_="CMJ", subject="About it", sharing="all")
    said = meetings_of(client_of(cast.amina)).text(hidden=True)
    assert "no meeting recorded" in said
    assert "The next one" in said
    assert "Put off" not in said
    assert "About it" not in said
    assert said.count("○ 1 planned") == 1
    assert "● 1 held" not in said


def test_a_closed_structure_is_closed_however_lately_it_met(cast: make.Cast, client_of: ClientOf) -> None:
    make.contact(kind="session", structure_="CMJ", on=months_ago(12))
    Structure.objects.filter(code="CMJ").update(closed=months_ago(1).isoformat())
    assert meetings_of(client_of(cast.amina)).text().startswith("Meetings closed")


def test_what_one_side_keeps_about_a_structure_is_not_on_its_page(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.contact(cast.amina, structure_="CMJ", subject=SECRET, sharing="side", kind="meeting")
    for tab in ("", "meetings/"):
        assert SECRET not in client_of(cast.grace).get(f"/structures/cmj/{tab}").content.decode()
        assert SECRET not in client_of(cast.amina).get(f"/structures/cmj/{tab}").content.decode()


def test_a_meeting_is_planned_from_the_page_of_its_structure(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    (link,) = [each for each in meetings_of(browser).all("a") if each.text() == "Plan a meeting"]
    address = link.attrs["href"]
    form = pages.read(browser.get(address)).form("subject", "sharing")
    day = timezone.localdate() + timedelta(days=10)
    data = {name: value for name, value in form.items() if name != "partners"}
    assert browser.post(address, data | {"subject": "Next session", "on": day.isoformat()}).status_code == 302
    made = Contact.objects.get()
    assert (made.kind, made.state, made.sharing, made.structure.code) == ("session", "planned", "all", "CMJ")
    assert "Next session" in meetings_of(client_of(cast.grace)).text()


# --- dialogues as sources of O7


@pytest.fixture
def draft(cast: make.Cast) -> Assessment:
    round_ = make.open_round(reference_on=timezone.localdate())
    return make.begin(cast.amina, "CMJ", round_, criterion="C1")


def dialogue(by: User, subject: str, **facts: Any) -> Contact:
    return make.contact(by, kind="dialogue", subject=subject, **{"sharing": "all"} | facts)


def offered(browser: Client, draft: Assessment) -> pages.Node:
    return pages.read(browser.get(f"/assessments/{draft.pk}/ownership/")).one("fieldset", data_answer="O7")


def sources(draft: Assessment) -> list[tuple[str, str, date | None]]:
    rows = Source.objects.filter(answer__assessment=draft).order_by("pk")
    return list(rows.values_list("title", "kind", "dated_on"))


def test_only_dialogues_of_the_year_that_both_sides_may_read_are_offered(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    today, year = timezone.localdate(), months_ago(12)
    dialogue(cast.grace, "Shared")
    dialogue(cast.amina, "First day", on=year + timedelta(days=1))
    for subject, facts in {
        "Of the side": {"sharing": "side"},
        "Private": {"sharing": "private"},
        "A year ago": {"on": year},
        "Planned": {"state": "planned", "on": today},
        "Cancelled": {"state": "cancelled"},
    }.items():
        dialogue(cast.amina, subject, **facts)
    make.contact(cast.amina, subject="A call", sharing="all")
    browser = client_of(cast.amina)
    said = offered(browser, draft).text()
    for subject in ("Shared", "First day"):
        assert subject in said
    for subject in ("Of the side", "Private", "A year ago", "Planned", "Cancelled", "A call"):
        assert subject not in said
    assert "Shared" not in browser.get(f"/assessments/{draft.pk}/coordination/").content.decode()


def test_a_dialogue_is_cited_without_script_and_nothing_typed_is_lost(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    made, browser = dialogue(cast.grace, "With the minister"), client_of(cast.amina)
    address = f"/assessments/{draft.pk}/ownership/"
    typed = {"O7-cite": str(made.pk), "O7-basis": "A long story.", "O7-source-0-title": "Minutes"}
    refused = browser.post(address, typed)
    assert refused.status_code == 400
    fieldset = pages.read(refused).one("fieldset", data_answer="O7")
    assert "checked" in fieldset.one("input", name="O7-cite").attrs
    assert "A long story." in refused.content.decode()
    assert sources(draft) == []
    assert browser.post(address, typed | {"O7-choice": "3"}).status_code == 302
    assert sources(draft) == [
        ("Minutes", "none", None),
        ("Political dialogue: With the minister", "one", made.on),
    ]
    assert not offered(browser, draft).all("input", name="O7-cite")


def test_the_script_saves_again_and_again_and_the_dialogue_stands_there_once(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    made, browser = dialogue(cast.amina, "With the minister"), client_of(cast.amina)

    def save(version: int, **typed: str) -> None:
        data = {"op_id": str(uuid.uuid4()), "O7-choice": "3", "O7-version": str(version)} | typed
        assert browser.post(f"/assessments/{draft.pk}/answers/O7/", data).status_code == 200

    cited = {"O7-cite": str(made.pk)}
    expected = [("Political dialogue: With the minister", "own", made.on)]
    save(0, **cited)
    assert sources(draft) == expected
    save(1, **cited, **{"O7-basis": "More."})
    assert sources(draft) == expected
    line = offered(browser, draft)
    assert line.one("input", name="O7-source-0-title").attrs["value"] == expected[0][0]
    assert line.one("input", name="O7-source-0-dated_on").attrs["value"] == days.day(made.on)
    save(2)
    assert sources(draft) == []


def test_more_sources_than_have_a_line_are_refused(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    made = [dialogue(cast.amina, f"Dialogue {number}") for number in range(11)]
    data = {"O7-choice": "3", "O7-cite": [str(each.pk) for each in made]}
    response = client_of(cast.amina).post(f"/assessments/{draft.pk}/ownership/", data)
    assert response.status_code == 400
    assert "At most 10 sources" in response.content.decode()


def test_a_dialogue_that_may_no_longer_be_read_is_not_cited(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    made = dialogue(cast.grace, SECRET, sharing="side")
    data = {"O7-choice": "3", "O7-cite": str(made.pk)}
    response = client_of(cast.amina).post(f"/assessments/{draft.pk}/ownership/", data)
    assert response.status_code == 400
    assert SECRET not in response.content.decode()
    assert sources(draft) == []
