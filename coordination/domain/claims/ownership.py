"""Ownership × partnership: in which corners a structure can stand, and where its ownership is thin.

Everything rests on the envelope. A corner begins at the threshold: 50 counts as the upper half, as in the words for the
score. Source: METHOD.md, section 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from coordination.domain.ownership import Position, Quadrant
from coordination.domain.panels import WEAK, CellKind, PanelAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadrants:
    """In which corners of the plane a structure can stand, by one voice's ``assessors``; ``stated`` by the source."""

    kind: ClassVar[str] = "quadrants"
    structure: str
    assessors: int
    position: Position
    stated: Quadrant | None

    @property
    def only(self) -> Quadrant | None:
        """The one corner in which it stands whatever is open; None where there are several, or none."""
        return self.position.quadrants[0] if self.position.is_certain else None

    @property
    def contradicts(self) -> bool:
        """Whether the answers rule out the corner that the source states."""
        return bool(self.position.quadrants) and self.stated not in (None, *self.position.quadrants)


@dataclass(frozen=True, slots=True)
class QuadrantsCounted:
    """In which corners some structures can stand, by their codes; none where no item applies."""

    kind: ClassVar[str] = "quadrants_counted"
    quadrants: Mapping[str, tuple[Quadrant, ...]]

    @property
    def placed(self) -> int:
        """How many structures have a position."""
        return sum(bool(each) for each in self.quadrants.values())

    @property
    def several(self) -> tuple[str, ...]:
        """The structures that could stand in more than one corner."""
        return tuple(code for code, each in self.quadrants.items() if len(each) > 1)

    def only(self, quadrant: Quadrant) -> tuple[str, ...]:
        """The structures that stand in this corner whatever is open."""
        return tuple(code for code, each in self.quadrants.items() if each == (quadrant,))

    def bounds(self, quadrant: Quadrant) -> tuple[int, int]:
        """How many structures stand in this corner at least, and at most."""
        return len(self.only(quadrant)), sum(quadrant in each for each in self.quadrants.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinOwnership:
    """Where a structure's ownership is thin: its ownership items by their codes, as the assessors answered them."""

    kind: ClassVar[str] = "thin_ownership"
    structure: str
    panels: Mapping[str, PanelAnswer]

    @property
    def base(self) -> int:
        """How many items apply."""
        return sum(each.applies for each in self.panels.values())

    @property
    def weak(self) -> tuple[str, ...]:
        """The items that no assessor who answered puts above Partly."""
        return tuple(code for code, each in self.panels.items() if is_weak(each))

    @property
    def mostly_weak(self) -> tuple[str, ...]:
        """The other items that more than half of the assessors asked put at Partly or lower."""
        return tuple(
            code
            for code, each in self.panels.items()
            if each.weak and not is_weak(each) and 2 * each.weak > each.asked
        )

    @property
    def not_known(self) -> tuple[str, ...]:
        """The items of which nobody knows the answer."""
        return self._of(CellKind.NOT_KNOWN)

    @property
    def no_answer(self) -> tuple[str, ...]:
        """The items that nobody answered."""
        return self._of(CellKind.NO_ANSWER)

    def _of(self, kind: CellKind) -> tuple[str, ...]:
        return tuple(code for code, each in self.panels.items() if each.kind is kind)


def is_weak(panel: PanelAnswer) -> bool:
    """Whether the highest level that any assessor admits is Partly or lower; of what nobody answered it is not."""
    return panel.hi is not None and panel.hi <= WEAK
