"""Django's administration obeys the same table: people and programmes for administrators, scores read-only."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from coordination.actions import people
from coordination.models import (
    Answer,
    Assessment,
    Instrument,
    JournalEntry,
    Programme,
    Round,
    User,
)
from tests import make

ClientOf = Callable[[User], Client]

EDITABLE = (User, Programme)
READABLE = (Round, Instrument, Assessment, JournalEntry)


@pytest.fixture
def alain(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.alain)


def address(model: type[Model], action: str = "changelist", pk: object = None) -> str:
    return reverse(f"admin:coordination_{model._meta.model_name}_{action}", args=[] if pk is None else [pk])


def last() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


def form_of(response: Any) -> dict[str, Any]:
    """What the admin's form would post if nothing were touched."""
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def rows(model: type[Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


def test_every_model_of_the_administration_is_known_to_these_tests() -> None:
    ours = {model for model in admin.site._registry if model._meta.app_label == "coordination"}
    assert ours == {*EDITABLE, *READABLE}
    assert ours == set(admin.site._registry), "and nothing else stands there"


# --- methods


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_its_pages_answer_get_head_and_post_only(method: str, alain: Client) -> None:
    for page in ("/admin/", "/admin/login/", "/admin/logout/", address(User), address(User, "add")):
        response = alain.generic(method, page)
        assert response.status_code == 405, page
        assert set(response["Allow"].split(", ")) == {"GET", "HEAD", "POST"}, page


# --- who


@pytest.mark.takes_long
@pytest.mark.knows_no_database
@pytest.mark.parametrize("model", [*EDITABLE, *READABLE])
def test_only_administrators_see_it(model: type[Model], cast: make.Cast, client_of: ClientOf) -> None:
    pk = model._default_manager.values_list("pk", flat=True)[0]
    addresses = [address(model), address(model, "add"), "/admin/"]
    # An entry of the journal has no page.
    addresses += [] if model is JournalEntry else [address(model, "change", pk)]
    for person in cast:
        browser = client_of(person)
        for each in addresses:
            response = browser.get(each, follow=True)
            if person == cast.alain:
                is_closed = model in (*READABLE, User, Programme) and each.endswith("/add/")
                assert response.status_code == (403 if is_closed else 200), each
            else:
                assert response.status_code == 403, (person, each)
            assert browser.post(each, {}, follow=True).status_code in (200, 403)
    signed_out = Client()
    for each in addresses:
        response = signed_out.get(each, follow=True)
        assert response.redirect_chain[-1][0].startswith("/sign-in/"), each


def test_there_is_one_sign_in_page(db: None) -> None:
    response = Client().get("/admin/login/?next=/admin/coordination/user/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/sign-in/")


@pytest.mark.parametrize(
    "path", ["/admin/password_change/", "/admin/jsi18n/", "/admin/autocomplete/", "/admin/r/1/1/"]
)
def test_the_small_doors_are_closed_to_others_too(path: str, cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.amina).get(path, follow=True).status_code in (403, 404)


def test_there_is_one_page_to_change_the_own_password(alain: Client) -> None:
    assert alain.get("/admin/password_change/")["Location"] == "/password/"


# --- people and places


def form_page(browser: Client, where: str, **change: Any) -> dict[str, Any]:
    return form_of(browser.get(where)) | change


@pytest.mark.parametrize("model", EDITABLE)
def test_no_form_asks_for_a_password_and_no_list_of_people_is_offered(
    model: type[Model], alain: Client, cast: make.Cast
) -> None:
    pk = {User: cast.vera.pk, Programme: make.cod().pk}[model]
    for where in (address(model, "change", pk), address(model, "add")):
        response = alain.get(where)
        if response.status_code == 200:
            fields = response.context["adminform"].form.fields
            assert not [name for name in fields if "password" in name or name == "user"]
            assert "Nadia" not in response.content.decode()
            assert "Olga" not in response.content.decode()


def test_a_person_comes_with_a_place_and_not_alone(alain: Client) -> None:
    assert alain.get(address(User, "add")).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "\x00"),
        ("name", "\u200b"),
        ("language", "de"),
    ],
)
def test_a_person_who_cannot_be_is_refused_beside_the_field(
    field: str, value: str, alain: Client, cast: make.Cast
) -> None:
    where = address(User, "change", cast.vera.pk)
    data = form_page(alain, where, **{field: value})
    before, entries = rows(User), JournalEntry.objects.count()
    response = alain.post(where, data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert (rows(User), JournalEntry.objects.count()) == (before, entries)


def test_the_last_administrator_is_not_closed_out(alain: Client, cast: make.Cast) -> None:
    where = address(User, "change", cast.alain.pk)
    data = form_page(alain, where)
    data.pop("is_active")
    before = rows(User)
    response = alain.post(where, data, follow=True)
    assert "administrateur" in " ".join(map(str, response.context["messages"]))
    assert rows(User) == before


def test_a_person_is_changed_and_the_journal_says_from_what_to_what(alain: Client, cast: make.Cast) -> None:
    place = address(User, "change", cast.vera.pk)
    data = form_of(alain.get(place)) | {"name": "Vera Voyante"}
    assert alain.post(place, data).status_code == 302
    vera = User.objects.get(pk=cast.vera.pk)
    assert (vera.name, vera.email) == ("Vera Voyante", "vera@ssr.example")
    assert vera.check_password(make.PASSWORD)
    assert last().before is not None
    assert last().after is not None
    assert (last().before["name"], last().after["name"]) == ("Vera Viewer", "Vera Voyante")


def test_a_person_is_closed_and_never_deleted(alain: Client, cast: make.Cast) -> None:
    place = address(User, "change", cast.vera.pk)
    data = form_of(alain.get(place))
    data.pop("is_active")
    assert alain.post(place, data).status_code == 302
    assert not User.objects.get(pk=cast.vera.pk).is_active
    assert alain.post(address(User, "delete", cast.vera.pk), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=cast.vera.pk).exists()


# --- what others administer


@pytest.fixture
def stranger(cast: make.Cast, client_of: ClientOf) -> Client:
    """The partners' adviser of the programme of the deck, who administers another one."""
    make.place(cast.amina, "administrator", None, programme=make.programme("caf"))
    return client_of(cast.amina)


@pytest.mark.parametrize("model", [User, Programme, Round, JournalEntry])
def test_what_others_administer_is_not_there(model: type[Model], stranger: Client, cast: make.Cast) -> None:
    make.answer(make.start(cast.grace, "CMJ", make.open_round()), "C1")
    theirs = {
        User: cast.grace,
        Programme: make.cod(),
        Round: make.round_("january-2008"),
        JournalEntry: last(),
    }[model]
    assert stranger.get(address(model)).status_code == 200
    assert address(model, "change", theirs.pk) not in stranger.get(address(model)).content.decode()
    assert stranger.get(address(model, "change", theirs.pk)).status_code in (302, 404)


def test_a_person_with_a_place_elsewhere_too_is_changed_by_nobody_alone(
    stranger: Client, cast: make.Cast
) -> None:
    make.place(cast.grace, "viewer", None, programme=make.programme("caf"))
    place = address(User, "change", cast.grace.pk)
    data = {"email": "mine@ssr.example", "name": "Grace", "language": "fr", "is_active": "on"}
    before = rows(User)
    assert stranger.post(place, data).status_code in (302, 404)
    assert rows(User) == before


def test_people_without_a_place_and_programmes_without_people_are_nobodys(
    alain: Client, cast: make.Cast
) -> None:
    new = Programme.objects.create(code="new", country="CG", name_en="New", name_fr="Nouveau")
    assert "olga@" not in alain.get(address(User)).content.decode()
    assert alain.get(address(Programme, "change", new.pk)).status_code in (302, 404)


# --- programmes


def test_none_is_started_here_but_on_its_own_page(alain: Client) -> None:
    before = rows(Programme)
    assert alain.get(address(Programme, "add")).status_code == 403
    assert alain.post(address(Programme, "add"), {"code": "lbr", "country": "LR"}).status_code == 403
    assert rows(Programme) == before


def test_a_programme_is_changed_with_what_was_before_in_the_journal(alain: Client, cast: make.Cast) -> None:
    cod = make.cod()
    place = address(Programme, "change", cod.pk)
    before = cod.name_fr
    assert (
        alain.post(place, form_of(alain.get(place)) | {"name_fr": "Réforme de la sécurité"}).status_code
        == 302
    )
    entry = last()
    assert entry.by == cast.alain
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["name_fr"], entry.after["name_fr"]) == (before, "Réforme de la sécurité")


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "caf"), ("name_fr", "\x00"), ("name_en", ""), ("name_en", "\u200b"), ("name_fr", "\u202eX")],
)
def test_a_programme_that_cannot_be_is_refused(
    field: str, value: str, alain: Client, cast: make.Cast
) -> None:
    make.programme("caf")
    place = address(Programme, "change", make.cod().pk)
    before = rows(Programme)
    response = alain.post(place, form_of(alain.get(place)) | {field: value})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert rows(Programme) == before


