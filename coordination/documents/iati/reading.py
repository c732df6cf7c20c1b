"""An IATI activity file: XML to values, every mistake with its element and line."""

import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from coordination.documents.fixture.texts import sound
from coordination.documents.iati.codes import DATES, READ, ROLES, STATUSES, TRANSACTIONS
from coordination.documents.iati.tree import OWN, XML, Element, parse
from coordination.documents.iati.values import (
    IatiActivity,
    IatiFile,
    IatiMoney,
    IatiOrg,
    IatiOrgs,
    IatiPart,
)
from coordination.domain.bilingual import NAME_LENGTH, TEXT_LENGTH, Text
from coordination.domain.currencies import CURRENCIES, MOST
from coordination.domain.dates import is_date
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

DAY = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
AMOUNT = re.compile(r"-?\d{1,16}(\.\d{1,12})?", re.ASCII)
LANGUAGE = f"{XML}|lang"
VERSIONS = ("2.01", "2.02", "2.03")
CENT = Decimal("0.01")


@dataclass(slots=True, kw_only=True)
class _IatiReading:
    """A file on its way: what is wrong, who is named, what is left out."""

    problems: ProblemList
    orgs: IatiOrgs = field(default_factory=IatiOrgs)
    sectors: dict[str, Text] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)
    losses: Counter[str] = field(default_factory=Counter)
    #: What was cut already, by what it is and of what.
    cut: set[tuple[str, str]] = field(default_factory=set)
    identifiers: dict[str, str] = field(default_factory=dict)

    def wrong(self, rule: Rule, path: str, element: Element, value: str = "", **params: str) -> None:
        """Note what is wrong with an element of an activity."""
        self.problems.add(rule, place(element, path), value, **params)


def place(element: Element, path: str = "") -> str:
    """Return where an element stands: its line, then its name below that of its activity."""
    within = path.partition(": ")[2]
    return f"{element.line}: {within + '/' if within else ''}{element.name}"


def read(data: bytes, file: str = "") -> IatiFile:
    """Return what a file says; raises `Refused` with every problem in it."""
    root = parse(data, file)
    problems = ProblemList(file)
    if root.name != "iati-activities":
        problems.add(Rule.NO_IATI, place(root)[:NAME_LENGTH], root.name[:NAME_LENGTH])
        problems.close()
    if root.get("version") not in VERSIONS:
        problems.add(
            Rule.WRONG_FORMAT, place(root), root.get("version"), expected_format="IATI " + ", ".join(VERSIONS)
        )
        problems.close()
    reading = _IatiReading(problems=problems)
    listed: list[IatiActivity] = []
    for element in root.children:
        if element.name == "iati-activity":
            path = f"{element.line}: iati-activity[{len(listed) + 1}]"
            listed.append(_activity(reading, element, path))
        else:
            reading.unread[element.name] += 1
    if not listed:
        problems.add(Rule.NOTHING_LISTED, place(root))
    problems.close()
    return IatiFile(
        activities=tuple(listed),
        orgs=reading.orgs.known,
        sectors=reading.sectors,
        unread=reading.unread,
        losses=reading.losses,
    )


def _activity(reading: _IatiReading, element: Element, path: str) -> IatiActivity:
    for each in element.children:
        if each.name not in READ:
            reading.unread[each.name] += 1
    own = {name.partition("|")[2]: said for name, said in element.attributes.items() if name.startswith(OWN)}
    language = element.attributes.get(LANGUAGE, "en")
    reporting = element.first("reporting-org")
    reporter = _org(reading, reporting, language) if reporting else ""
    parts = tuple(_parts(reading, element, path, language))
    return IatiActivity(
        path=path,
        identifier=_identifier(reading, element, path, is_none="unpublished" in own),
        name=_title(reading, element, path, language),
        note=_note(reading, element, language),
        parts=parts or ((IatiPart(org=reporter, role="implements"),) if reporter else ()),
        status=_status(reading, element, path),
        dates=_dates(reading, element, path),
        place=_place(reading, element, language),
        sectors=_sectors(reading, element, path, language),
        aid=next((each.get("code") for each in element.all("default-aid-type")), ""),
        money=tuple(_money(reading, element, path, language)),
        source=own.get("source", "") if "code" in own else _source(reading, reporter),
        own=own,
    )


def _identifier(reading: _IatiReading, element: Element, path: str, *, is_none: bool) -> str:
    found = element.first("iati-identifier")
    text = _line(found.text) if found else ""
    if is_none:
        return ""
    if found is None or not text:
        reading.wrong(Rule.MISSING_KEY, "", element, key="iati-identifier")
        return ""
    if len(text) > NAME_LENGTH:
        reading.wrong(Rule.TOO_LONG, path, found, text, limit=f"{NAME_LENGTH}")
    reading.problems.once(text, reading.identifiers, place(found, path))
    return text


