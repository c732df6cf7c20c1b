"""Rounds with their assessments, answers and sources: values of a fixture document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from coordination.domain.answers import HIGHEST, LOWEST, Certainty, Reading, Status, read
from coordination.domain.checks import Entry, Ledger, References
from coordination.domain.instruments import SIDES, VOICES, Instrument
from coordination.domain.links import TITLE_LENGTH, address
from coordination.domain.structures import ORIGINS, QUOTE_LENGTH
from coordination.domain.texts import LINK_LENGTH, TEXT_LENGTH, VERBATIM_LENGTH, Text, written

ROUND_STATES = ("open", "closed")
ASSESSMENT_STATES = ("sent", "published")
#: What an address is made of, as the program makes it from the English name of a round.
ADDRESS = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
LABEL_LENGTH = 60
UNDERSTOOD = ("answered", "unknown", "none", "not_applicable")
CHANGE_CAUSES = ("real_change", "better_information", "another_rater", "another_instrument", "error")
RATER_LENGTH = 254  # an e-mail address, in an export


@dataclass(frozen=True, slots=True)
class SourceValue:
    """What an answer rests on; `kind` is one of the instrument's evidence kinds."""

    title: str
    kind: str
    dated_on: date | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class AnswerValue:
    """An answer as written and as understood.

    `change_cause` is why it differs from the same side's answer in the round before, empty where nobody said.
    """

    criterion: str
    reading: Reading
    doubt_reason: str = ""
    basis: str = ""
    na_reason: str = ""
    sources: tuple[SourceValue, ...] = ()
    change_cause: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentValue:
    """One structure in one round by one rater of one side, or by an analyst; answers in the instrument's order.

    Where `structure` is empty it is of the programme as a whole.
    """

    structure: str
    side: str
    rater: str
    state: str
    sent_on: date
    answers: tuple[AnswerValue, ...]


@dataclass(frozen=True, slots=True)
class RoundValue:
    """A wave of assessments. `instrument` is its code and version; `sides` stand government first.

    Origin and notice are empty where they are the file's.
    """

    label: str
    name: Text
    reference_date: date
    instrument: tuple[str, str]
    sides: tuple[str, ...]
    state: str
    assessments: tuple[AssessmentValue, ...]
    origin: str = ""
    notice: Text | None = None


def read_rounds(
    top: Entry,
    rounds: References,
    structures: References,
    founded: Mapping[str, str],
    instruments: Mapping[tuple[str, str], Instrument],
) -> Iterator[RoundValue]:
    """Yield the sound rounds of a document; `founded` says when a structure began (year, day or empty).

    Of the programme as a whole is what names no structure (null).
    """
    ledger, seen = top.ledger, dict[str, str]()
    required = ("label", "name", "reference_date", "instrument", "sides", "state", "assessments")
    for path, value in top.items("rounds"):
        entry = ledger.group(value, path, required, ("origin", "notice"))
        rounds.define({"code": entry.values.get("label")} if entry else None)
        if entry is None:
            continue
        label, name, day = _label(entry), entry.both("name"), entry.day("reference_date")
        ledger.once(label, seen, entry.at("label"))
        key = _instrument_key(entry, instruments)
        sides, state = _sides(entry), entry.choice("state", ROUND_STATES)
        is_entered = entry.values.get("origin", top.values.get("origin")) == "entered"
        asked = instruments.get(key) if key else None
        within = _Round(structures, founded, asked, sides, state, is_entered)
        assessments = tuple(within.assessments(entry))
        origin, notice = entry.choice("origin", ORIGINS) or "", entry.both("notice", QUOTE_LENGTH)
        if label and name and day and key and sides and state:
            yield RoundValue(label, name, day, key, sides, state, assessments, origin, notice)


def _label(entry: Entry) -> str | None:
    """Return the name of a round in addresses."""
    text = entry.line("label", LABEL_LENGTH)
    if text and not ADDRESS.fullmatch(text):
        entry.ledger.add("wrong_label", entry.at("label"), text)
        return None
    return text or None


def _instrument_key(
    entry: Entry, instruments: Mapping[tuple[str, str], Instrument]
) -> tuple[str, str] | None:
    if "instrument" not in entry:
        return None
    group = entry.ledger.group(entry.values["instrument"], entry.at("instrument"), ("code", "version"))
    code, version = (group.code("code"), group.code("version")) if group else (None, None)
    if code is None or version is None:
        return None
    if (code, version) not in instruments:
        entry.ledger.add("unknown_instrument", entry.at("instrument"), f"{code} {version}")
        return None
    return code, version


