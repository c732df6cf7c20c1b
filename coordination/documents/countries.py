"""Countries with their names (Unicode CLDR) and time zones (the time zone database), the most populous zone first."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coordination.domain.bilingual import Text

COUNTRIES = Path(__file__).parents[2] / "fixtures" / "countries.json"


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its two letters (ISO 3166)."""

    code: str
    name: Text
    zones: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the countries by their two letters."""
    found = json.loads(COUNTRIES.read_text(encoding="utf-8"))
    return tuple(Country(each["code"], Text(**each["name"]), tuple(each["zones"])) for each in found)
