"""In what share of all weightings a weighted sum of differences is above 0, exactly.

A weighting is a point of the simplex: weights of 0 or more that sum to 1, every point counting the same. A share
of weightings is not a probability of anything. Source: METHOD.md, sections 4.2 and 4.4.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

Number = int | Fraction


def share(differences: Sequence[Number]) -> Fraction:
    """The share of all weightings for which Σ d_j w_j > 0; 0 where every difference is 0.

    Weights are exponentials divided by their sum, so only Σ d_j E_j > 0 matters. Of any positive part a and
    negative part b the first outlives the second with a/(a+b), and what is left of it is distributed as before:
    a race without memory, followed to its end.
    """
    return _share(tuple(sorted(each for each in differences if each)))


# The same few differences stand between many pairs, and between the same ones at every request.
@lru_cache(maxsize=65_536)
def _share(differences: tuple[Number, ...]) -> Fraction:
    numbers = [Fraction(each) for each in differences]
    scale = lcm(*(each.denominator for each in numbers))
    whole = [int(each * scale) for each in numbers]
    divisor = gcd(*whole) or 1
    ahead = tuple(sorted(each // divisor for each in whole if each > 0))
    behind = tuple(sorted(-each // divisor for each in whole if each < 0))
    return _race(ahead, behind)


@lru_cache(maxsize=65_536)
def _race(ahead: tuple[int, ...], behind: tuple[int, ...]) -> Fraction:
    if not ahead:
        return Fraction(0)
    if not behind:
        return Fraction(1)
    a, b = ahead[0], behind[0]
    return Fraction(a, a + b) * _race(ahead, behind[1:]) + Fraction(b, a + b) * _race(ahead[1:], behind)


#: Differences of levels lie between −4 and 4; each of them has three bits of a code, enough for seven of a kind.
_BITS, _MOST = 3, 7


def codes(differences: NDArray[np.int8]) -> NDArray[np.int32]:
    """What one criterion's differences (levels, −4 to 4; any shape) add to the code of ``shares_of``.

    The code counts how often each difference occurs and leaves the zeros out, which decide nothing.
    """
    table = np.zeros(9, dtype=np.int32)
    for place, difference in enumerate(each for each in range(-4, 5) if each):
        table[difference + 4] = 1 << (_BITS * place)
    added: NDArray[np.int32] = table[differences + 4]
    return added


def shares_of(code: NDArray[np.int32]) -> NDArray[np.float64]:
    """The shares behind sums of ``codes`` over at most seven criteria: few different ones, each raced once."""
    different, place = np.unique(code, return_inverse=True)
    values = np.array([_share_of(each) for each in different.tolist()], dtype=np.float64)
    found: NDArray[np.float64] = values[place].reshape(code.shape)
    return found


def shares(differences: NDArray[np.int8]) -> NDArray[np.float64]:
    """``share`` of many at once: levels, −4 to 4, of shape (…, J) with at most seven criteria.

    Raises ValueError for more criteria.
    """
    if differences.shape[-1] > _MOST:
        raise ValueError(f"at most seven criteria are compared: {differences.shape[-1]}")
    return shares_of(codes(differences).sum(-1, dtype=np.int32))


@lru_cache(maxsize=65_536)
def _share_of(code: int) -> float:
    """The share behind one sum of ``codes``; pages ask for the same ones again and again."""
    return float(share(_decoded(code)))


def _decoded(code: int) -> list[int]:
    differences = [each for each in range(-4, 5) if each]
    return [
        difference
        for place, difference in enumerate(differences)
        for _ in range((code >> (_BITS * place)) & _MOST)
    ]


def share_near(differences: Sequence[Number], weights: Sequence[int], epsilon: Fraction) -> Fraction:
    """The share among the weightings (1 − ε) w0 + ε u, with w0 the given weights and u any weighting.

    Raises ValueError for weights that are all 0. Source: METHOD.md, section 4.4.
    """
    centre = weighted(differences, weights)
    return share([(1 - epsilon) * centre + epsilon * each for each in differences])


def weighted(differences: Sequence[Number], weights: Sequence[int]) -> Fraction:
    """The weighted mean of the differences; ValueError for weights that are all 0."""
    total = sum(weights)
    if not total:
        raise ValueError("weights that are all 0 compare nothing")
    return Fraction(sum(d * w for d, w in zip(differences, weights, strict=True))) / total


def ordered_share(differences: Sequence[Number], order: Sequence[int]) -> Fraction:
    """The share among the weightings in which criteria count in this order, the first (by position) most.

    These are the mixtures of: the first alone, the first two halved, the first three in thirds, and so on.
    """
    return share(_ordered(differences, order))


def holds_in_order(differences: Sequence[Number], order: Sequence[int]) -> bool:
    """Whether the sum is above 0, and nowhere 0, under every weighting in which criteria count in this order."""
    return min(_ordered(differences, order)) > 0


def _ordered(differences: Sequence[Number], order: Sequence[int]) -> list[Fraction]:
    """Return the sum under the first criterion alone, the first two halved, and so on: the corners of the order."""
    sums, total = [], Fraction(0)
    for number, place in enumerate(order, start=1):
        total += differences[place]
        sums.append(total / number)
    return sums
