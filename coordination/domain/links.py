"""Web addresses that people give as what an answer rests on: http or https, without a user's name or password.

The database holds itself to the same form: `migrations/0011_links.py`.
"""

import re
import unicodedata

#: A host and perhaps a port.
HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(:[0-9]{1,5})?")
#: What follows the host: printable ASCII, but no backslash, which browsers take for a slash.
REST = re.compile(r"([/?#][!-\[\]-~]*)?")
PARTS = re.compile(r"(https?)://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
TITLE_LENGTH = 300


def address(text: str) -> str | None:
    """Return a web address as browsers send it, in ASCII; None for what is none or holds a name or password."""
    # Spaces, line breaks, and what nobody sees.
    if any(unicodedata.category(each)[0] in "CZ" for each in text):
        return None
    parts = PARTS.fullmatch(text)
    if parts is None:
        return None
    scheme, host, rest = parts.groups()
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    sent = "".join(each if each.isascii() else _escaped(each) for each in rest)
    if not HOST.fullmatch(plain) or not REST.fullmatch(sent):
        return None
    return f"{scheme.lower()}://{plain}{sent}"


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def readable(title: str, link: str) -> tuple[str, str]:
    """Return title and link of a stored source, what is no web address as words at the end of the title.

    So are a few links from before the database held them to their form: they can still be read and loaded again.
    """
    found = address(link)
    if found is not None or not link:
        return title, found or ""
    whole = f"{title} ({link})"
    return whole if len(whole) <= TITLE_LENGTH else f"{whole[: TITLE_LENGTH - 1]}…", ""
