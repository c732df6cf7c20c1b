"""The blank form of an assessment, to print or to fill in in Word: the questions, levels and codes of the screen."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from coordination.documents.papers import Paper, PaperCell, PaperTable
from coordination.domain.bilingual import Text
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.presenters import briefs, days, sentences
from coordination.presenters.sentences import local
from coordination.queries.answer_files import Template
from coordination.queries.structures import StructureValue

#: What is ticked by hand, and a line to write on.
EMPTY, LINE = "☐", "………………………………………"


def blank(of: Template, structure: StructureValue, *, side: str, programme: Text, source: str) -> Paper:
    """Return the form with which one structure is assessed in a round; it holds no answer."""
    book = of.instrument
    return Paper(
        language=(get_language() or "en")[:2],
        programme=local(programme),
        dated=_("Assessment form"),
        title=structure.code,
        subtitle=local(structure.name) if local(structure.name) != structure.code else "",
        findings=(
            _(
                "Score what is in place on %(date)s. Tick one level for each criterion; where you are not sure, tick "
                "each level that may be right and say why."
            )
            % {"date": days.day(of.round.reference_on)},
        ),
        facts=(
            (_("Round"), local(of.round.name)),
            (_("For"), sentences.side(side)),
            (_("Assessor"), LINE),
            (_("Filled in on"), LINE),
        ),
        parts=tuple(
            _criterion(criterion, book)
            for section in book.asked(is_programme=structure.is_programme)
            for criterion in section.criteria
        ),
        foot=(
            briefs.questionnaire(book),
            _(
                "Nothing counts before it is entered: by the assessor at the address below, or by the workbook of the "
                "round, which has the same codes."
            ),
        ),
        marking="",
        source=source,
    )


def _criterion(criterion: CriterionValue, book: InstrumentValue) -> PaperTable:
    return PaperTable(
        title=f"{criterion.code} {local(criterion.name)}",
        head=(_("Answer"), _("What it means")),
        rows=tuple(_rows(criterion, book)),
        is_of_texts=True,
    )


def _rows(criterion: CriterionValue, book: InstrumentValue) -> Iterable[tuple[PaperCell, PaperCell]]:
    """Return the levels, the highest first as on the screen, then what is no level, and lines to write on."""
    anchors = {each.level: local(each.text) for each in criterion.anchors}
    for level in reversed(book.levels):
        yield _row(f"{EMPTY} {local(level.name)}", anchors.get(level.level, ""))
    yield _row(f"{EMPTY} {_('I do not know')}", "")
    yield _row(f"{EMPTY} {_('does not apply')}", f"{_('Why it does not apply')} {LINE}")
    yield _row(_("Why not sure"), _doubts(book))
    yield _row(_("What the answer is based on"), LINE)
    yield _row(pgettext("of evidence", "Source"), _sources(book))


def _doubts(book: InstrumentValue) -> str:
    return "  ".join(f"{EMPTY} {local(each.name)}" for each in book.doubt_reasons)


def _sources(book: InstrumentValue) -> str:
    kinds = "  ".join(f"{EMPTY} {local(each.name)}" for each in book.evidence_kinds)
    return f"{kinds} {LINE}"


def _row(head: str, said: str) -> tuple[PaperCell, PaperCell]:
    return PaperCell(words=head), PaperCell(words=said)
