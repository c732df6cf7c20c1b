"""Which seat a row of a workbook is about: its beginning may be known more exactly than the row says, or less."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.dates import is_more_exact, span
from coordination.domain.record_files import RecordRow

#: Structure, partner, role and beginning of a seat.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatsKnown:
    """The seats that rows may be about, by structure, partner and role: the key of each with its end."""

    ends: Mapping[Key, Sequence[tuple[Key, str]]]

    @classmethod
    def of(cls, ends: Iterable[tuple[Key, str]], said: Collection[Key]) -> "SeatsKnown":
        """Return those among stored seats, each with its end, that no row names by the very beginning (``said``)."""
        found: dict[Key, list[tuple[Key, str]]] = {}
        for key, until in ends:
            if key not in said:
                found.setdefault(key[:3], []).append((key, until))
        return cls(found)

    def meant(self, key: Key, until: str) -> Key:
        """Return the key of the seat that a row of this key is about, where it ends ``until``; its own for another one.

        “2011” and “March 2011” may be the beginning of one seat, “2011” and “2012” not. Where one of two is over
        before the other begins, or where several seats may be meant, it is another one.
        """
        found = [
            stored
            for stored, ended in self.ends.get(key[:3], ())
            if _is_alike(key[3], stored[3]) and not _is_over(ended, key[3]) and not _is_over(until, stored[3])
        ]
        return found[0] if len(found) == 1 else key


def of_seat(row: RecordRow, key: Key) -> RecordRow:
    """Return a row as it is about the seat of a key, whose beginning stays as exact as it is known."""
    exact = max(row.values["since"], key[3], key=len)
    return replace(row, about=key, values={**row.values, "since": exact})


def _is_alike(one: str, other: str) -> bool:
    return is_more_exact(one, other) or is_more_exact(other, one)


def _is_over(until: str, since: str) -> bool:
    """Whether what ended is certainly over before something begins."""
    return bool(until) and span(until)[1] < span(since)[0]
