"""Commitments: promising a next step, moving its day with a reason, and recording what became of it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from coordination.actions import saving, soundness
from coordination.domain.rules import Rule
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
    row.code = saving.next_code(Commitment.everything.filter(programme=programme), "P")
    row.folded = commitments.folded(row)
    _check_promise(draft.problems, row)
    if round_ and round_.programme_id != programme.pk:
        draft.problems.add(Rule.OTHER_PROGRAMME, "round", round_.label)
    draft.require_programme(programme, owner=owner, structure=structure, contact=contact)
    if criterion and not _is_read_by_both(structure, round_, voice):
        draft.problems.add(Rule.ANSWER_NOT_SHARED, "", criterion.code)
    soundness.promise_once(draft.problems, row)
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
    draft = saving.stored(_rows(), commitment, before=_due)
    row, was_due_on, said = draft.row, draft.row.due_on, saving.clean(reason)
    draft.require_unchanged(now=row.version, base=base_version, name=row.code)
    _check_move(draft.problems, row, due_on, said, timezone.localdate(at))
    draft.problems.close()
    row.due_on, row.person = due_on, saving.clean(person)
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
    return _keep(draft, _due, by, at)


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


@transaction.atomic
def edit(
    *,
    commitment: Commitment,
    text_en: str,
    text_fr: str,
    owner: Partner,
    base_version: int,
    by: User,
    at: datetime,
) -> Commitment:
    """Say anew what is promised, and by whom, while the commitment is open; its history keeps what was said before.

    Raises:
        Refused: nothing is promised, it is settled, the owner is of another programme, the same is open already, or
            somebody else changed it since ``base_version``.
    """
    draft = saving.stored(_rows(), commitment, before=_promised)
    row, text = draft.row, saving.both(text_en, text_fr)
    draft.require_unchanged(now=row.version, base=base_version, name=row.code)
    draft.require_programme(row.programme, owner=owner)
    if row.state != "open":
        draft.problems.add(Rule.SETTLED_CHANGES_NOT, "", row.code)
    if not text.en:
        draft.problems.add(Rule.PROMISE_MISSING, "text_en")
    row.text_en, row.text_fr, row.owner = text.en, text.fr, owner
    soundness.promise_once(draft.problems, row)
    return _keep(draft, _promised, by, at)


def _promised(row: Commitment) -> dict[str, object]:
    return {"text_en": row.text_en, "text_fr": row.text_fr, "owner": row.owner.code}


@transaction.atomic
def put_back(*, commitment: Commitment, before: Mapping[str, str], by: User, at: datetime) -> Commitment:
    """Make a commitment again what the journal says it was before it was settled or edited.

    Raises:
        Refused: the owner that it had is withdrawn by now.
    """
    said = _became if "state" in before else _promised
    draft = saving.stored(_rows(), commitment, before=said)
    columns: dict[str, object] = {**before}
    if "state" in before:
        columns["settled_on"] = date.fromisoformat(before["settled_on"]) if before["settled_on"] else None
    else:
        columns["owner"] = Partner.everything.get(programme=draft.row.programme, code=before["owner"])
        draft.require_programme(draft.row.programme, owner=columns["owner"])
    draft.put(columns)
    return _keep(draft, said, by, at)


def _rows() -> QuerySet[Commitment]:
    return Commitment.objects.select_related("programme", "owner", "structure", "criterion")


def _keep(
    draft: saving.Draft[Commitment],
    said: Callable[[Commitment], dict[str, object]],
    by: User,
    at: datetime,
    verb: str = "saved",
) -> Commitment:
    row = draft.row
    row.version += 1
    row.folded = commitments.folded(row)
    return draft.keep(
        noun="commitment",
        verb=verb,
        key=row.code,
        programme=row.programme,
        after=said,
        empty=_not_required(row),
        by=by,
        at=at,
    )


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
    draft = saving.stored(_rows(), commitment, before=_became)
    row, day = draft.row, settled_on.isoformat()
    draft.require_unchanged(now=row.version, base=base_version, name=row.code)
    row.state, row.settled_on, row.outcome = state, settled_on, saving.clean(outcome)
    if not row.outcome:
        draft.problems.add(Rule.OUTCOME_MISSING, "outcome")
    if settled_on < row.made_on:
        draft.problems.add(Rule.SETTLED_BEFORE_MADE, "settled_on", day)
    if settled_on > timezone.localdate(at):
        draft.problems.add(Rule.SETTLED_IN_FUTURE, "settled_on", day)
    return _keep(draft, _became, by, at, verb="settled")


def _became(row: Commitment) -> dict[str, object]:
    settled_on = row.settled_on.isoformat() if row.settled_on else ""
    return {"state": row.state, "settled_on": settled_on, "outcome": row.outcome}
