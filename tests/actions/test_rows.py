"""A few columns of a row, stored as Django stores them."""

from datetime import date

import pytest
from django.db import DatabaseError

from coordination.actions import rows
from coordination.models import Partner, Round
from tests import make

pytestmark = pytest.mark.django_db


def test_only_these_columns_of_this_row_are_stored_as_they_would_be_read() -> None:
    round_, other = make.open_round(name="Put"), make.open_round(name="Left")
    round_.name_en, round_.name_fr, round_.last_on = (
        "Put by name",
        "Pas ceci",
        date(2031, 5, 6),
    )
    rows.put(round_, "name_en", "last_on")
    stored = Round.objects.get(pk=round_.pk)
    assert (stored.name_en, stored.name_fr, stored.last_on) == ("Put by name", "Put (fr)", round_.last_on)
    assert Round.objects.get(pk=other.pk).name_en == "Left"


def test_a_row_that_is_gone_is_not_passed_over() -> None:
    with pytest.raises(DatabaseError):
        rows.put(Partner(pk=0, name_en="Nobody"), "name_en")