@pytest.mark.parametrize("model", [User, Programme])
def test_no_person_and_no_programme_is_deleted_here(model: type[Model], alain: Client) -> None:
    before = rows(model)
    pk = before[0]["id"]
    assert alain.post(address(model, "delete", pk), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    assert alain.post(address(model), data).status_code in (200, 302, 403)
    assert rows(model) == before


# --- scores, journal, instruments


@pytest.mark.parametrize("model", READABLE)
def test_scores_journal_rounds_and_instruments_are_read_only(model: type[Model], alain: Client) -> None:
    before = rows(model)
    pk = model._default_manager.values_list("pk", flat=True)[0]
    place = address(model, "change", pk)
    # The number of an entry tells how many there are before it: it has no page.
    assert alain.get(place).status_code == (404 if model is JournalEntry else 200)
    posted = alain.post(place, {"state": "draft", "status": "draft", "verb": "x"})
    assert posted.status_code == (404 if model is JournalEntry else 403)
    assert alain.get(address(model, "add")).status_code == 403
    assert alain.post(address(model, "delete", pk), {"post": "yes"}).status_code == 403
    assert rows(model) == before


def test_the_journal_names_nobody_of_another_programme(alain: Client, cast: make.Cast) -> None:
    people.choose_language(language="fr", by=cast.nadia, at=make.AT)
    nadia = last()
    people.choose_language(language="fr", by=cast.amina, at=make.AT)
    content = alain.get(address(JournalEntry)).content.decode()
    assert "Amina" in content
    assert "Nadia" not in content
    assert alain.get(address(JournalEntry, "change", nadia.pk)).status_code in (302, 404)


def test_answers_do_not_stand_there_at_all(alain: Client) -> None:
    assert Answer not in admin.site._registry
    pk = Assessment.objects.values_list("pk", flat=True)[0]
    assert b"Not yet" not in alain.get(address(Assessment, "change", pk)).content


def test_an_administrator_sees_no_assessment_that_is_not_published(alain: Client, cast: make.Cast) -> None:
    draft = make.begin(cast.amina, "CMJ", make.open_round())
    assert alain.get(address(Assessment, "change", draft.pk)).status_code in (302, 404)
    assert "march-2011" not in alain.get(address(Assessment)).content.decode()


def test_the_journal_shows_neither_answers_nor_a_hash_from_which_they_could_be_guessed(
    alain: Client, cast: make.Cast
) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round())
    make.answer(draft, "C1", "Broadly", basis="The minister said so.")
    entry = last()
    assert entry.verb == "answered"
    for place in (address(JournalEntry), address(JournalEntry, "change", entry.pk)):
        content = alain.get(place).content.decode()
        assert "Broadly" not in content
        assert "minister" not in content
        assert entry.hash not in content
        assert entry.previous_hash not in content


