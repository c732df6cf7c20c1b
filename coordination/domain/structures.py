"""Partners, structures with their seats, and what a source says of them: values of a fixture document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coordination.domain.checks import Entry, References
from coordination.domain.names import FormerName
from coordination.domain.texts import NAME_LENGTH, TEXT_LENGTH, Text, bare, span

QUOTE_LENGTH = 1_000
SOURCE_LENGTH = 400
PARTNER_SIDES = ("national", "international")
#: Where a thing comes from; in a file, a thing that does not say it comes from where the file does.
ORIGINS = ("source", "invented", "entered")
AIMS = ("ssr", "bilateral", "both")
PARTNER_KINDS = ("ministry", "service", "mission", "bilateral", "multilateral", "civil_society")
SECTORS = ("ssr", "elections", "justice", "defence", "police")
ROLES = ("chair", "co_chair", "secretariat_lead", "secretariat_funder", "technical_lead", "member")
STATEMENT_KINDS = ("sign", "risk", "activity", "ownership", "coordination", "context")


@dataclass(frozen=True, slots=True)
class PartnerValue:
    """A national or international partner; of what is empty from `objectives` on, a file says nothing."""

    code: str
    name: Text
    side: str
    kind: str
    quote: str = ""
    slide: str = ""
    objectives: Text | None = None
    aim: str = ""
    since: str = ""
    until: str = ""
    former_names: tuple[FormerName, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SeatValue:
    """A partner's place in a structure; `since` and `until` are a year, a day, or empty where not known."""

    partner: str
    role: str
    since: str = ""
    until: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class StructureValue:
    """A coordination structure; `founded` and `closed` are a year, a day, or empty where not known.

    `dormant_after` is in months, None where a file says nothing of it.
    """

    code: str
    name: Text
    sector: str
    founded: str = ""
    closed: str = ""
    parent: str = ""
    predecessor: str = ""
    mandate: Text | None = None
    slide: str = ""
    seats: tuple[SeatValue, ...] = ()
    dormant_after: int | None = None


@dataclass(frozen=True, slots=True)
class StatementValue:
    """What the source says, word for word, of a structure or (where `structure` is empty) of the programme.

    `item` is the sign or risk that it illustrates (U1, R4), empty where there is none; `source` is empty where it is
    the file's.
    """

    structure: str
    kind: str
    item: str
    quote: str
    quote_fr: str
    slide: str
    source: str = ""


def read_partners(top: Entry, partners: References) -> Iterator[PartnerValue]:
    """Yield the sound partners of a document."""
    ledger, seen, names = top.ledger, dict[str, str](), dict[str, Entry]()
    optional = ("quote", "slide", "objectives", "aim", "since", "until", "former_names", "origin")
    for path, value in top.items("partners"):
        entry = ledger.group(value, path, ("code", "name", "side", "kind"), optional)
        partners.define(entry.values if entry else None)
        if entry is None:
            continue
        code, name = entry.code("code"), entry.both("name")
        is_repeated = code in seen
        ledger.once(code, seen, entry.at("code"))
        side, kind = entry.choice("side", PARTNER_SIDES), entry.choice("kind", PARTNER_KINDS)
        quote, slide = entry.line("quote", QUOTE_LENGTH), entry.line("slide", NAME_LENGTH)
        objectives, aim = entry.both("objectives", TEXT_LENGTH, lines=True), entry.choice("aim", AIMS)
        since, until = read_period(entry)
        former = tuple(_former_names(entry))
        origin = entry.choice("origin", ORIGINS) or ""
        if name is not None and not is_repeated:
            _check_name(entry, name, names)
        if code is not None and name is not None and side is not None and kind is not None:
            yield PartnerValue(
                code, name, side, kind, quote, slide, objectives, aim or "", since, until, former, origin
            )


def _check_name(entry: Entry, name: Text, names: dict[str, Entry]) -> None:
    """The same name under another code is the same partner, maybe on the other side; `names` grows."""
    other = entry.namesake(name, names)
    if other is None:
        return
    if other.values.get("side") != entry.values.get("side"):
        entry.ledger.add("partner_on_other_side", entry.at("name"), name.en)
    else:
        entry.ledger.add("duplicate", entry.at("name"), name.en, first=other.at("name"))


def read_period(entry: Entry) -> tuple[str, str]:
    """Return since and until, each a year, a day, or empty where not known."""
    since, until = entry.year_or_day("since"), entry.year_or_day("until")
    entry.ledger.certainly_ordered(since, until, entry.at("until"), "beginning")
    return since, until


def _former_names(partner: Entry) -> Iterator[FormerName]:
    seen = dict[str, str]()
    for entry in partner.entries("former_names", ("name", "until_on")):
        name, until_on = entry.both("name"), entry.day("until_on")
        if until_on is not None:
            entry.ledger.once(until_on.isoformat(), seen, entry.at("until_on"))
        if name is not None and until_on is not None:
            yield FormerName(name, until_on)


