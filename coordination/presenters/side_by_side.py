"""Two structures, or two rounds of one, in words: which is higher on what, and each answer with what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coordination.domain.claims.side_by_side import CriterionOfTwo, TwoCompared
from coordination.domain.confidence import evidence
from coordination.domain.instruments import CriterionValue, Section
from coordination.presenters import drawn, sentences
from coordination.presenters.drawn import Chip, EvidenceMark
from coordination.presenters.portfolio import WORDS
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.side_by_side import CriterionRow, HalfShown, SideBySide
from coordination.queries.structure_answers import ColumnAnswer


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """A voice's answer, as a chip, and how much it rests on."""

    answer: ColumnAnswer
    chip: Chip
    evidence: EvidenceMark | None


@dataclass(frozen=True, slots=True)
class HalfWords:
    """One of the two on a criterion, with each voice's answer."""

    half: HalfShown
    answers: tuple[AnswerWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionWords:
    """One criterion: both halves, and by each voice which is higher."""

    criterion: CriterionValue
    halves: tuple[HalfWords, ...]
    compared: tuple[tuple[str, Said], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSection:
    """One section: what is said of it together, and its criteria."""

    section: Section
    told: tuple[Said, ...]
    rows: tuple[CriterionWords, ...]


def names(board: SideBySide) -> tuple[str, ...]:
    """Return what each half is called: the structure, or of one structure the round."""
    if board.is_of_rounds:
        return tuple(local(each.round.name) if each.round else "" for each in board.halves)
    return tuple(each.structure.code for each in board.halves)


def headline(board: SideBySide) -> list[Said]:
    """Return what heads the page, of the first section; nothing where that is too long for a headline."""
    found = [told(each, names(board)) for part in board.sections[:1] for each in part.told]
    return found if sum(len(each.text.split()) for each in found) <= WORDS else []


def told(claim: TwoCompared, called: Sequence[str]) -> Said:
    """Say on how many of the criteria answered of both either is higher, by one voice."""
    side = sentences.capitalised(sentences.side(claim.voice))
    if not claim.base:
        return Said(claim.kind, sentences.said_of(side, _("no criterion is answered of both")))
    words = (
        _("%(name)s higher on at least %(count)s of %(all)s")
        if claim.is_open
        else _("%(name)s higher on %(count)s of %(all)s")
    )
    parts = [
        words % {"count": count, "name": name, "all": claim.base}
        for count, name in zip(claim.higher, called, strict=True)
        if count
    ]
    alike = (
        _("too close to call") if claim.is_open else _("the same answers on %(all)s") % {"all": claim.base}
    )
    return Said(claim.kind, sentences.said_of(side, sentences.listed(parts) or alike))


def criterion(claim: CriterionOfTwo, called: Sequence[str]) -> Said | None:
    """Say which of the two is higher on a criterion; None where either has no answer."""
    if claim.ends is None:
        return None
    if claim.is_same:
        return Said(claim.kind, _("the same answer"))
    if claim.higher is not None:
        return Said(claim.kind, _("higher: %(name)s") % {"name": called[claim.higher]})
    if claim.not_lower is not None:
        return Said(claim.kind, _("higher or level: %(name)s") % {"name": called[claim.not_lower]})
    return Said(claim.kind, _("too close to call"))


def sections(board: SideBySide) -> list[ComparedSection]:
    """Return the criteria in words."""
    called = names(board)
    return [
        ComparedSection(
            section=part.section,
            told=tuple(told(each, called) for each in part.told),
            rows=tuple(_row(each, board, called) for each in part.rows),
        )
        for part in board.sections
    ]


def _row(row: CriterionRow, board: SideBySide, called: Sequence[str]) -> CriterionWords:
    said = ((voice, criterion(claim, called)) for voice, claim in row.compared)
    return CriterionWords(
        criterion=row.criterion,
        halves=tuple(
            HalfWords(half, tuple(map(_answer, answers)))
            for half, answers in zip(board.halves, row.answers, strict=True)
        ),
        compared=tuple((voice, each) for voice, each in said if each),
    )


def _answer(answer: ColumnAnswer) -> AnswerWords:
    given = answer.given if answer.panel.answered else None
    return AnswerWords(
        answer,
        drawn.chip(answer.panel, answer.reading),
        drawn.evidence(evidence(each.kind for each in given.sources)) if given else None,
    )
