"""At the same moment: two saves over the same version, two sides that send. Over HTTP, against the running program."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from uuid import uuid4

from tests.browser.program import Client, Program, Reply
from tests.browser.visitors import ADVISER, GOVERNMENT_ADVISER, MANAGER

SAVES, SENDS = 30, 4


def at_once(*steps: Callable[[], Reply]) -> list[Reply]:
    """Take the steps at the same moment, each in a thread of its own."""
    barrier = Barrier(len(steps))

    def take(step: Callable[[], Reply]) -> Reply:
        barrier.wait()
        return step()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(take, steps))


def copies(client: Client, number: int) -> list[Client]:
    """The same person in several windows."""
    return [replace(client, cookies=dict(client.cookies)) for _ in range(number)]


def test_of_two_saves_over_one_version_exactly_one_is_stored(program: Program) -> None:
    label = Client(program).sign_in(program.people[MANAGER]).open_round("Race of saves")
    adviser = Client(program).sign_in(program.people[ADVISER])
    assessment = adviser.start(label, "cmj")
    windows = copies(adviser, 2)
    for version in range(SAVES):
        replies = at_once(
            *(
                partial(window.save, assessment, "C1", version, choice="3", basis=f"{name} over {version}")
                for window, name in zip(windows, "ab", strict=True)
            )
        )
        assert sorted(reply.status for reply in replies) == [200, 409], [reply.text for reply in replies]
        stored, stale = sorted(replies, key=lambda reply: reply.status)
        assert stored.json()["version"] == stale.json()["version"] == version + 1
    answered = program.rows(
        f"SELECT count(*) FROM coordination_journalentry WHERE verb = 'answered' AND key LIKE '%{label}%'"
    )
    assert answered == [(1 + SAVES,)], "the first answer, with which it began, and one for each race"


def test_the_same_operation_at_once_is_written_once(program: Program) -> None:
    label = Client(program).sign_in(program.people[MANAGER]).open_round("Race of one operation")
    adviser = Client(program).sign_in(program.people[ADVISER])
    assessment = adviser.start(label, "cmj")
    windows = copies(adviser, 4)
    for number in range(1, 8):
        code = f"C{number}"
        data = {f"{code}-choice": "3", f"{code}-version": "0"}
        data["op_id"] = str(uuid4())
        path = f"/assessments/{assessment}/answers/{code}/"
        replies = at_once(
            *(partial(window.ask, path, data, {"Accept": "application/json"}) for window in windows)
        )
        assert [reply.status for reply in replies] == [200] * 4, [reply.text for reply in replies]
        assert len({reply.text for reply in replies}) == 1


def test_both_sides_sending_at_once_reveals_once(program: Program) -> None:
    manager = Client(program).sign_in(program.people[MANAGER])
    sides = [Client(program).sign_in(program.people[who]) for who in (ADVISER, GOVERNMENT_ADVISER)]
    label = manager.open_round("Race of sends")
    for slug in ("cmj", "ccrss", "gtse-cpse", "ccrss-defence")[:SENDS]:
        numbers = [side.start(label, slug) for side in sides]
        for side, number in zip(sides, numbers, strict=True):
            assert side.save(number, "C1", choice="2").status == 200
        replies = at_once(*(partial(side.send, number) for side, number in zip(sides, numbers, strict=True)))
        assert [reply.status for reply in replies] == [302, 302], [reply.text for reply in replies]
        states = program.rows(
            f"SELECT state FROM coordination_assessment WHERE id IN ({numbers[0]}, {numbers[1]})"
        )
        assert states == [("revealed",), ("revealed",)]
    revealed = program.rows(
        f"SELECT count(*) FROM coordination_journalentry WHERE verb = 'revealed' AND key LIKE '{label} %'"
    )
    assert revealed == [(SENDS,)]


def test_under_load_no_entry_of_the_journal_is_dated_before_the_one_that_it_follows(program: Program) -> None:
    label = Client(program).sign_in(program.people[MANAGER]).open_round("Race of times")
    sides = [Client(program).sign_in(program.people[who]) for who in (ADVISER, GOVERNMENT_ADVISER)]
    writers = [(side, side.start(label, slug)) for side in sides for slug in ("cmj", "ccrss", "gtse-cpse")]
    windows = [replace(side, cookies=dict(side.cookies)) for side, _number in writers]
    numbers = [number for _side, number in writers]

    def save(window: Client, number: int) -> Reply:
        replies = [window.save(number, "C1", version, choice=str(version % 5)) for version in range(20)]
        assert [reply.status for reply in replies] == [200] * 20, [reply.text for reply in replies]
        return replies[-1]

    at_once(*(partial(save, window, number) for window, number in zip(windows, numbers, strict=True)))
    ran_back = program.rows(
        "SELECT count(*) FROM coordination_journalentry a JOIN coordination_journalentry b"
        " ON b.sequence = a.sequence + 1 WHERE b.at < a.at"
    )
    assert ran_back == [(0,)]
