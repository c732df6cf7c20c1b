"""Rounds of both sides in words drawn by chance, always the same for a seed, as the document that a file holds."""

from collections.abc import Iterator
from random import Random
from typing import Any

from tests import make

LEVELS = ("No", "Not yet", "Partly", "Mostly", "Yes")
CAUSES = ("real_change", "better_information", "another_rater", "error")
STRUCTURES = ("CCRSS", "CMJ", "GTSE/CPSE")
YEARS = (2012, 2013, 2014)
SECTIONS = {"C": 7, "O": 7}


def document(seed: int) -> dict[str, Any]:
    """Three rounds of three structures and the programme as a whole, by one to three assessors of each side."""
    chance = Random(seed)
    found = make.document(make.DEMO)
    like = found["rounds"][0]
    found["rounds"] = [
        like
        | {
            "label": f"round-{year}",
            "name": {"en": f"Round {year}", "fr": f"Campagne {year}"},
            "reference_date": f"{year}-01-31",
            "assessments": list(_assessments(chance, year, is_first=year == YEARS[0])),
        }
        for year in YEARS
    ]
    return found | {name: [] for name in ("observations", "commitments", "contacts", "activities")}


def _assessments(chance: Random, year: int, *, is_first: bool) -> Iterator[dict[str, Any]]:
    for side in ("government", "partners"):
        for structure in (*STRUCTURES, None):
            for number in range(chance.choice((1, 1, 2, 3))):
                yield {
                    "structure": structure,
                    "side": side,
                    "rater": f"Assessor {number} of {side}",
                    "state": "published",
                    "sent_on": f"{year}-02-04",
                    "answers": _answers(chance, structure, is_first=is_first),
                }


def _answers(chance: Random, structure: str | None, *, is_first: bool) -> dict[str, Any]:
    sections = {"S": 5} if structure is None else SECTIONS
    codes = [f"{letter}{number}" for letter, count in sections.items() for number in range(1, count + 1)]
    found = {code: _answer(chance) for code in codes}
    if not is_first:
        for answer in found.values():
            if chance.random() < 0.1:
                answer["change_cause"] = chance.choice(CAUSES)
    return found


def _answer(chance: Random) -> dict[str, Any]:
    level = chance.choice(LEVELS)
    other = chance.choice(LEVELS)
    word = chance.choice([level] * 12 + [f"{level}?", f"{level} to {other}", "?", "?", "-", "n/a"])
    return {"verbatim": word, **({"na_reason": "Not its task."} if word == "n/a" else {})}
