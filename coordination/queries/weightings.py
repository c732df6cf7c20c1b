"""The weights recorded by each side, as far as the reader may know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.permissions import rounds_heard_by, weightings_visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightingValue:
    """A side's weights of the coordination criteria of a round, in their order."""

    side: str
    version: int
    values: tuple[int, ...]
    reason: str
    recorded_at: datetime

    @property
    def written(self) -> str:
        """The weights as they are entered: “25, 15, 15, 10, 15, 10, 10”."""
        return ", ".join(map(str, self.values))


def index(
    user: User, programme: Programme, *, labels: Sequence[str] | None = None
) -> dict[str, dict[str, WeightingValue]]:
    """Return the weights in force by round label and side; ``labels`` limits them to these rounds. One query."""
    rows = weightings_visible_to(user).filter(round__programme=programme)
    if labels is not None:
        rows = rows.filter(round__label__in=labels)
    found: dict[str, dict[str, WeightingValue]] = {}
    for row in rows.select_related("round").order_by("version"):
        value = WeightingValue(
            side=row.side,
            version=row.version,
            values=tuple(row.weights),
            reason=row.reason,
            recorded_at=row.recorded_at,
        )
        found.setdefault(row.round.label, {})[row.side] = value
    return found


def in_force(user: User, round_id: int) -> dict[str, Weights]:
    """Return the latest weights of a round, by side; one query."""
    rows = weightings_visible_to(user).filter(round_id=round_id).order_by("version")
    return {row.side: Weights(row.side, tuple(row.weights), row.reason) for row in rows}


def in_question(user: User, rounds: Sequence[int]) -> dict[int, tuple[Weights, ...]]:
    """Return the latest weights of each side that the reader may know, by round id; one query."""
    rows = weightings_visible_to(user).filter(round_id__in=rounds).order_by("version")
    found: dict[int, dict[str, Weights]] = {}
    for row in rows:
        found.setdefault(row.round_id, {})[row.side] = Weights(row.side, tuple(row.weights), row.reason)
    return {round_id: tuple(sides.values()) for round_id, sides in found.items()}


def shown_of_all_sides(user: User, programme: Programme) -> frozenset[str]:
    """Return the labels of the rounds in which the reader may know the weights of both sides; one query."""
    rows = rounds_heard_by(user).filter(programme=programme)
    return frozenset(rows.values_list("label", flat=True))
