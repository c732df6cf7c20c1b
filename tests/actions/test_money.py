"""Lines of money of an activity: kept with it, told, undone, merged, and refused where they do not fit."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from coordination.actions import activities as actions
from coordination.actions import merging as merging_actions
from coordination.actions.money import Money
from coordination.actions.undoing import undo
from coordination.domain.currencies import MOST
from coordination.domain.rules import Rule
from coordination.models import Activity, JournalEntry, MoneyLine, Partner
from coordination.queries import merging
from tests import activities, make, withdrawn

pytestmark = pytest.mark.django_db
PAID = Money(kind="disbursement", amount=Decimal("-12.5"), currency="USD", on="2008-03")


def line(code: str = "DFID", **more: Any) -> Money:
    known: dict[str, Any] = {"kind": "budget", "amount": MOST, "currency": "CDF", "on": "2008"}
    return Money(**known | {"partner": activities.partner(code)} | more)


def lines(row: Activity) -> set[tuple[str, Decimal, str, str, str | None]]:
    return set(row.money.values_list("kind", "amount", "currency", "on", "partner__code"))


KEPT = {
    ("budget", MOST, "CDF", "2008", "DFID"),
    ("disbursement", Decimal("-12.50"), "USD", "2008-03", None),
}


def test_lines_are_kept_to_the_last_hundredth_and_told(cast: make.Cast) -> None:
    row = activities.add("MONUC", "Police HQ", money=(PAID, line()))
    assert lines(row) == KEPT
    after = JournalEntry.objects.order_by("-sequence")[0].after or {}
    assert after["money"] == [
        ["budget", "9999999999999999.99", "CDF", "2008", "DFID"],
        ["disbursement", "-12.50", "USD", "2008-03", ""],
    ]


def test_a_change_of_money_is_undone_whole(cast: make.Cast) -> None:
    row, at = activities.add("MONUC", "Police HQ", money=(PAID, line())), timezone.now()
    fewer = activities.facts("MONUC", "Police HQ", money=(PAID, PAID))
    actions.change(activity=row, facts=fewer, base_version=1, by=cast.paul, at=at)
    assert row.money.count() == 2
    assert len(lines(row)) == 1
    undo(record=Activity.objects.get(pk=row.pk), by=cast.paul, at=at + timedelta(seconds=1))
    assert lines(row) == KEPT


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"amount": MOST + 1}, Rule.VALUE_TOO_BIG),
        ({"currency": "ABC"}, Rule.WRONG_CURRENCY),
        ({"on": "soon"}, Rule.WRONG_PARTIAL_DATE),
    ],
)
def test_a_line_that_does_not_fit_is_refused(cast: make.Cast, wrong: dict[str, Any], rule: Rule) -> None:
    with make.refused(rule):
        activities.add("MONUC", "Police HQ", money=(line(**wrong),))


def elsewhere() -> Partner:
    """Make a partner of another programme."""
    return Partner.objects.create(
        programme=make.programme("caf"), code="E", name_en="e", name_fr="e", kind="bilateral", side="national"
    )


def test_a_line_names_nobody_of_another_programme(cast: make.Cast) -> None:
    other = elsewhere()
    with make.refused(Rule.OTHER_PROGRAMME):
        activities.add("MONUC", "Police HQ", money=(line(partner=other),))
    row = activities.add("MONUC", "Police HQ", money=(PAID,))
    with pytest.raises(DatabaseError, match="another programme"), transaction.atomic():
        MoneyLine.objects.filter(activity=row).update(partner=other)


def test_the_money_of_merged_partners_is_that_of_one(cast: make.Cast) -> None:
    twice, dfid = withdrawn.partner("Department"), activities.partner("DFID")
    row = activities.add("MONUC", "Police HQ", money=(line(), line(partner=twice)))
    plan = merging.plan(cast.paul, twice, dfid)
    assert plan.money == 1
    merging_actions.merge(
        partner=twice, into=dfid, reason="One.", shown=plan.fingerprint, by=cast.paul, at=make.AT
    )
    assert (lines(row), row.money.count()) == ({("budget", MOST, "CDF", "2008", "DFID")}, 2)
    assert Activity.objects.get(pk=row.pk).version == 2


def test_whose_money_it_is_is_not_withdrawn(cast: make.Cast) -> None:
    mission = withdrawn.partner()
    activities.add("MONUC", "Police HQ", money=(line(partner=mission),))
    with make.refused(Rule.IN_THE_WAY):
        withdrawn.withdraw(mission)
