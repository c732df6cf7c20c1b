"""What is wrong with the input, in a sentence: the same mistake reads the same on every page and in every command.

The sentences stand by what they are about in `answer_problems`, `file_problems`, `record_problems` and
`people_problems`; `text` fills them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext as _

from coordination.domain.currencies import figures
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.presenters import (
    answer_problems,
    days,
    evidence_problems,
    file_problems,
    people_problems,
    record_problems,
)

SENTENCES = (
    answer_problems.SENTENCES
    | evidence_problems.SENTENCES
    | file_problems.SENTENCES
    | record_problems.SENTENCES
    | people_problems.SENTENCES
)

#: Operands that are words and so are said in the reader's language; every other one is shown as it is.
TRANSLATED = frozenset({"noun", "language", "expected", "earlier"})
#: Operands that are numbers, and those that are dates.
LIMITS = frozenset({"limit", "least", "most", "rows", "entries"})
DAYS = frozenset({"founded", "closed"})
#: Rules whose value is an amount that was read, or a date as it is kept.
OF_AMOUNTS = frozenset({Rule.VALUE_NEGATIVE, Rule.VALUE_TOO_BIG, Rule.CURRENCY_MISSING})
OF_DATES = frozenset(
    {
        Rule.DATES_REVERSED,
        Rule.DUE_PASSED,
        Rule.SETTLED_BEFORE_MADE,
        Rule.SETTLED_IN_FUTURE,
        Rule.MOVED_NOWHERE,
        Rule.NOTHING_MOVED,
        Rule.FORMER_NAME_IN_FUTURE,
        Rule.SEAT_AFTER_CLOSING,
        Rule.HELD_IN_FUTURE,
        Rule.PLANNED_IN_PAST,
        Rule.SESSION_BEFORE_FOUNDED,
        Rule.SESSION_AFTER_CLOSED,
        Rule.OBSERVED_IN_FUTURE,
        Rule.STILL_TO_COME,
        Rule.SEATS_OUTSIDE,
        Rule.MEETINGS_OUTSIDE,
    }
)
WORDS = {
    "structure": pgettext_lazy("mistake", "The structure"),
    "partner": pgettext_lazy("mistake", "The partner"),
    "item": pgettext_lazy("mistake", "The sign or risk"),
    "doubt_reason": pgettext_lazy("mistake", "The reason for doubt"),
    "evidence_kind": pgettext_lazy("mistake", "The kind of source"),
    "english": pgettext_lazy("mistake", "English"),
    "french": pgettext_lazy("mistake", "French"),
    "a_text": pgettext_lazy("mistake", "a text"),
    "a_list": pgettext_lazy("mistake", "a list […]"),
    "an_object": pgettext_lazy("mistake", "a group of named entries {…}"),
    "a_whole_number": pgettext_lazy("mistake", "a whole number"),
    "founded": pgettext_lazy("mistake", "the founding"),
    "partner_start": pgettext_lazy("mistake", "the beginning of the partner"),
    "former_name": pgettext_lazy("mistake", "the day until which another name was valid"),
    "seat_start": pgettext_lazy("mistake", "the beginning of the seat"),
    "source_date": pgettext_lazy("mistake", "the date of the source"),
    "function": pgettext_lazy("mistake", "The function"),
    "standard": pgettext_lazy("mistake", "The standard or equipment family"),
    "round": pgettext_lazy("mistake", "The round"),
    "contact": pgettext_lazy("mistake", "The contact"),
    "true_or_false": pgettext_lazy("mistake", "true or false"),
    "a_standard": pgettext_lazy("mistake", "a standard"),
    "a_family_of_equipment": pgettext_lazy("mistake", "an equipment family"),
    "beginning": pgettext_lazy("mistake", "the beginning"),
    "promise": pgettext_lazy("mistake", "the promise"),
}


def text(problem: Problem) -> str:
    """Return the sentence in the reader's language."""
    filled = {name: _operand(name, value) for name, value in problem.params}
    return str(SENTENCES[problem.rule]) % {"value": _value(problem), **filled}


def _operand(name: str, value: str) -> str:
    """Return one operand as the reader writes it."""
    if name in TRANSLATED:
        return str(WORDS[value])
    if name in LIMITS:
        return figures(Decimal(value), get_language() or "en")
    return days.partial_date(value) if name in DAYS else value


def _value(problem: Problem) -> str:
    """Return what is wrong as the reader writes it: an amount, a date, or a text as it came."""
    if problem.rule in OF_AMOUNTS:
        return figures(Decimal(problem.value), get_language() or "en")
    return days.partial_date(problem.value) if problem.rule in OF_DATES else problem.value


def texts(found: Iterable[Problem]) -> list[str]:
    """Return the sentence of each problem in the reader's language."""
    return [text(each) for each in found]


def text_in(problem: Problem, language: str) -> str:
    """Return the sentence in a language that need not be the reader's."""
    with override(language):
        return text(problem)


def line(problem: Problem, language: str) -> str:
    """Return place and sentence as one line, for a terminal."""
    return " — ".join(part for part in (problem.place, text_in(problem, language)) if part)


def lines(refused: Refused) -> Iterator[str]:
    """Yield every problem that is said in both languages, for a terminal, and how many are not."""
    for problem in refused.problems:
        yield line(problem, "en")
        yield f"    {text_in(problem, 'fr')}"
    if refused.more:
        yield not_said(refused.more, "en")
        yield f"    {not_said(refused.more, 'fr')}"


def of_file(
    refused: Refused, listed: Callable[[tuple[Problem, ...], str], Sequence[Mapping[str, object]]]
) -> dict[str, object]:
    """Return what a page says of a file that was refused, in the reader's language and the other one.

    ``listed`` puts the mistakes into words in both, given the other language: for ``components/refused_file.html``.
    """
    language = get_language() or "en"
    other = "en" if language.startswith("fr") else "fr"
    return {
        "problems": listed(refused.problems, other),
        "number": refused.number,
        "other": other,
        "more": not_said(refused.more, language),
        "more_other": not_said(refused.more, other),
    }


def not_said(more: int, language: str) -> str:
    """Return the sentence that ends a list of problems: how many there are besides; empty for none."""
    if not more:
        return ""
    mark = "\u202f" if language.startswith("fr") else ","
    with override(language):
        said = _("And %(value)s more. Correct these first, then check the file again.")
    return said % {"value": f"{more:,}".replace(",", mark)}
