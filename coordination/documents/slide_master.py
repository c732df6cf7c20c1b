"""The plain masters that slides are made on: 16:9, one font, our colours, a footer and a number on each."""

from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import Part, XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation
from pptx.slide import NotesMaster, SlideLayout, SlideMaster
from pptx.util import Pt

#: Points: the slide, what is left at its sides, from where its footer stands and how far its pictures reach.
WIDTH, HEIGHT, MARGIN, FOOT, BOTTOM = 960, 540, 40, 506, 498
ROOM = WIDTH - 2 * MARGIN
TOP, NUMBER = 24, 60
FONT = "Arial"
#: The colours of a theme, in its own order; the first and the third are of words, the second and the fourth of grounds.
COLOURS = {
    **{"dk1": "16202C", "lt1": "FFFFFF", "dk2": "4B5563", "lt2": "F5F7F9"},
    **{
        "accent1": "00224E",
        "accent2": "414D6B",
        "accent3": "7C7B78",
        "accent4": "BCAE6C",
        "accent5": "FEE838",
    },
    **{"accent6": "00407A", "hlink": "00407A", "folHlink": "4B5563"},
}
INK, QUIET, SOLID, LINE = COLOURS["dk1"], COLOURS["dk2"], COLOURS["accent1"], "C3C9D1"
#: What the library brings besides masters and slides: a picture, settings and counts of somebody's machine.
_STRANGE = ("thumbnail", "printerSettings", "extended-properties")
#: The one with a title and its subtitle, and the one with a title alone.
_FIRST, _OTHERS = 0, 5


def presentation() -> Presentation:
    """Return a presentation without slides."""
    made = pptx.Presentation()
    made.slide_width, made.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for holder in (made.part.package, made.part):
        _leave_out(holder._rels)
    layouts = made.slide_layouts
    kept = (layouts[_FIRST], layouts[_OTHERS])
    for each in [*layouts]:
        if each not in kept:
            layouts.remove(each)
    made.element.find(qn("p:sldSz")).attrib.pop("type")
    master, notes = made.slide_master, made.notes_master
    for each in (master, notes):
        _style(each.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    # The library makes the master of notes, and does not list it.
    related = made.part.relate_to(notes.part, RELATIONSHIP_TYPE.NOTES_MASTER)
    made.element.find(qn("p:sldMasterIdLst")).addnext(parse_xml(_NOTES.format(related)))
    heading = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    heading.set("algn", "l")
    heading.find(qn("a:defRPr")).set("b", "1")
    for layout in (master, *kept):
        _place(layout)
    for layout in (master, notes, *kept):
        _ask_nothing(layout)
    return made


def first(of: Presentation) -> SlideLayout:
    """Return the layout of the first slide."""
    return of.slide_layouts[0]


def other(of: Presentation) -> SlideLayout:
    """Return the layout of every other slide."""
    return of.slide_layouts[1]


def _leave_out(relations: Any) -> None:
    for name, each in [*relations.items()]:
        if each.reltype.endswith(_STRANGE):
            relations.pop(name)


def _style(theme: Part) -> None:
    """Put our font and colours into a theme, and take out the names and the fonts of other scripts that came with it."""
    root = parse_xml(theme.blob)
    root.set("name", "Plain")
    colours, fonts = root.find(f".//{qn('a:clrScheme')}"), root.find(f".//{qn('a:fontScheme')}")
    colours.set("name", "Plain")
    fonts.set("name", "Plain")
    for name, colour in COLOURS.items():
        slot = colours.find(qn(f"a:{name}"))
        for child in [*slot]:
            slot.remove(child)
        slot.append(parse_xml(_COLOUR.format(colour)))
    for kind in fonts:
        kind.find(qn("a:latin")).set("typeface", FONT)
        for each in kind.findall(qn("a:font")):
            kind.remove(each)
    if isinstance(theme, XmlPart):
        theme._element = root
    else:
        theme._blob = serialize_part_xml(root)


def _place(layout: SlideLayout | SlideMaster) -> None:
    """Put what a layout holds where it belongs on a wide slide; leave out the day."""
    for each in [*layout.placeholders]:
        kind = each.placeholder_format.type
        frame = each.text_frame
        if kind is PP_PLACEHOLDER.DATE:
            each.element.getparent().remove(each.element)
            continue
        if kind in _PLACES:
            each.left, each.top, each.width, each.height = map(Pt, _PLACES[kind])
        if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            _foot(each.element, is_number=kind is PP_PLACEHOLDER.SLIDE_NUMBER)
        else:
            frame.vertical_anchor = MSO_ANCHOR.TOP
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            for style in each.element.iter(qn("a:lvl1pPr")):
                style.set("algn", "l")


def _ask_nothing(layout: SlideLayout | SlideMaster | NotesMaster) -> None:
    """Take out what asks in English to be clicked."""
    for each in layout.element.iter(qn("a:r")):
        each.find(qn("a:t")).text = ""


def _foot(element: BaseOxmlElement, *, is_number: bool) -> None:
    for style in element.iter(qn("a:lvl1pPr")):
        style.set("algn", "r" if is_number else "l")
        said = style.find(qn("a:defRPr"))
        said.set("sz", "1100")
        for each in [*said]:
            said.remove(each)
        said.append(parse_xml(_FILL))
    body = element.find(f".//{qn('a:bodyPr')}")
    for side in ("lIns", "rIns"):
        body.set(side, "0")


_PLACES = {
    PP_PLACEHOLDER.CENTER_TITLE: (MARGIN, 96, ROOM, 110),
    PP_PLACEHOLDER.SUBTITLE: (MARGIN, 216, ROOM, 60),
    PP_PLACEHOLDER.TITLE: (MARGIN, TOP, ROOM, 64),
    PP_PLACEHOLDER.BODY: (MARGIN, 100, ROOM, BOTTOM - 100),
    PP_PLACEHOLDER.FOOTER: (MARGIN, FOOT, ROOM - NUMBER, 28),
    PP_PLACEHOLDER.SLIDE_NUMBER: (WIDTH - MARGIN - NUMBER, FOOT, NUMBER, 28),
}
_NAMES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_NOTES = (
    '<p:notesMasterIdLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<p:notesMasterId r:id="{}"/></p:notesMasterIdLst>'
)
_COLOUR = "<a:srgbClr " + _NAMES + ' val="{}"/>'
_FILL = "<a:solidFill " + _NAMES + '><a:schemeClr val="tx2"/></a:solidFill>'
