"""Each voice's answers on one structure in one round, as everybody reads them.

Several assessors of a side appear as one: one reading for each criterion, with texts unsigned and in alphabetical
order, so that nothing tells whose they are or which belong together. Only their own side also sees who wrote what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from coordination.domain import panels
from coordination.domain.answers import Reading
from coordination.domain.bilingual import Text, alphabetical
from coordination.domain.claims.cards import AnswerOnCard
from coordination.domain.claims.marks import CardMark, card_mark
from coordination.domain.confidence import evidence
from coordination.domain.evidence import FileValue
from coordination.domain.instruments import InstrumentValue
from coordination.domain.panels import PanelAnswer
from coordination.domain.scoring import blank, side_reading
from coordination.domain.vocabulary import AGREED, VOICES
from coordination.models import Round, Structure, User
from coordination.permissions import Standing
from coordination.queries import evidence_files, sheets
from coordination.queries.assessments import OnPaper
from coordination.queries.sheets import CorrectionValue, Sheet, SourceValue


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceAnswer:
    """A voice's answer on one criterion, with all its assessors' texts and sources.

    ``reading`` is the median of the assessors, ``panel`` what all of them say. On the agreed card the sides may have
    recorded that they differ: then it is all that either of them admits.
    """

    reading: Reading
    panel: PanelAnswer
    doubt_reasons: tuple[str, ...]
    na_reasons: tuple[str, ...]
    bases: tuple[str, ...]
    sources: tuple[SourceValue, ...]
    files: tuple[FileValue, ...]
    corrections: tuple[CorrectionValue, ...]
    sides_differ: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice on one structure in one round.

    ``mark`` says how many of its assessments are invented, ``notice`` where all of them come from, if the round does.
    ``rater`` (where the reader may know the name), ``sent_at``, ``correctable`` and ``revisable`` (the assessment that
    the reader may correct, or revise as its author) belong to the only assessor; of several these are empty.
    ``one_by_one`` are the several assessments, for their own side only. ``can_dissent``: from its corrections.
    """

    side: str
    side_name: object
    instrument: InstrumentValue
    raters: int
    answers: Mapping[str, VoiceAnswer]
    mark: CardMark | None
    notice: Text
    rater: object = ""
    paper: OnPaper | None = None
    sent_at: datetime | None = None
    correctable: int | None = None
    revisable: int | None = None
    can_dissent: bool = False
    one_by_one: tuple[Sheet, ...] = ()

    @property
    def is_agreed(self) -> bool:
        """Whether this is what both sides say together, and no assessor's."""
        return self.side == AGREED

    @property
    def differing(self) -> int:
        """On how many criteria both sides recorded that they differ."""
        return sum(each.sides_differ for each in self.answers.values())


def of_structure(structure: Structure, round_: Round, *, user: User, standing: Standing) -> tuple[Voice, ...]:
    """Return the voices heard on a structure in a round, in the order of ``VOICES``; five queries."""
    return of_sheets(sheets.of_structure(structure, round_, user=user, standing=standing), standing)


def sent_by(
    side: str, structure: Structure, round_: Round, *, user: User, standing: Standing
) -> tuple[Voice, ...]:
    """Return the voice of a side alone, as it was sent and nobody else sees it yet; five queries."""
    return of_sheets(sheets.sent_by(side, structure, round_, user=user, standing=standing), standing)


def of_sheets(found: Iterable[Sheet], standing: Standing) -> tuple[Voice, ...]:
    """Return the voices behind these assessments of one structure in one round, in the order of ``VOICES``."""
    ordered = sorted(found, key=lambda sheet: VOICES.index(sheet.assessment.side))
    panels = (list(panel) for _side, panel in groupby(ordered, key=lambda sheet: sheet.assessment.side))
    return tuple(_voice(panel, standing) for panel in panels)


def answers_on_card(voice: Voice) -> dict[str, AnswerOnCard]:
    """Return what may be said of each of a voice's answers, by criterion."""
    return {
        code: AnswerOnCard(
            code=code, panel=each.panel, evidence=evidence(source.kind for source in each.sources)
        )
        for code, each in voice.answers.items()
    }


def _voice(panel: Sequence[Sheet], standing: Standing) -> Voice:
    first = panel[0].assessment
    codes = dict.fromkeys(code for sheet in panel for code in sheet.answers)
    voice = Voice(
        side=first.side,
        side_name=first.side_name,
        instrument=panel[0].instrument,
        raters=len(panel),
        answers={code: _answer(panel, code) for code in codes},
        mark=card_mark([sheet.assessment.origin for sheet in panel]),
        notice=_notice(panel),
        can_dissent=first.side != AGREED and any(sheet.assessment.can_dissent for sheet in panel),
    )
    if len(panel) > 1:
        own = (
            sorted(panel, key=lambda sheet: str(sheet.assessment.rater))
            if first.side == standing.side
            else ()
        )
        return replace(voice, one_by_one=tuple(own))
    return replace(
        voice,
        rater=first.rater,
        paper=first.paper,
        sent_at=first.sent_at,
        correctable=first.id if first.can_correct else None,
        revisable=first.id if first.can_revise else None,
    )


def _notice(panel: Sequence[Sheet]) -> Text:
    """Return what the round says of where answers come from, if it holds for each of these assessments."""
    said = {sheet.assessment.notice for sheet in panel}
    return said.pop() if len(said) == 1 else Text("", "")


def _answer(panel: Sequence[Sheet], code: str) -> VoiceAnswer:
    given = [sheet.answers[code] for sheet in panel if code in sheet.answers]
    readings = [_reading(sheet, code) for sheet in panel]
    return VoiceAnswer(
        reading=side_reading(readings),
        panel=panels.panel(readings),
        doubt_reasons=_texts(each.doubt_reason for each in given),
        na_reasons=_texts(each.na_reason for each in given),
        bases=_texts(each.basis for each in given),
        sources=_sources(panel, code),
        files=evidence_files.together(file for each in given for file in each.files),
        corrections=_corrections(panel, code),
        sides_differ=any(each.sides_differ for each in given),
    )


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the distinct, non-empty texts in alphabetical order."""
    return tuple(sorted({each for each in texts if each}, key=alphabetical))


def _reading(sheet: Sheet, code: str) -> Reading:
    return sheet.answers[code].reading if code in sheet.answers else blank()


def _sources(panel: Sequence[Sheet], code: str) -> tuple[SourceValue, ...]:
    """Return the sources named; those of several assessors each once, in alphabetical order."""
    named = [source for sheet in panel if code in sheet.answers for source in sheet.answers[code].sources]
    if len(panel) == 1:
        return tuple(named)
    return tuple(sorted(set(named), key=lambda each: (*alphabetical(each.title), str(each))))


def _corrections(panel: Sequence[Sheet], code: str) -> tuple[CorrectionValue, ...]:
    """Return what was corrected; of several assessors with what the side said at first, and without days."""
    made = [sheet.corrections.get(code, ()) for sheet in panel]
    if len(panel) == 1:
        return made[0]
    first = [
        each[0].before if each else _reading(sheet, code) for sheet, each in zip(panel, made, strict=True)
    ]
    told = {(each.evidence, each.reason): each for of_one in made for each in of_one}
    ordered = sorted(told, key=lambda texts: (*alphabetical(texts[0]), *alphabetical(texts[1])))
    before = side_reading(first)
    return tuple(replace(told[texts], before=before, corrected_at=None) for texts in ordered)
