"""People: one account for each e-mail, a place in a programme, a password that only its hash knows."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from coordination.actions import people
from coordination.models import JournalEntry, Membership, User
from tests import make

pytestmark = pytest.mark.django_db
#: A NUL never reaches the database: the check says so, or PostgreSQL's driver, which cannot even ask with one.
NOT_ACCEPTABLE = (ValidationError, ValueError)


def save(**change: Any) -> User:
    given: dict[str, Any] = {
        "email": "bruno@ssr.example",
        "name": "Bruno",
        "language": "fr",
        "password": make.PASSWORD,
        "by": None,
        "at": make.AT,
    }
    return people.save_person(**given | change)


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


def test_a_new_person_can_sign_in_and_has_no_place() -> None:
    bruno = save()
    assert bruno.check_password(make.PASSWORD)
    assert (bruno.is_active, bruno.language) == (True, "fr")
    assert not bruno.memberships.exists()


@pytest.mark.parametrize("email", ["Bruno@SSR.example", "  bruno@ssr.example "])
def test_an_e_mail_is_one_account_however_it_is_written(email: str) -> None:
    bruno = save()
    assert save(email=email, name="Bruno B.") == bruno
    assert User.objects.get(pk=bruno.pk).name == "Bruno B."


def test_a_person_without_a_password_cannot_sign_in_with_one() -> None:
    assert not save(password=None).has_usable_password()


def test_saving_without_a_password_keeps_the_present_one() -> None:
    save()
    assert save(name="Bruno B.", password=None).check_password(make.PASSWORD)


def test_somebody_who_left_is_kept_and_cannot_sign_in() -> None:
    save()
    assert not save(is_active=False).is_active
    assert last_entry().before["is_active"] is True
    assert last_entry().after["is_active"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"password": "short"},
        {"password": "password1234"},
        {"password": "bruno@ssr.example"},
        {"email": "nobody"},
        {"email": ""},
        {"email": "x\0@ssr.example"},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "x\0y"},
        {"language": "de"},
    ],
    ids=str,
)
def test_what_is_not_acceptable_is_refused_and_nothing_changes(change: dict[str, str]) -> None:
    before = make.everything()
    with pytest.raises(NOT_ACCEPTABLE):
        save(**change)
    assert make.everything() == before


def test_the_journal_tells_who_was_saved_and_no_password() -> None:
    save()
    entry = last_entry()
    assert (entry.verb, entry.noun, entry.key, entry.before) == ("saved", "person", "bruno@ssr.example", None)
    assert entry.after == {"name": "Bruno", "language": "fr", "is_active": True}


@pytest.mark.parametrize(
    ("role", "side"),
    [
        ("adviser", "partners"),
        ("adviser", "government"),
        ("manager", "partners"),
        ("manager", "government"),
        ("viewer", None),
        ("administrator", None),
    ],
)
def test_each_role_has_its_place(role: str, side: str | None) -> None:
    bruno = make.place(save(), role, side)
    place = bruno.memberships.get()
    assert (place.role, place.side, place.programme) == (role, side, make.cod())
    whole = {"user": bruno.pk, "role": role, "side": side, "confirmed": True, "reads_since": None}
    assert (last_entry().verb, last_entry().key) == ("gave place", bruno.email)
    assert (last_entry().before, last_entry().after) == (None, whole)


@pytest.mark.parametrize(
    ("role", "side"),
    [
        ("adviser", None),
        ("manager", None),
        ("adviser", "both"),
        ("viewer", "partners"),
        ("administrator", "government"),
        ("king", None),
    ],
)
def test_a_place_has_a_side_exactly_where_the_role_has_one(role: str, side: str | None) -> None:
    bruno = save()
    before = make.everything()
    with pytest.raises(NOT_ACCEPTABLE):
        make.place(bruno, role, side)
    assert make.everything() == before


def test_a_second_place_in_a_programme_replaces_the_first(cast: make.Cast) -> None:
    make.place(cast.amina, "manager", "partners")
    assert Membership.objects.get(user=cast.amina, programme=make.cod()).role == "manager"
    before = last_entry().before
    assert (before["role"], before["side"], before["confirmed"]) == ("adviser", "partners", True)


def test_a_person_may_have_places_in_two_programmes(cast: make.Cast) -> None:
    make.place(cast.amina, "viewer", None, programme=make.programme("caf"))
    assert cast.amina.memberships.count() == 2


def test_a_chosen_language_is_remembered(cast: make.Cast) -> None:
    people.choose_language(language="fr", by=cast.amina, at=make.AT)
    assert User.objects.get(pk=cast.amina.pk).language == "fr"
    assert (last_entry().before, last_entry().after) == ({"language": "en"}, {"language": "fr"})


def test_a_changed_password_is_told_and_not_shown(cast: make.Cast) -> None:
    people.change_password(password="another-kivu-2011", by=cast.amina, at=make.AT)
    assert User.objects.get(pk=cast.amina.pk).check_password("another-kivu-2011")
    entry = last_entry()
    assert (entry.verb, entry.by, entry.before, entry.after) == ("changed password", cast.amina, None, None)


def test_a_weak_new_password_is_refused(cast: make.Cast) -> None:
    before = make.everything()
    with pytest.raises(NOT_ACCEPTABLE):
        people.change_password(password="short", by=cast.amina, at=make.AT)
    assert make.everything() == before
