"""Choosing what a round asks about: in the form that opens it, and on every page that follows."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import AskedStructure, Assessment, Instrument, Structure, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
ROUND = "/rounds/march-2011/"
ALONE = {
    "en": "asks about these structures alone, and about the programme as a whole",
    "fr": "ne porte que sur ces structures, ainsi que sur le programme dans son ensemble",
}
ALL = {
    "en": "asks about all structures, also those added later",
    "fr": "porte sur toutes les structures, y compris celles ajoutées plus tard",
}


@pytest.fixture
def paul(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.paul)


def march(*codes: str, **changed: object) -> dict[str, object]:
    """The form of a new round with these structures ticked."""
    return {
        "name_en": "March 2011",
        "name_fr": "mars 2011",
        "reference_on": "2011-03-31",
        "last_on": "2099-12-31",
        "instrument": str(Instrument.objects.get(version="2008.1").pk),
        "sides": "both",
        "structures": [str(make.structure(code).pk) for code in codes],
        "offered": str(Structure.objects.filter(programme=make.cod(), is_programme=False, closed="").count()),
    } | changed


def every() -> list[str]:
    """The codes of the structures that can be asked."""
    rows = Structure.objects.filter(programme=make.cod(), is_programme=False, closed="")
    return [*rows.values_list("code", flat=True)]


def ticked(page: pages.Node) -> dict[str, bool]:
    """The structures offered by their numbers, and whether each is ticked."""
    return {each.attrs["value"]: "checked" in each.attrs for each in page.all("input", name="structures")}


def chosen() -> set[str]:
    found = AskedStructure.objects.filter(round__label="march-2011")
    return {*found.values_list("structure__code", flat=True)}


def text(client: Client, address: str, language: str = "en") -> str:
    return pages.read(client.get(address, {"lang": language})).one("main").text()


def test_every_open_structure_is_offered_and_ticked(cast: make.Cast, paul: Client) -> None:
    Structure.objects.filter(pk=make.structure("ZZCLOSED").pk).update(closed="2010")
    found = ticked(pages.read(paul.get("/rounds/")))
    assert found == {str(make.structure(code).pk): True for code in every()}


def test_a_structure_offered_has_its_code_and_its_name_where_that_is_another(
    cast: make.Cast, paul: Client
) -> None:
    listed = pages.read(paul.get("/rounds/", {"lang": "en"})).all("label", class_="d-block")
    said = {each.text() for each in listed}
    assert {"CCRSS", "CMJ – Mixed Justice Commission"} <= said


@pytest.mark.parametrize("is_all", [True, False])
def test_all_ticked_or_none_is_no_choice(cast: make.Cast, paul: Client, is_all: bool) -> None:
    assert paul.post("/rounds/", march(*(every() if is_all else ()))).status_code == 302
    assert make.round_("march-2011").state == "open"
    assert chosen() == set()


def test_all_that_the_page_offered_is_all_where_one_was_added_since(cast: make.Cast, paul: Client) -> None:
    given = march(*every())
    make.structure("ZZLATER")
    assert paul.post("/rounds/", given).status_code == 302
    assert chosen() == set()


def test_fewer_are_a_choice(cast: make.Cast, paul: Client) -> None:
    assert paul.post("/rounds/", march("CMJ", "CCRSS")).status_code == 302
    assert chosen() == {"CMJ", "CCRSS"}


def test_a_form_that_is_shown_again_keeps_what_was_ticked_and_offers_what_is_there(
    cast: make.Cast, paul: Client
) -> None:
    given = march("CMJ", last_on="2011-01-01")
    make.structure("ZZLATER")
    response = paul.post("/rounds/", given)
    assert response.status_code == 400
    page = pages.read(response)
    assert {pk for pk, is_ticked in ticked(page).items() if is_ticked} == {str(make.structure("CMJ").pk)}
    assert page.one("input", name="offered").attrs["value"] == str(len(every()))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_asked_about_is_said_beside_the_list(
    cast: make.Cast, paul: Client, language: str
) -> None:
    elsewhere = make.structure("CNS", programme=make.programme("caf"))
    User.objects.filter(pk=cast.paul.pk).update(language=language)
    response = paul.post("/rounds/", march(structures=[str(elsewhere.pk)]))
    assert response.status_code == 400
    assert pages.read(response).one("details", class_="mb-3").all(class_="invalid-feedback")
    assert not AskedStructure.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["paul", "joseph", "amina", "vera"])
def test_the_page_of_a_round_says_which_structures_it_asks_about_to_everybody(
    cast: make.Cast, client_of: ClientOf, language: str, name: str
) -> None:
    reader = client_of(User.objects.get(email=f"{name}@ssr.example"))
    make.open_round(structures=["CMJ"])
    make.open_round(name="April 2011")
    found = pages.read(reader.get(ROUND, {"lang": language})).one("main")
    assert ALONE[language] in found.text()
    assert [each.one("a").text() for each in found.all("ul", class_="ruled")[-1].all("li")] == ["CMJ"]
    said = text(reader, "/rounds/april-2011/", language)
    assert ALL[language] in said
    assert ALONE[language] not in said


@pytest.mark.parametrize("language", ["en", "fr"])
def test_beginning_about_another_structure_is_refused_with_a_sentence(
    cast: make.Cast, client_of: ClientOf, language: str
) -> None:
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    amina = client_of(User.objects.get(pk=cast.amina.pk))
    make.open_round(structures=["CMJ"])
    said = {"en": "does not ask about CCRSS", "fr": "ne porte pas sur CCRSS"}[language]
    for address in ("/assessments/new/march-2011/ccrss/", "/assessments/new/march-2011/ccrss/coordination/"):
        response = amina.get(address)
        assert response.status_code == 409
        assert said in pages.read(response).one("main").text()
    response = amina.post("/assessments/new/march-2011/ccrss/coordination/", {"C1-verbatim": "Yes"})
    assert response.status_code == 409
    assert amina.get("/assessments/new/march-2011/cmj/").status_code == 200
    assert not Assessment.objects.filter(round__label="march-2011").exists()


def test_lists_of_what_is_to_be_done_name_what_is_asked_alone(cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round(structures=["CMJ"])
    amina = client_of(cast.amina)
    scored = pages.read(amina.get("/assessments/")).one("main").text()
    assert "CMJ" in scored
    assert "CCRSS" not in scored
    begun = [
        each.text()
        for each in pages.read(amina.get("/")).walk()
        if each.attrs.get("data-claim") == "progress-not-begun"
    ]
    assert begun
    assert all("CMJ" in each and "CCRSS" not in each for each in begun)


def test_managers_name_and_close_for_what_is_asked_alone(cast: make.Cast, paul: Client) -> None:
    make.open_round(structures=["CMJ"])
    whole = make.whole().name_en
    for address in (f"{ROUND}assessors/", f"{ROUND}close/", ROUND):
        said = text(paul, address)
        assert "CMJ" in said, address
        assert whole in said, address
        assert "CCRSS" not in said, address


def test_both_sides_read_the_same_choice(cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round(structures=["CMJ"])
    lists = [
        pages.read(client_of(person).get(ROUND, {"lang": "en"})).all("ul", class_="ruled")[-1].text()
        for person in (cast.paul, cast.joseph)
    ]
    assert lists[0] == lists[1]
