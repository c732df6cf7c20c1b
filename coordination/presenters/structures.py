"""A structure's page in words: what heads it, its tabs, and its answers, the voices beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from coordination.domain.claims.marks import CardMark
from coordination.domain.claims.success import ScoreInWords
from coordination.domain.instruments import Section
from coordination.domain.vocabulary import STRUCTURE_TABS
from coordination.presenters import answers, changes, confidence, days, differences, drawn, marks, sentences
from coordination.presenters.differences import GapCell
from coordination.presenters.drawn import (
    ChangeMark,
    Chip,
    EvidenceMark,
    LevelLineMark,
    Moment,
    SparklineMark,
    StripMark,
)
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries import voices
from coordination.queries.changes import Change
from coordination.queries.series import Point
from coordination.queries.structure_answers import (
    AnswerBoard,
    AnsweredCriterion,
    ColumnAnswer,
    EarlierAnswer,
)
from coordination.queries.structure_heads import StructureHead
from coordination.queries.structure_history import StructureSummary

#: The tabs by their names in addresses; the first is the page itself.
TABS = {
    "": gettext_lazy("Answers"),
    "history": gettext_lazy("History"),
    "commitments": gettext_lazy("Commitments"),
    "risks": gettext_lazy("Risks"),
    "meetings": gettext_lazy("Meetings"),
    "seats": gettext_lazy("Who sits here"),
    "source": pgettext_lazy("tab", "Source"),
}
ORDERS = {
    "difference": gettext_lazy("widest difference first"),
    "number": gettext_lazy("by number"),
}
CHAIRS, SECRETARIAT = ("chair", "co_chair"), ("secretariat_lead", "secretariat_funder")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureTab:
    """One tab: its name in addresses (empty: the page itself), its words, and how much it holds, if that is counted."""

    name: str
    words: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWords:
    """One voice's answer in words: what kind it is and rests on, and what the voice answered before.

    ``on_card`` is about assessors and their evidence: of what both sides agreed there is nothing to say.
    """

    answer: ColumnAnswer
    chip: Chip
    on_card: Said | None
    earlier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """One criterion with every voice's answer in words, and both sides compared where both are heard.

    ``span`` is how many columns its row has.
    """

    row: AnsweredCriterion
    columns: tuple[ColumnWords, ...]
    gap: GapCell | None
    line: LevelLineMark | None
    evidence: EvidenceMark | None
    span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWords:
    """One section with its criteria."""

    section: Section
    rows: tuple[RowWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadDrawings:
    """The scores of the latest round, the course of each voice, and each voice's change with since when."""

    strip: StripMark
    sparkline: SparklineMark
    changes: tuple[tuple[ChangeMark, str], ...]


def tabs(head: StructureHead) -> list[StructureTab]:
    """Return the tabs in their order."""
    assert (*TABS,) == ("", *STRUCTURE_TABS)
    return [
        StructureTab(name=name, words=str(words), count=head.counts.get(name)) for name, words in TABS.items()
    ]


def leaders(head: StructureHead, roles: Sequence[str]) -> list[str]:
    """Return who holds one of these leading seats, each with the role where it is not the first of them."""
    return [
        local(each.partner)
        if each.role == roles[0]
        else _("%(name)s (%(role)s)") % {"name": local(each.partner), "role": each.role_name}
        for each in head.leading.leaders
        if each.role in roles
    ]


def life(code: str) -> str:
    """Return whether a structure still meets; nothing of what is no such code."""
    return {
        "active": pgettext("structure", "active"),
        "dormant": pgettext("structure", "dormant"),
        "closed": pgettext("structure", "closed"),
        "not_known": _("no meeting recorded"),
    }.get(code, "")


def meets(head: StructureHead) -> str:
    """Say whether a structure still meets, when it met last and when it meets next, on the page as on paper."""
    said = [life(head.life)]
    if head.last_met:
        said.append(_("last on %(date)s") % {"date": days.day(head.last_met)})
    if head.next_met:
        said.append(_("next on %(date)s") % {"date": days.day(head.next_met)})
    return " · ".join(said)


