"""The structures that a page lists, each with what stands in its row: both sides' answers, their course, their evidence.

Kept by the version of the answers, as the portfolio that they are taken from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coordination.domain import confidence
from coordination.domain.claims.change import VERDICTS
from coordination.domain.claims.marks import CardMark
from coordination.domain.claims.sides import CriterionBySides
from coordination.domain.confidence import Evidence
from coordination.domain.criteria import CriterionValue
from coordination.domain.instruments import InstrumentValue
from coordination.domain.panels import PanelAnswer
from coordination.domain.scoring import Band, Composite, band
from coordination.domain.vocabulary import SIDES
from coordination.domain.weights import Weights
from coordination.models import User
from coordination.permissions import Standing as Rights
from coordination.permissions import reads_open_rounds
from coordination.queries import cards, changes, evidence, filters, readable_cards, series, versions
from coordination.queries.cards import Stack, Stacks
from coordination.queries.changes import Change, Weighing
from coordination.queries.portfolio import Listed, Portfolio
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Point
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """One side of a row at the structure's latest round: what its assessors answered, its score, and its course.

    ``bands`` are the words for both ends of the score, None where it may not be named. ``points`` are all rounds in
    which the side was heard, the oldest first, each with whether the change since the one before holds on every
    criterion.
    """

    side: str
    panels: tuple[PanelAnswer, ...]
    composite: Composite
    bands: tuple[Band, Band] | None
    assessors: int
    change: Change | None
    points: tuple[tuple[Point, bool], ...]
    mark: CardMark | None

    @property
    def is_known(self) -> bool:
        """Whether the composite may be named; otherwise the page says “not known”."""
        return self.bands is not None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ListedRow:
    """One structure in the list; without a round it has no sides, no criteria and no evidence.

    It is the same object for as long as it is kept, and equal to itself only: what is made of it may be kept by it.
    """

    member: Listed
    instrument: InstrumentValue | None
    criteria: tuple[CriterionValue, ...]
    sides: Mapping[str, SideRow]
    evidence: Evidence | None


#: The rounds of a side on a structure, each with whether a line leads to it.
Course = tuple[tuple[Point, bool], ...]
#: By structure, and by the rights that a portfolio is kept by.
_SHELF: versions.Shelf[ListedRow] = versions.Shelf(256)


def rows(members: Sequence[Listed], of: Portfolio, *, user: User, rights: Rights) -> tuple[ListedRow, ...]:
    """Return the rows of these structures, in this order, at their versions of the answers; at most two queries."""
    named = {(each.structure.id, reads_open_rounds(rights)): each for each in members}
    return tuple(
        _SHELF.get_all(
            {key: each.version for key, each in named.items()},
            lambda missing: _read([named[key] for key in missing], of, user),
        )
    )


def _read(members: Sequence[Listed], of: Portfolio, user: User) -> tuple[ListedRow, ...]:
    listed = [each for each in members if each.round]
    weighing = Weighing(shown=Weights(filters.EQUAL, ()), recorded=of.ground.recorded)
    points = {
        (structure, side): found
        for there, stacks in _stacks(listed, of, user)
        for side in SIDES
        for structure, found in _courses(there, of.heard, stacks, side, weighing).items()
    }
    evidence = _evidence(listed) if listed else {}
    return tuple(_row(each, points, evidence) for each in members)


def _stacks(
    listed: Sequence[Listed], of: Portfolio, user: User
) -> Iterator[tuple[Sequence[StructureValue], Stacks]]:
    """Yield structures with their cards in all rounds; two queries where not all of them were read before."""
    unread = [each.structure for each in listed if not each.read.has_all]
    if unread:
        yield (
            unread,
            readable_cards.load(
                user,
                voices=SIDES,
                rounds=of.heard,
                instruments=of.ground.known,
                section="coordination",
                structures=[each.id for each in unread],
            ),
        )
    for each in listed:
        if each.read.has_all:
            yield [each.structure], each.read.stacks


def _courses(
    listed: Sequence[StructureValue],
    heard: Sequence[RoundValue],
    stacks: Stacks,
    side: str,
    weighing: Weighing,
) -> dict[int, Course]:
    """Return the rounds of a side by structure id; a change is put together only where it may bear a line."""
    there = {
        each.id: [round_ for round_ in heard if (round_.id, each.id) in stacks[round_.instrument_id, side]]
        for each in listed
    }
    steps = [(structure, *pair) for structure, of in there.items() for pair in pairwise(of)]
    lines = {
        (structure, new)
        for (structure, _old, new), each in changes.decided(steps, stacks, side, weighing).items()
        if each.kind in VERDICTS and each.whole.claim.has_line
    }
    return {
        each.id: tuple(
            (
                series.point(each, round_, stacks[round_.instrument_id, side], None, with_card=False),
                (each.id, round_.id) in lines,
            )
            for round_ in there[each.id]
        )
        for each in listed
    }


def _row(
    of: Listed,
    points: Mapping[tuple[int, str], Course],
    evidence: Mapping[int, Evidence | None],
) -> ListedRow:
    structure, round_ = of.structure, of.round
    if round_ is None:
        return ListedRow(member=of, instrument=None, criteria=(), sides={}, evidence=None)
    stacks = {side: of.read.stacks[round_.instrument_id, side] for side in of.standing.sides}
    instrument = of.read.known[round_.instrument_id].value
    return ListedRow(
        member=of,
        instrument=instrument,
        criteria=cards.criteria_of(instrument, "coordination"),
        sides={
            side: _side(of, side, stack, points.get((structure.id, side), ()))
            for side, stack in stacks.items()
        },
        evidence=evidence.get(structure.id),
    )


def _side(of: Listed, side: str, stack: Stack, points: Course) -> SideRow:
    assert of.round is not None
    key = of.round.id, of.structure.id
    row = stack.rows[key]
    figures = stack.figures[row]
    return SideRow(
        side=side,
        panels=tuple(stack.panels_by_criterion(key).values()),
        composite=figures,
        bands=band(figures, stack.instrument.conventions),
        assessors=len(stack.panels[row]),
        change=change.whole if (change := of.changes[side]) else None,
        points=points,
        mark=of.round.mark(of.structure.code, side),
    )


def _evidence(listed: Sequence[Listed]) -> dict[int, Evidence | None]:
    """Return what at least half of a structure's answers rest on, by its id; one query."""
    places: dict[int, tuple[int, str]] = {}
    answered: dict[tuple[int, str], list[str]] = {}
    for each in listed:
        assert each.round is not None
        key = each.round.id, each.structure.id
        for side in each.standing.sides:
            stack = each.read.stacks[each.round.instrument_id, side]
            row = stack.rows[key]
            flags = zip(stack.criteria, stack.grid.answered[row].tolist(), strict=True)
            answered[each.structure.id, side] = [criterion.code for criterion, is_ in flags if is_]
            places |= dict.fromkeys((pk for pk, _rater in stack.panels[row]), (each.structure.id, side))
    found: dict[int, list[Evidence]] = {structure: [] for structure, _side in answered}
    for ((structure, _side), _code), grade in evidence.graded(answered, places).items():
        found[structure].append(grade)
    return {structure: confidence.of_answers(each) for structure, each in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A criterion of a structure on which the sides disagree, with what both answered."""

    member: Listed
    criterion: CriterionValue
    claim: CriterionBySides


def widest(of: Portfolio, count: int) -> tuple[Difference, ...]:
    """Return the widest disagreements of all structures: most levels at least, then at most."""
    return tuple(_difference(gap.code, each) for gap, each in of.widest[:count])


def _difference(code: str, member: Listed) -> Difference:
    assert member.round is not None
    key = member.round.id, member.structure.id
    panels = {
        side: member.read.stacks[member.round.instrument_id, side].panels_by_criterion(key)[code]
        for side in SIDES
    }
    instrument = member.read.known[member.round.instrument_id].value
    return Difference(
        member=member,
        criterion=instrument.criterion(code),
        claim=CriterionBySides(code=code, government=panels[SIDES[0]], partners=panels[SIDES[1]]),
    )
