"""An adviser's week on a phone, in French: a call, an activity, a score, a promise, its delivery, the next round."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import scrolls_sideways
from tests.browser.visitors import ADVISER, GOVERNMENT_ADVISER, MANAGER, PageOf, Visitors

ALL_BUT_C6 = ("C1", "C2", "C3", "C4", "C5", "C7")


def to(page: Page, entry: str, tab: str) -> None:
    """Go somewhere through the menu and its tabs."""
    page.locator(".person summary").click()
    page.locator(".person-panel").get_by_role("link", name=entry, exact=True).click()
    page.locator(".tabs").get_by_role("link", name=tab, exact=True).click()
    assert not scrolls_sideways(page)


def scored_by_both(visitors: Visitors, round_name: str, on: str, page: Page, level: str) -> str:
    """Score CMJ in a new round: the adviser criterion C6 by hand, the rest and the other side over HTTP."""
    label = visitors.client(MANAGER).open_round(round_name, on=on)
    adviser, government = visitors.client(ADVISER), visitors.client(GOVERNMENT_ADVISER)
    mine, theirs = adviser.start(label, "cmj"), government.start(label, "cmj")
    for code in ALL_BUT_C6:
        assert adviser.save(mine, code, choice="4").status == 200
    page.goto(f"/assessments/{mine}/coordination/")
    page.locator(f"[name=C6-choice][value='{level}']").check()
    expect(page.locator("[name=C6-version]")).to_have_value("1", timeout=15_000)
    adviser.send(mine)
    government.save(theirs, "C6", choice=level)
    government.send(theirs)
    return label


@pytest.mark.takes_long
def test_a_week_of_an_adviser(page_of: PageOf, visitors: Visitors) -> None:
    page = page_of(ADVISER, "fr", 360)

    # Monday: a call, noted in one line.
    page.goto("/")
    to(page, "Suivi", "Réunions et appels")
    page.locator("[name=subject]").fill("Le secrétariat de la CMJ prépare la réunion")
    page.locator("[name=people]").fill("Le chef du secrétariat")
    page.get_by_role("button", name="Consigner", exact=False).first.click()
    expect(page.locator("main")).to_contain_text("Le secrétariat de la CMJ prépare la réunion")

    # Tuesday: an activity, and the overlap it makes.
    to(page, "Partenaires", "Activités")
    page.get_by_role("link", name="Enregistrer une activité").click()
    page.locator("[name=kind]").select_option("training")
    page.locator("[name=partner]").select_option(label="Fonds régional de développement (inventé)")
    page.locator("[name=recipient]").select_option(label="Académie nationale de formation (inventée)")
    page.locator("[name=function]").select_option(label="Maintien de l’ordre public (plan inventé)")
    page.locator("[name=since]").fill("2026-08-01")
    page.locator("[name=until]").fill("2026-12-31")
    page.get_by_role("button", name="Enregistrer l’activité").click()
    expect(page.locator("main [role=status]").first).to_contain_text("appuis simultanés")
    page.locator("main [role=status] a, main a[href*='/overlaps/?activity=']").first.click()
    expect(page.locator("main")).to_contain_text("Fonds régional de développement (inventé)")
    expect(page.locator("main")).to_contain_text("Agence de coopération du Nord (inventée)")

    # Wednesday: a score; Thursday: the weak answer becomes a commitment.
    label = scored_by_both(visitors, "First week", "2013-01-31", page, "1")
    page.goto(f"/structures/cmj/{label}/")
    page.locator("a[href*='criterion=C6']").first.click()
    expect(page.locator("[name=text_fr]")).not_to_have_value("")
    expect(page.locator("[name=text_en]")).not_to_have_value("")
    page.locator("[name=due_on]").fill(timezone.localdate().isoformat())
    page.locator("main form .btn-primary").click()
    promise = page.url
    assert re.search(r"/commitments/\d+/$", promise)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Établir le tableau")

    # Friday: delivered.
    page.goto(promise)
    page.locator("[name=state][value=kept]").check()
    page.locator("[name=outcome]").fill("Le tableau qui fait quoi est écrit et distribué.")
    page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("Le tableau qui fait quoi est écrit")
    expect(page.locator("main")).to_contain_text("pas encore de nouvelle réponse")

    # The next round: did it improve?
    scored_by_both(visitors, "Week after", "2013-07-31", page, "4")
    page.goto(promise)
    expect(page.locator("main")).to_contain_text("en progrès")
    assert not scrolls_sideways(page)
