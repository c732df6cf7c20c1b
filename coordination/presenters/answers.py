"""Answers in the reader's words; what a person typed stands beside them, as typed."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from coordination.domain.answers import Certainty, Reading, Status, read
from coordination.domain.instruments import InstrumentValue
from coordination.domain.written_answers import is_typed
from coordination.presenters import sentences

#: Between the words of several assessors, see `domain.scoring.side_reading`.
JOINED = " · "


@dataclass(frozen=True, slots=True)
class AnswerInWords:
    """What one assessor answered: the reader's word, and what was typed where a person typed it; either may be empty."""

    word: str
    typed: str = ""


def said(reading: Reading) -> tuple[AnswerInWords, ...]:
    """Return the answer, or each answer of several assessors, without their names and in no order of theirs."""
    if not is_typed(reading):
        return (AnswerInWords(word(reading)),)
    if JOINED not in reading.verbatim:
        return (AnswerInWords(word(reading), reading.verbatim),)
    return tuple(_one_of_several(written) for written in reading.verbatim.split(JOINED))


def _one_of_several(written: str) -> AnswerInWords:
    reading = read(written)
    return AnswerInWords(word(reading), written if is_typed(reading) else "")


def in_words(reading: Reading) -> str:
    """Return the answer as one line of text: “Mostly “Broadly””."""
    return JOINED.join(map(_line, said(reading)))


def _line(each: AnswerInWords) -> str:
    return " ".join(filter(None, (each.word, each.typed and quoted(each.typed))))


def quoted(typed: str) -> str:
    """Return what somebody typed, between the reader's quotation marks."""
    return _("“%(typed)s”") % {"typed": typed}


def reason(code: str, instrument: InstrumentValue) -> str:
    """Return a reason for doubt in words."""
    return next((sentences.local(each.name) for each in instrument.doubt_reasons if each.code == code), code)


def word(reading: Reading) -> str:
    """Return what the answer says in the reader's words; empty where only its author can say."""
    match reading.status:
        case Status.UNKNOWN:
            return "?"
        case Status.NONE:
            return "–"
        case Status.NOT_APPLICABLE:
            return _("does not apply")
        case Status.UNPARSED:
            return ""
    if reading.level is None:
        assert reading.lo is not None
        assert reading.hi is not None
        return _("%(low)s to %(high)s") % {"low": level(reading.lo), "high": level(reading.hi)}
    if reading.certainty is Certainty.DOUBTFUL:
        return _("%(level)s?") % {"level": level(reading.level)}
    return level(reading.level)


def level(number: int) -> str:
    """Return the word of a level."""
    return _levels(get_language() or "en")[number]


@cache
def _levels(_language: str) -> tuple[str, ...]:
    """Return the words of the levels in the language that is spoken: a page asks for them a thousand times."""
    return (
        pgettext("level", "No"),
        pgettext("level", "Not yet"),
        pgettext("level", "Partly"),
        pgettext("level", "Mostly"),
        pgettext("level", "Yes"),
    )
