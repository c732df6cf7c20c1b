"""How much room words take, in points, so that nothing runs over: for files whose reader sets the lines.

Widths are those of Arial, made broader: an office that lacks it takes another font (DejaVu Sans, where there is no
other), and words have to fit there, too.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

#: Thousandths of the size that characters are wide; others are as wide as they are high.
_WIDTHS: dict[str, int] = {
    char: wide
    for wide, chars in (
        (222, "ijl'|’‘"),
        (278, " !,./:;ftI[]\\\u202f\u00a0·"),
        (334, "r()-`“”"),
        (500, "ckszvxyJ"),
        (556, "abdeghnopqu0123456789L_+?$#–<=>«»"),
        (611, "FTZ"),
        (667, "ABEKPSVXY&"),
        (722, "CDHNRUw"),
        (778, "GOQ"),
        (833, "mM"),
        (890, "%"),
        (944, "W"),
        (1000, "—…@"),
    )
    for char in chars
}
#: Other characters; how much broader the broadest font that takes the place of Arial is; and bold words.
_OTHERS, _BROADER, _BOLD = 1000, 1.13, 1.13
#: A line's height as a multiple of its size, a little more than offices give it.
LINE = 1.22
#: In so many steps rows are tried to be divided evenly.
_STEPS = 20
_SPACES = re.compile(r"[ \t\n]+")


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide a text is in one line."""
    plain = unicodedata.normalize("NFD", text)
    wide = sum(_WIDTHS.get(char, _OTHERS) for char in plain if not unicodedata.combining(char))
    return wide * _BROADER * (_BOLD if is_bold else 1) * size / 1000


def lines(text: str, room: float, size: float, *, is_bold: bool = False) -> int:
    """Return in how many lines of this width a text stands; a word that is wider breaks anywhere."""
    space, count = width(" ", size), 0
    for paragraph in text.split("\n"):
        count, left = count + 1, room
        for word in _SPACES.split(paragraph):
            wide = width(word, size, is_bold=is_bold)
            if wide > left and left < room:
                count, left = count + 1, room
            if wide > room:
                # Of a line that breaks within a word up to a letter is lost.
                more = math.ceil(wide / max(1.0, room - size)) - 1
                count, wide = count + more, wide - more * (room - size)
            left -= wide + space
    return count


def height(text: str, room: float, size: float, *, is_bold: bool = False) -> float:
    """Return how high a text stands in lines of this width."""
    return lines(text, room, size, is_bold=is_bold) * size * LINE


def pieces(text: str, *, room: float, size: float, most: int) -> Iterator[str]:
    """Yield a text in pieces, each of which stands in bold in at most so many lines of this width."""
    piece = ""
    for word in _short(_SPACES.split(text), room=room, size=size, most=most):
        longer = f"{piece} {word}".strip()
        if piece and lines(longer, room, size, is_bold=True) > most:
            yield piece
            longer = word
        piece = longer
    yield piece


def _short(words: Sequence[str], *, room: float, size: float, most: int) -> Iterator[str]:
    """Yield words, those that alone are longer than so many lines in parts."""
    for word in words:
        part = len(word)
        while part > 1 and lines("W" * part, room, size, is_bold=True) > most:
            part = part * 3 // 4
        if lines(word, room, size, is_bold=True) <= most:
            yield word
        else:
            yield from (word[at : at + part] for at in range(0, len(word), part))


def largest(text: str, *, room: float, most: float, sizes: Sequence[float]) -> float:
    """Return the first of the sizes, the largest first, at which a bold text is at most so high; else the last."""
    return next((each for each in sizes if height(text, room, each, is_bold=True) <= most), sizes[-1])


def least(texts: Sequence[str], size: float) -> float:
    """Return how wide a column of bold texts is at least, so that no word of theirs breaks."""
    return max(width(word, size, is_bold=True) for each in texts for word in _SPACES.split(each))


def columns(rows: Sequence[Sequence[str]], *, room: float, size: float, beside: float) -> list[float]:
    """Return how wide the columns of a table are in this room, of which each needs ``beside`` besides its words.

    Each has room for its longest word, if there is any way; what is left goes to those that have more to say.
    """
    cells = [*zip(*rows, strict=True)]
    whole = [max(width(each, size, is_bold=True) for each in column) + beside for column in cells]
    lows = [min(room / 3, beside + least(column, size)) for column in cells]
    if sum(lows) >= room:
        return [each * room / sum(lows) for each in lows]
    more = [max(0.0, each - low) for each, low in zip(whole, lows, strict=True)]
    left = room - sum(lows)
    if sum(more) <= left:
        return [each + (room - sum(whole)) * each / sum(whole) for each in whole]
    return [low + left * each / sum(more) for low, each in zip(lows, more, strict=True)]


def divided(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Return from where to where rows of these heights stand together in this room, in as few parts as there can be.

    The parts are about as high as each other; a row that is higher than the room stands alone.
    """
    fewest = len(_filled(heights, room))
    rooms = (room * part / _STEPS for part in range(1, _STEPS))
    return next(
        (found for each in rooms if len(found := _filled(heights, each)) == fewest), _filled(heights, room)
    )


def _filled(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    found, start, filled = [], 0, 0.0
    for at, each in enumerate(heights):
        if filled and filled + each > room:
            found.append((start, at))
            start, filled = at, 0.0
        filled += each
    return [*found, (start, len(heights))] if heights else []
