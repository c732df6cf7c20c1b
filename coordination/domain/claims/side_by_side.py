"""Two structures, or one in two rounds, criterion by criterion: which of the two is higher by one voice's answers.

It rests on what no assessor who answered denies: one is higher where its lowest level lies above the other's highest.
"""

from dataclasses import dataclass
from typing import ClassVar

from coordination.domain.panels import PanelAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionOfTwo:
    """One criterion as a voice answered it of the first and of the second."""

    kind: ClassVar[str] = "criterion_of_two"
    code: str
    first: PanelAnswer
    second: PanelAnswer

    @property
    def ends(self) -> tuple[int, int] | None:
        """By how many levels the first is higher, at least and at most; None unless both are answered."""
        one, other = self.first, self.second
        if not (one.answered and other.answered):
            return None
        if one.lo is None or one.hi is None or other.lo is None or other.hi is None:
            return None
        return one.lo - other.hi, one.hi - other.lo

    @property
    def higher(self) -> int | None:
        """Which is higher whatever is open, 0 or 1; None where neither is."""
        if self.ends is None:
            return None
        return 0 if self.ends[0] > 0 else 1 if self.ends[1] < 0 else None

    @property
    def not_lower(self) -> int | None:
        """Which is higher or level whatever is open, 0 or 1, the first where they are level; None where neither is."""
        if self.ends is None:
            return None
        return 0 if self.ends[0] >= 0 else 1 if self.ends[1] <= 0 else None

    @property
    def is_same(self) -> bool:
        """Whether both are the same level whatever is open."""
        return self.ends == (0, 0)


@dataclass(frozen=True, slots=True)
class TwoCompared:
    """Some criteria of the two by one voice."""

    kind: ClassVar[str] = "two_compared"
    voice: str
    criteria: tuple[CriterionOfTwo, ...]

    @property
    def base(self) -> int:
        """How many criteria are answered of both."""
        return sum(each.ends is not None for each in self.criteria)

    @property
    def higher(self) -> tuple[int, int]:
        """On how many criteria the first is higher, and the second, at least."""
        found = [each.higher for each in self.criteria]
        return found.count(0), found.count(1)

    @property
    def is_open(self) -> bool:
        """Whether either could be higher on more criteria than is known."""
        return any(
            each.ends is not None and each.higher is None and not each.is_same for each in self.criteria
        )
