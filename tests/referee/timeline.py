"""The referee of changes: what the raw words of two rounds bear, whatever the open answers turn out to be.

It fills in the answers one way, as far against the claim as they let it, and compares two scores. It shares nothing with
the program but the reading of a word; a claim is held against it field by field.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from hypothesis import strategies as st

from coordination.domain.answers import Status, read
from coordination.domain.claims.change import ChangeClaim
from coordination.domain.criteria import Crosswalk
from tests.referee.rounds import (
    CODES,
    FIRM,
    LEVELS,
    POINTS,
    SHEETS,
    WEIGHTS,
    WORDS,
    Ends,
    Sheet,
    admitted,
    score,
    weightings,
)

Weighing = Sequence[int | Fraction]
#: Reasons that explain a difference without a change of what is described.
OTHER_REASONS = ("better_information", "another_rater", "another_instrument", "error")
LEAST = 4  # criteria in common


@dataclass(frozen=True)
class TwoRounds:
    """One structure in two rounds of one side: its assessors' words, their reasons, and the weights in question.

    ``kinds`` says how each criterion of a new questionnaire compares; None where both rounds have the same one. It may
    follow another one than the earlier round had (``follows``): then nothing is compared.
    """

    old: Mapping[str, Sheet]
    new: Mapping[str, Sheet]
    shown: tuple[int, ...] = (1,) * 7
    recorded: tuple[tuple[int, ...], ...] = ()
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    kinds: tuple[str, ...] | None = None
    crosswalk: Crosswalk | None = None
    follows: bool = True


# --- two rounds as Hypothesis makes them

REASONS = st.sampled_from(["real_change", *OTHER_REASONS])
CROSSWALKS = st.sampled_from(
    [
        ((0, 1), (0, 2), (1, 3), (2, 4), (3, 4)),
        ((0, 0), (0, 1), (1, 2), (3, 3), (4, 4)),
        ((1, 1), (0, 0), (2, 2), (4, 4), (3, 3)),
    ]
)
KINDS = st.lists(
    st.sampled_from(["direct", "direct", "indirect", "new", "subject_only"]), min_size=7, max_size=7
)
NAMES = st.one_of(
    st.just(["a"]), st.just(["a"]), st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True)
)


def edited(sheet: Sheet) -> st.SearchStrategy[Sheet]:
    """The same words, but for some criteria."""
    changes = st.dictionaries(st.integers(0, 6), st.one_of(FIRM, WORDS), max_size=7)
    return changes.map(lambda found: tuple(found.get(at, word) for at, word in enumerate(sheet)))


def moved(sheet: Sheet, by: int) -> Sheet:
    """The same words, each firm one a level higher or lower where there is one."""
    return tuple(
        LEVELS[min(max(LEVELS.index(word) + by, 0), 4)] if word in LEVELS else word for word in sheet
    )


@st.composite
def two_rounds(draw: st.DrawFn) -> TwoRounds:
    """Two rounds that have something to do with each other: mostly one assessor's, who changes some of the words."""
    base = draw(SHEETS)
    then = draw(st.one_of(edited(base), SHEETS, st.sampled_from([moved(base, 1), moved(base, -1)])))
    old = {name: draw(st.one_of(st.just(base), st.just(base), edited(base))) for name in draw(NAMES)}
    others = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True)
    stayed = draw(st.one_of(st.just(list(old)), st.just(list(old)), others))
    new = {name: draw(st.one_of(st.just(then), st.just(then), edited(then))) for name in stayed}
    cells = st.tuples(st.sampled_from(sorted(new)), st.sampled_from(CODES))
    throughout = st.builds(
        lambda name, reason: {(name, code): reason for code in CODES}, st.sampled_from(sorted(new)), REASONS
    )
    reasons = draw(
        st.one_of(st.just({}), st.just({}), st.dictionaries(cells, REASONS, max_size=9), throughout)
    )
    kinds = draw(st.one_of(st.none(), st.none(), KINDS.map(tuple)))
    return TwoRounds(
        old=old,
        new=new,
        shown=draw(WEIGHTS),
        recorded=tuple(draw(st.lists(WEIGHTS, max_size=2))),
        reasons=reasons,
        kinds=kinds,
        crosswalk=draw(CROSSWALKS) if kinds else None,
        follows=kinds is None or draw(st.sampled_from([True] * 7 + [False])),
    )


# --- what they bear


