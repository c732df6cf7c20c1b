"""Corrections of revealed answers: only with new evidence, and what was said before is kept."""

import pytest

from coordination.actions.answers import Stale
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, Correction, CorrectionDissent, JournalEntry
from coordination.queries import answers, journal
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def revealed(cast: make.Cast) -> Assessment:
    """Amina's assessment of CMJ, all Yes, in a round that asks the partners only: revealed as it was sent."""
    return make.sent(cast.amina, "CMJ", make.open_round("partners"))


def stored(assessment: Assessment, code: str) -> Answer:
    return Answer.objects.get(assessment=assessment, criterion__code=code)


def test_a_correction_puts_the_new_answer_in_place_and_keeps_the_old_one(
    cast: make.Cast, revealed: Assessment
) -> None:
    made = make.correct(revealed, "C3", "Partly?", evidence=" Minutes of 3 March. ", by=cast.paul)
    now = stored(revealed, "C3")
    assert (now.verbatim, now.level, now.lo, now.hi, now.version) == ("Partly?", 2, 1, 3, 2)
    assert (made.position, made.verbatim, made.level, made.lo, made.hi) == (0, "Yes", 4, 4, 4)
    assert (made.evidence, made.corrected_by, made.corrected_at) == (
        "Minutes of 3 March.",
        cast.paul,
        make.AT,
    )
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.by) == ("corrected", "assessment", cast.paul)
    assert entry.before["answers"]["C3"]["verbatim"] == "Yes"
    assert entry.after["answers"]["C3"]["verbatim"] == "Partly?"
    assert entry.after["evidence"] == "Minutes of 3 March."
    assert journal.faults() == []


def test_the_first_correction_holds_what_was_published(cast: make.Cast, revealed: Assessment) -> None:
    for word in ("Partly", "No", "Mostly"):
        make.correct(revealed, "C3", word, by=cast.paul)
    make.correct(revealed, "C1", "No", by=cast.paul)
    rows = Correction.objects.filter(answer__criterion__code="C3")
    assert list(rows.values_list("position", "verbatim")) == [(0, "Yes"), (1, "Partly"), (2, "No")]
    published = answers.published_before_correction([revealed.pk])
    yes = ("Yes", "answered", 4, 4, 4, "plain")
    assert sorted(published) == [(revealed.pk, "C1", yes), (revealed.pk, "C3", yes)]
    assert answers.corrected(Assessment.objects.all()) == {revealed.round_id: 2}
    assert answers.corrected(Assessment.objects.exclude(pk=revealed.pk)) == {}
    assert journal.faults() == []


@pytest.mark.parametrize("evidence", ["", "  \n"])
def test_without_new_evidence_nothing_is_corrected(
    cast: make.Cast, revealed: Assessment, evidence: str
) -> None:
    with make.refused(Rule.EVIDENCE_MISSING):
        make.correct(revealed, "C3", "No", evidence=evidence, by=cast.paul)


@pytest.mark.parametrize("word", ["Yes", "Oui"])
def test_a_correction_says_something_else(cast: make.Cast, revealed: Assessment, word: str) -> None:
    with make.refused(Rule.NOTHING_CORRECTED):
        make.correct(revealed, "C3", word, by=cast.paul)


def test_words_of_ones_own_for_the_same_level_are_a_correction(cast: make.Cast, revealed: Assessment) -> None:
    make.correct(revealed, "C3", "fully", by=cast.paul)
    assert revealed.answers.get(criterion__code="C3").verbatim == "fully"


def test_over_another_version_nothing_is_corrected(cast: make.Cast, revealed: Assessment) -> None:
    make.correct(revealed, "C3", "Partly", by=cast.paul)
    before = make.everything()
    with pytest.raises(Stale) as stale:
        make.corrections.correct(
            assessment=revealed, entry=make.entry("C3", "No", 1), evidence="New.", by=cast.paul, at=make.AT
        )
    assert stale.value.answers["C3"].verbatim == "Partly"
    assert make.everything() == before


def test_what_was_not_answered_cannot_be_corrected(cast: make.Cast) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round("partners"))
    make.answer(draft, "C1")
    make.send(draft, accept_blanks=True)
    with make.refused(Rule.NOTHING_TO_CORRECT):
        make.corrections.correct(
            assessment=draft, entry=make.entry("C2", "No"), evidence="New.", by=cast.paul, at=make.AT
        )


def test_before_the_reveal_answers_are_changed_and_not_corrected(cast: make.Cast) -> None:
    sent = make.sent(cast.amina, "CMJ", make.open_round())
    with make.refused(Rule.NOT_NOW_CORRECT):
        make.correct(sent, "C1", "No", by=cast.paul)
    draft = make.start(cast.amina, "CCRSS", sent.round)
    make.answer(draft, "C1")
    with make.refused(Rule.NOT_NOW_CORRECT):
        make.correct(draft, "C1", "No", by=cast.paul)


def test_a_closed_round_takes_corrections(cast: make.Cast, revealed: Assessment) -> None:
    make.close_round(revealed.round)
    assert make.correct(revealed, "C1", "No", by=cast.paul).verbatim == "Yes"


def test_an_invented_answer_may_be_corrected_and_a_source_s_not(cast: make.Cast) -> None:
    make.load_demo()
    invented = Assessment.objects.get(round__label="january-2009", structure__code="CMJ", side="partners")
    assert make.correct(invented, "C1", "No", by=cast.paul).verbatim == "Yes"
    deck = Assessment.objects.get(round__label="january-2008", structure__code="CMJ")
    with make.refused(Rule.NOT_NOW_CORRECT):
        make.correct(deck, "C1", "No", by=cast.paul)


