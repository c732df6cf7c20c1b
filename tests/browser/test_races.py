"""At the same moment: two saves over the same version, two sides that send, that confirm, or change what is confirmed.

Over HTTP, against the running program.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from uuid import uuid4

from tests.browser.program import Client, Program, Reply
from tests.browser.visitors import ADVISER, GOVERNMENT_ADVISER, GOVERNMENT_MANAGER, MANAGER

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


def agreeing(program: Program, name: str) -> tuple[str, dict[str, Client]]:
    """A round in which both sides see each other's answers on CMJ, and two people of each side signed in."""
    people = (ADVISER, GOVERNMENT_ADVISER, MANAGER, GOVERNMENT_MANAGER)
    clients = {str(who): Client(program).sign_in(program.people[who]) for who in people}
    label = clients[str(MANAGER)].open_round(name)
    for who in (ADVISER, GOVERNMENT_ADVISER):
        side = clients[str(who)]
        number = side.start(label, "cmj")
        assert side.save(number, "C1", choice="2").status == 200
        assert side.send(number).status == 302
    return f"/rounds/{label}/cmj/agreement/", clients


def proposed(program: Program) -> tuple[int, str]:
    """The number of the joint answer that is proposed now, and the stamp of a form that is made over it."""
    [(number, version)] = program.rows(
        "SELECT id, version FROM coordination_jointanswer WHERE state = 'proposed' ORDER BY id DESC LIMIT 1"
    )
    return int(number), f"{number}.{version}"


def test_two_managers_confirming_at_once_let_it_stand_with_both(program: Program) -> None:
    page, clients = agreeing(program, "Race of confirmations")
    for code in ("C1", "C2", "C3", "C4", "C5"):
        adviser = clients[str(ADVISER)]
        assert adviser.ask(f"{page}{code}/propose/", {f"{code}-do": "differs"}).status == 302
        number, _stamp = proposed(program)
        replies = at_once(
            *(
                partial(clients[str(who)].ask, f"/joint-answers/{number}/confirm/", {})
                for who in (MANAGER, GOVERNMENT_MANAGER)
            )
        )
        assert [reply.status for reply in replies] == [302, 302], [reply.text for reply in replies]
        states = program.rows(f"SELECT state FROM coordination_jointanswer WHERE id = {number}")
        assert states == [("standing",)]
        told = program.rows(
            "SELECT count(*) FROM coordination_journalentry"
            f" WHERE verb = 'confirmed' AND key LIKE '%{number}'"
        )
        assert told == [(2,)]


def test_of_a_confirmation_and_another_proposal_at_once_exactly_one_is_done(program: Program) -> None:
    page, clients = agreeing(program, "Race of a confirmation")
    for code in ("C1", "C2", "C3", "C4", "C5"):
        ministry, adviser = clients[str(GOVERNMENT_MANAGER)], clients[str(ADVISER)]
        assert ministry.ask(f"{page}{code}/propose/", {f"{code}-do": "differs"}).status == 302
        number, stamp = proposed(program)
        other = {f"{code}-do": "own", f"{code}-lo": "1", f"{code}-base": stamp}
        confirmed, changed = at_once(
            partial(clients[str(MANAGER)].ask, f"/joint-answers/{number}/confirm/", {}),
            partial(adviser.ask, f"{page}{code}/propose/", other),
        )
        assert sorted((confirmed.status, changed.status)) == [302, 409]
        states = program.rows(
            "SELECT j.state FROM coordination_jointanswer j JOIN coordination_criterion c"
            f" ON c.id = j.criterion_id JOIN coordination_round r ON r.id = j.round_id"
            f" WHERE c.code = '{code}' AND r.label = '{page.split('/')[2]}' ORDER BY j.id"
        )
        assert states == ([("standing",)] if confirmed.status == 302 else [("replaced",), ("proposed",)])
        if changed.status == 302:
            again, _stamp = proposed(program)
            assert adviser.ask(f"/joint-answers/{again}/withdraw/", {}).status == 302


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
