"""Withdrawing a record with a reason, and restoring it."""

from datetime import datetime

from django.db import transaction

from coordination.actions import saving, soundness
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.models import Activity, Commitment, Contact, Partner, Seat, User, Withdrawable
from coordination.queries import journal_facts, withdrawals

#: What a form would require, and rows from files lack.
_NOT_REQUIRED = frozenset({"author", "recorded_by"})


@transaction.atomic
def withdraw(*, record: Withdrawable, reason: str, shown: str, by: User, at: datetime) -> Withdrawable:
    """Take a record out of sight, with a reason; ``shown`` is what `queries.withdrawals.mark` said of it.

    Raises:
        Refused: no reason is given, something in sight needs the record (`queries.withdrawals.in_the_way`), somebody
            changed it meanwhile, or withdrew it.
    """
    draft = saving.stored(
        withdrawals.joined(type(record)._default_manager.all()), record, before=journal_facts.of_withdrawal
    )
    row = draft.row
    draft.require_unchanged(now=withdrawals.mark(row), base=shown, name=withdrawals.key(row))
    said = saving.clean(reason)
    if not said:
        draft.problems.add(Rule.REASON_MISSING, "reason")
    if withdrawals.in_the_way(row):
        draft.problems.add(Rule.IN_THE_WAY, "", withdrawals.key(row))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = at, by, said
    return _keep(draft, "withdrawn", by, at)


@transaction.atomic
def restore(*, record: Withdrawable, by: User, at: datetime) -> Withdrawable:
    """Bring a withdrawn record back into sight as it was.

    Raises:
        Refused: it is not withdrawn any more, what it names is withdrawn, or another has its place by now.
    """
    draft = saving.stored(
        withdrawals.joined(type(record)._base_manager.all()), record, before=journal_facts.of_withdrawal
    )
    row = draft.row
    if row.withdrawn_at is None:
        draft.problems.add(Rule.NOT_WITHDRAWN, "", withdrawals.key(row))
    if isinstance(row, Partner) and row.merged_into_id:
        draft.problems.add(Rule.MERGED, "", row.name_en)
    for each in withdrawals.needed(row):
        if each.withdrawn_at is not None:
            draft.problems.add(Rule.WITHDRAWN, "", withdrawals.key(each))
    _check_place(draft.problems, row)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = None, None, ""
    return _keep(draft, "restored", by, at)


def _check_place(problems: ProblemList, row: Withdrawable) -> None:
    """Note what has come into its place since, and dates that fit no longer."""
    match row:
        case Seat():
            soundness.seat_dates(problems, row)
            soundness.seat_once(problems, row)
        case Activity():
            soundness.activity_once(problems, row)
        case Commitment():
            soundness.promise_once(problems, row)
        case Contact():
            soundness.session(problems, row)
            soundness.contact_once(problems, row)


def _keep(draft: saving.Draft[Withdrawable], verb: str, by: User, at: datetime) -> Withdrawable:
    row = draft.row
    return draft.keep(
        noun=withdrawals.noun(row),
        verb=verb,
        key=withdrawals.key(row),
        programme=withdrawals.programme_of(row),
        after=journal_facts.of_withdrawal,
        empty=_NOT_REQUIRED,
        by=by,
        at=at,
    )
