"""What a 4W sheet says, in the values that an IATI file gives: every mistake with its sheet, row and column."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from coordination.documents.four_w import dates
from coordination.documents.four_w.cells import FourWCells, FourWWords, money_line, parts_of, text_of
from coordination.documents.four_w.tables import FourWTable
from coordination.documents.iati.values import IatiActivity, IatiFile, IatiMoney, IatiOrg, IatiOrgs, IatiPart
from coordination.documents.sheets import MOST_ROWS, refuse
from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH, Text, fold
from coordination.domain.currencies import CURRENCIES, MOST, read_amount
from coordination.domain.filled import FilledRow
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

#: The facts of an activity that only this program writes, by their columns; those that stand as they were written.
OWN = {
    **{name: name for name in ("code", "source", "structure", "standard", "equipment", "request", "origin")},
    **{name: name for name in ("t1", "t2", "t3")},
    **{"who": "partner", "recipient": "recipient", "sector": "function", "value_currency": "currency"},
}
VERBATIM = ("quote", "quote_fr", "slide")
#: What somebody is in an activity, by the column that names them.
ROLES = {
    "who": "implements",
    "also": "implements",
    "lead": "manages",
    "funder": "funds",
    "recipient": "receives",
    "receivers": "receives",
}
PLACES = ("adm1", "adm2", "adm3", "place")
#: The most activities, participants and amounts that the rows of a sheet may list together: six for each row.
ENTRIES = 6 * MOST_ROWS
CENT = Decimal("0.01")
#: A number of a cell that has more decimals than money has: no one writes thousands so.
#: Figures of so many signs are no amount: a sentence about them would be cut within them.
LONGEST = 60
_EXACT = re.compile(r"-?\d{1,16}\.\d{4,20}", re.ASCII)


@dataclass(slots=True, kw_only=True)
class FourWReading:
    """A sheet on its way: what is wrong, who is named, what is left out."""

    words: FourWWords
    source: str
    problems: ProblemList
    orgs: IatiOrgs = field(default_factory=IatiOrgs)
    sectors: dict[str, Text] = field(default_factory=dict)
    losses: Counter[str] = field(default_factory=Counter)
    #: How many rows have an identifier, and how many are told apart by nothing else than their order.
    identifiers: Counter[str] = field(default_factory=Counter)
    begun: Counter[str] = field(default_factory=Counter)
    #: Where all that a row says stood first, and a code.
    same: dict[tuple[str, ...], str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FourWFile:
    """A sound sheet: its activities, and the row of each."""

    file: IatiFile
    rows: tuple[FilledRow, ...]


def read(
    table: FourWTable, places: Mapping[str, int], words: FourWWords, *, source: str, file: str = ""
) -> FourWFile:
    """Return what a table says; ``places`` are its columns.

    Raises:
        Refused: something in it is wrong, each mistake with its cell.
    """
    months = dates.months(table, places)
    reading = FourWReading(words=words, source=source, problems=ProblemList(file))
    rows = [FourWCells(row=row, places=places, table=table, problems=reading.problems) for row in table.rows]
    reading.identifiers.update(text_of(cells.text("identifier")) for cells in rows)
    listed: list[tuple[IatiActivity, FilledRow]] = []
    for cells in rows:
        listed += [(each, cells.row) for each in _activities(reading, cells, months)]
    reading.problems.close()
    _refuse_much([activity for activity, _row in listed], len(rows))
    return FourWFile(
        file=IatiFile(
            activities=tuple(activity for activity, _row in listed),
            orgs=reading.orgs.known,
            sectors=reading.sectors,
            unread=_unread(table, {*places.values(), *months}),
            losses=reading.losses,
        ),
        rows=tuple(row for _activity, row in listed),
    )


def _refuse_much(activities: Sequence[IatiActivity], rows: int) -> None:
    """Refuse rows that list more together than is stored at once, though there are no more of them than are read."""
    entries = sum(1 + len(each.parts) + len(each.money) for each in activities)
    if entries > ENTRIES:
        refuse(Rule.SHEET_LISTS_TOO_MUCH, rows=f"{rows}", entries=f"{entries}", limit=f"{ENTRIES}")


def _unread(table: FourWTable, taken: set[int]) -> Counter[str]:
    """Count the filled cells of columns that are not read, by their heads, and the rows of sheets that are not."""
    found: Counter[str] = Counter()
    for row in table.rows:
        found.update(table.named(int(place)) for place in row.cells if int(place) not in taken)
    return found + Counter(table.left)


def _activities(
    reading: FourWReading, cells: FourWCells, months: Mapping[int, dates.Month]
) -> Iterator[IatiActivity]:
    """Yield what a row says: one activity, or one for each stretch of months that are marked in it."""
    _same(reading, cells)
    own = _own(reading, cells)
    status = cells.choice("status", reading.words.statuses)
    stretches = dates.spans(cells, months)
    first, *others = stretches or (dates.read(cells, status),)
    identifier = _identifier(reading, cells, is_one=not others)
    is_monthly = bool(stretches) or "month" in cells.places
    one = IatiActivity(
        path=cells.here,
        identifier=identifier,
        name=_name(reading, cells),
        note=_cut(reading, text_of(cells.text("note"), lines=True), TEXT_LENGTH, "descriptions"),
        parts=_parts(reading, cells, own),
        status=status,
        dates=first,
        place=_place(reading, cells),
        sectors=_sectors(reading, cells),
        aid="",
        money=tuple(_money(reading, cells)),
        source=own.get("source", "") if "code" in own else reading.source,
        own=own,
    )
    for when in (first, *others):
        month = when.get("since", "") if is_monthly else ""
        code = "" if identifier or "code" in own else _code(reading, cells, month)
        # Money is that of the row, once.
        money = one.money if when is first else ()
        yield replace(one, dates=when, code=code, money=money)


def _same(reading: FourWReading, cells: FourWCells) -> None:
    """Note a row that says nothing else than one before."""
    key = tuple(f"{place} {cell.text}" for place, cell in sorted(cells.row.cells.items()))
    first = reading.same.setdefault(key, cells.here)
    if first != cells.here:
        cells.wrong(Rule.DUPLICATE, "name", cells.text("name"), first=first)


def _own(reading: FourWReading, cells: FourWCells) -> dict[str, str]:
    """Return what is of a list, and what only this program writes, by the names of its facts."""
    found = {"kind": cells.choice("kind", reading.words.kinds)}
    if code := text_of(cells.text("code")):
        found |= {fact: text_of(cells.text(name)) for name, fact in OWN.items()}
        found |= {name: cells.text(name) for name in VERBATIM}
        value = _amount(reading, cells, "value")
        found["value"] = "" if value is None else f"{value:f}"
        first = reading.codes.setdefault(code, cells.here)
        if first != cells.here:
            cells.wrong(Rule.DUPLICATE, "code", code, first=first)
    return {name: text for name, text in found.items() if text}


def _name(reading: FourWReading, cells: FourWCells) -> Text:
    en, fr = (text_of(cells.text(name)) for name in ("name", "name_fr"))
    if not en and not fr:
        cells.wrong(Rule.EMPTY_TEXT, "name")
    en, fr = (_cut(reading, each, NAME_LENGTH, "titles") for each in (en or fr, fr or en))
    return Text(en, fr)


def _cut(reading: FourWReading, text: str, limit: int, loss: str) -> str:
    if len(text) <= limit:
        return text
    reading.losses[loss] += 1
    return text[: limit - 1].rstrip() + "…"


def _identifier(reading: FourWReading, cells: FourWCells, *, is_one: bool) -> str:
    """Return the identifier of a row, unless several activities have it: then it is that of their project."""
    text = text_of(cells.text("identifier"))
    if len(text) > NAME_LENGTH:
        cells.wrong(Rule.TOO_LONG, "identifier", text, limit=f"{NAME_LENGTH}")
    return text if is_one and reading.identifiers[text] == 1 else ""


def _code(reading: FourWReading, cells: FourWCells, month: str) -> str:
    """Return what tells a row from others in every version of a sheet: who does what where, in which month.

    It begins with what is done, for the reader of a plan.
    """
    said = (cells.text(each) for each in ("identifier", "name", "name_fr", "who", "sector", *PLACES))
    key = "\n".join(map(fold, (reading.source, month, *said)))
    reading.begun[key] += 1
    again = f"-{reading.begun[key]}" if reading.begun[key] > 1 else ""
    digest = f" · {hashlib.sha256(key.encode()).hexdigest()[:8]}{again}"
    name = text_of(cells.text("name") or cells.text("name_fr"))
    return f"{name[: CODE_LENGTH - len(digest)].rstrip()}{digest}"


def _parts(reading: FourWReading, cells: FourWCells, said: Mapping[str, str]) -> tuple[IatiPart, ...]:
    """Return who takes part as what, each once."""
    found: dict[tuple[str, str], IatiPart] = {}
    for name, role in ROLES.items():
        if name == "recipient" and "code" in said:
            continue
        for called, share in parts_of(cells.text(name)):
            text = _cut(reading, called, NAME_LENGTH, "organisations")
            kind = "22" if role == "receives" else ""
            key = reading.orgs.key(IatiOrg(ref=text, name=Text(text, text), kind=kind))
            if key and (key, role) not in found:
                found[key, role] = IatiPart(org=key, role=role, share=share)
    if not any(parts_of(cells.text("who"))):
        cells.wrong(Rule.EMPTY_TEXT, "who")
    return tuple(found.values())


def _place(reading: FourWReading, cells: FourWCells) -> str:
    found: list[str] = []
    for name in PLACES:
        text = text_of(cells.text(name))
        if text and len(", ".join([*found, text])) > NAME_LENGTH:
            reading.losses["places"] += 1
        elif text and fold(text) not in map(fold, found):
            found.append(text)
    return ", ".join(found)


def _sectors(reading: FourWReading, cells: FourWCells) -> tuple[str, ...]:
    text = _cut(reading, text_of(cells.text("sector")), NAME_LENGTH, "organisations")
    key = fold(text)
    if not key:
        return ()
    reading.sectors.setdefault(key, Text(text, text))
    return (key,)


def _money(reading: FourWReading, cells: FourWCells) -> Iterator[IatiMoney]:
    """Yield the lines of money: as this program writes them, and the one budget of other sheets."""
    for text in filter(None, map(text_of, cells.text("money").split("\n"))):
        line = money_line(text, reading.words.money)
        if line is None:
            cells.wrong(Rule.VALUE_NOT_NUMBER, "money", text)
            continue
        kind, amount, currency, on, who = line
        org = reading.orgs.key(IatiOrg(ref=who, name=Text(who, who), kind="")) if who else ""
        yield IatiMoney(kind=kind, amount=amount, currency=currency, on=on, org=org)
    if text := text_of(cells.text("budget")):
        yield from _budget(reading, cells, text)


def _budget(reading: FourWReading, cells: FourWCells, text: str) -> Iterator[IatiMoney]:
    currency = text_of(cells.text("currency")).upper() or cells.currency
    amount = _amount(reading, cells, "budget")
    if amount is None:
        return
    if not currency:
        cells.wrong(Rule.CURRENCY_MISSING, "budget", f"{amount}")
    elif currency not in CURRENCIES:
        cells.wrong(Rule.WRONG_CURRENCY, "currency", currency)
    else:
        yield IatiMoney(kind="budget", amount=amount, currency=currency, on="")


def _amount(reading: FourWReading, cells: FourWCells, name: str) -> Decimal | None:
    """Return an amount as people or spreadsheets write it, to the cent; None for none, which is noted where it is."""
    text = text_of(cells.text(name))
    if not text:
        return None
    try:
        amount = Decimal(text) if _EXACT.fullmatch(text) else read_amount(text if len(text) < LONGEST else "")
    except Refused:
        cells.wrong(Rule.VALUE_NOT_NUMBER, name, text)
        return None
    if abs(amount) > MOST:
        cells.wrong(Rule.VALUE_TOO_BIG, name, f"{abs(amount)}", most=f"{MOST}")
        return None
    rounded = amount.quantize(CENT) + 0
    reading.losses["amounts"] += rounded != amount
    return rounded