def _source(reading: _IatiReading, reporter: str) -> str:
    """Return where an activity comes from: who reports it, the same in every version of the file."""
    if not reporter:
        return "IATI"
    org = reading.orgs.known[reporter]
    return f"IATI · {org.name.en or org.ref}"[:NAME_LENGTH]


# --- texts


def _line(text: str) -> str:
    """Return a text as one line, its accents composed."""
    return " ".join(filter(None, (each.strip() for each in sound(text).splitlines()))).strip()


def _narratives(element: Element, language: str, *, lines: bool = False) -> Text:
    """Return what an element says in both languages: one of them, or another, stands for what is missing."""
    said: dict[str, str] = {}
    for each in element.all("narrative"):
        text = sound(each.text, lines=True).strip() if lines else _line(each.text)
        if text:
            said.setdefault(each.attributes.get(LANGUAGE, language)[:2].lower(), text)
    other = next(iter(said.values()), "")
    english = said.get("en", said.get("fr", other))
    return Text(english, said.get("fr", english))


def _cut(reading: _IatiReading, text: str, limit: int, *, loss: str, of: str) -> str:
    """Return a text that is not too long; what it was is counted once ``of`` each, in whatever languages."""
    if len(text) <= limit:
        return text
    reading.losses[loss] += (loss, of) not in reading.cut
    reading.cut.add((loss, of))
    return unicodedata.normalize("NFC", text[: limit - 1].rstrip() + "…")


def _title(reading: _IatiReading, element: Element, path: str, language: str) -> Text:
    found = element.first("title")
    name = _narratives(found, language) if found else Text("", "")
    if not name.en:
        reading.wrong(Rule.MISSING_KEY, "", element, key="title")
    en, fr = (_cut(reading, each, NAME_LENGTH, loss="titles", of=path) for each in (name.en, name.fr))
    return Text(en, fr)


def _note(reading: _IatiReading, element: Element, language: str) -> str:
    said = (each for each in element.all("description") if not each.own("made"))
    for each in sorted(said, key=lambda one: one.get("type") not in ("", "1")):
        text = _narratives(each, language, lines=True).en
        if text:
            return _cut(reading, text, TEXT_LENGTH, loss="descriptions", of=place(each))
    return ""


def _place(reading: _IatiReading, element: Element, language: str) -> str:
    """Return the places, one after the other, as many as there is room for."""
    found: list[str] = []
    for each in element.all("location"):
        name = each.first("name")
        text = _narratives(name, language).en if name else ""
        if not text or text in found:
            continue
        if len("; ".join([*found, text])) > NAME_LENGTH:
            reading.losses["places"] += 1
        else:
            found.append(text)
    return "; ".join(found)


# --- who


def _org(reading: _IatiReading, element: Element, language: str) -> str:
    """Return the key of the organisation that an element names."""
    said = _narratives(element, language)
    en, fr = (
        _cut(reading, each, NAME_LENGTH, loss="organisations", of=said.en) for each in (said.en, said.fr)
    )
    ref = _line(element.get("ref"))[:NAME_LENGTH]
    return reading.orgs.key(
        IatiOrg(ref=ref, name=Text(en, fr), kind=element.get("type"), code=element.own("code"))
    )


def _parts(reading: _IatiReading, element: Element, path: str, language: str) -> Iterator[IatiPart]:
    """Yield who takes part as what, each once."""
    seen: set[tuple[str, str]] = set()
    for each in element.all("participating-org"):
        role = each.own("role") or ROLES.get(each.get("role"), "")
        if not role:
            reading.wrong(Rule.WRONG_CHOICE, path, each, each.get("role"), allowed=", ".join(ROLES))
            continue
        org = _org(reading, each, language)
        if not org:
            reading.wrong(Rule.MISSING_KEY, path, each, key="narrative")
        elif (org, role) not in seen:
            seen.add((org, role))
            yield IatiPart(org=org, role=role, share=each.own("share"))


# --- when and how far


def _status(reading: _IatiReading, element: Element, path: str) -> str:
    found = element.first("activity-status")
    if found is None:
        return ""
    if found.get("code") not in STATUSES:
        reading.wrong(Rule.WRONG_CHOICE, path, found, found.get("code"), allowed=", ".join(STATUSES))
    return STATUSES.get(found.get("code"), "")


