"""Structures as people type or paste them: one a line, its short name, then its full name, then its sector if known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, bare, fold
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

#: So many lines are read; who has more loads a file.
MOST_LINES = 200
#: What stands between the names, the surest sign first: from a table, a list, a sentence. A dash stands apart.
SEPARATORS = (r"\t", ";", r"\|", ",", ":", r"\s[-–—]\s")
#: What a list begins its lines with.
BULLET = re.compile(r"^\s*(?:[-–—*•·]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureLine:
    """One line: its number as people count, both names as read, the code of its sector, “” where it names none."""

    number: int
    code: str
    name: str
    sector: str


def read_lines(text: str, sectors: Mapping[str, str]) -> tuple[StructureLine, ...]:
    """Return what each line says, empty ones left out; ``sectors`` are codes by their folded words, in any language.

    Raises:
        Refused: with every line that is no structure; the path of a problem is the number of its line.
    """
    problems, found, seen = ProblemList(), [], dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        code, name, sector = _parts(BULLET.sub("", line).strip(), sectors)
        _check(problems, str(number), code, name, seen.get(bare(code), 0))
        seen.setdefault(bare(code), number)
        found.append(StructureLine(number=number, code=code, name=name, sector=sector))
    if len(found) > MOST_LINES:
        problems.add(Rule.TOO_MANY_LINES, "", str(len(found)), limit=str(MOST_LINES))
    problems.close()
    return tuple(found)


def _parts(line: str, sectors: Mapping[str, str]) -> tuple[str, str, str]:
    """Return short name, full name and sector; what is not there is empty."""
    mark = next((each for each in SEPARATORS if re.search(each, line)), None)
    if mark is None:
        return line, "", ""
    code, name = (part.strip() for part in re.split(mark, line, maxsplit=1))
    *before, last = re.split(mark, name)
    sector = sectors.get(fold(last.strip()), "") if before else ""
    return code, name[: name.rindex(last)].rstrip(" \t;|,:-–—") if sector else name, sector


def _check(problems: ProblemList, path: str, code: str, name: str, first: int) -> None:
    """Note what is wrong with the names of one line; ``first`` is the earlier line with the same short name, or 0."""
    if not name:
        problems.add(Rule.LINE_WITHOUT_NAME, path, code)
    elif not bare(code):
        problems.add(Rule.NO_LETTERS, path, code)
    elif len(code) > CODE_LENGTH:
        problems.add(Rule.SHORT_NAME_TOO_LONG, path, code, limit=str(CODE_LENGTH))
    elif len(name) > NAME_LENGTH:
        problems.add(Rule.TOO_LONG, path, name, limit=str(NAME_LENGTH))
    elif first:
        problems.add(Rule.LINE_TWICE, path, code, first=str(first))
