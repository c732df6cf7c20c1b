"""Commitments: promising a next step, moving its day with a reason, and recording what became of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coordination.actions import saving
from coordination.domain.problems import Rule
from coordination.domain.validation import ProblemList
from coordination.models import (
    Assessment,
    Commitment,
    Contact,
    Criterion,
    MovedDate,
    Partner,
    Programme,
    Round,
    Structure,
    User,
)
from coordination.models.constraints import check
from coordination.permissions import ON_DASHBOARDS
from coordination.queries import commitments, journal_facts


@transaction.atomic
def promise(
    *,
    programme: Programme,
    text_en: str,
    text_fr: str,
    owner: Partner,
    due_on: date,
    person: str = "",
    structure: Structure | None = None,
    round_: Round | None = None,
    voice: str = "",
    criterion: Criterion | None = None,
    contact: Contact | None = None,
    by: User,
    at: datetime,
) -> Commitment:
    """Record a promised next step, made today; with ``round_``, ``voice`` and ``criterion`` from one answer.

    A text in one language only stands for both; ``person`` is the name of who sees to it, ``contact`` where it was made.

    Raises:
        Refused: nothing is promised, the day has passed, the owner is of another programme, or the answer is not one
            that both sides may read, or the same is open already.
    """
    text = saving.both(text_en, text_fr)
    draft = saving.new(
        Commitment(
            programme=programme,
            text_en=text.en,
            text_fr=text.fr,
            owner=owner,
            person=saving.clean(person),
            structure=structure,
            round=round_ if criterion else None,
            voice=voice if criterion else "",
            criterion=criterion,
            contact=contact,
            made_on=timezone.localdate(at),
            due_on=due_on,
            recorded_by=by,
        )
    )
    row = draft.row
    row.code = saving.next_code(Commitment.objects.filter(programme=programme), "P")
    row.folded = commitments.folded(row)
    _check_promise(draft.problems, row)
    if any(each and each.programme_id != programme.pk for each in (owner, structure, round_, contact)):
        draft.problems.add(Rule.OTHER_PROGRAMME, "owner", owner.code)
    if criterion and not _is_read_by_both(structure, round_, voice):
        draft.problems.add(Rule.ANSWER_NOT_SHARED, "", criterion.code)
    _check_once(draft.problems, row)
    return draft.keep(
        noun="commitment",
        verb="promised",
        key=row.code,
        programme=programme,
        after=journal_facts.of_commitment,
        by=by,
        at=at,
    )


def _check_promise(problems: ProblemList, row: Commitment) -> None:
    """Note that nothing is promised, or for a day that has passed."""
    if not row.text_en:
        problems.add(Rule.PROMISE_MISSING, "text_en")
    if row.due_on < row.made_on:
        problems.add(Rule.DUE_PASSED, "due_on", row.due_on.isoformat())


def _is_read_by_both(structure: Structure | None, round_: Round | None, voice: str) -> bool:
    return Assessment.objects.filter(
        structure=structure, round=round_, side=voice, state__in=ON_DASHBOARDS
    ).exists()


def _check_once(problems: ProblemList, row: Commitment) -> None:
    """Note an open commitment that says the same."""
    same = Commitment.objects.filter(
        programme=row.programme,
        text_en=row.text_en,
        text_fr=row.text_fr,
        owner=row.owner,
        structure=row.structure,
        criterion=row.criterion,
        due_on=row.due_on,
        state="open",
    )
    if twice := same.first():
        problems.add(Rule.RECORDED_ALREADY, "text_en", twice.code)


@transaction.atomic
def move(
    *,
    commitment: Commitment,
    due_on: date,
    reason: str,
    person: str,
    base_version: int,
    by: User,
    at: datetime,
) -> Commitment:
    """Move the day of an open commitment, with a reason that stays, and say who sees to it.

    With the same day only ``person`` is said anew, which may be done of any commitment.

    Raises:
        Refused: the day moves without a reason, or a reason is given and it does not move; the new day has passed, the
            commitment is no longer open, or somebody else changed it since ``base_version``.
    """
    draft = saving.stored(Commitment.objects.select_related("programme", "owner"), commitment, before=_due)
    row, was_due_on, said = draft.row, draft.row.due_on, saving.clean(reason)
    draft.require_unchanged(now=row.version, base=base_version, name=row.code)
    _check_move(draft.problems, row, due_on, said, timezone.localdate(at))
    draft.problems.close()
    row.due_on, row.person = due_on, saving.clean(person)
    row.version += 1
    row.folded = commitments.folded(row)
    if due_on != was_due_on:
        # Before its day: the database lets no day move without a reason.
        one = MovedDate(
            commitment=row,
            was_due_on=was_due_on,
            reason=said,
            moved_on=timezone.localdate(at),
            recorded_by=by,
        )
        check(one)
        one.save()
    return draft.keep(
        noun="commitment",
        key=row.code,
        programme=row.programme,
        after=_due,
        empty=_not_required(row),
        by=by,
        at=at,
    )


def _check_move(problems: ProblemList, row: Commitment, due_on: date, reason: str, today: date) -> None:
    """Note what keeps the day from moving, and a reason without a move."""
    if due_on == row.due_on:
        if reason:
            problems.add(Rule.NOTHING_MOVED, "reason", due_on.isoformat())
        return
    if row.state != "open":
        problems.add(Rule.SETTLED_STAYS, "due_on", row.code)
    if not reason:
        problems.add(Rule.MOVE_REASON_MISSING, "reason")
    if due_on < today:
        problems.add(Rule.DUE_PASSED, "due_on", due_on.isoformat())


def _due(row: Commitment) -> dict[str, object]:
    return {"due_on": row.due_on.isoformat(), "person": row.person, "moved": journal_facts.moved(row)}


def _not_required(row: Commitment) -> frozenset[str]:
    """Return the fields that a form would require: what was loaded from a file was recorded by nobody."""
    return frozenset() if row.recorded_by_id else frozenset({"recorded_by"})


@transaction.atomic
def settle(
    *,
    commitment: Commitment,
    state: str,
    settled_on: date,
    outcome: str,
    base_version: int,
    by: User,
    at: datetime,
) -> Commitment:
    """Record what became of a commitment: ``kept``, ``not_kept`` or ``released``; it may be put right later.

    Raises:
        Refused: what became of it is not said, the day lies before the promise or in the future, or somebody else
            recorded something since ``base_version``.
    """
    draft = saving.stored(Commitment.objects.select_related("programme"), commitment, before=_became)
    row, day = draft.row, settled_on.isoformat()
    draft.require_unchanged(now=row.version, base=base_version, name=row.code)
    row.state, row.settled_on, row.outcome = state, settled_on, saving.clean(outcome)
    row.version += 1
    if not row.outcome:
        draft.problems.add(Rule.OUTCOME_MISSING, "outcome")
    if settled_on < row.made_on:
        draft.problems.add(Rule.SETTLED_BEFORE_MADE, "settled_on", day)
    if settled_on > timezone.localdate(at):
        draft.problems.add(Rule.SETTLED_IN_FUTURE, "settled_on", day)
    return draft.keep(
        noun="commitment",
        verb="settled",
        key=row.code,
        programme=row.programme,
        after=_became,
        empty=_not_required(row),
        by=by,
        at=at,
    )


def _became(row: Commitment) -> dict[str, str]:
    settled_on = row.settled_on.isoformat() if row.settled_on else ""
    return {"state": row.state, "settled_on": settled_on, "outcome": row.outcome}
