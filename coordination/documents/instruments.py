"""The document of an instrument, JSON of the format “ssr-instrument/1”: bytes to a checked instrument.

A published one carries the fingerprint of its content; a document that does not fit it is refused, because a
correction is a new version.
"""

from collections.abc import Mapping
from pathlib import Path

from coordination.documents.criteria import Codes, read_choices, read_conventions, read_levels, read_sections
from coordination.documents.files import read_bytes
from coordination.documents.fixture.reading import MEGABYTES, parse
from coordination.domain.bilingual import TEXT_LENGTH, VERSION, Text
from coordination.domain.criteria import ITEM_LENGTH, VERSION_LENGTH
from coordination.domain.instruments import LISTS, InstrumentValue
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList, written
from coordination.domain.vocabulary import INSTRUMENT_STATES

FORMAT = "ssr-instrument/1"
REQUIRED = (
    *("format", "code", "version", "status", "source", "levels", "rules"),
    *("doubt_reasons", "evidence_kinds", "conventions", "sections"),
)
#: The published instruments that come with the program.
SHIPPED = Path(__file__).parents[2] / "fixtures" / "instruments"


def load(data: bytes, file: str) -> InstrumentValue:
    """The instrument in a file's bytes; raises `Refused` with every problem."""
    return read(parse(data, file), file)


def load_folder(folder: Path) -> dict[tuple[str, str], InstrumentValue]:
    """Every instrument of a folder's JSON files, by (code, version); raises `Refused` for an unsound file."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        instrument = load(read_bytes(path, MEGABYTES * 1024 * 1024), path.name)
        found[instrument.code, instrument.version] = instrument
    return found


def read(document: object, file: str = "") -> InstrumentValue:
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
    code, version = node.label("code"), _version(node)
    status = node.choice("status", INSTRUMENT_STATES)
    source = node.both("source", TEXT_LENGTH)
    levels = read_levels(node)
    rules = _rules(node)
    doubt_reasons, evidence_kinds = (read_choices(node, key) for key in ("doubt_reasons", "evidence_kinds"))
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
        rules=rules,
        doubt_reasons=doubt_reasons,
        evidence_kinds=evidence_kinds,
        sections=sections,
        conventions=conventions,
        content=document,
        predecessor=predecessor,
    )


def _rules(node: Node) -> tuple[Text, ...]:
    found = [node.problems.both(value, path) for path, value in node.items("rules", least=1)]
    return tuple(rule for rule in found if rule is not None)


def _version(node: Node) -> str | None:
    return node.plain_code("version", VERSION_LENGTH, VERSION)


def _predecessor(node: Node, code: str | None, version: str | None) -> tuple[str, str] | None:
    """Return code and version of the instrument before, None for a first one; nothing succeeds itself."""
    if "predecessor" not in node:
        return None
    path = node.at("predecessor")
    group = node.problems.group(node.values["predecessor"], path, ("code", "version"))
    before = (group.label("code"), _version(group)) if group else (None, None)
    if before[0] is None or before[1] is None:
        return None
    if before == (code, version):
        node.problems.add(Rule.OWN_PREDECESSOR, path, f"{code} {version}")
    return before[0], before[1]


def _read_item(item: Node, codes: Codes) -> None:
    code = item.plain_code("code", ITEM_LENGTH)
    codes.complete = codes.complete and not (code is None and "code" in item)
    item.problems.once(code, codes.items, item.at("code"))
    for name in ("name", "question", "example"):
        item.both(name, TEXT_LENGTH)
    if "linked_criteria" in item:
        codes.named(item.values["linked_criteria"], item.at("linked_criteria"))


def _read_lists(node: Node, codes: Codes) -> None:
    """Check the lists kept for later: codes once each, texts in both languages, criteria that exist."""
    for key, more in LISTS.items():
        required = ("name",) if key == "bilateral_examples" else ("code", "name")
        for item in node.entries(key, required, more):
            _read_item(item, codes)
    for item in node.entries("recommendations", ("criterion", "ideas")):
        if "criterion" in item:
            codes.name(item.values["criterion"], item.at("criterion"))
        if "ideas" in item:
            codes.named(item.values["ideas"], item.at("ideas"), items=True)
