"""The figures of a fixture document, for machines: every structure's scorecard by round and voice.

A voice is a side. Where a side has several raters, their readings count as one (METHOD.md, 5.2).
Fractions are exact, written as text (“650/7”); None stands where there is nothing to say.
"""

from collections.abc import Mapping
from fractions import Fraction

from coordination.domain.answers import Reading
from coordination.domain.fixtures import Fixture
from coordination.domain.instruments import Instrument, Section
from coordination.domain.rounds import AssessmentValue, RoundValue
from coordination.domain.scoring import Composite, blank, composite, side_reading


def figures(fixture: Fixture, instruments: Mapping[tuple[str, str], Instrument]) -> dict[str, object]:
    """Return the figures of every round of a checked fixture, ready for JSON.

    `instruments` holds those that its rounds name, by (code, version).
    """
    order = [structure.code for structure in fixture.structures]
    return {
        "programme": fixture.programme.code,
        "rounds": [_round(item, instruments[item.instrument], order) for item in fixture.rounds],
    }


def _round(item: RoundValue, instrument: Instrument, order: list[str]) -> dict[str, object]:
    voices = []
    for side in item.sides:
        by_structure: dict[str, list[AssessmentValue]] = {}
        for assessment in item.assessments:
            if assessment.side == side:
                by_structure.setdefault(assessment.structure, []).append(assessment)
        # In the order of the file's own list; structures that only the programme knows come after it.
        codes = sorted(by_structure, key=lambda code: order.index(code) if code in order else len(order))
        structures = [_structure(code, by_structure[code], instrument) for code in codes]
        voices.append({"voice": side, "structures": structures})
    return {"label": item.label, "reference_date": item.reference_date.isoformat(), "voices": voices}


def _structure(code: str, assessments: list[AssessmentValue], instrument: Instrument) -> dict[str, object]:
    sections: dict[str, object] = {}
    answers: dict[str, object] = {}
    for section in instrument.sections:
        readings = _readings(section, assessments)
        weights = _weights(section, readings, instrument)
        found = composite(list(readings.values()), weights, instrument.conventions)
        sections[section.code] = _composite(found)
        answers.update({criterion: _answer(reading) for criterion, reading in readings.items()})
    return {"code": code, "sections": sections, "answers": answers}


def _readings(section: Section, assessments: list[AssessmentValue]) -> dict[str, Reading]:
    """Return one reading for each criterion of the section; none at all where nobody answered any of it."""
    given: dict[str, list[Reading]] = {}
    for assessment in assessments:
        for answer in assessment.answers:
            given.setdefault(answer.criterion, []).append(answer.reading)
    codes = [criterion.code for criterion in section.criteria]
    if not any(code in given for code in codes):
        return {}
    return {code: side_reading(given[code]) if code in given else blank() for code in codes}


def _weights(section: Section, readings: Mapping[str, Reading], instrument: Instrument) -> list[int]:
    """Return the declared weights of the coordination criteria; elsewhere every criterion weighs the same."""
    if section.code == "coordination" and readings:
        return list(instrument.conventions.default_weights)
    return [1] * len(readings)


def _composite(found: Composite) -> dict[str, object]:
    return {
        "low": _exact(found.low),
        "high": _exact(found.high),
        "coverage": _exact(found.coverage),
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


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _pair(value: tuple[int, int] | None) -> list[int] | None:
    return None if value is None else list(value)
