"""How a document is checked: every mistake once, by its place, without one mistake setting off others.

A `ProblemList` collects the problems of one document; a `Node` is one group of named values in it. Their methods
return a value when it is sound and None (or an empty text) when it is not, having said why, so that a later
check simply passes over what is already known to be wrong.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from re import Pattern

from coordination.domain.bilingual import CODE, CODE_LENGTH, LABEL, NAME_LENGTH, TEXT_LENGTH, Text, fault
from coordination.domain.dates import as_day, is_date, span
from coordination.domain.problems import MOST, Problem, Refused
from coordination.domain.rules import Rule

LIKENESS = 0.7  # from here on an unknown name is taken for a misspelt one; 1 is the same name


@dataclass(slots=True)
class ProblemList:
    """The problems of one document, and the checks of single values that note them.

    Of a document that is wrong throughout the first problems are kept, the others (`more`) are counted.
    """

    file: str = ""
    first: list[Problem] = field(default_factory=list)
    more: int = 0
    #: In which languages a text must be there; one of them alone stands for the other too.
    languages: tuple[str, ...] = ("en", "fr")

    @property
    def is_full(self) -> bool:
        """Whether the next problem is only counted."""
        return len(self.first) >= MOST

    def add(self, rule: Rule, path: str, value: str = "", **params: str) -> None:
        """Note one problem."""
        if self.is_full:
            self.more += 1
        else:
            self.first.append(
                Problem(rule=rule, path=path, file=self.file, value=value, params=tuple(params.items()))
            )

    def close(self) -> None:
        """Raise `Refused` with the problems noted so far; with none, do nothing."""
        if self.first:
            raise Refused(self.first, self.more)

    # --- shapes

    def group(
        self, value: object, path: str, required: Collection[str], optional: Collection[str] = ()
    ) -> "Node | None":
        """Return the named values of an object; a misspelt name is one problem, its value read as meant."""
        if not isinstance(value, Mapping):
            self.wrong_type(value, path, "an_object")
            return None
        found = self._named(value, path, [*required, *optional], LIKENESS)
        for key in required:
            if key not in found:
                self.add(Rule.MISSING_KEY, path, key=key)
        return Node(self, path, found)

    def _named(
        self, value: Mapping[str, object], path: str, known: Sequence[str], likeness: float
    ) -> dict[str, object]:
        """Return the values under known names and under names so like a free one that it must be meant."""
        found = {key: value[key] for key in known if key in value}
        for key in value:
            if key in known:
                continue
            free = [name for name in known if name not in found]
            # Who has more to correct than is said is not told what every name might mean: looking for it takes long.
            near = [] if self.is_full else get_close_matches(key[:CODE_LENGTH], free, 1, likeness)
            if near:
                self.add(Rule.MISSPELT_KEY, path, key, key=near[0])
                found[near[0]] = value[key]
            else:
                self.add(Rule.UNKNOWN_KEY, path, key)
        return found

    def entries(
        self, value: object, path: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Iterator["Node"]:
        """Yield the objects of a list; an item that is no object is noted and passed over."""
        for place, item in self.items(value, path):
            node = self.group(item, place, required, optional)
            if node is not None:
                yield node

    def items(self, value: object, path: str, *, least: int = 0) -> Iterator[tuple[str, object]]:
        """Yield the items of a list with their places; a list shorter than `least` (0 or 1) is noted."""
        if not isinstance(value, list):
            self.wrong_type(value, path, "a_list")
            return
        if len(value) < least:
            self.add(Rule.NOTHING_LISTED, path)
        for index, item in enumerate(value):
            yield f"{path}[{index}]", item

    def wrong_type(self, value: object, path: str, expected: str) -> None:
        """Note that something else is expected; `expected` is a key of `presenters.problems.WORDS`."""
        if isinstance(value, float) and not math.isfinite(value):
            self.add(Rule.NOT_A_NUMBER, path, str(value))
        else:
            self.add(Rule.WRONG_TYPE, path, written(value), expected=expected)

    # --- single values

    def text(
        self,
        value: object,
        path: str,
        limit: int = TEXT_LENGTH,
        *,
        lines: bool = False,
        empty: bool = False,
    ) -> str | None:
        """Return a text of at most `limit` characters, not empty unless `empty` allows it."""
        if not isinstance(value, str):
            self.wrong_type(value, path, "a_text")
            return None
        rule = fault(value, limit, lines=lines)
        if rule is None and not empty and not value.strip():
            rule = Rule.EMPTY_TEXT
        if rule is None:
            return value
        self.add(rule, path, value, **({"limit": f"{limit}"} if rule == Rule.TOO_LONG else {}))
        return None

    def code(self, value: object, path: str, limit: int = CODE_LENGTH) -> str | None:
        """Return a natural key as people write it: one line, no space around it."""
        text = self.text(value, path, limit)
        if text is not None and text != text.strip():
            self.add(Rule.OUTER_SPACE, path, text)
            return None
        return text

    def both(self, value: object, path: str, limit: int = TEXT_LENGTH, *, lines: bool = False) -> Text | None:
        """Return a text in both languages; one of `languages` that is left out or empty is `missing_language`."""
        if not isinstance(value, Mapping):
            self.wrong_type(value, path, "an_object")
            return None
        found: list[str | None] = []
        meant = self._named(value, path, ("en", "fr"), 0.5)
        for key, language in (("en", "english"), ("fr", "french")):
            text = meant.get(key)
            if text is not None and not (isinstance(text, str) and not text.strip()):
                found.append(self.text(text, f"{path}.{key}", limit, lines=lines))
            elif key in self.languages:
                self.add(Rule.MISSING_LANGUAGE, path, language=language)
                found.append(None)
        whole = [text for text in found if text is not None]
        return Text(whole[0], whole[-1]) if whole and len(whole) == len(found) else None

    def one_of(self, value: object, path: str, allowed: Sequence[str]) -> str | None:
        """Return one of a few fixed words."""
        text = self.text(value, path, NAME_LENGTH)
        if text is not None and text not in allowed:
            self.add(Rule.WRONG_CHOICE, path, text, allowed=", ".join(allowed))
            return None
        return text

    def whole(self, value: object, path: str, least: int, most: int) -> int | None:
        """Return a whole number within bounds; true, false and 3.0 are not whole numbers."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong_type(value, path, "a_whole_number")
            return None
        if not least <= value <= most:
            self.add(Rule.WRONG_NUMBER, path, written(value), least=f"{least}", most=f"{most}")
            return None
        return value

    # --- between values

    def ordered(self, earlier: str, later: str, path: str, name: str) -> None:
        """Note a later date that certainly lies before the earlier one; empty ones are not known.

        Each is a day, a month or a year; `name` is a key of `presenters.problems.WORDS`.
        """
        if earlier and later and span(later)[1] < span(earlier)[0]:
            self.add(Rule.DATES_REVERSED, path, later, earlier=name)

    def once(self, key: str | None, seen: dict[str, str], path: str) -> None:
        """Note a key that was there before; `seen` (key to first place) grows."""
        if key is None:
            return
        if key in seen:
            self.add(Rule.DUPLICATE, path, key, first=seen[key])
        else:
            seen[key] = path


