"""What any element of an IATI file may say: place, texts, a day, who it names; and what is noted on the way."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from coordination.documents.fixture.texts import sound
from coordination.documents.iati.tree import XML, Element
from coordination.documents.iati.values import IatiOrg, IatiOrgs
from coordination.domain.bilingual import NAME_LENGTH, Text
from coordination.domain.dates import is_date
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

DAY = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
AMOUNT = re.compile(r"-?\d{1,16}(\.\d{1,12})?", re.ASCII)
LANGUAGE = f"{XML}|lang"


@dataclass(slots=True, kw_only=True)
class IatiReading:
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


def line(text: str) -> str:
    """Return a text as one line, its accents composed."""
    return " ".join(filter(None, (each.strip() for each in sound(text).splitlines()))).strip()


def narratives(element: Element, language: str, *, lines: bool = False) -> Text:
    """Return what an element says in both languages: one of them, or another, stands for what is missing."""
    said: dict[str, str] = {}
    for each in element.all("narrative"):
        text = sound(each.text, lines=True).strip() if lines else line(each.text)
        if text:
            said.setdefault(each.attributes.get(LANGUAGE, language)[:2].lower(), text)
    other = next(iter(said.values()), "")
    english = said.get("en", said.get("fr", other))
    return Text(english, said.get("fr", english))


def cut(reading: IatiReading, text: str, limit: int, *, loss: str, of: str) -> str:
    """Return a text that is not too long; what it was is counted once ``of`` each, in whatever languages."""
    if len(text) <= limit:
        return text
    reading.losses[loss] += (loss, of) not in reading.cut
    reading.cut.add((loss, of))
    return unicodedata.normalize("NFC", text[: limit - 1].rstrip() + "…")


def org_key(reading: IatiReading, element: Element, language: str) -> str:
    """Return the key of the organisation that an element names."""
    said = narratives(element, language)
    en, fr = (
        cut(reading, each, NAME_LENGTH, loss="organisations", of=said.en) for each in (said.en, said.fr)
    )
    ref = line(element.get("ref"))[:NAME_LENGTH]
    return reading.orgs.key(
        IatiOrg(ref=ref, name=Text(en, fr), kind=element.get("type"), code=element.own("code"))
    )


def day_of(reading: IatiReading, element: Element, attribute: str, path: str) -> str:
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
