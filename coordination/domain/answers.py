"""One answer: kept as it was written, understood as an interval of admissible levels.

Levels are 0 No, 1 Not yet, 2 Partly, 3 Mostly, 4 Yes; only their order is information. What is not known
admits every level (0 to 4) and is never turned into a No; what is not applicable has no level at all. Source:
METHOD.md, sections 2.1 to 2.3.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from coordination.domain.problems import Problem, Refused, Rule, is_control

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
_LAYOUT = dict.fromkeys(map(ord, "\r\n\t"), " ")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswer:
    """What a rater entered in the browser for one criterion, before it is understood.

    `choice` is "", "0" to "4", "unknown" or "not_applicable"; the ends of the range are levels 0 to 4.
    `doubt_reason` has no influence on the reading: the caller keeps it only beside a doubt or a range.
    """

    choice: str = ""
    word: str = ""
    doubtful: bool = False
    doubt_reason: str = ""
    range_lo: int | None = None
    range_hi: int | None = None
    na_reason: str = ""

    def without(self, refused: Collection[str]) -> "WrittenAnswer":
        """Return the entry without the details of these fields: words, range, reason; a range goes as a whole."""
        is_ranged = not {"range_lo", "range_hi"} & set(refused)
        return replace(
            self,
            word="" if "word" in refused else self.word,
            range_lo=self.range_lo if is_ranged else None,
            range_hi=self.range_hi if is_ranged else None,
            na_reason="" if "na_reason" in refused else self.na_reason,
        )


@dataclass(frozen=True, slots=True)
class _Wording:
    """What is written around the words of the levels; `read` understands all of it."""

    joiner: str
    doubt: str
    not_applicable: str

    def range(self, level_words: Sequence[str], lo: int, hi: int) -> str:
        return f"{level_words[lo]}{self.joiner}{level_words[hi]}"


_NEUTRAL = _Wording("..", "?", "n/a")
_WORDINGS = {"en": _Wording(" to ", "?", "n/a"), "fr": _Wording(" à ", "\u202f?", "non applicable")}
#: What a button has ever written: the words of the levels 0 to 4, and what stood around them.
_BUTTONS = (
    (("No", "Not yet", "Partly", "Mostly", "Yes"), _WORDINGS["en"]),
    (("Non", "Pas encore", "Partiellement", "En grande partie", "Oui"), _WORDINGS["fr"]),
    (("Non", "Pas encore", "En partie", "Pour l’essentiel", "Oui"), _Wording(" à ", "\u202f?", "sans objet")),
)


def understand(
    entry: WrittenAnswer,
    *,
    level_words: Sequence[str],
    radius: int = 1,
    language: str | None = None,
) -> Reading:
    """The reading of what a rater entered; raises Refused with every problem, and guesses nothing.

    The rater's own word is kept as typed (white space around it dropped). Without one, `verbatim` is written
    from the choice, so that `read` understands the same again: `level_words` are the five words of the
    rater's language by level 0 to 4; `language` ("en", "fr", their regions) gives what stands around them
    (“Partly to Mostly”, « Partiellement à En grande partie »), None a form of no language (“Partly..Mostly”).
    Beside a choice or a range the rater's own words may be any: what was chosen holds, and a doubt in the
    words with it. The `path` of a problem is the field of the entry: "word", "choice", "range_lo",
    "range_hi" or "na_reason".
    """
    if len(level_words) != HIGHEST + 1:
        raise ValueError(f"one word for each of the five levels: {level_words!r}")
    wording, word = _wording(language), entry.word.strip()
    problems = [*_text_problems(word, entry.na_reason), *_choice_problems(entry, level_words, wording)]
    if problems:
        raise Refused(problems)

    said = read(word, radius) if word else None
    level, ends = _level(entry), _ends(entry)
    if ends is not None and ends[0] != ends[1]:
        return between(word or wording.range(level_words, *ends), *ends)
    level = ends[0] if ends is not None else level
    if level is not None:
        return _of_level(entry, word, said, level, level_words[level], wording, radius)
    return _without_level(entry, word, said, wording, radius)


def is_typed(reading: Reading) -> bool:
    """Whether the words are a person's own, and not what a button writes for this answer in one of the languages."""
    match reading.status:
        case Status.ANSWERED:
            written = {_of_button(reading, words, wording) for words, wording in _BUTTONS}
        case Status.NOT_APPLICABLE:
            written = {wording.not_applicable for _words, wording in _BUTTONS}
        case Status.UNKNOWN:
            written = {UNKNOWN_MARK}
        case _:
            written = {"", "-", "–"}
    return reading.verbatim.strip() not in written


def _of_button(reading: Reading, level_words: Sequence[str], wording: _Wording) -> str:
    if reading.level is None:
        assert reading.lo is not None
        assert reading.hi is not None
        return wording.range(level_words, reading.lo, reading.hi)
    doubt = wording.doubt if reading.certainty is Certainty.DOUBTFUL else ""
    return f"{level_words[reading.level]}{doubt}"


def _wording(language: str | None) -> _Wording:
    return _WORDINGS.get((language or "")[:2].lower(), _NEUTRAL)


