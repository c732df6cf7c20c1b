"""Files that people give as evidence, and files that only say they are."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from coordination.actions import evidence as actions
from coordination.actions.evidence_parents import OfAnswer, Parent
from coordination.models import Assessment, Contact, EvidenceFile, Observation, User
from coordination.models.evidence import storage
from tests import make

#: What a camera notes: the place (Goma), and whose telephone it was.
OWNER, GPS = "Telephone of Amina", 0x8825
SCRIPT = "<script>fetch('/')</script>"


def photo(
    width: int = 40, height: int = 30, *, kind: str = "JPEG", notes: bool = True, turn: int = 1
) -> bytes:
    """A picture as a phone takes it, red on its left, with the place, the owner and a comment in it."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    if notes:
        exif[0x013B] = exif[0x9C9D] = OWNER
        exif[0x0112] = turn
        exif.get_ifd(GPS).update({1: "S", 2: (1.0, 40.0, 45.0), 3: "E", 4: (29.0, 13.0, 21.0)})
    made = io.BytesIO()
    more = {"comment": OWNER.encode()} if kind == "JPEG" and notes else {}
    picture.save(made, kind, exif=exif, **more)
    return made.getvalue()


def pdf(
    *, change: Callable[[PdfWriter], object] = lambda _written: None, picture: bytes = b"", pages: int = 1
) -> bytes:
    """A PDF of some pages, with an author, and with a photo on its first page where one is given."""
    written = PdfWriter()
    for _each in range(pages):
        written.add_blank_page(200, 200)
    if picture:
        written.pages[0][NameObject("/Resources")] = _with_picture(written, picture)
    written.add_metadata({"/Author": OWNER, "/Title": "Minutes"})
    change(written)
    made = io.BytesIO()
    written.write(made)
    return made.getvalue()


def _with_picture(written: PdfWriter, picture: bytes) -> DictionaryObject:
    drawn = StreamObject()
    drawn._data = picture
    drawn.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
            NameObject("/Width"): NumberObject(40),
            NameObject("/Height"): NumberObject(30),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    named = DictionaryObject({NameObject("/Im1"): written._add_object(drawn)})
    return DictionaryObject({NameObject("/XObject"): named})


def scripted(written: PdfWriter) -> None:
    """Let a script run on opening."""
    written.root_object[NameObject("/OpenAction")] = _action(
        NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)")
    )


def opening_at_a_page(written: PdfWriter) -> None:
    """Let the first page be shown on opening."""
    place = ArrayObject([written.pages[0].indirect_reference, NameObject("/Fit")])
    written.root_object[NameObject("/OpenAction")] = _action(NameObject("/GoTo"), D=place)


def launching(written: PdfWriter) -> None:
    """Let a link on the first page start a program; the kind of the action stands elsewhere in the file."""
    action = _action(written._add_object(NameObject("/Launch")), F=TextStringObject("calc.exe"))
    link = {"Type": NameObject("/Annot"), "Subtype": NameObject("/Link"), "A": action}
    written.pages[0][NameObject("/Annots")] = ArrayObject([written._add_object(_dictionary(link))])


def _action(kind: PdfObject, **more: PdfObject) -> DictionaryObject:
    return _dictionary({"S": kind, **more})


def _dictionary(values: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in values.items()})


def archive(name: str, content: str, *, is_link: bool = False) -> bytes:
    """A zip with one entry, perhaps a symbolic link."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        entry = zipfile.ZipInfo(name)
        if is_link:
            entry.external_attr = 0o120777 << 16
        written.writestr(entry, content)
    return made.getvalue()


def huge(side: int = 30_000) -> bytes:
    """A PNG of some hundred bytes that says it has as many points on each side."""
    made = bytearray(photo(kind="PNG", notes=False))
    made[16:24] = side.to_bytes(4) * 2
    made[29:33] = zlib.crc32(bytes(made[12:29])).to_bytes(4)
    return bytes(made)


def eicar() -> bytes:
    """The text that programs against viruses agree to find; it does nothing."""
    return rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def give(assessment: Assessment, criterion: str = "C1", *, data: bytes = b"", note: str = "") -> EvidenceFile:
    """Add a photo, or other bytes, to an answer of a draft, by its assessor."""
    parent = OfAnswer(assessment=assessment, criterion=criterion)
    return attach(parent, data=data, note=note, by=make.rater(assessment))


def attach(parent: Parent, *, data: bytes = b"", note: str = "", by: User | None = None) -> EvidenceFile:
    """Add a photo, or other bytes, to anything; to a contact or an observation by whoever wrote it."""
    if by is None:
        by = parent.author if isinstance(parent, Contact) else None
        by = parent.recorded_by if isinstance(parent, Observation) else by
        assert by
    return actions.add(parent=parent, data=data or photo(), note=note, by=by, at=make.AT)


def names_stored() -> set[str]:
    """The names of all that lies in the storage."""
    return set(storage().listdir("")[1])


#: What is no picture and no PDF, whatever its name says → its bytes.
OTHER_FILES: Mapping[str, Callable[[], bytes]] = {
    "page.pdf": lambda: b"<html>" + SCRIPT.encode() + pdf(),
    "drawing.svg": lambda: f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode(),
    "drawing.jpg": lambda: f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode(),
    "minutes.docm": lambda: archive("word/vbaProject.bin", "Sub AutoOpen()"),
    "minutes.pdf": lambda: archive("minutes.pdf", "/etc/passwd", is_link=True),
    "eicar.com": eicar,
    "photo.gif": lambda: photo(kind="GIF", notes=False),
    "photo.tiff": lambda: photo(kind="TIFF", notes=False),
    "broken.jpg": lambda: photo(400, 400)[:600],
    "broken.pdf": lambda: b"%PDF-1.7\n" + b"\x00" * 400,
    "nothing.pdf": lambda: b"%PDF-",
}
