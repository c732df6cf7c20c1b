"""The report of a round: what Compare says of it, then structure by structure, and the evidence behind each answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.documents.papers import (
    Paper,
    PaperCell,
    PaperChapter,
    PaperList,
    PaperPart,
    PaperTable,
)
from coordination.domain.bilingual import Text
from coordination.domain.instruments import InstrumentValue
from coordination.presenters import answers, briefs, comparison_briefs, days, marks, sentences
from coordination.presenters import structures as words
from coordination.presenters.sentences import local
from coordination.presenters.structures import ColumnWords, RowWords, SectionWords
from coordination.queries.round_reports import ReportedStructure, RoundReport
from coordination.queries.voices import VoiceAnswer


def of_round(report: RoundReport, *, programme: Text, source: str, today: date) -> Paper:
    """Return a part of the report of a round; ``source`` is the address of the round's page."""
    compared = comparison_briefs.of_comparison(report.boards, programme=programme, source=source, today=today)
    sections = [words.sections(each.board) for each in report.structures]
    return Paper(
        language=(get_language() or "en")[:2],
        programme=local(programme),
        dated=_("Report of %(day)s") % {"day": days.day(today)},
        title=_("Report of the round %(round)s") % {"round": local(report.name)},
        subtitle=_part(report),
        findings=compared.findings,
        facts=compared.facts,
        parts=tuple(_parts(report, compared.parts, sections)) if report.structures else (),
        foot=(*_notices(report), *compared.foot),
        marking=marks.of_paper(
            (voice.mark, voice.raters)
            for each in report.structures
            for voice in each.board.voices
            if not voice.is_agreed
        ),
        source=source,
        contents=_("Contents") if report.structures else "",
    )


def _part(report: RoundReport) -> str:
    """Say which part of the report this is; empty where it has one alone."""
    if report.parts == 1:
        return ""
    return _("part %(part)s of %(parts)s, %(first)s to %(last)s") % {
        "part": report.part,
        "parts": report.parts,
        "first": report.structures[0].structure.code,
        "last": report.structures[-1].structure.code,
    }


def _notices(report: RoundReport) -> Iterable[str]:
    """Say where the answers of the round come from."""
    return marks.lines(dict.fromkeys(each for board in report.boards for each in board.shown_rounds))


def _parts(
    report: RoundReport, compared: Iterable[PaperPart], sections: Sequence[Sequence[SectionWords]]
) -> Iterable[PaperPart]:
    if report.part == 1:
        yield PaperChapter(title=_("The structures compared"))
        yield from _deeper(compared)
    for each, parts in zip(report.structures, sections, strict=True):
        name = local(each.structure.name)
        findings = tuple(said.text for said in words.headline(each.summary))
        yield PaperChapter(
            title=each.structure.code,
            words=findings if name == each.structure.code else (name, *findings),
        )
        yield from _deeper(_of_structure(each, parts))
    yield PaperChapter(
        title=_("Annex: the evidence behind the answers"),
        words=(_("As each side wrote it, as far as the person who took this report may read it."),),
    )
    for each, parts in zip(report.structures, sections, strict=True):
        yield from _deeper([_evidence(each, parts)])


def _deeper(parts: Iterable[PaperPart]) -> Iterable[PaperPart]:
    return (replace(each, depth=2) for each in parts)


def _of_structure(of: ReportedStructure, sections: Sequence[SectionWords]) -> Iterable[PaperPart]:
    rows = [(row, column) for section in sections for row in section.rows for column in row.columns]
    yield from briefs.scores(of.structure.code, of.summary)
    for section in sections:
        yield briefs.table(section, of.board)
    if of.board.is_compared:
        yield briefs.to_talk_about(sections)
    yield PaperList(
        title=_("Doubts"),
        points=tuple(_sided(row, column, each) for row, column in rows for each in _doubts(column, of)),
        otherwise=_("No doubt was stated."),
    )
    yield PaperList(
        title=_("Answers that changed since the round before"),
        points=tuple(
            _sided(row, column, sentences.listed([briefs.answer(column.chip).words, column.earlier]))
            for row, column in rows
            if column.answer.earlier and column.answer.earlier.is_changed
        ),
        otherwise=_("No answer changed, or there is no round before with this questionnaire."),
    )
    yield from briefs.next_steps(of.advised)
    yield briefs.promised(of.commitments, len(of.commitments))


def _doubts(column: ColumnWords, of: ReportedStructure) -> Iterable[str]:
    for each in column.answer.given.doubt_reasons if column.answer.given else ():
        yield sentences.listed(
            [briefs.answer(column.chip).words, _doubt(answers.reason(each, of.board.instrument))]
        )


def _doubt(reason: str) -> str:
    return _("doubt: %(reason)s") % {"reason": reason}


def _named(row: RowWords) -> str:
    return f"{local(row.row.criterion.short)} {row.row.criterion.code}"


def _sided(row: RowWords, column: ColumnWords, said: str) -> str:
    voice = sentences.side(column.answer.voice.side)
    return sentences.said_of(_named(row), _("%(voice)s: %(answer)s") % {"voice": voice, "answer": said})


def _evidence(of: ReportedStructure, sections: Sequence[SectionWords]) -> PaperPart:
    """Return what each answer on a structure rests on, or that nothing is written for any."""
    rows = tuple(
        (
            PaperCell(words=_named(row)),
            PaperCell(words=" – ".join(said)),
            PaperCell(words=sentences.capitalised(sentences.side(column.answer.voice.side))),
        )
        for section in sections
        for row in section.rows
        for column in row.columns
        if (said := _written(column, of.board.instrument))
    )
    if not rows:
        return PaperList(
            title=of.structure.code, points=(), otherwise=_("No evidence is written for any answer.")
        )
    return PaperTable(
        title=of.structure.code,
        head=(_("Criterion"), _("Evidence"), _("Seen by")),
        rows=rows,
        is_of_texts=True,
    )


def _written(column: ColumnWords, instrument: InstrumentValue) -> tuple[str, ...]:
    """Return what an answer rests on: the texts, why it does not apply, the sources named and the files given."""
    given = column.answer.given
    if given is None:
        return ()
    not_applicable = (_("does not apply because: %(reason)s") % {"reason": each} for each in given.na_reasons)
    return (*given.bases, *not_applicable, *_sources(given, instrument), *_files(given))


def _sources(given: VoiceAnswer, instrument: InstrumentValue) -> Iterable[str]:
    kinds = {each.code: local(each.name) for each in instrument.evidence_kinds}
    for each in given.sources:
        said = _("%(name)s: %(said)s") % {"name": kinds.get(each.kind, each.kind), "said": each.title}
        dated = [days.day(each.dated_on)] if each.dated_on else []
        yield ", ".join([said, *dated, *filter(None, [each.link])])


def _files(given: VoiceAnswer) -> Iterable[str]:
    for number, each in enumerate(given.files, 1):
        kind = _("Photo") if each.is_picture else _("PDF")
        name = f"{kind} {number}"
        yield _("%(name)s: %(said)s") % {"name": name, "said": each.note} if each.note else name
