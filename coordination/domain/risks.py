"""What can go wrong: when the answers and the seats prompt a look at a risk or a sign; a person decides.

Source: METHOD.md, section 9.3.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coordination.domain.answers import HIGHEST, LOWEST, Reading
from coordination.domain.bilingual import Text
from coordination.domain.instruments import InstrumentValue
from coordination.domain.ownership import sign_names
from coordination.domain.panels import WEAK
from coordination.domain.scoring import admissible

#: The seats that lead a structure: an international in one of them prompts U1.
LEADING_ROLES = frozenset({"chair", "secretariat_lead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One risk in the words of the source; ``linked`` are the criteria whose answers prompt a look at it."""

    code: str
    name: Text
    linked: tuple[str, ...]
    example: Text | None


class Prompt(StrEnum):
    """What the linked criteria ask the adviser to look at."""

    WARNING = "warning"
    CANNOT_TELL = "cannot_tell"
    NONE = "none"


def listed(instrument: InstrumentValue) -> tuple[Risk, ...]:
    """The risks that an instrument lists, in its words."""
    return tuple(
        Risk(
            code=entry["code"],
            name=Text(entry["name"]["en"], entry["name"]["fr"]),
            linked=tuple(entry.get("linked_criteria", ())),
            example=Text(entry["example"]["en"], entry["example"]["fr"]) if "example" in entry else None,
        )
        for entry in instrument.entries("risks")
    )


def fed_by(instrument: InstrumentValue) -> Mapping[str, tuple[str, ...]]:
    """The codes of the risks that a criterion feeds, by its code."""
    found: dict[str, tuple[str, ...]] = {}
    for risk in listed(instrument):
        for code in risk.linked:
            found[code] = (*found.get(code, ()), risk.code)
    return found


def names(instrument: InstrumentValue) -> Mapping[str, Text]:
    """The risks, and the signs of both traps, by code in the instrument's words."""
    return {each.code: each.name for each in listed(instrument)} | dict(sign_names(instrument))


def prompt(linked: Sequence[Reading | None]) -> Prompt:
    """What the criteria linked to a risk prompt; None is no answer. What is not applicable is left out.

    One certainly weak criterion is enough for a warning; else one that may be weak leaves it open.
    """
    known = [ends for reading in linked if (ends := _ends(reading)) is not None]
    if any(high <= WEAK for _, high in known):
        return Prompt.WARNING
    return Prompt.CANNOT_TELL if any(low <= WEAK for low, _ in known) else Prompt.NONE


def weak(linked: Mapping[str, Reading | None]) -> tuple[str, ...]:
    """The codes of the criteria that are certainly weak, in their order."""
    return tuple(
        code for code, reading in linked.items() if (ends := _ends(reading)) is not None and ends[1] <= WEAK
    )


def unclear(linked: Mapping[str, Reading | None]) -> tuple[str, ...]:
    """The codes of the criteria that may be weak and are not certainly so, in their order."""
    return tuple(
        code
        for code, reading in linked.items()
        if (ends := _ends(reading)) is not None and ends[0] <= WEAK < ends[1]
    )


def signs_of_seats(roles: Iterable[tuple[str, str]]) -> bool:
    """Whether an international chairs or leads, by (role, side) of the seats: it prompts U1."""
    return any(role in LEADING_ROLES and side == "international" for role, side in roles)


def _ends(reading: Reading | None) -> tuple[int, int] | None:
    """The admissible levels: every one without an answer, None where not applicable."""
    return (LOWEST, HIGHEST) if reading is None else admissible(reading)
