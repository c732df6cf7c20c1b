"""Django's administration obeys the same table: people and programmes for administrators, scores read-only."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.core.mail import EmailMessage
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from coordination.actions import people
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


@pytest.mark.knows_no_database
@pytest.mark.parametrize("model", [*EDITABLE, *READABLE])
def test_only_administrators_see_it(model: type[Model], cast: make.Cast, client_of: ClientOf) -> None:
    pk = model._default_manager.values_list("pk", flat=True)[0]
    addresses = [address(model), address(model, "change", pk), address(model, "add"), "/admin/"]
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


def new_place(**change: Any) -> dict[str, Any]:
    """What an administrator types to give Felix, who has no account yet, an adviser's place."""
    given = {"email": "felix@ssr.example", "name": "Felix", "language": "fr", "programme": make.cod().pk}
    return given | {"role": "adviser", "side": "partners"} | change


def felix() -> User:
    return User.objects.get(email="felix@ssr.example")


@pytest.mark.parametrize("model", EDITABLE)
def test_no_form_asks_for_a_password_and_no_list_of_people_is_offered(
    model: type[Model], alain: Client, cast: make.Cast
) -> None:
    place = make.place(make.person("second"), "viewer", None).memberships.get()
    pk = {User: cast.vera.pk, Membership: place.pk, Programme: make.cod().pk}[model]
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
        ("email", "amina@ssr.example"),
        ("email", "no address"),
        ("email", "a\x00@ssr.example"),
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


def test_another_e_mail_throws_out_whoever_used_the_account(alain: Client, cast: make.Cast) -> None:
    where = address(User, "change", cast.amina.pk)
    assert alain.post(where, form_page(alain, where, email="New@ssr.example")).status_code == 302
    amina = User.objects.get(pk=cast.amina.pk)
    assert (amina.email, amina.has_usable_password()) == ("new@ssr.example", False)
    assert amina.memberships.get().confirmed_at is None


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


def test_a_place_is_given_by_e_mail_and_waits(alain: Client, cast: make.Cast) -> None:
    response = alain.post(address(Membership, "add"), new_place(), follow=True)
    place = felix().memberships.get()
    assert (place.role, place.side, place.confirmed_at, place.asked_by) == (
        "adviser",
        "partners",
        None,
        cast.alain,
    )
    assert (felix().name, felix().language, felix().has_usable_password()) == ("Felix", "fr", False)
    assert "responsable" in " ".join(map(str, response.context["messages"])), "and says what comes next"
    assert (last().verb, last().by) == ("gave place", cast.alain)


def said_of(alain: Client, email: str) -> list[str]:
    response = alain.post(address(Membership, "add"), new_place(email=email), follow=True)
    return [str(each).replace(email, "E-MAIL") for each in response.context["messages"]]


@pytest.mark.parametrize("is_mailed", [False, True])
def test_the_answer_does_not_tell_whether_the_e_mail_is_known(
    is_mailed: bool, alain: Client, cast: make.Cast, settings: Any
) -> None:
    settings.MAIL_REACHES_PEOPLE = is_mailed
    said = [said_of(alain, email) for email in ("felix@ssr.example", cast.nadia.email, cast.olga.email)]
    assert said[0] == said[1] == said[2]
    for page in (address(Membership), "/admin/"):
        assert "Elsewhere" not in alain.get(page).content.decode(), "nor her name anywhere"
    nadia = User.objects.get(pk=cast.nadia.pk)
    assert (nadia.name, nadia.language) == ("Nadia Elsewhere", "en")
    assert nadia.memberships.count() == 2


