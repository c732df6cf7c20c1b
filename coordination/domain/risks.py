"""What can go wrong: the risks that an instrument lists, and when seats prompt a look at a sign; a person decides.

Source: METHOD.md, section 9.3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coordination.domain.bilingual import Text
from coordination.domain.instruments import InstrumentValue
from coordination.domain.ownership import sign_names

#: The seats that lead a structure: an international in one of them prompts U1.
LEADING_ROLES = frozenset({"chair", "secretariat_lead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One risk in the words of the source; ``linked`` are the criteria whose answers prompt a look at it."""

    code: str
    name: Text
    linked: tuple[str, ...]
    example: Text | None


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


def signs_of_seats(roles: Iterable[tuple[str, str]]) -> bool:
    """Whether an international chairs or leads, by (role, side) of the seats: it prompts U1."""
    return any(role in LEADING_ROLES and side == "international" for role, side in roles)
