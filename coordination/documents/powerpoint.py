"""Decks as PowerPoint files (.pptx) that people go on editing: titles, tables and shapes, each picture said in words."""

import copy
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as day

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as Drawn
from pptx.text.text import TextFrame
from pptx.util import Pt

from coordination.documents import fitting, slide_master, slide_pictures, slide_tables
from coordination.documents.packing import without_times
from coordination.documents.papers import Paper, PaperList
from coordination.documents.slide_master import BOTTOM, MARGIN, QUIET, ROOM, TOP
from coordination.documents.slide_pictures import SlideArea, write
from coordination.documents.slides import Deck, Slide, SlideBars, SlideCourse, described

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
#: Points that titles may have, the largest first, and that what heads a picture has.
TITLES, HEADING = (28, 24, 22, 20, 18, 16), 16
#: How high a title is at least and how far below it its picture begins.
TITLE, GAP = 64, 10
#: How many letters each thing that a file says of itself may have.
LONGEST = 255
#: From where the facts of the first slide stand at least.
FACTS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """Where a slide has its title, and what is left for its picture."""

    size: float
    height: float
    area: SlideArea


def powerpoint_bytes(deck: Deck, *, on: day) -> bytes:
    """Return a deck as a PowerPoint file; the same deck on the same day is the same bytes."""
    made = slide_master.presentation()
    _say_what_it_is(made, deck.paper, on)
    _first(made, deck)
    method = PaperList(title=deck.method, points=deck.paper.foot)
    for each in (*deck.slides, Slide(title=deck.method, picture=method)):
        _divided(made, deck, each)
    for number, slide in enumerate(made.slides, 1):
        for each in slide.element.iter(qn("a:fld")):
            each.find(qn("a:t")).text = str(number)
    _speak(made, LANGUAGES[deck.paper.language])
    packed = io.BytesIO()
    made.save(packed)
    return without_times(packed)


def _say_what_it_is(made: Presentation, paper: Paper, on: day) -> None:
    known = made.core_properties
    known.title, known.subject, known.language = (
        paper.title[:LONGEST],
        paper.subtitle[:LONGEST],
        paper.language,
    )
    known.author = known.last_modified_by = paper.programme[:LONGEST]
    known.comments, known.revision, known.keywords = paper.marking[:LONGEST], 1, ""
    known.created = known.modified = datetime.combine(on, time(), UTC)


def _first(made: Presentation, deck: Deck) -> None:
    """Say what this is, of which day and by whom, and what is invented; all facts stand in the notes."""
    paper, slide = deck.paper, made.slides.add_slide(slide_master.first(made))
    size = fitting.largest(paper.programme, room=ROOM, most=24, sizes=(18, 14))
    room = fitting.height(paper.programme, ROOM, size, is_bold=True) + 14 * fitting.LINE
    above = _box(slide, SlideArea(left=MARGIN, top=TOP, width=ROOM, height=room))
    write(above, paper.programme, size=size, colour=QUIET)
    write(above, paper.dated, size=14, colour=QUIET)
    end = _heading(slide.shapes.title, paper.title, TOP + room, FIRST_TITLE)
    if paper.subtitle:
        end = _heading(slide.placeholders[1], paper.subtitle, end, SUBTITLE)
    else:
        left = slide.placeholders[1].element
        left.getparent().remove(left)
    marking = f"{paper.marking} · " if paper.marking else ""
    room = fitting.height(marking + paper.source, ROOM, 14, is_bold=True)
    source = _box(slide, SlideArea(left=MARGIN, top=BOTTOM - room, width=ROOM, height=room))
    write(source, marking, paper.source, size=14)
    top = max(FACTS, end + GAP)
    _facts(slide, paper, SlideArea(left=MARGIN, top=top, width=ROOM, height=BOTTOM - room - GAP - top))
    _finish(slide, paper, (*(f"{name} {known}" for name, known in paper.facts), *paper.foot))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """From where something at the head of the first slide stands at least, how high it may be, and in which sizes."""

    top: float
    most: float
    sizes: tuple[float, ...]
    is_bold: bool


FIRST_TITLE = _Heading(top=96, most=110, sizes=(40, 32, 28, 24, 20), is_bold=True)
SUBTITLE = _Heading(top=216, most=76, sizes=(22, 18, 16), is_bold=False)


def _heading(shape: Shape, said: str, above: float, how: _Heading) -> float:
    """Write what stands at the head of the first slide; return where it ends."""
    size = fitting.largest(said, room=ROOM, most=how.most, sizes=how.sizes)
    top, height = max(how.top, above + GAP), fitting.height(said, ROOM, size, is_bold=True)
    shape.left, shape.top, shape.width, shape.height = map(Pt, (MARGIN, top, ROOM, height))
    write(shape.text_frame, said, size=size, is_bold=how.is_bold)
    return top + height


