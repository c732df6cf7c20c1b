"""A mistake in what came in: which rule, where, and with which operands.

Forms, the loader, the commands and the pages all use these problems; `presenters.problems` puts them into words.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from coordination.domain.rules import Rule

#: So many problems are said at once; of those after them only the number.
MOST = 200
VALUE_LENGTH = 80
PLACE_LENGTH = 400
# Marks that turn the reading direction: harmless to a machine, but a line then reads as what it is not.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(value: str, length: int = VALUE_LENGTH) -> str:
    """Return `value` fit to be shown: control and direction marks as U+FFFD, at most `length` characters.

    A longer one is cut and ends in “…”.
    """
    clean = "".join("\ufffd" if is_control(character) else character for character in value[: length + 1])
    return clean if len(clean) <= length else clean[: length - 1] + "…"


def is_control(character: str) -> bool:
    """Whether one character is invisible machinery: NUL and its kin, lone surrogates, direction marks."""
    return unicodedata.category(character) in {"Cc", "Cs", "Cn"} or character in DIRECTION_MARKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: which rule, where, and what stood there.

    `path` is a place in a document (“rounds[0].assessments[1].answers.C3”) or in a form (“C3.word”), `file`
    the file's name. Values, places and parameters are made fit to be shown here, so no caller can forget it.
    """

    rule: Rule
    path: str = ""
    file: str = ""
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", shown(self.path, PLACE_LENGTH))
        object.__setattr__(self, "file", shown(self.file, PLACE_LENGTH))
        object.__setattr__(self, "value", shown(self.value))
        params = tuple((name, shown(value, PLACE_LENGTH)) for name, value in self.params)
        object.__setattr__(self, "params", params)

    def __str__(self) -> str:
        given = (("value", self.value), *self.params)
        operands = ", ".join(f"{name}={value!r}" for name, value in given if value)
        return " ".join(part for part in (self.place, self.rule, operands) if part)

    @property
    def place(self) -> str:
        """File and path as one, whichever of them is known: “drc-2008.json: rounds[0].label”."""
        return ": ".join(part for part in (self.file, self.path) if part)


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

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
