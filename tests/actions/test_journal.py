"""The journal: every action in it, chained, and leading to what stands today; who tampers is found out."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from coordination.actions import journal as actions
from coordination.domain.assessments import SourceEntry
from coordination.domain.journal import FIRST, chained_hash, stamp
from coordination.models import Answer, Assessment, JournalEntry, JournalHead, Source
from coordination.queries import journal
from tests import at_once, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: make.Cast) -> Assessment:
    """A round in which things happened: answers changed, a recall, a reveal."""
    round_ = make.open_round()
    draft = make.start(cast.amina, "CMJ", round_)
    make.answer_all(draft, "Yes")
    make.answer(draft, "C1", "Most?", doubt_reason="hearsay")
    make.answer(
        draft, "C2", "n/a", na_reason="No such body.", sources=[SourceEntry(title="Minutes", kind="document")]
    )
    make.recall(make.send(draft))
    make.answer(draft, "C1", "Not yet")
    make.send(draft)
    make.sent(cast.grace, "CMJ", round_, word="Partly")
    return draft


# --- writing


def test_entries_are_numbered_without_a_gap_and_chained(story: Assessment) -> None:
    entries = list(JournalEntry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    previous = FIRST
    for entry in entries:
        assert entry.previous_hash == previous
        assert entry.hash == chained_hash(previous, journal.content(entry))
        previous = entry.hash
    head = JournalHead.objects.get()
    assert (head.sequence, head.hash) == (len(entries), previous)


def test_every_step_is_told_with_who_and_when(cast: make.Cast, story: Assessment) -> None:
    told = JournalEntry.objects.filter(key__endswith=f" {story.pk}").order_by("sequence")
    assert [entry.verb for entry in told] == [
        "started",
        "answered",
        "answered",
        "answered",
        "sent",
        "recalled",
        "answered",
        "sent",
    ]
    assert {(entry.by, entry.at, entry.programme) for entry in told} == {(cast.amina, make.AT, make.cod())}


def test_what_is_rolled_back_was_never_told(cast: make.Cast) -> None:
    before = make.everything()
    with transaction.atomic():
        make.open_round()
        transaction.set_rollback(True)
    assert make.everything() == before
    assert journal.faults() == []


def test_a_key_longer_than_its_column_is_cut(cast: make.Cast) -> None:
    entry = actions.record(by=cast.amina, at=make.AT, verb="tried", noun="key", key="x" * 400)
    assert entry.key == "x" * 300
    assert journal.faults() == []


# --- times


def test_no_entry_is_dated_before_the_one_that_it_follows(cast: make.Cast) -> None:
    """Whoever waits for the journal's lock took the time before; a clock may be put back."""
    times = [make.AT + timedelta(minutes=minute) for minute in (0, 5, 3, -60, 6)]
    told = [actions.record(by=cast.amina, at=at, verb="saved", noun="key", key="x").at for at in times]
    assert told == [make.AT + timedelta(minutes=minute) for minute in (0, 5, 5, 5, 6)]
    assert list(JournalEntry.objects.filter(noun="key").values_list("at", flat=True)) == told
    assert journal.faults() == []


def test_after_a_clock_that_was_ahead_entries_keep_its_time_and_facts_their_own(cast: make.Cast) -> None:
    ahead = make.AT + timedelta(days=3650)
    draft = make.begin(cast.amina, "CMJ", make.open_round(), at=ahead)
    make.answer_all(draft)
    assert make.send(draft, at=make.AT).sent_at == make.AT
    sent = JournalEntry.objects.get(verb="sent")
    assert (sent.at, sent.after["sent_at"]) == (ahead, stamp(make.AT))
    assert journal.faults() == []


def test_the_end_of_the_journal_has_the_time_of_its_last_entry(story: Assessment) -> None:
    head = JournalHead.objects.get()
    assert head.at == JournalEntry.objects.get(sequence=head.sequence).at


@pytest.mark.takes_long
@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_journal_that_was_there_before_gets_the_time_of_its_last_entry() -> None:
    make.begin(make.cast().amina, "CMJ", make.open_round(), at=make.AT + timedelta(hours=1))
    MigrationExecutor(connection).migrate([("coordination", "0011_links")])
    last = JournalEntry.objects.order_by("-sequence")[0].at
    assert last >= make.AT + timedelta(hours=1)
    MigrationExecutor(connection).migrate([("coordination", "0012_journal_time")])
    assert JournalHead.objects.values_list("at", flat=True).get() == last


