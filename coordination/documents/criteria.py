"""The parts of an instrument's document: levels, sections with their criteria, and the declared conventions."""

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction

from coordination.domain.bilingual import CODE_LENGTH, TEXT_LENGTH, Text
from coordination.domain.criteria import (
    CHOICE_LENGTH,
    ITEM_LENGTH,
    Anchor,
    Choice,
    Conventions,
    CriterionValue,
    Crosswalk,
    Level,
    Section,
)
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.domain.vocabulary import COMPARABILITY, LEVELS, SECTIONS, SIDES

#: The longest head of a column of the matrix.
SHORT_LENGTH = 28
CONVENTIONS = tuple(item.name for item in fields(Conventions))
#: Those of the conventions that are one whole number: the least and the most that it may be.
BOUNDS = {
    "radius": (0, LEVELS[-1]),
    "not_known_width": (1, 100),
    "min_answered": (1, 100),
    "max_not_applicable": (0, 100),
    "min_common": (1, 100),
    "quadrant_threshold": (0, 100),
    "min_units_alpha": (1, 1_000_000),
    "seed_weights": (0, 2**31),
    "seed_bootstrap": (0, 2**31),
    "bootstrap_replicates": (1, 1_000_000),
}


class Codes:
    """The codes that an instrument defines, and one report for each that is named but not defined.

    `complete` is false where a criterion or an item has no sound code: then nothing is said of names without one.
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
        for place, item in self.problems.items(value, path):
            self.problems.once(self.name(item, place, items=items), seen, place)
        return tuple(seen)

    def name(self, value: object, path: str, *, items: bool = False) -> str | None:
        """Return one code: of a criterion, or with `items` of a listed item too."""
        code = self.problems.code(value, path)
        known = {*self.criteria, *(self.items if items else ())}
        if code is not None and self.complete and code not in {*known, *self.foreign}:
            self.foreign.add(code)
            self.problems.add(Rule.FOREIGN_ITEM, path, code)
        return code


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
        code, name = item.plain_code("code", CHOICE_LENGTH), item.both("name")
        node.problems.once(code, seen, item.at("code"))
        if code is not None and name is not None:
            found.append(Choice(code, name))
    return tuple(found)


def read_sections(node: Node, codes: Codes) -> tuple[Section, ...]:
    """Return the three sections; their criteria's codes are added to `codes`."""
    seen, found = dict[str, str](), []
    unnamed = 0
    for item in node.entries("sections", ("code", "name", "criteria")):
        code, name = item.choice("code", SECTIONS), item.both("name")
        unnamed += code is None
        node.problems.once(code, seen, item.at("code"))
        criteria = _criteria(item, code, codes)
        if code is not None and name is not None:
            found.append(Section(code, name, criteria))
    missing = [code for code in SECTIONS if code not in seen]
    if "sections" in node and not unnamed and missing:
        codes.complete = False
        for code in missing:
            node.problems.add(Rule.MISSING_SECTION, node.at("sections"), code)
    return tuple(found)


def _criteria(section: Node, code: str | None, codes: Codes) -> tuple[CriterionValue, ...]:
    """Return the sound criteria of a section; `codes` learns theirs, and how many there are."""
    found = tuple(
        criterion
        for path, value in section.items("criteria", least=1)
        if (criterion := _criterion(section.problems, value, path, code or "", codes)) is not None
    )
    codes.complete = codes.complete and bool(found)
    listed = section.values.get("criteria")
    if code is not None and isinstance(listed, list):
        codes.counts[code] = len(listed)
    return found


def _criterion(
    problems: ProblemList, value: object, path: str, section: str, codes: Codes
) -> CriterionValue | None:
    texts = ("idea", "ask", "trap", "action", "gap", "find_out")
    required = ("code", "name", "short", "comparability", "anchors")
    node = problems.group(value, path, required, ("side", "crosswalk", *texts))
    if node is None:
        return None
    code, name = node.plain_code("code", ITEM_LENGTH), node.both("name")
    short = node.both("short", SHORT_LENGTH)
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
    intervals = [_interval(problems, item, place) for place, item in node.items("crosswalk")]
    _check_one_for_each_level(node, "crosswalk")
    return tuple(interval for interval in intervals if interval is not None)


def _interval(problems: ProblemList, value: object, path: str) -> tuple[int, int] | None:
    """Return a lowest and a highest level."""
    ends = [problems.whole(end, at, LEVELS[0], LEVELS[-1]) for at, end in problems.items(value, path)]
    if isinstance(value, list) and len(ends) != len(("low", "high")):
        problems.add(Rule.WRONG_COUNT, path, f"{len(ends)}", count="2")
        return None
    sound = [end for end in ends if end is not None]
    if len(sound) != len(("low", "high")):
        return None
    low, high = sound
    if low > high:
        problems.add(Rule.RANGE_REVERSED, path, f"{low}–{high}")
        return None
    return low, high


def _check_one_for_each_level(node: Node, key: str) -> None:
    listed = node.values.get(key)
    if isinstance(listed, list) and len(listed) != len(LEVELS):
        node.problems.add(Rule.WRONG_COUNT, node.at(key), f"{len(listed)}", count=f"{len(LEVELS)}")


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
    _check_one_for_each_level(node, key)
    return {level: found[level] for level in sorted(found)}


def read_conventions(node: Node, codes: Codes) -> Conventions | None:
    """Return the conventions; None when any of them is missing or wrong."""
    problems = node.problems
    group = problems.group(node.values["conventions"], node.at("conventions"), CONVENTIONS)
    if group is None or any(name not in group for name in CONVENTIONS):
        return None
    numbers = {name: group.whole(name, least, most) for name, (least, most) in BOUNDS.items()}
    values = _numbers(group, "values", len(LEVELS), rising=True)
    bands = _numbers(group, "bands", 3, rising=True)
    weights = _numbers(group, "default_weights", codes.counts.get("coordination"))
    share = _share(problems, group.values["consensus_share"], group.at("consensus_share"))
    words = _alpha_words(group)
    ownership = codes.named(group.values["ownership_items"], group.at("ownership_items"))
    partnership = codes.named(group.values["partnership_items"], group.at("partnership_items"))
    if problems.first or share is None or words is None:
        return None
    sound = {name: number for name, number in numbers.items() if number is not None}
    return Conventions(
        values=values,
        bands=(bands[0], bands[1], bands[2]),
        consensus_share=share,
        alpha_words=words,
        ownership_items=ownership,
        partnership_items=partnership,
        default_weights=weights,
        **sound,
    )


def _alpha_words(group: Node) -> tuple[Fraction, Fraction] | None:
    """Return where “tentative” and “reliable” begin."""
    problems = group.problems
    words = [_share(problems, value, path) for path, value in group.items("alpha_words")]
    if isinstance(group.values["alpha_words"], list) and len(words) != len(("tentative", "reliable")):
        problems.add(Rule.WRONG_COUNT, group.at("alpha_words"), f"{len(words)}", count="2")
    sound = [word for word in words if word is not None]
    return (sound[0], sound[1]) if len(sound) == len(("tentative", "reliable")) else None


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
