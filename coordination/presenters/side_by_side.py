"""Two structures, or two rounds of one, in words: which is higher on what, and each answer with what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coordination.domain.claims.side_by_side import CriterionOfTwo, TwoCompared
from coordination.domain.confidence import evidence
from coordination.domain.instruments import CriterionValue, Section
from coordination.domain.vocabulary import VOICES
from coordination.presenters import drawn, pair_claims, sentences
from coordination.presenters.drawn import Chip, EvidenceMark, StripMark
from coordination.presenters.portfolio import WORDS
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.side_by_side import CriterionRow, HalfShown, SectionRows, SideBySide
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
    """One section: what is said of it together, both scores with who is ahead, and its criteria.

    ``rows`` are the criteria on which the two differ or may, those that differ for certain first; ``same`` are those on
    which every voice heard on both answered the same.
    """

    section: Section
    told: tuple[Said, ...]
    strips: tuple[tuple[str, StripMark], ...]
    ahead: tuple[tuple[str, Said], ...]
    rows: tuple[CriterionWords, ...]
    same: tuple[CriterionWords, ...]


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
            strips=_strips(part, called),
            ahead=tuple(_ahead(part)),
            rows=tuple(_row(each, board, called) for each in _differences_first(part.rows)),
            same=tuple(_row(each, board, called) for each in part.rows if _is_same(each)),
        )
        for part in board.sections
    ]


def _is_same(row: CriterionRow) -> bool:
    """Whether every voice that is heard of either is heard of both, and answered the same level."""
    is_of_both = all(len(answers) == len(row.compared) for answers in row.answers)
    return bool(row.compared) and is_of_both and all(claim.is_same for _voice, claim in row.compared)


def _differences_first(rows: Sequence[CriterionRow]) -> list[CriterionRow]:
    """Return the criteria that are not the same of both: those on which either is higher for certain first."""
    found = [each for each in rows if not _is_same(each)]
    return sorted(found, key=lambda row: all(claim.higher is None for _voice, claim in row.compared))


def _strips(part: SectionRows, called: Sequence[str]) -> tuple[tuple[str, StripMark], ...]:
    """Return the name and the strip of each half: a lane for every voice that is heard in either."""
    voices = [voice for voice in VOICES if any(voice in cards for cards in part.scores.cards)]
    return tuple(
        (name, drawn.strip(name, [(voice, cards.get(voice)) for voice in voices]))
        for name, cards in zip(called, part.scores.cards, strict=True)
    )


def _ahead(part: SectionRows) -> Iterator[tuple[str, Said]]:
    """Yield by each voice who of two structures is ahead, as Compare says it."""
    criteria = {each.code: each for each in part.section.criteria}
    for voice, claim in part.scores.claims:
        yield voice, Said(claim.kind, pair_claims.brief(claim, criteria))


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
