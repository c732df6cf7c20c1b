"""A photo or a PDF that somebody gives as evidence, made anew: what it is by its bytes, and nothing but what it shows.

Whatever the camera or the office program noted beside it (place, time, author, device) stays behind, and so does
whatever could run or be unpacked.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from coordination.domain.evidence import (
    LARGEST,
    LONGEST_SIDE,
    MEGABYTES,
    MOST_MEGAPIXELS,
    MOST_PAGES,
    FileKind,
)
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

#: The readers that a picture may reach; of all others that the library has none is ever asked.
PICTURES = ("JPEG", "PNG", "WEBP")
QUALITY = 82
#: So many things a PDF may be made of: a page has a few dozen.
MOST_THINGS = 20_000
#: What in a PDF runs, unpacks, sends or opens something else.
ACTIVE = frozenset(
    ("/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition")
    + ("/RichMedia", "/Movie", "/Sound", "/3D", "/XFA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AF")
    + ("/OpenAction", "/AA", "/FileAttachment", "/Screen")
)
#: These may do no more than show a page of their own.
HARMLESS_IF_PLACE = "/OpenAction"
#: What a PDF says of itself, of its pages and of its pictures.
SAID = ("/Metadata", "/PieceInfo", "/LastModified", "/Info", "/ID", "/Thumb")
#: In a JPEG: the markers of what programs note (APP1 to APP15, but for the colours of APP14), and of a comment.
NOTED = {*range(0xE1, 0xF0), 0xFE} - {0xEE}
SCAN = 0xDA


def cleaned(data: bytes) -> tuple[FileKind, bytes]:
    """Return what a file is and the file made anew.

    Raises:
        Refused: it is empty, too large, neither a photo nor a PDF, or does more than show something.
    """
    if not data:
        raise _refused(Rule.EVIDENCE_EMPTY)
    if len(data) > LARGEST:
        raise _refused(Rule.EVIDENCE_TOO_LARGE, str(MEGABYTES))
    kind, made = (
        (FileKind.PDF, _pages(data)) if data.startswith(b"%PDF-") else (FileKind.PICTURE, _picture(data))
    )
    if len(made) > LARGEST:
        raise _refused(Rule.EVIDENCE_TOO_LARGE, str(MEGABYTES))
    return kind, made


def _refused(rule: Rule, value: str = "") -> Refused:
    return Refused((Problem(rule=rule, path="file", value=value),))


# --- pictures


def _picture(data: bytes) -> bytes:
    try:
        with Image.open(BytesIO(data), formats=PICTURES) as found:
            return _drawn_anew(found)
    except Image.DecompressionBombError:
        raise _refused(Rule.EVIDENCE_TOO_MANY_POINTS, str(MOST_MEGAPIXELS)) from None
    except Refused:
        raise
    # Whatever a reader stumbles over in bytes that somebody made up: it is no picture then.
    except Exception:
        raise _refused(Rule.EVIDENCE_UNREADABLE) from None


def _drawn_anew(found: Image.Image) -> bytes:
    """Return the points alone, upright, as a JPEG; how many there are is read before any is decoded."""
    width, height = found.size
    # A JPEG is decoded at the size that is needed, in a fraction of the memory; others take four bytes for each point.
    most = MOST_MEGAPIXELS if found.format == "JPEG" else MOST_MEGAPIXELS // 2
    if width * height > most * 1_000_000:
        raise _refused(Rule.EVIDENCE_TOO_MANY_POINTS, str(most))
    found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    # Smaller first: turning and painting then work on little.
    found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(found)
    drawn = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        drawn.paste(layer, mask=layer.getchannel("A"))
    else:
        drawn.paste(upright.convert("RGB"))
    made = BytesIO()
    drawn.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


# --- PDF


def _pages(data: bytes) -> bytes:
    try:
        return _written_anew(PdfReader(BytesIO(data)))
    except Refused:
        raise
    # As above: the library answers made-up bytes with errors of many kinds.
    except Exception:
        raise _refused(Rule.EVIDENCE_UNREADABLE) from None


def _written_anew(found: PdfReader) -> bytes:
    if found.is_encrypted:
        raise _refused(Rule.EVIDENCE_LOCKED)
    if any(_is_active(each) for each in _things(found.trailer)):
        raise _refused(Rule.EVIDENCE_ACTIVE)
    if len(found.pages) > MOST_PAGES:
        raise _refused(Rule.EVIDENCE_TOO_MANY_PAGES, str(MOST_PAGES))
    written = PdfWriter()
    for page in found.pages:
        written.add_page(page)
    written.metadata = None
    for each in _things(written.root_object):
        for name in SAID:
            each.pop(name, None)
        if isinstance(each, StreamObject) and _of(each, "/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            each._data = without_notes(each._data)
    made = BytesIO()
    written.write(made)
    return made.getvalue()


def _is_active(thing: DictionaryObject) -> bool:
    for name in ACTIVE & thing.keys():
        value = thing[name]
        if name != HARMLESS_IF_PLACE or not _is_place(value):
            return True
    return any(_of(thing, name) in ACTIVE for name in ("/S", "/Subtype", "/Type"))


def _of(thing: DictionaryObject, name: str) -> Any:
    """Return what stands under a name, also where it stands elsewhere in the file."""
    found = thing.get(name)
    return found.get_object() if isinstance(found, IndirectObject) else found


def _is_place(value: Any) -> bool:
    """Whether what happens on opening is no more than to show a page: its name or place, or the way there."""
    return not isinstance(value, DictionaryObject) or _of(value, "/S") == "/GoTo"


def _things(start: Any) -> Iterator[DictionaryObject]:
    """Yield everything that a PDF is made of, each once, from its root on.

    Raises:
        Refused: there is no end to it.
    """
    waiting, seen = [start], set[int | tuple[int, int]]()
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            number = (each.idnum, each.generation)
            if number in seen:
                continue
            seen.add(number)
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [value for value in each.values() if _leads_on(value)]
        elif isinstance(each, ArrayObject):
            waiting += [value for value in each if _leads_on(value)]
        if len(seen) > MOST_THINGS or len(waiting) > MOST_THINGS:
            raise _refused(Rule.EVIDENCE_UNREADABLE)


def _leads_on(value: object) -> bool:
    return isinstance(value, IndirectObject | DictionaryObject | ArrayObject)


def without_notes(data: bytes) -> bytes:
    """Return a JPEG with its points untouched, without what programs noted in it; other bytes as they are."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != SCAN:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if data[place + 1] not in NOTED:
            kept.append(data[place:end])
        place = end
    return b"".join(kept) + data[place:]
