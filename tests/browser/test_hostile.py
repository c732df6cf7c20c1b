"""A slow network that loses, doubles, holds and cuts; a phone whose clock is wrong: what was entered is stored once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hostile import HostileLink
from tests.browser.program import Program
from tests.browser.scoring import CLOCK, choose, unfold
from tests.browser.visitors import ADVISER, Visitors
from tests.extent import PROVES

#: 64 kbit/s, and 0.8 seconds each way there and back.
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 8000, "uploadThroughput": 8000}
#: How many years the clock of a device is wrong: behind where its battery was empty, ahead where it was set by hand.
YEARS = (-1, 1)
WRONG_CLOCK = """(() => {
  const off = %d * 365 * 24 * 3600 * 1000, RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(RealDate.now() + off); }
    static now() { return RealDate.now() + off; }
  };
})()"""
#: What a person chooses, one after the other: some change their mind while the save before has no reply yet.
GIVEN = (
    *(("C1", "4"), ("C2", "3"), ("C1", "2"), ("C3", "0"), ("C2", "1"), ("C4", "4"), ("C1", "3")),
    *(("C5", "2"), ("C6", "1"), ("C5", "0"), ("C7", "4"), ("C6", "3")),
)
MINUTES = 4 * 60_000
#: What the saves of one answer may cost on such a link, repeated ones too, in bytes.
MOST = 7_000


@pytest.fixture
def link(program: Program) -> Iterator[HostileLink]:
    with HostileLink(to=program.address) as one:
        yield one


@pytest.fixture(params=YEARS, ids=["a year behind", "a year ahead"])
def page(visitors: Visitors, link: HostileLink, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The adviser's phone behind the link."""
    linked = Visitors(visitors.browser, replace(visitors.program, address=link.address))
    page = linked.page_of(ADVISER, "en", 360)
    page.add_init_script(WRONG_CLOCK % request.param)
    yield page
    complaints = list(linked.complaints)
    linked.close()
    assert not complaints, complaints


@pytest.mark.skipif(not PROVES, reason="minutes on a slow link: at each proof")
def test_what_was_entered_last_is_stored_once(
    page: Page, link: HostileLink, draft: int, program: Program
) -> None:
    page.goto(f"/assessments/{draft}/coordination/")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    link.is_hostile = True
    for code, choice in GIVEN:
        choose(page, code, choice)
        page.wait_for_timeout(700)
    typed = {code: f"Vu au secrétariat, {code}" for code in ("C1", "C4", "C7")}
    for code, words in typed.items():
        unfold(page, code, "evidence")
        page.locator(f"[name={code}-basis]").fill(words)
        page.locator(f"[name={code}-basis]").blur()
    expect(page.locator("[data-save-state]")).to_have_text(CLOCK, timeout=MINUTES)
    print(dict(link.done), f"{link.travelled / 1000:.0f} kB travelled")
    assert min(link.done[each] for each in ("lost", "doubled")) > 0
    assert link.travelled <= MOST * (len(GIVEN) + len(typed))

    stored = program.rows(
        "SELECT c.code, a.level, a.basis, a.version FROM coordination_answer a"
        " JOIN coordination_criterion c ON c.id = a.criterion_id"
        f" WHERE a.assessment_id = {int(draft)} AND c.code <> 'O7' ORDER BY c.code"
    )
    last = dict(GIVEN)
    assert [(code, str(level), basis) for code, level, basis, _version in stored] == [
        (code, last[code], typed.get(code, "")) for code in sorted(last)
    ]
    for code, _level, _basis, version in stored:
        given = sum(each == code for each, _choice in GIVEN) + (code in typed)
        assert version <= given, f"{code} was stored more often than it was given"
