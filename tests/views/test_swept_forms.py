"""As ``test_swept``, in forms as people fill them in: what is of another programme, and what a form does not have."""

import pkgutil
from collections.abc import Callable
from importlib import import_module

import pytest
from django import forms as django_forms
from django.test import Client

from coordination import forms
from coordination.models import User
from tests import make
from tests.databases import Lasting
from tests.elsewhere import Elsewhere, elsewhere
from tests.extent import TURN, share_of
from tests.filled import FORMS, Filled
from tests.same import EXTRA, stored
from tests.test_admin import form_of
from tests.views.test_kept import Tab

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture(scope="module")
def other(lasting: Lasting) -> Elsewhere:
    with lasting():
        return elsewhere()


# --- what is chosen in a form

#: Choices of a form that are of no programme: those whose values come from the questionnaire or the language.
CHOSEN_OF_NONE = {"instrument", "status", "sector", "doubt_reason", "range_lo", "range_hi", "t1", "t2", "t3"}
CHOSEN_OF_NONE |= {"lo", "hi", "cite", "set", "role", "country", "time_zone", "sectors", "kinds"}
#: Form → field → what of the other programme is put there.
CHOSEN: dict[str, dict[str, str]] = {
    "a new round": {"structures": "structure"},
    "a seat": {"partner": "partner"},
    "the end of a seat": {"partner": "partner"},
    "an activity": {
        "partner": "partner",
        "recipient": "recipient",
        "function": "function",
        "standard": "standard",
        "equipment": "equipment",
        "structure": "structure",
    },
    "an activity's facts": {"partner": "partner", "recipient": "recipient", "structure": "structure"},
    "a commitment": {"owner": "recipient", "structure": "slug"},
    "a contact": {"structure": "slug", "partners": "partner"},
    "a change of a contact": {"structure": "slug", "partners": "partner"},
    "a structure": {"parent": "structure", "predecessor": "structure"},
    "a structure's facts": {"parent": "structure", "predecessor": "structure"},
    "the names of a function": {"id": "function"},
    "the names of a standard": {"id": "standard"},
}
PUT = [(form, field) for form, fields in CHOSEN.items() for field in fields]


def _chosen() -> set[str]:
    """The fields of all forms whose choices come from stored rows."""
    modules = [
        import_module(f"{forms.__name__}.{each.name}") for each in pkgutil.iter_modules(forms.__path__)
    ]
    classes = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, django_forms.Form)
    }
    return {
        name
        for each in classes
        for name, field in each.base_fields.items()
        if isinstance(field, django_forms.ChoiceField) and not field.choices
    }


def test_every_field_that_chooses_a_row_is_swept_or_of_no_programme() -> None:
    assert _chosen() | {"id"} == {field for _form, field in PUT} | CHOSEN_OF_NONE


@pytest.mark.knows_no_database
@pytest.mark.parametrize(("name", "field"), PUT, ids=str)
def test_what_is_of_another_programme_is_refused_in_a_form(
    name: str, field: str, other: Elsewhere, client_of: ClientOf
) -> None:
    (form,) = [each for each in FORMS if each.name == name]
    # A commitment that was made from an answer asks for no structure any more.
    address = form.page().replace("?structure=cmj&round=january-2008&view=partners&criterion=C6", "")
    tab = Tab(client_of(getattr(make.cast(), form.who)), address, form)
    assert field == "id" or field in tab.fields or field == "partners"
    tab.fields |= {field: str({**other.numbers, **other.parts}[CHOSEN[name][field]])}
    before = make.everything()
    response = tab.send()
    assert response.status_code in (400, 404)
    assert make.everything() == before


# --- fields that a form does not have


@pytest.mark.knows_no_database
@pytest.mark.parametrize("form", share_of(FORMS, TURN, shares=3), ids=str)
def test_nor_does_one_beside_all_that_a_form_has(form: Filled, db: None, client_of: ClientOf) -> None:
    tab = Tab(client_of(getattr(make.cast(), form.who)), form.page(), form)
    plain = stored(tab.send)
    assert plain[0] in (200, 302)
    tab.fields = {**EXTRA, **tab.fields}
    assert stored(tab.send) == plain


@pytest.mark.knows_no_database
@pytest.mark.parametrize("model", ["user", "programme"])
def test_nor_does_one_on_a_page_of_the_administration(
    model: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)
    pk, changed = {
        "user": (cast.vera.pk, {"name": "Vera Renamed"}),
        "programme": (make.cod().pk, {"name_en": "Renamed"}),
    }[model]
    address = f"/admin/coordination/{model}/{pk}/change/"
    fields = form_of(browser.get(address)) | changed
    plain = stored(lambda: browser.post(address, fields))
    assert plain[0] == 302
    assert plain[2] != make.everything()
    assert stored(lambda: browser.post(address, {**EXTRA, **fields})) == plain
