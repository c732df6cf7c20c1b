"""Starting, saving, sending, recalling, revealing: acknowledged means stored, and nothing is silently overwritten."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from coordination.actions import assessments, memberships
from coordination.actions.answers import Saved, Stale
from coordination.actions.assessments import Incomplete
from coordination.domain.assessments import SourceEntry
from coordination.domain.journal import stamp
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import (
    Answer,
    Assessment,
    JournalEntry,
    Membership,
    Operation,
    Round,
    Source,
    Structure,
    User,
)
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(hours=1)
OP = UUID("6f1c3a52-0c5e-4c65-9e0e-2f4f3f1f7a10")


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    return make.open_round()


@pytest.fixture
def draft(cast: make.Cast, round_: Round) -> Assessment:
    """Amina's assessment of CMJ, in a round that asks both sides."""
    return make.start(cast.amina, "CMJ", round_)


def stored(assessment: Assessment, code: str) -> Answer:
    return Answer.objects.select_related("saved_by").get(assessment=assessment, criterion__code=code)


def state(assessment: Assessment) -> str:
    return Assessment.objects.values_list("state", flat=True).get(pk=assessment.pk)


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


# --- the first answer


def test_numbers_do_not_tell_how_many_others_have_begun(cast: make.Cast) -> None:
    round_ = make.open_round()
    begun = [make.begin(each, "CMJ", round_).pk for each in (cast.amina, cast.grace)]
    assert begun[1] - begun[0] > 1


def test_nothing_is_stored_before_the_first_answer(cast: make.Cast, round_: Round) -> None:
    before = make.everything()
    blank = make.start(cast.amina, "CMJ", round_)
    assert (blank.pk, blank.state, blank.side, blank.rater_user) == (None, "draft", "partners", cast.amina)
    make.save(blank)
    assert make.everything() == before


def test_an_assessment_begins_with_its_first_answer(cast: make.Cast, round_: Round) -> None:
    blank = make.start(cast.amina, "CMJ", round_)
    saved = make.save(blank, make.entry("C1", "Yes"))
    found = Assessment.objects.get(rater_user=cast.amina)
    assert saved.assessment_id == found.pk
    assert (found.state, found.side, found.rater_user, found.started_at) == (
        "draft",
        "partners",
        cast.amina,
        make.AT,
    )
    assert stored(found, "C1").verbatim == "Yes"
    verbs = list(JournalEntry.objects.order_by("-sequence").values_list("verb", flat=True)[:2])
    assert verbs == ["answered", "started"]
    assert (last_entry().by, last_entry().programme) == (cast.amina, make.cod())


def test_a_first_answer_that_is_refused_begins_nothing(cast: make.Cast, round_: Round) -> None:
    blank = make.start(cast.amina, "CMJ", round_)
    with make.refused(Rule.STALE_VERSION):
        make.save(blank, make.entry("C1", "Yes", base_version=3))
    with make.refused(Rule.CRITERION_NOT_ASKED):
        make.save(blank, make.entry("S1", "Yes"))


def test_a_first_answer_in_a_second_window_goes_to_what_the_first_began(
    cast: make.Cast, round_: Round
) -> None:
    one, other = (make.start(cast.amina, "CMJ", round_) for _ in range(2))
    make.save(one, make.entry("C1", "Yes"))
    make.save(other, make.entry("C2", "No"))
    assert one == other
    with pytest.raises(Stale):
        make.save(make.start(cast.amina, "CMJ", round_), make.entry("C1", "No"))


def test_one_finds_what_one_has_begun_even_in_a_closed_round(cast: make.Cast, round_: Round) -> None:
    begun = make.begin(cast.amina, "CMJ", round_)
    make.close_round(round_)
    assert make.start(cast.amina, "CMJ", round_) == begun


def test_two_raters_of_a_side_each_have_their_own(cast: make.Cast, round_: Round) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    begun = make.begin(cast.amina, "CMJ", round_)
    assert make.begin(bruno, "CMJ", round_) != begun


def begin_is_refused(rule: str, person: User, structure: str | Structure, round_: Round) -> None:
    blank = make.start(person, structure, round_)
    with make.refused(rule):
        make.save(blank, make.entry("C1"))


