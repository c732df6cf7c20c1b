"""The program as it runs, in several processes: a limit is one for all of them, and its owner comes in all the same."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from coordination.domain.limits import LIMITS, Tried, Whose
from tests.browser.program import Client, Program, running
from tests.extent import PROVES

PROCESSES, ATTEMPTS = (8, 2000) if PROVES else (2, 60)
MOST = LIMITS[Tried.SIGN_IN, Whose.ACCOUNT].most
_spoofed = count(1)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A program of its own, for what it counts stays with it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WEB_CONCURRENCY", str(PROCESSES))
        address = os.environ.get("DATABASE_URL", "")
        with running(tmp_path_factory.mktemp("several"), shared=shared, database_url=address) as one:
            yield one


@pytest.mark.takes_long
def test_a_flood_of_sign_ins_with_spoofed_addresses_stays_within_the_limit_and_the_owner_comes_in(
    several: Program,
) -> None:
    account = several.people["adviser", "partners"]
    owner, stranger = Client(several).sign_in(account), Client(several)
    stranger.ask("/sign-in/")

    def attempt(password: str) -> int:
        address = f"203.0.{next(_spoofed) % 250}.{next(_spoofed) % 250}"
        headers = {"X-Forwarded-For": address, "X-Real-IP": address, "Forwarded": f"for={address}"}
        attacker = Client(several, dict(stranger.cookies))
        fields = {"username": account.email, "password": password}
        return attacker.ask("/sign-in/", fields, headers).status

    with ThreadPoolExecutor(2 * PROCESSES) as pool:
        answers = Counter(pool.map(attempt, [f"guess {number}" for number in range(ATTEMPTS)]))
    assert answers[429] == ATTEMPTS - MOST
    assert attempt(account.password) == 429
    assert answers.total() == ATTEMPTS
    told = several.rows("SELECT COUNT(*) FROM coordination_journalentry WHERE verb = 'limited'")
    assert told == [(1,)]
    owner.ask("/sign-out/", {})
    assert owner.sign_in(account).ask("/").status == 200
