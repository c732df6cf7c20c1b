"""Values in the reader's words."""

from datetime import date

import pytest
from django.utils.translation import override

from coordination.presenters import sentences


@pytest.mark.parametrize(
    ("language", "on", "written"),
    [
        ("en", date(2011, 1, 1), "1 January 2011"),
        ("fr", date(2011, 1, 1), "1er janvier 2011"),
        ("fr", date(2011, 1, 11), "11 janvier 2011"),
        ("fr", date(2011, 3, 31), "31 mars 2011"),
        ("fr", None, ""),
    ],
)
def test_a_day_is_written_as_its_language_does(language: str, on: date | None, written: str) -> None:
    with override(language):
        assert sentences.day(on) == written
