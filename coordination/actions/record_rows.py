"""One row of a workbook of records: added or changed as its page would do it.

This is a part of actions: it runs inside the transaction of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from coordination.actions import partners, seats, soundness, structures
from coordination.domain.problems import Problem, Refused
from coordination.domain.record_files import RecordRow
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.models import Partner, Programme, Seat, Structure, User
from coordination.queries import seats as seats_query
from coordination.queries import structures as structures_query
from coordination.queries.record_files import Known, StoredRecord

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """In which programme it is recorded, by whom, and when; and which records could not be."""

    programme: Programme
    by: User
    at: datetime
    failed: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


def keep(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> None:
    """Add the record of a row, or change it; what is added is known from then on.

    Raises:
        Refused: as its page would be, and for a ring of structures that are all new.
    """
    {"structures": _structure, "partners": _partner, "seats": _seat}[row.sheet](row, values, known, recorder)


def _structure(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> None:
    there = _row(known, "structures", row.key, Structure)
    facts = structures.StructureFacts(
        name_en=values.get("name_en", ""),
        name_fr=values.get("name_fr", ""),
        sector=values["sector"],
        mandate_en=values.get("mandate_en", ""),
        mandate_fr=values.get("mandate_fr", ""),
        founded=values["founded"],
        closed=values["closed"],
        parent=_row(known, "structures", (values.get("parent", ""),), Structure),
        predecessor=_row(known, "structures", (values.get("predecessor", ""),), Structure),
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
    known["structures"][made.code,] = StoredRecord(row=made, values=values)


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


def _partner(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> None:
    there = _row(known, "partners", row.key, Partner)
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
    if there is None:
        made = partners.add(
            programme=recorder.programme,
            facts=facts,
            code=values["code"],
            is_another=is_another,
            by=recorder.by,
            at=recorder.at,
        )
    else:
        made = partners.change(
            partner=there,
            facts=facts,
            former_until=None,
            base_version=there.version,
            is_another=is_another,
            by=recorder.by,
            at=recorder.at,
        )
    record = StoredRecord(row=made, values=values)
    known["partners"][made.code,] = record
    # Who gave it no code names it by its name.
    for name in () if values["code"] else (values["name_en"], values["name_fr"]):
        known["partners"].setdefault((name,), record)


def _seat(row: RecordRow, values: Mapping[str, str], known: Known, recorder: Recorder) -> None:
    structure = _row(known, "structures", (values["structure"],), Structure)
    partner = _row(known, "partners", (values["partner"],), Partner)
    if structure is None or partner is None or row.wrong & {"role", "since"}:
        _refuse_dates(structure, values)
        return
    there = _row(known, "seats", row.key, Seat)
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
        return
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


def _refuse_dates(structure: Structure | None, values: Mapping[str, str]) -> None:
    """Refuse the dates of a seat that cannot be tried: something else is wrong with it, or with what it names."""
    found = ProblemList()
    of = structure or Structure(founded="", closed="")
    soundness.seat_dates(found, Seat(structure=of, since=values["since"], until=values.get("until", "")))
    found.close()


def _row(known: Known, sheet: str, key: tuple[str, ...], model: type[Row]) -> Row | None:
    found = known[sheet].get(key)
    return found.row if found and isinstance(found.row, model) else None
