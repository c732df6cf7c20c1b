"""The measuring instrument: its sections, words and conventions, as one frozen value.

A published one carries the fingerprint of its content: a correction is a new version.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coordination.domain.bilingual import Text
from coordination.domain.criteria import (
    Anchor,
    Choice,
    Conventions,
    CriterionValue,
    Crosswalk,
    Level,
    Section,
    sections_asked,
)

__all__ = [
    "Anchor",
    "Choice",
    "Conventions",
    "CriterionValue",
    "Crosswalk",
    "InstrumentValue",
    "Level",
    "Section",
    "Text",
    "fingerprint",
]

# What the source lists besides the criteria, kept and frozen with the rest for later pages; with the names
# that an entry may have besides its code and its name.
LISTS: dict[str, tuple[str, ...]] = {
    "bilateral_tests": ("question",),
    "bilateral_examples": (),
    "risks": ("linked_criteria", "example"),
    "substitution_signs": (),
    "ownership_without_partnership_signs": (),
    "habits": (),
    "coordination_ideas": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentValue:
    """One version of an instrument. `content` is the document it was read from."""

    code: str
    version: str
    status: str  # "draft" or "published"
    source: Text
    levels: tuple[Level, ...]  # by level 0..4
    rules: tuple[Text, ...]
    doubt_reasons: tuple[Choice, ...]
    evidence_kinds: tuple[Choice, ...]
    sections: tuple[Section, ...]
    conventions: Conventions
    content: Mapping[str, object]
    predecessor: tuple[str, str] | None = None  # code and version that its criteria are compared with

    @property
    def criteria(self) -> tuple[CriterionValue, ...]:
        """Every criterion, section by section."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    def criterion(self, code: str) -> CriterionValue:
        """Return the criterion of that code; KeyError where there is none."""
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise KeyError(code)

    def section(self, code: str) -> Section:
        """Return the section of that code; KeyError where there is none."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    def asked(self, *, is_programme: bool) -> tuple[Section, ...]:
        """The sections asked of the programme as a whole, or of one structure."""
        codes = sections_asked(is_programme=is_programme)
        return tuple(section for section in self.sections if section.code in codes)

    def codes_asked(self, *, is_programme: bool) -> tuple[str, ...]:
        """The codes of the criteria in these sections."""
        asked = self.asked(is_programme=is_programme)
        return tuple(criterion.code for section in asked for criterion in section.criteria)

    def entries(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """What stands in one of the lists beside the criteria (risks, signs, tests, ideas, habits), as written."""
        found = self.content.get(name, [])
        return tuple(found) if isinstance(found, list) else ()

    def listed(self, name: str) -> tuple[Choice, ...]:
        """The items of one of these lists by code and name; examples have no code."""
        return tuple(
            Choice(node.get("code", ""), Text(node["name"]["en"], node["name"]["fr"]))
            for node in self.entries(name)
        )

    @property
    def item_codes(self) -> frozenset[str]:
        """Codes of the signs, risks and other listed items (U1, R4, H2 …), not of the criteria."""
        return frozenset(each.code for name in LISTS for each in self.listed(name)) - {""}

    @property
    def content_hash(self) -> str:
        """The fingerprint of the content, see `fingerprint`."""
        return fingerprint(self.content)


def fingerprint(content: Mapping[str, object]) -> str:
    """Return the SHA-256 (hex) of the content as JSON, without the entry “content_hash” itself.

    Keys sorted, no spaces, UTF-8, nothing escaped that need not be.
    """
    kept = {key: value for key, value in content.items() if key != "content_hash"}
    line = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(line.encode()).hexdigest()
