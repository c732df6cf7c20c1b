"""What may be said of who supports what when: who meets in time, which standards do, and where nothing is recorded.

Source: METHOD.md, section 9.5.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import ClassVar

from coordination.domain.overlaps import (
    ActivityRow,
    OverlapFinding,
    OverlapKind,
    can_run,
    certain_period,
    possible_period,
)

IdPair = tuple[int, int]
Period = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsInTime:
    """Which of some parties share a day, pair by pair: for certain, perhaps, or never; ids in ascending order."""

    certain: tuple[IdPair, ...]
    possible: tuple[IdPair, ...]
    never: tuple[IdPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersMeet:
    """Which partners support one function of a recipient at the same time; ``base`` are the activities."""

    kind: ClassVar[str] = "partners-meet"

    recipient: int
    function: int
    pairs: PairsInTime
    base: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsDiffer:
    """A function of a recipient has several standards (or families of equipment): which of them at the same time."""

    kind: ClassVar[str] = "standards-differ"

    recipient: int
    function: int
    is_equipment: bool
    listed: tuple[int, ...]
    pairs: PairsInTime
    base: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRecordedActivity:
    """No recorded activity can support a function on a day."""

    kind: ClassVar[str] = "no-recorded-activity"

    function: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoActivityKnown:
    """No recorded activity is known to support a function on a day; those in ``base`` may.

    Of these, ``open_dates`` have the function and may run that day, ``open_functions`` have none recorded.
    """

    kind: ClassVar[str] = "no-activity-known"

    function: int
    on: date
    open_dates: int
    open_functions: int
    base: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsCounted:
    """How many findings there are of each kind: known for certain, and possible besides; gaps as of ``on``.

    ``is_recorded``: there is any activity in which something could have been found.
    """

    kind: ClassVar[str] = "findings-counted"

    on: date
    overlaps: int
    possible_overlaps: int
    incompatibilities: int
    gaps: int
    possible_gaps: int
    is_recorded: bool = True


def findings_counted(
    found: Iterable[OverlapFinding], on: date, *, is_recorded: bool = True
) -> FindingsCounted:
    """Count findings, gaps as of a day; what differs is always certain to differ."""
    counts = Counter((each.kind, each.is_certain) for each in found)
    return FindingsCounted(
        on=on,
        overlaps=counts[OverlapKind.OVERLAP, True],
        possible_overlaps=counts[OverlapKind.OVERLAP, False],
        incompatibilities=counts[OverlapKind.INCOMPATIBILITY, True],
        gaps=counts[OverlapKind.GAP, True],
        possible_gaps=counts[OverlapKind.GAP, False],
        is_recorded=is_recorded,
    )


OverlapClaim = PartnersMeet | StandardsDiffer | NoRecordedActivity | NoActivityKnown


def said_of(
    finding: OverlapFinding, rows: Sequence[ActivityRow], beside: Iterable[ActivityRow], on: date, today: date
) -> tuple[OverlapClaim, ...]:
    """Return what a finding says of its rows, on the day of a gap; ``beside`` are all of its recipient and function."""
    if finding.recipient is None:
        return (no_activity(finding.function, on, rows),)
    if finding.kind is OverlapKind.INCOMPATIBILITY:
        return standards_differ(finding.recipient, finding.function, rows, today)
    return (partners_meet(finding.recipient, finding.function, rows, beside, today),)


def partners_meet(
    recipient: int,
    function: int,
    rows: Sequence[ActivityRow],
    beside: Iterable[ActivityRow],
    today: date,
) -> PartnersMeet:
    """Decide which partners meet in time through these activities, and which do not through any of ``beside`` them."""
    met, ever = (pairs_in_time(each, lambda row: row.parties, today) for each in (rows, beside))
    apart = set(ever.never)
    return PartnersMeet(
        recipient=recipient,
        function=function,
        pairs=replace(met, never=tuple(pair for pair in met.never if pair in apart)),
        base=_ids(rows),
    )


def standards_differ(
    recipient: int, function: int, rows: Iterable[ActivityRow], today: date
) -> tuple[StandardsDiffer, ...]:
    """Decide which standards, and which families of equipment, are in use at the same time; none of fewer than two."""
    listed = list(rows)
    found = (
        _differ(recipient, function, listed, today, is_equipment=False),
        _differ(recipient, function, listed, today, is_equipment=True),
    )
    return tuple(each for each in found if len(each.listed) > 1)


def _differ(
    recipient: int, function: int, rows: Sequence[ActivityRow], today: date, *, is_equipment: bool
) -> StandardsDiffer:
    def in_use(row: ActivityRow) -> frozenset[int]:
        one = row.equipment if is_equipment else row.standard
        return frozenset() if one is None else frozenset({one})

    known = [row for row in rows if in_use(row)]
    return StandardsDiffer(
        recipient=recipient,
        function=function,
        is_equipment=is_equipment,
        listed=tuple(sorted({one for row in known for one in in_use(row)})),
        pairs=pairs_in_time(known, in_use, today),
        base=_ids(known),
    )


def no_activity(function: int, on: date, rows: Sequence[ActivityRow]) -> NoRecordedActivity | NoActivityKnown:
    """Decide what may be said of a function without recorded support on a day; ``rows`` are those that may run then."""
    if not rows:
        return NoRecordedActivity(function=function, on=on)
    unknown = sum(row.function is None for row in rows)
    return NoActivityKnown(
        function=function,
        on=on,
        open_dates=len(rows) - unknown,
        open_functions=unknown,
        base=_ids(rows),
    )


def pairs_in_time(
    rows: Iterable[ActivityRow], parties: Callable[[ActivityRow], frozenset[int]], today: date
) -> PairsInTime:
    """Return which parties share a day through two of their rows, or never; rows without a party take no part.

    Parties of one row are together in it: they never count as apart.
    """
    able: list[tuple[Period, list[int]]] = []
    sure: list[tuple[Period, list[int]]] = []
    everybody, joint = set[int](), set[IdPair]()
    for row in rows:
        some = sorted(parties(row))
        everybody.update(some)
        joint.update(combinations(some, 2))
        if some and can_run(row, today):
            able.append((possible_period(row, today), some))
        if some and (period := certain_period(row, today)) is not None:
            sure.append((period, some))
    possible, certain = _sharing(able), _sharing(sure)
    pairs = [*combinations(sorted(everybody), 2)]
    return PairsInTime(
        certain=tuple(pair for pair in pairs if pair in certain),
        possible=tuple(pair for pair in pairs if pair in possible and pair not in certain),
        never=tuple(pair for pair in pairs if pair not in possible and pair not in joint),
    )


def _sharing(periods: Iterable[tuple[Period, Collection[int]]]) -> set[IdPair]:
    """Return the pairs of parties with a day in common through two rows.

    Of what began before, the latest end of each party is enough to know.
    """
    found = set[IdPair]()
    reach: dict[int, int] = {}
    for (start, end), some in sorted(periods):
        met = [other for other, last in reach.items() if last >= start]
        found.update((min(one, other), max(one, other)) for one in some for other in met)
        for one in some:
            reach[one] = max(end, reach.get(one, end))
    return {pair for pair in found if pair[0] != pair[1]}


def _ids(rows: Iterable[ActivityRow]) -> tuple[int, ...]:
    return tuple(row.id for row in rows)
