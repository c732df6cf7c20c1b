"""Putting right what a corrected file says otherwise of rows that nobody changed since a file brought them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from coordination.actions import fixture_columns as columns
from coordination.actions import money, participations, saving
from coordination.actions.fixture_columns import Columns, Relatives
from coordination.documents.fixture.document import (
    CommitmentEntry,
    PartnerEntry,
    ProgrammeEntry,
    RoundEntry,
    StructureEntry,
)
from coordination.documents.fixture.facts import Key
from coordination.domain.replay.told import Facts
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    FormerName,
    Function,
    Partner,
    Programme,
    Round,
    Seat,
    Standard,
    Statement,
    Structure,
    User,
)
from coordination.queries import activities, commitments, contacts, journal_facts, names
from coordination.queries.corrections import RowCorrection
from coordination.queries.fixture_plans import PlanItem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replacing:
    """The rows of one programme that become what a file says."""

    programme: Programme
    references: Relatives
    by: User | None
    at: datetime


def replace(
    *,
    items: Iterable[PlanItem],
    programme: Programme,
    references: Relatives,
    by: User | None,
    at: datetime,
) -> None:
    """Give each row of the plan what the file says, and tell the journal row by row; part of a load's transaction."""
    replacing = _Replacing(programme=programme, references=references, by=by, at=at)
    for item in items:
        if item.correction and item.correction.becomes:
            _replace(replacing, item, item.correction, item.correction.becomes)


def _replace(replacing: _Replacing, item: PlanItem, correction: RowCorrection, entry: Any) -> None:
    rows = _ROWS[item.noun](replacing.programme, item.key)
    before = {each.field: each.stored for each in correction.differences}
    after = {each.field: each.said for each in correction.differences}
    facts = _FACTS.get(item.noun, _none)
    draft = saving.stored(rows, rows.order_by("pk")[0], before=lambda row: before | facts(row))
    row: Any = draft.row
    draft.put(_COLUMNS[item.noun](entry, replacing))
    if item.noun in _VERSIONED:
        row.version += 1
    if item.noun == "partner":
        _rename(row, entry)
    if item.noun == "contact":
        row.partners.set([replacing.references.partners[code] for code in entry.partners])
    if item.noun == "activity":
        row.participations.all().delete()
        row.money.all().delete()
    if item.noun in _FOLDED:
        row.folded = _FOLDED[item.noun](row)
    draft.keep(
        noun=item.noun,
        verb="noted" if item.noun == "contact" else "saved",
        key=_KEYS.get(item.noun, _first)(item.key),
        programme=replacing.programme,
        after=lambda row: after | facts(row),
        empty=_MAY_BE_EMPTY.get(item.noun, frozenset()),
        is_one_of_many=True,
        by=replacing.by,
        at=replacing.at,
    )
    if item.noun == "activity":
        stated = columns.of_activity_facts(entry, replacing.references)
        participations.store({row: stated.participants})
        money.store({row: stated.money})


def _rename(row: Partner, entry: PartnerEntry) -> None:
    """Store the former names of a partner, in the place of those that were there."""
    row.former_names.all().delete()
    FormerName.objects.bulk_create(
        FormerName(partner=row, name_en=each.name.en, name_fr=each.name.fr, until_on=each.until_on)
        for each in entry.former_names
    )


# --- which row


def _coded(model: type[Model], **chosen: object) -> Callable[[Programme, Key], QuerySet[Any]]:
    """Return how to find a row by its code."""
    return lambda programme, key: model._default_manager.filter(programme=programme, code=key[0], **chosen)


def _seat(programme: Programme, key: Key) -> QuerySet[Any]:
    structure, partner, role, since = key
    return Seat.objects.filter(
        structure__programme=programme,
        structure__code=structure,
        partner__code=partner,
        role=role,
        since=since,
    )


