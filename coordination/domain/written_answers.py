"""An answer as a person enters it in the browser: a choice, words of their own, a doubt; and what it is understood as.

Source: METHOD.md, sections 2.2 and 2.3.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from coordination.domain.answers import (
    CHOICES,
    HIGHEST,
    LAYOUT,
    LEVEL_CHOICES,
    LOWEST,
    UNKNOWN_MARK,
    WORD_LIMIT,
    Certainty,
    Reading,
    Status,
    answered,
    between,
    doubtful,
    read,
)
from coordination.domain.problems import Problem, Refused, is_control
from coordination.domain.rules import Rule


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


def in_button_words(reading: Reading) -> Reading:
    """Return the reading with the words that a button writes in English: nobody typed it, and pages say it in theirs."""
    words, wording = _BUTTONS[0]
    match reading.status:
        case Status.ANSWERED:
            written = _of_button(reading, words, wording)
        case Status.NOT_APPLICABLE:
            written = wording.not_applicable
        case Status.UNKNOWN:
            written = UNKNOWN_MARK
        case _:
            written = ""
    return replace(reading, verbatim=written)


def says_the_same(one: Reading, other: Reading) -> bool:
    """Whether two answers are the same, a button's words in either language being one."""
    if is_typed(one) or is_typed(other):
        return one == other
    return replace(one, verbatim=other.verbatim) == other


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
    if any(map(is_control, na_reason.translate(LAYOUT))):
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