class Referee:
    """One case, looked at from the raw words."""

    def __init__(self, case: TwoRounds) -> None:
        self.case = case
        self.old = [self._led(at, ends) for at, ends in enumerate(admitted(tuple(case.old.values())))]
        self.new = list(admitted(tuple(case.new.values())))
        self.sets = {(1,) * 7, case.shown, *case.recorded}

    def _led(self, at: int, ends: Ends) -> Ends:
        """Where an earlier answer may stand in the later questionnaire."""
        words = [read(sheet[at]) for sheet in self.case.old.values()]
        if not self.case.kinds or self.case.kinds[at] != "indirect" or ends is None:
            return ends
        if not any(each.status is Status.ANSWERED for each in words):
            return ends
        assert self.case.crosswalk is not None
        reached = {
            level
            for old in range(ends[0], ends[1] + 1)
            for level in range(self.case.crosswalk[old][0], self.case.crosswalk[old][1] + 1)
        }
        return min(reached), max(reached)

    @cached_property
    def common(self) -> list[int]:
        """The criteria that are compared and apply in both rounds."""
        return [at for at in range(7) if self._is_compared(at) and self.old[at] and self.new[at]]

    def _is_compared(self, at: int) -> bool:
        if not self.case.follows:
            return False
        return self.case.kinds is None or self.case.kinds[at] in ("direct", "indirect")

    def explained(self, at: int) -> list[str]:
        """The other reasons than a change that anyone states for a criterion."""
        stated = {self.case.reasons.get((name, CODES[at])) for name in self.case.new}
        return [each for each in OTHER_REASONS if each in stated]

    def worst(self, sign: int, *, counted: bool) -> tuple[list[int | None], list[int | None]]:
        """Levels of both rounds, filled in as far against a rise (sign 1) or a fall (−1) as the answers let them."""
        before: list[int | None] = [None] * 7
        after: list[int | None] = [None] * 7
        for at in self.common:
            old, new = self.old[at], self.new[at]
            assert old is not None
            assert new is not None
            before[at], after[at] = (old[1], new[0]) if sign > 0 else (old[0], new[1])
            if counted and self.explained(at):
                after[at] = before[at]
        return before, after

    def is_up(self, sign: int, weights: Weighing, *, counted: bool) -> bool:
        """Whether the score rose (fell) under these weights however the open answers turn out."""
        before, after = (score(each, weights) for each in self.worst(sign, counted=counted))
        return before is not None and after is not None and sign * (after - before) > 0

    def holds(self, sign: int, weights: Weighing) -> bool:
        """Whether it is up (down), and still so where cells with another reason than a change count as unchanged."""
        return self.is_up(sign, weights, counted=False) and self.is_up(sign, weights, counted=True)

    @property
    def are_new(self) -> bool:
        """Whether most of those who gave a level this time were not among the assessors of the earlier round."""
        answered = [
            name
            for name, sheet in self.case.new.items()
            if any(read(word).status is Status.ANSWERED for word in sheet)
        ]
        return 2 * sum(name not in self.case.old for name in answered) > len(answered)

    def moves(self, at: int) -> int | None:
        """1 where a criterion rose for certain, −1 where it fell, 0 where it is the same for certain, else None."""
        old, new = self.old[at], self.new[at]
        if at not in self.common or old is None or new is None:
            return 0
        signs = {(b > a) - (b < a) for a in old for b in new}
        return signs.pop() if len(signs) == 1 else None

    def may_move(self, at: int, sign: int) -> bool:
        """Whether a criterion can have risen (fallen)."""
        old, new = self.old[at], self.new[at]
        if at not in self.common or old is None or new is None:
            return False
        return any(sign * (b - a) > 0 for a in old for b in new)

    def without_weight(self, sign: int) -> list[int]:
        """The criteria that rose (fell) without weight, where nothing else did and what weighs is the same."""
        weigh = [at for at in range(7) if self.case.shown[at]]
        found = [
            at for at in range(7) if at not in weigh and self.moves(at) == sign and not self.explained(at)
        ]
        is_still = all(self.moves(at) == 0 for at in weigh)
        can_turn = any(self.may_move(at, -sign) for at in range(7))
        return found if is_still and not can_turn and not self.are_new else []

    @cached_property
    def kind(self) -> str:
        """What may be said: the first that holds."""
        counting = {at: self.moves(at) for at in self.common if not self.explained(at)}
        directions = {"higher": 1, "lower": -1}
        raw = {
            name: all(self.is_up(s, w, counted=False) for w in self.sets) for name, s in directions.items()
        }
        still = {name: all(self.holds(s, w) for w in self.sets) for name, s in directions.items()}
        if not self.case.follows:
            return "not-comparable"
        if len(self.common) < LEAST:
            return "too-few-in-common"
        if not any(self.case.shown[at] for at in self.common):
            return "none-has-weight"
        for name, word in (("higher", "better"), ("lower", "worse")):
            if raw[name]:
                explained = word if still[name] else f"{name}-explained"
                return f"{name}-new-assessors" if self.are_new else explained
        for name, sign in (("up", 1), ("down", -1)):
            if self.without_weight(sign):
                return f"{name}-without-weight"
        return "mixed" if {1, -1} <= set(counting.values()) else "no-clear-change"

    # --- figures

    def medians(self, sheets: Mapping[str, Sheet], *, led: bool) -> list[Ends]:
        """The readings of the score: the lower median of the lowest levels, the upper one of the highest."""
        found: list[Ends] = []
        for at in range(7):
            answered = sorted(
                (each.lo, each.hi)
                for each in (read(sheet[at]) for sheet in sheets.values())
                if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
            )
            ends: Ends = (0, 4)
            if all(read(sheet[at]).status is Status.NOT_APPLICABLE for sheet in sheets.values()):
                ends = None
            elif answered:
                lows, highs = sorted(lo for lo, _ in answered), sorted(hi for _, hi in answered)
                ends = lows[(len(lows) - 1) // 2], highs[len(highs) // 2]
            found.append(self._led(at, ends) if led else ends)
        return found

    def scores(self) -> tuple[tuple[Fraction, Fraction] | None, ...]:
        """The scores of both rounds on the base under the weights shown; None where it weighs nothing."""
        return tuple(self._scores())

    def _scores(self) -> list[tuple[Fraction, Fraction] | None]:
        found: list[tuple[Fraction, Fraction] | None] = []
        for cells in (self.medians(self.case.old, led=True), self.medians(self.case.new, led=False)):
            on_base = [cells[at] if at in self.common else None for at in range(7)]
            low, high = (
                score([None if each is None else each[end] for each in on_base], self.case.shown)
                for end in (0, 1)
            )
            found.append(None if low is None or high is None else (low, high))
        return found

    def points(self, sign: int) -> Fraction | None:
        """The least (sign 1) or the greatest (−1) change of the score with only the cells that count."""
        before, after = (score(each, self.case.shown) for each in self.worst(sign, counted=True))
        return None if before is None or after is None else after - before

    def share(self, sign: int) -> Fraction:
        """The share of all weightings in which the cells that count are up (down)."""
        before, after = self.worst(sign, counted=True)
        return simplex_share(
            [sign * (POINTS[after[at] or 0] - POINTS[before[at] or 0]) for at in self.common]
        )

    def differ(self, at: int) -> bool:
        """Whether the assessors of one of the rounds cannot all be right about a criterion."""
        return any(
            cannot_agree([sheet[at] for sheet in sheets.values()])
            for sheets in (self.case.old, self.case.new)
        )


def cannot_agree(words: Sequence[str]) -> bool:
    """Whether no level is admitted by all who answered, two say different levels, or some say that it does not apply."""
    found = [read(word) for word in words]
    answered = [each for each in found if each.status is Status.ANSWERED]
    if not answered or len(found) < 2:
        return False
    shared = set(range(5))
    for each in answered:
        assert each.lo is not None
        assert each.hi is not None
        shared &= set(range(each.lo, each.hi + 1))
    named = {each.level for each in answered if each.level is not None}
    return not shared or len(named) > 1 or any(each.status is Status.NOT_APPLICABLE for each in found)


def simplex_share(differences: Sequence[int]) -> Fraction:
    """The share of weightings with Σ d w > 0, by the formula for different numbers; ties are broken by a trifle."""
    numbers = [
        Fraction(each) + at * Fraction(1, 10**9) for at, each in enumerate(d for d in differences if d)
    ]
    total = Fraction(0)
    for at, each in enumerate(numbers):
        if each > 0:
            part = Fraction(1)
            for other_at, other in enumerate(numbers):
                if other_at != at:
                    part *= each / (each - other)
            total += part
    return total


# --- a claim against it


def objections(found: Referee, claim: ChangeClaim) -> Iterator[str]:
    """Yield why a claim about these two rounds is not true, or says more than they bear."""
    if claim.kind.value != found.kind:
        yield f"it is {found.kind}, not {claim.kind.value}"
    if [each.code for each in claim.common] != [CODES[at] for at in found.common] or claim.of != 7:
        yield "it rests on other criteria"
    yield from _wrong_figures(found, claim)
    yield from _wrong_names(found, claim)
    yield from _wrong_weightings(found, claim)
    if claim.has_line and (why := _bears_no_line(found, claim)):
        yield f"a line is drawn although {why}"


def _wrong_figures(found: Referee, claim: ChangeClaim) -> Iterator[str]:
    if claim.points and claim.points != (found.points(1), found.points(-1)):
        yield f"points of the cells that count are {found.points(1)} to {found.points(-1)}"
    if claim.points and claim.kind.value == "better" and claim.points[0] <= 0:
        yield "better beside points that may be none"
    if any(claim.scores) and claim.scores != found.scores():
        yield f"scores on the base are {found.scores()}"
    for share, sign in zip(claim.shares or (), (1, -1), strict=False):
        if abs(share - found.share(sign)) > Fraction(1, 1000):
            yield f"the share is {found.share(sign)}"
    if claim.median:
        old, new = found._scores()
        assert old is not None
        assert new is not None
        moved = new[0] > old[1] if claim.median > 0 else new[1] < old[0]
        if not moved or found.is_up(claim.median, found.case.shown, counted=False):
            yield "the median did not move beside an envelope that did not"
    if claim.differ and not any(found.differ(at) and found.case.shown[at] for at in found.common):
        yield "no assessors differ on what weighs"


def _wrong_names(found: Referee, claim: ChangeClaim) -> Iterator[str]:
    for named, sign in ((claim.rose, 1), (claim.fell, -1)):
        for each in named:
            at = CODES.index(each.code)
            if found.moves(at) != sign or found.explained(at):
                yield f"{each.code} did not move that way"
    if claim.kind.value == "mixed" and not (claim.rose and claim.fell):
        yield "mixed names no criteria"
    if claim.kind.value.endswith("-explained"):
        sign = 1 if claim.kind.value.startswith("higher") else -1
        weigh = [at for at in found.common if any(each[at] for each in found.sets)]
        stated = {why for at in weigh if found.moves(at) == sign for why in found.explained(at)}
        if not stated or {each.value for each in claim.reasons} != stated:
            yield f"the reasons are {stated}"
    elif claim.reasons:
        yield "reasons beside another kind"
    for each in claim.unchanged:
        at = CODES.index(each.code)
        if not found.explained(at) or found.moves(at) == 0:
            yield f"{each.code} is not what counts as unchanged"
    if claim.are_new != (found.are_new and found.case.follows):
        yield "who is new is wrong"


def _wrong_weightings(found: Referee, claim: ChangeClaim) -> Iterator[str]:
    """Try what is said of every weighting on many; the criteria that are not common weigh nothing."""
    sign = 1 if claim.kind.value in ("better", "up-without-weight") else -1
    named = [CODES.index(each.code) for each in (*claim.rising, *claim.falling)]
    if claim.kind.value.endswith("-without-weight"):
        named = [CODES.index(each.code) for each in (*claim.rose, *claim.fell)]
    for drawn in weightings(seed=1, count=12) if named or claim.is_under_all_weights else ():
        weights = [each if at in found.common else Fraction(0) for at, each in enumerate(drawn)]
        is_meant = any(weights) and (claim.is_under_all_weights or any(weights[at] for at in named))
        if is_meant and not found.holds(sign, weights):
            yield f"not under {weights}"
    for sets, way in ((claim.up_under, 1), (claim.down_under, -1)):
        if any(not found.holds(way, each.values) for each in sets):
            yield "not under the weights named"
    if claim.kind.value in ("mixed", "no-clear-change") and max(claim.shares or (0, 0)) == 1:
        yield "up under all weightings beside no verdict"


def _bears_no_line(found: Referee, claim: ChangeClaim) -> str:
    case = found.case
    if found.kind not in ("better", "worse"):
        return "there is no verdict"
    if case.kinds and set(case.kinds) != {"direct"}:
        return "the questionnaires differ"
    if any((found.old[at] is None) != (found.new[at] is None) for at in range(7)):
        return "the bases differ"
    if any(case.shown[at] and found.explained(at) and found.moves(at) != 0 for at in found.common):
        return "a cell with weight that may have moved does not count"
    before, after = found._scores()
    if before is None or after is None:
        return "there are no scores"
    is_so = after[0] > before[1] if claim.kind.value == "better" else after[1] < before[0]
    return "" if is_so else "the scores do not show it"