def read_structures(top: Entry, structures: References, partners: References) -> Iterator[StructureValue]:
    """Yield the sound structures of a document."""
    ledger, seen = top.ledger, dict[str, str]()
    parents, predecessors = dict[str, str](), dict[str, str]()
    addresses = {bare(code): code for code in structures.listed}
    optional = ("founded", "closed", "parent", "predecessor", "mandate", "slide", "seats", "dormant_after")
    for path, value in top.items("structures"):
        entry = ledger.group(value, path, ("code", "name", "sector"), optional)
        structures.define(entry.values if entry else None)
        if entry is None:
            continue
        code, name, sector = entry.code("code"), entry.both("name"), entry.choice("sector", SECTORS)
        ledger.once(code, seen, entry.at("code"))
        _check_address(entry, code, addresses)
        founded, closed = entry.year_or_day("founded"), entry.year_or_day("closed")
        ledger.certainly_ordered(founded, closed, entry.at("closed"), "founded")
        parent, predecessor = entry.code("parent"), entry.code("predecessor")
        structures.use(parent, entry.at("parent"))
        structures.use(predecessor, entry.at("predecessor"))
        if code is not None and parent is not None:
            parents.setdefault(code, parent)
            if code in _above(code, parents):
                ledger.add("own_parent", entry.at("parent"), code)
        if code is not None and predecessor is not None:
            predecessors.setdefault(code, predecessor)
            if code in _above(code, predecessors):
                ledger.add("predecessor_ring", entry.at("predecessor"), code)
        mandate = entry.both("mandate", TEXT_LENGTH, lines=True)
        slide = entry.line("slide", NAME_LENGTH)
        seats = tuple(_read_seats(entry, founded, closed, partners))
        dormant_after = entry.whole("dormant_after", 1, 60)
        if code is not None and name is not None and sector is not None:
            yield StructureValue(
                code,
                name,
                sector,
                founded,
                closed,
                parent or "",
                predecessor or "",
                mandate,
                slide,
                seats,
                dormant_after,
            )


def _check_address(entry: Entry, code: str | None, addresses: dict[str, str]) -> None:
    """Two structures of a programme may not share an address; the same code twice is another problem."""
    if code is None:
        return
    found = bare(code)
    if not found:
        entry.ledger.add("no_letters", entry.at("code"), code)
    elif (other := addresses.setdefault(found, code)) != code:
        entry.ledger.add("too_alike", entry.at("code"), code, other=other)


def _above(code: str, parents: Mapping[str, str]) -> list[str]:
    """Return the codes above (or before) one code, as far as they are listed; a ring ends where it closes."""
    above: list[str] = []
    while code in parents and parents[code] not in above:
        code = parents[code]
        above.append(code)
    return above


def read_seat_dates(entry: Entry, first: str, last: str, *, founded: str, closed: str) -> tuple[str, str]:
    """Return beginning and end of a seat (under these keys); note what fits neither each other nor the structure."""
    since, until = entry.year_or_day(first), entry.year_or_day(last)
    entry.ledger.ordered(founded, since, entry.at(first), "founded")
    if not since:
        entry.ledger.ordered(founded, until, entry.at(last), "founded")
    entry.ledger.certainly_ordered(since, until, entry.at(last), "seat_start")
    for key, day in ((first, since), (last, until)):
        if closed and day and span(closed)[1] < span(day)[0]:
            entry.ledger.add("seat_after_closing", entry.at(key), day, closed=closed)
            break
    return since, until


def _read_seats(structure: Entry, founded: str, closed: str, partners: References) -> Iterator[SeatValue]:
    ledger, seen = structure.ledger, dict[str, str]()
    for entry in structure.entries("seats", ("partner", "role"), ("from", "to", "quote")):
        partner, role = entry.code("partner"), entry.choice("role", ROLES)
        partners.use(partner, entry.at("partner"))
        since, until = read_seat_dates(entry, "from", "to", founded=founded, closed=closed)
        quote = entry.line("quote", QUOTE_LENGTH)
        if partner is not None and role is not None:
            ledger.once(" · ".join(filter(None, (partner, role, since))), seen, entry.path)
            yield SeatValue(partner, role, since, until, quote)


def read_statements(top: Entry, structures: References, items: frozenset[str]) -> Iterator[StatementValue]:
    """Yield the sound statements of a document; `items` are the signs and risks that they may illustrate."""
    ledger, seen = top.ledger, dict[str, str]()
    required = ("structure", "kind", "item", "quote", "quote_fr", "slide")
    for entry in top.entries("statements", required, ("source",)):
        # null says: of the programme as a whole, of no sign or risk.
        structure = entry.code("structure") if entry.values.get("structure") is not None else None
        structures.use(structure, entry.at("structure"))
        item = entry.code("item") if entry.values.get("item") is not None else None
        if item is not None and items and item not in items:
            ledger.add("unknown_reference", entry.at("item"), item, noun="item")
        kind = entry.choice("kind", STATEMENT_KINDS)
        quote, quote_fr = entry.line("quote", QUOTE_LENGTH), entry.line("quote_fr", QUOTE_LENGTH)
        slide, source = entry.line("slide", NAME_LENGTH), entry.line("source", SOURCE_LENGTH)
        if kind is not None and quote:
            ledger.once(" · ".join(filter(None, (quote, structure, kind, item))), seen, entry.path)
            yield StatementValue(structure or "", kind, item or "", quote, quote_fr, slide, source)
