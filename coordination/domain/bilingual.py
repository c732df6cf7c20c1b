"""Texts: in both languages, of bounded length, without anything invisible."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from coordination.domain.problems import is_control
from coordination.domain.rules import Rule

CODE_LENGTH = 40
NAME_LENGTH = 200
TEXT_LENGTH = 4_000
VERBATIM_LENGTH = 200
LINK_LENGTH = 500
#: What a side is called in a programme, and an area of it.
LABEL_LENGTH = 60
PROVINCE_LENGTH = 100
LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
#: What an instrument calls its parts: they stand in addresses, in ids of a page and in headings of a table.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
NUMBER = re.compile(r"[0-9]+", re.ASCII)
#: Numbers of so many digits and fewer are sorted as numbers.
DIGITS = 20
#: Letters and signs by their class that show nothing: Hangul fillers, an empty Braille cell, a Mongolian separator.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u180e")
#: Signs that people write for an apostrophe, and those that join words or stand between them as a hyphen does.
_SIGNS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060\uff07", "'")
    | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", " ")
)
#: Letters that no accent can be taken from, as people write them without.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    en: str
    fr: str

    def get(self, language: str) -> str:
        """Return French for “fr” and its regions, else English."""
        return self.fr if language.lower().startswith("fr") else self.en

    @property
    def folded(self) -> frozenset[str]:
        """The text in each language without case and accents: names that share one are the same name."""
        return frozenset(fold(each.strip()) for each in (self.en, self.fr)) - {""}


def fault(text: str, limit: int, *, lines: bool = False) -> Rule | None:
    """Return the rule that a text breaks, None for a sound one.

    The rules are too_long, control_character, nothing_to_see and not_composed. `limit` counts characters; `lines`
    allows line breaks and tabs, which a name may not have.
    """
    if len(text) > limit:
        return Rule.TOO_LONG
    allowed = "\n\t" if lines else ""
    # What is printable holds none: most texts need no look at each character.
    if not text.isprintable() and any(is_control(each) and each not in allowed for each in text):
        return Rule.CONTROL_CHARACTER
    if text.strip() and not is_seen(text):
        return Rule.NOTHING_TO_SEE
    return None if unicodedata.is_normalized("NFC", text) else Rule.NOT_COMPOSED


def fold(text: str) -> str:
    """Return what texts have in common that read alike: the one rule for search, order and identity.

    Case, accents, ligatures, what nobody sees, the kind of apostrophe, and hyphens for spaces make no difference.
    """
    plain = text.translate(_SIGNS)
    if not plain.isascii():  # Most are, and no letter of ASCII is unseen or bears an accent.
        decomposed = unicodedata.normalize("NFKD", plain)
        seen = (each for each in decomposed if not unicodedata.combining(each) and not _is_unseen(each))
        plain = "".join(seen).casefold().translate(_LETTERS)
    return " ".join(plain.casefold().split())


def words(search: str) -> tuple[str, ...]:
    """Return what a folded text must contain to be found: what stands between spaces, so a code stays whole."""
    return tuple(filter(None, (fold(each) for each in search.split())))


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of the text: not of spaces, joiners and fillers alone."""
    return any(not each.isspace() and not _is_unseen(each) for each in text)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in FILLERS


def bare(code: str) -> str:
    """Return the letters and figures of a code, small and without accents: what tells addresses apart."""
    plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode().lower()
    return "".join(re.findall(r"[a-z0-9]", plain))


# Every list of structures is sorted by it, and sorted again at every request.
@lru_cache(maxsize=16_384)
def alphabetical(text: str) -> tuple[str, str]:
    """A sort key for texts: without case and accents first, so that the order says nothing of who wrote which.

    Numbers count as such: 2e before 10e.
    """
    return NUMBER.sub(lambda found: found.group().zfill(DIGITS), fold(text)), text
