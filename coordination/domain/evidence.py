"""Evidence as a file: what is taken, how much of it, and what is told of it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class FileKind(StrEnum):
    """What is kept: a picture, written anew as JPEG, or the pages of a PDF."""

    PICTURE = "picture"
    PDF = "pdf"


#: How each is told of on the way out: its ending and its type.
ENDINGS = {FileKind.PICTURE: "jpg", FileKind.PDF: "pdf"}
MEDIA_TYPES = {FileKind.PICTURE: "image/jpeg", FileKind.PDF: "application/pdf"}

#: The most that is taken: bytes of a file, files of one thing, pages of a PDF.
MEGABYTES = 5
LARGEST = MEGABYTES * 1024 * 1024
MOST_FILES = 5
MOST_PAGES = 50
#: The most points of a picture, in millions: phones make 12 to 50. A picture of more is refused before it is decoded;
#: one that is no JPEG from half of it on.
MOST_MEGAPIXELS = 50
#: The longest side, in points, of what is kept: a page of text stays readable.
LONGEST_SIDE = 2400
#: The longest note beside a file.
NOTE_LENGTH = 300


class OutOfReach(Exception):
    """The place where files are kept does not answer, or has no room, so that a retry may succeed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileValue:
    """A file as it is told of: in the order of a number drawn by lot, without who gave it and when."""

    id: UUID
    kind: FileKind
    size: int
    sha256: str
    note: str

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, else a PDF."""
        return self.kind == FileKind.PICTURE


def name_of(file: FileValue, about: str) -> str:
    """Return the name under which a file is taken out; ``about`` is a plain code of what it belongs to."""
    return f"evidence-{about}-{file.id.hex[:8]}.{ENDINGS[file.kind]}"
