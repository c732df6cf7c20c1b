"""A fixture document: what a file says of one programme, checked whole before anything is done with it.

The format is “ssr-partnership/1”. `check` gives frozen values or refuses with every problem in the document;
only natural keys (codes as people write them) stand in it, so a file means the same in every database.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import available_timezones

from coordination.domain.checks import Entry, Ledger, References
from coordination.domain.currencies import CURRENCIES
from coordination.domain.instruments import Instrument, Text
from coordination.domain.life import (
    CommitmentValue,
    ContactValue,
    Life,
    ObservationValue,
    read_commitments,
    read_contacts,
    read_observations,
)
from coordination.domain.problems import Problem
from coordination.domain.rounds import AnswerValue, AssessmentValue, RoundValue, SourceValue, read_rounds
from coordination.domain.structures import (
    ORIGINS,
    QUOTE_LENGTH,
    PartnerValue,
    SeatValue,
    StatementValue,
    StructureValue,
    read_partners,
    read_statements,
    read_structures,
)
from coordination.domain.support import (
    ActivityValue,
    FunctionValue,
    StandardValue,
    Support,
    read_activities,
    read_functions,
    read_standards,
)
from coordination.domain.texts import NAME_LENGTH, span, written

__all__ = [
    "ActivityValue",
    "AnswerValue",
    "AssessmentValue",
    "CommitmentValue",
    "ContactValue",
    "Fixture",
    "FunctionValue",
    "Known",
    "KnownProgramme",
    "ObservationValue",
    "PartnerValue",
    "ProgrammeValue",
    "RoundValue",
    "SeatValue",
    "SourceDocument",
    "SourceValue",
    "StandardValue",
    "StatementValue",
    "StructureValue",
    "check",
    "rows_of",
]

FORMAT = "ssr-partnership/1"
ROWS = 20_000
NAMES = 100  # no group of named values has so many
REQUIRED = ("format", "origin", "notice", "programme", "partners", "structures", "rounds")
OPTIONAL: tuple[str, ...] = ("source", "statements", "functions", "standards", "activities")
OPTIONAL += ("observations", "commitments", "contacts")
COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
MONTH = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The document that a fixture was transcribed from; `date` is a year, a month (2008-01) or a day."""

    title: str
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class ProgrammeValue:
    """The programme that a file is about."""

    code: str
    country: str
    name: Text
    time_zone: str