def test_nothing_begins_in_a_closed_round(cast: make.Cast, round_: Round) -> None:
    make.close_round(round_)
    begin_is_refused(Rule.ROUND_CLOSED, cast.amina, "CMJ", round_)


def test_nothing_begins_in_a_round_closed_after_the_page_was_opened(cast: make.Cast, round_: Round) -> None:
    blank = make.start(cast.amina, "CMJ", round_)
    make.close_round(round_)
    with make.refused(Rule.ROUND_CLOSED):
        make.save(blank, make.entry("C1"))


def test_nothing_begins_on_a_side_that_is_not_asked(cast: make.Cast) -> None:
    begin_is_refused(
        Rule.SIDE_NOT_ASKED, cast.grace, "CMJ", make.open_round("partners", name="Partners only")
    )


def test_nothing_begins_without_a_side(cast: make.Cast, round_: Round) -> None:
    begin_is_refused(Rule.SIDE_NOT_ASKED, cast.vera, "CMJ", round_)


def test_nothing_begins_of_a_structure_of_another_programme(cast: make.Cast, round_: Round) -> None:
    elsewhere = make.structure("CNS", programme=make.programme("caf"))
    begin_is_refused(Rule.OTHER_PROGRAMME, cast.amina, elsewhere, round_)


def test_nothing_begins_after_the_reveal(cast: make.Cast, round_: Round) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    opened_before = make.start(bruno, "CMJ", round_)
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    begin_is_refused(Rule.ALREADY_REVEALED, bruno, "CMJ", round_)
    with make.refused(Rule.ALREADY_REVEALED):
        make.save(opened_before, make.entry("C1"))
    assert make.begin(bruno, "CCRSS", round_)


# --- save


def test_a_saved_answer_is_stored_whole(cast: make.Cast, draft: Assessment) -> None:
    minutes = SourceEntry(
        title="Minutes of 3 March",
        kind="document",
        dated_on=date(2011, 3, 3),
        link="https://example.org/minutes",
    )
    entry = make.entry("C2", "Most?", doubt_reason="hearsay", basis="Read twice.", sources=[minutes])
    saved = make.save(draft, entry)
    assert (dict(saved.versions), saved.saved_at) == ({"C2": 1}, make.AT)
    row = stored(draft, "C2")
    assert (row.verbatim, row.status, row.level, row.lo, row.hi) == ("Most?", "answered", 3, 2, 4)
    assert (row.certainty, row.doubt_reason, row.basis) == ("doubtful", "hearsay", "Read twice.")
    assert (row.saved_at, row.saved_by) == (make.AT, cast.amina)
    source = row.sources.get()
    assert (source.title, source.kind, source.dated_on, source.link) == (
        minutes.title,
        minutes.kind,
        minutes.dated_on,
        minutes.link,
    )