def _statement(programme: Programme, key: Key) -> QuerySet[Any]:
    structure, kind, item, quote = key
    rows = Statement.objects.filter(programme=programme, kind=kind, item=item, quote=quote)
    return rows.filter(structure__code=structure) if structure else rows.filter(structure=None)


_ROWS: Mapping[str, Callable[[Programme, Key], QuerySet[Any]]] = {
    "programme": lambda programme, key: Programme.objects.filter(pk=programme.pk),
    "partner": _coded(Partner),
    "structure": _coded(Structure, is_programme=False),
    "seat": _seat,
    "statement": _statement,
    "round": lambda programme, key: Round.objects.filter(programme=programme, label=key[0]),
    "function": _coded(Function),
    "standard": _coded(Standard),
    "activity": _coded(Activity),
    "commitment": _coded(Commitment),
    "contact": _coded(Contact),
}

# --- what it becomes


def _of_programme(value: ProgrammeEntry, replacing: _Replacing) -> Columns:
    return {
        "country": value.country,
        "name_en": value.name.en,
        "name_fr": value.name.fr,
        "time_zone": value.time_zone,
    }


def _of_structure(value: StructureEntry, replacing: _Replacing) -> Columns:
    return columns.of_structure(value) | columns.of_relatives(value, replacing.references)


def _of_round(value: RoundEntry, replacing: _Replacing) -> Columns:
    """Return what a file may put right: what the round is called, and said to be; not what its answers rest on."""
    assert value.notice is not None, "the notice that counts is in the entry"
    return {
        "name_en": value.name.en,
        "name_fr": value.name.fr,
        "last_on": value.last_day,
        "notice_en": value.notice.en,
        "notice_fr": value.notice.fr,
    }


def _of_commitment(value: CommitmentEntry, replacing: _Replacing) -> Columns:
    meetings = Contact.objects.filter(programme=replacing.programme, code=value.contact)
    contact = meetings.first() if value.contact else None
    return columns.of_commitment(value, value.origin, replacing.references, contact)


_COLUMNS: Mapping[str, Callable[[Any, _Replacing], Columns]] = {
    "programme": _of_programme,
    "partner": lambda value, replacing: columns.of_partner(value, value.origin),
    "structure": _of_structure,
    "seat": lambda value, replacing: {"until": value.until, "quote": value.quote},
    "statement": lambda value, replacing: {
        "quote_fr": value.quote_fr,
        "slide": value.slide,
        "source": value.source,
    },
    "round": _of_round,
    "function": lambda value, replacing: columns.of_function(value, value.origin),
    "standard": lambda value, replacing: columns.of_standard(value, value.origin),
    "activity": lambda value, replacing: columns.of_activity(value, value.origin, replacing.references),
    "commitment": _of_commitment,
    "contact": lambda value, replacing: columns.of_contact(value, value.origin, replacing.references),
}
_VERSIONED = frozenset({"partner", "activity", "commitment", "contact"})
#: What a form would require: what a file brought was recorded by nobody, and may name no source.
_MAY_BE_EMPTY: Mapping[str, frozenset[str]] = {
    "commitment": frozenset({"recorded_by"}),
    "contact": frozenset({"author", "side"}),
    "statement": frozenset({"source"}),
}
_FOLDED: Mapping[str, Callable[[Any], str]] = {
    "partner": names.folded,
    "activity": activities.folded,
    "commitment": commitments.folded,
    "contact": contacts.folded,
}

# --- what the journal says


def _first(key: Key) -> str:
    return key[0]


def _none(row: Any) -> Facts:
    return {}


_KEYS: Mapping[str, Callable[[Key], str]] = {
    "seat": lambda key: " ".join(key[:3]),
    "statement": lambda key: " · ".join(filter(None, key)),
}
#: Facts by which the journal is replayed.
_FACTS: Mapping[str, Callable[[Any], Facts]] = {
    "round": journal_facts.of_round,
    "commitment": journal_facts.of_commitment,
}
