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
from coordination.domain.agreement import Agreement, agreements_of
from coordination.domain.answers import Reading
from coordination.domain.change import cause_bits
from coordination.domain.claims import steps
from coordination.domain.claims.agreement import AcrossSides, across_sides
from coordination.domain.claims.change import ChangeClaim, ChangeKind, Points, not_comparable
from coordination.domain.claims.ownership import Quadrants
from coordination.domain.claims.steps import SideAnswers
from coordination.domain.claims.timeline import Changes
from coordination.domain.grids import Grid
from coordination.domain.instruments import InstrumentValue, Section
from coordination.domain.ownership import Interval, position, with_whole
from coordination.domain.scoring import blank
from coordination.domain.vocabulary import SIDES
from coordination.domain.weights import Weights

VERDICTS = {
    ChangeKind.BETTER: "better",
    ChangeKind.WORSE: "worse",
    ChangeKind.HIGHER_NEW_ASSESSORS: "answers are higher (new assessors)",
    ChangeKind.LOWER_NEW_ASSESSORS: "answers are lower (new assessors)",
    ChangeKind.HIGHER_EXPLAINED: "answers are higher, at least in part for a stated reason",
    ChangeKind.LOWER_EXPLAINED: "answers are lower, at least in part for a stated reason",
    ChangeKind.UP_WITHOUT_WEIGHT: "no change under these weights, up where others have weight",
    ChangeKind.DOWN_WITHOUT_WEIGHT: "no change under these weights, down where others have weight",
    ChangeKind.MIXED: "mixed",
    ChangeKind.NO_CLEAR_CHANGE: "no clear change",
    ChangeKind.TOO_FEW_IN_COMMON: "too few criteria in common",
    ChangeKind.NONE_HAS_WEIGHT: "none of the common criteria has weight",
    ChangeKind.NOT_COMPARABLE: "not comparable",
}


def change(voices: Sequence[Heard]) -> list[Row]:
    """The change of each structure in each section between two rounds in which the same voice was heard on it.

    `verdict` is `kind` in words. Points, shares and scores are those of the base: `common` of the `of` criteria, without
    change where a reason other than a real change is stated (`unchanged`). `cells` are the criteria that may be
    compared. Between versions of an instrument that follow one another the old answers are bridged; other versions
    are not comparable. In question are equal weights and the declared ones. Source: METHOD.md, sections 6.1 to 6.4.
    """
    ordered = sorted(voices, key=lambda each: in_time(each.round))
    rows: list[Row] = []
    for structure, code, name in _subjects(voices):
        there = [each for each in ordered if each.voice == name and _is_heard(each, structure, code)]
        for old, new in pairwise(there):
            found = _change(old, new, structure, code)
            codes = [each.code for each in new.instrument.section(code).criteria]
            rows.append(
                {
                    "structure": structure or None,
                    "section": code,
                    "voice": name,
                    "from": old.round.label,
                    "to": new.round.label,
                    **_figures(found),
                    "cells": {
                        criterion: cell.value
                        for criterion, cell in zip(codes, found.cells, strict=True)
                        if cell is not None
                    },
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


def _figures(found: ChangeClaim) -> Row:
    return {
        "kind": found.kind.value,
        "verdict": VERDICTS[found.kind],
        "common": [each.code for each in found.common],
        "of": found.of,
        "scores": [_exact(each) for each in found.scores],
        "low": exact(found.low),
        "high": exact(found.high),
        "share_up": exact(found.share_up),
        "share_down": exact(found.share_down),
        "reasons": [each.value for each in found.reasons],
        "unchanged": [each.code for each in found.unchanged],
    }


def _exact(points: Points | None) -> list[str | None] | None:
    return None if points is None else [exact(end) for end in points]


def _change(old: Heard, new: Heard, structure: str, code: str) -> ChangeClaim:
    section, conventions = new.instrument.section(code), new.instrument.conventions
    before, after = _side(old, structure, code), _side(new, structure, code)
    if old.round.instrument == new.round.instrument:
        found = steps.within(section.criteria, before, after)
    elif new.instrument.predecessor == old.round.instrument:
        found = steps.between((old.instrument, new.instrument), code, before, after)
    else:
        return not_comparable(len(section.criteria))
    return Changes(found, Weights("declared", new.weights(section)), (), conventions)[0]


def _side(voice: Heard, structure: str, code: str) -> SideAnswers:
    """Return what the assessors of a voice say of a structure, on one section."""
    codes = [each.code for each in voice.instrument.section(code).criteria]
    given: dict[str, list[Reading]] = {}
    causes = dict.fromkeys(codes, 0)
    for assessment in voice.assessments[structure]:
        answers = {each.criterion: each for each in assessment.answers if each.criterion in causes}
        given[assessment.rater] = [answers[each].reading if each in answers else blank() for each in codes]
        for criterion, answer in answers.items():
            causes[criterion] |= cause_bits([answer.change_cause])
    return steps.side_answers(codes, given, list(causes.values()))


def agreement(voices: Sequence[Heard]) -> list[Row]:
    """How far the raters of a round agree, section by section: of both sides together, of each, and across them.

    A unit is a criterion of a structure. `alpha` and its interval are decimals, None with a `reason`. `claim` is what
    may be said across the sides, `gaps` on how many units they disagree. Source: METHOD.md, section 5.3.
    """
    rows: list[Row] = []
    for label, there in _sides_by_round(voices).items():
        instrument = there[0].instrument
        for section in instrument.sections:
            if not any(each.section(section) for each in there):
                continue
            structures = dict.fromkeys(code for each in there for code in each.section(section))
            by_side = {each.voice: _by_rater(each, section, list(structures)) for each in there}
            across = _across(by_side, instrument)
            three = across.three
            rows.append(
                {
                    "round": label,
                    "section": section.code,
                    "all": _agreement(three.all),
                    "government": _agreement(three.government),
                    "partners": _agreement(three.partners),
                    "between": _agreement(three.between),
                    "claim": across.finding.value,
                    "gaps": across.gaps,
                }
            )
    return rows


def _across(
    by_side: Mapping[str, Sequence[Sequence[Reading | None]]], instrument: InstrumentValue
) -> AcrossSides:
    width = max(len(row) for rows in by_side.values() for row in rows)
    government, partners = (
        Grid.of([[blank() if each is None else each for each in row] for row in by_side.get(side, ())], width)
        for side in SIDES
    )
    three = agreements_of(government.level, partners.level, instrument.conventions)
    return across_sides(three, government, partners, instrument.conventions)


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

    They rest on the envelope of the voice's raters; `claim` is the only possible quadrant. Source: METHOD.md, section 7.
    """
    rows: list[Row] = []
    for voice in voices:
        for structure in voice.structures:
            readings: dict[str, Reading] = {}
            whole: dict[str, Reading] = {}
            for section in voice.instrument.sections:
                readings |= voice.admitted(structure, section)
                whole |= voice.admitted("", section)
            found = position(with_whole(readings, whole), voice.instrument.conventions)
            raters = len(voice.assessments[structure])
            claim = Quadrants(structure=structure, assessors=raters, position=found, stated=None)
            rows.append(
                {"structure": structure}
                | said_by(voice)
                | {
                    "ownership": _ends(found.ownership),
                    "partnership": _ends(found.partnership),
                    "quadrants": [quadrant.value for quadrant in found.quadrants],
                    "claim": claim.only.value if claim.only else None,
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
