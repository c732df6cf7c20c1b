"""What the program counts for whoever watches it, over all processes of a server, in the text format of Prometheus.

The counts lie in memory that the server's first process makes (``deploy/server.py``) and its workers share. Each worker
adds to a row of its own, so that none waits for another; one that is killed leaves neither a lock nor a file behind, and
who takes its row counts on. The usual library keeps files that somebody has to clear away at each start, and would be
one more thing to keep up to date, for three counts. Nothing is told by programme, side or person.
"""

import mmap
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from zlib import crc32

#: Processes at once, and names of views; whatever is more shares the last place.
ROWS, VIEWS = 64, 512
#: Seconds up to which answers are counted together; what takes longer comes last.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: Of statuses, by their first digit.
CLASSES = 5
_SUM = CLASSES + len(BUCKETS) + 1
_COLUMNS = _SUM + 1
#: Before the views of a row: what tells the list of views by which it is counted, and failures of the database.
_LIST, _FAILURES, _HEAD = 0, 1, 2
_LENGTH = _HEAD + VIEWS * _COLUMNS
_BYTES = 8
MICROSECONDS = 1_000_000


class Counts:
    """Rows of numbers that processes share from the moment on in which one of them makes others."""

    def __init__(self) -> None:
        self._numbers = memoryview(mmap.mmap(-1, ROWS * _LENGTH * _BYTES)).cast("Q")
        self._start, self._lock, self._known = 0, threading.Lock(), False

    def take_row(self, number: int) -> None:
        """From now on this process counts in this row."""
        self._start, self._known = min(number, ROWS - 1) * _LENGTH, False

    def add(self, *, views: Sequence[str], view: str, status: int, seconds: float) -> None:
        """Count an answer; ``views`` are the names that there are, and what is none of them stands under the last."""
        places = self._places(views)
        place = self._start + _HEAD + places.get(view, len(places) - 1) * _COLUMNS
        with self._lock:
            self._begin(views)
            self._numbers[place + min(max(status // 100, 1), CLASSES) - 1] += 1
            self._numbers[place + CLASSES + bisect_left(BUCKETS, seconds)] += 1
            self._numbers[place + _SUM] += round(seconds * MICROSECONDS)

    def add_failure(self, *, views: Sequence[str]) -> None:
        """Count that the database did not do what it was asked."""
        with self._lock:
            self._begin(views)
            self._numbers[self._start + _FAILURES] += 1

    def _asked_for(self, total: Sequence[int], views: Sequence[str]) -> dict[str, Sequence[int]]:
        """Return the numbers of each view that somebody asked for."""
        firsts = {view: _HEAD + place * _COLUMNS for view, place in self._places(views).items()}
        numbers = {view: total[first : first + _COLUMNS] for view, first in firsts.items()}
        return {view: counted for view, counted in numbers.items() if any(counted[:CLASSES])}

    def text(self, *, views: Sequence[str]) -> str:
        """Return all counts in the text format of Prometheus; views that nobody asked for are left out."""
        rows = [row for row in self._rows() if row[_LIST] == _mark(views)]
        total = [sum(column) for column in zip(*rows, strict=True)] or [0] * _LENGTH
        lines = [
            *_heading("ssr_database_failures_total", "counter", "Times that the database failed a request."),
            f"ssr_database_failures_total {total[_FAILURES]}",
        ]
        found = self._asked_for(total, views)
        lines += _heading("ssr_requests_total", "counter", "Answers, by view and class of status.")
        lines += [line for view, numbers in found.items() for line in _statuses(view, numbers)]
        lines += _heading("ssr_request_seconds", "histogram", "Seconds until the answer, by view.")
        lines += [line for view, numbers in found.items() for line in _times(view, numbers)]
        return "\n".join([*lines, ""])

    def _rows(self) -> Iterator[list[int]]:
        for row in range(ROWS):
            if self._numbers[row * _LENGTH + _LIST]:
                yield self._numbers[row * _LENGTH : (row + 1) * _LENGTH].tolist()

    def _places(self, views: Sequence[str]) -> dict[str, int]:
        return {view: place for place, view in enumerate(views[: VIEWS - 1])} | {
            "other": min(len(views), VIEWS - 1)
        }

    def _begin(self, views: Sequence[str]) -> None:
        """Begin the row anew where another release counted in it, whose views are others."""
        if not self._known and self._numbers[self._start + _LIST] != _mark(views):
            for place in range(self._start, self._start + _LENGTH):
                self._numbers[place] = 0
            self._numbers[self._start + _LIST] = _mark(views)
        self._known = True


def _mark(views: Sequence[str]) -> int:
    return crc32("\n".join(views).encode()) | 1 << 32


def _heading(name: str, kind: str, said: str) -> list[str]:
    return [f"# HELP {name} {said}", f"# TYPE {name} {kind}"]


def _statuses(view: str, numbers: Sequence[int]) -> Iterator[str]:
    for digit, number in enumerate(numbers[:CLASSES], 1):
        if number:
            yield f'ssr_requests_total{{view="{view}",status="{digit}xx"}} {number}'


def _times(view: str, numbers: Sequence[int]) -> Iterator[str]:
    reached = [*accumulate(numbers[CLASSES:_SUM])]
    for bound, number in zip((*map(str, BUCKETS), "+Inf"), reached, strict=True):
        yield f'ssr_request_seconds_bucket{{view="{view}",le="{bound}"}} {number}'
    yield f'ssr_request_seconds_sum{{view="{view}"}} {numbers[_SUM] / MICROSECONDS}'
    yield f'ssr_request_seconds_count{{view="{view}"}} {reached[-1]}'


#: Made where this is loaded first: in the server's first process, before there are workers.
counts = Counts()
