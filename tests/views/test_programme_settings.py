"""The settings of a programme: what is its own, its archive, and the removal of an example; what is wrong is said."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import JournalEntry, Partner, Programme, Round, Structure, User
from coordination.queries import versions
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
ADDRESS = "/programme/settings/"
Fields = dict[str, str | list[str]]


def filled(browser: Client, **changed: str | list[str]) -> Fields:
    return {**pages.read(browser.get(ADDRESS)).form("time_zone"), "sectors": ["ssr", "police"], **changed}


def speak(languages: str) -> None:
    Programme.objects.filter(code="cod").update(languages=languages)


# --- what is the programme's own


def test_an_administrator_changes_what_is_the_programmes_own(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    changed = filled(
        browser,
        name_en="Reform in Liberia",
        name_fr="",
        country="LR",
        time_zone="Africa/Monrovia",
        government_en="Ministries",
        partners_fr="Bailleurs et missions",
        provinces=" Bong \n\nLofa\nBong",
    )
    assert browser.post(ADDRESS, changed)["Location"] == ADDRESS
    row = make.cod()
    assert (row.name_en, row.name_fr, row.country) == ("Reform in Liberia", "Reform in Liberia", "LR")
    assert (row.government_en, row.government_fr) == ("Ministries", "Ministries")
    assert (row.partners_en, row.partners_fr) == ("Bailleurs et missions", "Bailleurs et missions")
    assert (row.areas, row.offered_sectors) == (("Bong", "Lofa"), ("ssr", "police"))
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.noun, entry.by, entry.after["time_zone"]) == ("programme", cast.alain, "Africa/Monrovia")
    assert entry.before["time_zone"] == "Africa/Kinshasa"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name_en": "", "name_fr": " "}, "Écrivez le nom"),
        ({"country": "ZZ"}, "ZZ"),
        ({"time_zone": "Africa/Nowhere"}, "Africa/Nowhere"),
        ({"languages": "de"}, "de"),
        ({"sectors": []}, "Cochez"),
        ({"government_en": "Etat", "partners_en": "État"}, "noms différents"),
        ({"provinces": "x" * 101}, "100"),
        ({"government_fr": "x" * 61}, "60"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    cast: make.Cast, client_of: ClientOf, changed: Fields, said: str
) -> None:
    browser, before = client_of(cast.alain), make.everything()
    response = browser.post(ADDRESS, filled(browser, **changed))
    assert response.status_code == 400
    wrong = [each.text() for each in pages.read(response).all(class_="invalid-feedback")]
    assert any(said in each for each in wrong), wrong
    assert make.everything() == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)
    mine = filled(browser, name_en="Mine")
    assert browser.post(ADDRESS, filled(browser, name_en="Theirs")).status_code == 302
    response = browser.post(ADDRESS, mine)
    assert response.status_code == 409
    assert make.cod().name_en == "Theirs"
    again = {**pages.read(response).form("time_zone"), "sectors": ["ssr"]}
    assert browser.post(ADDRESS, again)["Location"] == ADDRESS
    assert make.cod().name_en == "Mine", "who has read it may send again"


def test_the_zones_of_the_country_stand_first(cast: make.Cast, client_of: ClientOf) -> None:
    page = pages.read(client_of(cast.alain).get(ADDRESS))
    zones = page.one("select", name="time_zone").all("option")
    assert [each.text() for each in zones[:2]] == ["Africa/Kinshasa", "Africa/Lubumbashi"]
    assert len(zones) > 400


def test_a_real_programme_stays_a_real_one(cast: make.Cast, client_of: ClientOf) -> None:
    Programme.objects.filter(code="cod").update(kind="real")
    browser = client_of(cast.alain)
    assert browser.post(ADDRESS, filled(browser, kind="example")).status_code == 302
    assert make.cod().kind == "real"
    page = pages.read(browser.get(ADDRESS))
    assert not page.all("input", name="typed")
    assert browser.post("/programme/remove/", {"typed": "cod"}).status_code == 409


# --- sectors, areas, sides


def test_forms_offer_the_programmes_sectors_and_what_is_kept_already(
    cast: make.Cast, client_of: ClientOf
) -> None:
    Programme.objects.filter(code="cod").update(sectors="police borders")
    browser = client_of(cast.grace)

    def offered(address: str) -> list[str]:
        fields = pages.read(browser.get(address)).one("select", name="sector").all("option")
        return [each.attrs.get("value", "") for each in fields]

    assert offered("/facts/add/") == ["", "police", "borders"]
    Structure.objects.filter(code="CMJ").update(sector="justice")
    assert offered("/facts/of/cmj/") == ["", "justice", "police", "borders"]


def test_the_areas_are_offered_where_an_activity_asks_for_its_place(
    cast: make.Cast, client_of: ClientOf
) -> None:
    Programme.objects.filter(code="cod").update(provinces="Ituri\nKasaï")
    page = client_of(cast.amina).get("/activities/add/").content.decode()
    assert '<option value="Ituri"></option><option value="Kasaï"></option>' in page


def test_the_names_of_the_sides_stand_beside_them_in_keys_and_never_in_sentences(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    round_ = make.open_round()
    for person in (cast.grace, cast.amina):
        make.sent(person, "CMJ", round_)
    address = "/structures/cmj/march-2011/"
    assert "side-called" not in browser.get(address, follow=True).content.decode()
    Programme.objects.filter(code="cod").update(government_en="Ministries", partners_en="<b>Donors</b>")
    # Past the action, and so past the journal.
    versions.forget()
    page = browser.get(address, follow=True).content.decode()
    assert "(Ministries)" in page
    assert "(&lt;b&gt;Donors&lt;/b&gt;)" in page


# --- one language


@pytest.mark.parametrize(
    ("languages", "asked", "left"), [("fr", "name_fr", "name_en"), ("en", "name_en", "name_fr")]
)
@pytest.mark.parametrize("address", ["/facts/add/", "/partners/add/", "/rounds/", "/functions/"])
def test_with_one_language_forms_ask_for_that_one_only(
    cast: make.Cast, client_of: ClientOf, address: str, languages: str, asked: str, left: str
) -> None:
    speak(languages)
    page = client_of(cast.paul).get(address).content.decode()
    assert f'name="{asked}"' in page
    assert f'name="{left}"' not in page
    assert "One language is enough" not in page


def test_with_one_language_its_text_stands_for_the_other_too(cast: make.Cast, client_of: ClientOf) -> None:
    speak("fr")
    browser = client_of(cast.paul)
    sent = {
        "code": "NEW",
        "name_fr": "Comité nouveau",
        "sector": "police",
        "mandate_fr": "Veiller",
        "dormant_after": "6",
    }
    assert browser.post("/facts/add/", sent).status_code == 302
    row = Structure.objects.get(code="NEW")
    assert (row.name_en, row.mandate_en) == ("Comité nouveau", "Veiller")
    partner = {"name_fr": "Ambassade", "side": "international", "kind": "bilateral"}
    assert browser.post("/partners/add/", partner).status_code == 302
    assert Partner.objects.get(name_fr="Ambassade").name_en == "Ambassade"
    page = pages.read(browser.get("/rounds/")).form("reference_on")
    asked = {"name_fr": "juin 2027", "reference_on": "30/06/2011", "last_on": "31/12/2099", "sides": "both"}
    assert browser.post("/rounds/", page | asked).status_code == 302
    assert Round.objects.get(name_fr="juin 2027").label == "juin-2027"


def test_a_missing_name_is_said_at_the_field_that_is_asked_for(cast: make.Cast, client_of: ClientOf) -> None:
    speak("fr")
    sent = {"code": "NEW", "name_fr": "", "sector": "police", "dormant_after": "6"}
    response = client_of(cast.paul).post("/facts/add/", sent)
    assert response.status_code == 400
    assert pages.read(response).one(id="error_1_id_name_fr")


# --- archive and removal


def test_an_archived_programme_leaves_the_chooser_and_is_read_from_the_list_of_archived_ones(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.place(cast.alain, "administrator", None, programme=make.programme("caf"))
    browser = client_of(cast.alain)
    browser.post("/programme/", {"programme": "cod"})
    assert browser.post("/programme/archive/", {"state": "archived"})["Location"] == ADDRESS
    page = client_of(cast.alain).get("/").content.decode()
    assert "/programme/archived/" in page
    assert 'id="programme"' not in page, "one is left: there is nothing to choose"
    listed = pages.read(client_of(cast.alain).get("/programme/archived/"))
    assert [each.attrs["value"] for each in listed.one("main").all("button", name="programme")] == ["cod"]


@pytest.mark.takes_long
def test_in_an_archived_programme_pages_are_read_and_say_so_and_nothing_is_written(
    cast: make.Cast, client_of: ClientOf
) -> None:
    client_of(cast.alain).post("/programme/archive/", {"state": "archived"})
    for person in (cast.amina, cast.joseph, cast.alain):
        browser, before = client_of(person), make.everything()
        for address in ("/", "/structures/", "/structures/cmj/", "/compare/", "/rounds/", "/partners/"):
            response = browser.get(address, follow=True)
            assert response.status_code == 200
            said = "Archivé" if person.language == "fr" else "Archived on"
            assert said in response.content.decode(), address
        for address in ("/facts/add/", "/partners/add/", "/rounds/", "/commitments/add/", "/contacts/"):
            assert browser.post(address, {"name_en": "x"}).status_code in (403, 405), address
        assert make.everything() == before
    assert client_of(cast.alain).post("/programme/archive/", {"state": "open"}).status_code == 302
    assert make.cod().archived_at is None


def test_an_example_is_removed_by_its_typed_code(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    response = browser.post("/programme/remove/", {"typed": "COD"})
    assert response.status_code == 409
    assert "cod" in pages.read(response).one("section", aria_labelledby="removal").one(role="alert").text()
    assert Programme.objects.filter(code="cod").exists()
    assert browser.post("/programme/remove/", {"typed": "cod"})["Location"] == "/"
    assert not Programme.objects.filter(code="cod").exists()
    assert browser.get("/").status_code == 403, "without any place the account stays, and sees nothing"