def chairs(head: StructureHead) -> list[str]:
    """Return who chairs."""
    return leaders(head, CHAIRS)


def secretariat(head: StructureHead) -> list[str]:
    """Return who leads and who pays the secretariat."""
    return leaders(head, SECRETARIAT)


def headline(summary: StructureSummary) -> list[Said]:
    """Return the word for each voice's latest score, and where the sides stand: at most 25 words together."""
    if not summary.scores:
        return []
    said = [Said(ScoreInWords.kind, sentences.capitalised(_scores(summary.scores)))]
    if summary.compared:
        said.append(differences.headline(summary.compared))
    return said


def _scores(claims: Sequence[ScoreInWords]) -> str:
    parts = (
        _("%(voice)s: %(bands)s") % {"voice": sentences.side(each.voice), "bands": sentences.bands(each)}
        for each in claims
    )
    return f"{sentences.listed(parts)}."


def drawings(name: str, summary: StructureSummary) -> HeadDrawings | None:
    """Return the scores of the latest round, how they got there, and what changed last; None where nothing is heard."""
    if summary.latest is None:
        return None
    points = [(voice, summary.tracks[voice].points) for voice in summary.voices]
    return HeadDrawings(
        strip=drawn.strip(name, [(voice, track[-1]) for voice, track in points]),
        sparkline=drawn.sparkline(
            name,
            [(voice, [_moment(each) for each in track]) for voice, track in points],
            min(track[0].round.reference_on for _voice, track in points),
            summary.latest.reference_on,
        ),
        changes=tuple(_change(voice, track[-1].change) for voice, track in points),
    )


def _moment(point: Point) -> Moment:
    return Moment(
        on=point.round.reference_on,
        round=local(point.round.name),
        figure=point,
        has_line=bool(point.change and point.change.claim.has_line),
    )


def _change(voice: str, change: Change | None) -> tuple[ChangeMark, str]:
    since = _("since %(start)s") % {"start": local(change.since.name)} if change else ""
    return drawn.change(change.claim if change else None, voice), since


def mark(summary: StructureSummary) -> Said | None:
    """Return the mark of the latest answers where all of them are invented."""
    if summary.latest is None or not summary.latest.is_invented:
        return None
    count = len(summary.scores)
    return marks.of_card(CardMark(count=count, total=count))


def sections(board: AnswerBoard) -> list[SectionWords]:
    """Return the answers in words."""
    on_card = {voice.side: confidence.by_criterion(voices.answers_on_card(voice)) for voice in board.voices}
    return [
        SectionWords(
            section=part.section,
            rows=tuple(
                RowWords(
                    row=row,
                    columns=tuple(
                        _column(each, row.criterion.code, on_card[each.voice.side]) for each in row.answers
                    ),
                    gap=differences.cell(row.sides, board.instrument.levels) if row.sides else None,
                    line=drawn.level_line(local(row.criterion.short), row.sides) if row.sides else None,
                    evidence=drawn.evidence(row.evidence) if row.evidence else None,
                    span=len(board.voices) + (4 if board.is_compared else 3),
                )
                for row in part.rows
            ),
        )
        for part in board.sections
    ]


def _column(answer: ColumnAnswer, code: str, on_card: Mapping[str, Said]) -> ColumnWords:
    said = on_card.get(code) or confidence.without_answer(code, answer.panel)
    differ = bool(answer.given and answer.given.sides_differ)
    return ColumnWords(
        answer=answer,
        chip=drawn.chip(answer.panel, answer.reading, sides_differ=differ),
        on_card=None if answer.voice.is_agreed else said,
        earlier=_earlier(answer.earlier) if answer.earlier else "",
    )


def _earlier(earlier: EarlierAnswer) -> str:
    said = _("In %(round)s: %(answer)s") % {
        "round": local(earlier.round.name),
        "answer": answers.in_words(earlier.reading),
    }
    if not earlier.is_changed:
        return said
    causes = ", ".join(changes.cause(each.value) for each in earlier.causes) or changes.cause("")
    return sentences.listed([said, causes])
