"""Bilateral activity or support to reform: the three tests, and what their answers allow to say.

Source: METHOD.md, section 9.4.
"""

from collections.abc import Sequence
from enum import StrEnum

from coordination.domain.vocabulary import TESTS


class BilateralVerdict(StrEnum):
    """What the answers say of an activity; a description, never a score."""

    SUPPORTS_SSR = "supports_ssr"
    BILATERAL = "bilateral"
    FEATURES = "features"
    UNDECIDED = "undecided"


def count(answers: Sequence[str]) -> tuple[int, int]:
    """How many signs are there, [certainly, possibly]: yes counts, no does not, anything else may."""
    return sum(answer == "yes" for answer in answers), sum(answer != "no" for answer in answers)


def verdict(answers: Sequence[str]) -> BilateralVerdict:
    """What the answers to T1, T2 and T3 say; ValueError unless there are three (not asked is an empty one)."""
    if len(answers) != len(TESTS):
        raise ValueError(f"there are {len(TESTS)} tests: {answers!r}")
    certain, possible = count(answers)
    if not possible:
        return BilateralVerdict.SUPPORTS_SSR
    if certain == len(TESTS):
        return BilateralVerdict.BILATERAL
    return BilateralVerdict.FEATURES if certain else BilateralVerdict.UNDECIDED


def open_tests(answers: Sequence[str]) -> tuple[str, ...]:
    """The codes of the tests still to ask: neither yes nor no. ValueError unless there are three answers."""
    return tuple(code for code, answer in zip(TESTS, answers, strict=True) if answer not in ("yes", "no"))
