"""Comments: from the reveal on, by side and role, withdrawn with a reason, never changed."""

import pytest
from django.db import IntegrityError, transaction

from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Comment, JournalEntry
from coordination.queries import journal
from tests import joint_answers, make

pytestmark = pytest.mark.django_db


def refusal(refused: "pytest.ExceptionInfo[Refused]") -> list[tuple[Rule, str]]:
    return [(each.rule, each.path) for each in refused.value.problems]


def test_a_comment_keeps_side_and_role_and_stands_in_the_journal(cast: make.Cast) -> None:
    round_ = joint_answers.revealed(cast)
    made = joint_answers.comment(cast.grace, round_, "C3", "  Le compte rendu le dit.\r\n")
    assert (made.side, made.role, made.text) == ("government", "adviser", "Le compte rendu le dit.")
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("commented", "comment", f"march-2011 CMJ C3 {made.pk}")
    assert journal.faults() == []


def test_the_same_words_sent_twice_are_one_comment(cast: make.Cast) -> None:
    round_ = joint_answers.revealed(cast)
    first = joint_answers.comment(cast.amina, round_)
    assert joint_answers.comment(cast.amina, round_) == first
    assert joint_answers.comment(cast.paul, round_) != first
    joint_answers.withdraw_comment(cast.amina, first)
    assert joint_answers.comment(cast.amina, round_) != first, "said anew after it was withdrawn"


def test_before_the_reveal_nobody_comments(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    with pytest.raises(Refused) as refused:
        joint_answers.comment(cast.amina, round_)
    assert refusal(refused) == [(Rule.NOT_REVEALED, "")]
    assert not Comment.objects.exists()


def test_in_a_round_of_one_side_both_comment_what_it_sent(cast: make.Cast) -> None:
    round_ = make.open_round("partners")
    make.sent(cast.amina, "CMJ", round_)
    assert joint_answers.comment(cast.joseph, round_).side == "government"


@pytest.mark.parametrize(
    ("code", "text", "rule", "path"),
    [("C1", " \n ", Rule.COMMENT_EMPTY, "text"), ("S1", "Why?", Rule.CRITERION_NOT_ASKED, "")],
)
def test_nothing_said_and_what_is_not_asked_are_refused(
    cast: make.Cast, code: str, text: str, rule: Rule, path: str
) -> None:
    round_ = joint_answers.revealed(cast)
    with pytest.raises(Refused) as refused:
        joint_answers.comment(cast.amina, round_, code, text)
    assert refusal(refused) == [(rule, path)]


def test_a_comment_is_withdrawn_once_with_a_reason_and_keeps_its_text(cast: make.Cast) -> None:
    row = joint_answers.comment(cast.amina, joint_answers.revealed(cast), text="Said by Mr X.")
    with pytest.raises(Refused) as refused:
        joint_answers.withdraw_comment(cast.amina, row, " ")
    assert refusal(refused) == [(Rule.REASON_MISSING, "reason")]
    joint_answers.withdraw_comment(cast.paul, row, "It names a person.")
    row.refresh_from_db()
    assert (row.text, row.withdrawn_by, row.withdrawn_reason) == (
        "Said by Mr X.",
        cast.paul,
        "It names a person.",
    )
    with pytest.raises(Refused) as again:
        joint_answers.withdraw_comment(cast.amina, row)
    assert refusal(again) == [(Rule.COMMENT_WITHDRAWN, "")]
    assert journal.faults() == []


def test_what_was_said_cannot_be_rewritten_nor_half_withdrawn(cast: make.Cast) -> None:
    row = joint_answers.comment(cast.amina, joint_answers.revealed(cast))
    changes: list[dict[str, object]] = [
        {"text": "Never said."},
        {"side": "government"},
        {"author": cast.grace},
        {"withdrawn_at": make.AT},
        {"withdrawn_by": cast.amina},
        {"withdrawn_reason": "Because."},
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=row.pk).update(**change)


def test_the_journal_finds_a_comment_that_it_was_not_told(cast: make.Cast) -> None:
    row = joint_answers.comment(cast.amina, joint_answers.revealed(cast))
    Comment.objects.filter(pk=row.pk).delete()
    assert journal.faults() == [
        f"Comment {row.pk} (march-2011 CMJ C1) of cod is in the journal and not stored."
    ]
