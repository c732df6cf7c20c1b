"""What was read and may be shown again: values kept for as long as nothing that they rest on was written.

Everything that changes what dashboards show tells the journal in the same transaction, so the fingerprint of the last
such entry is the version of it all. It is asked for before anything is read: what is written meanwhile makes the value
newer than its version, never older, and the next reader asks for another version.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.db.models import Q

from coordination.models import JournalEntry, Programme

Value = TypeVar("Value")
Verb = JournalEntry.Verb

#: What changes neither answers that may be seen nor anything that figures rest on: the only verbs that leave them be.
QUIET = frozenset(
    {
        *(
            Verb.STARTED,
            Verb.ANSWERED,
            Verb.NOTED,
            Verb.DISMISSED,
            Verb.OBSERVED,
            Verb.PROMISED,
            Verb.SETTLED,
        ),
        *(Verb.CHOSE_LANGUAGE, Verb.CHANGED_PASSWORD, Verb.LINKED),
    }
)


def of_answers(programme: Programme) -> str:
    """Return the version of what a programme's dashboards rest on; one query."""
    told = JournalEntry.objects.filter(Q(programme=programme) | Q(programme=None)).exclude(verb__in=QUIET)
    return told.order_by("-sequence").values_list("hash", flat=True).first() or ""


_SHELVES: list[Callable[[], None]] = []


class Shelf(Generic[Value]):
    """The values of the last few keys, each with the version that it was made for; one a key, so nothing piles up."""

    def __init__(self, size: int) -> None:
        _SHELVES.append(self.clear)
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[str, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, version: str, make: Callable[[], Value]) -> Value:
        """Return what is kept for this key and version, else what ``make`` returns now."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None and found[0] == version:
                self._kept.move_to_end(key)
                return found[1]
        made = make()
        with self._lock:
            self._kept[key] = version, made
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


def forget() -> None:
    """Forget all that is kept: for tests, whose databases go back to what they were and write the same again."""
    for clear in _SHELVES:
        clear()
