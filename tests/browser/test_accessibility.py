"""Every page, for a person it is meant for, in both languages, wide and narrow: no fault, no sideways scrolling."""

import re
import secrets
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import FilePayload, Page, expect

from coordination.urls import urlpatterns
from tests import extent, sheets_4w
from tests.api.reading import LISTS
from tests.browser.dashboards import CHANGES, CHARTED, DASHBOARDS, PLANE, TWO_VIEWS, draw_all, open_everything
from tests.browser.dashboards import COMPARE as DECK
from tests.browser.program import Key
from tests.browser.scoring import show, unfold_before_a_choice
from tests.browser.tables import cut_unsaid
from tests.browser.visitors import (
    ADMINISTRATOR,
    ADVISER,
    GOVERNMENT_ADVISER,
    GOVERNMENT_MANAGER,
    MANAGER,
    VIEWER,
    PageOf,
    Visitors,
    faults,
)
from tests.extent import TURN, of_these, share_of

Scheme = Literal["light", "dark"]
LANGUAGES = ("en", "fr")
WIDTHS = (1300, 360)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SECTIONS = ("coordination", "ownership")
WEIGHTS = "25,15,15,10,15,10,10"
#: The kinds of files that a table is taken as.
FILES = ("csv", "xlsx", "json")
#: Addresses that are no page: they answer a file, JSON or a redirect.
NO_PAGES = {
    *("sign-out", "language", "programme", "display", "moved", "trap-detail"),
    *(f"{page}-{kind}" for page in ("compare", "changes", "ownership", "two-views") for kind in FILES),
    *(f"{page}-{kind}" for page in ("person-list", "success", "partner-seats") for kind in FILES),
    *(f"{page}-{kind}" for page in ("partner-functions", "overlap-load", "activity-list") for kind in FILES),
    *(f"{page}-{kind}" for page in ("journal-list", "journal-own") for kind in FILES),
    *("answer-list-csv", "answer-list-xlsx"),
    *("compare-chart", "ownership-chart"),
    *(f"{page}-brief-{kind}" for page in ("compare", "structure") for kind in ("pdf", "word", "slides")),
    *(
        f"{page}-{kind}"
        for page in ("meeting-pack", "paper-form", "round-report")
        for kind in ("pdf", "word")
    ),
    *(f"activity-list-4w-{kind}" for kind in FILES),
    *("fixture-export", "activity-list-iati", "overlap-dismiss", "journal-checkpoint"),
    *("person-confirm", "person-link", "person-invite", "person-change", "person-email", "person-end"),
    *("sign-in-second", "account-codes", "account-remove", "account-sessions", "person-factors"),
    *("person-mail", "notice-seen", "tour-step", "tour-end"),
    *("programme-archive", "programme-remove"),
    *(
        "feed-calendar",
        "token-end",
        *(f"api-{name}" for name in LISTS),
        "api-description",
        "api-evidence",
        "assessment-confirm",
        "assessment-recall",
        "assessment-save",
        "round-take-back",
        "round-ask",
        "health-alive",
        "health-ready",
        "metrics",
        "service-worker",
    ),
    *("assessment-begin-save", "assessment-restore"),
    *(f"assessment-template-{kind}" for kind in ("csv", "xlsx")),
    *(f"record-template-{kind}" for kind in ("csv", "xlsx")),
    *("agreement-propose", "joint-answer-confirm", "joint-answer-withdraw", "joint-answer-dissent"),
    *("publication-back", "publication-json"),
    *("record-restore", "record-undo", "evidence-file", "evidence-remove"),
}
#: Route name: who looks, and at which addresses. ``{draft}``, ``{sent}``, ``{revealed}`` are assessments' numbers.
PAGES = {
    "sign-in": (None, ["/sign-in/", "/sign-in/?next=/compare/"]),
    "password": (ADVISER, ["/password/"]),
    "password-new": (None, ["{link}", "/password/new/MQ/no-such-link/"]),
    "password-forgotten": (None, ["/password/forgotten/"]),
    "account": (ADVISER, ["/account/"]),
    "account-again": (ADVISER, ["/account/again/"]),
    "account-app": (ADVISER, ["/account/app/"]),
    "account-passkey": (ADVISER, ["/account/passkey/"]),
    "person-list": (MANAGER, ["/people/"]),
    "person-detail": (ADMINISTRATOR, ["/people/{person}/"]),
    "mail-list": (MANAGER, ["/mails/"]),
    "programme-settings": (ADMINISTRATOR, ["/programme/settings/"]),
    "programme-archived": (ADVISER, ["/programme/archived/"]),
    "home": (ADVISER, ["/", "/?tour=1"]),
    "kept-list": (ADVISER, ["/kept/"]),
    "waiting-list": (ADVISER, ["/waiting/", "/waiting/?leaving"]),
    "offline": (None, ["/offline/"]),
    "search": (ADVISER, ["/search/", "/search/?q=a", "/search/?q=nothing"]),
    "compare": (
        MANAGER,
        [
            DECK,
            "/compare/?round=january-2010&view=government&section=ownership",
            "/compare/?round=january-2010&view=both&sort=-score",
            f"/compare/?weights=entered&w={WEIGHTS}&why=Tried&set=cmj&set=gtse-cpse",
            "/compare/?sector=police",
        ],
    ),
    "changes": (MANAGER, [CHANGES, "/changes/?view=government&section=ownership&criterion=O1", "/changes/?set=cmj"]),
    "ownership": (MANAGER, [PLANE, "/ownership/?round=january-2008&view=analyst", "/ownership/?sector=police"]),
    "answer-list": (VIEWER, ["/answers/", "/answers/?round={label}&structure=cmj"]),
    "side-by-side": (MANAGER, ["/side-by-side/?set=cmj&set=ccrss", "/side-by-side/?structure=cmj"]),
    "two-views": (MANAGER, [TWO_VIEWS, "/two-views/?section=ownership", "/two-views/?sector=police"]),
    "success": (MANAGER, ["/success/", "/success/?round=january-2009", "/success/?round=january-2011"]),
    "start": (ADMINISTRATOR, ["/start/"]),
    "start-structures": (ADMINISTRATOR, ["/start/structures/"]),
    "start-people": (ADMINISTRATOR, ["/start/people/"]),
    "structure-list": (VIEWER, ["/structures/", "/structures/?q=nothing"]),
    "structure-detail": (MANAGER, ["/structures/gtse-cpse/", "/structures/ccrss/"]),
    "structure-history": (MANAGER, ["/structures/cmj/history/"]),
    "structure-commitments": (MANAGER, ["/structures/cmj/commitments/", "/structures/fardc-equipment/commitments/"]),
    "structure-risks": (ADVISER, ["/structures/ccrss/risks/", "/structures/fardc-equipment/risks/"]),
    "structure-meetings": (ADVISER, ["/structures/cmj/meetings/"]),
    "structure-seats": (ADVISER, ["/structures/cmj/seats/", "/structures/cmj/seats/?round=january-2008"]),
    "structure-source": (ADVISER, ["/structures/cmj/source/"]),
    "structure-brief": (MANAGER, ["/briefs/cmj/"]),
    "meeting-pack": (MANAGER, ["/meeting-packs/cmj/", "/meeting-packs/ccrss/?round=january-2010"]),
    "paper-form": (ADVISER, ["/paper-forms/{label}/ccrss-defence/"]),
    "paper-answers": (ADVISER, ["/paper-forms/{label}/ccrss-defence/answers/"]),
    "round-report": (MANAGER, ["/rounds/january-2010/report/"]),
    "compare-brief": (MANAGER, ["/compare/brief/?view=both"]),
    "structure-card": (
        MANAGER,
        ["/structures/cmj/january-2008/", "/structures/cmj/january-2010/", "/structures/cmj/{label}/"],
    ),
    "structure-add": (ADVISER, ["/facts/add/"]),
    "structure-edit": (ADVISER, ["/facts/of/ccrss-defence/"]),
    "risk-list": (ADVISER, ["/risks/", "/risks/?q=nothing"]),
    "risk-observe": (
        ADVISER,
        ["/risks/observe/?item=R1", "/risks/observe/?item=U1&structure=ccrss"],
    ),
    "seat-add": (ADVISER, ["/seats/of/cmj/"]),
    "seat-edit": (ADVISER, ["/seats/{seat}/"]),
    "partner-list": (VIEWER, ["/partners/", "/partners/?q=nothing"]),
    "partner-add": (ADVISER, ["/partners/add/"]),
    "partner-detail": (ADVISER, ["/partners/{partner}/"]),
    "partner-edit": (ADVISER, ["/partners/{partner}/edit/"]),
    "partner-merge": (ADVISER, ["/partners/{partner}/merge/"]),
    "partner-seats": (VIEWER, ["/partners/seats/", "/partners/seats/?on=2008-01-01&q=nothing"]),
    "partner-functions": (VIEWER, ["/partners/functions/", "/partners/functions/?side=international"]),
    "assessment-list": (ADVISER, ["/assessments/"]),
    "record-file": (ADVISER, ["/records/file/"]),
    "assessment-file": (ADVISER, ["/assessments/file/"]),
    "assessment-detail": (ADVISER, ["/assessments/{draft}/", "/assessments/{sent}/", "/assessments/{revealed}/"]),
    "assessment-submit": (ADVISER, ["/assessments/{draft}/send/", "/assessments/{sent}/send/"]),
    "assessment-score": (
        ADVISER,
        [*(f"/assessments/{{draft}}/{section}/" for section in SECTIONS), "/assessments/{whole}/success/"],
    ),
    "assessment-revise": (ADVISER, ["/assessments/{revealed}/revise/C1/"]),
    "correction-dissent": (GOVERNMENT_MANAGER, ["/corrections/{correction}/dissent/"]),
    "publication-publish": (
        MANAGER,
        ["/publish/{one_sided}/ccrss/", "/publish/{label}/cmj/", "/publish/january-2010/cmj/"],
    ),
    "publication-detail": (VIEWER, ["/published/{hash}/"]),
    "assessment-correct": (MANAGER, ["/assessments/{revealed}/correct/C1/"]),
    "assessment-begin": (ADVISER, ["/assessments/new/{label}/ccrss-defence/"]),
    "assessment-begin-section": (ADVISER, ["/assessments/new/{label}/ccrss-defence/ownership/"]),
    "assessment-discard": (ADVISER, ["/assessments/{draft}/discard/"]),
    "assessment-set-aside": (MANAGER, ["/assessments/{draft}/set-aside/"]),
    "agreement-detail": (MANAGER, ["/rounds/{label}/cmj/agreement/"]),
    "evidence-add": (ADVISER, ["/evidence/{label}/gtse-cpse/C1/", "/evidence/{label}/gtse-cpse/C7/"]),
    "contact-evidence": (ADVISER, ["/evidence/contact/{contact}/"]),
    "risk-evidence": (ADVISER, ["/evidence/observation/{seen}/"]),
    "comment-add": (ADVISER, ["/rounds/{label}/cmj/comments/C1/"]),
    "comment-withdraw": (ADVISER, ["/comments/{comment}/withdraw/"]),
    "overlap-list": (ADVISER, ["/overlaps/", "/overlaps/?kind=gap&on=2010-06-30"]),
    "activity-list": (ADVISER, ["/activities/", "/activities/?q=nothing", "/activities/?verdict=undecided"]),
    "activity-add": (ADVISER, ["/activities/add/"]),
    "activity-detail": (ADVISER, ["/activities/{activity}/"]),
    "activity-edit": (ADVISER, ["/activities/{activity}/edit/"]),
    "function-list": (ADVISER, ["/functions/"]),
    "commitment-list": (ADVISER, ["/commitments/", "/commitments/?q=nothing"]),
    "commitment-add": (
        ADVISER,
        ["/commitments/add/?structure=cmj&round=january-2008&view=partners&criterion=C6"],
    ),
    "commitment-detail": (ADVISER, ["/commitments/{promise}/"]),
    "commitment-move": (ADVISER, ["/commitments/{promise}/move/"]),
    "commitment-edit": (ADVISER, ["/commitments/{promise}/edit/"]),
    "withdrawn-list": (ADVISER, ["/withdrawn/partners/", "/withdrawn/seats/"]),
    "record-withdraw": (
        MANAGER,
        ["/withdrawn/commitments/{promise}/add/", "/withdrawn/partners/{partner}/add/"],
    ),
    "contact-list": (ADVISER, ["/contacts/", "/contacts/?q=nothing"]),
    "contact-add": (ADVISER, ["/contacts/add/", "/contacts/add/?structure=cmj&kind=session&state=planned"]),
    "contact-detail": (ADVISER, ["/contacts/{contact}/"]),
    "habit-list": (ADVISER, ["/habits/", "/habits/?week=2010-01-04"]),
    "feed-page": (ADVISER, ["/calendar/"]),
    "token-list": (ADVISER, ["/tokens/"]),
    "journal-list": (VIEWER, ["/journal/", "/journal/?kind=round", "/journal/?since=2001-01-01&until=2001-01-02"]),
    "journal-own": (MANAGER, ["/journal/own/"]),
    "journal-proof": (MANAGER, ["/journal/proof/"]),
    "round-list": (MANAGER, ["/rounds/"]),
    "round-detail": (MANAGER, ["/rounds/{label}/"]),
    "round-close": (MANAGER, ["/rounds/{label}/close/"]),
    "round-reopen": (MANAGER, ["/rounds/january-2008/reopen/"]),
    "round-assessors": (MANAGER, ["/rounds/{label}/assessors/"]),
    "round-last-day": (MANAGER, ["/rounds/{label}/last-day/"]),
    "round-weights": (MANAGER, ["/rounds/{label}/weights/"]),
    "fixture-load": (ADMINISTRATOR, ["/load/"]),
    "fixture-iati": (ADMINISTRATOR, ["/load/iati/"]),
    "fixture-4w": (ADMINISTRATOR, ["/load/4w/"]),
    "method": (VIEWER, ["/method/"]),
}  # fmt: skip
#: What else a person may meet.
OTHERS = [
    (ADVISER, "/nowhere/"),
    (VIEWER, "/load/"),
    (MANAGER, "/compare/?view=martians"),
    (MANAGER, "/compare/?weights=entered&w=1,2&why=Tried"),
    (VIEWER, DECK),
    (GOVERNMENT_MANAGER, TWO_VIEWS),
    (MANAGER, "/"),
    (GOVERNMENT_MANAGER, "/"),
    (ADMINISTRATOR, "/"),
    (ADMINISTRATOR, "/people/"),
    (MANAGER, "/assessments/"),
    (ADVISER, "/rounds/"),
]
#: Each page in each of its states, and what else a person may meet.
CASES = [(person, path) for person, paths in PAGES.values() for path in paths] + OTHERS


