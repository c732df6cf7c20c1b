"""What a plan lists of a file: as much of it as a page holds, and how many rows more there are."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from coordination.domain.problems import MOST

Planned = TypeVar("Planned")


class PlannedRows(NamedTuple):
    """What would be done to several rows (``heading``): a sentence each, and how many ``more`` there are."""

    heading: str
    rows: list[str]
    more: int


def listed(
    heading: str, planned: Sequence[Planned], say: Callable[[Planned], str]
) -> tuple[PlannedRows, ...]:
    """Return what would be done to these rows; nothing where there are none."""
    if not planned:
        return ()
    return (PlannedRows(heading, [say(each) for each in planned[:MOST]], max(0, len(planned) - MOST)),)
