"""One answer on a card: what kind of answer it is, how many assessors gave it, and what it rests on.

Firm is no more than an answer without a mark of doubt; the evidence stands beside it. Source: METHOD.md, section 5.6.
"""

from dataclasses import dataclass
from typing import ClassVar

from coordination.domain.confidence import Evidence
from coordination.domain.panels import PanelAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOnCard:
    """One side's answer on one criterion; ``evidence`` is that which its own assessors name."""

    kind: ClassVar[str] = "answer_on_card"
    code: str
    panel: PanelAnswer
    evidence: Evidence