def test_a_journal_whose_end_has_no_time_yet_goes_on(story: Assessment) -> None:
    JournalHead.objects.update(at=None)
    assert make.close_round(story.round)
    assert JournalHead.objects.get().at == make.AT
    assert journal.faults() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_at_once_no_entry_is_dated_before_the_one_that_it_follows() -> None:
    cast = make.cast()

    def write(number: int) -> None:
        try:
            for _ in range(10):
                at = timezone.now()
                # What an action does before it comes to the journal.
                sleep(number / 1000)
                with transaction.atomic():
                    actions.record(by=cast.amina, at=at, verb="saved", noun="key", key=str(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    times = list(JournalEntry.objects.filter(noun="key").values_list("at", flat=True))
    assert len(times) == 80
    assert times == sorted(times)
    assert journal.faults() == []


@pytest.mark.takes_long
@pytest.mark.django_db(transaction=True)
def test_a_journal_that_is_checked_while_people_write_has_no_fault() -> None:
    cast, round_ = make.cast(), make.open_round()
    drafts = [make.start(cast.amina, code, round_) for code in ("CMJ", "CCRSS")]

    def write(draft: Assessment) -> None:
        for word in ("Yes", "No", "Partly") * 3:
            make.answer(draft, "C1", word)

    assert at_once.faults_meanwhile(write, drafts) == []
    assert JournalEntry.objects.filter(verb="answered").count() == 18


# --- checking


def test_the_journal_as_it_was_written_has_no_fault(story: Assessment) -> None:
    make.load_demo()
    assert journal.faults() == []
    assert journal.length() == JournalEntry.objects.count()


def test_an_empty_journal_of_an_empty_program_has_no_fault() -> None:
    assessed = ("source", "answer", "operation", "assessment", "round", "membership")
    with make.without_triggers():
        make.execute(
            *(
                f"DELETE FROM coordination_{table}"
                for table in (*assessed, "criterion", "instrument", "journalentry", "journalhead")
            )
        )
    assert journal.faults() == []


def _middle() -> JournalEntry:
    return JournalEntry.objects.filter(verb="answered")[0]


TAMPERING: dict[str, Callable[[], object]] = {
    "what was answered": lambda: JournalEntry.objects.filter(pk=_middle().pk).update(
        after={"C1": {"verbatim": "No"}}
    ),
    "who did it": lambda: JournalEntry.objects.filter(pk=_middle().pk).update(by=None),
    "when": lambda: JournalEntry.objects.filter(pk=_middle().pk).update(at=make.AT.replace(year=2012)),
    "what was done": lambda: JournalEntry.objects.filter(pk=_middle().pk).update(verb="sent"),
    "to what": lambda: JournalEntry.objects.filter(pk=_middle().pk).update(key="another"),
    "its hash": lambda: JournalEntry.objects.filter(pk=_middle().pk).update(hash="0" * 64),
    "the first entry": lambda: JournalEntry.objects.filter(pk=1).delete(),
    "an entry in the middle": lambda: JournalEntry.objects.filter(pk=_middle().pk).delete(),
    "the last entry": lambda: JournalEntry.objects.order_by("-pk")[0].delete(),
    "all of it": lambda: JournalEntry.objects.all().delete(),
    "the end": lambda: JournalHead.objects.update(sequence=1),
    "the end's row": lambda: JournalHead.objects.all().delete(),
}


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING)
def test_who_tampers_with_the_journal_is_found_out(story: Assessment, tamper: Callable[[], object]) -> None:
    assert journal.faults() == []
    with make.without_triggers():
        tamper()
    assert journal.faults()


def test_an_entry_written_anew_with_a_matching_hash_breaks_the_chain_after_it(story: Assessment) -> None:
    entry = _middle()
    entry.after = {"C1": {"verbatim": "No"}}
    entry.hash = chained_hash(entry.previous_hash, journal.content(entry))
    with make.without_triggers():
        entry.save()
    assert f"Entry {entry.sequence + 1} is not what was written." in journal.faults()


def test_the_place_of_the_break_is_named(story: Assessment) -> None:
    entry = _middle()
    with make.without_triggers():
        JournalEntry.objects.filter(pk=entry.pk).update(verb="forgot")
    assert f"Entry {entry.sequence} is not what was written." in journal.faults()


UNTOLD: dict[str, Callable[[Assessment], object]] = {
    "a word": lambda row: row.answers.filter(criterion__code="C3").update(verbatim="Oui"),
    "a level": lambda row: row.answers.filter(criterion__code="C3").update(level=3, lo=3, hi=3),
    "a basis": lambda row: row.answers.filter(criterion__code="C3").update(basis="Invented."),
    "a missing answer": lambda row: row.answers.filter(criterion__code="C3").delete(),
    "a missing source": lambda row: Source.objects.all().delete(),
    "another source": lambda row: Source.objects.update(title="Another"),
    "all answers": lambda row: row.answers.all().delete(),
    "an answer too many": lambda row: _copy_to_another(row),
}


def _copy_to_another(row: Assessment) -> None:
    other = Assessment.objects.filter(round__label="january-2008")[0]
    answer = Answer.objects.get(assessment=row, criterion__code="O1")
    answer.pk, answer.assessment = None, other
    answer.save(force_insert=True)


@pytest.mark.parametrize("change", UNTOLD.values(), ids=UNTOLD)
def test_answers_that_nobody_told_the_journal_are_found(
    story: Assessment, change: Callable[[Assessment], object]
) -> None:
    change(story)
    faults = journal.faults()
    assert len(faults) == 1
    assert re.fullmatch(r"Assessment \d+ \(.+\): answers to .+ are not those of the journal\.", faults[0])
