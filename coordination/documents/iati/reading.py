"""An IATI activity file: XML to values, every mistake with its element and line."""

from collections.abc import Iterator
from decimal import Decimal

from coordination.documents.iati.codes import DATES, READ, ROLES, STATUSES
from coordination.documents.iati.elements import (
    AMOUNT,
    LANGUAGE,
    IatiReading,
    cut,
    day_of,
    line,
    narratives,
    org_key,
    place,
)
from coordination.documents.iati.money import money
from coordination.documents.iati.tree import OWN, Element, parse
from coordination.documents.iati.values import IatiActivity, IatiFile, IatiPart
from coordination.domain.bilingual import NAME_LENGTH, TEXT_LENGTH, Text
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

VERSIONS = ("2.01", "2.02", "2.03")


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
    reading = IatiReading(problems=problems)
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


def _activity(reading: IatiReading, element: Element, path: str) -> IatiActivity:
    for each in element.children:
        if each.name not in READ:
            reading.unread[each.name] += 1
    own = {name.partition("|")[2]: said for name, said in element.attributes.items() if name.startswith(OWN)}
    language = element.attributes.get(LANGUAGE, "en")
    reporting = element.first("reporting-org")
    reporter = org_key(reading, reporting, language) if reporting else ""
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
        money=tuple(money(reading, element, path, language)),
        source=own.get("source", "") if "code" in own else _source(reading, reporter),
        own=own,
    )


def _identifier(reading: IatiReading, element: Element, path: str, *, is_none: bool) -> str:
    found = element.first("iati-identifier")
    text = line(found.text) if found else ""
    if is_none:
        return ""
    if found is None or not text:
        reading.wrong(Rule.MISSING_KEY, "", element, key="iati-identifier")
        return ""
    if len(text) > NAME_LENGTH:
        reading.wrong(Rule.TOO_LONG, path, found, text, limit=f"{NAME_LENGTH}")
    reading.problems.once(text, reading.identifiers, place(found, path))
    return text


def _source(reading: IatiReading, reporter: str) -> str:
    """Return where an activity comes from: who reports it, the same in every version of the file."""
    if not reporter:
        return "IATI"
    org = reading.orgs.known[reporter]
    return f"IATI · {org.name.en or org.ref}"[:NAME_LENGTH]


# --- texts


def _title(reading: IatiReading, element: Element, path: str, language: str) -> Text:
    found = element.first("title")
    name = narratives(found, language) if found else Text("", "")
    if not name.en:
        reading.wrong(Rule.MISSING_KEY, "", element, key="title")
    en, fr = (cut(reading, each, NAME_LENGTH, loss="titles", of=path) for each in (name.en, name.fr))
    return Text(en, fr)


def _note(reading: IatiReading, element: Element, language: str) -> str:
    said = (each for each in element.all("description") if not each.own("made"))
    for each in sorted(said, key=lambda one: one.get("type") not in ("", "1")):
        text = narratives(each, language, lines=True).en
        if text:
            return cut(reading, text, TEXT_LENGTH, loss="descriptions", of=place(each))
    return ""


def _place(reading: IatiReading, element: Element, language: str) -> str:
    """Return the places, one after the other, as many as there is room for."""
    found: list[str] = []
    for each in element.all("location"):
        name = each.first("name")
        text = narratives(name, language).en if name else ""
        if not text or text in found:
            continue
        if len("; ".join([*found, text])) > NAME_LENGTH:
            reading.losses["places"] += 1
        else:
            found.append(text)
    return "; ".join(found)


# --- who


def _parts(reading: IatiReading, element: Element, path: str, language: str) -> Iterator[IatiPart]:
    """Yield who takes part as what, each once."""
    seen: set[tuple[str, str]] = set()
    for each in element.all("participating-org"):
        role = each.own("role") or ROLES.get(each.get("role"), "")
        if not role:
            reading.wrong(Rule.WRONG_CHOICE, path, each, each.get("role"), allowed=", ".join(ROLES))
            continue
        org = org_key(reading, each, language)
        if not org:
            reading.wrong(Rule.MISSING_KEY, path, each, key="narrative")
        elif (org, role) not in seen:
            seen.add((org, role))
            yield IatiPart(org=org, role=role, share=each.own("share"))


# --- when and how far


def _status(reading: IatiReading, element: Element, path: str) -> str:
    found = element.first("activity-status")
    if found is None:
        return ""
    if found.get("code") not in STATUSES:
        reading.wrong(Rule.WRONG_CHOICE, path, found, found.get("code"), allowed=", ".join(STATUSES))
    return STATUSES.get(found.get("code"), "")


def _dates(reading: IatiReading, element: Element, path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in element.all("activity-date"):
        name = DATES.get(each.get("type"))
        if name is None:
            reading.wrong(Rule.WRONG_CHOICE, path, each, each.get("type"), allowed=", ".join(DATES))
            continue
        day = day_of(reading, each, "iso-date", path)
        if day:
            found.setdefault(name, day)
    for first, last in (("since", "until"), ("planned_since", "planned_until")):
        reading.problems.ordered(found.get(first, ""), found.get(last, ""), path, "beginning")
    return found


# --- what for


def _sectors(reading: IatiReading, element: Element, path: str, language: str) -> tuple[str, ...]:
    found: dict[str, Decimal] = {}
    for each in element.all("sector"):
        vocabulary, code = each.get("vocabulary") or "1", line(each.get("code"))
        name = narratives(each, language)
        key = f"{vocabulary}:{code or name.en}"[:NAME_LENGTH]
        share = each.get("percentage")
        if share and not AMOUNT.fullmatch(share):
            reading.wrong(Rule.VALUE_NOT_NUMBER, path, each, share)
            continue
        found[key] = found.get(key, Decimal(0)) + Decimal(share or 100)
        if name.en or key not in reading.sectors:
            reading.sectors[key] = name
    return tuple(sorted(found, key=lambda key: -found[key]))
