"""The agreed card: kept once everything is settled, anew with what changed, never in place of the two sides."""

from datetime import timedelta

import pytest

from coordination.actions import answers, assessments
from coordination.domain.agreed_cards import AgreedAnswer, where_they_differ
from coordination.domain.answers import read
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, JournalEntry, Round
from coordination.queries import journal, reveal
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
DIFFER = where_they_differ(read("Mostly"), read("Not yet"), basis="Each keeps its own view.")


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    """A round in which both sides read each other's answers on CMJ."""
    return make.revealed(cast)


def stored(card: Assessment) -> dict[str, Answer]:
    return {
        row.criterion.code: row for row in Answer.objects.filter(assessment=card).select_related("criterion")
    }


def entries() -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(noun="assessment", verb="agreed").order_by("sequence"))


def test_the_card_is_of_no_side_and_of_nobody(cast: make.Cast, round_: Round) -> None:
    card = Assessment.objects.get(pk=make.agree("CMJ", round_, by=cast.paul).pk)
    assert (card.side, card.rater, card.rater_user, card.sent_by) == ("agreed", "", None, None)
    assert (card.state, card.version, card.origin) == ("revealed", 1, "entered")
    assert card.sent_at == card.revealed_at == card.started_at == make.AT
    kept = stored(card)
    assert {(each.verbatim, each.level, each.saved_by, each.differs) for each in kept.values()} == {
        ("Mostly", 3, None, False)
    }
    (entry,) = entries()
    assert (entry.by, entry.before) == (cast.paul, None)
    assert entry.key == f"{round_.label} CMJ agreed {card.pk}"
    assert set(entry.after["answers"]) == set(kept)
    assert journal.faults() == []


def test_where_the_sides_differ_the_hull_is_kept_and_marked(round_: Round) -> None:
    kept = stored(make.agree("CMJ", round_, C3=DIFFER))
    assert (kept["C3"].lo, kept["C3"].hi, kept["C3"].certainty, kept["C3"].level) == (1, 3, "range", None)
    assert (kept["C3"].differs, kept["C3"].basis) == (True, "Each keeps its own view.")
    assert [code for code, each in kept.items() if each.differs] == ["C3"]
    assert entries()[-1].after["answers"]["C3"]["differs"] is True
    assert "differs" not in entries()[-1].after["answers"]["C1"]
    assert journal.faults() == []


def test_a_later_call_replaces_what_changed_and_tells_before_and_after(
    cast: make.Cast, round_: Round
) -> None:
    first = make.agree("CMJ", round_, C3=DIFFER)
    rows = {code: (each.pk, each.version) for code, each in stored(first).items()}
    again = make.agree("CMJ", round_, C3="Partly", by=cast.paul, at=LATER)
    assert (again.pk, again.version) == (first.pk, 2)
    assert again.sent_at == make.AT, "it was agreed when it was agreed first"
    kept = stored(again)
    assert (kept["C3"].pk, kept["C3"].version) == (rows["C3"][0], 2)
    assert (kept["C3"].level, kept["C3"].differs, kept["C3"].saved_at) == (2, False, LATER)
    assert {code: (each.pk, each.version) for code, each in kept.items() if code != "C3"} == {
        code: each for code, each in rows.items() if code != "C3"
    }
    entry = entries()[-1]
    assert (set(entry.before["answers"]), set(entry.after["answers"])) == ({"C3"}, {"C3"})
    assert (entry.before["answers"]["C3"]["lo"], entry.before["answers"]["C3"]["differs"]) == (1, True)
    assert (entry.after["answers"]["C3"]["level"], entry.after["version"]) == (2, 2)
    assert journal.faults() == []


def test_the_same_again_writes_nothing(round_: Round) -> None:
    make.agree("CMJ", round_, C3=DIFFER)
    before = make.everything()
    assert make.agree("CMJ", round_, C3=DIFFER, at=LATER).version == 1
    assert make.everything() == before


def test_a_published_card_stays_published(round_: Round) -> None:
    card = make.agree("CMJ", round_)
    Assessment.objects.filter(pk=card.pk).update(state="published")
    make.agree("CMJ", round_, C1="Yes", at=LATER)
    card.refresh_from_db()
    assert (card.state, card.version) == ("published", 2)