def looks(turn: int) -> list[tuple[Key | None, str, str, list[int], list[Scheme]]]:
    """An eighth of the cases, each in one language, width and scheme; in 64 turns each with each.

    Where all is proved, every case in both of each.
    """
    return [
        (person, path, language, of_these(WIDTHS, look // 2), of_these(SCHEMES, look // 4))
        for number, (person, path) in share_of([*enumerate(CASES)], turn, shares=8)
        for look in (turn // 8 + number // 8,)
        for language in of_these(LANGUAGES, look)
    ]


LOOKS = looks(TURN)


@pytest.fixture(scope="module")
def numbers(every_visitor: Visitors) -> dict[str, str]:
    """Assessments of one's own in each state, in a round of their own."""
    # One process may come back to this file after another's: each time a round of its own.
    label = every_visitor.client(MANAGER).open_round(f"Accessible round {secrets.token_hex(4)}")
    adviser = every_visitor.client(ADVISER)
    draft, sent = (adviser.start(label, slug) for slug in ("gtse-cpse", "ccrss"))
    answers: dict[str, dict[str, str]] = {
        "C1": {"choice": "4"},
        "C2": {"choice": "3", "word": "Broadly", "basis": "Minutes.", "source-0-title": "Minutes of March"},
        "C3": {"choice": "2", "doubtful": "on"},
        "C4": {"choice": "unknown"},
        "C5": {"choice": "not_applicable", "na_reason": "No partner works there."},
        "C6": {"range_lo": "1", "range_hi": "3"},
    }
    for code, fields in answers.items():
        fields = {**fields, **({"source-0-kind": "document"} if "source-0-title" in fields else {})}
        assert adviser.save(draft, code, **fields).status == 200
    assert adviser.save(sent, "C1", choice="1").status == 200
    adviser.send(sent)
    revealed = adviser.start(label, "cmj")
    adviser.save(revealed, "C1", choice="3")
    adviser.send(revealed)
    government = every_visitor.client(GOVERNMENT_ADVISER)
    theirs = government.start(label, "cmj")
    government.save(theirs, "C1", choice="2")
    government.send(theirs)
    government.ask(f"/rounds/{label}/cmj/agreement/C1/propose/", {"C1-do": "own", "C1-lo": "3"})
    adviser.ask(f"/rounds/{label}/cmj/comments/C1/", {"text": "The minutes show it."})
    manager = every_visitor.client(MANAGER)
    reason = {"evidence": "Minutes found since.", "reason": "They say otherwise."}
    manager.ask(f"/assessments/{revealed}/correct/C1/", {"C1-choice": "1", "C1-version": "1", **reason})
    one_sided = manager.open_round("One side", "partners", on="2012-01-30")
    for structure in ("cmj", "ccrss"):
        alone = adviser.start(one_sided, structure)
        adviser.save(alone, "C1", choice="3", basis="Minutes.")
        adviser.send(alone)
    seen = re.findall(r'name="seen" value="(\w+)"', manager.ask(f"/publish/{one_sided}/cmj/").text)
    manager.ask(f"/publish/{one_sided}/cmj/", {"seen": seen[0]})
    assert manager.ask(f"/published/{seen[0]}/").status == 200
    promise = adviser.promise("Draw up the table of who does what.")
    activity = adviser.support("Riot training", t1="yes", t2="no", value="1 500", currency="CDF")
    administrator = every_visitor.client(ADMINISTRATOR)
    administrator.invite("Wanda", "adviser", "partners")
    administrator.invite("Zenobia", "viewer")
    mails = administrator.ask("/mails/").text
    return {
        "link": re.findall(r'href="http://[^/]+(/password/new/[^"]+)"', mails)[0],
        "person": str(administrator.first("/people/?q=wanda", "/people/")),
        "promise": str(promise),
        "comment": str(adviser.first(f"/structures/cmj/{label}/", "/comments/")),
        "partner": str(adviser.first("/partners/?q=monuc", "/partners/")),
        "seat": str(adviser.first("/structures/ccrss/seats/", "/seats/")),
        "contact": str(adviser.contact("Call the ministry")),
        "seen": str(adviser.observe("R2", "Four missions in one week.")),
        "activity": str(activity),
        "draft": str(draft),
        "whole": str(adviser.start(label, "_programme")),
        "sent": str(sent),
        "revealed": str(revealed),
        "label": label,
        "one_sided": one_sided,
        "hash": seen[0],
        "correction": str(
            every_visitor.client(GOVERNMENT_MANAGER).first(f"/structures/cmj/{label}/", "/corrections/")
        ),
    }


def test_every_page_is_looked_at() -> None:
    names = {str(pattern.name) for pattern in urlpatterns}
    assert names == NO_PAGES | set(PAGES)


def test_in_turn_each_case_is_looked_at_in_every_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def ways(*turns: int) -> set[tuple[object, ...]]:
        return {
            (person, path, language, width, scheme)
            for turn in turns
            for person, path, language, widths, schemes in looks(turn)
            for width, scheme in product(widths, schemes)
        }

    everything = {(*case, *way) for case in CASES for way in product(LANGUAGES, WIDTHS, SCHEMES)}
    monkeypatch.setattr(extent, "PROVES", False)
    assert ways(*range(64)) == everything
    monkeypatch.setattr(extent, "PROVES", True)
    assert ways(0) == everything


def scrolls_sideways(page: Page) -> str:
    """Say what makes the page wider than the window; nothing where it fits."""
    # Between two pages there is no document to measure.
    page.wait_for_load_state()
    said = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return "";
          const wide = [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > width + 1 && !each.closest(".scroll"))
            .map((each) => each.outerHTML.slice(0, 120));
          return `${document.documentElement.scrollWidth} > ${width}: ${wide.slice(-3).join(" | ")}`;
        }"""
    )
    return str(said)


@pytest.mark.parametrize(("person", "path", "language", "widths", "schemes"), LOOKS)
def test_page_has_no_fault(
    person: Key | None,
    path: str,
    language: str,
    widths: list[int],
    schemes: list[Scheme],
    visitors: Visitors,
    numbers: dict[str, str],
) -> None:
    page = visitors.page_again(person, language)
    page.goto(path.format(**numbers))
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.title()
    open_everything(page)
    draw_all(page)
    found = {}
    for width, scheme in product(widths, schemes):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found[width, scheme] = faults(page)
    assert not any(found.values()), found
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page), width
        assert not cut_unsaid(page), width


@pytest.mark.parametrize("language", share_of(LANGUAGES, TURN, shares=2))
def test_section_in_trouble_has_no_fault(language: str, page_of: PageOf, numbers: dict[str, str]) -> None:
    page = page_of(ADVISER, language, 360, script=True)
    page.goto(f"/assessments/{numbers['draft']}/ownership/")
    unfold_before_a_choice(page, "O1", "words")
    page.locator("#O1 .word input").fill("kind of blue")
    show(page, "O7")
    page.locator("form[data-score] .btn-primary").click()
    expect(page.locator(".problem-box")).to_be_focused()
    expect(page.locator("[name=O1-word]")).to_have_value("kind of blue")
    assert not faults(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("language", share_of(LANGUAGES, TURN + 1, shares=2))
def test_problems_of_a_file_have_no_fault(language: str, page_of: PageOf) -> None:
    page = page_of(ADMINISTRATOR, language, 360)
    page.goto("/load/")
    page.set_input_files(
        "[type=file]", {"name": "bad.json", "mimeType": "application/json", "buffer": b'{"format": "none"}'}
    )
    page.locator("main form[enctype] .btn").click()
    expect(page.locator(".problem-box")).to_be_visible()
    assert not faults(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("language", share_of(LANGUAGES, TURN, shares=2))
def test_plan_of_an_iati_file_has_no_fault(language: str, page_of: PageOf) -> None:
    page = page_of(ADMINISTRATOR, language, 360)
    page.goto("/load/iati/")
    page.set_input_files("[type=file]", Path(__file__).parents[1] / "files" / "lake-fund.xml")
    page.locator("main form[enctype] .btn").click()
    expect(page.locator("[name=confirm]")).to_be_visible()
    assert not faults(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("language", share_of(LANGUAGES, TURN, shares=2))
def test_plan_of_a_4w_sheet_has_no_fault(language: str, page_of: PageOf) -> None:
    page = page_of(ADMINISTRATOR, language, 360)
    page.goto("/load/4w/")
    sheet = FilePayload(name="3w.xlsx", mimeType="", buffer=sheets_4w.book(sheets_4w.PROJECTS))
    page.set_input_files("[type=file]", sheet)
    page.locator("main form[enctype] .btn").click()
    expect(page.locator("[name=confirm]")).to_be_visible()
    page.locator("main details summary").first.click()
    assert not faults(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("width", share_of([320, 360, 768, 1300], TURN, shares=4))
def test_targets_are_large_enough(width: int, page_of: PageOf, numbers: dict[str, str]) -> None:
    page = page_of(ADVISER, "fr", width)
    page.goto(f"/assessments/{numbers['draft']}/coordination/")
    radios = []
    for number in range(1, 8):
        show(page, f"C{number}")
        found = page.locator(f"#C{number} [type=radio]").all()
        for each in found:
            box = each.bounding_box()
            assert box, f"C{number} is on the screen"
            radios.append(box)
    assert len(radios) == 7 * 7
    assert min(box["height"] for box in radios) >= 44
    assert min(box["width"] for box in radios) >= 44
    links = ".entries a:visible, .tabs a:visible"
    others = f"button:visible, {links}, summary:visible, [type=checkbox]:visible, select:visible"
    for each in page.locator(others).all():
        box = each.bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 24, each.evaluate("each => each.outerHTML")


@pytest.mark.parametrize("path", share_of(DASHBOARDS, TURN, shares=4))
def test_forced_colours_keep_what_is_drawn(path: str, page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(path)
    assert bool(draw_all(page)) == (path in CHARTED)
    # A drawing has its own colours, so it needs its own ground; an answer has its edge.
    grounds = page.evaluate(
        """() => [...document.querySelectorAll(".chart, .bar, .shortfall")].map((each) => {
          const style = getComputedStyle(each);
          return `${style.forcedColorAdjust} ${style.backgroundColor}`;
        })"""
    )
    assert set(grounds) <= {"none rgb(16, 22, 29)"}, "the dark page's own"
    edges = page.locator(".matrix .cell").evaluate_all(
        "each => each.map((one) => parseFloat(getComputedStyle(one).borderTopWidth))"
    )
    assert min(edges, default=1) >= 1