@dataclass(frozen=True, slots=True)
class Node:
    """A group of named values with its place. Every reading of a name that is not there gives nothing."""

    problems: ProblemList
    path: str
    values: Mapping[str, object]

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def at(self, key: str) -> str:
        """Return the place of one name."""
        return f"{self.path}.{key}" if self.path else key

    def code(self, key: str) -> str | None:
        """Return a natural key."""
        return self.problems.code(self.values[key], self.at(key)) if key in self else None

    def plain_code(self, key: str, limit: int, shape: Pattern[str] = CODE) -> str | None:
        """Return a code of letters and figures that is at most as long as the column that keeps it."""
        text = self.problems.code(self.values[key], self.at(key), limit) if key in self else None
        if text is not None and not shape.fullmatch(text):
            self.problems.add(Rule.WRONG_CODE, self.at(key), text)
            return None
        return text

    def label(self, key: str) -> str | None:
        """Return a key that stands in addresses: small letters, figures, hyphens."""
        text = self.code(key)
        if text is not None and not LABEL.fullmatch(text):
            self.problems.add(Rule.WRONG_LABEL, self.at(key), text)
            return None
        return text

    def choice(self, key: str, allowed: Sequence[str]) -> str | None:
        """Return one of a few fixed words."""
        return self.problems.one_of(self.values[key], self.at(key), allowed) if key in self else None

    def line(self, key: str, limit: int, *, lines: bool = False) -> str:
        """Return a text in one language, empty where there is none."""
        if key not in self:
            return ""
        return self.problems.text(self.values[key], self.at(key), limit, lines=lines) or ""

    def both(self, key: str, limit: int = NAME_LENGTH, *, lines: bool = False) -> Text | None:
        """Return a text in both languages."""
        return self.problems.both(self.values[key], self.at(key), limit, lines=lines) if key in self else None

    def whole(self, key: str, least: int, most: int) -> int | None:
        """Return a whole number within bounds."""
        return self.problems.whole(self.values[key], self.at(key), least, most) if key in self else None

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        value = self.values.get(key)
        if key in self and not isinstance(value, bool):
            self.problems.wrong_type(value, self.at(key), "true_or_false")
        return value if isinstance(value, bool) else None

    def day(self, key: str) -> date | None:
        """Return a date written year-month-day."""
        text = self.line(key, NAME_LENGTH)
        found = as_day(text)
        if text and found is None:
            self.problems.add(Rule.WRONG_DATE, self.at(key), text)
        return found

    def partial_date(self, key: str) -> str:
        """Return a day (“2005-03-01”), a month (“2005-03”) or a year (“2005”) as written, empty where there is none."""
        text = self.line(key, NAME_LENGTH)
        if not text or is_date(text):
            return text
        self.problems.add(Rule.WRONG_PARTIAL_DATE, self.at(key), text)
        return ""

    def items(self, key: str, *, least: int = 0) -> Iterator[tuple[str, object]]:
        """Yield the items of a list with their places."""
        return self.problems.items(self.values.get(key, []), self.at(key), least=least if key in self else 0)

    def entries(
        self, key: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Iterator["Node"]:
        """Yield the objects of a list."""
        return self.problems.entries(self.values.get(key, []), self.at(key), required, optional)

    def namesake(self, name: Text, seen: "dict[str, Node]") -> "Node | None":
        """Return the one before with the same name, in either language, case and accents aside; `seen` grows."""
        found = [seen.setdefault(each, self) for each in sorted(name.folded)]
        return next((each for each in found if each is not self), None)


@dataclass(slots=True, kw_only=True)
class References:
    """Names of one kind (a key of `presenters.problems.WORDS`) that are listed, and those that are referred to.

    `readable` is false where the list itself cannot be read: then nothing is said of the references to it.

    A name referred to but not listed is one problem with all its places: whether the list or the references
    are wrong, it is one mistake. An item listed without any usable code, or under the code of another item,
    answers for one such name.
    """

    noun: str
    listed: set[str] = field(default_factory=set)
    nameless: int = 0
    readable: bool = True
    first: dict[str, object] = field(default_factory=dict)
    used: dict[str, list[str]] = field(default_factory=dict)

    def define(self, item: object) -> None:
        """Remember the code of a listed item, even one that breaks a rule and is reported for that."""
        code = item.get("code") if isinstance(item, Mapping) else None
        if isinstance(code, str) and code:
            self.listed |= {code, code.strip()}
            self.nameless += self.first.setdefault(code, item) != item
        else:
            self.nameless += 1

    def entries(
        self, top: Node, key: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Iterator[Node]:
        """Yield the objects of a list, and remember the code of each item, sound or not."""
        for path, value in top.items(key):
            node = top.problems.group(value, path, required, optional)
            self.define(node.values if node else None)
            if node is not None:
                yield node

    def use(self, code: str | None, path: str) -> None:
        """Remember a reference."""
        if code is not None:
            self.used.setdefault(code, []).append(path)

    def close(self, problems: ProblemList) -> None:
        """Note every reference to nothing."""
        if not self.readable:
            return
        lost = Counter({code: len(places) for code, places in self.used.items() if code not in self.listed})
        answered_for = {code for code, _ in lost.most_common(self.nameless)} if self.nameless else set()
        for code in lost:
            if code in answered_for:
                continue
            first, *others = self.used[code]
            if others:
                places = ", ".join(others)
                problems.add(Rule.UNKNOWN_REFERENCE_OFTEN, first, code, noun=self.noun, places=places)
            else:
                problems.add(Rule.UNKNOWN_REFERENCE, first, code, noun=self.noun)


def written(value: object) -> str:
    """Return a value of a document as a person sees it in the file; long ones are cut."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"“{value[:60]}”"
        case Mapping():
            return "{…}"
        case list() | tuple():
            return "[…]"
        case int() if value.bit_length() > 200:
            return "…"
        case _:
            return str(value)