def _dates(reading: _IatiReading, element: Element, path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in element.all("activity-date"):
        name = DATES.get(each.get("type"))
        if name is None:
            reading.wrong(Rule.WRONG_CHOICE, path, each, each.get("type"), allowed=", ".join(DATES))
            continue
        day = _day(reading, each, "iso-date", path)
        if day:
            found.setdefault(name, day)
    for first, last in (("since", "until"), ("planned_since", "planned_until")):
        reading.problems.ordered(found.get(first, ""), found.get(last, ""), path, "beginning")
    return found


def _day(reading: _IatiReading, element: Element, attribute: str, path: str) -> str:
    """Return a day, or the month or year that this program wrote beside its first day; what is no day is noted."""
    exact = element.own("as")
    if exact and is_date(exact):
        return exact
    text = element.get(attribute)
    if not text:
        return ""
    found = DAY.fullmatch(text)
    if found is None or not is_date(found[1]):
        reading.wrong(Rule.WRONG_DATE, path, element, text)
        return ""
    return found[1]


# --- what for


def _sectors(reading: _IatiReading, element: Element, path: str, language: str) -> tuple[str, ...]:
    found: dict[str, Decimal] = {}
    for each in element.all("sector"):
        vocabulary, code = each.get("vocabulary") or "1", _line(each.get("code"))
        name = _narratives(each, language)
        key = f"{vocabulary}:{code or name.en}"[:NAME_LENGTH]
        share = each.get("percentage")
        if share and not AMOUNT.fullmatch(share):
            reading.wrong(Rule.VALUE_NOT_NUMBER, path, each, share)
            continue
        found[key] = found.get(key, Decimal(0)) + Decimal(share or 100)
        if name.en or key not in reading.sectors:
            reading.sectors[key] = name
    return tuple(sorted(found, key=lambda key: -found[key]))


# --- money


def _money(reading: _IatiReading, element: Element, path: str, language: str) -> Iterator[IatiMoney]:
    currency = element.get("default-currency")
    for each in element.all("budget"):
        on = _period(reading, each, path)
        yield from _line_of_money(reading, each, path, kind="budget", on=on, currency=currency)
    for each in element.all("transaction"):
        type_ = each.first("transaction-type")
        kind = (type_.own("kind") or TRANSACTIONS.get(type_.get("code"))) if type_ else None
        if kind is None:
            reading.unread[f"transaction ({type_.get('code')[:20] if type_ else '–'})"] += 1
            continue
        dated = each.first("transaction-date")
        on = _day(reading, dated, "iso-date", f"{path}/transaction") if dated else ""
        provider = each.first("provider-org")
        org = _org(reading, provider, language) if provider else ""
        yield from _line_of_money(reading, each, path, kind=kind, on=on, currency=currency, org=org)


def _period(reading: _IatiReading, budget: Element, path: str) -> str:
    """Return when a budget is of: a year or a month where it is of all of it, else its first day."""
    start, end = (budget.first(f"period-{each}") for each in ("start", "end"))
    if start is None:
        return ""
    first = _day(reading, start, "iso-date", f"{path}/budget")
    if end is None or len(first) != len("2010-01-01"):
        return first
    last = _day(reading, end, "iso-date", f"{path}/budget")
    year, month = first[:4], first[:7]
    if (first, last) == (f"{year}-01-01", f"{year}-12-31"):
        return year
    if first and (first, last) == (f"{month}-01", f"{month}-{monthrange(int(year), int(first[5:7]))[1]}"):
        return month
    return first


def _line_of_money(
    reading: _IatiReading,
    element: Element,
    path: str,
    *,
    kind: str,
    on: str,
    currency: str,
    org: str = "",
) -> Iterator[IatiMoney]:
    value, within = element.first("value"), f"{path}/{element.name}"
    if value is None:
        reading.wrong(Rule.MISSING_KEY, path, element, key="value")
        return
    text, of = value.text, value.get("currency") or currency
    if not AMOUNT.fullmatch(text) or abs(Decimal(text)) > MOST:
        reading.wrong(Rule.VALUE_NOT_NUMBER, within, value, text)
    elif not of:
        reading.wrong(Rule.MISSING_KEY, within, value, key="currency")
    elif of not in CURRENCIES:
        reading.wrong(Rule.WRONG_CURRENCY, within, value, of)
    else:
        amount = Decimal(text)
        rounded = amount.quantize(CENT) + 0
        reading.losses["amounts"] += rounded != amount
        yield IatiMoney(kind=kind, amount=rounded, currency=of, on=on or _when(value), org=org)


def _when(value: Element) -> str:
    found = DAY.fullmatch(value.get("value-date"))
    return found[1] if found and is_date(found[1]) and not value.own("undated") else ""
