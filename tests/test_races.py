"""Two at the same moment: each has read and written when they meet, and neither has ended yet.

They meet only where nothing keeps them apart. With the locks the one waits for the other, who goes on after a moment;
without them they meet, and without a check the second one does what it came for: either goes wrong, which is shown too.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from threading import Barrier, BrokenBarrierError, local
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from coordination.actions import answers, closings, journal, journal_lines, publications, written
from coordination.actions.answers import Saved, Stale
from coordination.domain import lifecycle
from coordination.domain.problems import Refused
from coordination.models import Assessment, JournalEntry, NotSubmitted, Publication, Round
from coordination.models.on_paper import UNSENT_ON_PAPER
from coordination.models.prepared import Prepared
from coordination.queries import journal as entries
from coordination.queries import keyed_in
from tests import joint_answers, make
from tests.actions.test_assessments import at_once
from tests.extent import IS_ON_SERVER, TURN, examples, share_of
from tests.on_paper import keyed

pytestmark = pytest.mark.django_db(transaction=True)
#: So long, in seconds, the first one waits for the second.
MOMENT = 0.4
#: The last day of a round that either side closes alone, and a moment after it.
LAST, AFTER = date(2026, 2, 28), datetime(2026, 3, 10, 12, tzinfo=UTC)
Patch = pytest.MonkeyPatch
Step = Callable[[], object]
_names = count(1)


@dataclass(frozen=True)
class Race:
    """What is done at once, and whether what came of it is right, given what each was answered."""

    steps: Sequence[Step]
    is_right: Callable[[list[Any]], bool]


def _round(**facts: Any) -> Round:
    return make.open_round(name=f"Race {next(_names)}", **facts)


def _states(round_: Round) -> dict[str, str]:
    rows = Assessment.objects.filter(round=round_, structure__code="CMJ")
    return dict(rows.values_list("side", "state"))


def _waits_for_partners(round_: Round) -> Assessment:
    """The government has sent on CMJ, Amina's draft is complete."""
    cast = make.cast()
    make.sent(cast.grace, "CMJ", round_)
    ours = make.start(cast.amina, "CMJ", round_)
    make.answer_all(ours)
    return ours


def two_savers() -> Race:
    amina = make.cast().amina
    draft = make.start(amina, "CMJ", _round())
    make.save(draft, make.entry("C1", "Yes"))

    def save(basis: str) -> Step:
        entry = make.entry("C1", "No", base_version=1, basis=basis)
        return lambda: make.save(draft, entry, by=amina)

    def is_right(got: list[Any]) -> bool:
        (version,) = draft.answers.filter(criterion__code="C1").values_list("version", flat=True)
        return sorted(type(each).__name__ for each in got) == ["Saved", "Stale"] and version == 2

    return Race((save("In one window."), save("In another.")), is_right)


def send_recall_edit_read() -> Race:
    cast, round_ = make.cast(), _round()
    ours = _waits_for_partners(round_)
    theirs = Assessment.objects.get(round=round_, side="government")
    there = Assessment.objects.get(pk=ours.pk)
    entry = make.entry("C1", "No", base_version=1)

    def is_right(got: list[Any]) -> bool:
        sent, recalled, edited, read = got
        if not isinstance(sent, Assessment | Refused) or not isinstance(recalled, Assessment | Refused):
            return False
        if not isinstance(edited, Saved | Stale | Refused):
            return False
        shown = [{state == "revealed" for state in seen.values()} for seen in (read, _states(round_))]
        told = JournalEntry.objects.filter(key__endswith=f" {ours.pk}").order_by("sequence")
        verbs = list(told.values_list("verb", flat=True))
        is_late = "sent" in verbs and verbs[-1] == "answered"
        is_both = isinstance(recalled, Assessment) and shown[1] == {True}
        return all(len(each) == 1 for each in shown) and not is_late and not is_both

    return Race(
        (
            lambda: make.send(there),
            lambda: make.recall(theirs, by=cast.joseph),
            lambda: make.save(ours, entry, by=cast.amina),
            lambda: _states(round_),
        ),
        is_right,
    )


