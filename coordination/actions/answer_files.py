"""Storing the answers of a file that its author has confirmed: as if each were given on its page, all or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from coordination.actions import answers
from coordination.domain.filled import FilledRow, Words
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Assessment, Programme, Round, User
from coordination.permissions import Standing
from coordination.queries import answer_files
from coordination.queries.answer_files import AnswerPlan


@transaction.atomic
def load(
    *,
    rows: Sequence[FilledRow],
    words: Words,
    plan_hash: str,
    programme: Programme,
    standing: Standing,
    by: User,
    at: datetime,
) -> AnswerPlan:
    """Store what the plan of this hash says, each answer over the version that was shown.

    Raises:
        Refused: something is wrong, or something changed since the plan was shown; nothing is stored.
    """
    _lock(programme, by)
    plan = answer_files.plan(rows, words, user=by, programme=programme, standing=standing)
    if plan.fingerprint != plan_hash:
        raise Refused((Problem(rule=Rule.PLAN_CHANGED),))
    for assessment, listed in plan.assessments:
        try:
            answers.save(assessment=assessment, entries=[each.given for each in listed], by=by, at=at)
        except answers.Stale as stale:
            raise Refused((Problem(rule=Rule.PLAN_CHANGED),)) from stale
    return plan


def _lock(programme: Programme, by: User) -> None:
    """Lock the open rounds, then the person's assessments in them: before the journal, as everywhere."""
    rounds = Round.objects.filter(programme=programme, state=Round.State.OPEN)
    held = list(
        rounds.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True)
    )
    own = Assessment.objects.filter(round__in=held, rater_user=by)
    list(own.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
