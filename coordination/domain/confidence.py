"""How much one cell rests on: evidence and agreement, in five words.

The words say how far to trust a reading; they never alter its levels. Source: METHOD.md, section 5.6.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

DOCUMENT, BOTH = (
    "document",
    "both",
)  # evidence kinds of the instrument that count; the others count as one voice


class ConfidenceWord(StrEnum):
    """From the least to the most."""

    VERY_LOW = "very_low"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


@dataclass(frozen=True, slots=True)
class Confidence:
    """`evidence` is 0 (limited), 1 (medium) or 2 (robust); `agreement` 0 (low), 1 (medium) or 2 (high).

    `agreement` is None (not assessed) below two levels; `word` is None where there is no level at all.
    """

    evidence: int
    agreement: int | None
    word: ConfidenceWord | None


def confidence(sources: Iterable[str], levels: Sequence[int | None]) -> Confidence:
    """The confidence in one cell, from the evidence kinds named for it and the face levels of all raters heard.

    Evidence: a document and people of both sides, 2; one of these, 1; anything else or nothing, 0. Several
    sources of one kind count once. Agreement: highest and lowest level equal, 2; one apart, 1; more, 0. A rater
    who gave no level (not known, blank, not applicable, a range) is left out: not knowing is no disagreement.
    The word is the sum of the two; with one level it is the evidence alone, so at most medium. Source:
    METHOD.md, section 5.6.
    """
    evidence = len({DOCUMENT, BOTH} & set(sources))
    given = [level for level in levels if level is not None]
    if not given:
        return Confidence(evidence, None, None)
    agreement = max(0, 2 - (max(given) - min(given))) if len(given) > 1 else None
    return Confidence(evidence, agreement, tuple(ConfidenceWord)[evidence + (agreement or 0)])
