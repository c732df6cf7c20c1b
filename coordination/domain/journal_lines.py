"""The lines of the journal: one that all write in, and for saved answers one of each programme.

A journal is one line until it is parted; from then on what is saved in a programme before it is sent follows only what
was saved there before it, or the last entry of the common line, whichever came later. Everything else goes on in the
common line, and follows all that was written in any: so an order is certain wherever it counts.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from coordination.domain.journal import FIRST

#: What is written in a programme's own line: what nobody else reads, and no figure rests on.
APART_NOUN, APART_VERBS = "assessment", ("started", "answered")
#: Noun and verb of the entry that says that the journal is parted from here on.
PARTED = ("journal", "opened")


class End(NamedTuple):
    """Where a line ends: the number of its last entry, and its hash."""

    sequence: int
    hash: str


#: Where a line ends that nobody has written in.
NOWHERE = End(0, FIRST)


class Place(NamedTuple):
    """Where an entry stands: its number, its programme, and of what kind it is."""

    sequence: int
    programme: int | None
    noun: str
    verb: str


def is_apart(noun: str, verb: str) -> bool:
    """Whether such entries of a programme are written in a line of its own, once the journal is parted."""
    return noun == APART_NOUN and verb in APART_VERBS


def joined(common: End, own: Iterable[End]) -> End:
    """Return what the next entry of the common line follows: the ends of all lines that went on since its last entry.

    Where at most one did, that is the end of this one, as in a journal of one line.
    """
    went_on = [end for end in own if end.sequence > common.sequence]
    if len(went_on) < 2:
        return went_on[0] if went_on else common
    hashes = "\n".join(sorted(end.hash for end in went_on))
    return End(max(end.sequence for end in went_on), hashlib.sha256(hashes.encode()).hexdigest())


def next_number(after: int, *, place: int, programmes: int) -> int:
    """Return the first number after this one that only the programme at this place among so many takes.

    Two that write at once do not see each other's numbers, and yet never take the same.
    """
    return after + 1 + (place - after - 1) % programmes


@dataclass(slots=True, kw_only=True)
class Lines:
    """The lines of a journal as far as its entries were followed, in the order of their numbers."""

    #: The entry that parted it; None as long as it is one line.
    parted_after: int | None = None
    common: End = NOWHERE
    own: dict[int, End] = field(default_factory=dict)

    @property
    def end(self) -> End:
        """What the next entry of the common line would follow."""
        return joined(self.common, self.own.values())

    def before(self, entry: Place) -> End:
        """Return what an entry follows."""
        line = self._line(entry)
        if line is None:
            return self.end
        own = self.own.get(line, NOWHERE)
        return own if own.sequence > self.common.sequence else self.common

    def is_numbered(self, entry: Place) -> bool:
        """Whether the number is one that an entry can have there; in the common line none is left out."""
        last = self.before(entry).sequence
        return entry.sequence == last + 1 if self._line(entry) is None else entry.sequence > last

    def follow(self, entry: Place, hash_: str) -> None:
        """Go on with an entry, whatever it follows."""
        line, end = self._line(entry), End(entry.sequence, hash_)
        if line is None:
            self.common = end
        else:
            self.own[line] = end

    def _line(self, entry: Place) -> int | None:
        """Return the programme in whose own line an entry stands; None for the common line."""
        if self.parted_after is None or entry.sequence <= self.parted_after:
            return None
        return entry.programme if is_apart(entry.noun, entry.verb) else None
