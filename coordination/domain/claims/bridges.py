"""What may be said of a crosswalk where the same was answered with both versions of the questionnaire.

Source: METHOD.md, section 6.4.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from coordination.domain import bridging
from coordination.domain.answers import Reading
from coordination.domain.criteria import CriterionValue, Crosswalk


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeFit:
    """How many of the pairs answered in both rounds a crosswalk holds, and the wider ones that would hold them all."""

    kind: ClassVar[str] = "bridge"

    inside: int
    pairs: int
    wider: tuple[tuple[CriterionValue, Crosswalk], ...]


def bridge_fit(
    twice: Sequence[tuple[Mapping[str, Reading], Mapping[str, Reading]]], criteria: Iterable[CriterionValue]
) -> BridgeFit:
    """Return how the crosswalks of these criteria fit structures answered ``twice``: the readings of each version."""
    inside = every = 0
    wider: list[tuple[CriterionValue, Crosswalk]] = []
    for criterion in criteria:
        if criterion.crosswalk is None:
            continue
        pairs = bridging.answered_twice(
            [(first[criterion.code], second[criterion.code]) for first, second in twice]
        )
        outside = len(bridging.check_bridge(criterion.crosswalk, pairs))
        every, inside = every + len(pairs), inside + len(pairs) - outside
        if outside:
            wider.append((criterion, bridging.widened(criterion.crosswalk, pairs)))
    return BridgeFit(inside=inside, pairs=every, wider=tuple(wider))