def test_the_journal_tells_nothing_of_what_is_sealed(alain: Client, cast: make.Cast) -> None:
    """Neither that somebody writes, nor how much: with and without a draft of each side it is the same page."""
    round_ = make.open_round()
    found = []
    for is_written in (False, True):
        with transaction.atomic():
            if is_written:
                make.answer_all(make.start(cast.grace, "CMJ", round_))
                make.sent(cast.amina, "CCRSS", round_)
                make.weigh(round_)
                make.contact(cast.amina, at=make.AT)
            people.choose_language(language="fr", by=cast.joseph, at=make.AT)
            page = alain.get(address(JournalEntry))
            found.append(
                (page.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.text))
            )
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0][0] == 200
    assert "Joseph" in found[0][1]


LOOKUPS: list[tuple[type[Model], str]] = [
    (JournalEntry, "sequence__gt=3"),
    (JournalEntry, "after__C1__verbatim=Yes"),
    (JournalEntry, "after__icontains=verbatim"),
    (JournalEntry, "key__startswith=march"),
    (JournalEntry, "hash__startswith=a"),
    (JournalEntry, "by__password__startswith=argon2"),
    (User, "password__startswith=argon2"),
    (Assessment, "answers__verbatim=Yes"),
    (Round, "assessments__state=draft"),
]