def test_what_is_not_applicable_has_its_reason(round_: Round) -> None:
    given = AgreedAnswer(reading=read("n/a"), basis=" There is no budget. ")
    kept = stored(make.agree("CMJ", round_, C3=given))["C3"]
    assert (kept.status, kept.na_reason, kept.basis) == ("not_applicable", "There is no budget.", "")
    with make.refused(Rule.NA_REASON_MISSING):
        make.agree("CMJ", round_, C3=AgreedAnswer(reading=read("n/a")))


def test_every_criterion_asked_has_an_entry_and_no_other(round_: Round) -> None:
    with make.refused(Rule.AGREED_INCOMPLETE, Rule.AGREED_INCOMPLETE):
        make.agree("CMJ", round_, without=["C3", "O1"])
    with make.refused(Rule.CRITERION_NOT_ASKED):
        make.agree("CMJ", round_, S1="Yes")


def test_before_the_reveal_nothing_is_agreed(cast: make.Cast) -> None:
    round_ = make.open_round()
    with make.refused(Rule.AGREED_BEFORE_REVEAL):
        make.agree("CMJ", round_)
    make.sent(cast.amina, "CMJ", round_)
    with make.refused(Rule.AGREED_BEFORE_REVEAL):
        make.agree("CMJ", round_)
    make.sent(cast.grace, "GMRRR", round_)
    make.sent(cast.grace, "CMJ", round_)
    assert make.agree("CMJ", round_).pk
    with make.refused(Rule.AGREED_BEFORE_REVEAL):
        make.agree("GMRRR", round_)


def test_one_side_alone_agrees_on_nothing(cast: make.Cast) -> None:
    round_ = make.open_round("partners")
    revealed = make.sent(cast.amina, "CMJ", round_)
    assert revealed.state == "revealed"
    with make.refused(Rule.AGREED_BEFORE_REVEAL):
        make.agree("CMJ", round_)


def test_of_the_programme_as_a_whole_the_success_criteria_are_agreed(cast: make.Cast) -> None:
    round_ = make.revealed(cast, make.whole())
    kept = stored(make.agree(make.whole(), round_))
    assert kept
    assert all(code.startswith("S") for code in kept)
    assert journal.faults() == []


def test_the_card_has_no_part_in_the_reveal(cast: make.Cast, round_: Round) -> None:
    before = dict(reveal.voices(round_, make.structure("CMJ")))
    card = make.agree("CMJ", round_)
    after = reveal.voices(round_, make.structure("CMJ"))
    assert {pk: each for pk, each in after.items() if pk != card.pk} == before
    # Another structure waits for the other side as ever.
    make.sent(cast.amina, "GMRRR", round_)
    assert not Assessment.objects.filter(structure__code="GMRRR", state="revealed").exists()
    assert reveal.set_aside(make.structure("CMJ"), round_) == {}


def test_neither_its_steps_nor_a_correction_are_those_of_a_side(cast: make.Cast, round_: Round) -> None:
    card = make.agree("CMJ", round_)
    with make.refused(Rule.NOT_NOW_CORRECT):
        make.correct(card, "C1", "No", by=cast.paul)
    with make.refused(Rule.NOT_NOW_RECALL):
        assessments.recall(assessment=card, reason="No.", by=cast.paul, at=make.AT)
    with make.refused(Rule.NOT_NOW_SCORE):
        answers.save(assessment=card, entries=[make.entry("C1", "No", 1)], by=cast.paul, at=make.AT)


def test_closing_the_round_changes_nothing_of_it(cast: make.Cast, round_: Round) -> None:
    card = make.agree("CMJ", round_)
    make.close_round(round_)
    card.refresh_from_db()
    assert (card.state, card.version) == ("revealed", 1)
    make.reopen_round(round_, at=LATER)
    card.refresh_from_db()
    assert card.state == "revealed"
    assert journal.faults() == []


def test_what_rests_on_invented_answers_is_invented(cast: make.Cast) -> None:
    make.load_demo()
    both = Assessment.objects.filter(round__sides="both", state="published", side="partners").first()
    assert both is not None
    assert both.origin == "invented"
    assert make.agree(both.structure, both.round).origin == "invented"
    assert journal.faults() == []
