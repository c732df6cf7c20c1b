"""All answers as rows, one for each: whose it is, what was answered, and what it rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.documents.tables import Value
from coordination.documents.workbooks import BookColumn, CellForm
from coordination.domain.evidence import name_of
from coordination.domain.vocabulary import AGREED
from coordination.presenters import answers, cells, sentences, tables
from coordination.presenters.once import once
from coordination.queries.all_answers import AllAnswers, AnsweredSheet, OneAnswer
from coordination.queries.answers import Columns, reading
from coordination.queries.sheets import SourceValue


def title() -> str:
    """Return what the rows are called."""
    return _("All answers")


def columns() -> list[BookColumn]:
    """Return the columns of the rows."""
    text, whole, day = CellForm.TEXT, CellForm.WHOLE, CellForm.DAY
    return [
        BookColumn(_("Round"), text, 20),
        BookColumn(_("Reference date"), day, 16),
        BookColumn(_("Structure"), text, 16),
        BookColumn(_("Name of the structure"), text, 36),
        BookColumn(_("Seen by"), text, 16),
        BookColumn(_("Assessor"), whole, 12),
        BookColumn(_("State"), text, 12),
        BookColumn(_("Origin"), text, 20),
        BookColumn(_("Sent on"), day, 16),
        BookColumn(_("Criterion"), text, 12),
        BookColumn(_("Name of the criterion"), text, 36),
        BookColumn(_("Answer"), text, 20),
        BookColumn(_("As written"), text, 20),
        BookColumn(_("Level"), whole, 12),
        BookColumn(_("Lowest level"), whole, 12),
        BookColumn(_("Highest level"), whole, 12),
        BookColumn(_("Reason"), text, 48),
        BookColumn(_("Evidence"), text, 48),
        BookColumn(_("Files"), text, 30),
    ]


def rows(of: AllAnswers, sheets: Iterable[AnsweredSheet]) -> Iterator[Sequence[Value]]:
    """Yield one row for each answer of these sheets."""
    for sheet in sheets:
        whose = _whose(sheet)
        book = of.books[sheet.round.instrument_id].value
        kinds = {each.code: sentences.local(each.name) for each in book.evidence_kinds}
        for each in sheet.answers:
            yield [*whose, *_answered(each, kinds)]


def notes(of: AllAnswers) -> list[tuple[str, Value]]:
    """Return what a file says of its rows."""
    said = _(
        "0 No, 1 Not yet, 2 Partly, 3 Mostly, 4 Yes. An answer admits every level from the lowest to the highest: what "
        "is not known admits all of them."
    )
    numbered = _("Assessors of one side are numbered by their answers, and carry one day: nobody is named.")
    of_these = (of.round,) if of.round else of.rounds
    return [
        (_("Levels"), said),
        (_("Assessor"), numbered),
        *tables.notes([each for each in of_these if each.voices or each.origins]),
    ]


def filters(of: AllAnswers) -> list[tuple[str, str]]:
    """Return what was chosen, each with its name."""
    chosen = []
    if of.round:
        chosen.append((_("Round"), sentences.local(of.round.name)))
    if of.structure:
        chosen.append((_("Structure"), sentences.local(of.structure.title)))
    return chosen


def too_many(number: int, most: int) -> str:
    """Say why there is no workbook of so many answers."""
    return _(
        "There are %(number)s answers, and an Excel file is made of at most %(most)s. Choose a round or a structure, or "
        "take the CSV file: it has them all."
    ) % {"number": grouped(number), "most": grouped(most)}


def grouped(number: int) -> str:
    """Return a large number as the reader writes it: “760,000”."""
    said = f"{number:,}"
    return said.replace(",", "\u202f") if (get_language() or "en").startswith("fr") else said


def _whose(sheet: AnsweredSheet) -> list[Value]:
    return [
        sentences.local(sheet.round.name),
        sheet.round.reference_on,
        sheet.structure.code,
        sentences.local(sheet.structure.name),
        sentences.side(sheet.side),
        None if sheet.side == AGREED else sheet.number,
        _("published") if sheet.state == "published" else _("revealed"),
        _origin(sheet.origin),
        sheet.sent_on,
    ]


def _origin(code: str) -> str:
    return {
        "entered": _("entered here"),
        "source": _("transcribed from a source"),
        "invented": _("invented for the demonstration"),
    }[code]


def _answered(answer: OneAnswer, kinds: Mapping[str, str]) -> list[Value]:
    written, _status, level, lowest, highest, _certainty = answer.reading
    return [
        answer.criterion.code,
        sentences.local(answer.criterion.name),
        _said(("", *answer.reading[1:]), answer.sides_differ),
        written,
        level,
        lowest,
        highest,
        answer.reason,
        "\n".join(_source(each, kinds) for each in answer.sources),
        "\n".join(name_of(each, answer.criterion.code) for each in answer.files),
    ]


@once(512)
def _said(given: Columns, differs: bool) -> str:
    """Return the answer in the reader's words."""
    word = answers.word(reading(*given))
    return _("%(answer)s (%(note)s)") % {"answer": word, "note": cells.sides_differ()} if differs else word


def _source(source: SourceValue, kinds: Mapping[str, str]) -> str:
    said = _("%(name)s: %(said)s") % {"name": kinds.get(source.kind, source.kind), "said": source.title}
    dated = [source.dated_on.isoformat()] if source.dated_on else []
    return ", ".join([said, *dated, *filter(None, [source.link])])
