"""What is kept of partners, activities and contacts: pages and searches at full size, and how finding grows."""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.domain.overlaps import ActivityRow, gaps, incompatibilities, overlaps
from coordination.models import Activity, Contact, Partner, User
from tests.benchmark import filling, timing
from tests.benchmark.filling import ACTIVITIES, CODE, CONTACTS, PARTNERS
from tests.benchmark.report import Target
from tests.benchmark.timing import Times

#: Activities among which is found without the database, of so few institutions and functions that from the first size
#: on nearly everything overlaps: what grows is the crowd, and with it the pairs that are not compared.
SIZES = (1_000, 3_000, 10_000, 30_000)
CROWDED_RECIPIENTS, CROWDED_FUNCTIONS = 6, 10
DAY = date(2011, 3, 1)
MOST_QUERIES = 10
#: Milliseconds for the page that finds among all activities; n log n grows by less than this power of n.
MOST_FINDING, MOST_GROWTH = 2_000, 1.3


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page took; where it does not answer 200 there are no times."""

    name: str
    status: int
    queries: int = 0
    size: int = 0
    times: Times = Times(())


@dataclass(frozen=True, slots=True)
class Found:
    """What finding took among so many activities, in milliseconds, and how many pairs there would have been."""

    rows: int
    found: int
    pairs: int
    overlaps: Times
    incompatibilities: Times
    gaps: Times

    @property
    def whole(self) -> float:
        """All three in their fastest runs, which other work on the machine disturbs least."""
        return sum(min(times.each) for times in (self.overlaps, self.incompatibilities, self.gaps))


def measure(reader: User, runs: int) -> list[Asked]:
    """Ask for every page of records as an adviser; one that does not answer 200 is reported with its status."""
    client = Client(raise_request_exception=False, headers={"accept-encoding": "gzip"})
    client.force_login(reader)
    partner, activity, contact = (
        model.objects.filter(programme__code=CODE)[500].pk for model in (Partner, Activity, Contact)
    )
    return [
        _ask(client, f"{route} {query}".strip(), reverse(route, args=args) + query, runs)
        for route, args, query in (
            ("hello", (), ""),
            ("partner-list", (), ""),
            ("partner-list", (), "?q=etat"),
            ("partner-list", (), "?q=nothing"),
            ("partner-detail", (partner,), ""),
            ("partner-seats", (), ""),
            ("partner-functions", (), ""),
            ("activity-list", (), ""),
            ("activity-list", (), "?q=etat"),
            ("activity-list", (), "?q=nothing"),
            ("activity-list", (), "?page=250"),
            ("activity-list-csv", (), ""),
            ("activity-detail", (activity,), ""),
            ("contact-list", (), ""),
            ("contact-list", (), "?q=etat"),
            ("contact-list", (), "?q=nothing"),
            ("contact-list", (), "?page=500"),
            ("contact-detail", (contact,), ""),
            ("overlap-list", (), ""),
            ("overlap-list", (), "?kind=overlap&page=20"),
            ("overlap-list", (), f"?activity={activity}"),
            ("overlap-load-csv", (), ""),
            ("risk-list", (), ""),
            ("home", (), ""),
        )
    ]


def _ask(client: Client, name: str, address: str, runs: int) -> Asked:
    print(f"\r  measuring records: {name:<44}", end="", file=sys.stderr, flush=True)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    number = len(queries)
    if answer.status_code != 200:
        return Asked(name, answer.status_code)
    (times,) = timing.in_turn((lambda: client.get(address),), runs)
    return Asked(name, 200, number, len(answer.content), times)


def grow(runs: int) -> list[Found]:
    """Find among more and more activities of the same institutions and functions, without the database."""
    crowd = {"recipients": CROWDED_RECIPIENTS, "functions": CROWDED_FUNCTIONS}
    return [_find(list(filling.rows(size, **crowd)), runs) for size in SIZES]


def _find(rows: list[ActivityRow], runs: int) -> Found:
    groups: dict[tuple[int, int | None], int] = {}
    for row in rows:
        groups[row.recipient, row.function] = groups.get((row.recipient, row.function), 0) + 1
    functions = range(CROWDED_FUNCTIONS)
    times = timing.in_turn(
        (
            lambda: overlaps(rows, DAY),
            lambda: incompatibilities(rows),
            lambda: gaps(functions, rows, DAY, DAY),
        ),
        runs,
    )
    number = len(overlaps(rows, DAY)) + len(incompatibilities(rows)) + len(gaps(functions, rows, DAY, DAY))
    return Found(len(rows), number, sum(each * (each - 1) // 2 for each in groups.values()), *times)


def exponent(grown: Sequence[Found]) -> float:
    """Return the power of n by which finding grows: the slope of the line through the logarithms."""
    points = [(math.log(each.rows), math.log(each.whole)) for each in grown]
    across, up = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - across) * (y - up) for x, y in points) / sum((x - across) ** 2 for x, _ in points)


def report(asked: Sequence[Asked], grown: Sequence[Found]) -> Iterator[str]:
    """Yield the tables of pages and of growth, and which targets were reached."""
    yield f"{PARTNERS:,} partners, {ACTIVITIES:,} activities, {CONTACTS:,} contacts"
    yield f"{'page':<44}{'queries':>9}{'median ms':>11}{'p95':>8}{'bytes':>9}"
    for page in asked:
        if page.status != 200:
            yield f"{page.name:<44}  answers {page.status}"
            continue
        yield (
            f"{page.name:<44}{page.queries:>9}{page.times.median:>11.1f}{page.times.p95:>8.1f}{page.size:>9}"
        )
    yield ""
    yield (
        f"{'activities':<12}{'findings':>9}{'overlaps ms':>13}{'incompatibilities ms':>22}{'gaps ms':>9}"
        f"{'fastest ms':>12}{'pairs left out':>16}"
    )
    for each in grown:
        yield (
            f"{each.rows:<12,}{each.found:>9,}{each.overlaps.median:>13.1f}"
            f"{each.incompatibilities.median:>22.1f}{each.gaps.median:>9.1f}{each.whole:>12.1f}{each.pairs:>16,}"
        )
    few, many = grown[0], grown[-1]
    known = math.log(many.rows * math.log(many.rows) / (few.rows * math.log(few.rows))) / math.log(
        many.rows / few.rows
    )
    yield f"finding grows with n to the power of {exponent(grown):.2f}; n log n would be {known:.2f}, all pairs 2."
    yield ""
    for target in _targets(asked, grown):
        yield f"{'reached' if target.is_reached else 'NOT reached':<12} {target.name}: {target.measured}"


def _targets(asked: Sequence[Asked], grown: Sequence[Found]) -> Iterator[Target]:
    broken = [f"{each.name} answers {each.status}" for each in asked if each.status != 200]
    yield Target(
        "every page of records answers", not broken, ", ".join(broken) or f"{len(asked)} of {len(asked)}"
    )
    lists = [each for each in asked if each.name.split()[0].endswith("-list")]
    most = max(lists, key=lambda each: each.queries)
    yield Target(
        f"at most {MOST_QUERIES} queries for a list",
        most.queries <= MOST_QUERIES,
        f"{most.name} {most.queries}",
    )
    finding = next(each for each in asked if each.name == "overlap-list")
    median = finding.times.median if finding.status == 200 else math.inf
    yield Target(
        f"the findings of {ACTIVITIES:,} activities within {MOST_FINDING} ms",
        median <= MOST_FINDING,
        f"{median:.0f} ms",
    )
    power = exponent(grown)
    yield Target(
        "finding grows like n log n", power <= MOST_GROWTH, f"power {power:.2f}, at most {MOST_GROWTH}"
    )
