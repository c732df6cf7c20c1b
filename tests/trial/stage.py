"""A stage of the trial: servers behind the proxy, people at work, and what becomes of their requests."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.browser import program as programs
from tests.browser.program import Client, Program
from tests.browser.visitors import ADVISER, GOVERNMENT_ADVISER, GOVERNMENT_MANAGER, MANAGER
from tests.trial.load import Load, Saver, Tally, lost
from tests.trial.machine import AppServer, proxy

SAVERS = 6


class Trial:
    """The stretches of a trial, each with its line, and what broke a promise."""

    def __init__(self, load: Load) -> None:
        self._load, self.broken = load, list[str]()
        self.acknowledged = 0

    def stretch(
        self, name: str, what: Callable[[], object], *, may_fail: frozenset[str] = frozenset()
    ) -> None:
        """Do something while people work, and say what became of their requests."""
        self._load.tally()
        what()
        time.sleep(1)
        found = self._load.tally()
        print(found.line(name), flush=True)
        self._judge(name, found, may_fail)

    def _judge(self, name: str, found: Tally, may_fail: frozenset[str]) -> None:
        if wrong := {what: number for what, number in found.failed.items() if what not in may_fail}:
            self.broken.append(f"{name}: {wrong}")


@contextmanager
def at_work(
    folder: Path,
    app_servers: Sequence[AppServer],
    people: Mapping[programs.Key, programs.Account],
    address: str,
) -> Iterator[Trial]:
    """Start the servers behind a proxy and let people work within the block; ``address`` is of their database."""
    with ExitStack() as stack:
        for each in app_servers:
            stack.callback(each.close)
            each.start()
        found = stack.enter_context(proxy(folder / "nginx", [each.port for each in app_servers]))
        program = Program(found.address, people, folder / "server.log", address)
        wait(program)
        savers, readers = people_at_work(program)
        load = Load(savers, readers)
        trial = Trial(load)
        with load.at_work():
            yield trial
        trial.broken += lost(program, savers)
        trial.acknowledged = sum(each.acknowledgements for each in savers)


def wait(program: Program) -> None:
    """Wait until the program can work."""
    end, said = time.monotonic() + 60, "nothing"
    while time.monotonic() < end:
        try:
            reply = Client(program).ask("/readyz")
        except OSError as error:
            said = str(error)
        else:
            if reply.status == 200:
                return
            said = reply.text
        time.sleep(0.5)
    raise RuntimeError(f"The program does not get ready: {said}")


def people_at_work(program: Program) -> tuple[list[Saver], list[Client]]:
    """Return advisers of both sides, each with an assessment of their own, and two readers."""

    def client(person: programs.Key) -> Client:
        return Client(program).sign_in(program.people[person])

    manager, advisers = client(MANAGER), [client(ADVISER), client(GOVERNMENT_ADVISER)]
    savers = []
    for number in range(SAVERS):
        label = manager.open_round(f"Trial {number}")
        adviser = Client(program, dict(advisers[number % 2].cookies))
        savers.append(Saver(adviser, adviser.start(label, "cmj")))
    return savers, [client(MANAGER), client(GOVERNMENT_MANAGER)]
