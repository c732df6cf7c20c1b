"""What is to be done and who supports it: functions, standards and activities of a fixture document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from coordination.domain.bilateral import TESTS
from coordination.domain.checks import Entry, References
from coordination.domain.structures import ORIGINS, QUOTE_LENGTH, SECTORS, read_period
from coordination.domain.texts import NAME_LENGTH, TEXT_LENGTH, Text

STANDARD_KINDS = ("standard", "equipment")
ACTIVITY_KINDS = ("training", "equipment", "advice", "money", "building")
REQUESTS = ("government", "partner", "joint")
TEST_ANSWERS = ("yes", "no", "?")
AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """What the institutions are to be able to do; in the common plan or not."""

    code: str
    name: Text
    sector: str
    is_planned: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class StandardValue:
    """A standard of training, or a family of equipment."""

    code: str
    name: Text
    kind: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ActivityValue:
    """What one partner does for one national institution; what is not known is empty.

    `tests` answers T1 to T3: yes, no, “?” (not known), or empty: not asked.
    """

    code: str
    name: Text
    partner: str
    kind: str
    recipient: str
    function: str = ""
    structure: str = ""
    place: str = ""
    standard: str = ""
    equipment: str = ""
    since: str = ""
    until: str = ""
    value: Decimal | None = None
    currency: str = ""
    request: str = ""
    tests: tuple[str, ...] = ("", "", "")
    note: str = ""
    quote: str = ""
    quote_fr: str = ""
    slide: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What activities may refer to.

    `sides` says of a partner on which side it is, `kinds` of a standard what it is, as far as is known.
    """

    partners: References
    structures: References
    functions: References
    standards: References
    sides: Mapping[str, str]
    kinds: dict[str, str]


def read_functions(top: Entry, support: Support) -> Iterator[FunctionValue]:
    """Yield the sound functions of a document."""
    ledger, seen, names = top.ledger, dict[str, str](), dict[str, Entry]()
    for path, value in top.items("functions"):
        entry = ledger.group(value, path, ("code", "name", "sector"), ("is_planned", "origin"))
        support.functions.define(entry.values if entry else None)
        if entry is None:
            continue
        code, name, sector = entry.code("code"), entry.both("name"), entry.choice("sector", SECTORS)
        _check_once(entry, code, name, seen, names)
        is_planned, origin = entry.flag("is_planned"), entry.choice("origin", ORIGINS) or ""
        if code is not None and name is not None and sector is not None:
            yield FunctionValue(code, name, sector, is_planned is not False, origin)


def read_standards(top: Entry, support: Support) -> Iterator[StandardValue]:
    """Yield the sound standards and families of equipment of a document; `support` learns their kinds."""
    ledger, seen = top.ledger, dict[str, str]()
    names: dict[str, dict[str, Entry]] = {kind: {} for kind in STANDARD_KINDS}
    for path, value in top.items("standards"):
        entry = ledger.group(value, path, ("code", "name", "kind"), ("origin",))
        support.standards.define(entry.values if entry else None)
        if entry is None:
            continue
        code, name, kind = entry.code("code"), entry.both("name"), entry.choice("kind", STANDARD_KINDS)
        _check_once(entry, code, name, seen, names.get(kind or "", {}))
        origin = entry.choice("origin", ORIGINS) or ""
        if code is not None and name is not None and kind is not None:
            support.kinds.setdefault(code, kind)
            yield StandardValue(code, name, kind, origin)


def _check_once(
    entry: Entry, code: str | None, name: Text | None, seen: dict[str, str], names: dict[str, Entry]
) -> None:
    """Note a code, or else a name, that was there before; `seen` and `names` grow."""
    is_repeated = code in seen
    entry.ledger.once(code, seen, entry.at("code"))
    other = entry.namesake(name, names) if name and not is_repeated else None
    if name and other:
        entry.ledger.add("duplicate", entry.at("name"), name.en, first=other.at("name"))


