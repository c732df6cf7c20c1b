"""Advisers asked by name to score structures: of one's own side only, as a request that keeps nobody out."""

import pytest

from coordination.actions import assessors
from coordination.domain.rules import Rule
from coordination.models import Assessor, Membership, Round, User
from coordination.queries import assessors as queries
from coordination.queries import journal
from tests import make

pytestmark = pytest.mark.django_db


def name(
    round_: Round, side: str, *people: User, code: str = "CMJ", base_version: str | None = None
) -> Round:
    return assessors.name(
        round_=round_,
        side=side,
        chosen={make.structure(code).pk: [each.pk for each in people]},
        base_version=queries.version(round_, side) if base_version is None else base_version,
        by=make.manager(side),
        at=make.AT,
    )


def named(round_: Round, side: str, code: str = "CMJ") -> frozenset[int]:
    place = (round_.pk, make.structure(code).pk)
    return queries.named([round_.pk], side).get(place, frozenset())


def test_each_side_names_its_own_and_nobody_of_the_other(cast: make.Cast) -> None:
    round_ = make.open_round()
    name(round_, "partners", cast.amina)
    name(round_, "government", cast.grace)
    assert named(round_, "partners") == {cast.amina.pk}
    assert named(round_, "government") == {cast.grace.pk}
    for stranger in (cast.grace, cast.paul, cast.vera, cast.nadia, cast.olga):
        with make.refused(Rule.NOT_AN_ADVISER):
            name(round_, "partners", stranger)


def test_naming_others_replaces_and_naming_nobody_ends_it(cast: make.Cast) -> None:
    awa = make.place(make.person("awa"), "adviser", "partners")
    round_ = make.open_round()
    name(round_, "partners", cast.amina)
    name(round_, "partners", awa)
    assert named(round_, "partners") == {awa.pk}
    assert journal.faults() == []
    name(round_, "partners")
    assert named(round_, "partners") == frozenset()
    assert journal.faults() == []


def test_the_same_again_changes_nothing(cast: make.Cast) -> None:
    round_ = make.open_round()
    name(round_, "partners", cast.amina)
    before = make.everything()
    name(round_, "partners", cast.amina)
    assert make.everything() == before


def test_a_manager_overwrites_nothing_that_another_named_meanwhile(cast: make.Cast) -> None:
    round_ = make.open_round()
    seen = queries.version(round_, "partners")
    name(round_, "partners", cast.amina)
    with make.refused(Rule.CHANGED_MEANWHILE):
        name(round_, "partners", base_version=seen)


def test_nobody_is_named_in_a_closed_round_or_for_a_side_that_is_not_asked(cast: make.Cast) -> None:
    round_ = make.open_round("partners")
    with make.refused(Rule.SIDE_NOT_ASKED):
        name(round_, "government", cast.grace)
    make.close_round(round_)
    with make.refused(Rule.ROUND_CLOSED):
        name(round_, "partners", cast.amina)


def test_a_structure_of_another_programme_is_refused(cast: make.Cast) -> None:
    round_ = make.open_round()
    with make.refused(Rule.OTHER_PROGRAMME):
        assessors.name(
            round_=round_,
            side="partners",
            chosen={make.structure("CNS", programme=make.programme("caf")).pk: []},
            base_version=queries.version(round_, "partners"),
            by=cast.paul,
            at=make.AT,
        )


@pytest.mark.parametrize("change", [{"role": "manager"}, {"side": "government"}, {"confirmed_at": None}])
def test_who_has_no_such_place_any_more_is_asked_no_more(cast: make.Cast, change: dict[str, object]) -> None:
    round_ = make.open_round()
    name(round_, "partners", cast.amina)
    Membership.objects.filter(user=cast.amina).update(**change)
    assert named(round_, "partners") == frozenset()
    assert Assessor.objects.count() == 1, "should the place come back, so does the request"


def test_others_may_still_score(cast: make.Cast) -> None:
    awa = make.place(make.person("awa"), "adviser", "partners")
    round_ = make.open_round()
    name(round_, "partners", cast.amina)
    assert make.sent(awa, "CMJ", round_).state == "sent"


def test_the_journal_misses_who_was_slipped_in(cast: make.Cast) -> None:
    round_ = make.open_round()
    Assessor.objects.create(round=round_, structure=make.structure("CMJ"), side="partners", user=cast.amina)
    assert len(journal.faults()) == 1
