"""Django's administration obeys the same table: people and programmes for administrators, scores read-only."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from coordination.models import (
    Answer,
    Assessment,
    Instrument,
    JournalEntry,
    Membership,
    Programme,
    Round,
    User,
)
from tests import make

ClientOf = Callable[[User], Client]

EDITABLE = (User, Membership, Programme)
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


@pytest.mark.parametrize("model", [*EDITABLE, *READABLE])
def test_only_administrators_see_it(model: type[Model], cast: make.Cast, client_of: ClientOf) -> None:
    pk = model._default_manager.values_list("pk", flat=True)[0]
    addresses = [address(model), address(model, "change", pk), address(model, "add"), "/admin/"]
    for person in cast:
        browser = client_of(person)
        for each in addresses:
            response = browser.get(each, follow=True)
            if person == cast.alain:
                assert response.status_code == (
                    403 if model in READABLE and each.endswith("/add/") else 200
                ), each
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


# --- people and places


def test_an_administrator_makes_a_person_who_can_sign_in(alain: Client, cast: make.Cast) -> None:
    data = {
        "email": "Awa@SSR.example",
        "name": "Awa Adviser",
        "language": "fr",
        "is_active": "on",
        "new_password": make.PASSWORD,
    }
    assert alain.post(address(User, "add"), data).status_code == 302
    awa = User.objects.get(email="awa@ssr.example")
    assert (awa.name, awa.language, awa.is_active) == ("Awa Adviser", "fr", True)
    assert Client().login(username="awa@ssr.example", password=make.PASSWORD)
    assert (last().verb, last().noun, last().key, last().by) == ("saved", "person", awa.email, cast.alain)
    assert make.PASSWORD not in f"{last().before}{last().after}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "amina@ssr.example"),
        ("email", "AMINA@ssr.example"),
        ("email", "no address"),
        ("email", "a\x00@ssr.example"),
        ("name", ""),
        ("name", "x" * 121),
        ("name", "\x00"),
        ("language", "de"),
        ("new_password", "short"),
        ("new_password", "password1234"),
    ],
)
def test_a_person_who_cannot_be_is_refused_beside_the_field(field: str, value: str, alain: Client) -> None:
    before, entries = rows(User), JournalEntry.objects.count()
    data = {"email": "awa@ssr.example", "name": "Awa", "language": "fr", "new_password": make.PASSWORD}
    response = alain.post(address(User, "add"), data | {field: value})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert (rows(User), JournalEntry.objects.count()) == (before, entries)


def test_a_person_is_changed_and_the_journal_says_from_what_to_what(alain: Client, cast: make.Cast) -> None:
    place = address(User, "change", cast.vera.pk)
    data = form_of(alain.get(place)) | {"name": "Vera Voyante"}
    assert alain.post(place, data).status_code == 302
    vera = User.objects.get(pk=cast.vera.pk)
    assert (vera.name, vera.email) == ("Vera Voyante", "vera@ssr.example")
    assert vera.check_password(make.PASSWORD), "an empty password keeps the present one"
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


def test_a_place_is_given_and_the_journal_says_so(alain: Client, cast: make.Cast) -> None:
    data = {"user": cast.olga.pk, "programme": make.cod().pk, "role": "adviser", "side": "government"}
    assert alain.post(address(Membership, "add"), data).status_code == 302
    assert cast.olga.memberships.get().side == "government"
    assert last().by == cast.alain
    assert last().after is not None
    assert "government" in last().after.values()


@pytest.mark.parametrize(
    ("role", "side"), [("adviser", ""), ("viewer", "partners"), ("administrator", "government"), ("king", "")]
)
def test_a_side_that_does_not_fit_the_role_is_refused(
    role: str, side: str, alain: Client, cast: make.Cast
) -> None:
    data = {"user": cast.olga.pk, "programme": make.cod().pk, "role": role, "side": side}
    response = alain.post(address(Membership, "add"), data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert not cast.olga.memberships.exists()


def test_nobody_changes_the_own_place(alain: Client, cast: make.Cast) -> None:
    own = cast.alain.memberships.get()
    place = address(Membership, "change", own.pk)
    data = {"user": cast.alain.pk, "programme": own.programme_id, "role": "manager", "side": "partners"}
    before = rows(Membership)
    assert alain.post(place, data).status_code == 403
    assert rows(Membership) == before


def test_nobody_gives_the_own_account_another_place(alain: Client, cast: make.Cast) -> None:
    before = rows(Membership)
    caf = {
        "user": cast.alain.pk,
        "programme": make.programme("caf").pk,
        "role": "manager",
        "side": "partners",
    }
    alain.post(address(Membership, "add"), caf)
    theirs = cast.vera.memberships.get()
    taken = {"user": cast.alain.pk, "programme": theirs.programme_id, "role": "manager", "side": "partners"}
    alain.post(address(Membership, "change", theirs.pk), taken)
    assert rows(Membership) == before


# --- what others administer


@pytest.fixture
def stranger(cast: make.Cast, client_of: ClientOf) -> Client:
    """The partners' adviser of the programme of the deck, who administers another one."""
    make.place(cast.amina, "administrator", None, programme=make.programme("caf"))
    return client_of(cast.amina)


