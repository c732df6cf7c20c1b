"""The end of a programme: archived, it is read and never written; an example is removed whole, and nothing else."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import models

from coordination.actions import archive, journal, links, memberships, notices, programmes
from coordination.models import (
    Assessment,
    Commitment,
    Dismissal,
    JournalEntry,
    Membership,
    MovedDate,
    Observation,
    Partner,
    Programme,
    Round,
    Structure,
    User,
)
from coordination.permissions import IN_ARCHIVE, Action, can, programmes_visible_to, standings
from coordination.queries import journal as journal_query
from coordination.queries import links as link_queries
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> make.Cast:
    return make.cast()


def put_away(cast: make.Cast) -> Programme:
    return archive.archive(programme=make.cod(), by=cast.alain, at=make.AT)


def training(cast: make.Cast) -> Programme:
    """A training programme like the DRC's: answered, corrected, weighed, promised; administered by Alain."""
    document = make.document()
    document["programme"] |= {"code": "try", "kind": "training"}
    make.load(document)
    there = make.programme("try")
    for person, role, side in (
        (cast.alain, "administrator", None),
        (cast.amina, "adviser", "partners"),
        (cast.paul, "manager", "partners"),
        (cast.grace, "adviser", "government"),
        (cast.joseph, "manager", "government"),
        (cast.olga, "viewer", None),
    ):
        make.place(person, role, side, programme=there)
    return there


# --- the archive


def test_an_archived_programme_leaves_only_reading_and_looking_after_its_readers(cast: make.Cast) -> None:
    put_away(cast)
    for person in (cast.amina, cast.joseph, cast.vera, cast.alain):
        (standing,) = standings(User.objects.get(pk=person.pk))
        assert standing.is_archived
        assert [each for each in Action if can(standing, each) and each not in IN_ARCHIVE] == []
        assert can(standing, Action.SEE)


def test_an_archived_programme_stands_last_among_those_of_a_person(cast: make.Cast) -> None:
    make.place(cast.amina, "viewer", None, programme=make.programme("caf"))
    before = [each.code for each in programmes_visible_to(User.objects.get(pk=cast.amina.pk))]
    assert before == ["caf", "cod"]
    archive.archive(programme=make.programme("caf"), by=_administrator(make.programme("caf")), at=make.AT)
    assert [each.code for each in programmes_visible_to(User.objects.get(pk=cast.amina.pk))] == ["cod", "caf"]


def _administrator(programme: Programme) -> User:
    user = make.newcomer("ada")
    make.place(user, "administrator", None, programme=programme)
    return user


def test_what_is_written_in_an_archived_programme_is_refused_by_the_journal(cast: make.Cast) -> None:
    cod = put_away(cast)
    for noun in ("structure", "round", "assessment", "commitment", "fixture", "programme"):
        with make.refused("programme_archived"):
            journal.record(by=cast.alain, at=make.AT, verb="saved", noun=noun, key="x", programme=cod)


WRITES: list[Callable[[make.Cast, Round, Assessment], Any]] = [
    lambda cast, round_, draft: make.open_round(name="May 2012"),
    lambda cast, round_, draft: make.close_round(round_),
    lambda cast, round_, draft: make.begin(cast.amina, make.structure("CCRSS"), round_),
    lambda cast, round_, draft: make.answer(draft, "C2", "No"),
    lambda cast, round_, draft: make.send(draft),
    lambda cast, round_, draft: make.discard(draft),
    lambda cast, round_, draft: make.set_aside(draft),
    lambda cast, round_, draft: make.weigh(round_),
    lambda cast, round_, draft: make.promise(),
    lambda cast, round_, draft: make.contact(cast.amina),
    lambda cast, round_, draft: make.structure("NEW"),
    lambda cast, round_, draft: programmes.save(programme=make.cod(), by=cast.alain, at=make.AT),
]


@pytest.mark.parametrize("write", WRITES)
def test_no_action_writes_in_an_archived_programme(
    cast: make.Cast, write: Callable[[make.Cast, Round, Assessment], Any]
) -> None:
    round_ = make.open_round()
    draft = make.begin(cast.amina, make.structure("CMJ"), round_)
    make.answer_all(draft)
    put_away(cast)
    with make.refused("programme_archived"):
        write(cast, round_, draft)


def test_who_may_read_an_archived_programme_is_still_looked_after(cast: make.Cast) -> None:
    cod = put_away(cast)
    place = memberships.give_place(
        user=cast.olga, programme=cod, role="viewer", side=None, by=cast.alain, at=make.AT
    )
    memberships.end_place(place=place, by=cast.alain, at=make.AT)
    assert not Membership.objects.filter(user=cast.olga).exists()


def test_out_of_the_archive_everything_goes_on(cast: make.Cast) -> None:
    round_ = make.open_round()
    cod = put_away(cast)
    archive.take_out(programme=cod, by=cast.alain, at=make.AT)
    make.start(cast.amina, "CMJ", round_)
    verbs = [entry.verb for entry in JournalEntry.objects.filter(noun="programme", programme=cod)]
    assert verbs[-2:] == ["archived", "restored"]
    assert journal_query.faults() == []


def test_twice_into_or_out_of_the_archive_is_once(cast: make.Cast) -> None:
    cod = make.cod()
    archive.take_out(programme=cod, by=cast.alain, at=make.AT)
    put_away(cast)
    before = make.everything()
    put_away(cast)
    assert make.everything() == before


