"""What an instrument is made of: levels, criteria with their anchors, sections, and the declared conventions.

Source: METHOD.md, sections 2.1, 7 and 8.
"""

from dataclasses import dataclass
from fractions import Fraction

from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import SECTIONS, WHOLE

#: How long a code may be that a column keeps: of a criterion or a listed item, of a word to choose, of a version.
ITEM_LENGTH = 10
CHOICE_LENGTH = 20
VERSION_LENGTH = 20
#: By old level, the lowest and the highest level of the new criterion that it may mean.
Crosswalk = tuple[tuple[int, int], ...]


def sections_asked(*, is_programme: bool) -> tuple[str, ...]:
    """Return which sections are asked: of the programme as a whole what is about SSR as a whole, else the others."""
    return tuple(code for code in SECTIONS if (code == WHOLE) == is_programme)


@dataclass(frozen=True, slots=True)
class Level:
    """One of the five levels: 0 No … 4 Yes."""

    level: int
    name: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """A word to choose from, with the code that is stored."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a level means for one criterion."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionValue:
    """One criterion. `name` is the deck's wording, `short` the head of its column in the matrix."""

    code: str
    section: str
    name: Text
    short: Text
    anchors: tuple[Anchor, ...]  # five, by level 0..4
    comparability: str = "new"  # its class against the version before
    side: str | None = None  # whose doing it is, where the source says so
    idea: Text | None = None
    ask: Text | None = None
    trap: Text | None = None
    action: Text | None = None
    gap: Text | None = None
    find_out: Text | None = None
    crosswalk: Crosswalk | None = None  # of an “indirect” one: five intervals, by old level

    def __hash__(self) -> int:
        # What is kept by answers has criteria in its keys: all their texts need not be gone through each time.
        return hash((self.section, self.code))


@dataclass(frozen=True, slots=True)
class Section:
    """The criteria that stand together."""

    code: str
    name: Text
    criteria: tuple[CriterionValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """The declared conventions of an instrument version: nothing here is measured, all of it is chosen."""

    values: tuple[int, ...]  # points of the levels 0..4
    radius: int  # levels either side of a doubtful answer
    bands: tuple[int, int, int]  # the first is kept; at the others middling and strong begin
    not_known_width: int  # from this width on a composite is “not known”
    min_answered: int  # answered criteria that an assessable structure needs
    max_not_applicable: int
    min_common: int  # common criteria that a comparison needs
    quadrant_threshold: int
    consensus_share: Fraction
    min_units_alpha: int
    alpha_words: tuple[Fraction, Fraction]  # where “tentative” and “reliable” begin
    seed_weights: int
    seed_bootstrap: int
    bootstrap_replicates: int
    ownership_items: tuple[str, ...]
    partnership_items: tuple[str, ...]
    default_weights: tuple[int, ...]  # of the coordination criteria
