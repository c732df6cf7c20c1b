"""The success criteria in words and as rows: which are met, differences, changes, next steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.documents.tables import Table, TableFile, Value
from coordination.domain.claims.sides import Respondents, SidesOutcome
from coordination.domain.claims.success import (
    CriteriaChanged,
    CriteriaStanding,
    CriteriaTogether,
    CriterionStanding,
    ScoreInWords,
)
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.presenters import (
    both_views,
    cells,
    changes,
    differences,
    drawn,
    recommendations,
    sentences,
    tables,
)
from coordination.presenters.differences import GapCell
from coordination.presenters.drawn import Chip, EvidenceMark, LevelLineMark
from coordination.presenters.portfolio import WORDS
from coordination.presenters.recommendations import Advice
from coordination.presenters.said import Said
from coordination.presenters.sentences import interval, local
from coordination.queries.cards import Card, Cell
from coordination.queries.success import CriteriaOfSide, SuccessBoard, SuccessLine, VoicedAnswer

#: The deck's headings, each with what it is about: alone, they are half a sentence.
HEADINGS = {
    "government": gettext_lazy("From the government side: what must be in place"),
    "partners": gettext_lazy("From development partners: what must be in place"),
}


#: Who has answered on the programme as a whole, where that is not both sides.
HEARD = {
    (Respondents.ONE_SIDE, "government"): gettext_lazy(
        "Only the Government has answered on the programme as a whole."
    ),
    (Respondents.ONE_SIDE, "partners"): gettext_lazy(
        "Only the partners have answered on the programme as a whole."
    ),
    (Respondents.ANALYST, None): gettext_lazy(
        "Neither side has answered on the programme as a whole: this is the analyst's reading only."
    ),
    (Respondents.NOBODY, None): gettext_lazy("Nobody has answered on the programme as a whole."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessRow:
    """One criterion on the page: each voice's answer as a chip and what it rests on, both sides on a line if heard."""

    line: SuccessLine
    chips: tuple[tuple[str, Chip, EvidenceMark | None], ...]
    gap: GapCell | None
    mark: LevelLineMark | None


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One voice's score over some criteria, and what may be said of it."""

    voice: str
    card: Card
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionColumn:
    """The criteria of one side on the page, below the deck's heading."""

    half: CriteriaOfSide
    heading: str
    figures: tuple[ScoreLine, ...]
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
            half=half,
            heading=str(HEADINGS[half.side]),
            figures=tuple(ScoreLine(each.claim.voice, each.card, score(each.claim)) for each in half.figures),
            rows=tuple(
                SuccessRow(
                    line=line,
                    chips=tuple(
                        (
                            each.voice,
                            drawn.chip(
                                each.cell.panel, each.cell.reading, sides_differ=each.cell.sides_differ
                            ),
                            drawn.evidence(each.evidence) if each.evidence else None,
                        )
                        for each in line.said
                    ),
                    gap=differences.cell(line.sides, levels) if line.sides else None,
                    mark=drawn.level_line(local(line.criterion.short), line.sides) if line.sides else None,
                )
                for line in half.lines
            ),
        )
        for half in board.halves
    ]


def score(claim: ScoreInWords) -> Said:
    """Say how many criteria are Yes and the word for the score, by what no assessor denies."""
    parts = [sentences.count(claim), *([sentences.bands(claim)] if claim.is_known else [])]
    if claim.assessors > 1:
        parts.append(sentences.median(claim.assessors))
    return Said(claim.kind, " · ".join(parts))


def headline(board: SuccessBoard) -> Said | None:
    """Return what heads the page; None where nothing is heard."""
    return together(board.together, [line.criterion for line in board.lines]) if board.together else None


def together(claim: CriteriaTogether, criteria: Sequence[CriterionValue]) -> Said:
    """Say which criteria both sides (or the only voice heard) hold met and weak: by name if that fits."""
    who = _("Both sides") if len(claim.voices) > 1 else _voice(claim.voices[0].voice)
    by_name = {
        CriterionStanding.MET: _("Mostly or Yes on %(names)s"),
        CriterionStanding.WEAK: _("Partly or lower on %(names)s"),
    }
    by_count = {
        CriterionStanding.MET: _("Mostly or Yes on %(count)s of %(all)s"),
        CriterionStanding.WEAK: _("Partly or lower on %(count)s of %(all)s"),
    }
    said = [
        sentences.said_of(
            who,
            sentences.listed(
                each % {"names": _names(codes, criteria), "count": len(codes), "all": claim.base}
                for standing, each in words.items()
                if (codes := claim.having(standing))
            )
            or _("no criterion is known to be Mostly or Yes, and none Partly or lower"),
        )
        for words in (by_name, by_count)
    ]
    return Said(claim.kind, said[0] if sentences.length(said[0]) <= WORDS else said[1])


def findings(board: SuccessBoard) -> list[Said]:
    """Return what each voice answers, and where the sides disagree."""
    if board.answered is None:
        return []
    criteria = [line.criterion for line in board.lines]
    return [*(seen(each, criteria) for each in board.standing), _apart(board, criteria)]


def changed(board: SuccessBoard) -> list[Said]:
    """Return what changed by each voice since the round before."""
    criteria = [line.criterion for line in board.lines]
    return [changed_since(local(each.since.name), each.claim, criteria) for each in board.changed]


