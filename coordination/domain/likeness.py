"""Whether two names are of one thing: the same is refused, the alike is asked.

Names are read as `bilingual.fold` reads them. An acronym in brackets at the end is another name of the same thing, and
tells things apart only where both have one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from coordination.domain.bilingual import fold

#: An acronym: capitals, figures and the signs between them, such as DRC-X or R2P.
ACRONYM = re.compile(r"(.*\S)\s*\(\s*([^\W_a-z][^()\s]{1,19})\s*\)\s*")


class Likeness(StrEnum):
    """How alike the names of two things are."""

    SAME = "same"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class NameParts:
    """The names of one thing, the acronyms that stand with them, and what else it is called for short; all folded."""

    names: frozenset[str]
    acronyms: frozenset[str]
    codes: frozenset[str]

    @property
    def short(self) -> frozenset[str]:
        """Everything that it is called for short."""
        return self.acronyms | self.codes


def parts(names: Iterable[str], codes: Iterable[str] = ()) -> NameParts:
    """Take names apart into those without an acronym and the acronyms; ``codes`` is what else the thing is called."""
    bare, acronyms = set[str](), set[str]()
    for each in names:
        found = ACRONYM.fullmatch(each.strip())
        is_acronym = found is not None and found[2].upper() == found[2]
        bare.add(fold(found[1] if found and is_acronym else each))
        if found and is_acronym:
            acronyms.add(fold(found[2]))
    called = frozenset(map(fold, codes))
    return NameParts(frozenset(bare - {""}), frozenset(acronyms - {""}), called - {""})


def likeness(one: NameParts, other: NameParts) -> Likeness | None:
    """Return whether two things have a name in common; None for none.

    Alike are also one name with two acronyms, and a name that is the short name of the other.
    """
    if one.names & other.names:
        return Likeness.ALIKE if _differ(one.acronyms, other.acronyms) else Likeness.SAME
    if one.short & other.short or one.names & other.short or one.short & other.names:
        return Likeness.ALIKE
    return None


def _differ(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool(some and others and not some & others)