def _facts(slide: Drawn, paper: Paper, area: SlideArea) -> None:
    """Write the facts where there is room for all of them."""
    facts = "\n".join(f"{name} {known}" for name, known in paper.facts)
    size = fitting.largest(facts, room=ROOM, most=area.height, sizes=(18, 16, 14))
    if facts and fitting.height(facts, ROOM, size, is_bold=True) <= area.height:
        frame = _box(slide, area)
        for name, known in paper.facts:
            write(frame, f"{name} ", known, size=size)


def _divided(made: Presentation, deck: Deck, of: Slide) -> None:
    """Draw a slide, or as many as its picture needs, each with its number."""
    counted = deck.counted % {"number": 99, "total": 99}
    place = _place(f"{of.title} ({counted})", of.heading)
    pictures: list[slide_pictures.Draw | None] = [*_pictures(of, place.area)]
    pictures = pictures or [None]
    for number, draw in enumerate(pictures, 1):
        slide = made.slides.add_slide(slide_master.other(made))
        part = deck.counted % {"number": number, "total": len(pictures)} if len(pictures) > 1 else ""
        _title(slide, of.title, part, place)
        if of.heading:
            top = place.area.top - HEADING * fitting.LINE - 2
            heading = _box(slide, SlideArea(left=MARGIN, top=top, width=ROOM, height=HEADING * fitting.LINE))
            write(heading, of.heading, size=HEADING, is_bold=True, colour=QUIET)
        if draw and of.picture:
            shape = draw(slide)
            shape.set("descr", described(of.picture))
        _finish(slide, deck.paper, (*of.notes, deck.paper.source))


def _pictures(of: Slide, area: SlideArea) -> Iterator[slide_pictures.Draw]:
    """Yield what draws each part of a picture."""
    if isinstance(of.picture, SlideBars):
        yield from slide_pictures.bars(of.picture, area)
    elif isinstance(of.picture, SlideCourse):
        yield slide_pictures.course(of.picture, area)
    elif of.picture:
        yield from slide_tables.tables(of.picture, area)


def _place(title: str, heading: str) -> _Placed:
    size = fitting.largest(title, room=ROOM, most=TITLE + 16, sizes=TITLES)
    height = max(TITLE, fitting.height(title, ROOM, size, is_bold=True))
    top = TOP + height + GAP + (HEADING * fitting.LINE + 4 if heading else 0)
    return _Placed(
        size=size, height=height, area=SlideArea(left=MARGIN, top=top, width=ROOM, height=BOTTOM - top)
    )


def _title(slide: Drawn, title: str, part: str, place: _Placed) -> None:
    shape = slide.shapes.title
    if place.height > TITLE:
        shape.left, shape.top, shape.width = Pt(MARGIN), Pt(TOP), Pt(ROOM)
        shape.height = Pt(place.height)
    write(shape.text_frame, title, f" ({part})" if part else "", size=place.size, is_bold=True)


def _box(slide: Drawn, area: SlideArea) -> TextFrame:
    box = slide.shapes.add_textbox(*map(Pt, (area.left, area.top, area.width, area.height)))
    frame = box.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _finish(slide: Drawn, paper: Paper, notes: tuple[str, ...]) -> None:
    """Write the foot and the number, which a slide has only where it is put, and what whoever speaks may need to say."""
    for each in slide.slide_layout.placeholders:
        kind = each.placeholder_format.type
        if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            own = copy.deepcopy(each.element)
            own.find(f".//{qn('p:cNvPr')}").set("id", str(slide.shapes._next_shape_id))
            slide.shapes._spTree.append(own)
        if kind is PP_PLACEHOLDER.FOOTER:
            foot = slide.shapes[-1].text_frame
            said = f"{paper.programme} · {paper.dated}"
            write(foot, f"{paper.marking} · " if paper.marking else "", said, size=11, colour=QUIET)
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, notes))


def _speak(made: Presentation, language: str) -> None:
    """Say in which language each piece of text is, and what people write beside it."""
    notes = [slide.notes_slide.element for slide in made.slides]
    masters = [made.slide_master.element, *(each.element for each in made.slide_layouts)]
    for part in (
        made.element,
        made.notes_master.element,
        *masters,
        *(s.element for s in made.slides),
        *notes,
    ):
        for run in part.iter(qn("a:r")):
            run.get_or_add_rPr()
        for each in part.iter():
            if each.tag in _TELLS or "lang" in each.attrib:
                each.set("lang", language)


_TELLS = frozenset({qn("a:rPr"), qn("a:endParaRPr")})
