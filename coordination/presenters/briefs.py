"""Briefs: what a page says, as a paper of one or two sheets for somebody who has two minutes."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from coordination.charts.square import Face
from coordination.documents.papers import (
    Paper,
    PaperCell,
    PaperList,
    PaperMoment,
    PaperPart,
    PaperScore,
    PaperScores,
    PaperTable,
)
from coordination.domain.bilingual import Text
from coordination.domain.claims.sides import SideGap
from coordination.domain.commitments import CommitmentStanding
from coordination.domain.instruments import InstrumentValue
from coordination.presenters import changes, days, marks, ownership, recommendations, sentences
from coordination.presenters import structures as words
from coordination.presenters.drawn import Chip
from coordination.presenters.sentences import local
from coordination.presenters.structures import RowWords, SectionWords
from coordination.queries.briefs import StructureBrief
from coordination.queries.commitments import CommitmentValue
from coordination.queries.series import Point
from coordination.queries.structure_answers import AnswerBoard
from coordination.queries.structure_history import Advised, StructureSummary

#: How many open commitments and criteria to talk about stand on the paper; of more it says how many there are.
MOST = 6
#: So many rounds before stand beside a score in words; all of them are drawn.
MOST_BEFORE = 3


def of_structure(brief: StructureBrief, *, programme: Text, source: str, today: date) -> Paper:
    """Return the brief of one structure; ``source`` is the address of its page."""
    structure = brief.head.structure
    findings = [each.text for each in words.headline(brief.summary)]
    sections = words.sections(brief.board) if brief.board else []
    return Paper(
        language=(get_language() or "en")[:2],
        programme=local(programme),
        dated=dated(today),
        title=structure.code,
        subtitle=local(structure.name) if local(structure.name) != structure.code else "",
        findings=tuple(findings or [_("No assessment of this structure can be read yet.")]),
        facts=facts(brief),
        parts=tuple(_parts(brief, sections)),
        foot=tuple(foot(brief)),
        marking=marking(brief),
        source=source,
    )


def marking(brief: StructureBrief) -> str:
    """Say of how many assessments behind the answers of a brief it is known that they are invented."""
    heard = brief.board.voices if brief.board else ()
    return marks.of_paper((voice.mark, voice.raters) for voice in heard if not voice.is_agreed)


def dated(today: date) -> str:
    """Say of which day a brief is."""
    return _("Brief of %(day)s") % {"day": days.day(today)}


def facts(brief: StructureBrief) -> tuple[tuple[str, str], ...]:
    """Say who chairs, who keeps the secretariat and when it meets."""
    head, unknown = brief.head, _("not known")
    return (
        (_("Chair"), ", ".join(words.chairs(head)) or unknown),
        (_("Secretariat"), ", ".join(words.secretariat(head)) or unknown),
        (_("Meets"), words.meets(head)),
    )


def _parts(brief: StructureBrief, sections: Sequence[SectionWords]) -> Iterable[PaperPart]:
    """Return what coordination looks like and what to do about it, then all other answers."""
    yield from scores(brief.head.structure.code, brief.summary)
    tables = [table(section, brief.board) for section in sections if brief.board]
    yield from tables[:1]
    if brief.board and brief.board.is_compared:
        yield to_talk_about(sections)
    yield promised(brief.commitments, brief.head.open_commitments)
    yield from next_steps(brief.advised)
    yield from tables[1:]
    if brief.history:
        position = ownership.of_history(brief.history)
        yield PaperList(title=_("Ownership × partnership"), points=tuple(each.text for each in position))


def scores(code: str, summary: StructureSummary) -> Iterable[PaperPart]:
    """Return the scores of a structure in its latest round, each with its change; nothing where it has none."""
    drawings = words.drawings(code, summary)
    if drawings and summary.latest:
        first = min(summary.tracks[voice].points[0].round.reference_on for voice in summary.voices)
        drawn = (first, summary.latest.reference_on)
        yield PaperScores(
            title=_("%(what)s, %(round)s") % {"what": _("Score 0–100"), "round": local(summary.latest.name)},
            head=(
                *(_("Seen by"), pgettext("noun", "Score")),
                *(_("Round by round"), pgettext("noun", "Change")),
            ),
            rows=tuple(
                _score(voice, summary.tracks[voice].points, drawn, f"{change.said} {change.more} {since}")
                for voice, (change, since) in zip(summary.voices, drawings.changes, strict=True)
            ),
        )


def _score(voice: str, points: Sequence[Point], drawn: tuple[date, date], change: str) -> PaperScore:
    course = [_moment(each, *drawn) for each in points]
    return PaperScore(
        voice=sentences.capitalised(sentences.side(voice)),
        words=course[-1].words,
        low=course[-1].low,
        high=course[-1].high,
        # Two scores that stand beside each other may differ by more than the change that is told.
        change=" ".join(change.split())
        + (changes.unchanged(points[-1].change.claim) if points[-1].change else ""),
        course=tuple(course) if len(course) > 1 else (),
        before=" · ".join(
            [
                *(["…"] if len(course) > MOST_BEFORE + 1 else []),
                *(
                    _("%(voice)s: %(answer)s") % {"voice": each.round, "answer": each.words}
                    for each in course[-MOST_BEFORE - 1 : -1]
                ),
            ]
        ),
    )


def _moment(point: Point, first: date, last: date) -> PaperMoment:
    low, high = point.composite.low, point.composite.high
    on = point.round.reference_on
    return PaperMoment(
        round=local(point.round.name),
        words=sentences.interval(point),
        at=(on - first).days / max(1, (last - first).days),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        has_line=bool(point.change and point.change.claim.has_line),
    )


def table(section: SectionWords, board: AnswerBoard) -> PaperTable:
    """Return the criteria of a section with each voice's answer, and the sides compared."""
    voices = [sentences.capitalised(sentences.side(each.side)) for each in board.voices]
    compared = [_("The sides")] if board.is_compared else []
    return PaperTable(
        title=local(section.section.name),
        head=(_("Criterion"), *voices, *compared, _("Evidence")),
        rows=tuple(_row(each, is_compared=bool(compared)) for each in section.rows),
    )


