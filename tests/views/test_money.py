"""Lines of money on the pages of an activity: its form, its page and its file."""

from decimal import Decimal

import pytest

from coordination.models import Activity
from tests import activities, make, pages
from tests.actions.test_money import PAID, line
from tests.dashboards import rows_of
from tests.views.test_activities import LIST, ClientOf, given

pytestmark = pytest.mark.django_db


def test_lines_are_typed_beside_each_other_and_come_back_as_typed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, dfid = client_of(cast.grace), activities.partner("DFID").pk
    typed = {"money_1": "budget", "amount_1": "1\u202f500,50", "in_1": "usd", "paid_1": "mars 2008"}
    assert browser.post("/activities/add/", given(**typed, by_1=dfid)).status_code == 302
    made = Activity.objects.get(origin="entered")
    found = made.money.values_list("kind", "amount", "currency", "on", "partner__code")
    assert list(found) == [("budget", Decimal("1500.50"), "USD", "2008-03", "DFID")]
    again = pages.read(browser.get(f"{LIST}{made.pk}/edit/")).form("money_0", "base_version")
    assert (again["amount_0"], again["in_0"], again["paid_0"]) == ("1\u202f500,50", "USD", "mars 2008")
    assert browser.post(f"{LIST}{made.pk}/edit/", again | {"amount_0": "-3"}).status_code == 302
    assert made.money.get().amount == Decimal(-3)


def test_lines_that_the_form_has_no_room_for_stay_as_they_are(cast: make.Cast, client_of: ClientOf) -> None:
    many = tuple(line(on=f"{1900 + number}", amount=Decimal(number)) for number in range(62))
    made = activities.add("MONUC", "Police HQ", money=many)
    browser = client_of(cast.amina)
    page = pages.read(browser.get(f"{LIST}{made.pk}/edit/"))
    assert "2 more lines stay as they are" in page.one("main").text()
    again = page.form("money_0", "base_version")
    assert browser.post(f"{LIST}{made.pk}/edit/", again | {"amount_0": "7"}).status_code == 302
    amounts = made.money.order_by("on").values_list("amount", flat=True)
    assert list(amounts) == [Decimal(7), *map(Decimal, range(1, 62))]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount_1": "5", "in_1": "USD"}, "money_1"),
        ({"money_1": "budget", "in_1": "USD"}, "amount_1"),
        ({"money_1": "budget", "amount_1": "five", "in_1": "USD"}, "amount_1"),
        ({"money_1": "budget", "amount_1": "5"}, "in_1"),
        ({"money_1": "budget", "amount_1": "5", "in_1": "ABC"}, "in_1"),
        ({"money_1": "budget", "amount_1": "5", "in_1": "USD", "paid_1": "soon"}, "paid_1"),
    ],
)
def test_what_is_wrong_stands_once_beside_its_field(
    cast: make.Cast, client_of: ClientOf, typed: dict[str, object], field: str
) -> None:
    page = pages.read(client_of(cast.amina).post("/activities/add/", given(**typed))).one("main")
    assert [each.attrs["href"] for each in page.one("div", id="problems").all("a")] == [f"#id_{field}"]
    assert not Activity.objects.filter(origin="entered").exists()


def test_totals_stand_by_kind_and_currency_however_many_pay(cast: make.Cast, client_of: ClientOf) -> None:
    small = Decimal(1000)
    made = activities.add(
        *("MONUC", "Police HQ"),
        money=(PAID, line(amount=small), line("Donors", amount=small), line(amount=small, currency="EUR")),
    )
    page = pages.read(client_of(cast.grace).get(f"{LIST}{made.pk}/")).one("main").text()
    said = page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Total des fonds budget 2 000 CDF budget 1 000 EUR décaissé -12,50 USD" in " ".join(said.split())
    head, *rows = rows_of(client_of(cast.amina).get("/activities/activities.csv?q=monuc").content)
    (row,) = (each for each in rows if made.code in each)
    held = {name: text.replace("\u00a0", " ") for name, text in zip(head, row, strict=True)}
    assert held["Money in all"] == "budget CDF 2,000; budget EUR 1,000; disbursed USD -12.50"
    assert held["Money"].startswith("budget CDF 1,000 · 2008 · DFID; budget CDF 1,000 · 2008 · Donors")
