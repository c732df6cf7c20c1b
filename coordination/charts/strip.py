"""A score between 0 and 100, one lane for each side: a bar as wide as the doubt, and its number beside it.

Along the scale everything is in per cent of its width, so that a strip may be stretched; ``ROOM`` on either side is what
points at the ends and the marks of the sides need. A number is placed for the narrowest strip: on a wider one it has
more room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

#: Pixels: the narrowest scale, what stands to its left and right, one lane and the whole of two.
WIDTH, ROOM_LEFT, ROOM_RIGHT, LANE = 200, 20, 6, 25
#: Pixels that a bar, a point and the middle of a lane take, and between a bar and its number.
BAR, RADIUS, NEXT = 8, 5, 9
#: Pixels of a character at the most: bold digits of 13 pixels in the widest of the fonts.
CHARACTER = 9.1
#: Where one word for the score ends and the next begins.
EDGES = (50, 75)

Points = Fraction | float


class LaneKind(StrEnum):
    """How a score is drawn."""

    POINT = "point"
    BAR = "bar"
    BOX = "box"  # dashed from end to end: in words only


class TextEnd(StrEnum):
    """Which end of a number stands where it is placed, as SVG says it."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A voice's score: points 0–100, or ``low`` and ``high`` None where there is none to draw; ``words`` say it."""

    voice: str
    low: Points | None
    high: Points | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Where a number stands: ``at`` per cent of the scale, ``shift`` pixels from there, on the baseline ``y``."""

    at: float
    shift: float
    y: float
    anchor: TextEnd

    def ends(self, width: float, words: str) -> tuple[float, float]:
        """Return the first and the last pixel of these words on a scale of this width."""
        length, at = CHARACTER * len(words), self.at * width / 100 + self.shift
        before = {TextEnd.START: 0.0, TextEnd.MIDDLE: length / 2, TextEnd.END: length}[self.anchor]
        return at - before, at - before + length


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A voice: ``start`` and ``width`` in per cent of the scale; ``middle`` and ``top`` of what is drawn in pixels."""

    voice: str
    kind: LaneKind
    start: float
    width: float
    middle: float
    top: float
    words: str
    number: Number


@dataclass(frozen=True, slots=True)
class ScoreStrip:
    """The lanes of a strip from above, and its height in pixels."""

    lanes: tuple[Lane, ...]
    height: int


def drawn(scores: Sequence[Score]) -> ScoreStrip:
    """Return the strip of these scores, the first above."""
    return ScoreStrip(
        tuple(_lane(score, place * LANE) for place, score in enumerate(scores)), LANE * len(scores)
    )


def _lane(score: Score, top: int) -> Lane:
    middle = top + LANE / 2
    if score.low is None or score.high is None:
        return Lane(
            voice=score.voice,
            kind=LaneKind.BOX,
            start=0,
            width=100,
            middle=middle,
            top=middle - NEXT,
            words=score.words,
            number=Number(at=50, shift=0, y=middle + 4.5, anchor=TextEnd.MIDDLE),
        )
    low, high = round(float(score.low), 2), round(float(score.high), 2)
    is_point = score.low == score.high
    number = _number(low, high, middle, score.words)
    # Where its number stands above it, a bar moves down.
    down = LANE / 2 - BAR / 2 - 3 if number.anchor is TextEnd.MIDDLE else 0
    return Lane(
        voice=score.voice,
        kind=LaneKind.POINT if is_point else LaneKind.BAR,
        start=low,
        width=round(high - low, 2),
        middle=middle + down,
        top=middle + down - BAR / 2,
        words=score.words,
        number=number,
    )


def _number(low: float, high: float, middle: float, words: str) -> Number:
    """Place the number before the low end, behind the high end, or else above."""
    length, y = CHARACTER * len(words), middle + 4.5
    if low * WIDTH / 100 - NEXT - length >= 0:
        return Number(at=low, shift=-NEXT, y=y, anchor=TextEnd.END)
    if high * WIDTH / 100 + NEXT + length <= WIDTH + ROOM_RIGHT:
        return Number(at=high, shift=NEXT, y=y, anchor=TextEnd.START)
    return Number(at=50, shift=0, y=middle - LANE / 2 + 10.5, anchor=TextEnd.MIDDLE)
