"""The pack for a meeting: where both sides stand apart, what each wrote, what the levels mean, and room to agree."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from coordination.documents.papers import GLYPHS, Paper, PaperCell, PaperList, PaperPart, PaperTable
from coordination.domain.bilingual import Text
from coordination.domain.instruments import InstrumentValue
from coordination.presenters import answers, briefs, days, sentences
from coordination.presenters import structures as words
from coordination.presenters.sentences import local
from coordination.presenters.structures import ColumnWords, RowWords
from coordination.queries.briefs import StructureBrief

#: What is ticked by hand, and what a side has ticked.
EMPTY, TICKED = "☐", "☑"


def of_structure(brief: StructureBrief, *, programme: Text, source: str, today: date) -> Paper | None:
    """Return the pack of the round that the brief is of; None where the reader cannot read both sides on it."""
    board = brief.board
    if board is None or not board.is_compared:
        return None
    structure = brief.head.structure
    sections = words.sections(board)
    items = briefs.apart(sections)
    return Paper(
        language=(get_language() or "en")[:2],
        programme=local(programme),
        dated=_("Meeting pack of %(day)s") % {"day": days.day(today)},
        title=structure.code,
        subtitle=local(structure.name) if local(structure.name) != structure.code else "",
        findings=(),  # The agenda is what it finds.
        facts=((_("Round"), local(board.round.name)), *briefs.facts(brief)),
        parts=(
            _agenda(items),
            *(part for number, row in enumerate(items, 1) for part in _item(number, row, board.instrument)),
            briefs.promised(brief.commitments, brief.head.open_commitments),
        ),
        foot=tuple(briefs.foot(brief)),
        marking=briefs.marking(brief),
        source=source,
    )


def _agenda(items: Sequence[RowWords]) -> PaperList:
    return PaperList(
        title=_("Agenda: to talk about"),
        points=tuple(sentences.said_of(_named(row), row.gap.words if row.gap else "") for row in items),
        is_numbered=True,
        otherwise=_("No sure difference between the sides on any criterion."),
    )


def _named(row: RowWords) -> str:
    criterion = row.row.criterion
    return f"{local(criterion.short)} {criterion.code}"


def _item(number: int, row: RowWords, instrument: InstrumentValue) -> Iterable[PaperPart]:
    """Return what the levels mean and who sees which, then what each wrote with room for what is agreed."""
    anchors = {each.level: local(each.text) for each in row.row.criterion.anchors}
    yield PaperTable(
        title=f"{number}. {_named(row)}",
        head=(
            pgettext("noun", "Level"),
            local(row.row.criterion.name),
            *(sentences.capitalised(sentences.side(each.answer.voice.side)) for each in row.columns),
            _("Joint answer"),
        ),
        rows=tuple(
            (
                PaperCell(words=f"{GLYPHS[level.level]} {local(level.name)}"),
                PaperCell(words=anchors.get(level.level, "")),
                *(PaperCell(words=_tick(each, level.level)) for each in row.columns),
                PaperCell(words=EMPTY),
            )
            for level in instrument.levels
        ),
        is_of_texts=True,
    )
    yield PaperTable(
        title=_("In their words, and what is agreed"),
        head=(_("Seen by"), _("Answer and reason")),
        rows=(
            *(
                (
                    PaperCell(words=sentences.capitalised(sentences.side(each.answer.voice.side))),
                    PaperCell(words=" – ".join(written(each, instrument))),
                )
                for each in row.columns
            ),
            (PaperCell(words=_("Joint answer and its reason")), PaperCell(words="")),
            (PaperCell(words=_("Next step: who, what, until when")), PaperCell(words="")),
        ),
        is_of_texts=True,
        has_room=True,
    )


def _tick(column: ColumnWords, level: int) -> str:
    """Return the tick of one of the levels that the answer admits, and nothing at any other."""
    reading = column.answer.reading
    admits = reading.lo is not None and reading.hi is not None and reading.lo <= level <= reading.hi
    return TICKED if admits else ""


def written(column: ColumnWords, instrument: InstrumentValue) -> Iterable[str]:
    """Yield what a side answered, in its own words where it wrote some, and everything that it says for it."""
    yield briefs.answer(column.chip).words
    yield from map(answers.quoted, column.chip.typed)
    given = column.answer.given
    if given is None:
        return
    for each in given.doubt_reasons:
        yield _("doubt: %(reason)s") % {"reason": answers.reason(each, instrument)}
    for each in given.na_reasons:
        yield _("does not apply because: %(reason)s") % {"reason": each}
    yield from given.bases
    yield from (source.title for source in given.sources)
