"""What happened in a programme since a moment: from the journal, as far as the reader may read what it is about.

Nothing sealed is told: only what was revealed, corrected, agreed, opened or closed, in rounds that the reader reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coordination.models import JournalEntry, Programme
from coordination.permissions import Standing, reads_open_rounds
from coordination.queries.rounds import RoundValue


class EventKind(StrEnum):
    """What happened."""

    OPENED = "opened"
    REVEALED = "revealed"
    CORRECTED = "corrected"
    AGREED = "agreed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What happened in a round, the latest time; ``structures`` are those it happened to, by code."""

    kind: EventKind
    round: RoundValue
    structures: tuple[str, ...]
    at: datetime


def happened(
    programme: Programme, standing: Standing, rounds: Mapping[str, RoundValue], since: datetime
) -> tuple[Happened, ...]:
    """Return what happened since then, the latest first, together by kind and round; one query.

    ``rounds`` are the programme's by label. Of an open round, who does not read it learns only that it was opened.
    """
    told = JournalEntry.objects.filter(
        programme=programme, at__gt=since, noun__in=("assessment", "round"), verb__in=list(EventKind)
    )
    found: dict[tuple[EventKind, str], tuple[datetime, dict[str, None]]] = {}
    for verb, key, at in told.order_by("-sequence").values_list("verb", "key", "at"):
        label, _space, rest = key.partition(" ")
        kind = EventKind(verb)
        round_ = rounds.get(label)
        if round_ is None or (
            kind is not EventKind.OPENED and round_.is_open and not reads_open_rounds(standing)
        ):
            continue
        _at, structures = found.setdefault((kind, label), (at, {}))
        if rest:
            # The key of one assessment goes on with its side and its number.
            is_of_one = kind in (EventKind.CORRECTED, EventKind.AGREED)
            structures[rest.rsplit(" ", 2)[0] if is_of_one else rest] = None
    return tuple(
        Happened(kind=kind, round=rounds[label], structures=tuple(structures), at=at)
        for (kind, label), (at, structures) in found.items()
    )
