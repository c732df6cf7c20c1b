"""When a step is allowed: the states of an assessment and the moment both sides see each other.

Who may take the step is another question, answered by ``coordination.permissions``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What can happen to an assessment."""

    SCORE = "score"
    SUBMIT = "submit"
    RECALL = "recall"


_ALLOWED: dict[Step, str] = {Step.SCORE: "draft", Step.SUBMIT: "draft", Step.RECALL: "sent"}


def is_allowed(step: Step, *, state: str, round_state: str) -> bool:
    """Whether an assessment in ``state``, of a round in ``round_state`` (open, closed), may take ``step``."""
    return round_state == "open" and state == _ALLOWED[step]


@dataclass(frozen=True, slots=True)
class Voice:
    """One assessment of a structure in a round, as far as the reveal is concerned."""

    side: str
    state: str


def asked_sides(sides: str) -> tuple[str, ...]:
    """Return the sides that a round asks (``both``, ``government``, ``partners``), government first."""
    return ("government", "partners") if sides == "both" else (sides,)


def is_due_for_reveal(voices: Iterable[Voice], *, sides: str) -> bool:
    """Whether every side asked has sent and nobody is still writing: only then do the sides see each other."""
    voices = tuple(voices)
    if any(voice.state == "draft" for voice in voices):
        return False
    return {voice.side for voice in voices if voice.state == "sent"} == set(asked_sides(sides))


def is_revealed(voices: Iterable[Voice]) -> bool:
    """Whether the sides already see each other's answers, so that nobody can start blind any more."""
    return any(voice.state in ("revealed", "published") for voice in voices)
