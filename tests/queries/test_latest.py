"""Each structure stands at its own latest round that the reader may see, each side with its own round before."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.models import User
from coordination.queries import latest, rounds, structures
from coordination.queries.latest import Latest
from tests import make

pytestmark = pytest.mark.django_db


def seen_by(person: User) -> Latest:
    return latest.load(person, make.cod(), rounds.index(person, make.cod()))


def label(found: Latest, code: str) -> str | None:
    ids = {each.code: each.id for each in structures.index(make.cod())}
    round_ = found.rounds.get(ids[code])
    return round_.label if round_ else None


def both_send(cast: make.Cast, name: str, on: date, *codes: str) -> None:
    round_ = make.open_round(name=name, reference_on=on)
    for code in codes:
        for person in (cast.amina, cast.grace):
            make.sent(person, code, round_)
    make.close_round(round_)


def test_each_structure_stands_at_its_own_latest_round(cast: make.Cast) -> None:
    both_send(cast, "May 2011", date(2011, 5, 1), "CMJ", "CCRSS")
    both_send(cast, "June 2011", date(2011, 6, 1), "CCRSS")
    found = seen_by(cast.vera)
    assert (label(found, "CMJ"), label(found, "CCRSS")) == ("may-2011", "june-2011")
    assert label(found, "CCRSS Defence") is None


def test_the_round_before_is_the_sides_own(cast: make.Cast) -> None:
    make.answered(cast.amina, "May 2011", date(2011, 5, 1), {"CMJ": ("Yes",) * 7})
    both_send(cast, "June 2011", date(2011, 6, 1), "CMJ")
    found = seen_by(cast.paul)
    cmj = next(each.id for each in structures.index(make.cod()) if each.code == "CMJ")
    assert found.sides(cmj) == ("government", "partners")
    assert found.before[cmj, "partners"].label == "may-2011"
    assert (cmj, "government") not in found.before


def test_a_round_of_one_side_makes_only_that_side_heard(cast: make.Cast) -> None:
    both_send(cast, "May 2011", date(2011, 5, 1), "CMJ")
    make.answered(cast.amina, "June 2011", date(2011, 6, 1), {"CMJ": ("Yes",) * 7})
    found = seen_by(cast.paul)
    cmj = next(each.id for each in structures.index(make.cod()) if each.code == "CMJ")
    assert (label(found, "CMJ"), found.sides(cmj)) == ("june-2011", ("partners",))
    assert found.stack(cmj, "government") is None


def test_of_both_is_the_latest_round_of_both_sides_at_most_one_back(cast: make.Cast) -> None:
    both_send(cast, "May 2011", date(2011, 5, 1), "CMJ", "CCRSS")
    make.answered(cast.amina, "June 2011", date(2011, 6, 1), {"CMJ": ("Yes",) * 7})
    cmj, ccrss, defence = (
        next(each.id for each in structures.index(make.cod()) if each.code == code)
        for code in ("CMJ", "CCRSS", "CCRSS Defence")
    )
    found = [seen_by(cast.paul).of_both(each) for each in (cmj, ccrss, defence)]
    assert [each and each.label for each in found] == ["may-2011", "may-2011", None]
    make.answered(cast.amina, "July 2011", date(2011, 7, 1), {"CMJ": ("Yes",) * 7})
    of_one = seen_by(cast.paul).of_both(cmj)
    assert of_one
    assert of_one.label == "july-2011"


def test_only_the_voices_asked_for_make_a_round_the_latest(cast: make.Cast) -> None:
    both_send(cast, "May 2011", date(2011, 5, 1), "CMJ")
    make.answered(cast.amina, "June 2011", date(2011, 6, 1), {"CMJ": ("Yes",) * 7})
    every_round = rounds.index(cast.paul, make.cod())
    cmj = next(each.id for each in structures.index(make.cod()) if each.code == "CMJ")
    for voice, expected in (("government", "may-2011"), ("partners", "june-2011")):
        found = latest.load(cast.paul, make.cod(), every_round, voices=(voice,))
        assert found.rounds[cmj].label == expected


def test_what_is_sealed_is_no_latest_round_and_what_is_open_is_none_to_who_reads_closed_ones(
    cast: make.Cast,
) -> None:
    both_send(cast, "May 2011", date(2011, 5, 1), "CMJ", "CCRSS")
    round_ = make.open_round(name="June 2011", reference_on=date(2011, 6, 1))
    make.sent(cast.amina, "CMJ", round_)
    for person in (cast.amina, cast.grace):
        make.sent(person, "CCRSS", round_)
    for person in (cast.amina, cast.joseph):
        found = seen_by(person)
        assert (label(found, "CMJ"), label(found, "CCRSS")) == ("may-2011", "june-2011")
    assert label(seen_by(cast.vera), "CCRSS") == "may-2011"


def test_the_number_of_queries_does_not_grow(cast: make.Cast) -> None:
    make.load_demo()
    every_round = rounds.index(cast.paul, make.cod())
    latest.load(cast.paul, make.cod(), every_round)
    person = User.objects.get(pk=cast.paul.pk)
    with CaptureQueriesContext(connection) as asked:
        latest.load(person, make.cod(), every_round)
    # The programme and the person's place, the questionnaires, the assessments, their answers.
    assert len(asked) <= 5
