"""The figures of Compare and Over time as rows of text, for files."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coordination.queries.cards import Card
from coordination.queries.comparison import Scoreboard
from coordination.queries.rounds import RoundValue
from coordination.queries.timeline import Timeline
from coordination.views import sentences


def compare_table(board: Scoreboard) -> list[list[str]]:
    """Return the matrix as rows of text for a file; the ends are exact decimals with a point."""
    head = [
        _("Structure"),
        *(f"{criterion.code} {sentences.local(criterion.name)}" for criterion in board.criteria),
        *(_("low"), _("high"), _("in words"), _("place"), _("raters"), _("since last round")),
    ]
    rows = [
        [
            row.structure.code,
            *(cell.reading.verbatim for cell in row.card.cells),
            *_ends(row.card),
            sentences.interval(row.card),
            sentences.rank(row),
            str(row.card.raters),
            sentences.verdict(row.change),
        ]
        for row in board.rows
    ]
    return [*_notice(board.shown_rounds, board.voice), head, *rows]


def over_time_table(line: Timeline) -> list[list[str]]:
    """Return the rounds as rows of text for a file."""
    head = [
        *(_("Structure"), _("Round"), _("Reference date"), _("low"), _("high"), _("in words"), _("change")),
        *(f"{criterion.code} {sentences.local(criterion.name)}" for criterion in line.criteria),
    ]
    rows = [
        [
            track.structure.code,
            sentences.local(point.round.name),
            point.round.reference_on.isoformat(),
            *_ends(point.card),
            sentences.interval(point.card),
            sentences.verdict(point.change),
            *(cell.reading.verbatim for cell in point.card.cells),
        ]
        for track in line.tracks
        for point in track.points
    ]
    return [*_notice(line.rounds, line.voice), head, *rows]


def _ends(card: Card) -> list[str]:
    ends = (card.composite.low, card.composite.high)
    return ["" if end is None else f"{float(end):.6f}".rstrip("0").rstrip(".") for end in ends]


def _notice(rounds: Sequence[RoundValue], voice: str) -> list[list[str]]:
    notices = dict.fromkeys(sentences.local(each.notice) for each in rounds if sentences.local(each.notice))
    return [[_("Voice"), sentences.side(voice)], *([notice] for notice in notices)]
