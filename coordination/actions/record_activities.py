"""One activity of a workbook of records: added or changed as its page would do it.

This is a part of actions: it runs inside the transaction of one.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coordination.actions import activities
from coordination.actions.money import Money
from coordination.actions.participations import Participant
from coordination.actions.recorder import Made, Recorder, named
from coordination.documents.fixture.structures import read_period
from coordination.domain.problems import Refused
from coordination.domain.record_files import RecordRow
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.models import Activity, Partner, Structure
from coordination.queries import activities as activities_query
from coordination.queries.record_files import Known, StoredRecord


def keep(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> Made:
    """Add the activity of a row, or change it; return it by what the sheets beside it name it by.

    Raises:
        Refused: as its page would be.
    """
    there = named(known, "activities", row.key, Activity)
    partner = named(known, "partners", (values["partner"],), Partner)
    found = ProblemList()
    if there is None and values.get("code"):
        # The program gives the codes of activities.
        found.add(Rule.NOT_OF_THE_LIST, "code", values["code"])
    if partner is None:
        _look_at_periods(found, values)
        found.close()
        return {}
    facts = _facts(values, known, recorder, partner, there)
    try:
        if there is None:
            made = activities.add(programme=recorder.programme, facts=facts, by=recorder.by, at=recorder.at)
        else:
            made = activities.change(
                activity=there, facts=facts, base_version=there.version, by=recorder.by, at=recorder.at
            )
    except Refused as refused:
        said = (replace(each, path="given") if each.path == "kind" else each for each in refused.problems)
        raise Refused((*found.first, *said)) from None
    found.close()
    # A new one has no code in the file: its place stands for it.
    return {(made.code if there else row.place,): StoredRecord(row=made, values=values)}


def _look_at_periods(found: ProblemList, values: Mapping[str, str]) -> None:
    """Say what else is wrong with an activity of which a cell is wrong."""
    for first, last in (("since", "until"), ("planned_since", "planned_until")):
        given = {name: values.get(name, "") for name in (first, last) if values.get(name)}
        read_period(Node(found, "", given), first, last)


def _facts(
    values: Mapping[str, str], known: Known, recorder: Recorder, partner: Partner, there: Activity | None
) -> activities.ActivityFacts:
    """Return what a row says of an activity, and what is known of it and stands in no sheet: that stays."""
    texts = ("place", "since", "until", "status", "planned_since", "planned_until", "note", "identifier")
    said: dict[str, Any] = {name: values.get(name, "") for name in (*texts, "name_en", "name_fr")}
    return activities.ActivityFacts(
        kind=values["given"],
        partner=partner,
        recipient=named(known, "partners", (values.get("recipient", ""),), Partner),
        function=recorder.functions.get(values.get("function", "")),
        structure=named(known, "structures", (values.get("structure", ""),), Structure),
        **said | (_beside(there) if there else {}),
    )


def _beside(row: Activity) -> dict[str, Any]:
    people = row.participations.select_related("partner")
    lines = row.money.select_related("partner")
    names = ("standard", "equipment", "value", "currency", "request", "t1", "t2", "t3", "source")
    return {name: getattr(row, name) for name in names} | {
        "participants": tuple(
            Participant(partner=each.partner, role=each.role, share=each.share) for each in people
        ),
        "money": tuple(
            Money(
                kind=each.kind,
                amount=each.amount,
                currency=each.currency,
                on=each.on,
                partner=each.partner,
            )
            for each in lines
        ),
    }


def facts_of(row: Activity) -> activities.ActivityFacts:
    """Return all that is known of an activity that is stored."""
    texts = ("place", "since", "until", "status", "planned_since", "planned_until", "note", "identifier")
    given = activities_query.given_name(row)
    return activities.ActivityFacts(
        kind=row.kind,
        partner=row.partner,
        recipient=row.recipient,
        function=row.function,
        structure=row.structure,
        name_en=given.en,
        name_fr=given.fr,
        **{name: getattr(row, name) for name in texts},
        **_beside(row),
    )