def test_each_save_raises_the_version_and_tells_the_journal_what_was_before(draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    assert make.save(draft, make.entry("C1", "No", base_version=1)).versions == {"C1": 2}
    entry = last_entry()
    assert (entry.verb, entry.before["C1"]["verbatim"], entry.after["C1"]["verbatim"]) == (
        "answered",
        "Yes",
        "No",
    )
    draft.refresh_from_db()
    assert draft.version == 3


def test_a_second_save_replaces_the_sources(draft: Assessment) -> None:
    make.save(
        draft,
        make.entry(
            "C1", sources=[SourceEntry(title="Old", kind="document"), SourceEntry(title="Older", kind="none")]
        ),
    )
    make.save(draft, make.entry("C1", base_version=1, sources=[SourceEntry(title="New", kind="document")]))
    assert [source.title for source in stored(draft, "C1").sources.all()] == ["New"]


def test_an_answer_equal_to_the_stored_one_is_not_written_again(draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes", sources=[SourceEntry(title="Minutes", kind="document")]))
    before = make.everything()
    again = make.entry("C1", "Yes", base_version=1, sources=[SourceEntry(title="Minutes", kind="document")])
    assert make.save(draft, again, at=LATER).versions == {"C1": 1}
    assert make.everything() == before


def test_saving_what_somebody_else_stored_meanwhile_is_no_conflict(draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    assert make.save(draft, make.entry("C1", "Yes", base_version=0)).versions == {"C1": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"basis": "New."},
        {"sources": [SourceEntry(title="New", kind="document")]},
        {"word": "yes"},
        {"word": "Yes?"},
    ],
)
def test_any_difference_is_written(draft: Assessment, change: dict[str, Any]) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    assert make.save(draft, make.entry("C1", base_version=1, **change)).versions == {"C1": 2}


def test_a_stale_save_shows_the_stored_answer_and_overwrites_nothing(
    cast: make.Cast, draft: Assessment
) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    make.save(draft, make.entry("C1", "Mostly", base_version=1), at=LATER)
    before = make.everything()
    with pytest.raises(Stale) as conflict:
        make.save(draft, make.entry("C1", "No", base_version=1))
    kept = conflict.value.answers["C1"]
    assert (kept.verbatim, kept.version, kept.saved_by, kept.saved_at) == ("Mostly", 2, cast.amina, LATER)
    assert make.everything() == before


def test_a_first_answer_written_twice_is_stale_too(draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    with pytest.raises(Stale):
        make.save(draft, make.entry("C1", "No", base_version=0))
    assert stored(draft, "C1").verbatim == "Yes"


@pytest.mark.parametrize("version", [1, 7])
def test_a_version_that_never_was_is_refused(draft: Assessment, version: int) -> None:
    with make.refused(Rule.STALE_VERSION):
        make.save(draft, make.entry("C1", "No", base_version=version))


@pytest.mark.parametrize("version", [2, 99])
def test_a_version_from_the_future_is_stale(draft: Assessment, version: int) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    with pytest.raises(Stale):
        make.save(draft, make.entry("C1", "No", base_version=version))


def test_a_section_is_saved_all_or_nothing(draft: Assessment) -> None:
    make.save(draft, make.entry("C2", "Yes"))
    before = make.everything()
    with pytest.raises(Stale) as conflict:
        make.save(draft, make.entry("C1", "Yes"), make.entry("C2", "No"), make.entry("C3", "Yes"))
    assert list(conflict.value.answers) == ["C2"]
    assert make.everything() == before


def test_every_stale_answer_of_a_section_is_shown(draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes"), make.entry("C2", "Yes"))
    with pytest.raises(Stale) as conflict:
        make.save(draft, make.entry("C1", "No"), make.entry("C2", "No"), make.entry("C3", "No"))
    assert list(conflict.value.answers) == ["C1", "C2"]


def test_an_update_that_comes_in_between_is_not_overwritten(draft: Assessment) -> None:
    """Behind the lock stands the version in the UPDATE itself: without it this test fails."""
    make.save(draft, make.entry("C1", "Yes"))
    before = make.everything()
    is_first = True

    def somebody_is_quicker(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal is_first
        if is_first and sql.startswith('UPDATE "coordination_answer"'):
            is_first = False
            Answer.objects.filter(assessment=draft).update(version=2, basis="From the other window.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(somebody_is_quicker), pytest.raises(Stale) as conflict:
        make.save(draft, make.entry("C1", "No", base_version=1))
    assert not is_first
    assert conflict.value.answers["C1"].basis == "From the other window."
    assert make.everything() == before  # the whole transaction is gone, the quick one's part with it


def test_a_criterion_of_another_instrument_is_refused(draft: Assessment) -> None:
    with make.refused(Rule.CRITERION_OF_ANOTHER_INSTRUMENT, Rule.CRITERION_OF_ANOTHER_INSTRUMENT):
        make.save(draft, make.entry("C1"), make.entry("X1"), make.entry("X2"))


def test_a_sent_assessment_takes_no_answer(cast: make.Cast, round_: Round) -> None:
    sent = make.sent(cast.amina, "CMJ", round_)
    with make.refused(Rule.NOT_NOW_SCORE):
        make.answer(sent, "C1", "No")


def test_a_revealed_assessment_takes_no_answer(cast: make.Cast, round_: Round) -> None:
    ours = make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    with make.refused(Rule.NOT_NOW_SCORE):
        make.answer(ours, "C1", "No")


def test_a_closed_round_takes_no_answer(draft: Assessment, round_: Round) -> None:
    make.close_round(round_)
    with make.refused(Rule.ROUND_CLOSED):
        make.answer(draft, "C1", "No")


def test_a_reopened_round_takes_answers_again(cast: make.Cast, draft: Assessment, round_: Round) -> None:
    make.close_round(round_)
    make.reopen_round(round_)
    assert make.answer(draft, "C1", "No").versions == {"C1": 1}


# --- the same operation again


def test_the_same_operation_again_gets_the_same_reply_and_writes_nothing(draft: Assessment) -> None:
    first = make.save(draft, make.entry("C1", "Yes"), op_id=OP)
    before = make.everything()
    assert make.save(draft, make.entry("C1", "Yes"), op_id=OP, at=LATER) == first
    assert make.everything() == before


def test_an_operation_that_was_acknowledged_stays_so_whatever_came_after(
    cast: make.Cast, draft: Assessment, round_: Round
) -> None:
    first = make.save(draft, make.entry("C1", "Yes"), op_id=OP)
    make.answer(draft, "C1", "No")
    make.send(draft, accept_blanks=True)
    before = make.everything()
    assert make.save(draft, make.entry("C1", "Yes"), op_id=OP, at=LATER) == first
    assert make.everything() == before


def test_an_operation_that_was_refused_was_not_acknowledged(draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    with pytest.raises(Stale):
        make.save(draft, make.entry("C1", "No"), op_id=OP)
    assert not Operation.objects.exists()
    assert make.save(draft, make.entry("C1", "No", base_version=1), op_id=OP).versions == {"C1": 2}


def test_an_operation_belongs_to_one_assessment(cast: make.Cast, draft: Assessment, round_: Round) -> None:
    make.save(draft, make.entry("C1", "Yes"), op_id=OP)
    other = make.start(cast.amina, "CCRSS", round_)
    with make.refused(Rule.OPERATION_OF_ANOTHER):
        make.save(other, make.entry("C1", "Yes"), op_id=OP)


def test_an_operation_belongs_to_one_person(cast: make.Cast, draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes"), op_id=OP)
    with make.refused(Rule.OPERATION_OF_ANOTHER):
        make.save(draft, make.entry("C1", "Yes"), op_id=OP, by=cast.paul)


# --- send


def test_a_complete_assessment_is_sent_and_locked(cast: make.Cast, draft: Assessment) -> None:
    make.answer_all(draft)
    sent = make.send(draft, at=LATER)
    assert (sent.state, sent.sent_at, sent.sent_by, sent.revealed_at) == ("sent", LATER, cast.amina, None)
    assert (last_entry().verb, last_entry().after) == (
        "sent",
        {"not answered": [], "sent_at": stamp(LATER)},
    )


def test_an_incomplete_assessment_says_what_is_missing(draft: Assessment) -> None:
    make.answer_all(draft)
    Answer.objects.filter(assessment=draft, criterion__code__in=["C7", "O5"]).delete()
    before = make.everything()
    with pytest.raises(Incomplete) as incomplete:
        make.send(draft)
    assert incomplete.value.missing == ("C7", "O5")
    assert make.everything() == before


def test_blanks_that_are_accepted_stay_blank(draft: Assessment) -> None:
    make.save(draft, make.entry("C1", "Yes"))
    assert make.send(draft, accept_blanks=True).state == "sent"
    assert draft.answers.count() == 1
    missing = last_entry().after["not answered"]
    assert len(missing) == 13
    assert "C1" not in missing


def test_an_assessment_without_any_answer_is_not_sent(draft: Assessment) -> None:
    make.answer(draft, "C1")
    Answer.objects.all().delete()
    with make.refused(Rule.NOTHING_ANSWERED):
        make.send(draft, accept_blanks=True)


def test_what_was_changed_since_it_was_checked_is_not_sent(cast: make.Cast, draft: Assessment) -> None:
    make.answer_all(draft)
    draft.refresh_from_db()
    checked = draft.version
    make.answer(draft, "C1", "No")
    with make.refused(Rule.CHANGED_SINCE_CHECKED):
        assessments.submit(
            assessment=draft, base_version=checked, accept_blanks=False, by=cast.amina, at=make.AT
        )


def test_an_assessment_is_sent_once(cast: make.Cast, round_: Round) -> None:
    sent = make.sent(cast.amina, "CMJ", round_)
    with make.refused(Rule.NOT_NOW_SUBMIT):
        make.send(sent)


def test_nothing_is_sent_in_a_closed_round(draft: Assessment, round_: Round) -> None:
    make.answer_all(draft)
    make.close_round(round_)
    with make.refused(Rule.ROUND_CLOSED):
        make.send(draft)


# --- reveal


def test_one_side_alone_reveals_nothing(cast: make.Cast, round_: Round) -> None:
    ours = make.sent(cast.amina, "CMJ", round_)
    assert state(ours) == "sent"


@pytest.mark.parametrize("order", [("amina", "grace"), ("grace", "amina")])
def test_when_both_sides_have_sent_both_are_revealed_at_once(
    cast: make.Cast, round_: Round, order: tuple[str, str]
) -> None:
    first, second = (make.sent(getattr(cast, name), "CMJ", round_) for name in order)
    first.refresh_from_db()
    assert first.state == second.state == "revealed"
    assert first.revealed_at == second.revealed_at == make.AT
    assert (last_entry().verb, last_entry().key) == ("revealed", "march-2011 CMJ")


def test_nothing_is_revealed_while_somebody_still_writes(cast: make.Cast, round_: Round) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    his = make.begin(bruno, "CMJ", round_)
    ours, theirs = make.sent(cast.amina, "CMJ", round_), make.sent(cast.grace, "CMJ", round_)
    assert state(ours) == state(theirs) == "sent"
    make.answer_all(his, "No")
    assert make.send(his).state == state(ours) == state(theirs) == "revealed"


def test_a_reveal_is_of_one_structure(cast: make.Cast, round_: Round) -> None:
    other = make.sent(cast.amina, "CCRSS", round_)
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    assert state(other) == "sent"


def test_a_reveal_is_of_one_round(cast: make.Cast, round_: Round) -> None:
    ours = make.sent(cast.amina, "CMJ", round_)
    next_one = make.open_round(name="April 2011")
    theirs = make.sent(cast.grace, "CMJ", next_one)
    assert state(ours) == state(theirs) == "sent"


@pytest.mark.parametrize(("sides", "name"), [("partners", "amina"), ("government", "grace")])
def test_a_round_of_one_side_is_revealed_as_soon_as_that_side_has_sent(
    cast: make.Cast, sides: str, name: str
) -> None:
    one_sided = make.open_round(sides, name="One side")
    assert make.sent(getattr(cast, name), "CMJ", one_sided).state == "revealed"


def test_a_round_of_one_side_waits_for_its_second_rater(cast: make.Cast) -> None:
    one_sided = make.open_round("partners", name="One side")
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    make.begin(bruno, "CMJ", one_sided)
    assert make.sent(cast.amina, "CMJ", one_sided).state == "sent"


# --- recall


def test_a_sent_assessment_is_taken_back_with_a_reason(cast: make.Cast, round_: Round) -> None:
    sent = make.sent(cast.amina, "CMJ", round_)
    back = make.recall(sent, reason="  A figure was wrong. ")
    assert (back.state, back.sent_at, back.sent_by) == ("draft", None, None)
    assert (last_entry().verb, last_entry().after) == ("recalled", {"reason": "A figure was wrong."})
    assert make.answer(back, "C1", "No").versions == {"C1": 2}


def test_a_recall_makes_what_was_checked_before_out_of_date(cast: make.Cast, round_: Round) -> None:
    sent = make.sent(cast.amina, "CMJ", round_)
    checked = sent.version - 1
    make.recall(sent)
    with make.refused(Rule.CHANGED_SINCE_CHECKED):
        assessments.submit(
            assessment=sent, base_version=checked, accept_blanks=False, by=cast.amina, at=make.AT
        )


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_a_recall_needs_a_reason(cast: make.Cast, round_: Round, reason: str) -> None:
    sent = make.sent(cast.amina, "CMJ", round_)
    with make.refused(Rule.REASON_MISSING):
        make.recall(sent, reason=reason)


def test_a_draft_is_not_recalled(draft: Assessment) -> None:
    make.answer(draft, "C1")
    with make.refused(Rule.NOT_NOW_RECALL):
        make.recall(draft)


def test_nothing_is_recalled_after_the_reveal(cast: make.Cast, round_: Round) -> None:
    ours = make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    with make.refused(Rule.NOT_NOW_RECALL):
        make.recall(ours)


def test_nothing_is_recalled_in_a_closed_round(cast: make.Cast, round_: Round) -> None:
    sent = make.sent(cast.amina, "CMJ", round_)
    make.close_round(round_)
    with make.refused(Rule.ROUND_CLOSED):
        make.recall(sent)


def test_what_was_recalled_hides_both_sides_until_it_is_sent_again(cast: make.Cast, round_: Round) -> None:
    ours = make.recall(make.sent(cast.amina, "CMJ", round_))
    theirs = make.sent(cast.grace, "CMJ", round_)
    assert (state(ours), state(theirs)) == ("draft", "sent")
    assert make.send(ours).state == state(theirs) == "revealed"


# --- out of the way


def test_a_discarded_draft_is_gone_and_the_journal_keeps_what_it_said(
    cast: make.Cast, draft: Assessment
) -> None:
    make.answer(draft, "C1", "Mostly?", basis="Minutes.")
    number = draft.pk
    assert make.discard(draft) is False
    assert not Assessment.objects.filter(rater_user=cast.amina).exists()
    assert not Answer.objects.filter(assessment=number).exists()
    entry = last_entry()
    assert (entry.verb, entry.by, entry.after) == ("discarded", cast.amina, None)
    assert entry.before["answers"]["C1"]["verbatim"] == "Mostly?"
    assert entry.before["answers"]["C1"]["basis"] == "Minutes."
    assert str(number) in entry.key


def test_who_has_discarded_a_draft_can_begin_anew(cast: make.Cast, round_: Round) -> None:
    make.discard(make.begin(cast.amina, "CMJ", round_))
    again = make.begin(cast.amina, "CMJ", round_, "No", criterion="C1")
    assert list(again.answers.values_list("verbatim", flat=True)) == ["No"]


def test_an_answer_to_what_was_discarded_meanwhile_is_refused(draft: Assessment) -> None:
    make.answer(draft, "C1")
    kept = Assessment.objects.select_related("round", "structure", "rater_user").get(pk=draft.pk)
    make.discard(draft)
    with make.refused(Rule.ASSESSMENT_GONE):
        make.save(kept, make.entry("C2"))


def test_a_draft_is_set_aside_with_a_reason_and_stays_readable(cast: make.Cast, draft: Assessment) -> None:
    make.answer(draft, "C1", "No")
    assert make.set_aside(draft, reason="  On leave until June. ") is False
    draft.refresh_from_db()
    assert (draft.state, draft.set_aside_by, draft.set_aside_at, draft.set_aside_reason) == (
        "set_aside",
        cast.paul,
        make.AT,
        "On leave until June.",
    )
    assert stored(draft, "C1").verbatim == "No"
    assert (last_entry().verb, last_entry().after) == (
        "set aside",
        {"reason": "On leave until June.", "version": draft.version},
    )


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_set_aside_without_a_reason(draft: Assessment, reason: str) -> None:
    make.answer(draft, "C1")
    with make.refused(Rule.REASON_MISSING):
        make.set_aside(draft, reason=reason)


def test_what_is_set_aside_takes_no_answer_and_is_not_sent(draft: Assessment) -> None:
    make.answer(draft, "C1")
    make.set_aside(draft)
    with make.refused(Rule.NOT_NOW_SCORE):
        make.save(draft, make.entry("C2"))
    with make.refused(Rule.NOT_NOW_SUBMIT):
        make.send(draft, accept_blanks=True)


def test_what_is_set_aside_is_restored_as_it_was(cast: make.Cast, draft: Assessment) -> None:
    make.answer(draft, "C1", "No")
    make.set_aside(draft)
    restored = assessments.restore(assessment=draft, by=cast.paul, at=make.AT)
    assert (restored.state, restored.set_aside_at, restored.set_aside_by, restored.set_aside_reason) == (
        "draft",
        None,
        None,
        "",
    )
    assert make.answer(draft, "C1", "Yes").versions == {"C1": 2}


@pytest.fixture
def abandoned(cast: make.Cast, round_: Round) -> Assessment:
    """Bruno's draft, for which both sides wait: Amina and Grace have sent."""
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    draft = make.begin(bruno, "CMJ", round_)
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    return draft


@pytest.mark.parametrize("away", [make.discard, make.set_aside])
def test_where_the_last_draft_gets_out_of_the_way_both_sides_are_revealed(
    abandoned: Assessment, away: Callable[..., bool]
) -> None:
    assert away(abandoned, reveals=True) is True
    others = Assessment.objects.filter(round=abandoned.round, structure=abandoned.structure)
    assert set(others.exclude(state="set_aside").values_list("state", flat=True)) == {"revealed"}
    assert last_entry().verb == "revealed"


@pytest.mark.parametrize("away", [make.discard, make.set_aside])
def test_nobody_reveals_without_having_been_told(abandoned: Assessment, away: Callable[..., bool]) -> None:
    with make.refused(Rule.REVEALS_NOW):
        away(abandoned, reveals=False)


@pytest.mark.parametrize("away", [make.discard, make.set_aside])
def test_an_abandoned_draft_gets_out_of_the_way_of_a_closed_round_too(
    abandoned: Assessment, away: Callable[..., bool]
) -> None:
    make.close_as_before(abandoned.round)
    assert away(abandoned, reveals=True) is True


def test_what_was_set_aside_is_not_restored_after_the_reveal(cast: make.Cast, abandoned: Assessment) -> None:
    make.set_aside(abandoned, reveals=True)
    with make.refused(Rule.ALREADY_REVEALED):
        assessments.restore(assessment=abandoned, by=cast.paul, at=make.AT)


@pytest.mark.parametrize(
    ("away", "rule"), [(make.discard, Rule.NOT_NOW_DISCARD), (make.set_aside, Rule.NOT_NOW_SET_ASIDE)]
)
def test_only_a_draft_gets_out_of_the_way(
    cast: make.Cast, round_: Round, away: Callable[..., bool], rule: str
) -> None:
    sent = make.sent(cast.amina, "CMJ", round_)
    with make.refused(rule):
        away(sent)


def test_only_what_is_set_aside_is_restored(cast: make.Cast, draft: Assessment) -> None:
    make.answer(draft, "C1")
    with make.refused(Rule.NOT_NOW_RESTORE):
        assessments.restore(assessment=draft, by=cast.paul, at=make.AT)


# --- several at once: these commit, each in a connection of its own


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Call all at the same time; return what each returned or raised."""

    def run(call: Callable[[], object]) -> object:
        try:
            return call()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_of_several_saves_over_the_same_version_one_is_stored_and_the_others_are_told() -> None:
    cast = make.cast()
    draft = make.start(cast.amina, "CMJ", make.open_round())
    make.save(draft, make.entry("C1", "Yes"))
    bases = [f"Window {number}." for number in range(8)]

    def save(basis: str) -> Callable[[], object]:
        return lambda: make.save(draft, make.entry("C1", "No", base_version=1, basis=basis), by=cast.amina)

    replies = at_once(*map(save, bases))
    assert sum(isinstance(reply, Saved) for reply in replies) == 1
    stale = [reply for reply in replies if isinstance(reply, Stale)]
    assert len(stale) == 7
    row = stored(draft, "C1")
    assert row.version == 2
    assert {reply.answers["C1"].basis for reply in stale} == {row.basis}
    assert JournalEntry.objects.filter(verb="answered").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_operation_several_times_at_once_is_stored_once() -> None:
    cast = make.cast()
    draft = make.start(cast.amina, "CMJ", make.open_round())

    def save() -> object:
        return make.save(draft, make.entry("C1", "Yes"), op_id=OP, by=cast.amina)

    replies = at_once(*[save] * 6)
    begun = Assessment.objects.get(rater_user=cast.amina)
    assert replies == [Saved(begun.pk, {"C1": 1}, make.AT)] * 6
    assert Operation.objects.count() == JournalEntry.objects.filter(verb="answered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_answers_to_different_criteria_at_once_are_all_stored() -> None:
    cast = make.cast()
    draft = make.start(cast.amina, "CMJ", make.open_round())

    def save(code: str) -> Callable[[], object]:
        return lambda: make.save(draft, make.entry(code, "Yes"), op_id=uuid4(), by=cast.amina)

    codes = [f"{letter}{number}" for letter in "CO" for number in range(1, 6)]
    assert all(isinstance(reply, Saved) for reply in at_once(*map(save, codes)))
    assert sorted(draft.answers.values_list("criterion__code", flat=True)) == sorted(codes)
    draft.refresh_from_db()
    assert draft.version == 1 + len(codes)


@pytest.mark.django_db(transaction=True)
def test_when_both_sides_send_at_once_one_of_the_two_reveals() -> None:
    cast = make.cast()
    round_ = make.open_round()
    both = [make.start(person, "CMJ", round_) for person in (cast.amina, cast.grace)]
    for each in both:
        make.answer_all(each)

    def send(each: Assessment) -> Callable[[], object]:
        return lambda: make.send(each)

    assert all(isinstance(reply, Assessment) for reply in at_once(*map(send, both)))
    assert [state(each) for each in both] == ["revealed", "revealed"]
    assert JournalEntry.objects.filter(verb="revealed").count() == 1
    assert not Source.objects.exists()


def test_who_has_the_e_mail_of_somebody_who_left_has_an_assessment_of_their_own(
    cast: make.Cast, round_: Round
) -> None:
    first = make.begin(cast.amina, "CMJ", round_)
    User.objects.filter(pk=cast.amina.pk).update(email="amina.elsewhere@ssr.example")
    successor = make.place(make.person("amina"), "adviser", "partners")
    second = make.begin(successor, "CMJ", round_)
    assert second.pk != first.pk
    assert second.rater == first.rater == "amina@ssr.example"


# --- a place that ends meanwhile


#: Steps of a draft, and of an assessment of another structure that its person has opened and not begun.
STEPS: Mapping[str, Callable[[Assessment, Assessment], object]] = {
    "begin": lambda _draft, blank: make.answer(blank, "C1"),
    "answer": lambda draft, _blank: make.answer(draft, "C1", "No"),
    "send": lambda draft, _blank: make.send(draft, accept_blanks=True),
    "discard": lambda draft, _blank: make.discard(draft),
}


def opened(person: User) -> tuple[Assessment, Assessment]:
    round_ = make.open_round()
    draft = make.start(person, "CMJ", round_)
    make.answer(draft, "C1")
    return draft, make.start(person, "CCRSS", round_)


@pytest.mark.parametrize("step", [*STEPS])
@pytest.mark.parametrize("change", ["ended", "other side", "closed"])
def test_what_somebody_sends_whose_place_has_ended_meanwhile_is_refused(
    change: str, step: str, cast: make.Cast
) -> None:
    draft, blank = opened(cast.amina)
    rows = Membership.objects.filter(user=cast.amina, programme=make.cod())
    if change == "ended":
        memberships.end_place(place=rows.get(), by=cast.paul, at=LATER)
    elif change == "other side":
        rows.update(side="government")
    else:
        User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    with make.refused("place_ended"):
        STEPS[step](draft, blank)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["begin", "answer", "send"])
def test_of_the_end_of_a_place_and_a_step_of_its_person_at_once_none_is_stored_after_the_end(
    step: str,
) -> None:
    cast = make.cast()
    draft, blank = opened(cast.amina)
    place = Membership.objects.get(user=cast.amina, programme=make.cod())
    before = JournalEntry.objects.count()
    together, got = Barrier(2), list[str]()

    def take() -> None:
        together.wait()
        try:
            STEPS[step](draft, blank)
            got.append("stored")
        except Refused as refused:
            got.append(str(refused.problems[0].rule))
        finally:
            connection.close()

    def end() -> None:
        together.wait()
        try:
            memberships.end_place(place=place, by=cast.paul, at=LATER)
        finally:
            connection.close()

    threads = [Thread(target=each) for each in (take, end)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = JournalEntry.objects.order_by("sequence")[before:]
    verbs = [entry.verb for entry in told if entry.noun == "assessment" or entry.verb == "ended"]
    if got == ["place_ended"]:
        assert verbs == ["ended"]
    else:
        assert got == ["stored"]
        assert verbs[-1] == "ended"
        assert len(verbs) > 1
    assert not Membership.objects.filter(pk=place.pk).exists()
