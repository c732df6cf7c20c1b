"""A whole in its parts, as one bar: how wide each is, and whether its words fit in it."""

from collections.abc import Sequence
from dataclasses import dataclass

#: Pixels of the bar where words stand in it, of a character of them, and of what stands around them.
WIDTH, CHARACTER, AROUND = 900, 8.5, 24


@dataclass(frozen=True, slots=True)
class Segment:
    """``share`` is in whole per cent, at least 1; ``is_wide``: the words stand in it."""

    share: int
    is_wide: bool


def drawn(parts: Sequence[tuple[int, str]]) -> tuple[Segment, ...]:
    """Return the segments of these counts, none of them 0, and their words."""
    total = sum(count for count, _words in parts)
    return tuple(
        Segment(
            max(1, round(100 * count / total)),
            AROUND + CHARACTER * (len(words) + len(str(count)) + 1) <= WIDTH * count / total,
        )
        for count, words in parts
    )