@pytest.mark.parametrize("name", ["amina", "joseph", "vera", "nadia", "olga"])
def test_only_its_administrator_puts_a_programme_away_or_removes_it(cast: make.Cast, name: str) -> None:
    person, cod = getattr(cast, name), make.cod()
    for act in (archive.archive, archive.take_out, partial(archive.remove, typed="cod")):
        with make.refused("not_administered"):
            act(programme=cod, by=person, at=make.AT)


# --- removing an example


def test_an_example_is_removed_whole_and_nothing_else(cast: make.Cast) -> None:
    before = make.everything()
    there = training(cast)
    _live(cast, there)
    archive.remove(programme=there, typed="try", by=cast.alain, at=make.AT)
    after = make.everything()
    for told in ("journalentry", "journalhead"):
        assert len(after.pop(told)) >= len(before.pop(told))
    assert after == before
    assert journal_query.faults() == []


def test_nothing_of_a_removed_programme_is_left_in_any_table(cast: make.Cast) -> None:
    there = training(cast)
    number = there.pk
    archive.remove(programme=there, typed=" try ", by=cast.alain, at=make.AT)
    for model in [*models_with_a_programme()]:
        assert not model._base_manager.filter(programme_id=number).exists(), model
    assert JournalEntry.objects.filter(programme_id=number).exists(), "what was done stays told"


def models_with_a_programme() -> list[type[models.Model]]:
    related = Programme._meta.related_objects
    return [each.related_model for each in related if each.related_model is not JournalEntry]  # type: ignore[misc]


def test_the_journal_says_that_it_was_removed_and_by_whom(cast: make.Cast) -> None:
    there = training(cast)
    number = there.pk
    archive.remove(programme=there, typed="try", by=cast.alain, at=make.AT)
    last = JournalEntry.objects.latest("sequence")
    assert (last.verb, last.noun, last.key, last.by) == ("removed", "programme", "try", cast.alain)
    assert (last.programme, last.before["id"]) == (None, str(number))


def test_the_number_of_a_removed_programme_is_never_given_again(cast: make.Cast) -> None:
    there = training(cast)
    number = there.pk
    archive.remove(programme=there, typed="try", by=cast.alain, at=make.AT)
    assert training(cast).pk > number
    assert journal_query.faults() == []


def test_people_keep_their_accounts_without_any_place(cast: make.Cast) -> None:
    archive.remove(programme=training(cast), typed="try", by=cast.alain, at=make.AT)
    olga = User.objects.get(pk=cast.olga.pk)
    assert olga.is_active
    assert olga.check_password(make.PASSWORD)
    assert not olga.memberships.exists()


def test_a_password_that_others_may_know_stays_so_after_the_removal(cast: make.Cast) -> None:
    there = training(cast)
    user = make.newcomer("lea")
    make.place(user, "viewer", None, programme=there)
    place = Membership.objects.get(user=user, programme=there)
    token = links.print_link(place=place, by=cast.alain, at=make.AT)
    links.choose_password(user=user, token=token, password="a long enough wording 7", at=make.AT)
    archive.remove(programme=there, typed="try", by=cast.alain, at=make.AT)
    user = User.objects.get(pk=user.pk)
    assert not link_queries.is_in_good_hands(user, make.cod(), ["partners"])


@pytest.mark.parametrize("typed", ["", "TRY", "tr", "try again"])
def test_nothing_is_removed_without_its_code(cast: make.Cast, typed: str) -> None:
    there = training(cast)
    with make.refused("programme_not_named"):
        archive.remove(programme=there, typed=typed, by=cast.alain, at=make.AT)


def test_a_real_programme_is_not_removed(cast: make.Cast) -> None:
    real = make.programme("caf")
    make.place(cast.alain, "administrator", None, programme=real)
    with make.refused("programme_real"):
        archive.remove(programme=real, typed="caf", by=cast.alain, at=make.AT)


def _live(cast: make.Cast, there: Programme) -> None:
    """Leave in a programme what its people leave.

    A corrected answer, weights, what was seen, a finding dismissed, a day that moved, a notice, a structure under
    another.
    """
    round_ = make.open_round(programme=there)
    make.weigh(round_)
    make.sent(cast.grace, "CMJ", round_)
    revealed = make.sent(cast.amina, "CMJ", round_)
    make.correct(revealed, "C1", "Mostly", by=cast.paul)
    make.begin(cast.amina, make.structure("CCRSS", programme=there), round_)
    first, second = Structure.objects.filter(programme=there, is_programme=False).order_by("pk")[:2]
    Structure.objects.filter(pk=second.pk).update(parent=first)
    Observation.objects.create(
        programme=there,
        item="R1",
        status="unknown",
        observed_on=make.AT,
        recorded_at=make.AT,
        recorded_by=cast.amina,
    )
    Dismissal.objects.create(
        programme=there,
        kind="gap",
        fingerprint="f" * 64,
        reason="They are one.",
        dismissed_at=make.AT,
        dismissed_by=cast.amina,
    )
    promise = Commitment.objects.create(
        programme=there,
        code="V-1",
        text_en="Draw it up.",
        text_fr="Le dresser.",
        owner=Partner.objects.filter(programme=there)[0],
        made_on=make.AT,
        due_on=make.AT,
        recorded_by=cast.amina,
    )
    MovedDate.objects.create(
        commitment=promise,
        was_due_on=make.AT,
        moved_on=make.AT,
        reason="The chair was away.",
        recorded_by=cast.amina,
    )
    notices.see(programme=there, seen=[], other=True, by=cast.paul, at=make.AT)