def seen(claim: CriteriaStanding, criteria: Sequence[CriterionValue]) -> Said:
    """Say which criteria are met and which are weak by one voice, what is missing, and what is left out."""
    parts = [
        words % {"count": len(codes), "all": claim.base, "names": _names(codes, criteria)}
        for standing, words in (
            (CriterionStanding.MET, _("Mostly or Yes on %(count)s of %(all)s (%(names)s)")),
            (CriterionStanding.WEAK, _("Partly or lower on %(count)s of %(all)s (%(names)s)")),
            (CriterionStanding.EITHER, _("could be one or the other on %(count)s of %(all)s (%(names)s)")),
            (CriterionStanding.NOT_KNOWN, _("not known on %(count)s of %(all)s (%(names)s)")),
            (CriterionStanding.NO_ANSWER, _("no answer on %(count)s of %(all)s (%(names)s)")),
        )
        if (codes := claim.having(standing))
    ]
    beside = [
        words % {"names": _names(codes, criteria), "number": claim.assessors}
        for codes, words in (
            (claim.differ, _("assessors differ on: %(names)s")),
            (claim.partly_answered, _("answered by some of the %(number)s assessors only: %(names)s")),
            (claim.having(CriterionStanding.NOT_APPLICABLE), _("does not apply: %(names)s")),
        )
        if codes and claim.base
    ]
    said = [*parts, *beside] or [_("no criterion applies")]
    return Said(claim.kind, sentences.said_of(_voice(claim.voice), sentences.listed(said)))


def _apart(board: SuccessBoard, criteria: Sequence[CriterionValue]) -> Said:
    assert board.answered
    if board.answered.outcome is not Respondents.BOTH or board.compared is None:
        return Said(board.answered.kind, str(HEARD[board.answered.outcome, board.answered.side]))
    claim = board.compared
    is_apart = claim.outcome is SidesOutcome.DISAGREE
    words = differences.disagree(claim, criteria) if is_apart else differences.no_gap(claim)
    return Said(claim.kind, f"{words[:1].upper()}{words[1:]}.")


def changed_since(since: str, claim: CriteriaChanged, criteria: Sequence[CriterionValue]) -> Said:
    """Say what became of the criteria by one voice since a round."""
    parts = [
        _("%(said)s: %(names)s") % {"said": changes.effect(each), "names": _names(codes, criteria)}
        for each, codes in claim.groups()
    ]
    if claim.lost:
        parts.append(_("no longer known: %(names)s") % {"names": _names(claim.lost, criteria)})
    if not claim.is_comparable:
        parts = [_("not comparable, another version of the questionnaire")]
    lead = _("%(voice)s, since %(round)s") % {"voice": _voice(claim.voice), "round": since}
    return Said(claim.kind, sentences.said_of(lead, sentences.listed(parts) or _("no clear change")))


def _voice(code: str) -> str:
    name = sentences.side(code)
    return name[:1].upper() + name[1:]


def _names(codes: Iterable[str], criteria: Iterable[CriterionValue]) -> str:
    by_code = {each.code: each for each in criteria}
    return ", ".join(_name(by_code[code]) for code in codes)


def _name(criterion: CriterionValue) -> str:
    return sentences.inside(local(criterion.short))


def steps(board: SuccessBoard) -> list[tuple[str, Advice]]:
    """Return the next steps by each side's answers in one order; once what follows from both."""
    if board.instrument is None or board.whole is None:
        return []
    name, criteria = local(board.whole.name), [line.criterion for line in board.lines]
    return both_views.steps(
        [
            (
                each.side if len(board.steps) > 1 else "",
                recommendations.listed(
                    [replace(step, structure=name) for step in each.steps], board.instrument, criteria
                ),
            )
            for each in board.steps
        ]
    )


def without_steps(board: SuccessBoard) -> list[tuple[str, Said]]:
    """Return the sides from whose answers no step follows, with the reason."""
    return [(each.side, said) for each in board.steps if (said := recommendations.nothing(each.without))]


def table(board: SuccessBoard) -> TableFile:
    """Return answers, differences, changes and figures for a file."""
    levels = [local(level.name) for level in board.instrument.levels] if board.instrument else []
    head = [
        *(_("Side"), _("Criterion"), _("Seen by"), _("Answer"), _("lowest level"), _("highest level")),
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
    figures: list[list[Value]] = [
        [
            column.heading,
            sentences.side(each.voice),
            *tables.ends(each.card),
            interval(each.card),
            each.said.text,
        ]
        for column in columns(board)
        for each in column.figures
    ]
    heads = [_("Side"), _("Seen by"), _("low"), _("high"), _("score"), _("in words")]
    found = [
        (_("Finding"), str(each)) for each in (headline(board), *findings(board), *changed(board)) if each
    ]
    return TableFile(
        [Table(_("Success criteria"), head, rows), Table(_("Scores"), heads, figures)],
        [*tables.notes(board.shown_rounds), *found],
    )


def _answer(cell: Cell, levels: list[str]) -> list[str]:
    low, high = cell.panel.lo, cell.panel.hi
    return [
        cells.in_words(cell),
        "" if low is None else levels[low],
        "" if high is None else levels[high],
    ]


def _since(said: VoicedAnswer) -> list[str]:
    return [
        local(said.since.name) if said.since else "",
        cells.in_words(said.before) if said.before else "",
        sentences.cell_change(said.change) if said.change else _("not compared") if said.since else "",
    ]
