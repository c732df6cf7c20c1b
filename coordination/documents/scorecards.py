"""The figures of a fixture document, for machines: every structure's scorecard by round and voice.

A voice is a side, what both agreed, or the analyst where one has coded a text. Where it has several raters, their
readings count as one (METHOD.md, 5.2). Fractions are exact, written as text (“650/7”); None stands where there is
nothing to say.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from coordination.documents.fixture.document import Fixture
from coordination.documents.fixture.rounds import AssessmentEntry, RoundEntry
from coordination.documents.fixture.structures import StructureEntry
from coordination.domain.answers import Reading
from coordination.domain.instruments import InstrumentValue, Section
from coordination.domain.panels import envelope
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.scoring import Composite, blank, composite, side_reading
from coordination.domain.vocabulary import VOICES


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one voice says in one round: its assessments by structure, in the order of the file's own list.

    Those of the programme as a whole stand under the empty code, after all structures.
    """

    round: RoundEntry
    voice: str
    instrument: InstrumentValue
    assessments: Mapping[str, Sequence[AssessmentEntry]]

    def readings(self, structure: str, section: Section) -> dict[str, Reading]:
        """Return the median of the assessors for each criterion of the section; none where nobody answered any of it."""
        return self._of_each(structure, section, side_reading)

    def admitted(self, structure: str, section: Section) -> dict[str, Reading]:
        """Return the envelope of the assessors for each criterion; none where nobody answered any of it."""
        return self._of_each(structure, section, envelope)

    def _of_each(
        self, structure: str, section: Section, put_together: Callable[[Sequence[Reading]], Reading]
    ) -> dict[str, Reading]:
        codes = [criterion.code for criterion in section.criteria]
        given = zip(*self.sheets(structure, section), strict=True)
        return dict(zip(codes, map(put_together, given), strict=False))

    def sheets(self, structure: str, section: Section) -> list[tuple[Reading, ...]]:
        """Return each assessor's readings of the section; none at all where nobody answered any of it."""
        codes = [criterion.code for criterion in section.criteria]
        given = [
            {answer.criterion: answer.reading for answer in assessment.answers}
            for assessment in self.assessments.get(structure, ())
        ]
        if not any(code in each for each in given for code in codes):
            return []
        return [tuple(each.get(code) or blank() for code in codes) for each in given]

    def section(self, section: Section) -> dict[str, dict[str, Reading]]:
        """Return the readings of every structure of which anything in the section is answered."""
        found = {code: self.readings(code, section) for code in self.assessments}
        return {code: readings for code, readings in found.items() if readings}

    @property
    def structures(self) -> tuple[str, ...]:
        """The structures it was heard on, without the programme as a whole."""
        return tuple(code for code in self.assessments if code)

    def weights(self, section: Section) -> tuple[int, ...]:
        """Return the declared weights of the coordination criteria; elsewhere every criterion weighs the same."""
        if section.code == "coordination":
            return self.instrument.conventions.default_weights
        return (1,) * len(section.criteria)


def merged(fixtures: Sequence[Fixture]) -> Fixture:
    """Return several checked files of one programme as one, with the structures and rounds of all.

    Rounds are one by their label and stand in order of time; what two files both list counts once. One file stays as
    it is. Raises Refused for another programme and for a round of which two files say different things.
    """
    first, *others = fixtures
    for other in others:
        if other.programme.code != first.programme.code:
            raise Refused([Problem(rule=Rule.OTHER_PROGRAMME, path="programme", value=other.programme.code)])
    if not others:
        return first
    structures: dict[str, StructureEntry] = {}
    for structure in (each for fixture in fixtures for each in fixture.structures):
        structures.setdefault(structure.code, structure)
    rounds: dict[str, RoundEntry] = {}
    for item in (each for fixture in fixtures for each in fixture.rounds):
        rounds[item.label] = _joined(rounds.get(item.label, item), item)
    return replace(
        first,
        structures=tuple(structures.values()),
        rounds=tuple(sorted(rounds.values(), key=in_time)),
    )


