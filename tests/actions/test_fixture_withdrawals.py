"""A file neither restores what is withdrawn nor stands beside it, and what is withdrawn is in no file."""

from dataclasses import replace

import pytest

from coordination.actions import fixtures as actions
from coordination.documents.fixture.document import Fixture
from coordination.domain.rules import Rule
from coordination.models import Partner
from coordination.queries import export, fixtures
from tests import make, withdrawn

pytestmark = pytest.mark.django_db


def exported() -> Fixture:
    return export.export(make.cast().alain, make.cod())


def load(file: Fixture, *, replaces: bool = False) -> None:
    actions.load(fixture=file, replaces=replaces, by=None, at=make.AT)


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_a_file_that_lists_what_is_withdrawn_is_not_loaded(cast: make.Cast, kind: str) -> None:
    row = withdrawn.record(kind)
    file = exported()
    withdrawn.withdraw(row)
    rule = Rule.CONFLICT if kind == "contacts" else Rule.LISTED_WITHDRAWN
    for replaces in (False, True):
        with make.refused(rule):
            load(file, replaces=replaces)
    withdrawn.restore(row)
    assert fixtures.plan(file).created == ()


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_what_is_withdrawn_is_in_no_file_and_the_file_without_it_changes_nothing(
    cast: make.Cast, kind: str
) -> None:
    before = exported()
    withdrawn.withdraw(row := withdrawn.record(kind))
    if kind == "seats":
        withdrawn.withdraw(row.partner)
    assert exported() == before
    plan = fixtures.plan(before)
    assert (plan.created, plan.conflicts) == ((), ())


def test_a_new_partner_of_a_file_is_not_called_as_a_withdrawn_one(cast: make.Cast) -> None:
    row = withdrawn.record("partners")
    file = exported()
    withdrawn.withdraw(row)
    (entry,) = (each for each in file.partners if each.code == row.code)
    others = tuple(each for each in file.partners if each.code != row.code)
    with make.refused(Rule.CONFLICT):
        load(replace(file, partners=(*others, replace(entry, code="ANOTHER"))))
    assert not Partner.everything.filter(code="ANOTHER").exists()


def test_a_file_that_only_names_what_is_withdrawn_is_not_read(cast: make.Cast) -> None:
    row = withdrawn.record("partners")
    withdrawn.withdraw(row)
    assert row.code not in fixtures.known().programmes["cod"].partners
