"""A meeting of both sides, from the reveal to an agreed card: one manager at a desk, one with a phone in French."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboards import sheets
from tests.browser.test_accessibility import scrolls_sideways
from tests.browser.visitors import (
    ADVISER,
    GOVERNMENT_ADVISER,
    GOVERNMENT_MANAGER,
    MANAGER,
    Visitors,
)

CODES = [f"C{number}" for number in range(1, 8)] + [f"O{number}" for number in range(1, 8)]


def revealed(visitors: Visitors) -> str:
    """Open a round, let both sides send CMJ, and return the address of its agreement page."""
    label = visitors.client(MANAGER).open_round("Meeting of both sides")
    for person, level in ((ADVISER, "3"), (GOVERNMENT_ADVISER, "4")):
        side = visitors.client(person)
        number = side.start(label, "cmj")
        assert side.save(number, "C1", choice=level).status == 200
        assert side.save(number, "C2", choice="2").status == 200
        assert side.send(number).status == 302
    return f"/rounds/{label}/cmj/agreement/"


def press(page: Page, code: str, button: str) -> None:
    page.locator(f"section#{code}").get_by_role("button", name=button).first.click()
    page.wait_for_load_state()


@pytest.mark.takes_long
def test_two_managers_go_from_the_reveal_to_an_agreed_card(every_visitor: Visitors) -> None:
    address = revealed(every_visitor)
    desk = every_visitor.page_of(MANAGER, "en", 1300)
    phone = every_visitor.page_of(GOVERNMENT_MANAGER, "fr", 360)

    # One comments what was answered, without a name; the other reads it on the phone.
    desk.goto(address)
    desk.locator("section#C1").get_by_role("link", name="Comment on these answers").click()
    desk.locator("[name=text]").fill("Our minutes of March say Mostly.")
    desk.get_by_role("button", name="Comment").click()
    phone.goto(address)
    expect(phone.locator("section#C1")).to_contain_text("Our minutes of March say Mostly.")
    expect(phone.locator("section#C1")).to_contain_text("Partenaires · responsable")
    assert not scrolls_sideways(phone)

    # What both admit is taken over by one press; on the rest they differ.
    for code in CODES:
        desk.goto(f"{address}#{code}")
        press(desk, code, "Propose: Partly" if code == "C2" else "Propose: the sides differ")
        expect(desk.locator(f"section#{code}")).to_contain_text("waits for a manager of the Government")

    # Home leads the other manager there, who confirms one by one, and does not go along with one.
    phone.goto("/")
    phone.get_by_role("link", name="Confirmer les réponses communes").first.click()
    phone.wait_for_load_state()
    for code in CODES:
        press(phone, code, "Confirmer pour votre partie")
        expect(phone.locator(f"section#{code}")).to_contain_text(
            "confirmée par un responsable de chaque partie"
        )
        assert not scrolls_sideways(phone)
    expect(phone.locator(".agreement-progress")).to_contain_text("14 critères réglés sur 14")
    expect(phone.locator(".agreement-progress")).to_contain_text("la fiche est convenue")
    phone.locator("section#C1").get_by_text("Notre partie ne s’y rallie pas").click()
    phone.locator("[name=C1-reason]").fill("Le compte rendu dit « Oui ».")
    press(phone, "C1", "Consigner la réserve")

    # The other side reads the dissent beside the answer; a mail told everybody, with the way there and no answer.
    desk.reload()
    expect(desk.locator("section#C1")).to_contain_text("Dissent of the Government")
    expect(desk.locator("section#C1")).to_contain_text("Le compte rendu dit « Oui ».")
    mails = every_visitor.client(MANAGER)
    for _attempt in range(50):
        told = mails.ask("/mails/").text
        if "Les deux parties se sont accordées" in told and "Both sides have agreed" in told:
            break
        time.sleep(0.1)
    assert "Les deux parties se sont accordées sur chaque critère" in told
    assert address in told

    # With its third column the card is still one sheet.
    for page in (desk, phone):
        page.goto(address.replace("/rounds/", "/structures/cmj/").replace("/cmj/agreement", ""))
        assert page.locator("#side-agreed").count() == 1
        assert sheets(page) == 1


def test_on_paper_the_page_is_the_minutes(every_visitor: Visitors) -> None:
    client = every_visitor.client(MANAGER)
    label = client.open_round("Minutes of both sides")
    for person in (ADVISER, GOVERNMENT_ADVISER):
        side = every_visitor.client(person)
        assert side.send(side.start(label, "cmj")).status == 302
    address = f"/rounds/{label}/cmj/agreement/"
    assert (
        client.ask(f"{address}C1/propose/", {"C1-do": "differs", "C1-basis": "Each counts otherwise."}).status
        == 302
    )
    page = every_visitor.page_of(MANAGER, "en", 1300)
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator("section#C1")).to_contain_text("Each counts otherwise.")
    expect(page.locator("section#C1").get_by_text("The sides differ", exact=True)).to_be_visible()
    for hidden in ("form", ".agreement-list", "button"):
        assert page.locator(f".agreement {hidden}:visible").count() == 0, hidden