def _sides(entry: Entry) -> tuple[str, ...]:
    """Return the sides asked; none when one of them is wrong, so that nothing is held against them."""
    ledger, seen, sound = entry.ledger, dict[str, str](), True
    for path, value in entry.items("sides", least=1):
        side = ledger.one_of(value, path, SIDES)
        ledger.once(side, seen, path)
        sound = sound and side is not None
    return tuple(side for side in SIDES if side in seen) if sound else ()


@dataclass(frozen=True, slots=True)
class _Round:
    """What the assessments of one round are held against; None or empty where the round itself is unsound."""

    structures: References
    founded: Mapping[str, str]
    instrument: Instrument | None
    sides: tuple[str, ...]
    state: str | None
    is_entered: bool

    def assessments(self, round_entry: Entry) -> Iterator[AssessmentValue]:
        ledger, seen = round_entry.ledger, dict[str, str]()
        required = ("structure", "side", "rater", "state", "sent_on", "answers")
        for entry in round_entry.entries("assessments", required):
            # null says: of the programme as a whole, as in statements.
            is_programme = "structure" in entry and entry.values["structure"] is None
            structure = "" if is_programme else entry.code("structure")
            side = entry.choice("side", VOICES)
            self.structures.use(structure or None, entry.at("structure"))
            if side in SIDES and self.sides and side not in self.sides:
                ledger.add("side_not_in_round", entry.at("side"), side, sides=", ".join(self.sides))
            rater, state = entry.line("rater", RATER_LENGTH), entry.choice("state", ASSESSMENT_STATES)
            if state == "published" and self.state == "open":
                ledger.add("published_in_open_round", entry.at("state"), state)
            if side == "analyst" and state == "sent":
                # Nobody waits for it, so nothing would ever reveal it.
                ledger.add("analyst_not_published", entry.at("state"), state)
            elif state == "sent":
                self._check_sent(entry, rater)
            sent_on = entry.day("sent_on")
            if structure and sent_on is not None:
                began = self.founded.get(structure, "")
                ledger.ordered(began, sent_on.isoformat(), entry.at("sent_on"), "founded")
            answers = tuple(self.answers(entry, sent_on, is_programme=is_programme))
            if structure is not None and side and rater:
                ledger.once(" · ".join(filter(None, (structure, side, rater))), seen, entry.path)
                if state and sent_on:
                    yield AssessmentValue(structure, side, rater, state, sent_on, answers)

    def _check_sent(self, entry: Entry, rater: str) -> None:
        """What waits for the other side is invented or a source's, and nobody's who could answer in the program."""
        if self.is_entered:
            entry.ledger.add("sent_in_entered_round", entry.at("state"), "sent")
        if "@" in rater:
            entry.ledger.add("rater_is_person", entry.at("rater"), rater)

    def answers(
        self, assessment: Entry, sent_on: date | None, *, is_programme: bool
    ) -> Iterator[AnswerValue]:
        ledger, listed, path = (
            assessment.ledger,
            assessment.values.get("answers", {}),
            assessment.at("answers"),
        )
        if not isinstance(listed, Mapping):
            ledger.wrong_type(listed, path, "an_object")
            return
        instrument = self.instrument
        codes = () if instrument is None else tuple(criterion.code for criterion in instrument.criteria)
        # Of a structure a file may say what was asked of structures once: old answers stay readable.
        asked = instrument.codes_asked(is_programme=True) if instrument and is_programme else codes
        found = {}
        for code, value in listed.items():
            place = f"{path}.{code}"
            if instrument is not None and code not in codes:
                name = f"{instrument.code} {instrument.version}"
                ledger.add("unknown_criterion", place, code, instrument=name)
            elif instrument is not None and code not in asked:
                ledger.add("criterion_not_asked", place, code)
            found[code] = self.answer(ledger, code, value, place, sent_on)
        yield from (answer for code in codes if (answer := found.get(code)) is not None)

    def answer(
        self, ledger: Ledger, code: str, value: object, path: str, sent_on: date | None
    ) -> AnswerValue | None:
        if not isinstance(value, Mapping):
            reading = self.reading(ledger, value, path)
            if reading is not None and reading.status is Status.NOT_APPLICABLE:
                ledger.add("na_reason_missing", path)
            return None if reading is None else AnswerValue(code, reading)
        optional = ("understood", "doubt_reason", "basis", "na_reason", "sources", "change_cause")
        entry = ledger.group(value, path, ("verbatim",), optional)
        if entry is None:
            return None
        reading = None
        if "understood" in entry:
            reading = _understood(entry)
        elif "verbatim" in entry:
            reading = self.reading(ledger, entry.values["verbatim"], entry.at("verbatim"))
        doubt_reason = self.choice(entry, "doubt_reason")
        basis = entry.line("basis", TEXT_LENGTH, lines=True)
        na_reason = entry.line("na_reason", TEXT_LENGTH, lines=True)
        sources = tuple(self.sources(entry, sent_on))
        cause = entry.choice("change_cause", CHANGE_CAUSES)
        if reading is None:
            return None
        _check_reasons(entry, reading)
        return AnswerValue(code, reading, doubt_reason or "", basis, na_reason, sources, cause or "")

    def reading(self, ledger: Ledger, value: object, path: str) -> Reading | None:
        """Return the answer as understood; a word that is not in the table is a problem, never guessed."""
        if not isinstance(value, str):
            ledger.add("answer_not_text", path, written(value))
            return None
        verbatim = ledger.text(value, path, VERBATIM_LENGTH, empty=True)
        if verbatim is None:
            return None
        reading = read(verbatim, self.instrument.conventions.radius) if self.instrument else read(verbatim)
        if reading.status is Status.UNPARSED:
            ledger.add("unknown_word", path, verbatim)
            return None
        return reading

    def choice(self, entry: Entry, key: str) -> str | None:
        """Return a doubt reason or a kind of source, one of the instrument's where that is known."""
        if self.instrument is None:
            return entry.code(key)
        choices = self.instrument.doubt_reasons if key == "doubt_reason" else self.instrument.evidence_kinds
        return entry.choice(key, [choice.code for choice in choices])

    def sources(self, answer: Entry, sent_on: date | None) -> Iterator[SourceValue]:
        for entry in answer.entries("sources", ("title", "kind"), ("date", "link")):
            title, kind, day = (
                entry.line("title", TITLE_LENGTH),
                self.choice(entry, "kind"),
                entry.day("date"),
            )
            if day is not None and sent_on is not None and sent_on < day:
                ends = {"earlier": "source_date"}
                entry.ledger.add("dates_reversed", entry.at("date"), sent_on.isoformat(), **ends)
            link = _link(entry)
            if title and kind:
                yield SourceValue(title, kind, day, link)


