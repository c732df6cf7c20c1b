"""A storm: people write while workers, and the database, are killed; what they were told is stored, afterwards is.

Some save one answer after the other. Others open a round, answer, send until both sides read it, and publish; each step
that was acknowledged is noted. What had no answer may have been done or not.
"""

import http.client
import os
import random
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tests.browser import program as programs
from tests.browser.program import Client, Program
from tests.browser.visitors import ADVISER, GOVERNMENT_ADVISER, MANAGER
from tests.trial.load import Load, Saver, lost

SAVERS = 4
SECONDS_TO_BE_BACK = 60
#: How a request fails whose server is killed: without an answer, or with one that is not what was asked for.
NO_ANSWER = (OSError, http.client.HTTPException, AssertionError, ValueError)


@dataclass(frozen=True, slots=True)
class Place:
    """A program for a storm, the first of its processes, and the environment of its commands."""

    program: Program
    first: int
    environment: Mapping[str, str]

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.first)], capture_output=True, text=True, check=False
        ).stdout.split()
        return [int(each) for each in found]

    def wait(self) -> None:
        """Wait until it can work again."""
        end = time.monotonic() + SECONDS_TO_BE_BACK
        while time.monotonic() < end:
            with suppress(*NO_ANSWER):
                if Client(self.program).ask("/readyz").status == 200:
                    return
            time.sleep(0.2)
        raise AssertionError(f"It does not get ready:\n{self.program.said()[-4000:]}")


@contextmanager
def place(
    folder: Path, shared: Path, database_url: str, *settings: str, empty: str | None = None
) -> Iterator[Place]:
    """Run a program of its own with the demonstration, which is made in ``shared`` where nobody did."""
    static = shared / "static"
    for each in (folder, static):
        each.mkdir(parents=True, exist_ok=True)
    programs.make_once(shared, database_url, empty)
    people = programs._people((shared / programs.PRINTED).read_text())
    with programs._database(folder, shared, database_url) as address:
        environment = programs.environment_of(folder, static, address, *settings)
        # Of PostgreSQL the journal is parted, as it is where programmes would wait for each other.
        if programs._is_postgresql(address):
            programs.manage(environment, "part_journal")
        with programs.serving(folder, environment) as server:
            yield Place(Program(server.address, people, server.log, address), server.process.pid, environment)


@dataclass(slots=True)
class Acknowledged:
    """What people were told is done: rounds opened, assessments sent and revealed, cards published."""

    opened: list[str] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    revealed: list[int] = field(default_factory=list)
    published: list[str] = field(default_factory=list)

    def steps(self) -> int:
        """Return how many steps that is."""
        return len(self.opened) + len(self.sent) + len(self.revealed) + len(self.published)


class Storm:
    """People at work in a place; ``rage`` kills meanwhile, and ``faults`` says what is missing afterwards."""

    def __init__(self, where: Place) -> None:
        self._place, self._program = where, where.program
        self.told, self._end = Acknowledged(), threading.Event()
        manager = self._client(MANAGER)
        advisers = [self._client(ADVISER), self._client(GOVERNMENT_ADVISER)]
        self.savers = []
        for number in range(SAVERS):
            label = manager.open_round(f"Storm {uuid4().hex[:8]}")
            adviser = Client(self._program, dict(advisers[number % 2].cookies))
            self.savers.append(Saver(adviser, adviser.start(label, "cmj")))
        self._manager, self._advisers = manager, advisers

    def _client(self, person: programs.Key) -> Client:
        return Client(self._program).sign_in(self._program.people[person])

    @contextmanager
    def people_at_work(self) -> Iterator[None]:
        """Let everybody work within the block; at its end the program is waited for."""
        threads = [
            threading.Thread(target=self._go_on, args=[step]) for step in (self._one_side, self._both_sides)
        ]
        with Load(self.savers, []).at_work():
            for thread in threads:
                thread.start()
            try:
                yield
                self._place.wait()
                time.sleep(1)
            finally:
                self._end.set()
                for thread in threads:
                    thread.join()

    def kill_workers(self, times: int, *, pause: float = 0.35) -> None:
        """Kill one worker after the other, each at any moment."""
        chance = random.Random(times)
        for _ in range(times):
            if workers := self._place.workers():
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
            time.sleep(pause * (0.5 + chance.random()))

    def faults(self) -> Iterator[str]:
        """Yield what was acknowledged and is not there, and what the journal does not lead to."""
        yield from lost(self._program, self.savers)
        rounds = {label for (label,) in self._program.rows("SELECT label FROM coordination_round")}
        yield from (f"round {each} is not there" for each in self.told.opened if each not in rounds)
        states = dict(self._program.rows("SELECT id, state FROM coordination_assessment"))
        for pk in self.told.sent:
            if states.get(pk) not in ("sent", "revealed", "published"):
                yield f"assessment {pk} was sent and is {states.get(pk)}"
        for pk in self.told.revealed:
            if states.get(pk) not in ("revealed", "published"):
                yield f"assessment {pk} was revealed and is {states.get(pk)}"
        published = self._program.rows(
            "SELECT r.label FROM coordination_publication p JOIN coordination_round r ON r.id = p.round_id "
            "WHERE p.published_at IS NOT NULL"
        )
        for label in self.told.published:
            if (label,) not in published:
                yield f"the card of {label} was published and is not"
        try:
            programs.manage(self._place.environment, "verify_journal")
        except RuntimeError as error:
            yield str(error)

    def _go_on(self, step: Callable[[], None]) -> None:
        while not self._end.is_set():
            try:
                step()
            except NO_ANSWER:
                time.sleep(0.2)

    def _begin(self, sides: str, *advisers: Client) -> tuple[str, list[int]]:
        label = self._manager.open_round(f"Storm {uuid4().hex[:8]}", sides)
        self.told.opened.append(label)
        found = []
        for adviser in advisers:
            found.append(adviser.start(label, "cmj"))
            assert adviser.send(found[-1]).status == 302
            self.told.sent.append(found[-1])
        self.told.revealed += found
        return label, found

    def _one_side(self) -> None:
        """Open a round of one side, send, and publish what it reveals at once."""
        label, _sent = self._begin("partners", self._advisers[0])
        address = f"/publish/{label}/cmj/"
        seen = re.search(r'name="seen" value="([^"]+)"', self._manager.ask(address).text)
        assert seen
        assert self._manager.ask(address, {"seen": seen[1]}).status == 302
        self.told.published.append(label)

    def _both_sides(self) -> None:
        """Open a round of both sides, and send from both: the second one reveals."""
        self._begin("both", *self._advisers)