def test_where_mail_is_set_up_the_newcomer_gets_a_link_and_others_word(
    alain: Client, cast: make.Cast, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.MAIL_REACHES_PEOPLE, settings.SITE_ADDRESS = True, "https://ssr.example.cd"
    for email in ("felix@ssr.example", cast.nadia.email):
        alain.post(address(Membership, "add"), new_place(email=email))
    first, second = mailoutbox
    assert (first.to, second.to) == (["felix@ssr.example"], [cast.nadia.email])
    link = next(line for line in str(first.body).splitlines() if "/password/new/" in line)
    assert link.startswith("https://ssr.example.cd/password/new/")
    assert "Bonjour Felix" in str(first.body)
    assert Client().get(link.removeprefix("https://ssr.example.cd")).status_code == 200
    assert "/password/new/" not in str(second.body)


def test_a_mail_that_cannot_be_sent_is_said(
    alain: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_REACHES_PEOPLE = True

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(EmailMessage, "send", fail)
    response = alain.post(address(Membership, "add"), new_place(), follow=True)
    assert "courriel n’a pas pu" in " ".join(map(str, response.context["messages"]))
    assert felix().memberships.exists()


@pytest.mark.parametrize(
    ("managers", "role", "word"),
    [
        ((), "adviser", "Tant qu’un responsable de sa partie"),
        (("paul",), "manager", "l’autre partie"),
        (("paul",), "adviser", "premier responsable"),
        (("paul", "joseph"), "manager", "serveur"),
    ],
)
def test_what_comes_next_depends_on_who_can_confirm(
    managers: tuple[str, ...], role: str, word: str, alain: Client, cast: make.Cast
) -> None:
    for name in managers:
        alain.post(address(Membership, "delete", getattr(cast, name).memberships.get().pk), {"post": "yes"})
    response = alain.post(address(Membership, "add"), new_place(role=role), follow=True)
    assert word in " ".join(map(str, response.context["messages"]))


@pytest.mark.parametrize(
    ("role", "side"), [("adviser", ""), ("viewer", "partners"), ("administrator", "government"), ("king", "")]
)
def test_a_side_that_does_not_fit_the_role_is_refused(
    role: str, side: str, alain: Client, cast: make.Cast
) -> None:
    before = rows(User)
    response = alain.post(address(Membership, "add"), new_place(role=role, side=side))
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert rows(User) == before


def test_a_place_is_changed_and_waits_again(alain: Client, cast: make.Cast) -> None:
    where = address(Membership, "change", cast.amina.memberships.get().pk)
    assert alain.post(where, form_page(alain, where, role="manager")).status_code == 302
    place = cast.amina.memberships.get()
    assert (place.role, place.confirmed_at) == ("manager", None)


def test_a_place_is_ended_after_a_question(alain: Client, cast: make.Cast) -> None:
    where = address(Membership, "delete", cast.amina.memberships.get().pk)
    assert alain.get(where).status_code == 200
    assert alain.post(where, {"post": "yes"}).status_code == 302
    assert not cast.amina.memberships.exists()
    assert (last().verb, last().key) == ("ended", cast.amina.email)


def test_nobody_changes_or_ends_the_own_place(alain: Client, cast: make.Cast) -> None:
    make.place(make.person("second"), "administrator", None)
    own = cast.alain.memberships.get()
    before = rows(Membership)
    change = {"role": "manager", "side": "partners"}
    assert alain.post(address(Membership, "change", own.pk), change).status_code == 403
    assert alain.post(address(Membership, "delete", own.pk), {"post": "yes"}).status_code == 403
    response = alain.post(address(Membership, "add"), new_place(email=cast.alain.email.upper()), follow=True)
    assert "propre place" in " ".join(map(str, response.context["messages"]))
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
    before = rows(Membership)
    assert stranger.post(address(Membership, "add"), new_place()).status_code == 200
    theirs = cast.grace.memberships.get()
    assert stranger.post(address(Membership, "delete", theirs.pk), {"post": "yes"}).status_code in (302, 404)
    assert rows(Membership) == before


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
    before = rows(Membership)
    assert alain.post(address(Membership, "add"), new_place(programme=new.pk)).status_code == 200
    assert rows(Membership) == before


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
    assert alain.get(place).status_code == 200
    assert alain.post(place, {"state": "draft", "status": "draft", "verb": "x"}).status_code == 403
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


def test_the_administration_speaks_french_too(alain: Client) -> None:
    content = alain.get("/admin/").content.decode()
    assert '<html lang="fr"' in content
    assert "Personnes" in content


# --- what is typed here is not lost either

PLACE = {"email": "ines@ssr.example", "name": "Inès « Nouvelle »", "role": "viewer"}


def typed(page: str) -> dict[str, str]:
    """What the form of the page says of a new place."""
    return {name: re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)[0] for name in ("email", "name")}


def stamped(browser: Client, where: str) -> dict[str, str]:
    """A new place, as the page's form would send it."""
    page = browser.get(where).content.decode()
    (written_by,) = re.findall(r'name="written_by" value="([^"]*)"', page)
    return PLACE | {"programme": str(make.cod().pk), "language": "fr", "written_by": written_by}


def test_what_was_typed_when_the_session_had_ended_comes_back(alain: Client, cast: make.Cast) -> None:
    where = address(Membership, "add")
    data = stamped(alain, where)
    alain.logout()
    response = alain.post(where, data)
    assert response.status_code == 401
    sealed = re.findall(r'name="sealed" value="([^"]*)"', response.content.decode())
    assert "Nouvelle" not in response.content.decode()
    signed = {"username": cast.alain.email, "password": make.PASSWORD, "sealed": sealed[0]}
    back = alain.post("/sign-in/", signed)
    page = alain.get(back["Location"].partition("#")[0]).content.decode()
    assert typed(page) == {"email": "ines@ssr.example", "name": "Inès « Nouvelle »"}
    assert not User.objects.filter(email="ines@ssr.example").exists()


def test_what_was_refused_stands_in_its_form_again(alain: Client, cast: make.Cast) -> None:
    where = address(Membership, "add")
    before = rows(Membership)
    response = alain.post(where, stamped(alain, where) | {"email": cast.alain.email}, follow=True)
    page = response.content.decode()
    assert typed(page) == {"email": cast.alain.email, "name": "Inès « Nouvelle »"}
    assert list(response.context["messages"])
    assert rows(Membership) == before
