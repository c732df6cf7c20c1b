"""A parted journal: programmes save beside each other, who tampers is found out, every order that counts is certain."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.actions import checkpoints as checkpoint_actions
from coordination.actions import journal as actions
from coordination.actions import journal_lines
from coordination.backups import copies
from coordination.domain.journal import chained_hash
from coordination.domain.journal_lines import End, joined
from coordination.models import Assessment, JournalEntry, JournalHead, Operation
from coordination.queries import checkpoints, journal, versions
from tests import at_once, make
from tests.models.test_constraints import refusal

pytestmark = pytest.mark.django_db
IS_SERVER = connection.vendor == "postgresql"
of_a_server = pytest.mark.skipif(not IS_SERVER, reason="SQLite has one writer at a time")
NEXT = make.AT + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """An assessment of each of two programmes, one answer given; the journal is parted since."""

    here: Assessment
    #: Another person's, in the same programme.
    beside: Assessment
    there: Assessment

    def __iter__(self) -> Iterator[Assessment]:
        return iter((self.here, self.beside, self.there))


def _parted() -> Drafts:
    cast, caf = make.cast(), make.programme("caf")
    round_ = make.open_round()
    manager = make.place(make.newcomer("mara"), "manager", "partners", programme=caf)
    other = make.open_round("partners", programme=caf, by=manager)
    assert actions.part(by=None, at=make.AT)
    return Drafts(
        here=make.begin(cast.amina, "CMJ", round_),
        beside=make.begin(cast.grace, "CMJ", round_),
        there=_begin(cast.nadia, other),
    )


def _begin(person: Any, round_: Any) -> Assessment:
    draft = make.start(person, "CNS", round_)
    make.save(draft, make.entry("O7"))
    return draft


@pytest.fixture
def drafts(cast: make.Cast) -> Drafts:
    return _parted()


def answer(draft: Assessment, code: str = "C1", **more: Any) -> JournalEntry:
    """Answer a criterion for the first time, and return what the journal says."""
    make.save(draft, make.entry(code), **more)
    return JournalEntry.objects.filter(programme=draft.round.programme_id).latest("sequence")


def step(**more: Any) -> JournalEntry:
    """Take a step that is written in the line of all."""
    facts = {"by": None, "at": make.AT, "verb": "saved", "noun": "key", "key": "x"} | more
    return actions.record(**facts)


def end(draft: Assessment) -> JournalHead:
    return JournalHead.objects.get(pk=JournalHead.of(draft.round.programme_id))


# --- writing


def test_a_journal_is_parted_once_and_says_so(cast: make.Cast) -> None:
    assert actions.part(by=None, at=make.AT)
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.noun, entry.verb, entry.programme) == ("journal", "opened", None)
    assert JournalHead.objects.get().parted_after == entry.sequence
    before = make.everything()
    assert not actions.part(by=None, at=make.AT)
    assert make.everything() == before
    assert journal.faults() == []


def test_until_it_is_parted_all_is_one_line(cast: make.Cast) -> None:
    make.begin(cast.amina, "CMJ", make.open_round())
    assert JournalHead.objects.get().sequence == JournalEntry.objects.count()


def test_each_programme_saves_its_answers_in_a_line_of_its_own(drafts: Drafts) -> None:
    common = step()
    first, other, second = answer(drafts.here), answer(drafts.there), answer(drafts.here, "C2")
    assert first.previous_hash == other.previous_hash == common.hash
    assert second.previous_hash == first.hash
    assert len({first.sequence, other.sequence, second.sequence}) == 3
    assert common.sequence < first.sequence < second.sequence
    assert (end(drafts.here).hash, end(drafts.there).hash) == (second.hash, other.hash)
    assert JournalHead.objects.get(pk=JournalHead.COMMON).hash == common.hash
    assert journal.faults() == []


def test_a_step_of_all_follows_every_line(drafts: Drafts) -> None:
    common, first, other = step(), answer(drafts.here), answer(drafts.there)
    ends = [End(each.sequence, each.hash) for each in (first, other)]
    after = step()
    assert after.previous_hash == joined(End(common.sequence, common.hash), ends).hash
    assert after.sequence == max(first.sequence, other.sequence) + 1
    assert answer(drafts.here, "C2").previous_hash == after.hash
    assert journal.faults() == []


def test_no_time_runs_back_in_a_line_nor_behind_it(drafts: Drafts) -> None:
    late, later = (make.AT + timedelta(minutes=minutes) for minutes in (7, 9))
    step()
    assert answer(drafts.there, at=late).at == late
    assert answer(drafts.there, "C2").at == late, "its clock was put back"
    assert answer(drafts.here).at == make.AT, "another line has times of its own"
    assert step().at == late, "what follows all lines is not before any"
    assert answer(drafts.here, "C2").at == late
    assert step(at=later).at == later
    assert journal.faults() == []


def test_what_is_saved_changes_no_version_of_what_others_read(drafts: Drafts) -> None:
    programme = drafts.here.round.programme
    before = versions.of_all(programme), versions.of_answers(programme)
    answer(drafts.here)
    answer(drafts.there)
    assert (versions.of_all(programme), versions.of_answers(programme)) == before
    step(programme=programme, noun="export", verb="saved")
    assert versions.of_all(programme) != before[0]


# --- checking


def _middle() -> JournalEntry:
    """The first answer of the one programme after it was parted; both lines went on since, and were joined."""
    return JournalEntry.objects.filter(verb="answered", programme=make.cod()).order_by("sequence")[0]


def _last(draft: Assessment) -> JournalEntry:
    return JournalEntry.objects.get(sequence=end(draft).sequence)


def _forget(entries: Any) -> None:
    entries.delete()


def _put_back(draft: Assessment) -> None:
    """Let a line end, entry and all, before its last answer."""
    last = _last(draft)
    before = JournalEntry.objects.get(hash=last.previous_hash)
    JournalHead.objects.filter(pk=JournalHead.of(draft.round.programme_id)).update(
        sequence=before.sequence, hash=before.hash
    )
    last.delete()


def _vanish(draft: Assessment) -> None:
    """Take away all of a line, its end, and what the answers in it led to."""
    programme = draft.round.programme_id
    apart = JournalEntry.objects.filter(
        programme=programme, noun="assessment", verb__in=("started", "answered")
    )
    parted = JournalHead.objects.get(pk=JournalHead.COMMON).parted_after
    _forget(apart.filter(sequence__gt=parted))
    JournalHead.objects.filter(pk=JournalHead.of(programme)).delete()
    Operation.objects.all().delete()
    for row in Assessment.objects.filter(round__programme=programme, round=draft.round):
        row.answers.all().delete()
        row.delete()


def _exchange(draft: Assessment) -> None:
    """Exchange the numbers of two answers that follow each other in one line."""
    last = _last(draft)
    before = JournalEntry.objects.get(hash=last.previous_hash)
    numbers = last.sequence, before.sequence
    entries = JournalEntry.objects
    entries.filter(pk=numbers[0]).update(sequence=10**6)
    entries.filter(pk=numbers[1]).update(sequence=numbers[0])
    entries.filter(pk=10**6).update(sequence=numbers[1])


def _slip_in(draft: Assessment) -> None:
    """Add an answer behind the last one of a line, chained as it should be."""
    last = _last(draft)
    last.sequence, last.previous_hash = last.sequence + 7, last.hash
    last.hash = chained_hash(last.previous_hash, journal.content(last))
    last.save(force_insert=True)


def _write_anew(draft: Assessment) -> None:
    last = _last(draft)
    last.after = {"C2": {"verbatim": "No"}}
    last.hash = chained_hash(last.previous_hash, journal.content(last))
    last.save()


COMMON = {"pk": JournalHead.COMMON}
TAMPERING: dict[str, Callable[[Drafts], object]] = {
    "what was answered": lambda _: JournalEntry.objects.filter(pk=_middle().pk).update(after={}),
    "the last answer of a line": lambda drafts: _write_anew(drafts.there),
    "in which programme": lambda _: JournalEntry.objects.filter(pk=_middle().pk).update(
        programme=make.programme("caf")
    ),
    "an answer that was joined": lambda _: _middle().delete(),
    "the last answer": lambda drafts: _last(drafts.here).delete(),
    "the last answer with the end": lambda drafts: _put_back(drafts.here),
    "two answers of a line": lambda drafts: _exchange(drafts.here),
    "an answer too many": lambda drafts: _slip_in(drafts.there),
    "a line's end": lambda drafts: JournalHead.objects.filter(pk=end(drafts.there).pk).delete(),
    "a line's end, moved": lambda drafts: JournalHead.objects.filter(pk=end(drafts.there).pk).update(
        sequence=1
    ),
    "a whole line": lambda drafts: _vanish(drafts.there),
    "the end of all": lambda _: JournalHead.objects.filter(**COMMON).delete(),
    "that it was parted": lambda _: JournalHead.objects.filter(**COMMON).update(parted_after=None),
    "where it was parted": lambda _: JournalHead.objects.filter(**COMMON).update(parted_after=1),
    "where it will be parted": lambda _: JournalHead.objects.filter(**COMMON).update(parted_after=10**6),
}


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING)
def test_who_tampers_with_a_line_is_found_out(drafts: Drafts, tamper: Callable[[Drafts], object]) -> None:
    step()
    for draft in drafts:
        answer(draft)
    answer(drafts.here, "C2")
    answer(drafts.there, "C2")
    assert journal.faults() == []
    with make.without_triggers():
        tamper(drafts)
    assert [fault for fault in journal.faults() if "Assessment" not in fault] or tamper is TAMPERING[
        "the last answer with the end"
    ]
    assert journal.faults()


GUARDED = {
    "back": "UPDATE coordination_journalhead SET sequence = sequence - 1",
    "to an entry of another line": "UPDATE coordination_journalhead SET (sequence, hash) ="
    " (SELECT sequence, hash FROM coordination_journalentry ORDER BY sequence DESC LIMIT 1) WHERE id < {line}",
    "as one that is not parted": "UPDATE coordination_journalhead SET parted_after = NULL WHERE id = 1",
    "as one that was parted elsewhere": "UPDATE coordination_journalhead SET parted_after = 1 WHERE id = 1",
    "by going": "DELETE FROM coordination_journalhead WHERE id > 1",
}


@pytest.mark.parametrize("sql", GUARDED.values(), ids=GUARDED)
def test_the_database_refuses_to_let_a_line_end_otherwise(drafts: Drafts, sql: str) -> None:
    answer(drafts.here)
    last = answer(drafts.there)
    line = JournalHead.of(drafts.there.round.programme_id)
    assert JournalEntry.objects.latest("sequence") == last
    assert "append-only" in refusal(partial(make.execute, sql.format(line=line)))


def _write_as_before(head: JournalHead, verb: str, noun: str) -> None:
    entry = JournalEntry(
        **{"sequence": 10**6, "at": make.AT, "verb": verb, "noun": noun, "key": "x"},
        **{"programme": make.cod(), "previous_hash": head.hash, "hash": "a" * 64},
    )
    entry.save(force_insert=True)
    JournalHead.objects.filter(pk=head.pk).update(sequence=entry.sequence, hash=entry.hash)


def test_a_server_of_the_release_before_cannot_write_past_the_lines(drafts: Drafts) -> None:
    """It knows one line: its entries would follow the last one of all, whatever was saved since."""
    answer(drafts.here)
    head = JournalHead.objects.get(pk=JournalHead.COMMON)
    for verb, noun in (("saved", "key"), ("answered", "assessment")):
        assert "append-only" in refusal(partial(_write_as_before, head, verb, noun))
    assert journal.faults() == []


# --- checkpoints and backups


def test_a_checkpoint_holds_all_lines_as_they_were_at_midnight(cast: make.Cast, drafts: Drafts) -> None:
    step()
    answer(drafts.here)
    answer(drafts.there)
    take = partial(checkpoint_actions.take, programme=make.cod(), by=cast.paul)
    answer(drafts.here, "C2", at=NEXT)
    found = take(at=NEXT)
    answer(drafts.there, "C2", at=NEXT + timedelta(minutes=1))
    assert take(at=NEXT + timedelta(hours=2)) == found
    assert checkpoints.is_contained(found)
    before = JournalEntry.objects.filter(programme=make.programme("caf"), at__lt=found.as_of)
    last = before.latest("sequence")
    with transaction.atomic():
        with make.without_triggers():
            JournalEntry.objects.filter(pk=last.pk).update(after={})
        assert not checkpoints.is_contained(found)
        transaction.set_rollback(True)
    with make.without_triggers():
        last.delete()
    assert not checkpoints.is_contained(found)


def test_a_checkpoint_of_before_it_was_parted_is_still_contained(cast: make.Cast) -> None:
    make.begin(cast.amina, "CMJ", make.open_round())
    found = checkpoint_actions.take(programme=make.cod(), by=cast.paul, at=NEXT)
    actions.part(by=None, at=NEXT)
    make.begin(cast.grace, "CMJ", make.round_("march-2011"), at=NEXT)
    assert checkpoints.is_contained(found)


def test_a_backup_states_where_all_lines_end(drafts: Drafts) -> None:
    step()
    stated = [copies.standing().journal]
    for draft in (drafts.here, drafts.there):
        last = answer(draft)
        stated.append(copies.standing().journal)
        assert stated[-1][0] == last.sequence
    assert len(set(stated)) == 3
    assert step().previous_hash == stated[-1][1]


# --- at the same moment


@contextmanager
def _at_once(work: Callable[[], object]) -> Iterator[Any]:
    """Do something on a connection of its own that waits for no lock at all."""

    def run() -> object:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1ms'")
            return work()
        except OperationalError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(run).result()


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_who_saves_waits_for_nobody_of_another_programme_and_the_order_of_each_is_certain() -> None:
    drafts = _parted()
    with transaction.atomic():
        first = answer(drafts.here)
        with _at_once(partial(answer, drafts.there)) as other:
            assert isinstance(other, JournalEntry), other
        with _at_once(journal.faults) as found:
            assert found == [], "what is not stored yet is not missed"
        with _at_once(partial(answer, drafts.beside)) as said:
            assert "lock timeout" in said, "of the same programme"
        with _at_once(partial(step)) as said:
            assert "lock timeout" in said, "what all read in order"
    second = answer(drafts.there, "C2")
    assert first.sequence != other.sequence
    assert second.previous_hash == other.hash
    assert answer(drafts.beside).previous_hash == first.hash
    assert step()
    assert journal.faults() == []


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_what_is_stored_later_with_a_lower_number_is_read_by_the_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafts, moment = _parted(), journal._one_moment
    is_read, is_stored = Event(), Event()

    @contextmanager
    def one_moment() -> Iterator[None]:
        is_read.set()
        assert is_stored.wait(10)
        with moment():
            yield

    monkeypatch.setattr(journal, "_one_moment", one_moment)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lower = answer(drafts.here)
            with _at_once(partial(answer, drafts.there)) as higher:
                assert higher.sequence > lower.sequence
            checking = pool.submit(_closing, journal.faults)
            assert is_read.wait(10)
        is_stored.set()
        assert checking.result() == []


def _closing(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_who_saves_waits_for_a_step_of_all() -> None:
    drafts = _parted()
    with transaction.atomic():
        last = step()
        for draft in (drafts.here, drafts.there):
            with _at_once(partial(answer, draft)) as said:
                assert "lock timeout" in said
    assert answer(drafts.here).previous_hash == last.hash
    assert journal.faults() == []


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_until_it_is_parted_each_waits_for_each() -> None:
    cast = make.cast()
    drafts = [
        make.begin(person, "CMJ", make.open_round(name=person.email)) for person in (cast.amina, cast.grace)
    ]
    with transaction.atomic():
        answer(drafts[0])
        with _at_once(partial(answer, drafts[1])) as said:
            assert "lock timeout" in said


@of_a_server
def test_a_save_never_asks_for_the_lock_of_all(cast: make.Cast, drafts: Drafts) -> None:
    """Two that save would wait for each other, if each held the lock of a line and then asked for the one of all."""
    another = make.start(cast.amina, "GTSE/CPSE", drafts.here.round)
    with CaptureQueriesContext(connection) as asked:
        make.save(another, make.entry("C1"))
        answer(drafts.here)
    said = " ".join(each["sql"] for each in asked.captured_queries)
    assert said.count(journal_lines.TOGETHER.partition("(")[0] + "(") == 3
    assert journal_lines.ALONE.partition("(")[0] + "(" not in said


@pytest.mark.django_db(transaction=True)
def test_many_who_save_and_take_steps_at_once_while_it_is_checked_leave_no_fault() -> None:
    def work(draft: Assessment) -> None:
        for code in ("C1", "C2", "C3", "C4", "C5", "C6"):
            make.save(draft, make.entry(code))
            with transaction.atomic():
                step(key=code)

    assert at_once.faults_meanwhile(work, _parted()) == []
    assert JournalEntry.objects.filter(noun="key").count() == 18
    assert journal.faults() == []
