"""Who works while a trial goes on: advisers who save, readers of dashboards, and what became of each request."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from uuid import uuid4

from tests.browser.program import Client, Program, Reply

LEVELS = ("4", "3", "2", "1", "0")
PAGES = ("/", "/compare/", "/structures/cmj/", "/changes/", "/two-views/")
#: How long somebody waits before they try again, in seconds.
PAUSE = 0.2


@dataclass(slots=True)
class Tally:
    """What became of the requests of one stretch: seconds each took, and how many failed in which way."""

    seconds: list[float] = field(default_factory=list)
    hello: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        """Return it as a line of the trial's table."""
        ways = ", ".join(f"{number} × {what}" for what, number in sorted(self.failed.items())) or "0"
        if len(self.seconds) < 2 or len(self.hello) < 2:
            return f"{name:<44}{len(self.seconds):>9}  {ways}"
        cuts = quantiles(self.seconds, n=20)
        hello = quantiles(self.hello, n=20)
        times = (cuts[9], cuts[18], hello[9], hello[18])
        said = "".join(f"{1000 * each:>9.0f}" for each in times)
        return f"{name:<44}{len(self.seconds):>9}{said}  {ways}"


HEAD = f"{'':<44}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'hello 50':>9}{'hello 95':>9}  failed"


@dataclass(slots=True)
class Saver:
    """An adviser at one answer: what was acknowledged last is what must stand there."""

    client: Client
    assessment: int
    version: int = 0
    #: The level that was acknowledged last.
    acknowledged: str = ""
    acknowledgements: int = 0


class Load:
    """People at work in threads, until the end; what they meet is counted in the tally of the moment."""

    def __init__(self, savers: list[Saver], readers: list[Client]) -> None:
        self._savers, self._readers = savers, readers
        self._tally, self._lock, self._end = Tally(), threading.Lock(), threading.Event()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let them work within the block."""
        threads = [threading.Thread(target=self._save, args=[each]) for each in self._savers]
        threads += [threading.Thread(target=self._read, args=[each]) for each in self._readers]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._end.set()
            for thread in threads:
                thread.join()

    def tally(self) -> Tally:
        """Return what became of requests since the last time this was asked."""
        with self._lock:
            found, self._tally = self._tally, Tally()
        return found

    def _ask(
        self, client: Client, path: str, data: dict[str, str] | None = None, *, is_hello: bool = False
    ) -> Reply | None:
        began, failure, reply = time.monotonic(), "", None
        try:
            reply = client.ask(path, data, {"Accept": "application/json"} if data else None)
            if reply.status >= 500 or reply.status in (400, 408):
                failure = str(reply.status)
        except (OSError, http.client.HTTPException) as error:
            failure = type(error).__name__
        took = time.monotonic() - began
        with self._lock:
            if failure:
                self._tally.failed[failure] += 1
            (self._tally.hello if is_hello else self._tally.seconds).append(took)
        if failure:
            time.sleep(PAUSE)
            return None
        return reply

    def _save(self, saver: Saver) -> None:
        """Save one level after the other; what had no answer is sent again as it was, as the page's script does."""
        turn = 0
        while not self._end.is_set():
            level = LEVELS[turn % len(LEVELS)]
            turn += 1
            data = {"C1-choice": level, "C1-version": str(saver.version), "op_id": str(uuid4())}
            reply = None
            while reply is None and not self._end.is_set():
                reply = self._ask(saver.client, f"/assessments/{saver.assessment}/answers/C1/", data)
            if reply is None:
                return
            if reply.status != 200:
                with self._lock:
                    self._tally.failed[f"save answered {reply.status}"] += 1
                return
            saver.version, saver.acknowledged = int(reply.json()["version"]), level
            saver.acknowledgements += 1

    def _read(self, client: Client) -> None:
        turn = 0
        while not self._end.is_set():
            self._ask(client, PAGES[turn % len(PAGES)])
            self._ask(client, "/healthz", is_hello=True)
            turn += 1


def lost(program: Program, savers: list[Saver]) -> list[str]:
    """Return each answer that is not what was acknowledged last, or what was sent after it."""
    lost = []
    for each in savers:
        rows = program.rows(
            "SELECT a.version, a.lo FROM coordination_answer a JOIN coordination_criterion c ON c.id = a.criterion_id "
            f"WHERE a.assessment_id = {each.assessment} AND c.code = 'C1'"
        )
        (stored, level) = rows[0] if rows else (0, None)
        after = (
            LEVELS[(LEVELS.index(each.acknowledged) + 1) % len(LEVELS)] if each.acknowledged else LEVELS[0]
        )
        expected = {each.version: each.acknowledged, each.version + 1: after}
        if expected.get(stored) != str(level):
            lost.append(f"assessment {each.assessment}: {stored}, {level} instead of {expected}")
    return lost
