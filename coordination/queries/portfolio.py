"""All structures of a programme as they stand at their latest rounds: what Home says of them, and their order.

Kept by the version of the answers: it rests on nothing else, and is the same for all who read by the same rights. After
answers were written about some structures only these are read again; what is said of all is made anew of every one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from coordination.domain.bilingual import alphabetical
from coordination.domain.claims import portfolio as claims
from coordination.domain.claims import standings
from coordination.domain.claims.change import VERDICTS
from coordination.domain.claims.portfolio import GapsClaim, MovedClaim, PartClaim, WeakCriterion
from coordination.domain.claims.standings import LevelGap, SideScore, Stance
from coordination.domain.vocabulary import SIDES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.permissions import Standing as Rights
from coordination.permissions import reads_open_rounds
from coordination.queries import (
    cards,
    changes,
    filters,
    grounds,
    instruments,
    latest,
    versions,
    weightings,
)
from coordination.queries.cards import Stack
from coordination.queries.changes import Change, DecidedChange, Recorded, Step, Weighing
from coordination.queries.grounds import CommonGround
from coordination.queries.instruments import KnownInstrument
from coordination.queries.latest import Latest
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue
from coordination.queries.versions import Version, WrittenSince

#: In which order structures are listed: the first is that of an address without one.
SORTS = ("weakest", "changed", "disagreement", "least-known", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One structure: how it stands, the criteria on which the sides disagree, and each side's change.

    ``weak`` are (side, criterion) on which no assessor of the side admits more than Partly, the lowest first. ``read``
    has its cards and those of all that were read with it; its answers are those of ``version``.
    """

    structure: StructureValue
    round: RoundValue | None
    standing: Stance
    gaps: tuple[LevelGap, ...] = ()
    weak: tuple[tuple[str, str], ...] = ()
    changes: Mapping[str, Change | DecidedChange | None]
    read: Latest = field(compare=False, repr=False)
    version: Version = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every structure rests on beside its own answers: where it differs, nothing that was kept stands.

    ``whole`` stands for the programme as a whole, which is not among the structures ``listed``; ``rounds`` are all of
    the programme, and ``recorded`` the weights for those that are heard: no reader by the same rights knows others.
    """

    listed: tuple[StructureValue, ...]
    whole: StructureValue | None
    rounds: tuple[RoundValue, ...]
    recorded: Recorded
    known: Mapping[int, KnownInstrument]


@dataclass(frozen=True, eq=False, kw_only=True)
class Portfolio:
    """All structures, weakest first, and what may be said of them together, at a version of the answers."""

    version: Version
    ground: Ground
    members: tuple[Listed, ...]
    parts: tuple[PartClaim, ...]
    gaps: GapsClaim | None
    moved: tuple[MovedClaim, ...]
    weak: tuple[WeakCriterion, ...]

    @property
    def rounds(self) -> tuple[RoundValue, ...]:
        """All rounds of the programme, oldest first."""
        return self.ground.rounds

    @property
    def heard(self) -> tuple[RoundValue, ...]:
        """The rounds in which the reader may hear a side."""
        return _heard(self.ground.rounds)

    @property
    def headline(self) -> tuple[claims.Claim, ...]:
        """What may head the page, the most telling first."""
        return claims.headline(self.parts, self.gaps, self.moved, self.weak)

    @cached_property
    def widest(self) -> tuple[tuple[LevelGap, Listed], ...]:
        """Every criterion on which the sides disagree, the widest first: most levels at least, then at most."""
        found = [(gap, each) for each in self.members for gap in each.gaps]
        found.sort(key=lambda each: (-each[0].least, -each[0].most, each[1].structure.code, each[0].code))
        return tuple(found)

    @cached_property
    def by_sector(self) -> Mapping[str, tuple[Listed, ...]]:
        """The structures of each sector, in their order."""
        found: dict[str, list[Listed]] = {}
        for each in self.members:
            found.setdefault(each.structure.sector, []).append(each)
        return {sector: tuple(listed) for sector, listed in found.items()}

    @cached_property
    def lowest(self) -> Mapping[str, tuple[Fraction | None, ...]]:
        """The lowest score that any side heard allows of each structure of a sector; None where it is not known."""
        return {
            sector: tuple(each.standing.lowest for each in listed)
            for sector, listed in self.by_sector.items()
        }

    @cached_property
    def part_keys(self) -> Mapping[str, frozenset[str]]:
        """The codes of the structures in each part, by the name of the part in addresses."""
        return {each.key: frozenset(each.structures) for each in self.parts}

    def sorted(self, sort: str) -> tuple[Listed, ...]:
        """Return the structures in one of the orders of ``SORTS``."""
        if sort == "weakest":
            return self.members
        return tuple(sorted(self.members, key=_KEYS[sort]))


#: By programme, and whether rounds are read while they are open: there are two kinds of readers.
_SHELF: versions.Shelf[Portfolio] = versions.Shelf(4)


def whole(user: User, programme: Programme, rights: Rights) -> Portfolio:
    """Return all structures as this person may read them now.

    One query where nothing was written, at most four where answers were, else at most ten.
    """
    found, _told = _SHELF.follow(
        (programme.pk, reads_open_rounds(rights)),
        programme,
        lambda version: _read(user, programme, version),
        lambda told, kept: _renewed(kept, told, user, programme),
    )
    return found


def _read(user: User, programme: Programme, version: Version) -> Portfolio:
    common, _told = grounds.get(user, programme, WrittenSince(version, version))
    return _anew(common, user, programme, version)


def _anew(common: CommonGround, user: User, programme: Programme, version: Version) -> Portfolio:
    ground = _ground(common, user)
    return _of(version, ground, _members(ground.listed, ground, user, programme, version))


def _renewed(kept: Portfolio, told: WrittenSince, user: User, programme: Programme) -> Portfolio:
    """Return what is kept with the structures read again about which answers were written since.

    Of answers no weights and no questionnaire come: those that are kept stand for as long as all rounds do, with their
    sides heard.
    """
    (common, _told), ground = grounds.get(user, programme, told), kept.ground
    if common != CommonGround(listed=ground.listed, whole=ground.whole, rounds=ground.rounds):
        return _anew(common, user, programme, told.version)
    written = versions.about(told.written)
    again = [each for each in ground.listed if _is_among(each.code, written)]
    fresh = {each.structure.id: each for each in _members(again, ground, user, programme, told.version)}
    return _of(told.version, ground, (fresh.get(each.structure.id, each) for each in kept.members))


def _is_among(code: str, written: Collection[str]) -> bool:
    """Whether something was written about a structure; of two names that begin alike it may be either."""
    return any(each == code or each.startswith(f"{code} ") for each in written)


def _heard(every_round: Iterable[RoundValue]) -> tuple[RoundValue, ...]:
    return tuple(each for each in every_round if set(each.voices) & set(SIDES))


def _ground(common: CommonGround, user: User) -> Ground:
    listed, as_a_whole, every_round = common
    return Ground(
        listed=listed,
        whole=as_a_whole,
        rounds=every_round,
        recorded=weightings.in_question(user, [each.id for each in _heard(every_round)]),
        known=instruments.of_rounds(every_round),
    )


def _of(version: Version, ground: Ground, listed: Iterable[Listed]) -> Portfolio:
    members = {each.structure.code: each for each in listed}
    stand = [members[each.code].standing for each in ground.listed]
    told = (
        (code, side, change.kind)
        for code, each in members.items()
        for side, change in each.changes.items()
        if change
    )
    return Portfolio(
        version=version,
        ground=ground,
        members=tuple(members[each.structure] for each in standings.weakest_first(stand)),
        parts=claims.parts(stand),
        gaps=claims.gaps({code: len(each.gaps) for code, each in members.items()}),
        moved=claims.moved(told),
        weak=_weak_criteria(members.values(), ground),
    )


def _members(
    listed: Sequence[StructureValue], ground: Ground, user: User, programme: Programme, version: Version
) -> Iterator[Listed]:
    """Yield these structures as they are read now; those of a version are never older than it."""
    only = None if listed == ground.listed else [each.id for each in listed]
    found = latest.load(user, programme, ground.rounds, structures=only)
    weighing = Weighing(shown=Weights(filters.EQUAL, ()), recorded=ground.recorded)
    scores, gaps, weak = _scores(found), _gaps(found), _weak(found)
    changed = _changes(listed, found, weighing)
    for each in listed:
        yield Listed(
            structure=each,
            round=found.rounds.get(each.id),
            standing=standings.standing(each.code, scores.get(each.id, {})),
            gaps=gaps.get(each.id, ()),
            weak=weak.get(each.id, ()),
            changes={side: changed.get((each.id, side)) for side in found.sides(each.id)},
            read=found,
            version=version,
        )


def _latest_rows(stack: Stack, found: Latest) -> list[tuple[int, int]]:
    """Return (row, structure id) of the cards of latest rounds; the others are of the round before."""
    return [
        (row, structure)
        for row, (round_id, structure) in enumerate(stack.keys)
        if found.rounds[structure].id == round_id
    ]


def _scores(found: Latest) -> dict[int, dict[str, SideScore | None]]:
    """Return the scores of the sides heard, by structure id."""
    scores: dict[int, dict[str, SideScore | None]] = {}
    for (_instrument, side), stack in found.stacks.items():
        of_row = standings.side_scores(stack.envelope, stack.instrument.conventions)
        for row, structure in _latest_rows(stack, found):
            scores.setdefault(structure, {})[side] = of_row[row]
    return scores


def _changes(
    listed: Sequence[StructureValue], found: Latest, weighing: Weighing
) -> dict[tuple[int, str], Change | DecidedChange]:
    """Return what may be said of each structure and side since the side's round before."""
    made: dict[tuple[int, str], Change | DecidedChange] = {}
    for side in SIDES:
        steps: list[Step] = [
            (each.id, found.before[each.id, side], found.rounds[each.id])
            for each in listed
            if (each.id, side) in found.before
        ]
        of_side = changes.decided(steps, found.stacks, side, weighing)
        made |= {(structure, side): change for (structure, _old, _new), change in of_side.items()}
    return made


