"""Two rounds of one side on one structure, in words, and what the program says of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from coordination.documents import instruments
from coordination.domain.answers import read
from coordination.domain.change import cause_bits
from coordination.domain.claims import steps
from coordination.domain.claims.change import ChangeClaim
from coordination.domain.claims.steps import SideAnswers
from coordination.domain.claims.timeline import Changes
from coordination.domain.criteria import Crosswalk
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.weights import Weights

DOCUMENT = Path(__file__).parents[1] / "fixtures" / "instruments" / "partnership-2008.json"
INSTRUMENT = instruments.read(json.loads(DOCUMENT.read_text(encoding="utf-8")))
CONVENTIONS = INSTRUMENT.conventions
CRITERIA = INSTRUMENT.section("coordination").criteria
EQUAL = (1,) * 7
#: All weight on the first six criteria, and none on C7.
WITHOUT_C7 = (20, 20, 20, 20, 10, 10, 0)

#: One assessor's words on the criteria; several, by their names.
Words = Sequence[str]
Panel = Words | Mapping[str, Words]
#: Reasons by criterion code.
Reasons = Mapping[str, Sequence[str]]


def side(words: Panel, reasons: Reasons | None = None) -> SideAnswers:
    """Return the answers of a side; one who is not named is Amina."""
    named = words if isinstance(words, Mapping) else {"amina": words}
    codes = [each.code for each in CRITERIA[: len(next(iter(named.values())))]]
    return steps.side_answers(
        codes,
        {name: [read(word) for word in each] for name, each in named.items()},
        [cause_bits((reasons or {}).get(code, ())) for code in codes],
    )


def claim(
    old: Panel,
    new: Panel,
    *,
    shown: Sequence[int] | None = None,
    recorded: Sequence[Sequence[int]] = (),
    reasons: Reasons | None = None,
) -> ChangeClaim:
    """Return what may be said between two rounds, with equal weights unless others are shown."""
    before, after = side(old), side(new, reasons)
    criteria = CRITERIA[: len(before.admitted)]
    weights = Weights("entered", tuple(shown)) if shown else Weights("equal", (1,) * len(criteria))
    sides = [Weights(f"side {number}", tuple(each)) for number, each in enumerate(recorded, 1)]
    return Changes(steps.within(criteria, before, after), weights, sides, CONVENTIONS)[0]


def codes(criteria: Sequence[CriterionValue]) -> str:
    """Return the codes of criteria, “C1 C2”."""
    return " ".join(each.code for each in criteria)


def successor(kinds: Sequence[str], crosswalk: Crosswalk | None) -> InstrumentValue:
    """Return the questionnaire's next version, its coordination criteria of these classes."""
    criteria = tuple(
        replace(each, comparability=kind, crosswalk=crosswalk if kind == "indirect" else None)
        for each, kind in zip(CRITERIA, kinds, strict=True)
    )
    sections = tuple(
        replace(section, criteria=criteria) if section.code == "coordination" else section
        for section in INSTRUMENT.sections
    )
    return replace(
        INSTRUMENT, version="2010", sections=sections, predecessor=(INSTRUMENT.code, INSTRUMENT.version)
    )
