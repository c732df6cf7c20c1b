"""What holds of every figure, whatever the answers: properties 1 to 9 and 11 of METHOD.md 12.6."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from pathlib import Path
from random import Random

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Certainty, Reading, Status, read
from coordination.domain.claims import steps
from coordination.domain.claims.change import ChangeKind
from coordination.domain.claims.chosen import Chosen
from coordination.domain.claims.pairs import UnderWeights, pair_claim
from coordination.domain.claims.timeline import Changes
from coordination.domain.problems import Refused
from coordination.domain.robustness import pair, ranks
from coordination.domain.scoring import Composite, composite, side_reading
from coordination.domain.weightings import share
from coordination.domain.weights import Weights
from coordination.domain.written_answers import WrittenAnswer, understand
from tests import chosen
from tests.changes import CRITERIA

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
CODES = tuple(f"C{number}" for number in range(1, 8))
ENGLISH = ("No", "Not yet", "Partly", "Mostly", "Yes")

# A slow or busy machine is not a failure of a property.
steadily = settings(deadline=None)

PLAIN = st.sampled_from(ENGLISH).map(read)
DOUBTFUL = st.builds(read, st.sampled_from([f"{word}?" for word in ENGLISH]), st.integers(0, 2))
RANGES = st.builds(
    lambda one, other: read(f"{one} to {other}"), st.sampled_from(ENGLISH), st.sampled_from(ENGLISH)
)
OPEN = st.sampled_from(["?", "-", ""]).map(read)
NOT_APPLICABLE = st.just(read("n/a"))
APPLICABLE = PLAIN | DOUBTFUL | RANGES | OPEN
READINGS = APPLICABLE | NOT_APPLICABLE
WEIGHTS = st.integers(0, 100)
CELLS = st.lists(st.tuples(READINGS, WEIGHTS), min_size=1, max_size=9)
SEVEN = st.lists(READINGS, min_size=7, max_size=7)
EQUAL = (1,) * 7


def score(cells: Sequence[tuple[Reading, int]]) -> Composite:
    return composite([reading for reading, _ in cells], [weight for _, weight in cells], CONVENTIONS)


def ends(c: Composite) -> tuple[Fraction, Fraction]:
    """Both ends of a composite that has them."""
    assume(c.low is not None and c.high is not None)
    assert c.low is not None
    assert c.high is not None
    return c.low, c.high


def spanning(lo: int, hi: int) -> Reading:
    """An answer that admits the levels from `lo` to `hi`."""
    return read(f"{ENGLISH[lo]} to {ENGLISH[hi]}")


# Property 1.


@steadily
@given(CELLS, st.data())
def test_raising_an_end_of_an_answer_never_lowers_an_end_of_the_composite(
    cells: list[tuple[Reading, int]], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(cells) - 1))
    reading, weight = cells[index]
    assume(reading.lo is not None and reading.hi is not None)
    assert reading.lo is not None
    assert reading.hi is not None
    lo = data.draw(st.integers(reading.lo, 4))
    hi = data.draw(st.integers(max(lo, reading.hi), 4))
    before = score(cells)
    after = score([*cells[:index], (spanning(lo, hi), weight), *cells[index + 1 :]])
    (low, high), (new_low, new_high) = ends(before), ends(after)
    assert low <= new_low
    assert high <= new_high
    assert before.yes is not None
    assert after.yes is not None
    assert before.weakest is not None
    assert after.weakest is not None
    assert all(old <= new for old, new in zip(before.yes, after.yes, strict=True))
    assert all(old <= new for old, new in zip(before.weakest, after.weakest, strict=True))
    if weight:
        # And it does raise it: an end that moved is seen.
        assert (new_low > low) == (lo > reading.lo)
        assert (new_high > high) == (hi > reading.hi)


# Property 2.


@steadily
@given(CELLS, st.data())
def test_settling_an_open_answer_keeps_the_composite_inside_the_old_one(
    cells: list[tuple[Reading, int]], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(cells) - 1))
    reading, weight = cells[index]
    assume(reading.lo is not None and reading.hi is not None)
    assert reading.lo is not None
    assert reading.hi is not None
    lo = data.draw(st.integers(reading.lo, reading.hi))
    hi = data.draw(st.integers(lo, reading.hi))
    (low, high) = ends(score(cells))
    (new_low, new_high) = ends(score([*cells[:index], (spanning(lo, hi), weight), *cells[index + 1 :]]))
    assert low <= new_low <= new_high <= high


@steadily
@given(st.lists(st.tuples(READINGS, WEIGHTS), min_size=1, max_size=5))
def test_the_ends_are_those_of_every_completion(cells: list[tuple[Reading, int]]) -> None:
    known = [(r.lo, r.hi, w) for r, w in cells if r.lo is not None and r.hi is not None]
    total = sum(weight for _, _, weight in known)
    assume(total)
    means = [
        Fraction(sum(25 * level * known[i][2] for i, level in enumerate(completion)), total)
        for completion in product(*(range(lo, hi + 1) for lo, hi, _ in known))
    ]
    assert ends(score(cells)) == (min(means), max(means))


# Property 3.


@steadily
@given(st.lists(st.tuples(OPEN, WEIGHTS), min_size=1, max_size=9))
def test_all_unknown_is_everything_from_0_to_100(cells: list[tuple[Reading, int]]) -> None:
    c = score(cells)
    assert ends(c) == (Fraction(0), Fraction(100))
    assert (c.answered, c.coverage, c.weakest) == (0, Fraction(0), (0, 4))


# Property 4.


@steadily
@given(CELLS, st.randoms(use_true_random=False))
def test_the_order_of_the_criteria_does_not_matter(cells: list[tuple[Reading, int]], random: Random) -> None:
    shuffled = list(cells)
    random.shuffle(shuffled)
    assert score(shuffled) == score(cells)


# Property 8.


def chosen_from(answers: Sequence[Sequence[Reading]], *more: str) -> Chosen:
    """Structures with these answers under equal weights, named by their turn."""
    names = (*(f"structure-{number}" for number in range(len(answers) - len(more))), *more)
    by_name = {name: [list(words)] for name, words in zip(names, answers, strict=True)}
    return chosen.of_readings(by_name, {"equal": EQUAL})


@steadily
@given(st.lists(SEVEN, min_size=2, max_size=5), SEVEN)
def test_adding_a_structure_changes_nothing_said_of_the_others(
    answers: list[list[Reading]], added: list[Reading]
) -> None:
    before, after = chosen_from(answers), chosen_from([*answers, added], "added")
    assert [row for row in after.placed if after.names[row] != "added"] == list(before.placed)
    for one, other in combinations(before.placed, 2):
        assert pair_claim(after, one, other) == pair_claim(before, one, other)

    # The ranks of two structures whose order is certain stay in that order.
    scores = [ends(composite(words, EQUAL, CONVENTIONS)) for words in [*answers, added]]
    low, high = (np.array([float(each[end]) for each in scores]) for end in (0, 1))
    rest = np.arange(len(scores)) < len(answers)
    placed, alone = ranks(low, high), ranks(low[rest], high[rest])
    for (best, worst), (old_best, old_worst) in zip(placed[rest], alone, strict=True):
        assert old_best <= best <= old_best + 1
        assert old_worst <= worst <= old_worst + 1


# Property 9.


@steadily
@given(st.text(max_size=300), st.integers(0, 4))
def test_what_was_written_stays_as_written(written: str, radius: int) -> None:
    assert read(written, radius).verbatim == written


@steadily
@given(st.text(max_size=200), st.sampled_from(["", "0", "4", "unknown"]))
def test_the_raters_own_word_stays_as_typed(word: str, choice: str) -> None:
    try:
        reading = understand(WrittenAnswer(choice=choice, word=word), level_words=ENGLISH)
    except Refused:
        return
    assert reading.verbatim == (word.strip() or {"": "", "0": "No", "4": "Yes", "unknown": "?"}[choice])


# Beside the six: what the figures owe each other.


@steadily
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4).map(sorted), min_size=7, max_size=7),
    st.lists(st.integers(1, 100), min_size=7, max_size=7),
)
def test_ahead_on_every_criterion_means_ahead_under_any_weights(
    levels: list[list[int]], weights: list[int]
) -> None:
    yours, mine = [spanning(x[0], x[1]) for x in levels], [spanning(x[2], x[3]) for x in levels]
    found = pair(mine, yours, weights, CONVENTIONS)
    back = pair(yours, mine, weights, CONVENTIONS)
    assert found is not None
    assert back is not None
    assert found.points is not None
    assert (found.certain == 1) == (found.points[0] > 0)
    assert back.certain < 1


@steadily
@given(SEVEN, SEVEN, st.lists(WEIGHTS, min_size=7, max_size=7))
def test_the_difference_the_other_way_is_the_mirror(
    mine: list[Reading], yours: list[Reading], weights: list[int]
) -> None:
    found, mirrored = pair(mine, yours, weights, CONVENTIONS), pair(yours, mine, weights, CONVENTIONS)
    if found is None or mirrored is None:
        assert found is mirrored
        return
    assert (found.points is None) == (mirrored.points is None)
    if found.points and mirrored.points:
        assert mirrored.points == (-found.points[1], -found.points[0])


# Properties 5, 6, 7 and 11.


@steadily
@given(st.lists(st.integers(-4, 4), max_size=7), st.integers(1, 9))
def test_a_share_and_its_mirror_are_the_whole_and_units_do_not_matter(
    differences: list[int], times: int
) -> None:
    mirrored = share([-each for each in differences])
    assert share(differences) + mirrored == (1 if any(differences) else 0)
    assert share([times * each for each in differences]) == share(differences)


@steadily
@given(SEVEN, SEVEN, st.lists(st.integers(1, 100), min_size=7, max_size=7))
def test_certain_is_within_possible_and_the_reverse_is_the_rest(
    mine: list[Reading], yours: list[Reading], weights: list[int]
) -> None:
    there, back = pair(mine, yours, weights, CONVENTIONS), pair(yours, mine, weights, CONVENTIONS)
    assume(there is not None and back is not None)
    assert there is not None
    assert back is not None
    assert there.certain <= there.possible
    assert there.certain + back.possible == (1 if any(there.worst) else 0)
    # Ahead under all weightings, and near the given ones however far: ahead on every criterion.
    assert (there.certain == 1) == (there.epsilon == 1)


# Beside them: one pair in the findings and in the composites.


@steadily
@given(st.lists(APPLICABLE, min_size=7, max_size=7), st.lists(APPLICABLE, min_size=7, max_size=7))
def test_with_equal_bases_an_order_holds_under_equal_weights_where_the_composites_are_apart(
    mine: list[Reading], yours: list[Reading]
) -> None:
    of = chosen_from([mine, yours])
    assume(len(of.placed) == 2)
    claim = pair_claim(of, 0, 1)
    upper, lower = (ends(of.bounds[0][of.row(name)]) for name in (claim.first, claim.second))
    assert (claim.under[0][1] is UnderWeights.AHEAD) == (upper[0] > lower[1])


@steadily
@given(SEVEN, SEVEN, st.lists(WEIGHTS, min_size=7, max_size=7))
def test_better_one_way_is_worse_back(old: list[Reading], new: list[Reading], weights: list[int]) -> None:
    sides = [steps.side_answers(CODES, {"amina": each}) for each in (old, new)]
    shown = Weights("entered", tuple(weights))
    there, again = (
        Changes(steps.within(CRITERIA, *pair), shown, (), CONVENTIONS)[0] for pair in (sides, sides[::-1])
    )
    back = {
        ChangeKind.BETTER: ChangeKind.WORSE,
        ChangeKind.UP_WITHOUT_WEIGHT: ChangeKind.DOWN_WITHOUT_WEIGHT,
    }
    back |= {worse: better for better, worse in back.items()}
    assert again.kind is back.get(there.kind, there.kind)
    assert again.common == there.common
    if there.low is not None and there.high is not None:
        assert (again.low, again.high) == (-there.high, -there.low)
        assert there.low <= there.high


@steadily
@given(st.lists(READINGS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_a_sides_reading_lies_within_what_its_raters_say_in_any_order(
    raters: list[Reading], random: Random
) -> None:
    joint = side_reading(raters)
    answered = [r for r in raters if r.status is Status.ANSWERED and r.lo is not None and r.hi is not None]
    if answered:
        assert joint.status is Status.ANSWERED
        assert joint.lo is not None
        assert joint.hi is not None
        assert min(r.lo for r in answered if r.lo is not None) <= joint.lo <= joint.hi
        assert joint.hi <= max(r.hi for r in answered if r.hi is not None)
        assert (joint.certainty is Certainty.RANGE) == (joint.lo < joint.hi)
    shuffled = list(raters)
    random.shuffle(shuffled)
    assert side_reading(shuffled) == joint, "the words too: their order does not tell who wrote which"


@steadily
@given(st.lists(SEVEN, min_size=3, max_size=6))
def test_the_order_never_puts_a_certainly_lower_structure_first(answers: list[list[Reading]]) -> None:
    of = chosen_from(answers)
    scores = [ends(of.bounds[0][row]) for row in of.placed]
    for upper, lower in pairwise(scores):
        assert upper[1] >= lower[0]