def _gaps(found: Latest) -> dict[int, tuple[LevelGap, ...]]:
    """Return where the sides disagree, by structure id."""
    gaps: dict[int, tuple[LevelGap, ...]] = {}
    for (instrument, side), government in found.stacks.items():
        partners = found.stacks[instrument, SIDES[1]]
        if side != SIDES[0]:
            continue
        keys = [
            key
            for key in (government.keys[row] for row, _structure in _latest_rows(government, found))
            if key in partners
        ]
        both = [stack.envelope.take([stack.rows[key] for key in keys]) for stack in (government, partners)]
        codes = [each.code for each in government.criteria]
        of_row = standings.gaps_of(codes, both[0], both[1])
        gaps |= {structure: each for (_round, structure), each in zip(keys, of_row, strict=True)}
    return gaps


def _weak(found: Latest) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return (side, criterion) of the weak answers by structure id, the lowest first."""
    at: dict[int, list[tuple[int, str, str]]] = {}
    for (_instrument, side), stack in found.stacks.items():
        of_row = standings.weak_of([each.code for each in stack.criteria], stack.envelope)
        for row, structure in _latest_rows(stack, found):
            at.setdefault(structure, []).extend((high, code, side) for high, code in of_row[row])
    return {
        structure: tuple((side, code) for _, code, side in sorted(cells)) for structure, cells in at.items()
    }


def _weak_criteria(members: Iterable[Listed], ground: Ground) -> tuple[WeakCriterion, ...]:
    codes = {
        each.code: None
        for known in ground.known.values()
        for each in cards.criteria_of(known.value, "coordination")
    }
    weak = [([code for _side, code in each.weak], len(each.standing.sides)) for each in members]
    return claims.weak_criteria(weak, list(codes))


# --- orders


def _name(of: Listed) -> tuple[object, ...]:
    return alphabetical(of.structure.code)


def _changed(of: Listed) -> tuple[object, ...]:
    """By the least that a score certainly moved, either way, under the weights shown."""
    told = [each.whole.claim for each in of.changes.values() if each and each.kind in VERDICTS]
    moved = [
        min(abs(each.low), abs(each.high)) for each in told if each.low is not None and each.high is not None
    ]
    return (-max(moved, default=Fraction(0)), *_name(of))


def _disagreement(of: Listed) -> tuple[object, ...]:
    return (-sum(each.least for each in of.gaps), -len(of.gaps), *_name(of))


def _least_known(of: Listed) -> tuple[object, ...]:
    """What is not assessed, then what cannot be ranked, then the widest score of a side."""
    scores = of.standing.scores
    if not scores:
        return (0, Fraction(0), *_name(of))
    if any(each is None for each in scores.values()):
        return (1, Fraction(0), *_name(of))
    return (2, -max(each.high - each.low for each in scores.values() if each), *_name(of))


_KEYS: Mapping[str, Callable[[Listed], tuple[object, ...]]] = {
    "changed": _changed,
    "disagreement": _disagreement,
    "least-known": _least_known,
    "all": _name,
}