def test_the_journal_notices_a_correction_that_nobody_recorded(cast: make.Cast, revealed: Assessment) -> None:
    make.correct(revealed, "C3", "Partly", by=cast.paul)
    Answer.objects.filter(assessment=revealed, criterion__code="C3").update(
        verbatim="Yes", level=4, lo=4, hi=4
    )
    assert journal.faults() == [
        f"Assessment {revealed.pk} (march-2011 CMJ partners): "
        "answers to C3, or their sources, are not those of the journal."
    ]


# --- once it is published


@pytest.fixture
def published(cast: make.Cast, revealed: Assessment) -> Assessment:
    make.publish(revealed.round)
    revealed.refresh_from_db()
    return revealed


def test_what_is_published_is_corrected_with_a_reason_and_with_evidence(
    cast: make.Cast, published: Assessment
) -> None:
    with make.refused(Rule.CORRECTION_WITHOUT_REASON):
        make.correct(published, "C1", "No", reason=" ", by=cast.paul)
    with make.refused(Rule.EVIDENCE_MISSING, Rule.CORRECTION_WITHOUT_REASON):
        make.correct(published, "C1", "No", evidence="", reason="", by=cast.paul)
    made = make.correct(published, "C1", "No", by=cast.paul)
    assert (made.kind, made.reason, made.evidence) == (
        *("correction", "The minutes say otherwise."),
        "Minutes found since.",
    )
    assert journal.faults() == []


@pytest.mark.parametrize("before", ["?", "-", "Partly to Yes", "n/a", "Yes", "Mostly?"])
@pytest.mark.parametrize("after", ["No", "?", "-", "Not yet to Mostly", "n/a"])
def test_every_kind_of_answer_is_corrected_to_every_other(cast: make.Cast, before: str, after: str) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round("partners"))
    make.answer(draft, "C1", before, na_reason="No strategy" if before == "n/a" else "")
    make.send(draft, accept_blanks=True)
    make.publish(draft.round)
    if before == after:
        return
    na_reason = "Not asked for" if after == "n/a" else ""
    made = make.correct(draft, "C1", after, na_reason=na_reason, by=cast.paul)
    assert (made.verbatim, stored(draft, "C1").verbatim) == (before, after)
    assert journal.faults() == []


# --- revised by the author


def test_an_author_revises_an_own_answer_with_a_reason_and_the_first_one_stays(
    cast: make.Cast, revealed: Assessment
) -> None:
    made = make.revise(revealed, "C3", "Partly", reason=" I misread it. ")
    assert stored(revealed, "C3").verbatim == "Partly"
    assert (made.kind, made.verbatim, made.reason, made.evidence) == ("revision", "Yes", "I misread it.", "")
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.by) == ("revised", cast.amina)
    assert journal.faults() == []


def test_a_revision_needs_a_reason_and_something_else_to_say(cast: make.Cast, revealed: Assessment) -> None:
    with make.refused(Rule.REASON_MISSING):
        make.revise(revealed, "C3", "No", reason=" ")
    with make.refused(Rule.NOTHING_CORRECTED):
        make.revise(revealed, "C3", "Yes")


def test_nothing_is_revised_before_the_reveal_or_once_it_is_published(cast: make.Cast) -> None:
    sent = make.sent(cast.amina, "CMJ", make.open_round())
    with make.refused(Rule.NOT_NOW_REVISE):
        make.revise(sent, "C1", "No")
    alone = make.sent(cast.amina, "CCRSS", make.open_round("partners", name="April 2011"))
    make.publish(alone.round, "CCRSS")
    with make.refused(Rule.NOT_NOW_REVISE):
        make.revise(alone, "C1", "No")


# --- dissent of the other side


def test_the_other_side_dissents_once_from_a_correction(cast: make.Cast, published: Assessment) -> None:
    correction = make.correct(published, "C1", "No", by=cast.paul)
    made = make.dissent(correction, reason=" We know otherwise. ")
    assert (made.side, made.reason, made.dissented_by) == ("government", "We know otherwise.", cast.joseph)
    assert journal.faults() == []
    with make.refused(Rule.ALREADY_DISSENTED):
        make.dissent(correction, reason="Once more.")


def test_nobody_dissents_from_an_own_correction_from_a_revision_or_without_a_reason(
    cast: make.Cast, revealed: Assessment
) -> None:
    correction = make.correct(revealed, "C1", "No", by=cast.paul)
    with make.refused(Rule.NOT_NOW_DISSENT):
        make.dissent(correction, side="partners")
    with make.refused(Rule.REASON_MISSING):
        make.dissent(correction, reason=" ")
    revision = make.revise(revealed, "C2", "No")
    with make.refused(Rule.NOT_NOW_DISSENT):
        make.dissent(revision)


def test_the_journal_notices_a_dissent_that_nobody_recorded(cast: make.Cast, published: Assessment) -> None:
    made = make.dissent(make.correct(published, "C1", "No", by=cast.paul))
    with make.without_triggers():
        CorrectionDissent.objects.filter(pk=made.pk).update(reason="Another.")
    assert journal.faults() == [
        f"Dissent of government from correction 1 of C1 in assessment {published.pk}: "
        "reason is not that of the journal."
    ]
