"""The measuring instrument: its sections, words and conventions, as one frozen value.

An instrument document is JSON of the format “ssr-instrument/1”. A published one carries the fingerprint of
its content; a document that does not fit it is refused, because a correction is a new version.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coordination.domain.criteria import (
    Anchor,
    Choice,
    Codes,
    Conventions,
    CriterionValue,
    Crosswalk,
    Level,
    Section,
    read_choices,
    read_conventions,
    read_levels,
    read_sections,
    sections_asked,
)
from coordination.domain.problems import Problem, Refused, Rule
from coordination.domain.texts import TEXT_LENGTH, Text, written
from coordination.domain.validation import Node, ProblemList
from coordination.domain.vocabulary import SIDES, VOICES

__all__ = [
    "SIDES",
    "VOICES",
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
    "read_instrument",
]

FORMAT = "ssr-instrument/1"
REQUIRED = (
    *("format", "code", "version", "status", "source", "levels", "rules"),
    *("doubt_reasons", "evidence_kinds", "conventions", "sections"),
)
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


def read_instrument(document: object, file: str = "") -> InstrumentValue:
    """Return the instrument that a parsed document describes; raises `Refused` with every problem in it."""
    problems = ProblemList(file)
    node = problems.group(document, "", REQUIRED, ("content_hash", "predecessor", *LISTS, "recommendations"))
    if node is not None and node.values.get("format", FORMAT) != FORMAT:
        shown = written(node.values["format"]).strip("“”")
        raise Refused(
            [
                Problem(
                    rule=Rule.WRONG_FORMAT,
                    path="format",
                    file=file,
                    value=shown,
                    params=(("expected_format", FORMAT),),
                )
            ]
        )
    found = None if node is None else _instrument(node, document)
    problems.close()
    assert found is not None, "an instrument without a problem is whole"
    if found.status == "published" and found.content.get("content_hash") != found.content_hash:
        problems.add(Rule.PUBLISHED_CHANGED, "content_hash", str(found.content.get("content_hash", "")))
        problems.close()
    return found


def _instrument(node: Node, document: object) -> InstrumentValue | None:
    problems, codes = node.problems, Codes(node.problems)
    code, version = node.label("code"), node.code("version")
    status = node.choice("status", ("draft", "published"))
    source = node.both("source", TEXT_LENGTH)
    levels = read_levels(node)
    rules = [problems.both(value, path) for path, value in node.items("rules", least=1)]
    doubt_reasons, evidence_kinds = (
        read_choices(node, "doubt_reasons"),
        read_choices(node, "evidence_kinds"),
    )
    sections = read_sections(node, codes)
    _read_lists(node, codes)
    predecessor = _predecessor(node, code, version)
    conventions = read_conventions(node, codes) if "conventions" in node else None
    if problems.first or code is None or version is None or status is None or source is None:
        return None
    if conventions is None or not isinstance(document, Mapping):
        return None
    return InstrumentValue(
        code=code,
        version=version,
        status=status,
        source=source,
        levels=levels,
        rules=tuple(rule for rule in rules if rule is not None),
        doubt_reasons=doubt_reasons,
        evidence_kinds=evidence_kinds,
        sections=sections,
        conventions=conventions,
        content=document,
        predecessor=predecessor,
    )


def _predecessor(node: Node, code: str | None, version: str | None) -> tuple[str, str] | None:
    """Return code and version of the instrument before, None for a first one; nothing succeeds itself."""
    if "predecessor" not in node:
        return None
    path = node.at("predecessor")
    group = node.problems.group(node.values["predecessor"], path, ("code", "version"))
    before = (group.label("code"), group.code("version")) if group else (None, None)
    if before[0] is None or before[1] is None:
        return None
    if before == (code, version):
        node.problems.add(Rule.OWN_PREDECESSOR, path, f"{code} {version}")
    return before[0], before[1]


def _read_lists(node: Node, codes: Codes) -> None:
    """Check the lists kept for later: codes once each, texts in both languages, criteria that exist."""
    for key, more in LISTS.items():
        required = ("name",) if key == "bilateral_examples" else ("code", "name")
        for item in node.entries(key, required, more):
            node.problems.once(item.code("code"), codes.items, item.at("code"))
            for name in ("name", "question", "example"):
                item.both(name, TEXT_LENGTH)
            if "linked_criteria" in item:
                codes.named(item.values["linked_criteria"], item.at("linked_criteria"))
    for item in node.entries("recommendations", ("criterion", "ideas")):
        if "criterion" in item:
            codes.named([item.values["criterion"]], item.at("criterion"))
        if "ideas" in item:
            codes.named(item.values["ideas"], item.at("ideas"), items=True)