@pytest.mark.parametrize("model", [User, Membership, Programme, Round, JournalEntry])
def test_what_others_administer_is_not_there(model: type[Model], stranger: Client, cast: make.Cast) -> None:
    make.answer(make.start(cast.grace, "CMJ", make.open_round()), "C1")
    theirs = {
        User: cast.grace,
        Membership: cast.grace.memberships.get(),
        Programme: make.cod(),
        Round: make.round_("january-2008"),
        JournalEntry: last(),
    }[model]
    assert stranger.get(address(model)).status_code == 200
    assert address(model, "change", theirs.pk) not in stranger.get(address(model)).content.decode()
    assert stranger.get(address(model, "change", theirs.pk)).status_code in (302, 404)


def test_nobody_gives_a_place_in_a_programme_of_others(stranger: Client, cast: make.Cast) -> None:
    data = {"user": cast.olga.pk, "programme": make.cod().pk, "role": "adviser", "side": "government"}
    assert stranger.post(address(Membership, "add"), data).status_code == 200
    assert not cast.olga.memberships.exists()


def test_a_person_with_a_place_elsewhere_too_is_changed_by_nobody_alone(
    stranger: Client, cast: make.Cast
) -> None:
    make.place(cast.grace, "viewer", None, programme=make.programme("caf"))
    place = address(User, "change", cast.grace.pk)
    data = {"name": "Grace", "language": "fr", "is_active": "on", "new_password": "kisangani-2026-aa"}
    assert stranger.post(place, data).status_code in (302, 404)
    assert User.objects.get(pk=cast.grace.pk).check_password("kisangani-2026-aa") is False


def test_a_new_programme_gets_its_first_people(alain: Client, cast: make.Cast) -> None:
    new = Programme.objects.create(code="new", country="CG", name_en="New", name_fr="Nouveau")
    data = {"user": cast.olga.pk, "programme": new.pk, "role": "administrator", "side": ""}
    assert alain.post(address(Membership, "add"), data).status_code == 302
    assert cast.olga.memberships.get().programme == new


# --- programmes


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


@pytest.mark.parametrize("model", EDITABLE)
def test_nothing_is_deleted_here(model: type[Model], alain: Client) -> None:
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
    assert alain.get(place).status_code == 200
    assert alain.post(place, {"state": "draft", "status": "draft", "verb": "x"}).status_code == 403
    assert alain.get(address(model, "add")).status_code == 403
    assert alain.post(address(model, "delete", pk), {"post": "yes"}).status_code == 403
    assert rows(model) == before


def test_answers_do_not_stand_there_at_all(alain: Client) -> None:
    assert Answer not in admin.site._registry
    pk = Assessment.objects.values_list("pk", flat=True)[0]
    assert b"Not yet" not in alain.get(address(Assessment, "change", pk)).content


def test_an_administrator_sees_no_assessment_that_is_not_published(alain: Client, cast: make.Cast) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round())
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


def test_the_administration_speaks_french_too(alain: Client) -> None:
    content = alain.get("/admin/").content.decode()
    assert '<html lang="fr"' in content
    assert "Personnes" in content
