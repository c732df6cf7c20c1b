"""Days, months and periods, as the reader writes them."""

from datetime import date

import pytest
from django.utils.translation import override

from coordination.presenters import days


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
        assert days.day(on) == written


@pytest.mark.parametrize(
    ("language", "on", "written"),
    [
        ("en", date(2026, 1, 1), "Jan. 2026"),
        ("fr", date(2026, 1, 1), "janv. 2026"),
        ("fr", date(2026, 2, 1), "févr. 2026"),
        ("fr", date(2026, 5, 1), "mai 2026"),
        ("fr", date(2026, 12, 1), "déc. 2026"),
    ],
)
def test_a_month_is_abbreviated_as_its_language_does(language: str, on: date, written: str) -> None:
    with override(language):
        assert days.month(on) == written


@pytest.mark.parametrize(
    ("language", "since", "until", "written"),
    [
        ("en", "2026-03-01", "", "since 1 March 2026"),
        ("en", "", "2026", "until 2026"),
        ("fr", "2026-03-01", "", "depuis le 1er mars 2026"),
        ("fr", "2026-03", "", "depuis mars 2026"),
        ("fr", "2026", "", "depuis 2026"),
        ("fr", "", "2026-03-31", "jusqu’au 31 mars 2026"),
        ("fr", "", "2026-03", "jusqu’en mars 2026"),
        ("fr", "", "2026", "jusqu’en 2026"),
        ("fr", "2026-03-01", "2026-04", "1er mars 2026 – avril 2026"),
    ],
)
def test_a_period_with_one_end_has_the_article_that_its_date_takes(
    language: str, since: str, until: str, written: str
) -> None:
    with override(language):
        assert days.period(since, until) == written
