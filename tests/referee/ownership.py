"""What a page says of the plane and of thin ownership, put to a referee who reads the raw words."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from coordination.domain.answers import Reading, Status, read
from coordination.domain.claims.ownership import Quadrants, QuadrantsCounted, ThinOwnership
from coordination.domain.ownership import position
from coordination.domain.panels import envelope, panel
from coordination.presenters import ownership
from tests import make
from tests.referee.rounds import FIRM, POINTS, WORDS

INSTRUMENT = make.instrument_value()
OWNERSHIP = INSTRUMENT.conventions.ownership_items
PARTNERSHIP = INSTRUMENT.conventions.partnership_items
ITEMS = (*OWNERSHIP, *PARTNERSHIP)
SHORTS = {each.short.en.lower(): each.code for section in INSTRUMENT.sections for each in section.criteria}
NAMES = {
    (True, True): "owned partnership",
    (False, True): "substitution",
    (True, False): "ownership without partnership",
    (False, False): "neither",
}

#: By structure, by assessor: a word for each item.
Round = Mapping[str, Sequence[Sequence[str]]]

#: Rounds of one to four structures.
SHEET = st.one_of(
    st.lists(WORDS, min_size=len(ITEMS), max_size=len(ITEMS)),
    st.builds(lambda one, other: [one] * 7 + [other] * 6, FIRM, WORDS),
    st.builds(lambda one, other: [one] * 7 + [other] * 6, WORDS, FIRM),
)
ROUNDS = st.lists(st.lists(SHEET, min_size=1, max_size=4), min_size=1, max_size=4).map(
    lambda found: {f"S{number}": sheets for number, sheets in enumerate(found, 1)}
)


#: Rounds of so many structures that a headline counts them.
MANY = st.lists(st.lists(SHEET, min_size=1, max_size=2), min_size=1, max_size=4).map(
    lambda found: {f"S{number}": found[number % len(found)] for number in range(30)}
)


def said(found: Round) -> tuple[str, list[str], list[str]]:
    """The sentence that heads the page, the quadrants of each structure, and what is said on thin ownership."""
    corners, thin = [], []
    criteria = {each.code: each for section in INSTRUMENT.sections for each in section.criteria}
    for name, sheets in found.items():
        by_item = {code: [read(sheet[at]) for sheet in sheets] for at, code in enumerate(ITEMS)}
        corners.append(
            Quadrants(
                structure=name,
                assessors=len(sheets),
                position=position(
                    {code: envelope(each) for code, each in by_item.items()}, INSTRUMENT.conventions
                ),
                stated=None,
            )
        )
        panels = {code: panel(by_item[code]) for code in OWNERSHIP}
        claim = ThinOwnership(structure=name, panels=panels)
        thin.append(ownership.thin_in_words(claim, [criteria[code] for code in OWNERSHIP]).text)
    counted = QuadrantsCounted({each.structure: each.position.quadrants for each in corners})
    return ownership.stands(counted).text, [ownership.quadrants(each.position) for each in corners], thin


def untrue_head(text: str, found: Round) -> str:
    """Why the sentence that heads the page is not true; empty where it is. It must name or count every structure."""
    if len(text.split()) > 25:
        return "more than 25 words"
    possible = {name: _possible(sheets) for name, sheets in found.items()}
    only = {each: {name for name, where in possible.items() if where == {each}} for each in NAMES.values()}
    several = {name for name, where in possible.items() if len(where) > 1}
    if text == "No structure has a position: no item applies.":
        return "" if not any(possible.values()) else f"{possible}"
    if text == f"None of {len(found)} structures is known to stand in one quadrant.":
        return "" if several and not any(only.values()) else f"{possible}"
    if counted := re.fullmatch(r"Of (\d+) structures(, at least)?: (.*)\.", text):
        shown = {each.split(" ", 1)[1]: int(each.split(" ", 1)[0]) for each in counted[3].split(", ")}
        true = {each: len(names) for each, names in only.items() if names}
        is_so = shown == true and int(counted[1]) == len(found) and bool(counted[2]) == bool(several)
        return "" if is_so else f"{true}, {several}"
    parts = (each.split(": ", 1) for each in text.removesuffix(".").split("; "))
    named = {lead.lower(): set(names.split(", ")) for lead, names in parts}
    true_names = only | {"could be in several quadrants": several}
    return "" if named == {lead: names for lead, names in true_names.items() if names} else f"{true_names}"


def untrue(text: str, sheets: Sequence[Sequence[str]]) -> str:
    """Why what is said of a structure's quadrants is not true; empty where it is."""
    possible = _possible(sheets)
    if text == "no position: no item applies":
        return "" if not possible else f"{possible}"
    if text == "could be in any of the four quadrants":
        return "" if len(possible) == 4 else f"{possible}"
    shown = set(re.split(", | or ", text.removeprefix("could be: ")))
    return "" if shown == possible and text.startswith("could be: ") == (len(shown) > 1) else f"{possible}"


