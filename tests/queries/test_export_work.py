"""What happens between rounds as values of a file: each says the same, in the same order, however it was stored."""

from decimal import Decimal

import pytest

from coordination.actions.money import Money
from coordination.actions.participations import Participant
from coordination.queries import export_work
from tests import activities, make

pytestmark = pytest.mark.django_db


def test_an_activity_has_its_participants_and_money_in_the_order_of_files(cast: make.Cast) -> None:
    last = Money(kind="disbursement", amount=Decimal("7.25"), currency="USD", on="2010")
    first = Money(kind="budget", amount=Decimal(5), currency="CDF", partner=activities.partner("DFID"))
    beside = [Participant(partner=activities.partner(each), role="manages") for each in ("Donors", "DFID")]
    funder = Participant(partner=activities.partner("DFID"), role="funds", share=Decimal(40))
    row = activities.add(money=(last, first), participants=(*beside, funder))
    other = activities.add(name_en="Another one", since="2001")
    found = {each.code: each for each in export_work.activities(make.cod())}
    said = found[row.code]
    assert [(each.role, each.partner, each.share) for each in said.participants] == [
        ("funds", "DFID", Decimal(40)),
        ("manages", "DFID", None),
        ("manages", "Donors", None),
    ]
    assert [(each.kind, each.amount, each.currency, each.on, each.partner) for each in said.money] == [
        ("budget", Decimal(5), "CDF", "", "DFID"),
        ("disbursement", Decimal("7.25"), "USD", "2010", ""),
    ]
    assert (found[other.code].participants, found[other.code].money) == ((), ())
