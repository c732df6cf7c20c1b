"""Records that go out and come in as a workbook: what is stored, as its sheets hold it, and what one would change."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from coordination.domain.bilingual import Text
from coordination.domain.filled import FilledSheet, sheets_as_json, tidy
from coordination.domain.record_cells import cents, per_cent
from coordination.domain.record_files import SHEETS, numbered
from coordination.models import (
    Activity,
    Commitment,
    Function,
    MoneyLine,
    Participation,
    Partner,
    Programme,
    Seat,
    Structure,
    User,
)
from coordination.permissions import commitments_visible_to
from coordination.queries import activities

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record that is there: its row, what its sheet says of it by column, and all that it may be called."""

    row: Model
    values: Mapping[str, str]
    names: tuple[str, ...] = ()


#: What is there by sheet, and by what tells one record of a sheet from another, in the order of the sheet.
Known = dict[str, dict[Key, StoredRecord]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRecord:
    """A record that a file would add (``before`` is None) or change; the values are what its sheet says of it."""

    sheet: str
    number: int
    before: Mapping[str, str] | None
    after: Mapping[str, str]

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that say something else than before, in the order of the sheet."""
        before = self.before or {}
        names = [each.name for each in SHEETS[self.sheet] if each.is_kept]
        return tuple(each for each in names if before.get(each, "") != self.after.get(each, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """What a file would do; ``fingerprint`` binds it to the file and to what is stored of all that it names."""

    planned: tuple[PlannedRecord, ...]
    unchanged: int
    fingerprint: str

    @property
    def added(self) -> tuple[PlannedRecord, ...]:
        """The records that are not there yet."""
        return tuple(each for each in self.planned if each.before is None)

    @property
    def changed(self) -> tuple[PlannedRecord, ...]:
        """The records that would say something else."""
        return tuple(each for each in self.planned if each.before is not None)


def plan_of(planned: Sequence[PlannedRecord], unchanged: int, sheets: Sequence[FilledSheet]) -> RecordPlan:
    """Return the plan of these records. What a file repeats as it stands is bound by the file itself."""
    said = [[each.sheet, each.number, each.before, each.after] for each in planned]
    content = json.dumps([said, unchanged, sheets_as_json(sheets)], sort_keys=True)
    return RecordPlan(
        planned=tuple(planned),
        unchanged=unchanged,
        fingerprint=hashlib.sha256(content.encode()).hexdigest(),
    )


def known(programme: Programme, user: User) -> Known:
    """Return the records of a programme that a person may read, as sheets hold them, by their codes; eight queries."""
    listed = _activities(programme)
    return {
        "structures": _structures(programme),
        "partners": _partners(programme),
        "seats": _seats(programme),
        "activities": listed,
        "participants": _participants(programme, listed),
        "money": _money(programme, listed),
        "commitments": _commitments(programme, user),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChoices:
    """What can be chosen in a programme: the sectors, and the functions with their names, by code."""

    sectors: frozenset[str]
    functions: Mapping[str, Text]


def choices(programme: Programme) -> RecordChoices:
    """Return what can be chosen: sectors that are offered or that some structures are of, functions; two queries."""
    rows = Structure.objects.filter(programme=programme, is_programme=False)
    used = rows.order_by().values_list("sector", flat=True).distinct()
    named = {code: Text(row.name_en, row.name_fr) for code, row in functions(programme).items()}
    return RecordChoices(sectors=frozenset((*programme.offered_sectors, *used)), functions=named)


def functions(programme: Programme) -> dict[str, Function]:
    """Return what activities may be for, by code; one query."""
    return {row.code: row for row in Function.objects.filter(programme=programme).order_by("code")}


def _structures(programme: Programme) -> dict[Key, StoredRecord]:
    rows = Structure.objects.filter(programme=programme, is_programme=False).order_by("code")
    related = rows.select_related("parent", "predecessor", "programme")
    return {(row.code,): _stored(row, _of_structure(row), row.name_en, row.name_fr) for row in related}


def _of_structure(row: Structure) -> dict[str, str]:
    texts = ("code", "name_en", "name_fr", "sector", "mandate_en", "mandate_fr", "founded", "closed")
    return {name: getattr(row, name) for name in texts} | {
        "parent": _code(row.parent),
        "predecessor": _code(row.predecessor),
        "dormant_after": f"{row.dormant_after}",
    }


def _code(row: Structure | None) -> str:
    """Return the code of a structure in sight; a form would not offer another either."""
    return row.code if row and not row.withdrawn_at and not row.is_programme else ""


def _partners(programme: Programme) -> dict[Key, StoredRecord]:
    names = [each.name for each in SHEETS["partners"] if each.is_kept]
    return {
        (row.code,): _stored(row, {name: getattr(row, name) for name in names}, row.name_en, row.name_fr)
        for row in Partner.objects.filter(programme=programme).order_by("code")
    }


def _seats(programme: Programme) -> dict[Key, StoredRecord]:
    rows = Seat.objects.filter(structure__programme=programme).select_related("structure", "partner")
    # A seat whose structure or partner is withdrawn is not in sight.
    seen = [row for row in rows.order_by("structure__code", "pk") if not _is_withdrawn(row)]
    return {
        (row.structure.code, row.partner.code, row.role, row.since): _stored(
            row,
            {
                "structure": row.structure.code,
                "partner": row.partner.code,
                "role": row.role,
                "since": row.since,
                "until": row.until,
            },
        )
        for row in seen
    }


def _is_withdrawn(row: Seat) -> bool:
    return bool(row.structure.withdrawn_at or row.partner.withdrawn_at or row.structure.is_programme)


def _stored(row: Model, values: Mapping[str, str], *names: str) -> StoredRecord:
    """Return a record as a file can hold it: a file may have brought texts with space around them."""
    plain = {name: tidy(said.replace("\r\n", "\n").replace("\r", "\n")) for name, said in values.items()}
    return StoredRecord(row=row, values=plain, names=names)


def _activities(programme: Programme) -> dict[Key, StoredRecord]:
    related = ("programme", "partner", "recipient", "function", "structure")
    rows = Activity.objects.filter(programme=programme).select_related(*related).order_by("pk")
    seen = [
        row
        for row in rows
        if not (row.partner.withdrawn_at or (row.recipient and row.recipient.withdrawn_at))
    ]
    return {
        (row.code,): _stored(row, values, *_names(values)) for row in seen for values in [_of_activity(row)]
    }


def _names(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return what an activity may be called beside its code."""
    return tuple(values[name] for name in ("name_en", "name_fr", "identifier"))


def _of_activity(row: Activity) -> dict[str, str]:
    texts = (
        "code",
        "place",
        "since",
        "until",
        "status",
        "planned_since",
        "planned_until",
        "note",
        "identifier",
    )
    given = activities.given_name(row)
    return {name: getattr(row, name) for name in texts} | {
        "given": row.kind,
        "partner": row.partner.code,
        "recipient": row.recipient.code if row.recipient else "",
        "function": row.function.code if row.function else "",
        "structure": _code(row.structure),
        "name_en": given.en,
        "name_fr": given.fr,
    }


def _participants(programme: Programme, seen: Mapping[Key, StoredRecord]) -> dict[Key, StoredRecord]:
    """Return who takes part in the activities that are ``seen``."""
    rows = Participation.objects.filter(activity__programme=programme).select_related("activity", "partner")
    found: dict[Key, StoredRecord] = {}
    for row in rows.order_by("activity_id", "role", "partner__code"):
        key = row.activity.code, row.partner.code, row.role
        if row.activity.withdrawn_at or row.partner.withdrawn_at or (row.activity.code,) not in seen:
            continue
        share = "" if row.share is None else per_cent(row.share)
        values = dict(zip(("activity", "partner", "does"), key, strict=True)) | {"share": share}
        found[key] = StoredRecord(row=row, values=values)
    return found


def _money(programme: Programme, seen: Mapping[Key, StoredRecord]) -> dict[Key, StoredRecord]:
    """Return the lines of money of the activities that are ``seen``, in order; two may say the same."""
    names = [each.name for each in SHEETS["money"]]
    repeats: Counter[Key] = Counter()
    found: dict[Key, StoredRecord] = {}
    for row in MoneyLine.objects.filter(activity__programme=programme).select_related("activity", "partner"):
        payer = row.partner.code if row.partner else ""
        key = (row.activity.code, row.kind, cents(row.amount), row.currency, row.on, payer)
        if row.activity.withdrawn_at or (row.activity.code,) not in seen:
            continue
        values = dict(zip(names, key, strict=True))
        found[numbered(key, repeats[key])] = StoredRecord(row=row, values=values)
        repeats[key] += 1
    place = {key: number for number, key in enumerate(seen)}
    return dict(sorted(found.items(), key=lambda each: (place[each[0][:1]], each[0])))


def _commitments(programme: Programme, user: User) -> dict[Key, StoredRecord]:
    rows = (
        commitments_visible_to(user, programme)
        .select_related("programme", "owner", "structure")
        .order_by("pk")
    )
    return {(row.code,): _stored(row, _of_commitment(row)) for row in rows if not row.owner.withdrawn_at}


def _of_commitment(row: Commitment) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("code", "text_en", "text_fr", "person")} | {
        "owner": row.owner.code,
        "structure": _code(row.structure),
        "due_on": row.due_on.isoformat(),
    }