def read_activities(top: Entry, support: Support, currencies: frozenset[str]) -> Iterator[ActivityValue]:
    """Yield the sound activities of a document; `currencies` are the codes of ISO 4217."""
    ledger, seen, facts = top.ledger, dict[str, str](), dict[ActivityValue, str]()
    required = ("code", "name", "partner", "kind", "recipient")
    optional: tuple[str, ...] = ("function", "structure", "place", "standard", "equipment", "since", "until")
    optional += ("value", "currency", "request", "tests", "note", "quote", "quote_fr", "slide", "origin")
    for entry in top.entries("activities", required, optional):
        code, name = entry.code("code"), entry.both("name")
        is_repeated = code in seen
        ledger.once(code, seen, entry.at("code"))
        partner, recipient = (needed(entry, key, support.partners) for key in ("partner", "recipient"))
        if support.sides.get(recipient) == "international":
            ledger.add("recipient_is_international", entry.at("recipient"), recipient)
        elif recipient and recipient == partner:
            ledger.add("supports_itself", entry.at("recipient"), recipient)
        kind, request = entry.choice("kind", ACTIVITY_KINDS), entry.choice("request", REQUESTS)
        since, until = read_period(entry)
        value, currency = _amount(entry, currencies)
        found = ActivityValue(
            "",
            name or Text("", ""),
            partner,
            kind or "",
            recipient,
            named(entry, "function", support.functions),
            named(entry, "structure", support.structures),
            entry.line("place", NAME_LENGTH),
            _standard(entry, "standard", support),
            _standard(entry, "equipment", support),
            since,
            until,
            value,
            currency,
            request or "",
            _tests(entry),
            entry.line("note", TEXT_LENGTH, lines=True),
            entry.line("quote", QUOTE_LENGTH),
            entry.line("quote_fr", QUOTE_LENGTH),
            entry.line("slide", NAME_LENGTH),
            entry.choice("origin", ORIGINS) or "",
        )
        if not (code and name and partner and kind and recipient):
            continue
        if found in facts and not is_repeated:
            ledger.add("duplicate", entry.path, name.en, first=facts[found])
        facts.setdefault(found, entry.path)
        yield replace(found, code=code)


def needed(entry: Entry, key: str, listed: References) -> str:
    """Return a reference that has to be there; null or an empty text is a mistake, noted at its place."""
    code = entry.code(key)
    listed.use(code, entry.at(key))
    return code or ""


def named(entry: Entry, key: str, listed: References) -> str:
    """Return a reference, empty where there is none: left out, null or an empty text."""
    if entry.values.get(key) in (None, ""):
        return ""
    code = entry.code(key)
    listed.use(code, entry.at(key))
    return code or ""


def _standard(entry: Entry, key: str, support: Support) -> str:
    code = named(entry, key, support.standards)
    if support.kinds.get(code, key) != key:
        expected = "a_standard" if key == "standard" else "a_family_of_equipment"
        entry.ledger.add("wrong_standard", entry.at(key), code, expected=expected)
    return code


def _amount(entry: Entry, currencies: frozenset[str]) -> tuple[Decimal | None, str]:
    """Return value and currency, both or neither."""
    ledger, text, currency = (
        entry.ledger,
        entry.line("value", NAME_LENGTH),
        entry.line("currency", NAME_LENGTH),
    )
    for given, missing in (("value", "currency"), ("currency", "value")):
        if given in entry and missing not in entry:
            ledger.add("missing_key", entry.path, key=missing)
    if text and not AMOUNT.fullmatch(text):
        ledger.add("wrong_amount", entry.at("value"), text)
        return None, ""
    if currency and currency not in currencies:
        ledger.add("wrong_currency", entry.at("currency"), currency)
    return (Decimal(text).quantize(Decimal("0.01")), currency) if text else (None, "")


def _tests(entry: Entry) -> tuple[str, ...]:
    if "tests" not in entry:
        return ("",) * len(TESTS)
    group = entry.ledger.group(entry.values["tests"], entry.at("tests"), (), TESTS)
    return tuple((group.choice(test, TEST_ANSWERS) if group else "") or "" for test in TESTS)
