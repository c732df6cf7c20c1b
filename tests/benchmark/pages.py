"""The main pages, each beside its floor: the hello page, and one aggregate over the same answers by the bare driver."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.actions import corrections, tokens
from coordination.domain.answers import read
from coordination.domain.assessments import GivenAnswer
from coordination.models import Answer, Criterion
from coordination.queries.filters import DRAWN
from tests.benchmark import timing
from tests.benchmark.building import NOW, SIDES, Built
from tests.benchmark.timing import Times

ALL = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and which answers its figures rest on.

    Those of the last ``rounds`` rounds, of these ``voices``, of the first ``structures`` by code, on the criteria of
    ``section``; ALL for every one of them. Which places are possible is not among them: where, as here, something does
    not apply to some structures, that is not drawn. ``is_by_token`` tells what a program asks for from a page.
    """

    name: str
    address: str
    rounds: int | None
    voices: tuple[str, ...]
    structures: int | None = ALL
    section: str | None = "coordination"
    is_by_token: bool = False


class Readers(NamedTuple):
    """The manager of the partners in a browser, and a program that has a token of the same person."""

    browser: Client
    program: Client


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page of one programme took; ``first`` is its first request, with nothing kept from before.

    ``times`` are those where nothing was written since the page before; ``changed`` those after a correction,
    with as many queries as ``anew``. ``status`` is the answer's; where it is not 200 there are no times.
    """

    page: str
    size: int
    rounds: int
    status: int
    queries: int = 0
    anew: int = 0
    compressed: int = 0
    first: float = 0
    times: Times = Times(())
    changed: Times = Times(())
    aggregate: Times = Times(())
    hello: Times = Times(())

    @property
    def floor(self) -> float:
        """One aggregate and saying hello."""
        return self.aggregate.median + self.hello.median

    @property
    def ratio(self) -> float:
        """How many times its floor the page takes."""
        return self.times.median / self.floor

    @property
    def changed_ratio(self) -> float:
        """How many times its floor the page takes after a correction."""
        return self.changed.median / self.floor


PAGES = (
    # What stands at each structure's latest round, and the change since the one before.
    Page("Home", "/", rounds=2, voices=SIDES),
    Page("Compare", "/compare/?view=partners", rounds=2, voices=("partners",)),
    # The same as Compare of all structures, with as many of them as a program gets at once.
    Page(
        "· API",
        "/api/v1/comparison?view=partners&limit=200",
        rounds=2,
        voices=("partners",),
        is_by_token=True,
    ),
    Page("Both views", "/compare/?view=both", rounds=2, voices=SIDES),
    Page("· intervals", "/compare/intervals.json?view=partners", rounds=2, voices=("partners",)),
    Page("· status", "/compare/status.json?view=partners", rounds=2, voices=("partners",)),
    Page("· shortfall", "/compare/shortfall.json?view=partners", rounds=2, voices=("partners",)),
    Page("Changes", "/changes/?view=partners", rounds=ALL, voices=("partners",)),
    Page("Two views", "/two-views/", rounds=2, voices=SIDES),
    Page("Plane", "/ownership/?view=partners", rounds=2, voices=("partners",), structures=DRAWN, section=ALL),
    Page(
        "· plane",
        "/ownership/plane.json?view=partners",
        rounds=1,
        voices=("partners",),
        structures=DRAWN,
        section=ALL,
    ),
    # Not the one that is corrected again and again, and whose page tells of it each time.
    Page("Structure", "/structures/s1/", rounds=ALL, voices=SIDES, structures=1, section=ALL),
    Page("· pack", "/meeting-packs/s0/", rounds=ALL, voices=SIDES, structures=1, section=ALL),
)


def measure(built: Built, runs: int) -> list[Measured]:
    """Ask for every page of a programme as its manager of the partners."""
    reader = Client(raise_request_exception=False, headers={"accept-encoding": "gzip"})
    secret = tokens.make(
        programme=built.draft.round.programme,
        name="Benchmark",
        lasts=timedelta(days=1),
        by=built.manager,
        at=timezone.now(),
    )
    sent = {"accept-encoding": "gzip", "authorization": f"Bearer {secret}"}
    readers = Readers(browser=reader, program=Client(raise_request_exception=False, headers=sent))
    # What notes when a session began comes with the addresses, and they with the first request.
    reader.get("/hello/")
    reader.force_login(built.manager)
    return [_measure(page, built, readers, runs) for page in PAGES]


def _measure(page: Page, built: Built, readers: Readers, runs: int) -> Measured:
    print(f"\r  measuring {built.size} structures: {page.name:<12}", end="", file=sys.stderr, flush=True)
    size, rounds = built.size, len(built.rounds)
    reader = readers.program if page.is_by_token else readers.browser

    def ask() -> None:
        reader.get(page.address)

    def hello() -> None:
        readers.browser.get("/hello/")

    hello()
    first = timing.once(ask)
    with CaptureQueriesContext(connection) as queries:
        answer = reader.get(page.address)
    number = len(queries)  # Now: the next request empties the list.
    if answer.status_code != 200:
        return Measured(page.name, size, rounds, answer.status_code)
    correct(built)
    with CaptureQueriesContext(connection) as queries:
        ask()
    anew = len(queries)
    steps = (ask, aggregate_of(page, built), hello, lambda: correct(built), ask)
    times, aggregate, greeting, _correcting, changed = timing.in_turn(steps, runs)
    return Measured(
        page=page.name,
        size=size,
        rounds=rounds,
        status=answer.status_code,
        queries=number,
        anew=anew,
        compressed=len(answer.content),
        first=first,
        times=times,
        changed=changed,
        aggregate=aggregate,
        hello=greeting,
    )


def correct(built: Built) -> None:
    """Correct one answer that both sides have seen, in the last round: Yes to No, or back."""
    answer = Answer.objects.select_related("criterion").filter(assessment=built.revealed)[0]
    entry = GivenAnswer(
        criterion=answer.criterion.code,
        reading=read("No" if answer.verbatim == "Yes" else "Yes"),
        base_version=answer.version,
    )
    corrections.correct(
        assessment=built.revealed, entry=entry, evidence="Minutes found since.", by=built.adviser, at=NOW
    )


def aggregate_of(page: Page, built: Built) -> Callable[[], object]:
    """Return a step that asks the bare driver for the means of what a page shows, by round and structure:

    SELECT a.round_id, a.structure_id, AVG(x.lo), AVG(x.hi)
    FROM coordination_answer x JOIN coordination_assessment a ON a.id = x.assessment_id
    WHERE a.round_id IN (…) AND a.side IN (…) AND a.structure_id IN (…) AND x.criterion_id IN (…)
    GROUP BY a.round_id, a.structure_id

    without the conditions that would let everything pass.
    """
    rounds = built.rounds if page.rounds is ALL else built.rounds[-page.rounds :]
    conditions = [f"a.round_id IN ({_listed(rounds)})", f"a.side IN ({_listed(page.voices)})"]
    if page.structures is not ALL:
        conditions.append(f"a.structure_id IN ({_listed(built.structures[: page.structures])})")
    if page.section is not ALL:
        criteria = Criterion.objects.filter(
            section=page.section, instrument__rounds__in=rounds[:1]
        ).values_list("pk", flat=True)
        conditions.append(f"x.criterion_id IN ({_listed(tuple(criteria))})")
    sql = (
        "SELECT a.round_id, a.structure_id, AVG(x.lo), AVG(x.hi)"
        " FROM coordination_answer x JOIN coordination_assessment a ON a.id = x.assessment_id"
        f" WHERE {' AND '.join(conditions)} GROUP BY a.round_id, a.structure_id"
    )

    def step() -> object:
        connection.ensure_connection()
        cursor = connection.connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()

    return step


def _listed(values: tuple[int, ...] | tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values)
