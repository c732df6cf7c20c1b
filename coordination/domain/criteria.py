"""What an instrument is made of: levels, criteria with their anchors, sections, and the declared conventions.

The values, and how each is read from an entry of an instrument document. Source: METHOD.md,
sections 2.1, 7 and 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from coordination.domain.problems import Rule
from coordination.domain.texts import CODE_LENGTH, TEXT_LENGTH, Text
from coordination.domain.validation import Node, ProblemList
from coordination.domain.vocabulary import COMPARABILITY, LEVELS, SECTIONS, SIDES, WHOLE

SHORT_LENGTH = 28
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
    bands: tuple[int, int, int]  # where weak, medium and strong begin
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


class Codes:
    """The codes that an instrument defines, and one report for each that is named but not defined.

    `complete` is false where a criterion has no code of its own: then nothing is said of names without one.
    """

    def __init__(self, problems: ProblemList) -> None:
        self.problems = problems
        self.criteria: dict[str, str] = {}  # code to place
        self.items: dict[str, str] = {}
        self.foreign: set[str] = set()
        self.complete = True
        self.counts: dict[str, int] = {}  # how many criteria a section lists, sound or not

    def named(self, value: object, path: str, *, items: bool = False) -> tuple[str, ...]:
        """Return the codes of a list: of criteria, or with `items` of listed items too; each once."""
        seen: dict[str, str] = {}
        known = {*self.criteria, *(self.items if items else ())}
        for place, item in self.problems.items(value, path):
            code = self.problems.code(item, place)
            self.problems.once(code, seen, place)
            if code is not None and self.complete and code not in {*known, *self.foreign}:
                self.foreign.add(code)
                self.problems.add(Rule.FOREIGN_ITEM, place, code)
        return tuple(seen)


def read_levels(node: Node) -> tuple[Level, ...]:
    """Return the five levels, lowest first."""
    return tuple(
        Level(level, name, short)
        for level, (name, short) in _by_level(node, "levels", ("name", "short")).items()
    )


def read_choices(node: Node, key: str) -> tuple[Choice, ...]:
    """Return a list of words to choose from."""
    found, seen = [], dict[str, str]()
    for item in node.entries(key, ("code", "name")):
        code, name = item.code("code"), item.both("name")
        node.problems.once(code, seen, item.at("code"))
        if code is not None and name is not None:
            found.append(Choice(code, name))
    return tuple(found)


def read_sections(node: Node, codes: Codes) -> tuple[Section, ...]:
    """Return the three sections; their criteria's codes are added to `codes`."""
    problems, seen, found = node.problems, dict[str, str](), []
    unnamed = 0
    for item in node.entries("sections", ("code", "name", "criteria")):
        code, name = item.choice("code", SECTIONS), item.both("name")
        unnamed += code is None
        problems.once(code, seen, item.at("code"))
        criteria = tuple(
            criterion
            for path, value in item.items("criteria", least=1)
            if (criterion := _criterion(problems, value, path, code or "", codes)) is not None
        )
        codes.complete = codes.complete and bool(criteria)
        listed = item.values.get("criteria")
        if code is not None and isinstance(listed, list):
            codes.counts[code] = len(listed)
        if code is not None and name is not None:
            found.append(Section(code, name, criteria))
    if "sections" in node and not unnamed:
        for code in SECTIONS:
            if code not in seen:
                codes.complete = False
                problems.add(Rule.MISSING_SECTION, node.at("sections"), code)
    return tuple(found)


def _criterion(
    problems: ProblemList, value: object, path: str, section: str, codes: Codes
) -> CriterionValue | None:
    texts = ("idea", "ask", "trap", "action", "gap", "find_out")
    required = ("code", "name", "short", "comparability", "anchors")
    node = problems.group(value, path, required, ("side", "crosswalk", *texts))
    if node is None:
        return None
    code, name, short = node.code("code"), node.both("name"), node.both("short", SHORT_LENGTH)
    codes.complete = codes.complete and code is not None and code not in codes.criteria
    problems.once(code, codes.criteria, node.at("code"))
    comparability, side = node.choice("comparability", COMPARABILITY), node.choice("side", SIDES)
    anchors = tuple(Anchor(level, text) for level, (text,) in _by_level(node, "anchors", ("text",)).items())
    more = {key: node.both(key, TEXT_LENGTH) for key in texts}
    crosswalk = _crosswalk(node, comparability)
    if code is None or name is None or short is None or comparability is None:
        return None
    return CriterionValue(
        code=code,
        section=section,
        name=name,
        short=short,
        anchors=anchors,
        comparability=comparability,
        side=side,
        **more,
        crosswalk=crosswalk,
    )


def _crosswalk(node: Node, comparability: str | None) -> Crosswalk | None:
    """Return what the old levels may mean: demanded of an indirect criterion, and of no other.

    Source: METHOD.md, section 6.4.
    """
    problems, path = node.problems, node.at("crosswalk")
    if "crosswalk" not in node:
        if comparability == "indirect":
            problems.add(Rule.CROSSWALK_MISSING, node.path)
        return None
    if comparability not in ("indirect", None):
        problems.add(Rule.CROSSWALK_UNUSED, path, comparability)
        return None
    found = []
    for place, item in node.items("crosswalk"):
        ends = [problems.whole(end, at, LEVELS[0], LEVELS[-1]) for at, end in problems.items(item, place)]
        low_high = [end for end in ends if end is not None]
        if isinstance(item, list) and len(ends) != len(("low", "high")):
            problems.add(Rule.WRONG_COUNT, place, f"{len(ends)}", count="2")
        elif len(low_high) == len(ends) and low_high and low_high[0] > low_high[1]:
            problems.add(Rule.RANGE_REVERSED, place, f"{low_high[0]}–{low_high[1]}")
        elif len(low_high) == len(("low", "high")):
            found.append((low_high[0], low_high[1]))
    listed = node.values["crosswalk"]
    if isinstance(listed, list) and len(listed) != len(LEVELS):
        problems.add(Rule.WRONG_COUNT, path, f"{len(listed)}", count=f"{len(LEVELS)}")
    return tuple(found)


