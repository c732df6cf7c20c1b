"""Commitments: what may be promised, what became of it, and what is refused with nothing changed."""

from datetime import UTC, date, datetime

import pytest

from coordination.domain.rules import Rule
from coordination.models import Commitment, Criterion, JournalEntry, Partner
from coordination.queries import journal
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2011, 3, 1, 9, tzinfo=UTC)
DUE = date(2011, 4, 1)


def c6() -> Criterion:
    return Criterion.objects.get(code="C6", instrument=make.round_("january-2008").instrument_id)


def test_a_commitment_keeps_the_answer_it_was_made_from(cast: make.Cast) -> None:
    made = make.promise(
        at=AT,
        due_on=DUE,
        structure=make.structure("CMJ"),
        round_=make.round_("january-2008"),
        voice="partners",
        criterion=c6(),
    )
    assert (made.state, made.made_on, made.code) == ("open", AT.date(), "P-1")
    assert made.criterion == c6()
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("promised", "commitment", "P-1")
    origin = {name: entry.after[name] for name in ("structure", "round", "voice", "criterion")}
    assert origin == {"structure": "CMJ", "round": "january-2008", "voice": "partners", "criterion": "C6"}


def test_nothing_is_promised_from_an_answer_that_one_side_alone_knows(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_, word="Not yet")
    origin = {"structure": make.structure("CMJ"), "round_": round_, "voice": "partners", "criterion": c6()}
    with make.refused(Rule.ANSWER_NOT_SHARED):
        make.promise(**origin)


def test_a_text_in_one_language_stands_for_both(cast: make.Cast) -> None:
    made = make.promise(text_en=" ", text_fr="Réparer le secrétariat")
    assert made.text_en == made.text_fr == "Réparer le secrétariat"


def test_an_empty_promise_or_one_for_a_day_that_has_passed_is_refused(cast: make.Cast) -> None:
    with make.refused(Rule.PROMISE_MISSING, Rule.DUE_PASSED):
        make.promise(text_en="", text_fr="", at=AT, due_on=date(2011, 2, 28))


def test_the_owner_is_of_the_programme(cast: make.Cast) -> None:
    partner = Partner.objects.get(code="Ministry")
    partner.programme = make.programme("caf")
    with make.refused(Rule.OTHER_PROGRAMME):
        make.commitments.promise(
            programme=make.cod(), text_en="x", text_fr="", owner=partner, due_on=DUE, by=cast.amina, at=AT
        )


def test_a_commitment_names_who_sees_to_it_and_the_contact_where_it_was_made(cast: make.Cast) -> None:
    call = make.contact(cast.amina)
    made = make.promise(person=" Chantal Mbuyi ", contact=call)
    stored = Commitment.objects.get(pk=made.pk)
    assert (stored.person, stored.contact) == ("Chantal Mbuyi", call)
    after = JournalEntry.objects.order_by("-sequence")[0].after
    assert (after["person"], after["contact"], after["moved"]) == ("Chantal Mbuyi", call.code, [])


def test_the_contact_is_of_the_programme(cast: make.Cast) -> None:
    call = make.contact(cast.amina)
    call.programme = make.programme("caf")
    with make.refused(Rule.OTHER_PROGRAMME):
        make.promise(contact=call)


def test_a_day_moves_with_its_reason_and_the_days_before_stay(cast: make.Cast) -> None:
    made = make.promise(at=AT, due_on=DUE)
    later, latest = date(2011, 5, 1), date(2011, 6, 1)
    make.move(made, later, at=AT)
    moved = make.move(Commitment.objects.get(), latest, reason=" No quorum. ", person="Joseph", at=AT)
    assert (moved.due_on, moved.person, moved.version) == (latest, "Joseph", 3)
    told = [(each.was_due_on, each.reason, each.moved_on) for each in moved.moved.all()]
    assert told == [(DUE, "The chair was away.", AT.date()), (later, "No quorum.", AT.date())]
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("saved", "commitment", "P-1")
    assert (entry.before["due_on"], entry.after["due_on"]) == ("2011-05-01", "2011-06-01")
    assert [each[2] for each in entry.after["moved"]] == ["The chair was away.", "No quorum."]
    assert journal.faults() == []


def test_a_day_does_not_move_without_a_reason_to_a_day_that_has_passed_or_once_it_is_settled(
    cast: make.Cast,
) -> None:
    made = make.promise(at=AT, due_on=DUE)
    with make.refused(Rule.MOVE_REASON_MISSING, Rule.DUE_PASSED):
        make.move(made, date(2011, 2, 1), reason=" ", at=AT)
    with make.refused(Rule.NOTHING_MOVED):
        make.move(made, DUE, at=AT)
    settled = make.settle(made, at=AT)
    with make.refused(Rule.SETTLED_STAYS):
        make.move(settled, at=AT)


def test_who_sees_to_it_may_change_without_the_day(cast: make.Cast) -> None:
    made = make.settle(make.promise(at=AT, due_on=DUE), at=AT)
    changed = make.move(made, DUE, reason="", person="Grace", at=AT)
    assert (changed.person, changed.due_on, changed.moved.count()) == ("Grace", DUE, 0)


def test_what_somebody_else_moved_is_not_moved_again(cast: make.Cast) -> None:
    made = make.promise(at=AT, due_on=DUE)
    make.move(made, at=AT)
    with make.refused(Rule.CHANGED_MEANWHILE):
        make.move(made, date(2011, 7, 1), base_version=1, at=AT)


@pytest.mark.parametrize("state", ["kept", "not_kept", "released"])
def test_what_became_of_it_is_recorded_with_the_day(cast: make.Cast, state: str) -> None:
    settled = make.settle(make.promise(at=AT, due_on=DUE), state, at=AT)
    stored = Commitment.objects.get(pk=settled.pk)
    assert (stored.state, stored.settled_on, stored.outcome) == (state, AT.date(), "The table was written.")
    assert stored.version == 2
    assert JournalEntry.objects.order_by("-sequence")[0].before == {
        "state": "open",
        "settled_on": "",
        "outcome": "",
    }


def test_the_journal_keeps_the_day_that_was_put_right(cast: make.Cast) -> None:
    made = make.settle(make.promise(at=AT, due_on=DUE), at=AT)
    make.settle(made, "not_kept", at=AT)
    before = JournalEntry.objects.order_by("-sequence")[0].before
    assert before == {
        "state": "kept",
        "settled_on": AT.date().isoformat(),
        "outcome": "The table was written.",
    }


def test_what_became_of_it_is_said_and_lies_between_promise_and_today(cast: make.Cast) -> None:
    made = make.promise(at=AT, due_on=DUE)
    with make.refused(Rule.OUTCOME_MISSING, Rule.SETTLED_BEFORE_MADE):
        make.settle(made, outcome=" ", settled_on=date(2011, 2, 28), at=AT)
    with make.refused(Rule.SETTLED_IN_FUTURE):
        make.settle(made, settled_on=date(2011, 3, 2), at=AT)


def test_what_somebody_else_recorded_is_not_overwritten(cast: make.Cast) -> None:
    made = make.promise(at=AT, due_on=DUE)
    make.settle(made, at=AT)
    with make.refused(Rule.CHANGED_MEANWHILE):
        make.settle(made, "not_kept", base_version=1, at=AT)


def test_the_same_promise_is_not_recorded_twice_while_it_is_open(cast: make.Cast) -> None:
    made = make.promise()
    with make.refused(Rule.RECORDED_ALREADY):
        make.promise()
    make.settle(made)
    make.promise()
