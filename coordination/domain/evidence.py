"""Evidence as a file: what is taken, and how much of it."""

from enum import StrEnum


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
