"""A deck: a brief as slides, each with one finding and one picture, before it becomes a PowerPoint file."""

from dataclasses import dataclass
from typing import TypeAlias

from coordination.documents.papers import Paper, PaperList, PaperMoment, PaperTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideLane:
    """A score drawn from ``low`` to ``high``, 0–100; None where nothing is known. ``seen_by`` stands below the name."""

    name: str
    words: str
    low: float | None
    high: float | None
    seen_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideBars:
    """Scores below each other on one scale."""

    lanes: tuple[SlideLane, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideCourse:
    """A score round by round, the oldest first, time to scale; all are drawn, the last so many are named."""

    moments: tuple[PaperMoment, ...]
    named: int


SlidePicture: TypeAlias = SlideBars | SlideCourse | PaperTable | PaperList


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A finding as the title, its picture below a heading of its own, and what whoever speaks may need to say.

    Without a picture it is the finding alone.
    """

    title: str
    picture: SlidePicture | None
    heading: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """The slides of a paper, which gives the first (what, of which day, by whom) and the last (how a score is made).

    ``method`` heads the last one; ``counted`` says which part of a picture a slide has: “%(number)s of %(total)s”.
    """

    paper: Paper
    slides: tuple[Slide, ...]
    method: str
    counted: str


def described(picture: SlidePicture) -> str:
    """Return a picture in words, for those who do not see it: figures, or of a table what heads it.

    The words are its own, in no sentence, so that they are right in each language.
    """
    if isinstance(picture, SlideBars):
        return ", ".join(
            " ".join(filter(None, (each.name, each.seen_by, each.words))) for each in picture.lanes
        )
    if isinstance(picture, SlideCourse):
        return ", ".join(f"{each.round} {each.words}" for each in picture.moments[-picture.named :])
    if isinstance(picture, PaperTable):
        return ", ".join(filter(None, (picture.title, *picture.head)))
    return picture.title
