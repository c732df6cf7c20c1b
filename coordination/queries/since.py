"""What happened in a programme since a moment: from the journal, as far as the reader may read what it is about.

Nothing sealed is told: only what was revealed or came later, and rounds that were opened or closed.
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
    PUBLISHED = "published"
    REVISED = "revised"
    CORRECTED = "corrected"
    AGREED = "agreed"
    CLOSED = "closed"


#: Of an open round, what is told to those, too, who do not read it.
FOR_ALL = (EventKind.OPENED, EventKind.PUBLISHED)
#: What these kinds of events are told about.
_NOUNS = ("assessment", "round", "publication")
#: How many words follow the structure in the keys of these: side and number of an assessment, number of a publication.
_AFTER_STRUCTURE = {
    EventKind.REVISED: 2,
    EventKind.CORRECTED: 2,
    EventKind.AGREED: 2,
    EventKind.PUBLISHED: 1,
}


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

    ``rounds`` are the programme's by label. Of an open round, who does not read it learns only that it was
    opened, and what of it is published.
    """
    told = JournalEntry.objects.filter(
        programme=programme, at__gt=since, noun__in=_NOUNS, verb__in=list(EventKind)
    )
    found: dict[tuple[EventKind, str], tuple[datetime, dict[str, None]]] = {}
    for verb, key, at in told.order_by("-sequence").values_list("verb", "key", "at"):
        label, _space, rest = key.partition(" ")
        kind = EventKind(verb)
        round_ = rounds.get(label)
        if round_ is None or (kind not in FOR_ALL and round_.is_open and not reads_open_rounds(standing)):
            continue
        _at, structures = found.setdefault((kind, label), (at, {}))
        if rest:
            structures[rest.rsplit(" ", _AFTER_STRUCTURE.get(kind, 0))[0]] = None
    return tuple(
        Happened(kind=kind, round=rounds[label], structures=tuple(structures), at=at)
        for (kind, label), (at, structures) in found.items()
    )
