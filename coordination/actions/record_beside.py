"""What sheets of a workbook of records say beside an activity: who else takes part in it, and its money.

All that a sheet says of one activity is recorded at once: shares count together. This is a part of actions: it runs
inside the transaction of one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from coordination.actions import activities
from coordination.actions.money import Money
from coordination.actions.participations import Participant
from coordination.actions.record_activities import facts_of
from coordination.actions.recorder import Recorder, named
from coordination.domain.problems import Problem, Refused
from coordination.domain.record_files import RecordRow
from coordination.domain.rules import Rule
from coordination.models import Activity, Partner
from coordination.queries.record_files import Known

#: By the field of the form of activities, the column of the sheet.
COLUMNS = {
    "with": "partner",
    "share": "share",
    "amount": "amount",
    "in": "currency",
    "paid": "on",
    "by": "payer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """A row that adds something or changes a share, what it says, and whom it names."""

    row: RecordRow
    values: Mapping[str, str]
    partner: Partner | None


def named_by(row: RecordRow, values: Mapping[str, str], known: Known) -> BesideRow | None:
    """Return a row with whom it names; None where whom it names could not be recorded."""
    column = "partner" if row.sheet == "participants" else "payer"
    said = values.get(column, "")
    partner = named(known, "partners", (said,), Partner)
    return None if said and partner is None else BesideRow(row=row, values=values, partner=partner)


def keep(sheet: str, activity: Activity, rows: Sequence[BesideRow], recorder: Recorder) -> Activity:
    """Record what a sheet says beside an activity; what its rows do not name stays.

    Raises:
        RowsRefused: as the page of the activity would be; each mistake with the row that it is about.
    """
    facts = facts_of(activity)
    if sheet == "participants":
        said = {(each.row.values["partner"], each.row.values["does"]) for each in rows}
        kept = [each for each in facts.participants if (each.partner.code, each.role) not in said]
        facts = replace(facts, participants=(*kept, *map(_participant, rows)))
        first = len(kept)
    else:
        first = len(facts.money)
        facts = replace(facts, money=(*facts.money, *map(_money, rows)))
    try:
        return activities.change(
            activity=activity, facts=facts, base_version=activity.version, by=recorder.by, at=recorder.at
        )
    except Refused as refused:
        raise RowsRefused(tuple(_placed(refused, first, rows))) from None


class RowsRefused(Exception):
    """What rows say beside an activity was not recorded: each row with what is wrong with it."""

    def __init__(self, found: tuple[tuple[RecordRow, Problem], ...]) -> None:
        self.found = found
        super().__init__(*(problem for _row, problem in found))


def _participant(each: BesideRow) -> Participant:
    if each.partner is None:
        raise LookupError(f"nobody takes part in {each.row.place}")
    share = each.values.get("share", "")
    return Participant(
        partner=each.partner, role=each.values["does"], share=Decimal(share) if share else None
    )


def _money(each: BesideRow) -> Money:
    return Money(
        kind=each.values["money"],
        amount=Decimal(each.values["amount"]),
        currency=each.values["currency"],
        on=each.values["on"],
        partner=each.partner,
    )


def _placed(refused: Refused, first: int, rows: Sequence[BesideRow]) -> Iterator[tuple[RecordRow, Problem]]:
    """Yield what is refused with its row, of which the first is the one of this number in the form.

    Shares that come to more than the whole are one mistake, however many rows follow.
    """
    above: set[str] = set()
    for problem in refused.problems:
        name, _mark, number = problem.path.rpartition("_")
        at = max(0, int(number) - first) if name in COLUMNS and number.isdigit() else 0
        each = rows[at]
        if problem.rule == Rule.SHARES_ABOVE_WHOLE:
            if each.values["does"] in above:
                continue
            above.add(each.values["does"])
        column = COLUMNS.get(name, "activity")
        yield each.row, each.row.row.problem(problem.rule, column, problem.value, **dict(problem.params))
