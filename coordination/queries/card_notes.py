"""What a structure's page says beside its answers: what was not submitted in any round, and what of it is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, QuerySet, Value

from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import SIDES
from coordination.models import NotSubmitted, Round, Structure
from coordination.queries import closings, publications
from coordination.queries.closings import Missing
from coordination.queries.publications import PublicationLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNotes:
    """What was not submitted of a structure, in its time, and its cards by the id of their round, the latest first."""

    missing: tuple[Missing, ...]
    cards: Mapping[int, PublicationLine]


class _Note(NamedTuple):
    """What was not submitted (``since``: told then, of a ``side``), or a card (``since``: published, by its hash)."""

    kind: str
    round_id: int
    label: str
    name_en: str
    name_fr: str
    sides: str
    state: str
    reference_on: date
    side_or_hash: str
    since: datetime | None
    by_side_at: datetime | None
    together_at: datetime | None
    government_at: datetime | None
    partners_at: datetime | None


def of(structure: Structure) -> CardNotes:
    """Return the notes on a structure, loaded with its programme; one query."""
    found = [_Note._make(each) for each in _missing(structure).union(_public(structure), all=True)]
    found.sort(key=lambda each: (each.reference_on, -each.round_id), reverse=True)
    told = [each for each in found if each.kind == "missing"]
    cards = {each.round_id: _line(each) for each in found if each.kind == "card"}
    public = {(number, structure.pk) for number, card in cards.items() if card.published_at}
    return CardNotes(
        missing=closings.together([_not_submitted(each, structure) for each in _by_side(told)], public),
        cards=cards,
    )


def _by_side(told: Sequence[_Note]) -> list[_Note]:
    """Return the rows of each round together, by side."""
    order = {round_id: place for place, round_id in enumerate(dict.fromkeys(each.round_id for each in told))}
    return sorted(told, key=lambda each: (order[each.round_id], each.side_or_hash))


_OF_ROUND = ("label", "name_en", "name_fr", "sides", "state", "reference_on")


def _columns(kind: str, of: str, since: str, *times: object) -> tuple[Any, ...]:
    return Value(kind, CharField()), "round_id", *(f"round__{each}" for each in _OF_ROUND), of, since, *times


def _missing(structure: Structure) -> QuerySet[Any, Any]:
    rows = NotSubmitted.objects.filter(structure=structure).order_by()
    return rows.values_list(*_columns("missing", "side", "told_at", *[Value(None, DateTimeField())] * 4))


def _public(structure: Structure) -> QuerySet[Any, Any]:
    rows = publications.with_corrections(structure.pk).order_by()
    times = "by_side_at", "together_at", "government_at", "partners_at"
    return rows.values_list(*_columns("card", "content_hash", "published_at", *times))


def _not_submitted(of: _Note, structure: Structure) -> NotSubmitted:
    round_ = Round(pk=of.round_id, **{name: getattr(of, name) for name in _OF_ROUND})
    assert of.since is not None
    told_at = of.since.astimezone(structure.programme.zone)
    return NotSubmitted(round=round_, structure=structure, side=of.side_or_hash, told_at=told_at)


def _line(of: _Note) -> PublicationLine:
    given = dict(zip(SIDES, (of.government_at, of.partners_at), strict=True))
    return PublicationLine(
        round_name=Text(of.name_en, of.name_fr),
        content_hash=of.side_or_hash,
        published_at=of.since,
        corrected_at=max((at for at in (of.by_side_at, of.together_at) if at), default=None),
        consents={side: at for side, at in given.items() if at},
    )