def _possible(sheets: Sequence[Sequence[str]]) -> set[str]:
    """The quadrants in which some completion of all that the assessors admit lies."""
    both = [_scores(sheets, codes) for codes in (OWNERSHIP, PARTNERSHIP)]
    return {NAMES[own >= 50, part >= 50] for own in both[0] for part in both[1]}


def _scores(sheets: Sequence[Sequence[str]], codes: Sequence[str]) -> set[Fraction]:
    cells = []
    for code in codes:
        given = [read(sheet[ITEMS.index(code)]) for sheet in sheets]
        if any(each.status is not Status.NOT_APPLICABLE for each in given):
            levels = _levels(given) or {0, 4}
            cells.append(sorted({min(levels), max(levels)}))
    return {Fraction(sum(POINTS[level] for level in each), len(each)) for each in product(*cells) if each}


def _levels(given: Sequence[Reading]) -> set[int]:
    return {
        level
        for each in given
        if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
        for level in range(each.lo, each.hi + 1)
    }


def untrue_of_items(text: str, found: Round) -> str:
    """Why a sentence on thin ownership is not true; empty where it is. It must name every item that is weak or open."""
    name, rest = text.removesuffix(".").split(": ", 1)
    true = _items(found[name])
    if not true["applies"]:
        return "" if rest == "no item applies" else "no item applies"
    is_open = any(true[each] for each in ("weak", "mostly", "not known", "no answer"))
    if rest == "no ownership item is weak, and none is missing":
        return f"{true}" if is_open else ""
    shown: dict[str, set[str] | int] = {"weak": set(), "mostly": set(), "not known": 0, "no answer": 0}
    for part in rest.split("; "):
        if weak := re.fullmatch(r"weak (for most assessors )?on (.*)", part):
            shown["mostly" if weak[1] else "weak"] = {SHORTS[each.lower()] for each in weak[2].split(", ")}
        elif count := re.fullmatch(r"(not known|no answer) on (\d) of (\d)", part):
            shown[count[1]] = int(count[2])
            if int(count[3]) != len(true["applies"]):
                return f"of {len(true['applies'])}"
        else:
            return "no such sentence"
    expected = {
        "weak": true["weak"],
        "mostly": true["mostly"],
        "not known": len(true["not known"]),
        "no answer": len(true["no answer"]),
    }
    return "" if shown == expected else f"{expected}"


def _items(sheets: Sequence[Sequence[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {
        each: set() for each in ("applies", "weak", "mostly", "not known", "no answer")
    }
    for code in OWNERSHIP:
        given = [read(sheet[ITEMS.index(code)]) for sheet in sheets]
        statuses = {each.status for each in given}
        if statuses == {Status.NOT_APPLICABLE}:
            continue
        found["applies"].add(code)
        if levels := _levels(given):
            weak = sum(each.status is Status.ANSWERED and (each.hi or 0) <= 2 for each in given)
            if max(levels) <= 2:
                found["weak"].add(code)
            elif weak > len(given) - weak:
                found["mostly"].add(code)
        else:
            found["not known" if Status.UNKNOWN in statuses else "no answer"].add(code)
    return found
