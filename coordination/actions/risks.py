"""What was seen of a risk or sign: recorded as of a day; nothing that was recorded before goes away."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coordination.actions import journal
from coordination.domain.dates import span
from coordination.domain.problems import Problem, Refused, Rule
from coordination.domain.vocabulary import RISKS, SIGNS
from coordination.models import Observation, Programme, Structure, User
from coordination.models.constraints import check
from coordination.queries.risks import statuses


@transaction.atomic
def observe(
    *,
    programme: Programme,
    item: str,
    status: str,
    evidence: str,
    observed_on: date,
    structure: Structure | None = None,
    by: User,
    at: datetime,
) -> Observation:
    """Record what was seen of a risk or sign in a structure, or (without one) of a risk in the programme.

    Raises:
        Refused: there is no such item or status, a sign is of no structure, the structure is of another programme,
            there is no evidence (needed unless it is not known), the day is to come or lies before the founding, or
            the last observation says the same.
    """
    evidence = evidence.strip()
    problems = []
    if item not in (*RISKS, *SIGNS):
        problems.append(Problem(rule=Rule.UNKNOWN_REFERENCE, value=item, params=(("noun", "item"),)))
    elif item in SIGNS and structure is None:
        problems.append(Problem(rule=Rule.SIGN_WITHOUT_STRUCTURE, value=item))
    if structure and structure.programme_id != programme.pk:
        problems.append(Problem(rule=Rule.OTHER_PROGRAMME, value=structure.code))
    allowed = [code for code, _name in statuses(item)]
    if status not in allowed:
        params = (("allowed", ", ".join(allowed)),)
        problems.append(Problem(rule=Rule.WRONG_CHOICE, path="status", value=status, params=params))
    if not evidence and status != "unknown":
        problems.append(Problem(rule=Rule.OBSERVATION_WITHOUT_EVIDENCE, path="evidence"))
    day = observed_on.isoformat()
    if observed_on > timezone.localdate(at):
        problems.append(Problem(rule=Rule.OBSERVED_IN_FUTURE, path="observed_on", value=day))
    if structure and structure.founded and day < span(structure.founded)[0]:
        params = (("earlier", "founded"),)
        problems.append(Problem(rule=Rule.DATES_REVERSED, path="observed_on", value=day, params=params))
    if problems:
        raise Refused(problems)
    journal.lock()
    latest = Observation.objects.filter(programme=programme, structure=structure, item=item).last()
    if latest and (latest.status, latest.evidence, latest.observed_on) == (status, evidence, observed_on):
        raise Refused((Problem(rule=Rule.RECORDED_ALREADY, path="evidence", value=item),))
    row = Observation(
        programme=programme,
        structure=structure,
        item=item,
        status=status,
        evidence=evidence,
        observed_on=observed_on,
        recorded_at=at,
        recorded_by=by,
    )
    check(row)
    row.save()
    journal.record(
        by=by,
        at=at,
        verb="observed",
        noun="observation",
        key=" · ".join(filter(None, (item, structure.code if structure else ""))),
        programme=programme,
        after={"item": item, "status": status, "evidence": evidence, "observed_on": day},
    )
    return row
