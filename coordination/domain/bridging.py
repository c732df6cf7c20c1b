"""From one version of the instrument to the next: which criteria may be compared, and how.

An old answer on a criterion whose anchors changed is led through a crosswalk, which gives each old level the
interval of new levels it may stand for; so nothing is claimed that the change of wording could explain.
Source: METHOD.md, section 6.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status, between
from coordination.domain.change import CellChange, cell_change
from coordination.domain.criteria import Crosswalk
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.scoring import admissible

Pair = tuple[Reading, Reading]  # one criterion, answered for the same date with the old and the new version
#: The lowest and the highest admissible level of a reading.
Ends = tuple[int, int]

DIRECT, INDIRECT, NEW = "direct", "indirect", "new"
COMPARED = (DIRECT, INDIRECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """One criterion of the new version beside the old one.

    `comparability` is its class: direct, indirect, subject_only, new or discontinued. `old` is the reading to put
    beside `new`: led through the crosswalk where indirect, as it was where direct or subject_only, None where there
    is none.
    """

    code: str
    comparability: str
    old: Reading | None
    new: Reading

    @property
    def pair(self) -> Pair | None:
        """The two readings to compare; None where they may not be."""
        return None if self.old is None or self.comparability not in COMPARED else (self.old, self.new)

    @property
    def cell(self) -> CellChange | None:
        """What happened; None where it is not compared."""
        return None if self.pair is None else cell_change(*self.pair)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A section of two versions side by side: the new version's criteria in order.

    `discontinued` are the codes of the old version's criteria that the new one lacks, in order.
    """

    criteria: tuple[Aligned, ...]
    discontinued: tuple[str, ...]

    @property
    def is_as_before(self) -> bool:
        """Whether every criterion of both versions is compared directly, so that scores of both say the same."""
        return not self.discontinued and all(each.comparability == DIRECT for each in self.criteria)

    @property
    def cells(self) -> Mapping[str, CellChange | None]:
        """What happened by code; None where the criterion is not compared."""
        return {each.code: each.cell for each in self.criteria}


def aligned(
    old_instrument: InstrumentValue,
    new_instrument: InstrumentValue,
    section: str,
    old: Mapping[str, Reading],
    new: Mapping[str, Reading],
) -> Alignment:
    """Put a structure's readings with two versions of the instrument side by side.

    `old` and `new` have a reading for each criterion of the section in its version, by code. A criterion whose code
    the old version lacks is new, whatever it says of itself. Raises ValueError where the new version does not
    follow the old one and for an indirect criterion without a crosswalk, KeyError for a section or a reading that is
    not there.
    """
    if new_instrument.predecessor != (old_instrument.code, old_instrument.version):
        raise ValueError(
            f"{new_instrument.code} {new_instrument.version} does not follow "
            f"{old_instrument.code} {old_instrument.version}"
        )
    before = [each.code for each in old_instrument.section(section).criteria]
    after = new_instrument.section(section).criteria
    kept = {each.code for each in after}
    return Alignment(
        criteria=tuple(
            _aligned(each, old[each.code] if each.code in before else None, new[each.code]) for each in after
        ),
        discontinued=tuple(code for code in before if code not in kept),
    )


def _aligned(criterion: CriterionValue, old: Reading | None, new: Reading) -> Aligned:
    kind = NEW if old is None else criterion.comparability
    if old is not None and kind == INDIRECT:
        if criterion.crosswalk is None:
            raise ValueError(f"{criterion.code} is indirect and has no crosswalk")
        old = through(criterion.crosswalk, old)
    # Another subject under the same code: the old answer has nothing to stand beside.
    return Aligned(code=criterion.code, comparability=kind, old=None if kind == NEW else old, new=new)


def through(crosswalk: Crosswalk, reading: Reading) -> Reading:
    """What an old reading may stand for in the new version; its words stay.

    From the lowest to the highest new level of all its admissible levels. What is not known stays not known, what is
    not applicable stays so. Raises ValueError for an unparsed reading and for what is no crosswalk.
    """
    _check(crosswalk)
    ends = admissible(reading)
    if ends is None or reading.status is not Status.ANSWERED:
        return reading
    reached = crosswalk[ends[0] : ends[1] + 1]
    return between(reading.verbatim, min(lo for lo, _ in reached), max(hi for _, hi in reached))


def _check(crosswalk: Crosswalk) -> None:
    whole = len(crosswalk) == HIGHEST - LOWEST + 1
    if not whole or any(not LOWEST <= lo <= hi <= HIGHEST for lo, hi in crosswalk):
        raise ValueError(f"a crosswalk has five intervals of levels 0 to 4: {crosswalk}")


def answered_twice(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs in which both are answered: only these say anything of a crosswalk."""
    return tuple(pair for pair in pairs if _is_evidence(*pair))


def check_bridge(crosswalk: Crosswalk, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs of a bridge wave that the crosswalk does not hold, in order.

    It holds a pair when the new reading lies inside what the old one becomes through it. Only pairs answered
    twice say anything. Raises ValueError as `through` does.
    """
    return tuple((old, new) for old, new in pairs if not _holds(crosswalk, old, new))


def _holds(crosswalk: Crosswalk, old: Reading, new: Reading) -> bool:
    became, found = admissible(through(crosswalk, old)), admissible(new)
    if became is None or found is None or not _is_evidence(old, new):
        return True
    return became[0] <= found[0] and found[1] <= became[1]


def _is_evidence(old: Reading, new: Reading) -> bool:
    return old.status is Status.ANSWERED and new.status is Status.ANSWERED


def _evidence(pairs: Sequence[Pair]) -> list[tuple[Ends, Ends]]:
    """The admissible levels of the pairs answered twice, old and new."""
    ends = [(admissible(old), admissible(new)) for old, new in pairs if _is_evidence(old, new)]
    return [(old, new) for old, new in ends if old is not None and new is not None]


def widened(crosswalk: Crosswalk, pairs: Sequence[Pair]) -> Crosswalk:
    """The crosswalk with the fewest levels added so that it holds every pair of a bridge wave.

    Where an old answer admits several levels and any of them could be widened, a lowest end is widened at the lowest
    of them and a highest end at the highest, so that a rising crosswalk goes on rising where that is possible.
    Raises ValueError as `through` does.
    """
    _check(crosswalk)
    known = _evidence(pairs)
    lows = _reaching(
        [lo for lo, _ in crosswalk], {(old_lo, old_hi, new_lo) for (old_lo, old_hi), (new_lo, _) in known}
    )
    # The highest ends are the lowest ones of the scale turned round.
    turned = _reaching(
        [HIGHEST - hi for _, hi in reversed(crosswalk)],
        {(HIGHEST - old_hi, HIGHEST - old_lo, HIGHEST - new_hi) for (old_lo, old_hi), (_, new_hi) in known},
    )
    return tuple((lo, HIGHEST - end) for lo, end in zip(lows, reversed(turned), strict=True))


def _reaching(ends: Sequence[int], demands: set[tuple[int, int, int]]) -> tuple[int, ...]:
    """The lowest ends, lowered least, such that for each demand (from, to, level) one of from..to reaches the level.

    At most 5⁵ candidates: looking at all of them is quick and misses nothing.
    """
    candidates = product(*(range(end + 1) for end in ends))
    return max(
        (
            each
            for each in candidates
            if all(min(each[start : stop + 1]) <= level for start, stop, level in demands)
        ),
        key=lambda each: (sum(each), each[::-1]),
    )
