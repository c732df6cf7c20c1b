"""A mistake in what came in: which rule, where, and a sentence that says so in the reader's language.

Forms, the loader, the commands and the pages all use these problems, so that the same mistake reads the
same everywhere. The sentences themselves stand in `sentences`.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coordination.domain.sentences import RULES, WORDS

__all__ = ["MOST", "RULES", "Problem", "Refused", "is_control", "not_said", "shown"]

#: So many problems are said at once; of those after them only the number.
MOST = 200
VALUE_LENGTH = 80
PLACE_LENGTH = 400
# Marks that turn the reading direction: harmless to a machine, but a line then reads as what it is not.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# The parameters of a sentence that are keys of WORDS; every other one is shown as it is.
TRANSLATED = frozenset({"noun", "language", "expected", "earlier"})


def shown(value: str, length: int = VALUE_LENGTH) -> str:
    """Return `value` fit to be shown: control and direction marks as U+FFFD, at most `length` characters.

    A longer one is cut and ends in “…”.
    """
    clean = "".join("\ufffd" if is_control(character) else character for character in value[: length + 1])
    return clean if len(clean) <= length else clean[: length - 1] + "…"


def is_control(character: str) -> bool:
    """Whether one character is invisible machinery: NUL and its kin, lone surrogates, direction marks."""
    return unicodedata.category(character) in {"Cc", "Cs", "Cn"} or character in DIRECTION_MARKS


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: which rule, where, and what stood there.

    `path` is a place in a document (“rounds[0].assessments[1].answers.C3”) or in a form (“C3.word”), `file`
    the file's name. Values, places and parameters are made fit to be shown here, so no caller can forget it.
    Raises ValueError for a rule that does not exist.
    """

    rule: str
    path: str = ""
    file: str = ""
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"no such rule: {self.rule}")
        object.__setattr__(self, "path", shown(self.path, PLACE_LENGTH))
        object.__setattr__(self, "file", shown(self.file, PLACE_LENGTH))
        object.__setattr__(self, "value", shown(self.value))
        params = tuple((name, shown(value, PLACE_LENGTH)) for name, value in self.params)
        object.__setattr__(self, "params", params)

    def text(self, language: str) -> str:
        """Return the sentence in `language`: French for “fr” and its regions, else English."""
        code = "fr" if language.lower().startswith("fr") else "en"
        filled = {name: WORDS[value][code] if name in TRANSLATED else value for name, value in self.params}
        return RULES[self.rule][code].format(value=self.value, **filled)

    @property
    def place(self) -> str:
        """File and path as one, whichever of them is known: “drc-2008.json: rounds[0].label”."""
        return ": ".join(part for part in (self.file, self.path) if part)

    def line(self, language: str) -> str:
        """Return place and sentence as one line, for a terminal or a log."""
        return " — ".join(part for part in (self.place, self.text(language)) if part)


class Refused(Exception):
    """Something was not done or not read. Carries the first problems found, at least one and at most `MOST`.

    `more` is how many there are after them.
    """

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        listed = tuple(problems)
        if not listed:
            raise ValueError("a refusal needs at least one problem")
        self.problems: tuple[Problem, ...] = listed[:MOST]
        self.more = more + len(listed) - len(self.problems)
        super().__init__(*self.problems)

    @property
    def number(self) -> int:
        """How many problems there are, whether or not they are said."""
        return len(self.problems) + self.more

    def lines(self) -> Iterator[str]:
        """Yield every problem that is said in both languages, for a terminal, and how many are not."""
        for problem in self.problems:
            yield problem.line("en")
            yield f"    {problem.text('fr')}"
        if self.more:
            yield not_said(self.more, "en")
            yield f"    {not_said(self.more, 'fr')}"

    def __str__(self) -> str:
        return "\n".join(problem.line("en") for problem in self.problems)


def not_said(more: int, language: str) -> str:
    """Return the sentence that ends a list of problems: how many there are besides; empty for none."""
    mark = "\u202f" if language.lower().startswith("fr") else ","
    return Problem("more_problems", value=f"{more:,}".replace(",", mark)).text(language) if more else ""