def _joined(one: RoundEntry, other: RoundEntry) -> RoundEntry:
    assessments: dict[tuple[str, str, str], AssessmentEntry] = {}
    for each in (*one.assessments, *other.assessments):
        if assessments.setdefault((each.structure, each.side, each.rater), each) != each:
            raise Refused(
                [Problem(rule=Rule.CONFLICT, path="assessment", value=f"{one.label} · {each.structure}")]
            )
    if replace(other, assessments=()) != replace(one, assessments=()):
        raise Refused([Problem(rule=Rule.CONFLICT, path="round", value=one.label)])
    return replace(one, assessments=tuple(assessments.values()))


def in_time(item: RoundEntry) -> tuple[object, ...]:
    """A sort key for rounds: by reference date, then label."""
    return item.reference_date, item.label


def heard(fixture: Fixture, instruments: Mapping[tuple[str, str], InstrumentValue]) -> tuple[Heard, ...]:
    """Return every voice of every round: the sides asked, then what they agreed and an analyst if there is one.

    `instruments` holds those that the rounds name, by (code, version).
    """
    order = [structure.code for structure in fixture.structures]
    found = []
    for item in fixture.rounds:
        spoke = {*item.sides, *(assessment.side for assessment in item.assessments)}
        found += [
            Heard(
                round=item,
                voice=voice,
                instrument=instruments[item.instrument],
                assessments=_by_structure(item, voice, order),
            )
            for voice in VOICES
            if voice in spoke
        ]
    return tuple(found)


def _by_structure(item: RoundEntry, voice: str, order: Sequence[str]) -> dict[str, list[AssessmentEntry]]:
    """Return a voice's assessments by structure: in this order, then those not in it, the whole programme last."""
    found: dict[str, list[AssessmentEntry]] = {}
    for assessment in item.assessments:
        if assessment.side == voice:
            found.setdefault(assessment.structure, []).append(assessment)

    def place(code: str) -> tuple[bool, int]:
        return not code, order.index(code) if code in order else len(order)

    return {code: found[code] for code in sorted(found, key=place)}


def figures(fixture: Fixture, instruments: Mapping[tuple[str, str], InstrumentValue]) -> dict[str, object]:
    """Return the scorecards of every round of a checked fixture, ready for JSON; `instruments` as in `heard`.

    “whole” is the card of the programme as a whole, where a voice was heard on it.
    """
    voices: dict[str, list[object]] = {item.label: [] for item in fixture.rounds}
    for each in heard(fixture, instruments):
        structures = [_structure(code, each) for code in each.structures]
        whole = {"whole": _structure("", each)} if "" in each.assessments else {}
        voices[each.round.label].append({"voice": each.voice, "structures": structures} | whole)
    return {
        "programme": fixture.programme.code,
        "rounds": [
            {
                "label": item.label,
                "reference_date": item.reference_date.isoformat(),
                "voices": voices[item.label],
            }
            for item in fixture.rounds
        ],
    }


def _structure(code: str, voice: Heard) -> dict[str, object]:
    sections: dict[str, object] = {}
    answers: dict[str, object] = {}
    for section in voice.instrument.sections if code else voice.instrument.asked(is_programme=True):
        readings = voice.readings(code, section)
        weights = voice.weights(section) if readings else ()
        score = composite(list(readings.values()), weights, voice.instrument.conventions)
        sections[section.code] = _composite(score)
        answers.update({criterion: _answer(reading) for criterion, reading in readings.items()})
    found: dict[str, object] = {"code": code} if code else {}
    found |= {"sections": sections, "answers": answers}
    differ = [each.criterion for one in voice.assessments[code] for each in one.answers if each.differs]
    # On the agreed card: where both sides recorded that they differ, so that the answer is all that either admits.
    return found | {"differ": differ} if differ else found


def _composite(found: Composite) -> dict[str, object]:
    return {
        "low": exact(found.low),
        "high": exact(found.high),
        "coverage": exact(found.coverage),
        "base": found.base,
        "yes": _pair(found.yes),
        "mostly": _pair(found.mostly),
        "weakest": _pair(found.weakest),
    }


def _answer(reading: Reading) -> dict[str, object]:
    return {
        "verbatim": reading.verbatim,
        "status": reading.status.value,
        "level": reading.level,
        "lo": reading.lo,
        "hi": reading.hi,
        "certainty": None if reading.certainty is None else reading.certainty.value,
    }


def exact(value: Fraction | None) -> str | None:
    """Return a fraction as text; None stays None."""
    return None if value is None else str(value)


def _pair(value: tuple[int, int] | None) -> list[int] | None:
    return None if value is None else list(value)