def _by_level(node: Node, key: str, texts: tuple[str, ...]) -> Mapping[int, tuple[Text, ...]]:
    """Return the texts of each level 0..4, lowest first; the list may have any order."""
    problems, seen, found = node.problems, dict[str, str](), dict[int, tuple[Text, ...]]()
    items = list(node.entries(key, ("level", *texts)))
    for item in items:
        level = item.whole("level", LEVELS[0], LEVELS[-1])
        problems.once(None if level is None else f"{level}", seen, item.at("level"))
        read = tuple(text for name in texts if (text := item.both(name, TEXT_LENGTH)) is not None)
        if level is not None and len(read) == len(texts):
            found[level] = read
    listed = node.values.get(key)
    if isinstance(listed, list) and len(listed) != len(LEVELS):
        problems.add(Rule.WRONG_COUNT, node.at(key), f"{len(listed)}", count=f"{len(LEVELS)}")
    return {level: found[level] for level in sorted(found)}


def read_conventions(node: Node, codes: Codes) -> Conventions | None:
    """Return the conventions; None when any of them is missing or wrong."""
    names = tuple(item.name for item in fields(Conventions))
    problems = node.problems
    group = problems.group(node.values["conventions"], node.at("conventions"), names)
    if group is None or any(name not in group for name in names):
        return None
    numbers = {
        "radius": group.whole("radius", 0, LEVELS[-1]),
        "not_known_width": group.whole("not_known_width", 1, 100),
        "min_answered": group.whole("min_answered", 1, 100),
        "max_not_applicable": group.whole("max_not_applicable", 0, 100),
        "min_common": group.whole("min_common", 1, 100),
        "quadrant_threshold": group.whole("quadrant_threshold", 0, 100),
        "min_units_alpha": group.whole("min_units_alpha", 1, 1_000_000),
        "seed_weights": group.whole("seed_weights", 0, 2**31),
        "seed_bootstrap": group.whole("seed_bootstrap", 0, 2**31),
        "bootstrap_replicates": group.whole("bootstrap_replicates", 1, 1_000_000),
    }
    values = _numbers(group, "values", len(LEVELS), rising=True)
    bands = _numbers(group, "bands", 3, rising=True)
    weights = _numbers(group, "default_weights", codes.counts.get("coordination"))
    share = _share(problems, group.values["consensus_share"], group.at("consensus_share"))
    words = [_share(problems, value, path) for path, value in group.items("alpha_words")]
    if isinstance(group.values["alpha_words"], list) and len(words) != len(("tentative", "reliable")):
        problems.add(Rule.WRONG_COUNT, group.at("alpha_words"), f"{len(words)}", count="2")
    ownership = codes.named(group.values["ownership_items"], group.at("ownership_items"))
    partnership = codes.named(group.values["partnership_items"], group.at("partnership_items"))
    if problems.first or share is None or words[0] is None or words[1] is None:
        return None
    sound = {name: number for name, number in numbers.items() if number is not None}
    return Conventions(
        values=values,
        radius=sound["radius"],
        bands=(bands[0], bands[1], bands[2]),
        not_known_width=sound["not_known_width"],
        min_answered=sound["min_answered"],
        max_not_applicable=sound["max_not_applicable"],
        min_common=sound["min_common"],
        quadrant_threshold=sound["quadrant_threshold"],
        consensus_share=share,
        min_units_alpha=sound["min_units_alpha"],
        alpha_words=(words[0], words[1]),
        seed_weights=sound["seed_weights"],
        seed_bootstrap=sound["seed_bootstrap"],
        bootstrap_replicates=sound["bootstrap_replicates"],
        ownership_items=ownership,
        partnership_items=partnership,
        default_weights=weights,
    )


def _numbers(node: Node, key: str, count: int | None, *, rising: bool = False) -> tuple[int, ...]:
    """Return whole numbers from 0 to 100, `count` of them, growing where they must."""
    problems = node.problems
    found = [problems.whole(value, path, 0, 100) for path, value in node.items(key)]
    sound = tuple(number for number in found if number is not None)
    if isinstance(node.values[key], list) and count is not None and len(found) != count:
        problems.add(Rule.WRONG_COUNT, node.at(key), f"{len(found)}", count=f"{count}")
    elif rising and len(sound) == len(found) and list(sound) != sorted(set(sound)):
        problems.add(Rule.WRONG_ORDER, node.at(key), ", ".join(map(str, sound)))
    return sound


def _share(problems: ProblemList, value: object, path: str) -> Fraction | None:
    """Return a share written as a decimal text (“0.75”), exact where a machine number would not be."""
    text = problems.text(value, path, CODE_LENGTH)
    if text is None:
        return None
    whole, point, rest = text.partition(".")
    decimal = rest.isascii() and rest.isdigit()
    if whole in ("0", "1") and (decimal if point else True) and Fraction(text) <= 1:
        return Fraction(text)
    problems.add(Rule.WRONG_SHARE, path, text)
    return None
