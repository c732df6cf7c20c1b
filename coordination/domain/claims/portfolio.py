"""What may be said of all structures at once: how many stand like this, where the sides disagree, what changed.

Each structure is taken at its own latest round, and every claim is over all of them, whatever a page shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from coordination.domain.bilingual import alphabetical
from coordination.domain.claims.change import ChangeKind
from coordination.domain.claims.standings import OF_BAND, OF_SIDES, PortfolioPart, SideScore, Stance
from coordination.domain.scoring import Band
from coordination.domain.vocabulary import SIDES


@dataclass(frozen=True, slots=True, kw_only=True)
class PartClaim:
    """Of ``total`` structures these stand like this, as far as the ``sides`` heard go: no answer can change it.

    ``others`` are those that could stand like this too, of which it is not known.
    """

    kind: ClassVar[str] = "portfolio-part"

    part: PortfolioPart
    sides: tuple[str, ...]
    structures: tuple[str, ...]
    others: int
    total: int

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.structures)

    @property
    def key(self) -> str:
        """The part as an address names it: “weak”, or of one side “weak-partners”."""
        one_sided = self.part in OF_SIDES and len(self.sides) == 1
        return f"{self.part}-{self.sides[0]}" if one_sided else str(self.part)


def parts(standings: Sequence[Stance]) -> tuple[PartClaim, ...]:
    """Return the parts that there are, as a bar draws them: every structure is in exactly one."""
    found: dict[tuple[PortfolioPart, tuple[str, ...]], list[str]] = {}
    for each in standings:
        sides = each.sides if each.part in OF_SIDES else ()
        found.setdefault((each.part, sides), []).append(each.structure)
    order, could_be = list(PortfolioPart), _could_be(standings)
    return tuple(
        PartClaim(
            part=part,
            sides=sides,
            structures=tuple(names),
            others=could_be[part, sides],
            total=len(standings),
        )
        for (part, sides), names in sorted(
            found.items(), key=lambda each: (order.index(each[0][0]), -len(each[0][1]), each[0][1])
        )
    )


#: Those of which not everything is known yet.
_OPEN = frozenset({PortfolioPart.APART, PortfolioPart.BETWEEN, PortfolioPart.TOO_LITTLE_KNOWN})
_BANDS = (Band.WEAK, Band.MIDDLING, Band.STRONG)


def _could_be(standings: Iterable[Stance]) -> Counter[tuple[PortfolioPart, tuple[str, ...]]]:
    """Count those that the same sides' answers would let stand like this, were more known, by part and sides."""
    found: Counter[tuple[PortfolioPart, tuple[str, ...]]] = Counter()
    for each in standings:
        if each.part in _OPEN:
            sides, reached = each.sides, _reached(each.scores.values())
            for band in reached:
                found[OF_BAND[band], sides] += 1
    return found


def _reached(scores: Iterable[SideScore | None]) -> Sequence[Band]:
    """Return the bands that all of these scores reach."""
    first, last = 0, len(_BANDS) - 1
    for each in scores:
        if each is not None:
            low, high = each.bands
            first, last = max(first, _BANDS.index(low)), min(last, _BANDS.index(high))
    return _BANDS[first : last + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsClaim:
    """The sides disagree on so many criteria of these structures (most first); no level of those fits both."""

    kind: ClassVar[str] = "portfolio-gaps"

    structures: tuple[tuple[str, int], ...]


def gaps(counts: Mapping[str, int]) -> GapsClaim | None:
    """Return where the sides disagree, given on how many criteria of each structure; None where on none."""
    found = [(name, count) for name, count in counts.items() if count]
    found.sort(key=lambda each: (-each[1], alphabetical(each[0])))
    return GapsClaim(structures=tuple(found)) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedClaim:
    """Since the round before, this is said of these structures by these sides (``change``): (structure, side)."""

    kind: ClassVar[str] = "portfolio-moved"

    change: ChangeKind
    moved: tuple[tuple[str, str], ...]


#: What a headline says of a change, in this order.
TOLD = (
    ChangeKind.WORSE,
    ChangeKind.BETTER,
    ChangeKind.LOWER_NEW_ASSESSORS,
    ChangeKind.HIGHER_NEW_ASSESSORS,
)


def moved(changes: Iterable[tuple[str, str, ChangeKind]]) -> tuple[MovedClaim, ...]:
    """Return what is told of changes, given by structure and side."""
    listed = sorted(changes, key=lambda each: (alphabetical(each[0]), SIDES.index(each[1])))
    groups = ((kind, tuple((name, side) for name, side, each in listed if each is kind)) for kind in TOLD)
    return tuple(MovedClaim(change=kind, moved=found) for kind, found in groups if found)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakCriterion:
    """At least so many of the structures assessed are weak on a criterion: every side heard admits Partly at most."""

    kind: ClassVar[str] = "portfolio-weak-criterion"

    code: str
    count: int
    total: int


def weak_criteria(
    weak: Iterable[tuple[Sequence[str], int]], order: Sequence[str]
) -> tuple[WeakCriterion, ...]:
    """Return the criteria by the number of structures weak on them, most first, in their ``order`` where level.

    ``weak`` has for each structure the criteria that a side heard is weak on, once for each such side, and how many
    sides are heard.
    """
    counts: Counter[str] = Counter()
    total = 0
    for codes, sides in weak:
        total += bool(sides)
        counts.update(code for code, number in Counter(codes).items() if number == sides)
    listed = sorted(counts, key=lambda code: (-counts[code], order.index(code)))
    return tuple(WeakCriterion(code=code, count=counts[code], total=total) for code in listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingStands:
    """Of ``total`` structures, ``assessed`` of them, none is strong or weak; sides disagree nowhere, no score moved."""

    kind: ClassVar[str] = "portfolio-nothing"

    assessed: int
    total: int


Claim = PartClaim | GapsClaim | MovedClaim | WeakCriterion | NothingStands


def headline(
    found: Sequence[PartClaim],
    apart: GapsClaim | None,
    told: Sequence[MovedClaim],
    weak: Sequence[WeakCriterion],
) -> tuple[Claim, ...]:
    """Return what may head the page, the most telling first: strong, disagreement, change, weakest."""
    strong = [each for each in found if each.part is PortfolioPart.STRONG]
    low = [each for each in found if each.part is PortfolioPart.WEAK]
    heads: tuple[Claim, ...] = (*strong, *([apart] if apart else []), *told[:1], *low, *told[1:], *weak[:1])
    if heads:
        return heads
    total = sum(each.count for each in found)
    without = sum(each.count for each in found if each.part is PortfolioPart.NOT_ASSESSED)
    return (NothingStands(assessed=total - without, total=total),)
