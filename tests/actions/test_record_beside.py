"""Who takes part in activities and their money, from a workbook: added as written, shares looked at together."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from coordination.actions import money as money_lines
from coordination.actions import participations
from coordination.domain.record_files import SHEETS
from coordination.models import Activity, User
from coordination.presenters import record_files as words
from tests import make
from tests import record_files as files
from tests.answer_files import mistakes

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cast: make.Cast, client_of: Callable[[User], Client]) -> Client:
    """Amina's, adviser of the partners."""
    return client_of(cast.amina)


def beside(row: Activity) -> tuple[list[list[str]], list[list[str]]]:
    """Who else takes part in an activity, and its money."""
    return participations.said(row.participations.all()), money_lines.said(row.money.all())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_takes_part_and_money_are_added_to_an_activity_and_shares_change_together(
    browser: Client, language: str
) -> None:
    row = files.with_others()
    new = {"given": "training", "partner": "MONUC", "name_en": "Riot drill", "identifier": "XM-1"}
    of_new = {"activity": "riot drill", "money": "budget", "amount": "1.500,50", "currency": "usd"}

    def exchange(book: Any) -> None:
        page = book.worksheets[[*SHEETS].index("participants")]
        at = files.columns_of("participants", page[1])["share"]
        for line in page.iter_rows(min_row=2, max_row=3):
            line[at - 1].value = {"DFID": 37.5, "FARDC": "62,5 %"}[line[1].value]

    data = files.written(
        files.template(browser, language),
        add={
            "activities": [new],
            "participants": [{"activity": "XM-1", "partner": "DFID", "does": "manages"}],
            "money": [of_new, of_new, {**of_new, "activity": row.code, "payer": "MONUC", "on": "mars 2011"}],
        },
        change=exchange,
    )
    planned = files.check(browser, data)
    assert "Added: 5; changed: 2;" in files.plan(planned)
    assert f"{row.code}, DFID, funds it: Share in per cent, if known: 62.5 → 37.5" in files.plan(planned)
    assert "riot drill, budget, 1,500.50, USD" in files.plan(planned)
    assert files.confirm(browser, planned).status_code == 302
    of_row = ["budget", "1500.50", "USD", "2011-03", "MONUC"]
    twice = ["disbursement", "-1500.50", "USD", "2010-03", ""]
    assert beside(row) == (
        [["funds", "DFID", "37.50"], ["funds", "FARDC", "62.50"]],
        [["budget", "2000000.00", "CDF", "", "DFID"], of_row, twice, twice],
    )
    made = Activity.objects.get(identifier="XM-1")
    line = ["budget", "1500.50", "USD", "", ""]
    assert beside(made) == ([["manages", "DFID", ""]], [line, line])
    assert "Added: 0; changed: 0;" in files.plan(files.check(browser, files.template(browser)))


#: Mistakes beside an activity that is there, each for itself, and in which column it is told.
WRONG_BESIDE: list[tuple[str, files.Cells, str]] = [
    ("participants", {"partner": "Nobody", "does": "funds"}, "partner"),
    ("participants", {"partner": "DFID", "does": "watches"}, "does"),
    ("participants", {"partner": "MONUC", "does": "funds", "share": "101"}, "share"),
    ("participants", {"partner": "MONUC", "does": "implements"}, "partner"),
    ("participants", {"partner": "MONUC", "does": "manages", "share": "60"}, ""),
    ("participants", {"partner": "DFID", "does": "manages", "share": "50"}, "share"),
    ("participants", {"partner": "FARDC", "does": "manages", "share": "1"}, ""),
    ("participants", {"activity": "A-99", "partner": "DFID", "does": "funds"}, "activity"),
    ("money", {"money": "budget", "amount": "much", "currency": "USD"}, "amount"),
    ("money", {"money": "budget", "amount": "1" * 17, "currency": "USD"}, "amount"),
    ("money", {"money": "budget", "amount": "12"}, "currency"),
    ("money", {"money": "budget", "amount": "12", "currency": "QQQ"}, "currency"),
    ("money", {"money": "gift", "amount": "12", "currency": "USD"}, "money"),
    ("money", {"money": "budget", "amount": "12", "currency": "USD", "on": "soon"}, "on"),
    ("money", {"money": "budget", "amount": "12", "currency": "USD", "payer": "Nobody"}, "payer"),
]


def test_each_mistake_beside_an_activity_is_told_once(browser: Client) -> None:
    row = files.with_others()
    add: dict[str, list[files.Cells]] = {}
    expected = []
    first = {"participants": 4, "money": 5}
    for sheet, cells, column in WRONG_BESIDE:
        rows = add.setdefault(sheet, [])
        rows.append({"activity": row.code, **cells})
        if column:
            place = first[sheet] + len(rows) - 1
            expected.append((words.titles()[sheet], place, words.heads()[column]))
    answered = files.check(browser, files.written(files.template(browser), add=add))
    assert sorted(files.told(answered)) == sorted(expected), mistakes(answered)
    assert len(mistakes(answered)) == len(expected)
