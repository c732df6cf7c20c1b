"""Joint answers: proposed by anybody of a side, standing when a manager of each has confirmed, one at a time."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from coordination.actions import archive
from coordination.actions.joint_answers import Overtaken
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Assessment, Dissent, JointAnswer, JournalEntry, Round
from coordination.queries import journal
from tests import joint_answers, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def revealed(cast: make.Cast) -> Round:
    """CMJ answered by both sides: Yes by the partners, Mostly to Yes by the government."""
    return joint_answers.revealed(cast)


def states(code: str = "C1") -> list[tuple[str, str, str]]:
    """The joint answers to a criterion, oldest first: word, state, who has confirmed."""
    return [
        (
            row.verbatim or "differ",
            row.state,
            " ".join(side for side in ("government", "partners") if getattr(row, f"{side}_at")),
        )
        for row in JointAnswer.objects.filter(criterion__code=code).order_by("pk")
    ]


def rules(act: Callable[[], object]) -> list[tuple[Rule, str]]:
    with pytest.raises(Refused) as refused, transaction.atomic():
        act()
    return [(each.rule, each.path) for each in refused.value.problems]


def test_an_adviser_s_proposal_waits_for_a_manager_of_each_side(cast: make.Cast, revealed: Round) -> None:
    row = joint_answers.propose(cast.amina, revealed)
    assert states() == [("Mostly", "proposed", "")]
    joint_answers.confirm(cast.joseph, row)
    assert states() == [("Mostly", "proposed", "government")]
    joint_answers.confirm(cast.paul, row)
    assert states() == [("Mostly", "standing", "government partners")]
    assert journal.faults() == []


def test_a_manager_s_own_proposal_is_their_side_s_confirmation(cast: make.Cast, revealed: Round) -> None:
    row = joint_answers.propose(cast.joseph, revealed, word="Yes")
    assert states() == [("Yes", "proposed", "government")]
    joint_answers.confirm(cast.paul, row)
    assert states() == [("Yes", "standing", "government partners")]


def test_confirming_twice_for_one_side_changes_nothing(cast: make.Cast, revealed: Round) -> None:
    row = joint_answers.propose(cast.joseph, revealed)
    version, entries = row.version, JournalEntry.objects.count()
    joint_answers.confirm(cast.joseph, row)
    row.refresh_from_db()
    assert (row.version, JournalEntry.objects.count()) == (version, entries)
    joint_answers.confirm(cast.paul, row)
    joint_answers.confirm(cast.paul, row)
    assert states() == [("Mostly", "standing", "government partners")]


def test_both_sides_can_agree_that_they_differ(cast: make.Cast, revealed: Round) -> None:
    row = joint_answers.stand(cast, revealed, word="differ", basis="We count other meetings.")
    assert (row.differs, row.status, row.lo, row.state) == (True, "", None, "standing")
    assert journal.faults() == []


def test_a_counter_proposal_takes_the_place_of_what_was_proposed(cast: make.Cast, revealed: Round) -> None:
    joint_answers.propose(cast.paul, revealed, word="Yes")
    joint_answers.propose(cast.joseph, revealed, word="Mostly")
    assert states() == [("Yes", "replaced", "partners"), ("Mostly", "proposed", "government")]
    assert journal.faults() == []


def test_another_answer_is_proposed_beside_what_stands_and_replaces_it_when_both_confirm(
    cast: make.Cast, revealed: Round
) -> None:
    joint_answers.stand(cast, revealed)
    row = joint_answers.propose(cast.grace, revealed, word="Partly", basis="New minutes.")
    assert [state for _word, state, _by in states()] == ["standing", "proposed"]
    joint_answers.confirm(cast.paul, row)
    assert [state for _word, state, _by in states()] == ["standing", "proposed"], (
        "one side alone changes nothing"
    )
    joint_answers.confirm(cast.joseph, row)
    assert [state for _word, state, _by in states()] == ["replaced", "standing"]
    assert journal.faults() == []


def test_a_proposal_over_what_has_changed_meanwhile_is_not_stored(cast: make.Cast, revealed: Round) -> None:
    over = joint_answers.base(revealed, "C1")
    there = joint_answers.propose(cast.paul, revealed, word="Yes")
    with pytest.raises(Overtaken) as stale:
        joint_answers.propose(cast.joseph, revealed, word="Partly", over=over)
    assert stale.value.now == there
    over = joint_answers.base(revealed, "C1")
    joint_answers.confirm(cast.joseph, there)
    with pytest.raises(Overtaken) as confirmed:
        joint_answers.propose(cast.grace, revealed, word="Partly", over=over)
    assert confirmed.value.now == there
    assert [word for word, _state, _by in states()] == ["Yes"]


def test_what_was_replaced_or_withdrawn_is_confirmed_no_more(cast: make.Cast, revealed: Round) -> None:
    first = joint_answers.propose(cast.paul, revealed, word="Yes")
    second = joint_answers.propose(cast.joseph, revealed, word="Mostly")
    with pytest.raises(Overtaken) as stale:
        joint_answers.confirm(cast.joseph, first)
    assert stale.value.now == second
    joint_answers.withdraw(cast.grace, second)
    with pytest.raises(Overtaken) as gone:
        joint_answers.confirm(cast.paul, second)
    assert gone.value.now is None
    with pytest.raises(Overtaken):
        joint_answers.dissent(cast.paul, second)
    assert [state for _word, state, _by in states()] == ["replaced", "withdrawn"]
    assert journal.faults() == []


def test_only_its_side_withdraws_a_proposal_and_only_before_it_stands(
    cast: make.Cast, revealed: Round
) -> None:
    row = joint_answers.propose(cast.paul, revealed)
    refused = rules(lambda: joint_answers.withdraw(cast.joseph, row))
    assert refused == [(Rule.PROPOSAL_OF_THE_OTHER_SIDE, "")]
    joint_answers.confirm(cast.joseph, row)
    with pytest.raises(Overtaken):
        joint_answers.withdraw(cast.paul, row)
    assert states() == [("Mostly", "standing", "government partners")]


def test_the_same_is_not_proposed_again(cast: make.Cast, revealed: Round) -> None:
    joint_answers.propose(cast.paul, revealed)
    refused = rules(lambda: joint_answers.propose(cast.joseph, revealed, word="En grande partie"))
    assert refused == [(Rule.PROPOSED_ALREADY, "")], "a button's words in another language say the same"
    joint_answers.confirm(cast.joseph, JointAnswer.objects.get())
    assert rules(lambda: joint_answers.propose(cast.grace, revealed)) == [(Rule.STANDS_ALREADY, "")]
    joint_answers.propose(cast.grace, revealed, basis="With a reason this time.")
    assert len(states()) == 2


def test_what_does_not_apply_needs_a_reason(cast: make.Cast, revealed: Round) -> None:
    refused = rules(lambda: joint_answers.propose(cast.paul, revealed, word="n/a"))
    assert refused == [(Rule.JOINT_NA_WITHOUT_REASON, "basis")]
    joint_answers.stand(cast, revealed, word="n/a", basis="There is one partner only.")
    assert [state for _word, state, _by in states()] == ["standing"]


def test_before_the_reveal_there_is_nothing_to_agree_on(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    assert rules(lambda: joint_answers.propose(cast.paul, round_)) == [(Rule.NOT_REVEALED, "")]


def test_a_round_of_one_side_has_no_joint_answers(cast: make.Cast) -> None:
    round_ = make.open_round("partners")
    make.sent(cast.amina, "CMJ", round_)
    assert rules(lambda: joint_answers.propose(cast.paul, round_)) == [(Rule.ONE_SIDED_ROUND, "")]


def test_what_was_published_without_joint_answers_gets_none(cast: make.Cast) -> None:
    make.load_demo()
    refused = rules(lambda: joint_answers.propose(cast.paul, make.round_("january-2009")))
    assert refused == [(Rule.PUBLISHED_UNAGREED, "")]


def test_only_what_is_asked_of_the_structure_is_answered_together(cast: make.Cast, revealed: Round) -> None:
    assert rules(lambda: joint_answers.propose(cast.paul, revealed, "S1")) == [(Rule.CRITERION_NOT_ASKED, "")]
    elsewhere = make.structure("CNS", programme=make.programme("caf"))
    refused = rules(lambda: joint_answers.propose(cast.paul, revealed, structure=elsewhere))
    assert refused == [(Rule.OTHER_PROGRAMME, "")]


def test_the_programme_as_a_whole_is_agreed_on_too(cast: make.Cast) -> None:
    round_, whole = make.open_round(), make.whole()
    make.sent(cast.amina, whole, round_)
    make.sent(cast.grace, whole, round_)
    row = joint_answers.propose(cast.paul, round_, "S1", structure=whole)
    assert joint_answers.confirm(cast.joseph, row).state == "standing"


@pytest.mark.takes_long
def test_the_card_is_agreed_when_every_criterion_has_a_joint_answer(cast: make.Cast, revealed: Round) -> None:
    *most, last = joint_answers.codes()
    for code in most:
        joint_answers.stand(cast, revealed, code)
    agreed = JournalEntry.objects.filter(verb="agreed", noun="assessment")
    assert not agreed.exists()
    row = joint_answers.propose(cast.paul, revealed, last, "differ")
    assert not agreed.exists()
    joint_answers.confirm(cast.joseph, row)
    card = Assessment.objects.get(side="agreed")
    assert [entry.key for entry in agreed] == [f"march-2011 CMJ agreed {card.pk}"]
    stored = {row.criterion.code: row for row in card.answers.select_related("criterion")}
    assert set(stored) == {*most, last}
    assert (stored["C1"].level, stored["C1"].differs) == (3, False)
    assert (stored[last].lo, stored[last].hi, stored[last].differs) == (3, 4, True), "the hull of both"
    joint_answers.stand(cast, revealed, "C1", "Partly")
    assert agreed.all().count() == 2, "a changed joint answer is agreed anew"
    assert journal.faults() == []


def test_a_side_s_dissent_is_kept_once_with_its_reason(cast: make.Cast, revealed: Round) -> None:
    row = joint_answers.stand(cast, revealed)
    assert rules(lambda: joint_answers.dissent(cast.amina, row, " ")) == [(Rule.REASON_MISSING, "reason")]
    made = joint_answers.dissent(cast.amina, row, "The minutes say otherwise.")
    assert (made.side, made.reason) == ("partners", "The minutes say otherwise.")
    assert rules(lambda: joint_answers.dissent(cast.paul, row)) == [(Rule.DISSENTED_ALREADY, "reason")]
    joint_answers.dissent(cast.grace, row)
    assert [each.side for each in Dissent.objects.order_by("side")] == ["government", "partners"]
    assert JointAnswer.objects.get().state == "standing", "dissent blocks nothing"
    assert journal.faults() == []


def test_the_database_itself_keeps_what_both_sides_agreed(cast: make.Cast, revealed: Round) -> None:
    row = joint_answers.stand(cast, revealed)
    changes: list[dict[str, object]] = [
        {"government_at": None, "government_by": None},
        {"state": "proposed"},
        {"state": "withdrawn"},
        {"partners_by": None},
        {"lo": 0},
        {"basis": "Another reason."},
        {"differs": True},
        {"proposed_side": "government"},
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            JointAnswer.objects.filter(pk=row.pk).update(**change)
    there = joint_answers.propose(cast.amina, revealed, word="Yes")
    for state in ("standing", "proposed"):
        again = JointAnswer.objects.get(pk=row.pk if state == "standing" else there.pk)
        again.pk = again.pk + 1
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)
    noted = joint_answers.dissent(cast.amina, row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dissent.objects.filter(pk=noted.pk).update(reason="Nothing.")


def test_the_journal_finds_what_it_was_not_told(cast: make.Cast, revealed: Round) -> None:
    row = joint_answers.propose(cast.paul, revealed)
    joint_answers.dissent(cast.amina, row)
    name = f"Joint answer {row.pk} (march-2011 CMJ C1) of cod"
    JointAnswer.objects.filter(pk=row.pk).update(state="replaced")
    assert journal.faults() == [f"{name}: state is replaced, the journal says proposed."]
    Dissent.objects.all().delete()
    JointAnswer.objects.all().delete()
    assert sorted(journal.faults()) == [
        f"{name} is in the journal and not stored.",
        f"The dissent of the side partners from joint answer {row.pk} of cod is in the journal and not stored.",
    ]


def test_an_example_programme_is_removed_with_all_that_was_said_in_it(
    cast: make.Cast, revealed: Round
) -> None:
    joint_answers.dissent(cast.amina, joint_answers.stand(cast, revealed))
    joint_answers.comment(cast.amina, revealed)
    programme = make.cod()
    type(programme).objects.filter(pk=programme.pk).update(kind="example")
    archive.remove(programme=programme, typed="cod", by=cast.alain, at=make.AT)
    assert not JointAnswer.objects.exists()
    assert journal.faults() == []
