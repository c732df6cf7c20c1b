"""Briefs as slides: which picture shows which finding. All words are those of the brief."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from coordination.documents.papers import (
    Paper,
    PaperCell,
    PaperChapter,
    PaperList,
    PaperPart,
    PaperScore,
    PaperScores,
    PaperTable,
)
from coordination.documents.slides import Deck, Slide, SlideBars, SlideCourse, SlideLane
from coordination.presenters import briefs, recommendations
from coordination.presenters.recommendations import Advice
from coordination.queries.briefs import StructureBrief

#: A point of a list as what to do and why.
Parted = Mapping[str, tuple[str, str]]


def deck(paper: Paper, slides: Iterable[Slide]) -> Deck:
    """Return the slides of a paper with what every deck says; its findings alone where there is nothing to show."""
    return Deck(
        paper=paper,
        slides=tuple(slides) or tuple(Slide(title=each, picture=None) for each in paper.findings),
        method=_("Method"),
        counted=_("%(number)s of %(total)s"),
    )


def of_structure(brief: StructureBrief, paper: Paper) -> Deck:
    """Return the brief of a structure as slides: the scores show the first finding, the answers the second."""
    steps = parted(
        each for _voice, advice, _nothing in recommendations.of_structure(brief.advised) for each in advice
    )
    return deck(paper, _of_structure(paper, steps))


def parted(steps: Iterable[Advice]) -> Parted:
    """Return the points of a paper that say these steps, each as what to do and why."""
    return {f"{each.lead} {each.why}": (str(each.lead), str(each.why)) for each in steps}


def _of_structure(paper: Paper, steps: Parted) -> Iterator[Slide]:
    finding_of = _shown(paper)
    if not finding_of:
        yield from (Slide(title=each, picture=None) for each in paper.findings)
    for part in paper.parts:
        finding = finding_of.get(id(part), part.title)
        if isinstance(part, PaperScores):
            yield _scores(part, finding)
            yield from (_course(part, row) for row in part.rows if row.course)
        else:
            yield from of_part(part, finding, steps)


def _shown(paper: Paper) -> dict[int, str]:
    """Return the finding that each part shows, by the part's id: the scores show the first, the matrix the second."""
    pictures = [
        *[part for part in paper.parts if isinstance(part, PaperScores)][:1],
        *[part for part in paper.parts if isinstance(part, PaperTable)][:1],
    ]
    return {id(part): finding for part, finding in zip(pictures, paper.findings, strict=False)}


def of_part(part: PaperPart, finding: str, steps: Parted) -> Iterator[Slide]:
    """Yield a slide of what a part of a paper lists, below a finding or its own title."""
    heading = part.title if finding != part.title else ""
    if isinstance(part, PaperChapter):
        yield Slide(title=finding, heading=heading, picture=PaperList(title=part.title, points=part.words))
    elif isinstance(part, PaperTable):
        yield Slide(title=finding, heading=heading, picture=part)
    elif isinstance(part, PaperList):
        yield Slide(title=finding, heading=heading, picture=_steps(part, steps))


def _steps(part: PaperList, steps: Parted) -> PaperTable | PaperList:
    """Return a list of steps as a table of what to do and why; any other list as it is."""
    if not any(point in steps for point in part.points):
        return part
    rows = (steps.get(point, (point, "")) for point in part.points)
    cells = tuple(tuple(PaperCell(words=each) for each in row) for row in rows)
    return PaperTable(title=part.title, head=(), rows=cells)


def _scores(part: PaperScores, finding: str) -> Slide:
    lanes = tuple(SlideLane(name=row.voice, words=row.words, low=row.low, high=row.high) for row in part.rows)
    return Slide(
        title=finding,
        heading=part.title if finding != part.title else "",
        picture=SlideBars(lanes=lanes),
        notes=tuple(line for row in part.rows for line in _in_words(part.head, row)),
    )


def _in_words(head: Sequence[str], row: PaperScore) -> Iterator[str]:
    """Yield what a row of the scores says, each under what heads it."""
    for name, said in zip(head, (row.voice, row.words, row.before, row.change), strict=True):
        if said:
            yield _("%(voice)s: %(answer)s") % {"voice": name, "answer": said}


def _course(part: PaperScores, row: PaperScore) -> Slide:
    return Slide(
        title=_("%(voice)s: %(answer)s") % {"voice": row.voice, "answer": row.change},
        heading=part.head[2],
        picture=SlideCourse(moments=row.course, named=briefs.MOST_BEFORE + 1),
        notes=(row.before,),
    )