@pytest.mark.parametrize(("model", "query"), LOOKUPS)
def test_an_address_of_the_administration_asks_for_nothing_that_its_pages_do_not_offer(
    model: type[Model], query: str, alain: Client, cast: make.Cast
) -> None:
    make.answer(make.start(cast.amina, "CMJ", make.open_round()), "C1", "Yes")
    assert alain.get(f"{address(model)}?{query}").status_code in (302, 400)
    assert alain.get(address(model)).status_code == 200


def test_the_administration_speaks_french_too(alain: Client) -> None:
    content = alain.get("/admin/").content.decode()
    assert '<html lang="fr"' in content
    assert "Personnes" in content


# --- what is typed here is not lost either


def typed(page: str) -> str:
    """What the form of the page says of a name."""
    return str(re.findall(r'name="name"[^>]*value="([^"]*)"', page)[0])


def stamped(browser: Client, where: str) -> dict[str, str]:
    """A person, as the page's form would send them."""
    page = browser.get(where).content.decode()
    (written_by,) = re.findall(r'name="written_by" value="([^"]*)"', page)
    return {"name": "Inès « Nouvelle »", "language": "fr", "written_by": written_by}


def test_what_was_typed_when_the_session_had_ended_comes_back(alain: Client, cast: make.Cast) -> None:
    where = address(User, "change", cast.vera.pk)
    data = stamped(alain, where)
    alain.logout()
    response = alain.post(where, data)
    assert response.status_code == 401
    sealed = re.findall(r'name="sealed" value="([^"]*)"', response.content.decode())
    assert "Nouvelle" not in response.content.decode()
    signed = {"username": cast.alain.email, "password": make.PASSWORD, "sealed": sealed[0]}
    back = alain.post("/sign-in/", signed)
    page = alain.get(back["Location"].partition("#")[0]).content.decode()
    assert typed(page) == "Inès « Nouvelle »"
    assert User.objects.get(pk=cast.vera.pk).name == "Vera Viewer"


def test_what_was_refused_stands_in_its_form_again(alain: Client, cast: make.Cast) -> None:
    where = address(User, "change", cast.alain.pk)
    before = rows(User)
    response = alain.post(where, stamped(alain, where), follow=True)  # without the mark that he may sign in
    assert typed(response.content.decode()) == "Inès « Nouvelle »"
    assert list(response.context["messages"])
    assert rows(User) == before
