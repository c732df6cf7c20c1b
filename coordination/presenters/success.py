"""The success criteria in words and as rows: which are met, differences, changes, next steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.domain.change import CellChange
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.presenters import recommendations, sentences, sides, tables
from coordination.presenters.recommendations import Advice
from coordination.presenters.sentences import interval, local
from coordination.presenters.sides import GapCell
from coordination.queries.cards import Cell
from coordination.queries.rounds import RoundValue
from coordination.queries.success import Half, SuccessBoard, SuccessLine, VoicedAnswer, VoiceSummary

#: The deck's headings.
HEADINGS = {
    "government": gettext_lazy("From the government side:"),
    "partners": gettext_lazy("From development partners:"),
}


@dataclass(frozen=True, slots=True)
class SuccessRow:
    """One criterion on the page, with the difference between the sides where both are heard."""

    line: SuccessLine
    gap: GapCell | None


@dataclass(frozen=True, slots=True)
class CriterionColumn:
    """The criteria of one side on the page, below the deck's heading."""

    half: Half
    heading: str
    rows: tuple[SuccessRow, ...]


def asked(instrument: InstrumentValue) -> list[tuple[str, tuple[CriterionValue, ...]]]:
    """Return the criteria below the deck's headings, for a page without answers."""
    criteria = instrument.section("success").criteria
    return [
        (str(heading), tuple(each for each in criteria if each.side == side))
        for side, heading in HEADINGS.items()
    ]


def columns(board: SuccessBoard) -> list[CriterionColumn]:
    """Return both halves as columns."""
    levels = board.instrument.levels if board.instrument else ()
    return [
        CriterionColumn(
            half,
            str(HEADINGS[half.side]),
            tuple(
                SuccessRow(line, sides.cell(line.gap, levels) if line.gap else None) for line in half.lines
            ),
        )
        for half in board.halves
    ]


def findings(board: SuccessBoard) -> list[str]:
    """Return the sentences that head the page: each voice's certain answers, the differences, the changes."""
    if not board.halves:
        return []
    changed = [_changed(each, each.since) for each in board.summaries if each.since]
    return [*map(_seen, board.summaries), _apart(board.apart), *changed]


def _seen(summary: VoiceSummary) -> str:
    """Say what is certain by one voice, and what is open."""
    parts = [
        words % {"count": len(group), "all": summary.total, "names": _names(group)}
        for group, words in (
            (summary.met, _("certainly Mostly or Yes on %(count)s of %(all)s (%(names)s)")),
            (summary.weak, _("certainly Partly or less on %(count)s of %(all)s (%(names)s)")),
            (summary.either, _("possibly either on %(count)s of %(all)s (%(names)s)")),
            (summary.unknown, _("not known on %(count)s of %(all)s (%(names)s)")),
        )
        if group
    ]
    return sentences.said_of(_voice(summary.voice), sentences.listed(parts) or _("no criterion applies"))


def _apart(certain: Sequence[CriterionValue] | None) -> str:
    if certain is None:
        return _("Only one side is heard in this round: no difference can be assessed.")
    if not certain:
        return _("No certain difference between the sides.")
    return _("The sides certainly differ on: %(names)s.") % {"names": _names(certain)}


def _changed(summary: VoiceSummary, since: RoundValue) -> str:
    """Say what changed by one voice since the round before."""
    words = {
        CellChange.UP: _("certainly up: %(names)s"),
        CellChange.DOWN: _("certainly down: %(names)s"),
        CellChange.NEW_INFORMATION: _("became known, which is no change: %(names)s"),
        CellChange.LOST_INFORMATION: _("no longer known: %(names)s"),
    }
    parts = [
        template % {"names": _names(summary.changed[kind])}
        for kind, template in words.items()
        if kind in summary.changed
    ]
    if not summary.changed:
        parts = [_("not comparable, another version of the instrument")]
    lead = _("%(voice)s, since %(round)s") % {"voice": _voice(summary.voice), "round": local(since.name)}
    return sentences.said_of(lead, sentences.listed(parts) or _("no certain change"))


def _voice(code: str) -> str:
    name = sentences.side(code)
    return name[:1].upper() + name[1:]


def _names(criteria: Iterable[CriterionValue]) -> str:
    return ", ".join(sentences.inside(local(criterion.short)) for criterion in criteria)


def steps(board: SuccessBoard) -> list[tuple[str, list[Advice]]]:
    """Return the next steps by each side's answers."""
    if board.instrument is None or board.whole is None:
        return []
    name, criteria = local(board.whole.name), [line.criterion for line in board.lines]
    return [
        (
            voice,
            recommendations.listed(
                [replace(step, structure=name) for step in found], board.instrument, criteria
            ),
        )
        for voice, found in board.steps
    ]


def table(board: SuccessBoard) -> list[list[str]]:
    """Return answers, differences, changes and figures as rows of text for a file."""
    levels = [local(level.name) for level in board.instrument.levels] if board.instrument else []
    head = [
        *(_("Side"), _("Criterion"), _("Voice"), _("Answer"), _("lowest level"), _("highest level")),
        *(_("difference"), _("common ground"), _("round before"), _("answer before"), _("change")),
    ]
    rows = [
        [
            column.heading,
            f"{row.line.criterion.code} {local(row.line.criterion.name)}",
            sentences.side(said.voice),
            *_answer(said.cell, levels),
            row.gap.words if row.gap else "",
            row.gap.ground if row.gap else "",
            *_since(said),
        ]
        for column in columns(board)
        for row in column.rows
        for said in row.line.said
    ]
    figures = [
        [column.heading, sentences.side(voice), *tables.ends(card), interval(card), sentences.count(card)]
        for column in columns(board)
        for voice, card in column.half.figures
    ]
    return [
        *tables.about(board.shown_rounds),
        head,
        *rows,
        [],
        [_("Side"), _("Voice"), _("low"), _("high"), _("in words"), _("how many Yes")],
        *figures,
    ]


def _answer(cell: Cell, levels: list[str]) -> list[str]:
    low, high = cell.reading.lo, cell.reading.hi
    return [
        cell.reading.verbatim,
        "" if low is None else levels[low],
        "" if high is None else levels[high],
    ]


def _since(said: VoicedAnswer) -> list[str]:
    return [
        local(said.since.name) if said.since else "",
        said.before.reading.verbatim if said.before else "",
        sentences.cell_change(said.change) if said.change else _("not compared") if said.since else "",
    ]
