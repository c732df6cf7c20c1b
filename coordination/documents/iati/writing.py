"""The register as IATI activity XML (2.03), with what IATI has no element for in attributes of the program's own."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from coordination.documents.fixture.document import ActivityEntry, FunctionEntry, PartnerEntry, ProgrammeEntry
from coordination.documents.iati.codes import (
    DATE_CODES,
    KIND_CODES,
    ROLE_CODES,
    STATUS_CODES,
    TRANSACTION_CODES,
)
from coordination.documents.iati.mapping import OWN_FACTS
from coordination.documents.iati.tree import OWN, XML
from coordination.domain.bilingual import Text
from coordination.domain.dates import span
from coordination.domain.vocabulary import TESTS

register_namespace("ssr", OWN)
LANGUAGE = f"{{{XML}}}lang"


def dump(
    programme: ProgrammeEntry,
    activities: Iterable[ActivityEntry],
    partners: Mapping[str, PartnerEntry],
    functions: Mapping[str, FunctionEntry],
) -> bytes:
    """Return the file of these activities; ``partners`` and ``functions`` are what they name, by code."""
    root = Element("iati-activities", {"version": "2.03"})
    for each in activities:
        _activity(root, each, programme, partners, functions)
    indent(root)
    written: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _own(name: str) -> str:
    return f"{{{OWN}}}{name}"


def _activity(
    root: Element,
    said: ActivityEntry,
    programme: ProgrammeEntry,
    partners: Mapping[str, PartnerEntry],
    functions: Mapping[str, FunctionEntry],
) -> None:
    """Write one activity, its elements in the order of the standard."""
    top = SubElement(root, "iati-activity", {LANGUAGE: "en"} | {_own(k): v for k, v in _facts(said).items()})
    SubElement(top, "iati-identifier").text = said.identifier or f"{programme.code}-{said.code}"
    reporter = {"ref": programme.code, "type": "90", "secondary-reporter": "1"}
    _narrate(SubElement(top, "reporting-org", reporter), programme.name)
    _narrate(SubElement(top, "title"), said.name)
    note = SubElement(top, "description", {"type": "1"} | ({} if said.note else {_own("made"): "1"}))
    _narrate(note, Text(said.note, said.note) if said.note else said.name)
    _participants(top, said, partners)
    if said.status:
        SubElement(top, "activity-status", {"code": STATUS_CODES[said.status]})
    for name, code in DATE_CODES.items():
        _dated(top, "activity-date", getattr(said, name), is_end=name.endswith("until"), type=code)
    if said.place:
        place = SubElement(SubElement(top, "location"), "name")
        SubElement(place, "narrative").text = said.place
    if said.function in functions:
        sector = SubElement(top, "sector", {"vocabulary": "99", "code": said.function})
        _narrate(sector, functions[said.function].name)
    _money(top, said, partners)


def _facts(said: ActivityEntry) -> dict[str, str]:
    """Return what stands in attributes of the program's own."""
    found = {
        name: str(getattr(said, name)) for name in (*OWN_FACTS, "kind", "partner", "recipient", "source")
    }
    found |= {test.lower(): answer for test, answer in zip(TESTS, said.tests, strict=True)}
    if said.value is not None:
        found |= {"value": f"{said.value:f}", "currency": said.currency}
    if not said.identifier:
        found["unpublished"] = "1"
    return {"code": said.code} | {name: value for name, value in found.items() if value}


def _narrate(element: Element, text: Text) -> None:
    SubElement(element, "narrative").text = text.en
    if text.fr != text.en:
        SubElement(element, "narrative", {LANGUAGE: "fr"}).text = text.fr


def _org(top: Element, tag: str, partner: PartnerEntry, **more: str) -> Element:
    found = SubElement(top, tag, {"type": KIND_CODES[partner.kind], **more, _own("code"): partner.code})
    _narrate(found, partner.name)
    return found


def _participants(top: Element, said: ActivityEntry, partners: Mapping[str, PartnerEntry]) -> None:
    _org(top, "participating-org", partners[said.partner], role="4")
    for each in said.participants:
        found = _org(top, "participating-org", partners[each.partner], role=ROLE_CODES[each.role])
        found.set(_own("role"), each.role)
        if each.share is not None:
            found.set(_own("share"), f"{each.share:f}")


def _dated(
    top: Element, tag: str, day: str, *, is_end: bool = False, attribute: str = "iso-date", **more: str
) -> None:
    """Write a date: of a month or year its first day, or its last, with the month or year beside it."""
    if not day:
        return
    element = SubElement(top, tag, {**more, attribute: _exact(day, is_end=is_end)})
    if len(day) < len("2010-01-01"):
        element.set(_own("as"), day)


def _exact(day: str, *, is_end: bool) -> str:
    return span(day)[is_end]


def _money(top: Element, said: ActivityEntry, partners: Mapping[str, PartnerEntry]) -> None:
    """Write the budgets, then the transactions."""
    for each in said.money:
        if each.kind == "budget" and not each.partner:
            element = SubElement(top, "budget", {"type": "1"})
            _dated(element, "period-start", each.on)
            _dated(element, "period-end", each.on, is_end=True)
            _value(element, each.currency, f"{each.amount:f}", each.on)
    for each in said.money:
        if each.kind == "budget" and not each.partner:
            continue
        element = SubElement(top, "transaction")
        kind = SubElement(element, "transaction-type", {"code": TRANSACTION_CODES.get(each.kind, "2")})
        if each.kind not in TRANSACTION_CODES:
            kind.set(_own("kind"), each.kind)
        _dated(element, "transaction-date", each.on)
        _value(element, each.currency, f"{each.amount:f}", each.on)
        if each.partner:
            _org(element, "provider-org", partners[each.partner])


def _value(element: Element, currency: str, amount: str, on: str) -> None:
    value = SubElement(element, "value", {"currency": currency})
    value.text = amount
    if on:
        value.set("value-date", _exact(on, is_end=False))
