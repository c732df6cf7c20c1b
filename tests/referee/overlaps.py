"""The referee of who does what: what records allow, day by day, whatever is missing or only planned.

A record is read as every way in which it can have been: each is the set of days (bits of a small calendar) on which the
work ran. It shares nothing with the product but the records themselves.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import product
from operator import or_

from hypothesis import strategies as st

from coordination.domain.claims.overlaps import (
    FindingsCounted,
    NoActivityKnown,
    NoRecordedActivity,
    OverlapClaim,
    PairsInTime,
    PartnersMeet,
    StandardsDiffer,
    findings_counted,
    said_of,
)
from coordination.domain.overlaps import ActivityRow, gaps, incompatibilities, overlaps

#: The first and last days of the years that records name, days between, and one long before and long after.
NAMED_DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "1990-06-01",
        "2006-01-01",
        "2006-07-01",
        "2006-12-31",
        "2007-01-01",
        "2007-03-01",
        "2007-12-31",
    )
) + (date(2008, 1, 1), date(2020, 6, 1))
#: Before any day that is named there is another, on which what has no known start can have begun, and ended.
CALENDAR = (date(1960, 1, 1), *NAMED_DAYS)


POLICE, ARMY = 1, 2
INTELLIGENCE, TRAFFIC = 10, 11
UK, FR, BE = 100, 101, 102
P, Q = 1, 2
PLANNED_FUNCTIONS = [INTELLIGENCE, TRAFFIC]

TEXTS = st.sampled_from(["", "2006", "2007", *(day.isoformat() for day in NAMED_DAYS)])
ROWS = st.lists(
    st.builds(
        ActivityRow,
        id=st.integers(1, 99),
        partner=st.sampled_from([UK, FR, BE]),
        recipient=st.sampled_from([POLICE, POLICE, ARMY]),
        function=st.sampled_from([INTELLIGENCE, INTELLIGENCE, TRAFFIC, None]),
        standard=st.sampled_from([None, P, Q, 3]),
        equipment=st.sampled_from([None, 5, 6]),
        since=TEXTS,
        until=TEXTS,
        status=st.sampled_from(["", "", "", "planned", "running", "suspended", "ended"]),
    ),
    max_size=6,
    unique_by=lambda row: row.id,
)
DAYS = st.sampled_from(NAMED_DAYS)


def told(rows: Sequence[ActivityRow], on: date, today: date) -> Iterator[OverlapClaim]:
    """Every claim of every page about these records."""
    by_id = {each.id: each for each in rows}
    for finding in (
        *overlaps(rows, today),
        *incompatibilities(rows),
        *gaps(PLANNED_FUNCTIONS, rows, on, today),
    ):
        here = [row for row in rows if (row.recipient, row.function) == (finding.recipient, finding.function)]
        yield from said_of(finding, [by_id[each] for each in finding.rows], here, on, today)


def count(rows: Sequence[ActivityRow], on: date, today: date) -> FindingsCounted:
    """How many findings of each kind pages count in these records."""
    found = (*overlaps(rows, today), *incompatibilities(rows), *gaps(PLANNED_FUNCTIONS, rows, on, today))
    return findings_counted(found, on)


KINDS = tuple(
    each.kind
    for each in (PartnersMeet, StandardsDiffer, NoRecordedActivity, NoActivityKnown, FindingsCounted)
)


def contradictions(claims: Iterable[OverlapClaim]) -> Iterator[str]:
    """Yield what one page would say against itself: two claims of a function, or a pair that met and did not."""
    meeting, apart, of_days = set(), set(), set()
    for claim in claims:
        if isinstance(claim, NoRecordedActivity | NoActivityKnown):
            if claim.function in of_days:
                yield f"two claims of {claim.function}"
            of_days.add(claim.function)
            continue
        what = (type(claim), claim.recipient, claim.function, getattr(claim, "is_equipment", None))
        meeting |= {(*what, *pair) for pair in (*claim.pairs.certain, *claim.pairs.possible)}
        apart |= {(*what, *pair) for pair in claim.pairs.never}
    for pair in meeting & apart:
        yield f"{pair} met, and did not"


def can_be(text: str, day: date) -> bool:
    """Whether a recorded start or end can be this day: a year is any of its days, and what is empty any day."""
    return text in ("", day.isoformat(), f"{day.year}")


def lies_ahead(text: str, today: date) -> bool:
    """Whether a recorded start or end may still be to come, so that it is a plan and no fact."""
    return bool(text) and any(can_be(text, day) for day in CALENDAR if day > today)


def ways(row: ActivityRow, today: date) -> set[int]:
    """Return every way in which the work can have run, as sets of days; a plan may come to nothing or last longer."""
    starts = [day for day in CALENDAR if can_be(row.since, day)]
    ends = [day for day in CALENDAR if can_be(row.until, day)]
    if lies_ahead(row.until, today):
        # It has not ended: of an end known by its year, the days before today may have been it.
        passed = [day for day in ends if day <= today]
        ends = passed + [day for day in CALENDAR if day >= today]
    if row.status == "ended" and not row.until:
        ends = [day for day in ends if day <= max(today, min(starts))]
    # What has ended by today has begun, whatever else its year of beginning could mean.
    is_to_begin = bool(row.since) and any(today < start <= end for start, end in product(starts, ends))
    found = {days(start, end) for start, end in product(starts, ends) if start <= end}
    # What is planned may never run, and what is suspended may have run on none of these days.
    if not found or is_to_begin or row.status in ("planned", "suspended"):
        found.add(0)
    return found


def runs_as_recorded(row: ActivityRow, bit: int, today: date) -> bool:
    """Whether a day lies in the period however its record is read, taking what it plans for what comes."""
    if row.status == "suspended":
        return False
    starts, ends = ([day for day in CALENDAR if can_be(text, day)] for text in (row.since, row.until))
    if row.status == "ended" and not row.until and min(starts) <= today:
        ends = [day for day in ends if day <= today]
    read = [days(start, end) for start, end in product(starts, ends) if start <= end]
    return bool(read) and all(each & bit for each in read)


def days(start: date, end: date) -> int:
    """Return the days from one to another, as bits."""
    return sum(1 << at for at, day in enumerate(CALENDAR) if start <= day <= end)


def must_meet(ours: Sequence[ActivityRow], theirs: Sequence[ActivityRow], today: date) -> bool:
    """Whether in every way that both can have run, they share a day."""
    other = [ways(row, today) for row in theirs]
    for chosen in product(*(ways(row, today) for row in ours)):
        busy = reduce(or_, chosen, 0)
        if all(any(not way & busy for way in each) for each in other):
            return False
    return True


def can_meet(ours: Sequence[ActivityRow], theirs: Sequence[ActivityRow], today: date) -> bool:
    """Whether in some way that both can have run, they share a day."""
    return any(
        one & other
        for mine, yours in product(ours, theirs)
        for one, other in product(ways(mine, today), ways(yours, today))
    )


def objections(
    claim: OverlapClaim, rows: Iterable[ActivityRow], planned: Iterable[int], today: date
) -> Iterator[str]:
    """Say what is untrue in a claim about these records; nothing where all of it is true."""
    listed = list(rows)
    if isinstance(claim, PartnersMeet | StandardsDiffer):
        here = [row for row in listed if (row.recipient, row.function) == (claim.recipient, claim.function)]
        yield from _of_parties(claim, here, today)
    else:
        if claim.function not in set(planned):
            yield "the function is not in the common plan"
        yield from _of_a_day(claim, listed, today)


def objections_to_count(
    claim: FindingsCounted, rows: Iterable[ActivityRow], planned: Iterable[int], today: date
) -> Iterator[str]:
    """Say which number of findings these records do not bear out."""
    listed = list(rows)
    groups: dict[tuple[int, int], list[ActivityRow]] = {}
    for row in listed:
        if row.function is not None:
            groups.setdefault((row.recipient, row.function), []).append(row)
    overlapping = [part for group in groups.values() for part in _parts(group, today)]
    sure = sum(any(must_meet([one], [other], today) for one, other in _of_two(part)) for part in overlapping)
    # What is called possible may be certain: the dates of a year can leave no day that is, and yet no way around it.
    if claim.overlaps > sure or claim.overlaps + claim.possible_overlaps != len(overlapping):
        yield f"{sure} of {len(overlapping)} overlaps are known"
    differing = sum(
        any(len({getattr(row, what) for row in group} - {None}) > 1 for what in ("standard", "equipment"))
        for group in groups.values()
    )
    if claim.incompatibilities != differing:
        yield f"standards or equipment differ in {differing} cases"
    bit = days(claim.on, claim.on)
    able = [row for row in listed if any(way & bit for way in ways(row, today))]
    running = {row.function for row in listed if runs_as_recorded(row, bit, today)}
    lacking = [function for function in planned if function not in running]
    empty = sum(not any(row.function in (function, None) for row in able) for function in lacking)
    if (claim.gaps, claim.possible_gaps) != (empty, len(lacking) - empty):
        yield f"{empty} of {len(lacking)} planned functions have no recorded activity"


def _parts(group: Sequence[ActivityRow], today: date) -> list[list[ActivityRow]]:
    """Return who can meet another partner, in parts that hang together: each can meet another one of its part."""
    left = [
        row
        for row in group
        if any(row.partner != other.partner and can_meet([row], [other], today) for other in group)
    ]
    parts = []
    while left:
        part, waiting = list[ActivityRow](), [left.pop()]
        while waiting:
            part.append(waiting.pop())
            near = [row for row in left if can_meet([row], part[-1:], today)]
            left = [row for row in left if row not in near]
            waiting += near
        parts.append(part)
    return parts


def _of_two(part: Sequence[ActivityRow]) -> Iterator[tuple[ActivityRow, ActivityRow]]:
    for one, other in product(part, repeat=2):
        if one.partner != other.partner:
            yield one, other


def _of_parties(
    claim: PartnersMeet | StandardsDiffer, rows: Sequence[ActivityRow], today: date
) -> Iterator[str]:
    within = [row for row in rows if row.id in claim.base]
    if isinstance(claim, StandardsDiffer) and set(claim.listed) != set(_by_party(claim, rows)):
        yield "other standards are recorded"
    yield from _of_pairs(claim.pairs, _by_party(claim, within), _by_party(claim, rows), today)


def _by_party(
    claim: PartnersMeet | StandardsDiffer, rows: Sequence[ActivityRow]
) -> dict[int, list[ActivityRow]]:
    found: dict[int, list[ActivityRow]] = {}
    for row in rows:
        party: int | None = row.partner
        if isinstance(claim, StandardsDiffer):
            party = row.equipment if claim.is_equipment else row.standard
        if party is not None:
            found.setdefault(party, []).append(row)
    return found


def _of_pairs(
    pairs: PairsInTime,
    by_party: dict[int, list[ActivityRow]],
    ever: dict[int, list[ActivityRow]],
    today: date,
) -> Iterator[str]:
    told = [*pairs.certain, *pairs.possible, *pairs.never]
    if len(told) != len(set(told)):
        yield "a pair is said to meet and not to meet"
    for one, other in pairs.certain:
        if not must_meet(by_party[one], by_party[other], today):
            yield f"{one} and {other} need not have met"
    for one, other in pairs.possible:
        if not can_meet(by_party[one], by_party[other], today):
            yield f"{one} and {other} cannot have met"
    for one, other in pairs.never:
        if can_meet(ever[one], ever[other], today):
            yield f"{one} and {other} may have met"


def _of_a_day(
    claim: NoRecordedActivity | NoActivityKnown, rows: Sequence[ActivityRow], today: date
) -> Iterator[str]:
    bit = days(claim.on, claim.on)
    able = [row for row in rows if any(way & bit for way in ways(row, today))]
    own = [row for row in able if row.function == claim.function]
    unknown = [row for row in able if row.function is None]
    if isinstance(claim, NoRecordedActivity):
        if own or unknown:
            yield "a recorded activity can run that day"
        return
    if any(all(way & bit for way in ways(row, today)) for row in own):
        yield "a recorded activity runs that day"
    if (claim.open_dates, claim.open_functions) != (len(own), len(unknown)):
        yield f"{len(own)} may run, and the function of {len(unknown)} is not known"
    if not (own or unknown):
        yield "no recorded activity can run that day"
