"""What is a programme's own, as its settings show it, and what may be chosen there."""

import hashlib
import json
from zoneinfo import available_timezones

from coordination.documents.countries import countries as listed
from coordination.documents.fixture.document import ProgrammeEntry
from coordination.domain.bilingual import Text, alphabetical
from coordination.models import Programme, Structure

LANGUAGES = Programme.Languages.choices
KINDS = Programme.Kind.choices
SECTORS = Structure.Sector.choices
COLUMNS = (
    *("name_en", "name_fr", "country", "time_zone", "languages", "kind"),
    *("government_en", "government_fr", "partners_en", "partners_fr", "provinces"),
)


def kept(row: Programme) -> dict[str, object]:
    """Return what is a programme's own, as a form shows it."""
    return {column: getattr(row, column) for column in COLUMNS} | {"sectors": list(row.offered_sectors)}


def fingerprint(row: Programme) -> str:
    """Hash these facts, so that nobody overwrites an edit they have not seen."""
    return hashlib.sha256(json.dumps(kept(row), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return the countries by name in a language: code and name."""
    named = ((each.code, each.name.get(language)) for each in listed())
    return tuple(sorted(named, key=lambda each: alphabetical(each[1])))


def time_zones(country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the zones of a country, and all others."""
    likely = next((each.zones for each in listed() if each.code == country), ())
    return likely, tuple(sorted(available_timezones() - set(likely)))


def own(value: ProgrammeEntry) -> dict[str, str]:
    """Return what a file says is a programme's own, as it is kept."""
    government, partners = value.government or Text("", ""), value.partners or Text("", "")
    return {
        "languages": " ".join(value.languages),
        "kind": value.kind,
        "government_en": government.en,
        "government_fr": government.fr,
        "partners_en": partners.en,
        "partners_fr": partners.fr,
        "sectors": " ".join(value.sectors),
        "provinces": "\n".join(value.provinces),
    }


def said(row: Programme) -> dict[str, str]:
    """Return what the journal says of a programme."""
    return {
        "id": str(row.pk),
        "code": row.code,
        "country": row.country,
        "name_en": row.name_en,
        "name_fr": row.name_fr,
        "time_zone": row.time_zone,
        "languages": row.languages,
        "government_en": row.government_en,
        "government_fr": row.government_fr,
        "partners_en": row.partners_en,
        "partners_fr": row.partners_fr,
        "sectors": row.sectors,
        "provinces": row.provinces,
        "kind": row.kind,
    }
