"""What happens between rounds: observations, commitments and contacts of a fixture document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from coordination.domain.checks import Entry, References
from coordination.domain.instruments import VOICES, Instrument
from coordination.domain.risks import RISKS, SIGNS
from coordination.domain.rounds import LABEL_LENGTH
from coordination.domain.structures import ORIGINS
from coordination.domain.support import named, needed
from coordination.domain.texts import NAME_LENGTH, TEXT_LENGTH, Text

STATUSES = ("observed", "warning", "not_seen", "unknown")
#: A sign is there, or not, or not known.
SIGN_STATUSES = ("observed", "not_seen", "unknown")
COMMITMENT_STATES = ("open", "kept", "not_kept", "released")
CONTACT_KINDS = ("call", "meeting", "session", "dialogue")
CONTACT_STATES = ("planned", "held", "cancelled")
PEOPLE_LENGTH = 500
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class ObservationValue:
    """What was seen of one risk or sign, in a structure or (where it is empty) in the programme."""

    structure: str
    item: str
    status: str
    evidence: str
    observed_on: date
    origin: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentValue:
    """What a partner promised and what became of it; `round`, `voice` and `criterion` name its answer, if any."""

    code: str
    text: Text
    owner: str
    made_on: date
    due_on: date
    structure: str = ""
    round: str = ""
    voice: str = ""
    criterion: str = ""
    state: str = "open"
    settled_on: date | None = None
    outcome: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ContactValue:
    """A meeting or call that everyone in the programme may read; `partners` are codes in order of the alphabet."""

    code: str
    kind: str
    state: str
    on: date
    subject: str
    at: time | None = None
    people: str = ""
    partners: tuple[str, ...] = ()
    structure: str = ""
    agreed: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """What the readers of this file refer to.

    `instruments` are those of rounds, by label; `founded` and `closed` are those of structures in the file.
    """

    partners: References
    structures: References
    rounds: References
    instruments: Mapping[str, Instrument]
    founded: Mapping[str, str]
    closed: Mapping[str, str]


def read_observations(top: Entry, life: Life) -> Iterator[ObservationValue]:
    """Yield the sound observations of a document, in its order: of one day, the last one counts."""
    ledger, seen = top.ledger, dict[str, str]()
    required, optional = ("item", "status", "observed_on"), ("structure", "evidence", "origin")
    for entry in top.entries("observations", required, optional):
        structure = named(entry, "structure", life.structures)
        item, observed_on = entry.choice("item", (*RISKS, *SIGNS)), entry.day("observed_on")
        status = entry.choice("status", SIGN_STATUSES if item in SIGNS else STATUSES)
        evidence = entry.line("evidence", TEXT_LENGTH, lines=True)
        if status not in (None, "unknown") and "evidence" not in entry:
            ledger.add("observation_without_evidence", entry.path)
        if item in SIGNS and entry.values.get("structure") in (None, ""):
            ledger.add("sign_without_structure", entry.path, item)
        origin = entry.choice("origin", ORIGINS) or ""
        if item is not None and status is not None and observed_on is not None:
            day = observed_on.isoformat()
            ledger.ordered(life.founded.get(structure, ""), day, entry.at("observed_on"), "founded")
            ledger.once(" · ".join(filter(None, (structure, item, day, status, evidence))), seen, entry.path)
            yield ObservationValue(structure, item, status, evidence, observed_on, origin)


def read_commitments(top: Entry, life: Life) -> Iterator[CommitmentValue]:
    """Yield the sound commitments of a document."""
    ledger, seen = top.ledger, dict[str, str]()
    required = ("code", "text", "owner", "made_on", "due_on")
    optional = ("structure", "round", "voice", "criterion", "state", "settled_on", "outcome", "origin")
    for entry in top.entries("commitments", required, optional):
        code, text = entry.code("code"), entry.both("text", TEXT_LENGTH, lines=True)
        ledger.once(code, seen, entry.at("code"))
        owner, structure = needed(entry, "owner", life.partners), named(entry, "structure", life.structures)
        made_on, due_on = entry.day("made_on"), entry.day("due_on")
        if made_on and due_on:
            ledger.ordered(made_on.isoformat(), due_on.isoformat(), entry.at("due_on"), "promise")
        answer = _answer(entry, life)
        state, settled_on, outcome = _settled(entry, made_on)
        origin = entry.choice("origin", ORIGINS) or ""
        if code and text and owner and made_on and due_on:
            yield CommitmentValue(
                code, text, owner, made_on, due_on, structure, *answer, state, settled_on, outcome, origin
            )


def _answer(entry: Entry, life: Life) -> tuple[str, str, str]:
    """Return round, voice and criterion, all or none of them."""
    round_, voice = "", ""
    if entry.values.get("round") not in (None, ""):
        round_ = entry.line("round", LABEL_LENGTH)
        life.rounds.use(round_ or None, entry.at("round"))
    if entry.values.get("voice") not in (None, ""):
        voice = entry.choice("voice", VOICES) or ""
    criterion = named(entry, "criterion", References("item"))
    given = {key for key in ("round", "voice", "criterion") if entry.values.get(key) not in (None, "")}
    if given:
        for key in ("round", "voice", "criterion"):
            if key not in given:
                entry.ledger.add("missing_key", entry.path, key=key)
    instrument = life.instruments.get(round_)
    if criterion and instrument and criterion not in {each.code for each in instrument.criteria}:
        name = f"{instrument.code} {instrument.version}"
        entry.ledger.add("unknown_criterion", entry.at("criterion"), criterion, instrument=name)
    elif criterion and instrument and _needs_structure(entry, criterion, instrument):
        entry.ledger.add("missing_key", entry.path, key="structure")
    return round_, voice, criterion


def _needs_structure(entry: Entry, criterion: str, instrument: Instrument) -> bool:
    """An answer without a structure is about the programme as a whole, which is asked less."""
    is_named = entry.values.get("structure") not in (None, "")
    return not is_named and criterion not in instrument.codes_asked(is_programme=True)


def _settled(entry: Entry, made_on: date | None) -> tuple[str, date | None, str]:
    """Return state, day and outcome; the last two stand there exactly when it is no longer open."""
    ledger, state = entry.ledger, "open"
    if "state" in entry:
        state = entry.choice("state", COMMITMENT_STATES) or ""
    settled_on, outcome = entry.day("settled_on"), entry.line("outcome", TEXT_LENGTH, lines=True)
    if state == "open":
        for key in ("settled_on", "outcome"):
            if key in entry:
                ledger.add("open_with_outcome", entry.at(key), state)
    elif state:
        if "settled_on" not in entry:
            ledger.add("missing_key", entry.path, key="settled_on")
        if "outcome" not in entry:
            ledger.add("outcome_missing", entry.path)
        if made_on and settled_on and settled_on < made_on:
            ledger.add("settled_before_made", entry.at("settled_on"), settled_on.isoformat())
    return state, settled_on, outcome


def read_contacts(top: Entry, life: Life) -> Iterator[ContactValue]:
    """Yield the sound contacts of a document."""
    ledger, seen = top.ledger, dict[str, str]()
    required = ("code", "kind", "state", "on", "subject")
    optional = ("at", "people", "partners", "structure", "agreed", "origin")
    for entry in top.entries("contacts", required, optional):
        code, kind = entry.code("code"), entry.choice("kind", CONTACT_KINDS)
        ledger.once(code, seen, entry.at("code"))
        state, on = entry.choice("state", CONTACT_STATES), entry.day("on")
        structure = named(entry, "structure", life.structures)
        if kind == "session":
            _check_session(entry, structure, on, life)
        subject, people = entry.line("subject", NAME_LENGTH), entry.line("people", PEOPLE_LENGTH)
        partners = tuple(sorted(_partners(entry, life.partners)))
        agreed = entry.line("agreed", TEXT_LENGTH, lines=True)
        at, origin = _clock(entry), entry.choice("origin", ORIGINS) or ""
        if code and kind and state and on and subject:
            yield ContactValue(
                code, kind, state, on, subject, at, people, partners, structure, agreed, origin
            )


def _check_session(entry: Entry, structure: str, on: date | None, life: Life) -> None:
    ledger = entry.ledger
    if entry.values.get("structure") in (None, ""):
        ledger.add("session_without_structure", entry.path)
    if on is None:
        return
    founded, closed = life.founded.get(structure, ""), life.closed.get(structure, "")
    if founded and on.isoformat() < founded:
        ledger.add("session_before_founded", entry.at("on"), on.isoformat(), founded=founded)
    if closed and closed < on.isoformat()[: len(closed)]:
        ledger.add("session_after_closed", entry.at("on"), on.isoformat(), closed=closed)


def _partners(entry: Entry, listed: References) -> Iterator[str]:
    seen = dict[str, str]()
    for path, value in entry.items("partners"):
        code = entry.ledger.code(value, path)
        listed.use(code, path)
        entry.ledger.once(code, seen, path)
        if code is not None:
            yield code


def _clock(entry: Entry) -> time | None:
    text = entry.line("at", NAME_LENGTH)
    if text and not CLOCK.fullmatch(text):
        entry.ledger.add("wrong_time", entry.at("at"), text, example="09:30")
        return None
    return time.fromisoformat(text) if text else None
