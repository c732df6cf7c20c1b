"""Structures and rounds as they are kept are those that would be read anew, and few are read again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.models import Round, User
from coordination.permissions import standings
from coordination.queries import grounds, rounds, structures
from coordination.queries.grounds import CommonGround
from tests import make

pytestmark = pytest.mark.django_db


def kept(person: User) -> tuple[CommonGround, int]:
    """The ground as it is kept for a person, and by how many queries."""
    person = User.objects.get(pk=person.pk)
    standings(person)  # Asked for once a request, whatever the page.
    with CaptureQueriesContext(connection) as queries:
        found, _told = grounds.get(person, make.cod())
    return found, len(queries) - 1  # The programme is none of its own.


def anew(person: User) -> CommonGround:
    """The same, past what is kept."""
    person = User.objects.get(pk=person.pk)
    return CommonGround(*structures.assessed(make.cod()), rounds.index(person, make.cod()))


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    make.load_demo()
    round_ = make.open_round()
    kept(cast.paul)
    return round_


def test_where_nothing_was_written_one_query_tells_it(cast: make.Cast, round_: Round) -> None:
    before, _ = kept(cast.paul)
    after, queries = kept(cast.paul)
    assert (after is before, queries) == (True, 1)


def test_after_answers_only_their_rounds_are_read_again(cast: make.Cast, round_: Round) -> None:
    before, _ = kept(cast.paul)
    for person in (cast.amina, cast.joseph):
        make.sent(person, "CCRSS", round_)
    after, queries = kept(cast.paul)
    assert after == anew(cast.paul)
    assert queries == 2
    same = {each.label for each in after.rounds if any(each is other for other in before.rounds)}
    assert same == {each.label for each in before.rounds} - {round_.label}


def test_who_is_heard_in_a_round_is_known_at_once(cast: make.Cast, round_: Round) -> None:
    (before,) = (each.voices for each in kept(cast.paul)[0].rounds if each.id == round_.pk)
    for person in (cast.amina, cast.joseph):
        make.sent(person, "CCRSS", round_)
    (after,) = (each.voices for each in kept(cast.paul)[0].rounds if each.id == round_.pk)
    assert (before, after) == ((), ("government", "partners"))


def test_a_structure_that_comes_is_there_at_once(cast: make.Cast, round_: Round) -> None:
    make.structure("New one")
    assert "New one" in [each.code for each in kept(cast.paul)[0].listed]
    assert kept(cast.paul)[0] == anew(cast.paul)


def test_a_correction_changes_neither_who_is_heard_nor_where_answers_come_from(
    cast: make.Cast, round_: Round
) -> None:
    sent, _other = (make.sent(person, "CCRSS", round_) for person in (cast.amina, cast.joseph))
    before, _ = kept(cast.paul)
    make.correct(sent, "C1", "No", by=cast.paul)
    after, queries = kept(cast.paul)
    assert (after is before, queries) == (True, 1)
    assert after == anew(cast.paul)
