"""Instruments as frozen values, read once for each published version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coordination.documents import instruments
from coordination.domain.instruments import InstrumentValue
from coordination.models import Criterion, Instrument
from coordination.queries.rounds import RoundValue
from coordination.queries.versions import Shelf, Version


def value(instrument_id: int) -> InstrumentValue:
    """Return the instrument; one small query, and a second when a version is first used."""
    content_hash = Instrument.objects.values_list("content_hash", flat=True).get(pk=instrument_id)
    return of_hash(content_hash)


@dataclass(frozen=True, slots=True)
class KnownInstrument:
    """An instrument, and the ids of its criteria in this database by code, in order."""

    value: InstrumentValue
    criteria: Mapping[str, int]

    def criteria_of(self, section: str | None) -> tuple[int, ...]:
        """Return the ids of a section's criteria, or of all, in order."""
        listed = self.value.criteria if section is None else self.value.section(section).criteria
        return tuple(self.criteria[criterion.code] for criterion in listed)


def known(instrument_ids: Iterable[int]) -> dict[int, KnownInstrument]:
    """Return instruments by id; one small query, and one more for each version used for the first time."""
    rows = Criterion.objects.filter(instrument_id__in=set(instrument_ids)).order_by("position")
    criteria: dict[tuple[int, str], dict[str, int]] = {}
    for pk, code, instrument_id, content_hash in rows.values_list(
        "pk", "code", "instrument_id", "instrument__content_hash"
    ):
        criteria.setdefault((instrument_id, content_hash), {})[code] = pk
    return {
        instrument_id: KnownInstrument(of_hash(content_hash), codes)
        for (instrument_id, content_hash), codes in criteria.items()
    }


_SHELF: Shelf[KnownInstrument] = Shelf(32)


def of_rounds(rounds: Iterable[RoundValue]) -> dict[int, KnownInstrument]:
    """Return the instruments of these rounds by id; no query for a version that was used before."""
    wanted = {each.instrument_id: Version(0, each.instrument_hash) for each in rounds}

    def make(missing: Sequence[int]) -> list[KnownInstrument]:
        found = known(missing)
        return [found[pk] for pk in missing]

    return dict(zip(wanted, _SHELF.get_all(wanted, make), strict=True))


@lru_cache(maxsize=32)
def of_hash(content_hash: str) -> InstrumentValue:
    """Return the instrument with this content; one query when a version is first used."""
    # The hash is of the content, so a value kept here can never be another version's.
    content = Instrument.objects.filter(content_hash=content_hash).values_list("content", flat=True)[0]
    return instruments.read(content)


def versions() -> tuple[tuple[int, str, str], ...]:
    """Return (id, code, version) of every published instrument, the newest version first."""
    rows = Instrument.objects.filter(status=Instrument.Status.PUBLISHED).order_by("code", "-version")
    return tuple(rows.values_list("pk", "code", "version"))
