"""A table on its way through a page and back: packed, so that a long sheet fits into what a page may send."""

import zlib
from base64 import b64decode, b64encode

#: The most that a table may unpack to, in bytes: more than any file that is read here holds.
MOST = 64 * 1024 * 1024


def packed(text: str) -> str:
    """Return a text as few letters and figures as it takes, for `unpacked` to read again."""
    return b64encode(zlib.compress(text.encode())).decode("ascii")


def unpacked(text: str) -> str:
    """Return the text that `packed` was given.

    Raises:
        ValueError: it packed no such text, or one that is larger than any file.
    """
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(b64decode(text, validate=True), MOST)
    except zlib.error as error:
        raise ValueError("nothing that was packed here") from error
    if not unpacking.eof or unpacking.unused_data:
        raise ValueError("cut off, too large, or followed by something else")
    return data.decode()