def discard_send() -> Race:
    round_, cast = _round(), make.cast()
    ours = _waits_for_partners(round_)
    there = Assessment.objects.get(pk=ours.pk)

    def is_right(got: list[Any]) -> bool:
        sent, discarded = got
        if isinstance(sent, Assessment):
            ends = {"government": "revealed", "partners": "revealed"}
            return isinstance(discarded, Refused) and _states(round_) == ends
        return isinstance(sent, Refused) and discarded is False and _states(round_) == {"government": "sent"}

    return Race((lambda: make.send(there, by=cast.paul), lambda: make.discard(ours)), is_right)


def set_aside_send() -> Race:
    round_ = _round()
    ours = _waits_for_partners(round_)
    there = Assessment.objects.get(pk=ours.pk)

    def is_right(got: list[Any]) -> bool:
        sent, aside = got
        if isinstance(sent, Assessment):
            ends = {"government": "revealed", "partners": "revealed"}
            return isinstance(aside, Refused) and _states(round_) == ends
        ends = {"government": "sent", "partners": "set_aside"}
        return isinstance(sent, Refused) and aside is False and _states(round_) == ends

    return Race((lambda: make.send(there), lambda: make.set_aside(ours)), is_right)


def close_send() -> Race:
    round_ = _round(last_on=LAST)
    ours, joseph = _waits_for_partners(round_), make.cast().joseph

    def is_right(got: list[Any]) -> bool:
        closed, sent = got
        missing = set(NotSubmitted.objects.filter(round=round_).values_list("structure__code", "side"))
        if isinstance(sent, Assessment):
            ends = ({"government": "revealed", "partners": "revealed"}, set[tuple[str, str]]())
        else:
            ends = ({"government": "sent", "partners": "set_aside"}, {("CMJ", "partners")})
        return (
            isinstance(closed, Round)
            and isinstance(sent, Assessment | Refused)
            and ends
            == (
                _states(round_),
                {each for each in missing if each[0] == "CMJ"},
            )
        )

    return Race(
        (
            lambda: closings.close(round_=round_, side="government", closes=True, by=joseph, at=AFTER),
            lambda: make.send(ours),
        ),
        is_right,
    )


def first_answer_reveal() -> Race:
    """The partners' last assessment is sent while Amina keys in the first answer of a form on paper."""
    cast, round_ = make.cast(), _round()
    ours, paper = _waits_for_partners(round_), keyed(cast.amina, round_)

    def is_right(got: list[Any]) -> bool:
        saved, sent = got
        now = dict(Assessment.objects.filter(round=round_).values_list("pk", "state"))
        if isinstance(saved, Saved):
            return now.pop(paper.pk, "") == "draft" and set(now.values()) == {"sent"}
        is_refused = isinstance(saved, Refused) and isinstance(sent, Assessment)
        return is_refused and paper.pk not in now and set(now.values()) == {"revealed"}

    return Race(
        (lambda: make.save(paper, make.entry("C1", "No"), by=cast.amina), lambda: make.send(ours)), is_right
    )


def two_confirmations() -> Race:
    cast, round_ = make.cast(), _round()
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    row = joint_answers.propose(cast.amina, round_)

    def is_right(got: list[Any]) -> bool:
        row.refresh_from_db()
        is_done = not any(isinstance(each, Exception) for each in got)
        return is_done and row.state == "standing" and bool(row.government_by and row.partners_by)

    return Race(
        (lambda: joint_answers.confirm(cast.paul, row), lambda: joint_answers.confirm(cast.joseph, row)),
        is_right,
    )


def two_publishers() -> Race:
    cast, round_ = make.cast(), _round()
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    joint_answers.agree(cast, round_)

    def press(side: str) -> Step:
        by, structure = make.manager(side), make.structure("CMJ")
        seen = make.to_be_published(round_, "CMJ", by)
        return lambda: publications.publish(
            round_=round_, structure=structure, side=side, seen=seen, by=by, at=make.AT
        )

    def is_right(got: list[Any]) -> bool:
        row = Publication.objects.get(round=round_)
        is_done = not any(isinstance(each, Exception) for each in got)
        return is_done and bool(row.published_at) and set(_states(round_).values()) == {"published"}

    return Race((press("partners"), press("government")), is_right)