def _link(entry: Entry) -> str:
    """Return a web address as browsers send it, empty where there is none."""
    text = entry.line("link", LINK_LENGTH)
    found = address(text) if text else ""
    if found is None:
        entry.ledger.add("wrong_link", entry.at("link"), text)
    elif len(found) > LINK_LENGTH:
        entry.ledger.add("too_long", entry.at("link"), found, limit=f"{LINK_LENGTH}")
    return found or ""


def _understood(entry: Entry) -> Reading | None:
    """Return an answer in its rater's own words, with what the rater said they mean."""
    verbatim = entry.line("verbatim", VERBATIM_LENGTH)
    group = entry.ledger.group(
        entry.values["understood"], entry.at("understood"), ("status",), ("level", "lo", "hi", "certainty")
    )
    if group is None:
        return None
    status = group.choice("status", UNDERSTOOD)
    level, lo, hi = (group.whole(key, LOWEST, HIGHEST) for key in ("level", "lo", "hi"))
    certainty = group.choice("certainty", [each.value for each in Certainty])
    if not verbatim or status is None:
        return None
    try:
        return Reading(verbatim, Status(status), level, lo, hi, Certainty(certainty) if certainty else None)
    except ValueError:
        entry.ledger.add("wrong_understanding", entry.at("understood"), verbatim)
        return None


def _check_reasons(entry: Entry, reading: Reading) -> None:
    """A reason stands where its answer asks for one, and nowhere else."""
    ledger = entry.ledger
    doubted = reading.certainty in (Certainty.DOUBTFUL, Certainty.RANGE)
    if "doubt_reason" in entry and not doubted:
        ledger.add("doubt_reason_unused", entry.at("doubt_reason"), reading.verbatim)
    if reading.status is Status.NOT_APPLICABLE:
        if "na_reason" not in entry:
            ledger.add("na_reason_missing", entry.path)
    elif "na_reason" in entry:
        ledger.add("na_reason_unused", entry.at("na_reason"), reading.verbatim)