def _row(row: RowWords, *, is_compared: bool) -> tuple[PaperCell, ...]:
    gap = [PaperCell(words=row.gap.words if row.gap else "")] if is_compared else []
    return (
        PaperCell(words=f"{local(row.row.criterion.short)} {row.row.criterion.code}"),
        *(answer(each.chip) for each in row.columns),
        *gap,
        PaperCell(words=row.evidence.word if row.evidence else pgettext("evidence", "none")),
    )


def answer(chip: Chip) -> PaperCell:
    """Return an answer as a cell: in the colour of its level where it is one."""
    said = " ".join(filter(None, (chip.word, chip.note, chip.beside)))
    return PaperCell(words=said, level=chip.square.low if chip.square.face is Face.LEVEL else None)


def apart(sections: Iterable[SectionWords]) -> list[RowWords]:
    """Return the criteria on which no level fits both sides, in the order of the sections."""
    return [
        row
        for section in sections
        for row in section.rows
        if row.row.sides and row.row.sides.gap is SideGap.APART and row.gap
    ]


def to_talk_about(sections: Iterable[SectionWords]) -> PaperList:
    """Return the criteria on which no level fits both sides, the widest apart first."""
    points = [
        sentences.said_of(
            local(row.row.criterion.short),
            sentences.listed(
                [
                    row.gap.words if row.gap else "",
                    *(
                        _("%(voice)s: %(answer)s")
                        % {
                            "voice": sentences.side(each.answer.voice.side),
                            "answer": answer(each.chip).words,
                        }
                        for each in row.columns
                    ),
                ]
            ),
        )
        for row in apart(sections)
    ]
    return PaperList(
        title=_("To talk about"),
        points=limited(points),
        otherwise=_("No sure difference between the sides on any criterion."),
    )


def next_steps(advised: Iterable[Advised]) -> Iterable[PaperPart]:
    """Return what the answers of each side ask to do next."""
    for voice, advice, nothing in recommendations.of_structure(advised):
        yield PaperList(
            title=_("Next steps, as seen by: %(voice)s") % {"voice": sentences.side(voice)},
            points=tuple(f"{each.lead} {each.why}" for each in advice),
            otherwise=nothing.text if nothing else "",
        )


def promised(commitments: Iterable[CommitmentValue], total: int) -> PaperList:
    """Return the open commitments, the first due first, of so many in all; it says which are overdue."""
    due, overdue = (
        _("%(text)s (%(owner)s, due on %(day)s)"),
        _("%(text)s (%(owner)s, due on %(day)s, overdue)"),
    )
    points = [
        (overdue if each.standing is CommitmentStanding.OVERDUE else due)
        % {"text": local(each.text), "owner": local(each.owner), "day": days.day(each.due_on)}
        for each in commitments
    ]
    return PaperList(
        title=_("Open commitments"),
        points=limited(points, total),
        otherwise=_("no commitment"),
    )


def limited(points: Sequence[str], total: int | None = None) -> tuple[str, ...]:
    """Return the first points, and how many more there are: of ``total``, where not all of them are given."""
    more = (len(points) if total is None else total) - MOST
    return (*points[:MOST], *([_("and %(count)s more") % {"count": more}] if more > 0 else []))


def foot(brief: StructureBrief) -> Iterable[str]:
    """Say what a score is, and which questionnaire was asked, where anything is answered."""
    if brief.board:
        yield sentences.convention()
        yield questionnaire(brief.board.instrument)


def questionnaire(of: InstrumentValue) -> str:
    """Name the questionnaire, its version and who wrote it."""
    return _("Questionnaire %(code)s, version %(version)s: %(source)s") % {
        "code": of.code,
        "version": of.version,
        "source": local(of.source),
    }