def _level(entry: WrittenAnswer) -> int | None:
    return int(entry.choice) if _is_level(entry.choice) else None


def _of_level(
    entry: WrittenAnswer,
    word: str,
    said: Reading | None,
    level: int,
    level_word: str,
    wording: _Wording,
    radius: int,
) -> Reading:
    """Return a level that was chosen; a range around it in the rater's words, or a doubt there, still holds."""
    if said is not None and said.certainty is Certainty.RANGE and _admits(said, level):
        return said
    if entry.doubtful or (said is not None and _is_doubt(said)):
        return doubtful(word or f"{level_word}{wording.doubt}", level, radius)
    return answered(word or level_word, level)


def _admits(said: Reading, level: int) -> bool:
    return said.lo is not None and said.hi is not None and said.lo <= level <= said.hi


def _is_doubt(said: Reading) -> bool:
    """Whether the rater's words show a doubt about the level beside them: “Mostly?”, or “?” alone."""
    return said.certainty is Certainty.DOUBTFUL or said.status is Status.UNKNOWN


def _without_level(
    entry: WrittenAnswer, word: str, said: Reading | None, wording: _Wording, radius: int
) -> Reading:
    """Return what no level was chosen for: not known, not applicable, or what the word alone says."""
    if entry.choice == Status.UNKNOWN:
        return Reading(verbatim=word or UNKNOWN_MARK, status=Status.UNKNOWN, lo=LOWEST, hi=HIGHEST)
    if entry.choice == Status.NOT_APPLICABLE or (said and said.status is Status.NOT_APPLICABLE):
        if not entry.na_reason.strip():
            raise Refused((Problem(rule=Rule.NA_REASON_MISSING, path="na_reason"),))
        return Reading(verbatim=word or wording.not_applicable, status=Status.NOT_APPLICABLE)
    return _of_word(entry, word, said, radius)


def _of_word(entry: WrittenAnswer, word: str, said: Reading | None, radius: int) -> Reading:
    if said is None:
        raise Refused((Problem(rule=Rule.NOTHING_ENTERED, path="choice"),))
    if said.status is Status.UNPARSED:
        raise Refused((Problem(rule=Rule.LEVEL_MISSING, path="word", value=word),))
    if entry.doubtful and said.level is not None:
        return doubtful(word, said.level, radius)
    return said


def _ends(entry: WrittenAnswer) -> tuple[int, int] | None:
    if entry.range_lo is None or entry.range_hi is None:
        return None
    return entry.range_lo, entry.range_hi


def _is_level(choice: str) -> bool:
    return choice in LEVEL_CHOICES


def _text_problems(word: str, na_reason: str) -> list[Problem]:
    problems = []
    if len(word) > WORD_LIMIT:
        problems.append(
            Problem(rule=Rule.TOO_LONG, path="word", value=word, params=(("limit", str(WORD_LIMIT)),))
        )
    if any(map(is_control, word)):
        problems.append(Problem(rule=Rule.CONTROL_CHARACTER, path="word", value=word))
    # A reason is prose: it may have lines and tabulators.
    if any(map(is_control, na_reason.translate(_LAYOUT))):
        problems.append(Problem(rule=Rule.CONTROL_CHARACTER, path="na_reason", value=na_reason))
    return problems


def _choice_problems(entry: WrittenAnswer, level_words: Sequence[str], wording: _Wording) -> list[Problem]:
    unknown = [] if entry.choice in ("", *CHOICES) else [_unknown_choice(entry.choice)]
    wrong_ends = [
        Problem(rule=Rule.WRONG_LEVEL, path=path, value=str(end))
        for path, end in (("range_lo", entry.range_lo), ("range_hi", entry.range_hi))
        if end is not None and not LOWEST <= end <= HIGHEST
    ]
    ends = _ends(entry)
    if ends is not None and not wrong_ends:
        choice = "" if unknown else entry.choice
        return [*unknown, *_range_problems(*ends, choice, wording.range(level_words, *ends))]
    return [*unknown, *wrong_ends, *_missing_end(entry)]


def _unknown_choice(choice: str) -> Problem:
    rule = Rule.WRONG_LEVEL if re.fullmatch(r"-?[0-9]+", choice) else Rule.WRONG_CHOICE
    return Problem(rule=rule, path="choice", value=choice, params=(("allowed", ", ".join(CHOICES)),))


def _missing_end(entry: WrittenAnswer) -> list[Problem]:
    if (entry.range_lo is None) == (entry.range_hi is None):
        return []
    return [Problem(rule=Rule.RANGE_INCOMPLETE, path="range_lo" if entry.range_lo is None else "range_hi")]


def _range_problems(lo: int, hi: int, choice: str, shown: str) -> list[Problem]:
    """Return what is wrong with a range whose ends are levels, and with the choice beside it, if any."""
    if lo > hi:
        return [Problem(rule=Rule.RANGE_REVERSED, path="range_lo", value=shown)]
    if choice and not (_is_level(choice) and lo <= int(choice) <= hi):
        return [Problem(rule=Rule.LEVEL_OUTSIDE_RANGE, path="range_lo", value=shown)]
    return []
