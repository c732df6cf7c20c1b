"""What one criterion was answered, as a small square; two squares, one above the other, are the views of both sides."""

from dataclasses import dataclass
from enum import StrEnum

from coordination.domain.panels import CellKind


class Face(StrEnum):
    """What is seen on a square."""

    LEVEL = "level"  # its colour and its glyph
    DOUBT = "doubt"  # the colours of both ends, and a question mark
    UNKNOWN = "unknown"  # dashed, a question mark
    NONE = "none"  # dashed, a dash
    NOT_APPLICABLE = "not-applicable"
    NOT_ASSESSED = "not-assessed"  # dashed, nothing in it


FACES = {
    CellKind.FIRM: Face.LEVEL,
    CellKind.NOT_SURE: Face.DOUBT,
    CellKind.DIFFER: Face.DOUBT,
    CellKind.NOT_KNOWN: Face.UNKNOWN,
    CellKind.NO_ANSWER: Face.NONE,
    CellKind.NOT_APPLICABLE: Face.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class Square:
    """A face; ``low`` and ``high`` are levels, None where its face is no level."""

    face: Face
    low: int | None = None
    high: int | None = None


def drawn(kind: CellKind | None, low: int | None, high: int | None) -> Square:
    """Return the square of an answer of this kind; None: the structure is not assessed."""
    face = FACES[kind] if kind else Face.NOT_ASSESSED
    return Square(face, low, high) if face in (Face.LEVEL, Face.DOUBT) else Square(face)
