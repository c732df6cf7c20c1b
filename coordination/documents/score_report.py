"""What follows from the scorecards of a fixture document, for machines: one list or table for each question.

Comparisons are made within one round and voice, section by section, among the structures of which anything in the
section is answered. Weights are the declared ones of the instrument; ranks are under equal weights. Fractions are
exact, written as text; None stands where there is nothing to say, and for the programme as a whole in place of a
structure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from coordination.documents import order_report
from coordination.documents.order_report import Row, said_by
from coordination.documents.scorecards import Heard, exact, in_time
from coordination.domain.agreement import Agreement, agreements
from coordination.domain.answers import Reading
from coordination.domain.bridging import aligned, bridge_change
from coordination.domain.change import CellChange, StructureChange, Verdict, structure_change
from coordination.domain.instruments import Section
from coordination.domain.ownership import Interval, position, with_whole
from coordination.domain.vocabulary import SIDES

VERDICTS = {
    Verdict.IMPROVEMENT: "certain improvement",
    Verdict.DECLINE: "certain decline",
    Verdict.MIXED: "mixed",
    Verdict.NONE: "no certain change",
    Verdict.NOT_COMPARABLE: "not comparable",
}


def change(voices: Sequence[Heard]) -> list[Row]:
    """The change of each structure in each section between two rounds in which the same voice was heard on it.

    `cells` are the criteria that may be compared. Between versions of an instrument that follow one another the old
    answers are bridged; other versions are not comparable. Source: METHOD.md, sections 6.1 to 6.4.
    """
    ordered = sorted(voices, key=lambda each: in_time(each.round))
    rows: list[Row] = []
    for structure, code, name in _subjects(voices):
        there = [each for each in ordered if each.voice == name and _is_heard(each, structure, code)]
        for old, new in pairwise(there):
            found, cells = _change(old, new, structure, code)
            rows.append(
                {
                    "structure": structure or None,
                    "section": code,
                    "voice": name,
                    "from": old.round.label,
                    "to": new.round.label,
                    **_figures(found),
                    "cells": {criterion: cell.value for criterion, cell in cells.items()},
                }
            )
    return rows


def _subjects(voices: Sequence[Heard]) -> Iterable[tuple[str, str, str]]:
    """Return every structure, section and voice of which anything is answered, each once."""
    return dict.fromkeys(
        (structure, section.code, voice.voice)
        for voice in voices
        for section in voice.instrument.sections
        for structure in voice.section(section)
    )


def _is_heard(voice: Heard, structure: str, code: str) -> bool:
    """Whether anything of a section was answered on a structure."""
    return structure in voice.assessments and bool(voice.readings(structure, voice.instrument.section(code)))


def _figures(found: StructureChange | None) -> Row:
    if found is None:
        nothing = dict.fromkeys(("low", "high", "verdict", "share_up", "share_down"))
        return nothing | {"verdict": VERDICTS[Verdict.NOT_COMPARABLE]}
    return {
        "low": exact(found.low),
        "high": exact(found.high),
        "verdict": VERDICTS[found.verdict],
        "share_up": exact(found.share_up),
        "share_down": exact(found.share_down),
    }


def _change(
    old: Heard, new: Heard, structure: str, code: str
) -> tuple[StructureChange | None, Mapping[str, CellChange]]:
    section, conventions = new.instrument.section(code), new.instrument.conventions
    before = old.readings(structure, old.instrument.section(code))
    after = new.readings(structure, section)
    if old.round.instrument == new.round.instrument:
        found = structure_change(
            list(before.values()), list(after.values()), new.weights(section), conventions
        )
        return found, dict(zip(after, found.cells, strict=True))
    if new.instrument.predecessor != old.round.instrument:
        return None, {}
    alignment = aligned(old.instrument, new.instrument, code, before, after)
    cells = {criterion: cell for criterion, cell in alignment.cells.items() if cell is not None}
    return bridge_change(alignment, new.weights(section), conventions), cells


def agreement(voices: Sequence[Heard]) -> list[Row]:
    """How far the raters of a round agree, section by section: of both sides together, and of each.

    A unit is a criterion of a structure. `alpha` and its interval are decimals, None with a `reason`. Source:
    METHOD.md, section 5.3.
    """
    rows: list[Row] = []
    for label, there in _sides_by_round(voices).items():
        instrument = there[0].instrument
        for section in instrument.sections:
            if not any(each.section(section) for each in there):
                continue
            structures = dict.fromkeys(code for each in there for code in each.section(section))
            by_side = {each.voice: _by_rater(each, section, list(structures)) for each in there}
            three = agreements(by_side, instrument.conventions)
            rows.append(
                {
                    "round": label,
                    "section": section.code,
                    "all": _agreement(three.all),
                    "government": _agreement(three.government),
                    "partners": _agreement(three.partners),
                }
            )
    return rows


def _sides_by_round(voices: Sequence[Heard]) -> dict[str, list[Heard]]:
    """Return the voices of the two sides by the label of their round."""
    found: dict[str, list[Heard]] = {}
    for voice in voices:
        if voice.voice in SIDES:
            found.setdefault(voice.round.label, []).append(voice)
    return found


def _by_rater(voice: Heard, section: Section, structures: Sequence[str]) -> list[list[Reading | None]]:
    """Return one row for each rater, with a place for each criterion of each structure."""
    given: dict[str, dict[tuple[str, str], Reading]] = {}
    for structure, assessments in voice.assessments.items():
        for assessment in assessments:
            row = given.setdefault(assessment.rater, {})
            row.update({(structure, answer.criterion): answer.reading for answer in assessment.answers})
    units = [(structure, criterion.code) for structure in structures for criterion in section.criteria]
    return [[row.get(unit) for unit in units] for row in given.values()]


def _agreement(found: Agreement) -> Row:
    low, high = found.interval or (None, None)
    return {
        "alpha": found.alpha,
        "low": low,
        "high": high,
        "exact": exact(found.exact),
        "within_one": exact(found.within_one),
        "pairs": found.pairs,
        "units": found.units,
        "word": found.word.value,
        "reason": found.reason.value if found.reason else None,
    }


def plane(voices: Sequence[Heard]) -> list[Row]:
    """Where each structure can stand: ownership and partnership in points, and the possible quadrants.

    Source: METHOD.md, section 7.
    """
    rows: list[Row] = []
    for voice in voices:
        for structure in voice.structures:
            readings: dict[str, Reading] = {}
            whole: dict[str, Reading] = {}
            for section in voice.instrument.sections:
                readings |= voice.readings(structure, section)
                whole |= voice.readings("", section)
            found = position(with_whole(readings, whole), voice.instrument.conventions)
            rows.append(
                {"structure": structure}
                | said_by(voice)
                | {
                    "ownership": _ends(found.ownership),
                    "partnership": _ends(found.partnership),
                    "quadrants": [quadrant.value for quadrant in found.quadrants],
                }
            )
    return rows


def _ends(interval: Interval | None) -> list[str | None] | None:
    return None if interval is None else [exact(end) for end in interval]


#: What may be asked for, by its name in the document.
ASKED: Mapping[str, Callable[[Sequence[Heard]], object]] = {
    "pairs": order_report.pairs,
    "ranks": order_report.ranks,
    "change": change,
    "agreement": agreement,
    "plane": plane,
    "next": order_report.next_steps,
}
