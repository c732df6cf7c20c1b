"""Functions, standards and families of equipment on one page."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import Function, Standard, User
from coordination.queries.functions import version
from tests import activities, make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
PAGE = "/functions/"
NEW = {"what": "function", "id": "", "name_en": "Riot control", "sector": "police", "is_planned": "on"}


def test_an_empty_page_says_what_to_add(cast: make.Cast, client_of: ClientOf) -> None:
    main = pages.read(client_of(cast.nadia).get(PAGE)).one("main")
    assert len(main.all(class_="empty")) == 2


def test_a_function_is_added_renamed_and_taken_out_of_the_plan(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    assert browser.post(PAGE, NEW)["Location"] == PAGE
    made = Function.objects.get(origin="entered")
    assert (made.name_fr, made.is_planned) == ("Riot control", True)
    changed = {
        "what": "function",
        "id": made.pk,
        "name_en": "Riot control",
        "name_fr": "Ordre public",
        "sector": "justice",
        "base_version": version(made),
    }
    assert browser.post(PAGE, changed).status_code == 302
    made.refresh_from_db()
    assert (made.name_fr, made.sector, made.is_planned) == ("Ordre public", "justice", False)
    page = pages.read(browser.get(PAGE)).one("main").text()
    assert "Ordre public" in page


def test_a_standard_and_a_family_of_equipment_are_added_and_renamed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    assert browser.post(PAGE, {"what": "standard", "name_fr": "Norme", "kind": "standard"}).status_code == 302
    made = Standard.objects.get(origin="entered")
    renamed = {"what": "standard", "id": made.pk, "name_en": "Norm", "name_fr": "Norme", "kind": "equipment"}
    renamed |= {"base_version": version(made)}
    assert browser.post(PAGE, renamed).status_code == 302
    made.refresh_from_db()
    assert (made.name_en, made.kind) == ("Norm", "standard")


def test_the_page_itself_says_what_a_change_is_based_on(cast: make.Cast, client_of: ClientOf) -> None:
    made = activities.function("Riot control")
    browser = client_of(cast.grace)
    assert f'value="{version(made)}"' in browser.get(PAGE).content.decode()
    stale = NEW | {"id": str(made.pk), "name_en": "Crowd control", "base_version": "what stood there before"}
    before = make.everything()
    response = browser.post(PAGE, stale)
    assert response.status_code == 400
    page = pages.read(response).one("main")
    assert page.one("div", class_="problem-box").text()
    assert 'value="Crowd control"' in response.content.decode()
    assert make.everything() == before
    (again,) = [each for each in page.all("details") if "open" in each.attrs]
    assert browser.post(PAGE, again.form("name_en")).status_code == 302
    made.refresh_from_db()
    assert made.name_en == "Crowd control", "who has read what stands there may send again"


def test_what_uses_each_is_counted(cast: make.Cast, client_of: ClientOf) -> None:
    known = {"trained_to": "Belgian", "since": "2006"}
    activities.add("MONUC", "Police HQ", "Riot control", equipped_with="Shields", **known)
    activities.add("DFID", "Police HQ", "Riot control", **known)
    main = pages.read(client_of(cast.vera).get(PAGE)).one("main")
    for name, count in (
        ("Riot control", "2 activities"),
        ("Belgian", "2 activities"),
        ("Shields", "1 activity"),
    ):
        (said,) = [each.text() for each in main.all("li") if each.text().startswith(name)]
        assert count in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (NEW | {"name_en": "riot CONTROL"}, "is there already"),
        (NEW | {"name_en": " "}, "Write the name"),
        (NEW | {"sector": "sea"}, "valid choice"),
        (NEW | {"name_en": "a\x00b"}, "Null characters"),
        (NEW | {"name_en": "x" * 201}, "200"),
        ({"what": "standard", "kind": "rule", "name_en": "Kept"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_stays_in_view(
    cast: make.Cast, client_of: ClientOf, data: dict[str, str], said: str
) -> None:
    activities.function("Riot control")
    response = client_of(cast.amina).post(PAGE, data)
    assert response.status_code == 400
    main = pages.read(response).one("main")
    assert said in main.text()
    (shown,) = [each for each in main.all("details") if "open" in each.attrs]
    assert shown.one("input", name="name_en").attrs.get("value", "").strip() == data["name_en"].strip()
    assert Function.objects.filter(origin="entered").count() == 1


@pytest.mark.parametrize(
    "data",
    [{}, {"what": "partner"}, NEW | {"id": "x"}, NEW | {"id": "٣"}, NEW | {"id": "9" * 30}]
    + [NEW | {"id": "999999"}, {"what": "standard", "id": "-1"}, NEW | {"id": "1\x00"}],
)
def test_what_there_is_not_is_not_found(cast: make.Cast, client_of: ClientOf, data: dict[str, str]) -> None:
    assert client_of(cast.amina).post(PAGE, data).status_code == 404


def test_another_programmes_function_is_not_there(cast: make.Cast, client_of: ClientOf) -> None:
    made = activities.function("Borders", programme=make.programme("caf"))
    assert client_of(cast.amina).post(PAGE, NEW | {"id": str(made.pk)}).status_code == 404
    assert "Borders" not in client_of(cast.amina).get(PAGE).content.decode()


def test_a_viewer_reads_only(cast: make.Cast, client_of: ClientOf) -> None:
    activities.function("Riot control")
    browser = client_of(cast.vera)
    assert not pages.read(browser.get(PAGE)).one("main").all("form")
    assert browser.post(PAGE, NEW).status_code == 403
