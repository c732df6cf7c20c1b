"""Commitments: promising a next step, and recording what became of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coordination.actions import journal
from coordination.domain.problems import Problem, Refused, Rule
from coordination.models import Assessment, Commitment, Criterion, Partner, Programme, Round, Structure, User
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
    structure: Structure | None = None,
    round_: Round | None = None,
    voice: str = "",
    criterion: Criterion | None = None,
    by: User,
    at: datetime,
) -> Commitment:
    """Record a promised next step, made today; with ``round_``, ``voice`` and ``criterion`` from one answer.

    A text in one language only stands for both.

    Raises:
        Refused: nothing is promised, the day has passed, the owner is of another programme, or the answer is not one
            that both sides may read, or the same is open already.
    """
    text_en, text_fr = text_en.strip() or text_fr.strip(), text_fr.strip() or text_en.strip()
    made_on = timezone.localdate(at)
    problems = []
    if not text_en:
        problems.append(Problem(rule=Rule.PROMISE_MISSING, path="text_en"))
    if due_on < made_on:
        problems.append(Problem(rule=Rule.DUE_PASSED, path="due_on", value=due_on.isoformat()))
    if any(each and each.programme_id != programme.pk for each in (owner, structure, round_)):
        problems.append(Problem(rule=Rule.OTHER_PROGRAMME, path="owner", value=owner.code))
    if criterion and not _is_read_by_both(structure, round_, voice):
        problems.append(Problem(rule=Rule.ANSWER_NOT_SHARED, path="", value=criterion.code))
    if problems:
        raise Refused(problems)
    journal.lock()
    number = Commitment.objects.filter(programme=programme).count() + 1
    while Commitment.objects.filter(programme=programme, code=f"P-{number}").exists():
        number += 1
    row = Commitment(
        programme=programme,
        code=f"P-{number}",
        text_en=text_en,
        text_fr=text_fr,
        owner=owner,
        structure=structure,
        round=round_ if criterion else None,
        voice=voice if criterion else "",
        criterion=criterion,
        made_on=made_on,
        due_on=due_on,
        recorded_by=by,
    )
    row.folded = commitments.folded(row)
    check(row)
    same = Commitment.objects.filter(
        programme=programme,
        text_en=text_en,
        text_fr=text_fr,
        owner=owner,
        structure=structure,
        criterion=criterion,
        due_on=due_on,
        state="open",
    )
    if twice := same.first():
        raise Refused((Problem(rule=Rule.RECORDED_ALREADY, path="text_en", value=twice.code),))
    row.save()
    journal.record(
        by=by,
        at=at,
        verb="promised",
        noun="commitment",
        key=row.code,
        programme=programme,
        after=journal_facts.of_commitment(row),
    )
    return row


def _is_read_by_both(structure: Structure | None, round_: Round | None, voice: str) -> bool:
    return Assessment.objects.filter(
        structure=structure, round=round_, side=voice, state__in=ON_DASHBOARDS
    ).exists()


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
    row = (
        Commitment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme")
        .get(pk=commitment.pk)
    )
    problems = []
    if row.version != base_version:
        problems.append(Problem(rule=Rule.CHANGED_MEANWHILE, value=row.code))
    if not outcome.strip():
        problems.append(Problem(rule=Rule.OUTCOME_MISSING, path="outcome"))
    if settled_on < row.made_on:
        problems.append(
            Problem(rule=Rule.SETTLED_BEFORE_MADE, path="settled_on", value=settled_on.isoformat())
        )
    if settled_on > timezone.localdate(at):
        problems.append(Problem(rule=Rule.SETTLED_IN_FUTURE, path="settled_on", value=settled_on.isoformat()))
    if problems:
        raise Refused(problems)
    before = _became(row)
    row.state, row.settled_on, row.outcome = state, settled_on, outcome.strip()
    row.version += 1
    # What was loaded from a file was recorded by nobody.
    check(row, exclude=() if row.recorded_by else {"recorded_by"})
    row.save(update_fields=["state", "settled_on", "outcome", "version"])
    journal.record(
        by=by,
        at=at,
        verb="settled",
        noun="commitment",
        key=row.code,
        programme=row.programme,
        before=before,
        after=_became(row),
    )
    return row


def _became(row: Commitment) -> dict[str, str]:
    settled_on = row.settled_on.isoformat() if row.settled_on else ""
    return {"state": row.state, "settled_on": settled_on, "outcome": row.outcome}
