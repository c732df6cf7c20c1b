"""A day that somebody enters is one that a file could carry."""

from datetime import date

import pytest
from django import forms

from coordination.forms.fields import DayField


@pytest.mark.parametrize(
    "typed", ["0001-01-01", "0999-12-31", "3000-01-01", "9999-12-31", "2008-02-30", "soon"]
)
def test_what_no_file_could_carry_is_no_day(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        DayField().clean(typed)


def test_a_day_is_read_and_nothing_is_nothing() -> None:
    assert DayField().clean("2008-01-31") == date(2008, 1, 31)
    assert DayField(required=False).clean("") is None
