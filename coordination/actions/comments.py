"""Comments on answers once both sides see each other's: written by a person of a side, withdrawn with a reason."""

from datetime import datetime

from django.db import transaction

from coordination.actions import identifiers, saving
from coordination.domain import lifecycle
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Comment, Round, Structure, User
from coordination.queries import joint_answers, journal_facts, reveal


@transaction.atomic
def comment(
    *,
    round_: Round,
    structure: Structure,
    criterion: str,
    text: str,
    side: str,
    role: str,
    by: User,
    at: datetime,
) -> Comment:
    """Comment a criterion; the same words again, of the same person, are the first ones sent twice.

    Raises:
        Refused: the sides do not see each other yet, the criterion is not asked, or nothing is said.
    """
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    _require_revealed(locked, structure)
    asked = joint_answers.asked(locked, structure)
    if criterion not in asked:
        raise Refused((Problem(rule=Rule.CRITERION_NOT_ASKED, value=criterion),))
    words = saving.clean(text)
    if not words:
        raise Refused((Problem(rule=Rule.COMMENT_EMPTY, path="text"),))
    about = {"round": locked, "structure": structure, "criterion": asked[criterion]}
    said = Comment.objects.filter(**about, side=side, author=by, text=words, withdrawn_at__isnull=True)
    if there := said.first():
        return there
    made = Comment(pk=identifiers.unseen(), **about, side=side, role=role, author=by, text=words, at=at)
    return saving.Draft(row=made).keep(
        noun="comment",
        verb="commented",
        key=_key(made),
        programme=locked.programme,
        after=journal_facts.of_comment,
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw(*, comment: Comment, reason: str, by: User, at: datetime) -> Comment:
    """Withdraw a comment: pages show the reason in place of its text, which stays stored.

    Raises:
        Refused: no reason is given, or it is withdrawn already.
    """
    round_ = saving.lock(Round.objects.select_related("programme"), comment.round_id)
    rows = Comment.objects.select_related("round__programme", "structure", "criterion")
    draft = saving.stored(rows, comment, before=journal_facts.of_comment)
    if draft.row.withdrawn_at is not None:
        draft.problems.add(Rule.COMMENT_WITHDRAWN, "")
    words = saving.clean(reason)
    if not words:
        draft.problems.add(Rule.REASON_MISSING, "reason")
    draft.put({"withdrawn_at": at, "withdrawn_by": by, "withdrawn_reason": words})
    return draft.keep(
        noun="comment",
        verb="withdrawn",
        key=_key(draft.row),
        programme=round_.programme,
        after=journal_facts.of_comment,
        by=by,
        at=at,
    )


def _require_revealed(round_: Round, structure: Structure) -> None:
    """Raise `Refused` where the sides do not see each other's answers, or the structure is another programme's."""
    if structure.programme_id != round_.programme_id:
        raise Refused((Problem(rule=Rule.OTHER_PROGRAMME, value=structure.code),))
    if not lifecycle.is_revealed(reveal.voices(round_, structure).values()):
        raise Refused((Problem(rule=Rule.NOT_REVEALED, value=structure.code),))


def _key(row: Comment) -> str:
    return f"{row.round.label} {row.structure.code} {row.criterion.code} {row.pk}"
