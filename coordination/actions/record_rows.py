"""One row of a workbook of records: added or changed as its page would do it.

This is a part of actions: it runs inside the transaction of one.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

from coordination.actions import commitments, partners, record_activities, seats, soundness, structures
from coordination.actions.recorder import Made, Recorder, named
from coordination.domain.dates import as_day
from coordination.domain.problems import Problem, Refused
from coordination.domain.record_files import RecordRow
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.models import Commitment, Partner, Seat, Structure
from coordination.queries import seats as seats_query
from coordination.queries import structures as structures_query
from coordination.queries.record_files import Known, StoredRecord


def keep(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> Made:
    """Add the record of a row, or change it; return what others of the file may refer to.

    Raises:
        Refused: as its page would be, and for a ring of structures that are all new.
    """
    keepers = {
        "structures": _structure,
        "partners": _partner,
        "seats": _seat,
        "activities": record_activities.keep,
        "commitments": _commitment,
    }
    return keepers[row.sheet](row, values, known, recorder)


def _structure(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> Made:
    there = named(known, "structures", row.key, Structure)
    facts = structures.StructureFacts(
        name_en=values.get("name_en", ""),
        name_fr=values.get("name_fr", ""),
        sector=values["sector"],
        mandate_en=values.get("mandate_en", ""),
        mandate_fr=values.get("mandate_fr", ""),
        founded=values["founded"],
        closed=values["closed"],
        parent=named(known, "structures", (values.get("parent", ""),), Structure),
        predecessor=named(known, "structures", (values.get("predecessor", ""),), Structure),
        dormant_after=int(values.get("dormant_after", "6")),
    )
    rings = _rings(values, known, recorder)
    try:
        if there is None:
            made = structures.add(
                programme=recorder.programme, code=values["code"], facts=facts, by=recorder.by, at=recorder.at
            )
        else:
            shown = structures_query.fingerprint(there)
            made = structures.change(
                structure=there, facts=facts, shown=shown, by=recorder.by, at=recorder.at
            )
    except Refused as refused:
        raise Refused((*rings, *refused.problems)) from None
    if rings:
        raise Refused(rings)
    return {(made.code,): StoredRecord(row=made, values=values)}


def _rings(values: Mapping[str, str], known: Known, recorder: Recorder) -> tuple[Problem, ...]:
    """Return where a structure names one that is still to come: those it names come first, but for a ring."""
    rules = {"parent": Rule.OWN_PARENT, "predecessor": Rule.PREDECESSOR_RING}
    return tuple(
        Problem(rule=rule, path=name, value=values["code"])
        for name, rule in rules.items()
        if (named := values.get(name))
        and (named,) not in known["structures"]
        and ("structures", (named,)) not in recorder.failed
    )


def _partner(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> Made:
    there = named(known, "partners", row.key, Partner)
    facts = partners.PartnerFacts(
        name_en=values.get("name_en", ""),
        name_fr=values.get("name_fr", ""),
        kind=values["kind"],
        side=values["side"],
        objectives_en=values.get("objectives_en", ""),
        objectives_fr=values.get("objectives_fr", ""),
        aim=values.get("aim", ""),
        since=values["since"],
        until=values.get("until", ""),
    )
    is_another = values.get("is_another") == "yes"
    # Where the new name is wrong, nothing is said of the old one.
    former_until = None if row.wrong & {"name_en", "name_fr"} else as_day(values.get("former_until", ""))
    if there is None:
        found = ProblemList()
        if former_until:
            found.add(Rule.FORMER_NAME_UNUSED, "former_until", former_until.isoformat())
        with _noted(found):
            made = partners.add(
                programme=recorder.programme,
                facts=facts,
                code=values["code"],
                is_another=is_another,
                by=recorder.by,
                at=recorder.at,
            )
        found.close()
    else:
        made = partners.change(
            partner=there,
            facts=facts,
            former_until=former_until,
            base_version=there.version,
            is_another=is_another,
            by=recorder.by,
            at=recorder.at,
        )
    record = StoredRecord(row=made, values=values)
    # Who gave it no code names it by its name.
    names = () if values["code"] else (values["name_en"], values["name_fr"])
    free = [name for name in names if (name,) not in known["partners"]]
    return {(name,): record for name in (*free, made.code)}


def _seat(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> Made:
    structure = named(known, "structures", (values["structure"],), Structure)
    partner = named(known, "partners", (values["partner"],), Partner)
    if structure is None or partner is None or row.wrong & {"role", "since"}:
        _refuse_dates(structure, values)
        return {}
    there = named(known, "seats", row.key, Seat)
    if there is None:
        seats.add(
            structure=structure,
            partner=partner,
            role=values["role"],
            since=values["since"],
            until=values.get("until", ""),
            by=recorder.by,
            at=recorder.at,
        )
        return {}
    seats.change(
        seat=there,
        partner=partner,
        role=values["role"],
        since=values["since"],
        until=values.get("until", ""),
        base_version=seats_query.version(there),
        by=recorder.by,
        at=recorder.at,
    )
    return {}


def _refuse_dates(structure: Structure | None, values: Mapping[str, str]) -> None:
    """Refuse the dates of a seat that cannot be tried: something else is wrong with it, or with what it names."""
    found = ProblemList()
    of = structure or Structure(founded="", closed="")
    soundness.seat_dates(found, Seat(structure=of, since=values["since"], until=values.get("until", "")))
    found.close()


def _commitment(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> Made:
    there = named(known, "commitments", row.key, Commitment)
    owner = named(known, "partners", (values["owner"],), Partner)
    due_on = as_day(values.get("due_on", ""))
    found = ProblemList()
    if there is not None and owner is not None and due_on is not None:
        if values["structure"] != known["commitments"][row.key].values["structure"]:
            found.add(Rule.RECORDED_STAYS, "structure", values["structure"])
        _change_commitment(found, there, values, (owner, due_on), recorder)
        found.close()
        return {}
    if values.get("code"):
        # The program gives the codes of commitments.
        found.add(Rule.NOT_OF_THE_LIST, "code", values["code"])
    if owner is None or due_on is None:
        _look_at_promise(found, values, due_on, recorder)
        found.close()
        return {}
    structure = named(known, "structures", (values.get("structure", ""),), Structure)
    with _noted(found):
        commitments.promise(
            programme=recorder.programme,
            text_en=values.get("text_en", ""),
            text_fr=values.get("text_fr", ""),
            owner=owner,
            due_on=due_on,
            person=values.get("person", ""),
            structure=structure,
            by=recorder.by,
            at=recorder.at,
        )
    found.close()
    return {}


def _look_at_promise(
    found: ProblemList, values: Mapping[str, str], due_on: date | None, recorder: Recorder
) -> None:
    """Say what else is wrong with a new commitment of which a cell is wrong."""
    if not values.get("text_en"):
        found.add(Rule.PROMISE_MISSING, "text_en")
    if due_on is not None and due_on < timezone.localdate(recorder.at):
        found.add(Rule.DUE_PASSED, "due_on", due_on.isoformat())


def _change_commitment(
    found: ProblemList,
    there: Commitment,
    values: Mapping[str, str],
    promised: tuple[Partner, date],
    recorder: Recorder,
) -> None:
    """Say anew what is promised, then by when and who sees to it, as far as either changed; note what is refused."""
    owner, due_on = promised
    row = there
    if (owner, values["text_en"], values["text_fr"]) != (there.owner, there.text_en, there.text_fr):
        with _noted(found):
            row = commitments.edit(
                commitment=there,
                text_en=values["text_en"],
                text_fr=values["text_fr"],
                owner=owner,
                base_version=there.version,
                by=recorder.by,
                at=recorder.at,
            )
    if (due_on, values["person"]) != (there.due_on, there.person) or values.get("reason"):
        with _noted(found):
            commitments.move(
                commitment=row,
                due_on=due_on,
                reason=values.get("reason", ""),
                person=values["person"],
                base_version=row.version,
                by=recorder.by,
                at=recorder.at,
            )


@contextmanager
def _noted(found: ProblemList) -> Iterator[None]:
    """Note what an action refuses, and go on."""
    try:
        yield
    except Refused as refused:
        for each in refused.problems:
            found.add(each.rule, each.path, each.value, **dict(each.params))