@dataclass(frozen=True, slots=True)
class Fixture:
    """Everything that a sound file says."""

    origin: str
    notice: Text
    source: SourceDocument | None
    programme: ProgrammeValue
    partners: tuple[PartnerValue, ...]
    structures: tuple[StructureValue, ...]
    statements: tuple[StatementValue, ...]
    rounds: tuple[RoundValue, ...]
    instruments: tuple[Instrument, ...]  # those that its rounds use
    functions: tuple[FunctionValue, ...] = ()
    standards: tuple[StandardValue, ...] = ()
    activities: tuple[ActivityValue, ...] = ()
    observations: tuple[ObservationValue, ...] = ()
    commitments: tuple[CommitmentValue, ...] = ()
    contacts: tuple[ContactValue, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownProgramme:
    """Codes of one programme that exist already, so that a second file may refer to them.

    Partners come with their side, standards with their kind, rounds (labels) with their instrument.
    """

    partners: Mapping[str, str] = field(default_factory=dict)
    structures: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    standards: Mapping[str, str] = field(default_factory=dict)
    rounds: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What exists already, by programme code."""

    programmes: Mapping[str, KnownProgramme] = field(default_factory=dict)


def check(
    document: object,
    instruments: Mapping[tuple[str, str], Instrument],
    file: str = "",
    known: Known | None = None,
) -> Fixture:
    """Return the values of a parsed document; raises `Refused` with every problem in it, each mistake once.

    `instruments` are those that rounds may name, by (code, version); `known` is what references may point to
    besides what the file itself lists.
    """
    ledger = Ledger(file)
    rows = rows_of(document)
    if rows > ROWS:
        ledger.add("too_many_rows", "", f"{rows}", limit=f"{ROWS}")
        ledger.close()
    top = ledger.group(document, "", REQUIRED, OPTIONAL)
    if top is not None and top.values.get("format", FORMAT) != FORMAT:
        shown = written(top.values["format"]).strip("“”")
        # Where it is another document altogether, what else is strange in it says nothing.
        is_another = "rounds" not in top and "structures" not in top
        said = Ledger(file) if is_another else ledger
        said.add("wrong_format", "format", shown, expected_format=FORMAT)
        if is_another:
            said.close()
    fixture = None if top is None else _fixture(top, instruments, known or Known())
    ledger.close()
    assert fixture is not None, "a document without a problem is whole"
    return fixture


def still_to_come(fixture: Fixture, today: date) -> tuple[Problem, ...]:
    """Return what a file says has happened although its day lies after `today`: only what is planned may."""
    found: list[tuple[str, str, date | str | None]] = []
    for number, structure in enumerate(fixture.structures):
        found += [("still_to_come", f"structures[{number}].founded", structure.founded)]
        found += [("still_to_come", f"structures[{number}].closed", structure.closed)]
    for number, partner in enumerate(fixture.partners):
        for place, former in enumerate(partner.former_names):
            path = f"partners[{number}].former_names[{place}].until_on"
            found += [("former_name_in_future", path, former.until_on)]
    for number, seen in enumerate(fixture.observations):
        found += [("observed_in_future", f"observations[{number}].observed_on", seen.observed_on)]
    for number, promise in enumerate(fixture.commitments):
        found += [("still_to_come", f"commitments[{number}].made_on", promise.made_on)]
        found += [("settled_in_future", f"commitments[{number}].settled_on", promise.settled_on)]
    for number, contact in enumerate(fixture.contacts):
        if contact.state == "held":
            found += [("held_in_future", f"contacts[{number}].on", contact.on)]
    for number, round_ in enumerate(fixture.rounds):
        for place, one in enumerate(round_.assessments):
            path = f"rounds[{number}].assessments[{place}].sent_on"
            found += [("still_to_come", path, one.sent_on)]
    return tuple(
        Problem(rule, path=path, value=str(day))
        for rule, path, day in found
        if day and span(str(day))[0] > today.isoformat()
    )


def rows_of(document: object) -> int:
    """Return how many entries a document lists: items, answers, names beyond any sensible number."""
    waiting, count = [document], 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            count += len(value)
            waiting.extend(value)
        elif isinstance(value, Mapping):
            answers = value.get("answers")
            count += len(answers) if isinstance(answers, Mapping) else 0
            count += len(value) if len(value) > NAMES else 0
            waiting.extend(value.values())
    return count


def _fixture(top: Entry, instruments: Mapping[tuple[str, str], Instrument], known: Known) -> Fixture | None:
    ledger = top.ledger
    origin, notice = top.choice("origin", ORIGINS), top.both("notice", QUOTE_LENGTH)
    source = _source(top) if "source" in top else None
    if origin == "source" and "source" not in top:
        ledger.add("missing_key", "", key="source")
    programme = _programme(top) if "programme" in top else None
    there = _there(top, known)
    partners, structures, functions, standards, waves = _references(top, there)
    there = there or KnownProgramme()
    items = frozenset(code for instrument in instruments.values() for code in instrument.item_codes)
    fixture_partners = tuple(read_partners(top, partners))
    fixture_structures = tuple(read_structures(top, structures, partners))
    statements = tuple(read_statements(top, structures, items))
    founded = {structure.code: structure.founded for structure in fixture_structures}
    rounds = tuple(read_rounds(top, waves, structures, founded, instruments))
    sides = {**there.partners, **{partner.code: partner.side for partner in fixture_partners}}
    support = Support(partners, structures, functions, standards, sides, dict(there.standards))
    fixture_functions = tuple(read_functions(top, support))
    fixture_standards = tuple(read_standards(top, support))
    activities = tuple(read_activities(top, support, CURRENCIES))
    used = {**there.rounds, **{round_.label: round_.instrument for round_ in rounds}}
    asked = {label: instruments[key] for label, key in used.items() if key in instruments}
    closed = {structure.code: structure.closed for structure in fixture_structures}
    life = Life(partners, structures, waves, asked, founded, closed)
    observations = tuple(read_observations(top, life))
    commitments, contacts = tuple(read_commitments(top, life)), tuple(read_contacts(top, life))
    for references in (partners, structures, functions, standards, waves):
        references.close(ledger)
    if ledger.problems or origin is None or notice is None or programme is None:
        return None
    return Fixture(
        origin,
        notice,
        source,
        programme,
        fixture_partners,
        fixture_structures,
        statements,
        rounds,
        tuple(instruments[key] for key in dict.fromkeys(round_.instrument for round_ in rounds)),
        fixture_functions,
        fixture_standards,
        activities,
        observations,
        commitments,
        contacts,
    )


def _references(top: Entry, there: KnownProgramme | None) -> tuple[References, ...]:
    """Return what may be referred to: partners, structures, functions, standards and rounds."""
    known = there or KnownProgramme()
    lists: tuple[tuple[str, Collection[str]], ...] = (
        ("partners", known.partners),
        ("structures", known.structures),
        ("functions", known.functions),
        ("standards", known.standards),
        ("rounds", known.rounds),
    )
    return tuple(
        References(
            key.removesuffix("s"),
            set(codes),
            readable=there is not None
            and isinstance(top.values.get(key, None if key in REQUIRED else []), list),
        )
        for key, codes in lists
    )


def _there(top: Entry, known: Known) -> KnownProgramme | None:
    """Return what the programme has already; None where the file does not say which programme it is."""
    programme = top.values.get("programme")
    code = programme.get("code") if isinstance(programme, Mapping) else None
    return known.programmes.get(code, KnownProgramme()) if isinstance(code, str) else None


def _source(top: Entry) -> SourceDocument | None:
    entry = top.ledger.group(top.values["source"], "source", ("title", "author", "date"))
    if entry is None:
        return None
    day = entry.line("date", NAME_LENGTH)
    if day and not MONTH.fullmatch(day):
        top.ledger.add("wrong_year_or_date", entry.at("date"), day)
    return SourceDocument(entry.line("title", NAME_LENGTH), entry.line("author", 150), day)


def _programme(top: Entry) -> ProgrammeValue | None:
    ledger = top.ledger
    entry = ledger.group(top.values["programme"], "programme", ("code", "country", "name", "time_zone"))
    if entry is None:
        return None
    code, country, name = entry.label("code"), entry.code("country"), entry.both("name")
    if country is not None and not COUNTRY.fullmatch(country):
        ledger.add("wrong_country", entry.at("country"), country)
    time_zone = entry.code("time_zone")
    if time_zone is not None and time_zone not in available_timezones():
        ledger.add("wrong_time_zone", entry.at("time_zone"), time_zone)
    if code is None or country is None or name is None or time_zone is None:
        return None
    return ProgrammeValue(code, country, name, time_zone)
