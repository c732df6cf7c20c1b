"""The figures of the dashboards as rows of text, for the table of pairs and for files."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.presenters import (
    both_views,
    cells,
    changes,
    comparison,
    marks,
    panels,
    reasons,
    round_parts,
    sentences,
    timeline,
)
from coordination.presenters.said import Said
from coordination.presenters.sentences import Figure
from coordination.queries import claims
from coordination.queries.both_views import BothViews
from coordination.queries.claims import Shares
from coordination.queries.comparison import Scoreboard
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_rows import StructureRow
from coordination.queries.timeline import Timeline


@dataclass(frozen=True, slots=True)
class PairCell:
    """One structure against another, in shares of all weightings; ``shade`` 0 to 4 by the certain share."""

    least: str
    most: str
    shade: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """The table of pairs, and its equivalent in sentences, by whether other weights would change them."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[PairCell, ...]], ...]
    groups: tuple[tuple[str, tuple[Said, ...]], ...]

    @property
    def sentences(self) -> tuple[Said, ...]:
        """One sentence for each pair."""
        return tuple(each for _heading, said in self.groups for each in said)


def pairs(board: Scoreboard, shares: Shares) -> Pairs:
    """Return the drawn structures that can be ranked, each against each."""
    names = tuple(row.structure.code for row in board.drawn if row.is_placed)
    rows = tuple(
        (name, tuple(_pair_cell(name, other, shares.get((name, other))) for other in names)) for name in names
    )
    return Pairs(names, rows, tuple(comparison.order_in_words(board, claims.pairs(board))))


def both_table(view: BothViews, shares: Sequence[tuple[Scoreboard, Shares]]) -> list[list[str]]:
    """Return the matrix of both views as rows of text for a file: each structure once for each view that is heard."""
    head = [
        *(_("Structure"), _("Seen by"), _("Round"), _("Reference date")),
        *(f"{criterion.code} {sentences.local(criterion.name)}" for criterion in view.criteria),
        *(_("low"), _("high"), _("in words"), pgettext("rank", "place"), _("place under any weights")),
        *(_("assessors"), _("since last round"), _("answers by kind")),
    ]
    rows = [
        [
            row.structure.code,
            sentences.side(side),
            sentences.local(row.round.name),
            row.round.reference_on.isoformat(),
            *_figures(row),
            both_views.lane(side, row).change.text,
            *(cells.counts(each) for each in claims.by_kind([row])),
        ]
        for of in view.rows
        for side, row in of.sides.items()
    ]
    parts = [each for board, found in shares for each in _order(board, found)]
    return [
        *about(view.rounds, view.voice),
        [_("Weights"), sentences.weights(view.weights)],
        head,
        *rows,
        *parts,
    ]


def _order(board: Scoreboard, shares: Shares) -> list[list[str]]:
    """Return the pairs of one view, and each in words."""
    found = pairs(board, shares)
    order = [[name, *(f"{cell.least} {cell.most}".strip() for cell in cells)] for name, cells in found.rows]
    seen_by = [[_("Seen by"), sentences.side(board.voice)]]
    said = [[each.text] for each in found.sentences]
    return [[], *seen_by, [_("ahead of →"), *found.head], *order, [], *said]


def _figures(row: StructureRow) -> list[str]:
    return [
        *(cells.in_words(cell) for cell in row.card.cells),
        *ends(row.card),
        sentences.interval(row.card),
        sentences.rank(row),
        sentences.places(*row.any_weights.places) if row.any_weights else sentences.rank(row),
        str(row.card.raters),
    ]


def _pair_cell(name: str, other: str, shares: tuple[Fraction, Fraction] | None) -> PairCell:
    if name == other:
        return PairCell("–", "", 0)
    if shares is None:
        return PairCell(_("not comparable"), "", 0)
    certain, possible = shares
    if possible == 0:
        return PairCell(_("never"), "", 0)
    if certain == 1:
        return PairCell(sentences.share(certain, is_certain=True), "", 4)
    least, most = sentences.at_least(certain), sentences.at_most(possible)
    if not certain:
        return PairCell(most, "", 0)
    return PairCell(least, most if possible < 1 else "", int(4 * certain))


def compare_table(board: Scoreboard, shares: Shares) -> list[list[str]]:
    """Return the matrix and the figures beside it as rows of text for a file; ends are decimals with a point."""
    head = [
        _("Structure"),
        *(f"{criterion.code} {sentences.local(criterion.name)}" for criterion in board.criteria),
        *(
            _("low"),
            _("high"),
            _("in words"),
            pgettext("rank", "place"),
            _("place under any weights"),
            _("assessors"),
        ),
        *(_("since last round"), _("answers by kind")),
    ]
    rows = [
        [
            row.structure.code,
            *_figures(row),
            changes.since(row, row.round).text,
            cells.counts(kinds),
        ]
        for row, kinds in zip(board.rows, claims.by_kind(board.rows), strict=True)
    ]
    found = pairs(board, shares)
    order = [[name, *(f"{cell.least} {cell.most}".strip() for cell in cells)] for name, cells in found.rows]
    return [
        *about(board.shown_rounds, board.voice),
        [_("Weights"), sentences.weights(board.weights)],
        head,
        *rows,
        [],
        [_("ahead of →"), *found.head],
        *order,
        [],
        *([sentence.text] for sentence in found.sentences),
    ]


def changes_table(line: Timeline) -> list[list[str]]:
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
            *ends(point),
            sentences.interval(point),
            changes.verdict(point.change).text,
            *(cells.in_words(cell) for cell in (point.card.cells if point.card else ())),
        ]
        for track in line.tracks
        for point in track.points
    ]
    return [
        *about(line.rounds, line.voice),
        [_("Weights"), sentences.weights(line.weights)],
        head,
        *rows,
        [],
        *_two_rounds(line),
        [],
        *_from_first_to_last(line),
        [],
        *round_parts.rows(line),
        [],
        [_("What happened")],
        *panels.rows(line),
    ]


def _from_first_to_last(line: Timeline) -> list[list[str]]:
    head = [_("Structure"), _("first round"), _("last round"), _("change from first to last")]
    rows = [
        [
            structure.code,
            *(sentences.local(end.name) for end in (each.since, each.to)),
            changes.short(each.claim).text,
        ]
        for structure, each in line.overall
    ]
    return [[timeline.title(line).text], head, *rows]


def _two_rounds(line: Timeline) -> list[list[str]]:
    between = [sentences.local(each.name) for each in line.compared] if line.compared else []
    rows = [
        [
            pairing.structure.code,
            *(each.text for each in timeline.paired(pairing)[:1]),
            *(reasons.in_words(cell) for cell in pairing.cells),
        ]
        for pairing in line.pairings
    ]
    return [[_("Two rounds side by side"), *between], *rows]


def ends(figure: Figure) -> list[str]:
    """Return both ends of a composite as decimals with a point, empty where there are none."""
    both = (figure.composite.low, figure.composite.high)
    return ["" if end is None else f"{float(end):.6f}".rstrip("0").rstrip(".") for end in both]


def about(rounds: Sequence[RoundValue], voice: str = "") -> list[list[str]]:
    """Return the rows that head a file: voice, rounds, and the notices about them."""
    return [
        *([[_("Seen by"), sentences.side(voice)]] if voice else []),
        *([[_("Round"), *(sentences.local(each.name) for each in rounds)]] if rounds else []),
        *([line] for line in marks.lines(rounds)),
    ]
