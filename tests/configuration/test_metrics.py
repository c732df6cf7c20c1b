"""Counts that the processes of a server share, in the text format of Prometheus."""

import os
import re
import signal
from collections.abc import Callable

import pytest

from ssr_assess import env, metrics
from ssr_assess.metrics import Counts

pytestmark = pytest.mark.knows_no_database

VIEWS = ("compare", "home")
#: A line of the format: a comment, or a name with its labels and a number.
LINE = re.compile(
    r'# (?:HELP \w+ .+|TYPE \w+ (?:counter|histogram))|\w+(?:\{(?:\w+="[^"\\]*",?)+\})? \d+(?:\.\d+)?(?:e-\d+)?'
)


@pytest.fixture
def counts() -> Counts:
    return Counts()


def values(counts: Counts, views: tuple[str, ...] = VIEWS) -> dict[str, float]:
    """Return what is told, by name and labels; every line is one of the format."""
    lines = counts.text(views=views).splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    told = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(number) for name, _blank, number in told}


def in_a_process(what: Callable[[], None]) -> int:
    """Do something in another process, as a worker does, and return how it ended."""
    child = os.fork()
    if not child:
        what()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def test_answers_are_counted_by_view_and_class_of_status(counts: Counts) -> None:
    for status in (200, 204, 302, 404, 503):
        counts.add(views=VIEWS, view="home", status=status, seconds=0.02)
    counts.add(views=VIEWS, view="no such view", status=400, seconds=0.02)
    told = values(counts)
    assert {name: number for name, number in told.items() if name.startswith("ssr_requests_total")} == {
        'ssr_requests_total{view="home",status="2xx"}': 2,
        'ssr_requests_total{view="home",status="3xx"}': 1,
        'ssr_requests_total{view="home",status="4xx"}': 1,
        'ssr_requests_total{view="home",status="5xx"}': 1,
        'ssr_requests_total{view="other",status="4xx"}': 1,
    }
    assert not [name for name in told if "compare" in name], "nobody asked for it"


def test_times_are_told_as_a_histogram_whose_buckets_hold_those_before_them(counts: Counts) -> None:
    for seconds in (0.001, 0.01, 0.3, 99):
        counts.add(views=VIEWS, view="compare", status=200, seconds=seconds)
    told = {name.removeprefix("ssr_request_seconds"): number for name, number in values(counts).items()}
    reached = {bound: told[f'_bucket{{view="compare",le="{bound}"}}'] for bound in (*metrics.BUCKETS, "+Inf")}
    assert reached[0.01] == reached[0.25] == 2
    assert reached[0.5] == reached[10.0] == 3
    assert reached["+Inf"] == told['_count{view="compare"}'] == 4
    assert told['_sum{view="compare"}'] == pytest.approx(99.311)


def test_what_every_process_counts_is_told_by_each_even_after_one_was_killed(counts: Counts) -> None:
    def work(row: int, *, is_killed: bool = False) -> None:
        counts.take_row(row)
        for _ in range(5):
            counts.add(views=VIEWS, view="home", status=200, seconds=0.1)
            counts.add_failure(views=VIEWS)
        if is_killed:
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_a_process(lambda: work(1)) == 0
    assert in_a_process(lambda: work(2, is_killed=True)) == signal.SIGKILL
    assert in_a_process(lambda: work(2)) == 0
    assert values(counts)['ssr_requests_total{view="home",status="2xx"}'] == 15
    assert values(counts)["ssr_database_failures_total"] == 15


def test_a_release_with_other_views_takes_nothing_for_its_own(counts: Counts) -> None:
    counts.add(views=VIEWS, view="home", status=200, seconds=0.1)
    others = ("added", *VIEWS)
    assert values(counts, others) == {"ssr_database_failures_total": 0}
    counts.take_row(0)
    counts.add(views=others, view="added", status=200, seconds=0.1)
    assert values(counts, others)['ssr_requests_total{view="added",status="2xx"}'] == 1
    assert 'ssr_requests_total{view="home",status="2xx"}' not in values(counts, others)


def test_more_processes_and_views_than_there_is_room_for_share_the_last_place(counts: Counts) -> None:
    many = tuple(f"view-{number}" for number in range(2000))
    for row in (metrics.ROWS - 1, metrics.ROWS + 9):
        counts.take_row(row)
        for view in (many[0], many[-1]):
            counts.add(views=many, view=view, status=200, seconds=0.1)
    told = values(counts, many)
    assert told['ssr_requests_total{view="view-0",status="2xx"}'] == 2
    assert told['ssr_requests_total{view="other",status="2xx"}'] == 2


def test_a_token_that_can_be_guessed_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_TOKEN", "x" * 31)
    with pytest.raises(env.ImproperlyConfigured, match="METRICS_TOKEN"):
        env.metrics_token()
    monkeypatch.setenv("METRICS_TOKEN", "x" * 32)
    assert env.metrics_token() == "x" * 32
    monkeypatch.delenv("METRICS_TOKEN")
    assert env.metrics_token() == ""
