"""A paper: what a page of findings says, before it becomes a print, a PDF or a Word file. All three are made of this."""

from dataclasses import dataclass
from typing import TypeAlias

#: How full a level is, from No to Yes, as every font draws it: a paper may be copied without its colours.
GLYPHS = ("○", "◔", "◑", "◕", "●")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCell:
    """What stands in a cell; ``level`` (0–4) where it is one level, which has its colour and its glyph."""

    words: str
    level: int | None = None
    is_strong: bool = False

    @property
    def glyph(self) -> str:
        """The glyph of the level; empty where there is none."""
        return "" if self.level is None else GLYPHS[self.level]

    @property
    def text(self) -> str:
        """Glyph and words in one line."""
        return f"{self.glyph} {self.words}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMoment:
    """A score in one round: ``at`` is when, from 0 (the first round drawn) to 1 (the last).

    ``has_line``: a change since the moment before holds whatever the missing and doubtful answers are.
    """

    round: str
    words: str
    at: float
    low: float | None
    high: float | None
    has_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperScore:
    """The score of one voice: ``low`` and ``high`` in points 0–100, None where nothing applies; ``change`` in words.

    ``course`` are its rounds, the oldest first, with this score last; ``before`` says the last ones before it. Both are
    empty where there was no round before.
    """

    voice: str
    words: str
    low: float | None
    high: float | None
    change: str
    course: tuple[PaperMoment, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperScores:
    """The scores, drawn from 0 to 100 and in words; ``head`` names voice, score, course and change."""

    title: str
    head: tuple[str, str, str, str]
    rows: tuple[PaperScore, ...]
    depth: int = 1

    @property
    def has_courses(self) -> bool:
        """Whether a voice was heard before."""
        return any(row.course for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table: its heads, and its rows, whose first cell heads the row; ``is_dense`` where it has many columns.

    ``is_of_texts``: the second column holds most of the words; ``has_room``: there is room to write in its empty cells.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[PaperCell, ...], ...]
    is_dense: bool = False
    is_of_texts: bool = False
    has_room: bool = False
    depth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperList:
    """Points below a heading, or what is said where there are none; ``is_numbered``: each has its number before it."""

    title: str
    points: tuple[str, ...]
    otherwise: str = ""
    depth: int = 1
    is_numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChapter:
    """The heading of the parts behind it that lie deeper (``depth`` 2), and what is said first. The contents name it."""

    title: str
    words: tuple[str, ...] = ()
    depth: int = 1


PaperPart: TypeAlias = PaperScores | PaperTable | PaperList | PaperChapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of a programme: ``findings`` head it, ``facts`` are names with what is known, ``foot`` says how it came.

    ``marking`` says what of it is invented; empty where nothing is. ``source`` is the address of the page. ``contents``
    heads the list of its chapters; empty where it has none.
    """

    language: str
    programme: str
    dated: str
    title: str
    subtitle: str
    findings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    parts: tuple[PaperPart, ...]
    foot: tuple[str, ...]
    marking: str
    source: str
    contents: str = ""

    @property
    def chapters(self) -> tuple[tuple[int, str], ...]:
        """The titles of its chapters, each with its place among the parts, from 1."""
        return tuple(
            (place, part.title)
            for place, part in enumerate(self.parts, 1)
            if self.contents and isinstance(part, PaperChapter)
        )
