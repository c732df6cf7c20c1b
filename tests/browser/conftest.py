"""The running program and its visitors. Each process of pytest-xdist has its own of both."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from tests import databases
from tests.browser.link import TRAVELS, Link, assert_bounded
from tests.browser.program import Program, running
from tests.browser.visitors import (
    ADVISER,
    GOVERNMENT_MANAGER,
    MANAGER,
    PATIENCE,
    Metered,
    PageOf,
    Visitors,
    launch,
)

HERE = Path(__file__).parent
OUTCOME = pytest.StashKey[bool]()
_rounds = count(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test failed, for the fixtures that tell what the server said."""
    report = yield
    if report.failed:  # type: ignore[attr-defined]
        item.stash[OUTCOME] = True
    return report


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, database: databases.Copy) -> Iterator[Program]:
    """Run the program with the demonstration's data, on the kind of database that DATABASE_URL names."""
    folder = tmp_path_factory.mktemp("program")
    # With pytest-xdist the processes' folders lie in one folder of the run: the static files are shared there.
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    url = os.environ.get("DATABASE_URL", "")
    with running(folder, shared=shared, database_url=url, empty=database.empty) as one:
        yield one


@pytest.fixture(scope="session")
def every_visitor(program: Program) -> Iterator[Visitors]:
    """Start the browser."""
    # Playwright keeps an event loop in this thread, which Django's tests in the same process would trip over. Where one
    # runs, Django has other connections: those from before could not be closed any more, nor these afterwards.
    connections.close_all()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            expect.set_options(timeout=PATIENCE)
            yield Visitors(browser, program)
            connections.close_all()
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def visitors(every_visitor: Visitors, program: Program, request: pytest.FixtureRequest) -> Iterator[Visitors]:
    """The program's people; at the end nothing may have been complained of in any console.

    Where a test says how many kilobytes may travel at most, its pages come over a link that counts them.
    """
    said_before = len(program.said())
    with ExitStack() as stack:
        people = every_visitor
        if request.node.get_closest_marker(TRAVELS) and "link" not in request.fixturenames:
            link = stack.enter_context(Link(to=program.address))
            people = Metered.over(every_visitor, link.address)
            stack.callback(lambda: assert_bounded(request.node, link.travelled))
        yield people
        complaints = list(people.complaints)
        people.close()
    failed = request.node.stash.get(OUTCOME, False)
    if complaints or failed:
        print(f"--- the server said:\n{program.said()[said_before:][-4000:]}")
    assert failed or not complaints, complaints


@pytest.fixture
def page_of(visitors: Visitors) -> PageOf:
    """``page_of(person, language, width)``: a page of the running program for a person."""
    return visitors.page_of


@pytest.fixture
def draft(visitors: Visitors) -> Iterator[int]:
    """A new assessment of the partners' adviser, in a round of its own that asks both sides; O7 is answered “?”."""
    label = visitors.client(MANAGER).open_round(f"Scoring {next(_rounds)}")
    yield visitors.client(ADVISER).start(label, "cmj")
    for manager in (MANAGER, GOVERNMENT_MANAGER):
        visitors.client(manager).ask(f"/rounds/{label}/close/", {"final": "on"})
