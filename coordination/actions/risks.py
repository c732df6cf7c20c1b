"""What was seen of a risk or sign: recorded as of a day; nothing that was recorded before goes away."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coordination.actions import saving
from coordination.domain.dates import span
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.domain.vocabulary import RISKS, SIGNS
from coordination.models import Observation, Programme, Structure, User
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
    draft = saving.new(
        Observation(
            programme=programme,
            structure=structure,
            item=item,
            status=status,
            evidence=saving.clean(evidence),
            observed_on=observed_on,
            recorded_at=at,
            recorded_by=by,
        )
    )
    row, problems = draft.row, draft.problems
    _check_item(problems, row)
    _check_status(problems, row)
    _check_day(problems, row, timezone.localdate(at))
    _check_once(problems, row)
    return draft.keep(
        noun="observation",
        verb="observed",
        key=" · ".join(filter(None, (item, structure.code if structure else ""))),
        programme=programme,
        after=_said,
        by=by,
        at=at,
    )


def _check_item(problems: ProblemList, row: Observation) -> None:
    """Note an item that there is not, a sign of no structure, and a structure of another programme."""
    if row.item not in (*RISKS, *SIGNS):
        problems.add(Rule.UNKNOWN_REFERENCE, "", row.item, noun="item")
    elif row.item in SIGNS and row.structure is None:
        problems.add(Rule.SIGN_WITHOUT_STRUCTURE, "", row.item)
    if row.structure and row.structure.programme_id != row.programme_id:
        problems.add(Rule.OTHER_PROGRAMME, "", row.structure.code)


def _check_status(problems: ProblemList, row: Observation) -> None:
    """Note a status that the item has not, and one without evidence; what is not known needs none."""
    allowed = [code for code, _name in statuses(row.item)]
    if row.status not in allowed:
        problems.add(Rule.WRONG_CHOICE, "status", row.status, allowed=", ".join(allowed))
    if not row.evidence and row.status != "unknown":
        problems.add(Rule.OBSERVATION_WITHOUT_EVIDENCE, "evidence")


def _check_day(problems: ProblemList, row: Observation, today: date) -> None:
    """Note a day that is to come, or lies before the structure was founded."""
    day = row.observed_on.isoformat()
    if row.observed_on > today:
        problems.add(Rule.OBSERVED_IN_FUTURE, "observed_on", day)
    if row.structure and row.structure.founded and day < span(row.structure.founded)[0]:
        problems.add(Rule.DATES_REVERSED, "observed_on", day, earlier="founded")


def _check_once(problems: ProblemList, row: Observation) -> None:
    """Note that the last observation says the same."""
    earlier = Observation.objects.filter(programme=row.programme, structure=row.structure, item=row.item)
    latest = earlier.last()
    if latest and _said(latest) == _said(row):
        problems.add(Rule.RECORDED_ALREADY, "evidence", row.item)


def _said(row: Observation) -> dict[str, str]:
    return {
        "item": row.item,
        "status": row.status,
        "evidence": row.evidence,
        "observed_on": row.observed_on.isoformat(),
    }
