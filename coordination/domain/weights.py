"""Weights of the coordination criteria: how a side or a reader writes them, and the value that figures are made with.

A side records whole numbers that make 100, one for each criterion in the instrument's order; without any, every
criterion weighs the same. Source: METHOD.md, section 4.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

TOTAL = 100
#: What parts weights that were written in a field each.
SEPARATOR = ";"
#: Longer than any weight is written.
WEIGHT_LENGTH = 20
PATH = "weights"
ZERO_DECIMALS = re.compile(r"(?<=[0-9])[.,]0+$")
WHOLE = re.compile(r"[+\-\u2212]?\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in use, and why.

    `kind` is “equal”, “government”, “partners” or “entered”; those of the questionnaire itself are “declared”.
    """

    kind: str
    values: tuple[int, ...]
    reason: str = ""


def texts(text: str) -> list[str]:
    """Return each weight as written in a text: parted by semicolons, without any by commas and spaces."""
    if SEPARATOR in text:
        return [ZERO_DECIMALS.sub("", part.strip()) for part in text.split(SEPARATOR)]
    return [part for part in re.split(r"[,\s]+", text.strip()) if part]


def parse(text: str, count: int) -> tuple[int, ...]:
    """Return the `count` weights written in a text, such as “25,15,15,10,15,10,10” or “25;15,0;15;10;15;10;10”.

    The path of a problem with one weight ends in its number.

    Raises:
        Refused: they are not `count` whole numbers from 0 to 100 that make 100; with every problem found.
    """
    parts = texts(text)
    problems, found = [], []
    for place, part in enumerate(parts, 1):
        rule, number = _read(part)
        if rule:
            problems.append(Problem(rule=rule, path=f"{PATH}.{place}", value=part))
        found.append(number)
    if len(parts) != count:
        problems.append(
            Problem(
                rule=Rule.WEIGHTS_WRONG_COUNT,
                path=PATH,
                value=f"{len(parts)}",
                params=(("count", f"{count}"),),
            )
        )
    if not problems:
        problems += _sum_problems(found)
    if problems:
        raise Refused(problems)
    return tuple(found)


def check(weights: Sequence[int], count: int) -> tuple[int, ...]:
    """Return weights given as numbers, held to the same rules as written ones; raises `Refused` as `parse` does."""
    return parse(",".join(map(str, weights)), count)


def _read(part: str) -> tuple[Rule | None, int]:
    """Return the rule that one written weight breaks (None for a sound one) and its number."""
    if not part:
        return Rule.WEIGHT_MISSING, 0
    if not WHOLE.fullmatch(part):
        return Rule.WEIGHTS_NOT_WHOLE, 0
    # Python reads no number of thousands of figures: past three significant ones it is too large in any case.
    figures = part.lstrip("+-\u2212").lstrip("0") or "0"
    if part[0] in "-\u2212" and figures != "0":
        return Rule.WEIGHTS_NEGATIVE, 0
    if len(figures) > len(f"{TOTAL}") or int(figures) > TOTAL:
        return Rule.WEIGHTS_TOO_LARGE, 0
    return None, int(figures)


def _sum_problems(numbers: Sequence[int]) -> list[Problem]:
    if not any(numbers):
        return [Problem(rule=Rule.WEIGHTS_ALL_ZERO, path=PATH)]
    if sum(numbers) != TOTAL:
        return [Problem(rule=Rule.WEIGHTS_WRONG_SUM, path=PATH, value=f"{sum(numbers)}")]
    return []
