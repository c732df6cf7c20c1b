"""Queries whose SQL is written once: they find what Django's own find, whatever they are asked for."""

from typing import Any

import pytest
from django.db.models import QuerySet

from coordination.models import Criterion, Round
from coordination.models.prepared import Prepared, read
from tests import make

pytestmark = pytest.mark.django_db


def _named(instrument: int, codes: Any, section: str) -> QuerySet[Criterion, Any]:
    rows = Criterion.objects.filter(instrument=instrument, code__in=codes, section=section, position__gte=0)
    return rows.order_by("code").values_list("code", "position")


def test_it_finds_what_the_queryset_finds_whatever_it_is_asked_for() -> None:
    instrument = Criterion.objects.values_list("instrument", flat=True)[0]
    prepared = Prepared(_named)
    for codes in (("C1",), ("C2",), ("C1", "C2", "O1"), ("C3", "none", "C2")):
        for section in ("coordination", "ownership"):
            asked = (instrument, codes, section)
            assert prepared(*asked) == list(_named(*asked))
    assert prepared(instrument, ("C1", "C2"), "coordination") != []
    assert prepared(0, ("C1", "C2"), "coordination") == []


def test_its_sql_is_written_once_for_each_number_of_values() -> None:
    written: list[object] = []

    def rows(code: str, more: Any) -> QuerySet[Criterion, Any]:
        written.append(code)
        return Criterion.objects.filter(section=code, code__in=more).values_list("code")

    prepared = Prepared(rows)
    for section in ("coordination", "ownership"):
        for codes in (("C1",), ("C2",), ("C1", "C2")):
            prepared(section, codes)
    assert len(written) == 2


def test_a_value_that_would_not_stand_in_the_sql_is_a_mistake() -> None:
    def rows(code: str, unused: str) -> QuerySet[Criterion, Any]:
        return Criterion.objects.filter(code=code).values_list("pk")

    with pytest.raises(ValueError, match="Not every value"):
        Prepared(rows)("C1", "C2")


def test_a_row_is_read_by_name_and_the_rest_of_it_when_it_is_asked_for() -> None:
    round_ = make.open_round(name="Read by name")
    found = read(Round, ("label", "id"), (round_.label, round_.pk))
    assert (found.pk, found.label) == (round_.pk, round_.label)
    assert found.get_deferred_fields() >= {"state", "name_en"}
    assert found.name_en == round_.name_en
