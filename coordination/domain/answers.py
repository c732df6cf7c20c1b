"""One answer: kept as it was written, understood as an interval of admissible levels.

Levels are 0 No, 1 Not yet, 2 Partly, 3 Mostly, 4 Yes; only their order is information. What is not known
admits every level (0 to 4) and is never turned into a No; what is not applicable has no level at all. Source:
METHOD.md, sections 2.1 to 2.3.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

LOWEST, HIGHEST = 0, 4
WORD_LIMIT = 200
UNKNOWN_MARK = "?"
LEVEL_CHOICES = ("0", "1", "2", "3", "4")
CHOICES = (*LEVEL_CHOICES, "unknown", "not_applicable")


class Status(StrEnum):
    """What kind of answer it is. `none` is a dash or a blank whose meaning the source does not give."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    UNPARSED = "unparsed"


class Certainty(StrEnum):
    """How an answered level was given. `plain` says only that there is no mark of doubt, not “sure”."""

    PLAIN = "plain"
    DOUBTFUL = "doubtful"
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One answer as understood.

    `verbatim` is exactly what was written. `lo` and `hi` (levels 0 to 4) are the admissible levels; both are
    None only for `not_applicable` and `unparsed`. `level` is the face value, None for a range or a
    non-answer. Raises ValueError for a combination that cannot be true, so that no later figure has to check
    again.
    """

    verbatim: str
    status: Status
    level: int | None = None
    lo: int | None = None
    hi: int | None = None
    certainty: Certainty | None = None

    def __post_init__(self) -> None:
        if self.status is Status.ANSWERED:
            self._check_answered()
        elif self.status in (Status.UNKNOWN, Status.NONE):
            if (self.level, self.lo, self.hi, self.certainty) != (None, LOWEST, HIGHEST, None):
                raise ValueError(f"{self.status} admits every level, has no level and no certainty: {self!r}")
        elif (self.level, self.lo, self.hi, self.certainty) != (None, None, None, None):
            raise ValueError(f"{self.status} has no levels and no certainty: {self!r}")

    def _check_answered(self) -> None:
        lo, hi = self.lo, self.hi
        if lo is None or hi is None or not LOWEST <= lo <= hi <= HIGHEST:
            raise ValueError(f"an answer needs 0 <= lo <= hi <= 4: {self!r}")
        if self.certainty is not Certainty.RANGE:
            self._check_level(lo, hi)
        elif self.level is not None:
            raise ValueError(f"a range has no single level: {self!r}")

    def _check_level(self, lo: int, hi: int) -> None:
        if self.certainty is None or self.level is None or not lo <= self.level <= hi:
            raise ValueError(f"an answer needs a certainty, and a level between lo and hi: {self!r}")
        if self.certainty is Certainty.PLAIN and lo != hi:
            raise ValueError(f"a plain answer admits its own level only: {self!r}")


_WORDS = {
    word: level
    for level, words in (
        (4, ("yes", "all", "fully", "oui", "tous", "toutes", "entierement")),
        (
            3,
            (
                *("mostly", "most", "broadly", "largely"),
                *("en grande partie", "la plupart", "pour l'essentiel", "dans l'ensemble"),
                *("globalement", "largement"),
            ),
        ),
        (2, ("partly", "partially", "partiellement", "en partie")),
        (1, ("not yet", "pas encore")),
        (0, ("no", "non")),
    )
    for word in words
}
_UNKNOWN = frozenset({"?", "??", "unknown", "don't know", "inconnu", "ne sait pas"})
_NONE = frozenset({"", "-", "_"})
_NOT_APPLICABLE = frozenset(
    {"n/a", "n.a.", "not applicable", "does not apply", "s.o.", "sans objet", "non applicable"}
)

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032\u02b9\u0060\u00b4\uff07"), "'")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
LAYOUT = dict.fromkeys(map(ord, "\r\n\t"), " ")
_ANY_WORD = "|".join(map(re.escape, _WORDS))
_DOUBTED = re.compile(rf"({_ANY_WORD}) ?\?")
# "a" is the French "à" once its accent is stripped.
_RANGE = re.compile(rf"({_ANY_WORD})(?: to | a | ?\.\. ?| ?/ ?)({_ANY_WORD})")


def normalise(text: str) -> str:
    """The form in which words are looked up: lower case, no accents, one kind of apostrophe, dash and space.

    Only for looking up: what was written is always kept and shown as it was written.
    """
    # Apostrophes first: decomposition would turn the acute accent, which some type for one, into a space.
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.translate(_DASHES).casefold().split())


def read(verbatim: str, radius: int = 1) -> Reading:
    """A written answer as understood, in English or French; what is not in the table is `unparsed`.

    `radius` (levels, 0 or more) is how far a doubtful word may be off on either side; the scale's ends clip
    it. Source: METHOD.md, section 2.3.
    """
    if radius < 0:
        raise ValueError(f"a radius is 0 or more: {radius}")
    if len(verbatim) > WORD_LIMIT:
        return Reading(
            verbatim=verbatim, status=Status.UNPARSED
        )  # A text, not a word; it has no place in the cache below.
    return _read(verbatim, radius)


@lru_cache(maxsize=4096)  # The same few words come back in every assessment.
def _read(verbatim: str, radius: int) -> Reading:
    text = normalise(verbatim)
    if text in _WORDS:
        return answered(verbatim, _WORDS[text])
    if text in _UNKNOWN:
        return Reading(verbatim=verbatim, status=Status.UNKNOWN, lo=LOWEST, hi=HIGHEST)
    if text in _NONE:
        return Reading(verbatim=verbatim, status=Status.NONE, lo=LOWEST, hi=HIGHEST)
    if text in _NOT_APPLICABLE:
        return Reading(verbatim=verbatim, status=Status.NOT_APPLICABLE)
    if doubted := _DOUBTED.fullmatch(text):
        return doubtful(verbatim, _WORDS[doubted[1]], radius)
    if ends := _RANGE.fullmatch(text):
        return between(verbatim, _WORDS[ends[1]], _WORDS[ends[2]])
    return Reading(verbatim=verbatim, status=Status.UNPARSED)


def answered(verbatim: str, level: int) -> Reading:
    """A level without a mark of doubt."""
    return Reading(
        verbatim=verbatim, status=Status.ANSWERED, level=level, lo=level, hi=level, certainty=Certainty.PLAIN
    )


def doubtful(verbatim: str, level: int, radius: int) -> Reading:
    """A best answer with `radius` levels admitted on either side, within the scale."""
    lo, hi = max(LOWEST, level - radius), min(HIGHEST, level + radius)
    return Reading(
        verbatim=verbatim, status=Status.ANSWERED, level=level, lo=lo, hi=hi, certainty=Certainty.DOUBTFUL
    )


def between(verbatim: str, one_end: int, other_end: int) -> Reading:
    """A range of levels, its ends in either order; a range whose ends are equal is that level, plainly."""
    if one_end == other_end:
        return answered(verbatim, one_end)
    lo, hi = min(one_end, other_end), max(one_end, other_end)
    return Reading(
        verbatim=verbatim, status=Status.ANSWERED, level=None, lo=lo, hi=hi, certainty=Certainty.RANGE
    )
