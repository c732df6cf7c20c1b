"""How much one answer rests on: the evidence named for it, in three words.

The words say how far to trust an answer; they never alter its levels. Source: METHOD.md, section 5.6.
"""

from collections.abc import Iterable
from enum import StrEnum

#: Kinds of evidence of the instrument that count; the others are one person's word.
DOCUMENT, BOTH = "document", "both"


class Evidence(StrEnum):
    """From the least to the most."""

    THIN = "thin"
    FAIR = "fair"
    SOLID = "solid"


def evidence(sources: Iterable[str]) -> Evidence:
    """Return what these kinds of evidence add up to; several sources of one kind count once.

    A document and people of both sides are solid, one of these is fair, anything else or nothing is thin.
    """
    return tuple(Evidence)[len({DOCUMENT, BOTH} & set(sources))]


def of_answers(each: Iterable[Evidence]) -> Evidence | None:
    """Return what at least half of these answers rest on, or more; None where there is no answer."""
    order = list(Evidence)
    found = sorted(each, key=order.index)
    return found[(len(found) - 1) // 2] if found else None
