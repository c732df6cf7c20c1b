"""The rows of Home in words and marks: how a structure stands, its course, its progress, and the one next step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coordination.domain.panels import PanelAnswer
from coordination.domain.portfolio import OpenDraft, RowStep
from coordination.domain.vocabulary import SIDES
from coordination.presenters import differences, drawn, sentences
from coordination.presenters.drawn import (
    ChangeMark,
    Chip,
    EvidenceMark,
    Moment,
    PairMark,
    SparklineMark,
    StripMark,
)
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.members import Difference, ListedRow, SideRow
from coordination.queries.progress import Progress, RoundProgress
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsSpan:
    """The rounds that all sparklines of a list cover: from the first to the last, and the day of the sealed one."""

    first: date
    last: date
    sealed_on: date | None


def span(heard: Sequence[RoundValue], sealed: RoundValue | None) -> RoundsSpan | None:
    """Return what the sparklines cover; None where nothing was ever heard and no round is sealed."""
    days = [each.reference_on for each in (*heard, *([sealed] if sealed else []))]
    return (
        RoundsSpan(first=min(days), last=max(days), sealed_on=sealed.reference_on if sealed else None)
        if days
        else None
    )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RowMarks:
    """What a row draws of the answers; ``pairs`` have the address of each answer, “” where there is none."""

    strip: StripMark
    spark: SparklineMark | None
    changes: tuple[ChangeMark, ...]
    pairs: tuple[tuple[PairMark, str], ...]
    evidence: EvidenceMark | None
    assessors: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWords:
    """One row as the page shows it."""

    structure: StructureValue
    description: str
    round: str
    notes: tuple[Said, ...]
    marks: RowMarks
    progress: tuple[tuple[str, Said], ...]
    step: RowStep
    label: str
    address: str

    @property
    def is_filled(self) -> bool:
        """Whether the step finishes what the reader began."""
        return self.step in (RowStep.CONTINUE, RowStep.SEND, RowStep.PUBLISH)


def row(
    of: ListedRow,
    *,
    progress: Progress | None,
    side: str | None,
    across: RoundsSpan | None,
    step: RowStep,
    address: str,
    answers: str,
    columns: tuple[str, ...],
) -> MemberWords:
    """Return a row in words; at ``answers`` are those of each criterion, ``columns`` are the names of all."""
    member = of.member
    return MemberWords(
        structure=member.structure,
        description=_description(member.structure),
        round=local(member.round.name) if member.round else _("never assessed"),
        notes=_notes(of),
        marks=_marks(of, across, answers, columns, get_language() or "en"),
        progress=_progress(progress, side),
        step=step,
        label=label(step, progress.draft if progress else None),
        address=address,
    )


@lru_cache(maxsize=256)  # A row is the same as long as its answers are; its words are those of a language.
def _marks(
    of: ListedRow, across: RoundsSpan | None, answers: str, columns: tuple[str, ...], language: str
) -> RowMarks:
    return RowMarks(
        strip=drawn.strip(of.member.structure.code, [(each, of.sides.get(each)) for each in _lanes(of)]),
        spark=_spark(of, across),
        changes=tuple(_change(each) for each in of.sides.values()),
        pairs=_pairs(of, answers, columns, language),
        evidence=drawn.evidence(of.evidence) if of.evidence else None,
        assessors=_assessors(of.sides.values()),
    )


def _description(of: StructureValue) -> str:
    """Return the name in full, where it says more than the code."""
    name = local(of.name)
    return "" if name == of.code else name


def _lanes(of: ListedRow) -> tuple[str, ...]:
    """Return the lanes of a row, government above; both where nobody is heard."""
    return tuple(of.sides) or SIDES


def _notes(of: ListedRow) -> tuple[Said, ...]:
    marks = {each.mark: None for each in of.sides.values() if each.mark}
    return tuple(Said(mark.kind, _("invented")) for mark in list(marks)[:1])


def _spark(of: ListedRow, across: RoundsSpan | None) -> SparklineMark | None:
    if across is None:
        return None
    courses = [(each.side, _moments(each)) for each in of.sides.values()]
    return drawn.sparkline(of.member.structure.code, courses, across.first, across.last, across.sealed_on)


def _moments(of: SideRow) -> list[Moment]:
    """Return the rounds of a side; a line leads to one only where the change since the one before holds."""
    return [
        Moment(on=each.round.reference_on, round=local(each.round.name), figure=each, has_line=has_line)
        for each, has_line in of.points
    ]


def _change(of: SideRow) -> ChangeMark:
    return drawn.change(of.change.claim if of.change else None, of.side)


def _pairs(
    of: ListedRow, answers: str, columns: Sequence[str], language: str
) -> tuple[tuple[PairMark, str], ...]:
    if not of.sides:
        return tuple((pair(name, (None, None), False, language), "") for name in columns)
    apart = {each.code for each in of.member.gaps}
    return tuple(
        (
            pair(
                f"{local(criterion.short)} ({criterion.code})",
                tuple(of.sides[side].panels[at] if side in of.sides else None for side in SIDES),
                criterion.code in apart,
                language,
            ),
            f"{answers}#{criterion.code}",
        )
        for at, criterion in enumerate(of.criteria)
    )


@lru_cache(
    maxsize=8192
)  # The same few pairs of answers stand all over a page; their words are those of a language.
def pair(name: str, panels: tuple[PanelAnswer | None, ...], is_apart: bool, _language: str) -> PairMark:
    """Return the pair of a criterion, the government's answer above."""
    return drawn.pair(name, list(zip(SIDES, panels, strict=True)), is_apart=is_apart)