RACES = (
    *(two_savers, send_recall_edit_read, discard_send, set_aside_send),
    *(close_send, first_answer_reveal, two_confirmations, two_publishers),
)


# --- how they meet


def _meeting(patch: Patch) -> None:
    """Let each wait for the other, a moment at most, when it tells the journal what it has done."""
    barrier, record, mine = Barrier(2), journal.record, local()

    def wait(**facts: Any) -> JournalEntry:
        if not hasattr(mine, "waited"):
            mine.waited = True
            with suppress(BrokenBarrierError):  # Nobody came: they wait behind a lock.
                barrier.wait(MOMENT)
        return record(**facts)

    patch.setattr(journal, "record", wait)


def _without_locks(patch: Patch) -> None:
    """Let no row be locked, and on SQLite no transaction begin as the only one that writes."""
    patch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows.all())
    # What was written before has its lock.
    patch.setattr(Prepared, "_known", Prepared._write)
    # On PostgreSQL the journal has a lock that is no row's, too.
    for name in ("ALONE", "TOGETHER"):
        patch.setattr(journal_lines, name, "")
    if not IS_ON_SERVER:
        patch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")


def _run(make_race: Callable[[], Race], patch: Patch) -> bool:
    """Whether a race ends right, with a journal that leads to what is stored."""
    race = make_race()
    with patch.context() as patched:
        _meeting(patched)
        got = at_once(*race.steps)
    return race.is_right(got) and entries.faults() == []


@pytest.mark.parametrize("race", share_of(RACES, TURN, shares=2))
def test_of_two_at_once_each_is_done_or_told_why_not(race: Callable[[], Race], monkeypatch: Patch) -> None:
    for _ in range(examples(1)):
        assert _run(race, monkeypatch)


#: The version in the condition of the UPDATE keeps two savers apart without any lock.
LOCKED = [each for each in RACES if each is not two_savers]


@pytest.mark.parametrize("race", share_of(LOCKED, TURN + 1, shares=2))
def test_without_locks_it_goes_wrong(race: Callable[[], Race], monkeypatch: Patch) -> None:
    _without_locks(monkeypatch)
    assert not all(_run(race, monkeypatch) for _ in range(5))


# --- one after the other, both with the page as it was before


def _is_over_anything(patch: Patch) -> None:
    write = written.write

    def over_it(assessment: Any, criterion: Any, old: Any, entry: Any, *more: Any, **sourced: Any) -> Any:
        entry = replace(entry, base_version=old.version) if old else entry
        return write(assessment, criterion, old, entry, *more, **sourced)

    patch.setattr(answers, "_is_over", lambda _entry, _old: True)
    patch.setattr(written, "write", over_it)


def _every_step_is_allowed(patch: Patch) -> None:
    patch.setattr(lifecycle, "is_allowed", lambda _step, **_stand: True)


def _whatever_is_on_paper_is_empty(patch: Patch) -> None:
    patch.setattr(keyed_in, "_EMPTY", UNSENT_ON_PAPER)


CHECKS = (
    (two_savers, _is_over_anything),
    (send_recall_edit_read, _every_step_is_allowed),
    (discard_send, _every_step_is_allowed),
    (set_aside_send, _every_step_is_allowed),
    (close_send, _every_step_is_allowed),
    (first_answer_reveal, _whatever_is_on_paper_is_empty),
)


def _in_turn(make_race: Callable[[], Race], patch: Patch, without: Callable[[Patch], None]) -> bool:
    race = make_race()
    with patch.context() as patched:
        without(patched)
        got = [at_once(step)[0] for step in race.steps]
    return race.is_right(got)


@pytest.mark.parametrize(("race", "check"), CHECKS)
def test_without_its_check_the_second_goes_wrong(
    race: Callable[[], Race], check: Callable[[Patch], None], monkeypatch: Patch
) -> None:
    assert _in_turn(race, monkeypatch, lambda _patch: None)
    assert not _in_turn(race, monkeypatch, check)
