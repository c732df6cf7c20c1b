"""The pages of activities: found again, recorded on a phone, put right, and what they make with others."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import Activity, Partner, User
from tests import activities, make, pages
from tests.dashboards import rows_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
LIST = "/activities/"


def given(**changed: object) -> dict[str, object]:
    """What the form posts: training by MONUC for the police, unless changed."""
    known: dict[str, object] = {
        "kind": "training",
        "partner": activities.partner("MONUC").pk,
        "recipient": activities.partner("Police HQ").pk,
    }
    return known | changed


def names(client: Client, query: dict[str, object]) -> set[str]:
    """The activities that a list shows, without those of the deck."""
    main = pages.read(client.get(LIST, query)).one("main")
    shown = {item.all("a")[0].text() for lines in main.all("ul", class_="ruled") for item in lines.all("li")}
    return {each for each in shown if "not named in the source" not in each}


# --- the register


@pytest.mark.parametrize("typed", ["etat", "ÉTAT", "état-major", "formation kinshasa", "major a-"])
def test_search_finds_names_place_and_code_whatever_their_accents(
    cast: make.Cast, client_of: ClientOf, typed: str
) -> None:
    activities.add("MONUC", "FARDC", name_en="Formation de l’état-major", place="Kinshasa")
    activities.add("MONUC", "FARDC", name_en="Something else", place="Goma")
    assert names(client_of(cast.vera), {"q": typed}) == {"Formation de l’état-major"}


def test_search_finds_who_gives_and_who_receives_also_after_they_are_renamed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    activities.add("MONUC", "FARDC", name_en="One")
    activities.add("DFID", "Police HQ", name_en="Two")
    Partner.objects.filter(code="MONUC").update(name_en="MONUSCO", folded="monuc monusco")
    browser = client_of(cast.amina)
    assert names(browser, {"q": "monusco"}) == {"One"}
    assert names(browser, {"q": "police"}) == {"Two"}


def test_filters_keep_what_is_asked_for(cast: make.Cast, client_of: ClientOf) -> None:
    activities.add("MONUC", "FARDC", "Borders", name_en="One", since="2005", until="2006")
    activities.add("Ministry", "Police HQ", name_en="Two", kind="advice", since="2007-03-01")
    activities.add("DFID", "Ministry", name_en="Three", kind="money", until="2008")
    browser = client_of(cast.amina)
    ministry = activities.partner("Ministry").pk
    assert names(browser, {"partner": ministry}) == {"Two"}
    assert names(browser, {"recipient": ministry}) == {"Three"}
    assert names(browser, {"function": activities.function("Borders").pk}) == {"One"}
    assert names(browser, {"kind": "advice"}) == {"Two"}
    assert names(browser, {"on": "2006-12-31"}) == {"One", "Three"}
    assert names(browser, {"on": "2007-03-01"}) == {"Two", "Three"}
    assert names(browser, {"on": "2008-12-31"}) == {"Two", "Three"}
    assert names(browser, {"on": "2009-01-01"}) == {"Two"}
    assert names(browser, {"on": "2004-12-31"}) == {"Three"}


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (("no", "no", "no"), "supports_ssr"),
        (("yes", "yes", "yes"), "bilateral"),
        (("yes", "no", "no"), "features"),
        (("yes", "?", ""), "features"),
        (("", "", ""), "undecided"),
        (("no", "no", "?"), "undecided"),
    ],
)
def test_the_verdict_can_be_asked_for(
    cast: make.Cast, client_of: ClientOf, answers: tuple[str, str, str], verdict: str
) -> None:
    activities.add(name_en="This", **dict(zip(("t1", "t2", "t3"), answers, strict=True)))
    browser = client_of(cast.vera)
    every = ("supports_ssr", "bilateral", "features", "undecided")
    assert [each for each in every if names(browser, {"verdict": each})] == [verdict]


@pytest.mark.parametrize(
    "query",
    ["partner=x", "partner=999999999", "recipient=-1", "function=٣", "kind=gift", "verdict=good", "page=x"]
    + ["on=2008", "on=yesterday", "on=2008-02-30", "partner=" + "9" * 40],
)
def test_what_there_is_not_is_not_found(cast: make.Cast, client_of: ClientOf, query: str) -> None:
    assert client_of(cast.vera).get(f"{LIST}?{query}").status_code == 404


def test_a_nul_finds_nothing_and_breaks_nothing(cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.vera).get(LIST, {"q": "a\x00b", "on": "\x00"}).status_code == 404
    assert client_of(cast.vera).get(LIST, {"q": "a\x00b"}).status_code == 200
    assert client_of(cast.amina).get("/activities/add/", {"place": "a\x00b"}).status_code == 200


def test_an_empty_list_says_what_to_do(cast: make.Cast, client_of: ClientOf) -> None:
    assert "No activity yet" in pages.read(client_of(cast.nadia).get(LIST)).one(class_="empty").text()
    browser = client_of(cast.amina)
    assert "No activity matches" in pages.read(browser.get(LIST, {"q": "zzz"})).one(class_="empty").text()


@pytest.mark.takes_long
def test_the_number_of_queries_is_the_same_for_much_as_for_little(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)

    def counted() -> dict[str, int]:
        one = Activity.objects.order_by("pk")[0]
        addresses = [LIST, f"{LIST}?q=monuc+police", "/activities/activities.csv", f"{LIST}{one.pk}/"]
        found = {}
        for address in [*addresses, f"{LIST}{one.pk}/edit/", "/activities/add/", "/functions/"]:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found[address] = len(queries)
        return found

    activities.add("MONUC", "Police HQ", "Riot control", trained_to="A", since="2006")
    activities.add("DFID", "Police HQ", "Riot control", trained_to="B", since="2006")
    little = counted()
    for number in range(30):
        activities.add(
            *("DFID", "Police HQ", "Riot control"),
            trained_to=f"S{number}",
            equipped_with=f"E{number}",
            since="2006",
            name_en=f"Training {number}",
        )
        activities.add("Donors", "FARDC", f"Function {number}")
    assert counted() == little
    file = little.pop("/activities/activities.csv")  # whoever takes it is counted and told of in the journal
    assert (max(little.values()) <= 11, file <= 18) == (True, True), little


# --- a file of it


def test_the_file_holds_what_is_asked_for_in_figures_a_french_spreadsheet_reads(
    cast: make.Cast, client_of: ClientOf
) -> None:
    activities.add(
        *("MONUC", "Police HQ", "Riot control"),
        name_en="=1+1",
        value=Decimal("1500000.5"),
        currency="USD",
        since="2006-03-01",
        t1="yes",
        t2="?",
    )
    activities.add("DFID", "FARDC", name_en="Other")
    head, *rows = rows_of(client_of(cast.grace).get("/activities/activities.csv?q=monuc+police").content)
    assert len(rows) == 1
    row = dict(zip(head, rows[0], strict=True))
    assert "'=1+1" in row.values()
    assert {"1500000,50", "USD", "2006-03-01", "MONUC"} <= set(row.values())
    assert (row["T1"], row["T2"], row["T3"]) == ("Oui", "inconnu", "")


def test_the_page_says_where_the_file_ends(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    activities.add(name_en="One", place="Goma")
    activities.add(name_en="Two", place="Goma")
    browser = client_of(cast.vera)
    said = "The file holds the first 1"
    assert said not in pages.read(browser.get(LIST, {"q": "goma"})).one("main").text()
    monkeypatch.setattr("coordination.queries.activities.CEILING", 1)
    assert said in pages.read(browser.get(LIST, {"q": "goma"})).one("main").text()


# --- one activity


def test_an_activity_says_who_what_where_when_and_what_the_tests_say(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = activities.add(
        *("MONUC", "Police HQ", "Riot control"),
        trained_to="French standard",
        value=Decimal("1500000.5"),
        currency="CDF",
        place="Kinshasa",
        since="2006",
        until="2008-03-01",
        request="joint",
        t1="yes",
        t2="no",
    )
    said = pages.read(client_of(cast.vera).get(f"{LIST}{made.pk}/")).one("main").text()
    for words in ("MONUC", "Riot control", "French standard", "Kinshasa", "2006 – 1 March 2008"):
        assert words in said
    assert "CDF 1,500,000.50" in said.replace("\u00a0", " ")
    assert "bilateral features: 1 to 2 of 3 signs" in said
    assert "Objective is often to benefit home country" in said
    assert "Can it be done without any decision or change by the partner government?" in said
    assert "legitimate" in said
    assert "Border controls" in said
    french = pages.read(client_of(cast.grace).get(f"{LIST}{made.pk}/")).one("main").text()
    assert "L’objectif est souvent de servir les intérêts du pays d’origine" in french
    assert "1\u202f500\u202f000,50" in french


def test_what_the_source_says_is_quoted_with_its_slide_and_in_french(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = activities.add()
    said = {"quote": "TA to Electoral Commission opaque?", "quote_fr": "AT opaque ?", "slide": "Examples"}
    Activity.objects.filter(pk=made.pk).update(**said)
    page = pages.read(client_of(cast.grace).get(f"{LIST}{made.pk}/")).one("main").text()
    assert all(each in page for each in said.values())


def test_an_activity_names_the_findings_it_takes_part_in(cast: make.Cast, client_of: ClientOf) -> None:
    known = {"since": "2006", "until": "2008"}
    made = activities.add("MONUC", "Police HQ", "Riot control", trained_to="A", **known)
    browser = client_of(cast.vera)
    assert f"/overlaps/?activity={made.pk}" not in browser.get(f"{LIST}{made.pk}/").content.decode()
    activities.add("DFID", "Police HQ", "Riot control", trained_to="B", **known)
    page = pages.read(browser.get(f"{LIST}{made.pk}/")).one("main")
    assert page.all("a", href=f"/overlaps/?activity={made.pk}")
    said = [each.text() for each in page.all("span") if each.attrs.get("data-claim") == "partners-meet"]
    assert said == ["Riot control, Police HQ – supported at the same time by: MONUC and DFID."]
    assert "training follows 2 standards" in page.text()


def test_another_programmes_activity_is_not_there(cast: make.Cast, client_of: ClientOf) -> None:
    made = activities.add()
    for address in (f"{LIST}{made.pk}/", f"{LIST}{made.pk}/edit/"):
        assert client_of(cast.nadia).get(address).status_code == 404


# --- recording and putting right


def test_three_answers_record_an_activity(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    response = browser.post("/activities/add/", given())
    made = Activity.objects.get(origin="entered")
    assert response["Location"] == f"{LIST}{made.pk}/"
    assert made.origin == "entered"
    assert made.code in pages.read(browser.get(response["Location"])).one(class_="message").text()


def test_the_form_begins_with_what_the_address_says(cast: make.Cast, client_of: ClientOf) -> None:
    monuc = str(activities.partner("MONUC").pk)
    page = pages.read(client_of(cast.amina).get("/activities/add/", {"partner": monuc, "since": "2006"}))
    posted = page.form("partner", "recipient")
    assert (posted["partner"], posted["since"], posted["recipient"]) == (monuc, "2006", "")


def test_only_national_partners_are_offered_as_recipients(cast: make.Cast, client_of: ClientOf) -> None:
    page = pages.read(client_of(cast.amina).get("/activities/add/"))
    offered = {each.attrs["value"] for each in page.one("select", name="recipient").all("option")} - {""}
    national = Partner.objects.filter(programme=make.cod(), side="national").values_list("pk", flat=True)
    assert offered == {str(pk) for pk in national}


def test_the_tests_stand_in_the_form_in_the_words_of_the_source(cast: make.Cast, client_of: ClientOf) -> None:
    html = client_of(cast.grace).get("/activities/add/").content.decode()
    assert "L’objectif est souvent de servir les intérêts du pays d’origine" in html
    assert "L’activité est-elle menée surtout au bénéfice du pays d’origine du partenaire" in html


def test_money_is_read_as_it_is_written_here(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.grace)
    browser.post("/activities/add/", given(value="1\u202f500\u202f000,50", currency="cdf"))
    made = Activity.objects.get(origin="entered")
    assert (made.value, made.currency) == (Decimal("1500000.50"), "CDF")
    again = pages.read(browser.get(f"{LIST}{made.pk}/edit/")).form("value", "base_version")
    assert again["value"] == "1\u202f500\u202f000,50"
    assert browser.post(f"{LIST}{made.pk}/edit/", again).status_code == 302
    made.refresh_from_db()
    assert made.value == Decimal("1500000.50")


@pytest.mark.parametrize(
    "typed", ["1 250 000 000 000", "1\u202f250\u202f000\u202f000\u202f000,00", "1,250,000,000,000.00"]
)
def test_billions_of_francs_are_stored(cast: make.Cast, client_of: ClientOf, typed: str) -> None:
    assert (
        client_of(cast.grace).post("/activities/add/", given(value=typed, currency="CDF")).status_code == 302
    )
    assert Activity.objects.get(origin="entered").value == Decimal("1250000000000.00")


def test_the_limit_of_an_amount_is_said_as_the_reader_writes_numbers(
    cast: make.Cast, client_of: ClientOf
) -> None:
    wrong = given(value="1" + "0" * 16, currency="CDF")
    french = pages.read(client_of(cast.grace).post("/activities/add/", wrong)).one("main").text()
    assert "9\u202f999\u202f999\u202f999\u202f999\u202f999,99" in french
    assert "10\u202f000\u202f000\u202f000\u202f000\u202f000" in french
    english = pages.read(client_of(cast.amina).post("/activities/add/", wrong)).one("main").text()
    assert "9,999,999,999,999,999.99" in english


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        ("01/03/2026", "mars 2026", ("2026-03-01", "2026-03")),
        ("1.3.2026", "2026", ("2026-03-01", "2026")),
        ("March 2026", "", ("2026-03", "")),
        ("2010-06-01", "2010", ("2010-06-01", "2010")),
        ("2014-12", "2014-12", ("2014-12", "2014-12")),
    ],
)
def test_a_period_is_read_as_people_write_it_and_comes_back_as_the_reader_does(
    cast: make.Cast, client_of: ClientOf, since: str, until: str, kept: tuple[str, str]
) -> None:
    for person in (cast.grace, cast.amina):
        browser = client_of(person)
        assert browser.post("/activities/add/", given(since=since, until=until)).status_code == 302
        made = Activity.objects.get(origin="entered")
        assert (made.since, made.until) == kept
        again = pages.read(browser.get(f"{LIST}{made.pk}/edit/")).form("value", "base_version")
        assert browser.post(f"{LIST}{made.pk}/edit/", again).status_code == 302
        made.refresh_from_db()
        assert (made.since, made.until) == kept
        made.delete()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"since": "2008", "until": "2007"}, "comes before the beginning"),
        ({"value": "5"}, "needs a currency"),
        ({"currency": "ABC", "value": "5"}, "not the code of a currency"),
        ({"value": "many"}, "is not an amount"),
        ({"standard": "999999"}, "This standard is not recorded"),
        ({"function": "x"}, "This function is not recorded"),
        ({"partner": ""}, "Choose one of those shown."),
        ({"kind": "gift"}, "valid choice"),
        ({"place": "a\x00b"}, "Null characters"),
        ({"t1": "maybe"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf, changed: dict[str, object], said: str
) -> None:
    response = client_of(cast.amina).post("/activities/add/", given(note="A long story.", **changed))
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "A long story." in response.content.decode()
    assert not Activity.objects.filter(origin="entered").exists()


def test_the_wrong_field_is_in_view(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    main = pages.read(browser.get("/activities/add/")).one("main")
    assert "open" not in main.one("details").attrs
    main = pages.read(browser.post("/activities/add/", given(value="5"))).one("main")
    assert "open" in main.one("details").attrs


def test_an_international_recipient_and_a_standard_as_equipment_are_not_offered(
    cast: make.Cast, client_of: ClientOf
) -> None:
    shields = activities.standard("Shields", "equipment").pk
    wrong = given(recipient=activities.partner("MONUC").pk, standard=shields)
    html = client_of(cast.amina).post("/activities/add/", wrong).content.decode()
    assert "This is not a national partner" in html
    assert "This standard is not recorded" in html


def test_a_second_one_names_the_first(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    browser.post("/activities/add/", given())
    response = browser.post("/activities/add/", given())
    assert response.status_code == 400
    made = Activity.objects.get(origin="entered")
    assert f"{made.code} is there already" in response.content.decode()


def test_after_saving_the_overlap_it_makes_is_said_with_a_link(cast: make.Cast, client_of: ClientOf) -> None:
    order = activities.function("Riot control").pk
    activities.add("DFID", "Police HQ", "Riot control", since="2006", until="2008")
    browser = client_of(cast.grace)
    browser.post("/activities/add/", given(function=order, since="2007", until="2008"))
    made = Activity.objects.get(partner__code="MONUC")
    said = pages.read(browser.get(f"{LIST}{made.pk}/")).one(class_="message")
    assert said.one("a").attrs["href"] == f"/overlaps/?activity={made.pk}"


def test_an_activity_is_put_right_unless_somebody_else_did_meanwhile(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = activities.add(place="Goma")
    browser = client_of(cast.joseph)
    page = pages.read(browser.get(f"{LIST}{made.pk}/edit/")).form("place", "base_version")
    assert browser.post(f"{LIST}{made.pk}/edit/", page | {"place": "Bukavu"}).status_code == 302
    made.refresh_from_db()
    assert made.place == "Bukavu"
    response = browser.post(f"{LIST}{made.pk}/edit/", page | {"place": "Uvira"})
    assert response.status_code == 400
    assert "Uvira" in response.content.decode()
    made.refresh_from_db()
    assert made.place == "Bukavu"
    again = pages.read(response).form("place", "base_version")
    assert browser.post(f"{LIST}{made.pk}/edit/", again).status_code == 302
    made.refresh_from_db()
    assert made.place == "Uvira", "who has read what stands there may send again"


def test_who_else_takes_part_and_how_far_it_is_are_recorded_and_come_back(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, dfid = client_of(cast.paul), activities.partner("DFID")
    more = {"status": "planned", "planned_since": "2012", "planned_until": "2013-06"}
    beside = {"with_0": dfid.pk, "role_0": "funds", "share_0": "12,5"}
    address = browser.post(f"{LIST}add/", given(**more, **beside))["Location"]
    said = pages.read(browser.get(address)).one("main").text()
    assert f"{dfid.name_en} (funds it, 12.5 %)" in said
    assert "When it was planned 2012 – June 2013" in said
    assert "Status planned" in said
    form = pages.read(browser.get(f"{address}edit/")).form("kind")
    assert (form["with_0"], form["role_0"], form["share_0"]) == (str(dfid.pk), "funds", "12.5")
    assert (form["with_1"], form["status"]) == ("", "planned")
    assert (
        browser.post(f"{address}edit/", form | {"with_0": "", "role_0": "", "share_0": ""}).status_code == 302
    )
    assert "funds it" not in pages.read(browser.get(address)).one("main").text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"role_0": "funds"}, "Choose who it is, or empty this row."),
        ({"with_0": "MONUC"}, "Choose what it does in the activity."),
        ({"with_0": "DFID", "role_0": "funds", "share_0": "half"}, "Write a number such as 40 or 12.5"),
        ({"with_0": "MONUC", "role_0": "implements"}, "has this role in the activity already"),
        ({"with_0": "DFID", "role_0": "funds", "share_0": "120"}, "is no share"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_beside_it(
    cast: make.Cast, client_of: ClientOf, typed: dict[str, str], said: str
) -> None:
    rows = {name: activities.partner(each).pk if name == "with_0" else each for name, each in typed.items()}
    response = client_of(cast.paul).post(f"{LIST}add/", given(**rows))
    assert response.status_code == 400
    assert said in pages.read(response).one("main").text()
    assert "<details open>" in response.content.decode()


def test_a_made_name_follows_what_it_is_made_of_and_a_given_one_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    made, named = activities.add(), activities.add(name_en="Riot school")
    for each in (made, named):
        page = pages.read(browser.get(f"{LIST}{each.pk}/edit/")).form("kind", "base_version")
        assert browser.post(f"{LIST}{each.pk}/edit/", page | {"kind": "advice"}).status_code == 302
        each.refresh_from_db()
    assert (made.name_en, made.name_fr.split()[0]) == ("Advice – Police HQ", "Conseil")
    assert named.name_en == "Riot school"


def test_a_reader_without_the_right_sees_no_way_to_change_and_cannot(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = activities.add()
    browser = client_of(cast.vera)
    assert "/activities/add/" not in browser.get(LIST).content.decode()
    assert f"{LIST}{made.pk}/edit/" not in browser.get(f"{LIST}{made.pk}/").content.decode()
    assert browser.get("/activities/add/").status_code == 403
    assert browser.post("/activities/add/", given()).status_code == 403
    assert browser.post(f"{LIST}{made.pk}/edit/", given()).status_code == 403
