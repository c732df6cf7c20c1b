"""The time zones of each country, from the database of time zones that comes with the program."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def by_country() -> Mapping[str, tuple[str, ...]]:
    """Return the zones by the code of their country."""
    found: dict[str, list[str]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, _place, zone, *_remark = line.split("\t")
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}
