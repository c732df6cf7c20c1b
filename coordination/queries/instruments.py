"""Instruments as frozen values, read once for each published version."""

from collections.abc import Iterable
from functools import lru_cache

from coordination.domain.instruments import Instrument as InstrumentValue
from coordination.domain.instruments import read_instrument
from coordination.models import Instrument


def value(instrument_id: int) -> InstrumentValue:
    """Return the instrument; one small query, and a second one the first time a version is met."""
    content_hash = Instrument.objects.values_list("content_hash", flat=True).get(pk=instrument_id)
    return _by_hash(content_hash)


def values(instrument_ids: Iterable[int]) -> dict[int, InstrumentValue]:
    """Return instruments by id; one small query, and one more for each version that is met the first time."""
    rows = Instrument.objects.filter(pk__in=set(instrument_ids)).values_list("pk", "content_hash")
    return {pk: _by_hash(content_hash) for pk, content_hash in rows}


@lru_cache(maxsize=32)
def _by_hash(content_hash: str) -> InstrumentValue:
    # The hash is of the content, so a value kept here can never be another version's.
    content = Instrument.objects.filter(content_hash=content_hash).values_list("content", flat=True)[0]
    return read_instrument(content)


def versions() -> tuple[tuple[int, str, str], ...]:
    """Return (id, code, version) of every published instrument, the newest version first."""
    rows = Instrument.objects.filter(status=Instrument.Status.PUBLISHED).order_by("code", "-version")
    return tuple(rows.values_list("pk", "code", "version"))