def _assessors(sides: Iterable[SideRow]) -> str:
    """Say how many assessed it: of each side, where the sides are alike in that."""
    counts = {each.side: each.assessors for each in sides}
    if len(set(counts.values())) != 1:
        return ", ".join(f"{sentences.side(side)} {count}" for side, count in counts.items())
    number = next(iter(counts.values()))
    if len(counts) == 1:
        return ngettext("%(number)s assessor", "%(number)s assessors", number) % {"number": number}
    return ngettext("%(number)s assessor each", "%(number)s assessors each", number) % {"number": number}


def _progress(progress: Progress | None, side: str | None) -> tuple[tuple[str, Said], ...]:
    """Say how far each side asked is in the open round, government above: of the other side one bit."""
    if progress is None or side is None:
        return ()
    found = {side: Said("progress-own", _own(progress))}
    if progress.is_other_sent is not None:
        other = next(each for each in SIDES if each != side)
        words = _("sent") if progress.is_other_sent else _("not yet sent")
        found[other] = Said("progress-other", words)
    return tuple((each, found[each]) for each in SIDES if each in found)


def _own(progress: Progress) -> str:
    if progress.own == "draft" and progress.draft:
        facts = {"answered": progress.draft.answered, "asked": progress.draft.asked}
        return _("draft %(answered)s of %(asked)s") % facts
    return {"sent": _("sent"), "draft": _("draft"), "not-begun": _("not begun")}[progress.own]


def label(step: RowStep, draft: OpenDraft | None) -> str:
    """Return what the button of a step says."""
    if step is RowStep.CONTINUE and draft is not None:
        facts = {"answered": draft.answered, "asked": draft.asked}
        return _("Continue %(answered)s of %(asked)s") % facts
    return {
        RowStep.CONTINUE: _("Continue"),
        RowStep.SEND: _("Send"),
        RowStep.START: _("Start"),
        RowStep.CONFIRM: _("Confirm joint answers"),
        RowStep.PUBLISH: _("Publish"),
        RowStep.COMMIT: _("Turn weak answers into commitments"),
        RowStep.SEE_BOTH: _("See both views"),
        RowStep.SEE_ANSWERS: _("See answers"),
        RowStep.SEE_STRUCTURE: _("See the structure"),
    }[step]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceWords:
    """One of the widest disagreements: its sentence, and both wordings as chips."""

    structure: StructureValue
    criterion: str
    said: Said
    chips: tuple[tuple[str, Chip], ...]
    round: str


def difference(of: Difference) -> DifferenceWords:
    """Return a disagreement in words."""
    assert of.member.round is not None
    return DifferenceWords(
        structure=of.member.structure,
        criterion=sentences.inside(local(of.criterion.short)),
        said=Said(of.claim.kind, differences.criterion(of.claim)),
        chips=tuple((side, drawn.chip(of.claim.of(side))) for side in SIDES),
        round=of.member.round.label,
    )


def own_progress(of: RoundProgress) -> Said:
    """Say how many structures the reader's side has sent."""
    said = _("Your side has sent %(sent)s of %(total)s")
    return Said("progress-round", said % {"sent": of.sent, "total": of.total})
