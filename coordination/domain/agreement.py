"""Whether raters agree: ordinal alpha with its interval, and plain percentages beside it.

Alpha is low where nearly all answers are equal, however well raters agree; therefore it never stands alone. It
is claimed to be high by the lower end of its interval and low by the upper end. Source: METHOD.md, section 5.3.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST
from coordination.domain.grids import NO_LEVEL, Levels
from coordination.domain.instruments import Conventions

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

LEVEL_COUNT = HIGHEST + 1
LOPSIDED = Fraction(4, 5)  # METHOD.md 5.3; it is not among the instrument's conventions.
INTERVAL = (0.025, 0.975)


class Reason(StrEnum):
    """Why there is no alpha. With `no_variation` and `few_units` the percentages still stand."""

    ONE_RATER = "one_rater"
    NO_UNITS = "no_units"
    NO_VARIATION = "no_variation"
    FEW_UNITS = "few_units"


class AgreementWord(StrEnum):
    """What alpha allows, by the lower end of its interval; `not_reliable`: not enough to rank by."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    NOT_RELIABLE = "not_reliable"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far raters agree on the units that at least two of them rated.

    `alpha` (at most 1; 0 is chance) and its 95 % `interval` are None where `reason` says why. `exact` and
    `within_one` are the shares of the `pairs` of ratings of the same unit with the same level, and at most one
    level apart; None without a pair. `units` counts the units with a pair. `is_lopsided`: more than four in five
    of their ratings are the same level.
    """

    alpha: float | None
    interval: tuple[float, float] | None
    reason: Reason | None
    exact: Fraction | None
    within_one: Fraction | None
    pairs: int
    units: int
    is_lopsided: bool
    word: AgreementWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """All raters of both sides together, each side's among themselves, and those of one side with the other's."""

    all: Agreement
    government: Agreement
    partners: Agreement
    between: Agreement


def agreement(levels: Levels, conventions: Conventions) -> Agreement:
    """How far the raters agree; `levels` is raters × units, 0 to 4, −1 where there is no rating.

    The interval resamples the units that have a pair, with the instrument's seed and number of replicates;
    expected disagreement is computed anew in each. A replicate without variation has no alpha and is left out
    rather than taken for full agreement. The order of raters and of units makes no difference. Source: METHOD.md,
    section 5.3.
    """
    ratings = _ratings(levels)
    # Units with the same ratings are alike to every figure below; there are few such profiles, however many units.
    profiles, times = _distinct(ratings[ratings.sum(1) >= 2])
    if not times.sum():
        heard = int((levels != NO_LEVEL).any(1).sum())
        return _without_units(Reason.ONE_RATER if heard < 2 else Reason.NO_UNITS)
    return _assessed(profiles, times, _coincidences(profiles), _pairs(profiles, times), conventions)


def _assessed(
    profiles: Counts, times: Counts, each: Floats, pairs: tuple[int, int, int], conventions: Conventions
) -> Agreement:
    """Return the agreement of units by their profiles (× levels); ``each`` is what one unit of a profile coincides."""
    exact, near, every = pairs
    units = int(times.sum())
    by_level = (times @ profiles).reshape(-1, LEVEL_COUNT).sum(0)
    reason = _reason(by_level, units, conventions)
    alpha, interval = (None, None) if reason else _alpha_with_interval(each, times, conventions)
    return Agreement(
        alpha=alpha,
        interval=interval,
        reason=reason,
        exact=Fraction(exact, every),
        within_one=Fraction(near, every),
        pairs=every,
        units=units,
        is_lopsided=Fraction(int(by_level.max()), int(by_level.sum())) > LOPSIDED,
        word=_word(interval, conventions),
    )


def _without_units(reason: Reason) -> Agreement:
    """Return what can be said where no unit was rated twice: only why there is nothing to say."""
    return Agreement(
        alpha=None,
        interval=None,
        reason=reason,
        exact=None,
        within_one=None,
        pairs=0,
        units=0,
        is_lopsided=False,
        word=AgreementWord.NOT_ASSESSABLE,
    )


def agreements_of(government: Levels, partners: Levels, conventions: Conventions) -> Agreements:
    """The four agreements of two arrays as `agreement` wants them, over the same units.

    A grid's `level` is such an array: a range, a non-answer and what does not apply have no face value.
    """
    return Agreements(
        all=agreement(np.concatenate([government, partners]), conventions),
        government=agreement(government, conventions),
        partners=agreement(partners, conventions),
        between=between(government, partners, conventions),
    )


def between(government: Levels, partners: Levels, conventions: Conventions) -> Agreement:
    """How far raters of one side agree with those of the other, as `agreement`, over the units that both sides rated.

    A pair is a rater of each side: how far the raters of one side agree among themselves changes nothing. In each unit
    both sides count the same, however many raters they have; with one on each side it is the usual alpha. Source:
    METHOD.md, section 5.3.
    """
    ours, theirs = _ratings(government), _ratings(partners)
    both = (ours.sum(1) > 0) & (theirs.sum(1) > 0)
    if not both.any():
        return _without_units(Reason.NO_UNITS)
    products = ours[both][:, :, None] * theirs[both][:, None, :]
    coincident = (products + products.transpose(0, 2, 1)).reshape(len(products), -1)
    # Which side gave which level makes no difference. In the order of the ratings, as in `agreement`: with one assessor
    # on each side the same units are drawn again.
    rated = np.concatenate([(ours + theirs)[both], coincident], axis=1)
    found, times = _distinct(rated)
    profiles, coincident = found[:, :LEVEL_COUNT], found[:, LEVEL_COUNT:]
    apart = np.abs(np.subtract.outer(np.arange(LEVEL_COUNT), np.arange(LEVEL_COUNT))).ravel()
    exact, near, pairs = (int(times @ (coincident * (apart <= most)).sum(1)) // 2 for most in (0, 1, HIGHEST))
    # A unit adds as many coincidences as ratings to the usual alpha; two where there is one on each side.
    each: Floats = 2 * coincident / coincident.sum(1, keepdims=True)
    return _assessed(profiles, times, each, (exact, near, pairs), conventions)


def _distinct(rows: Counts) -> tuple[Counts, Counts]:
    """Return the different rows in order, and how often each is there."""
    base, width = int(rows.max(initial=0)) + 1, rows.shape[1]
    if base**width >= 2**62:
        return np.unique(rows, axis=0, return_counts=True)
    # As digits of one number rows are sorted many times faster, in the same order.
    numbers = rows @ base ** np.arange(width, dtype=np.int64)[::-1]
    _numbers, firsts, times = np.unique(numbers, return_index=True, return_counts=True)
    return rows[firsts], times


def _ratings(levels: Levels) -> Counts:
    """Return how many ratings of each level each unit has: units × 5."""
    found: Counts = np.stack([(levels == level).sum(0) for level in range(LEVEL_COUNT)], axis=1)
    return found


def _pairs(profiles: Counts, times: Counts) -> tuple[int, int, int]:
    """How many pairs of ratings are equal, at most one level apart, and there at all."""
    equal = profiles * (profiles - 1) // 2
    beside = profiles[:, :-1] * profiles[:, 1:]
    rated = profiles.sum(1)
    exact = int(times @ equal.sum(1))
    return exact, exact + int(times @ beside.sum(1)), int(times @ (rated * (rated - 1) // 2))


def _reason(by_level: Counts, units: int, conventions: Conventions) -> Reason | None:
    if (by_level > 0).sum() < 2:
        return Reason.NO_VARIATION
    return Reason.FEW_UNITS if units < conventions.min_units_alpha else None


def _word(interval: tuple[float, float] | None, conventions: Conventions) -> AgreementWord:
    if interval is None:
        return AgreementWord.NOT_ASSESSABLE
    tentative, reliable = conventions.alpha_words
    if interval[0] >= reliable:
        return AgreementWord.RELIABLE
    return AgreementWord.TENTATIVE if interval[0] >= tentative else AgreementWord.NOT_RELIABLE


def _alpha_with_interval(
    each: Floats, times: Counts, conventions: Conventions
) -> tuple[float, tuple[float, float] | None]:
    draws = np.random.default_rng(conventions.seed_bootstrap).multinomial(
        times.sum(), times / times.sum(), size=conventions.bootstrap_replicates
    )
    alpha = float(_alpha(times.astype(np.float64) @ each))
    replicates = _alpha(draws.astype(np.float64) @ each)
    varied = replicates[~np.isnan(replicates)]
    if not len(varied):
        return alpha, None
    low, high = np.quantile(varied, INTERVAL)
    return alpha, (float(low), float(high))


def _coincidences(profiles: Counts) -> Floats:
    """The coincidence matrix that one unit of each profile adds, flat: profiles × 25."""
    products = profiles[:, :, None] * profiles[:, None, :]
    diagonal = np.arange(LEVEL_COUNT)
    products[:, diagonal, diagonal] -= profiles
    flat: Floats = products.reshape(len(profiles), -1) / (profiles.sum(1) - 1)[:, None]
    return flat


def _alpha(coincidences: Floats) -> Floats:
    """Ordinal alpha of flat coincidence matrices (… × 25); nan where every rating is the same level."""
    observed = coincidences.reshape(*coincidences.shape[:-1], LEVEL_COUNT, LEVEL_COUNT)
    by_level = observed.sum(-1)
    # The ratings from level c to k, less half of those at either end, are the distance between these places.
    places = by_level.cumsum(-1) - by_level / 2
    distances = (places[..., :, None] - places[..., None, :]) ** 2
    expected = (by_level[..., :, None] * by_level[..., None, :] * distances).sum((-2, -1))
    with np.errstate(invalid="ignore"):
        alpha: Floats = 1 - (by_level.sum(-1) - 1) * (observed * distances).sum((-2, -1)) / expected
    return alpha
