"""The figures of the dashboards as rows, for the table of pairs and for files."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.documents.tables import Table, TableFile, Value
from coordination.domain.weights import Weights
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
from coordination.presenters.once import once
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


def both_table(view: BothViews, shares: Sequence[tuple[Scoreboard, Shares]]) -> TableFile:
    """Return the matrix of both views for a file: each structure once for each view that is heard."""
    head = [
        *(_("Structure"), _("Seen by"), _("Round"), _("Reference date")),
        *(f"{criterion.code} {sentences.local(criterion.name)}" for criterion in view.criteria),
        *(_("low"), _("high"), _("in words"), pgettext("rank", "place"), _("place under any weights")),
        *(_("assessors"), _("since last round"), _("answers by kind")),
    ]
    rows: list[list[Value]] = [
        [
            row.structure.code,
            sentences.side(side),
            sentences.local(row.round.name),
            row.round.reference_on,
            *_figures(row),
            both_views.lane(side, row).change.text,
            *(cells.counts(each) for each in claims.by_kind([row])),
        ]
        for of in view.rows
        for side, row in of.sides.items()
    ]
    parts = [each for board, found in shares for each in _order(board, found)]
    said = notes(view.rounds, view.voice, weights=view.weights)
    return TableFile([Table(_("Compare"), head, rows), *parts], said)


def _order(board: Scoreboard, shares: Shares) -> list[Table]:
    """Return the pairs of one view, and each in words."""
    found = pairs(board, shares)
    order = [[name, *(f"{cell.least} {cell.most}".strip() for cell in cells)] for name, cells in found.rows]
    seen_by = sentences.side(board.voice) if board.voice else "–"
    return [
        Table(_("Order: %(voice)s") % {"voice": seen_by}, [_("ahead of →"), *found.head], order),
        Table(
            _("In words: %(voice)s") % {"voice": seen_by},
            [_("in words")],
            [[each.text] for each in found.sentences],
        ),
    ]


def _figures(row: StructureRow) -> list[Value]:
    return [
        *(cells.in_words(cell) for cell in row.card.cells),
        *ends(row.card),
        sentences.interval(row.card),
        sentences.rank(row),
        sentences.places(*row.any_weights.places) if row.any_weights else sentences.rank(row),
        row.card.raters,
    ]


def _pair_cell(name: str, other: str, shares: tuple[Fraction, Fraction] | None) -> PairCell:
    if name == other:
        return PairCell("–", "", 0)
    if shares is None:
        return PairCell(_("not comparable"), "", 0)
    return _shares_in_words(*shares)


@once(8192)
def _shares_in_words(certain: Fraction, possible: Fraction) -> PairCell:
    if possible == 0:
        return PairCell(_("never"), "", 0)
    if certain == 1:
        return PairCell(sentences.share(certain, is_certain=True), "", 4)
    least, most = sentences.at_least(certain), sentences.at_most(possible)
    if not certain:
        return PairCell(most, "", 0)
    return PairCell(least, most if possible < 1 else "", int(4 * certain))


def compare_table(board: Scoreboard, shares: Shares) -> TableFile:
    """Return the matrix and the figures beside it for a file, and the order of each pair."""
    head = [
        _("Structure"),
        *(f"{criterion.code} {sentences.local(criterion.name)}" for criterion in board.criteria),
        *(_("low"), _("high"), _("in words"), pgettext("rank", "place"), _("place under any weights")),
        *(_("assessors"), _("since last round"), _("answers by kind")),
    ]
    rows: list[list[Value]] = [
        [row.structure.code, *_figures(row), changes.since(row, row.round).text, cells.counts(kinds)]
        for row, kinds in zip(board.rows, claims.by_kind(board.rows), strict=True)
    ]
    said = notes(board.shown_rounds, board.voice, weights=board.weights)
    return TableFile([Table(_("Compare"), head, rows), *_order(board, shares)], said)


def changes_table(line: Timeline) -> TableFile:
    """Return the rounds of each structure for a file, what is said of two of them, and what happened."""
    head = [
        *(_("Structure"), _("Round"), _("Reference date"), _("low"), _("high"), _("in words"), _("change")),
        *(f"{criterion.code} {sentences.local(criterion.name)}" for criterion in line.criteria),
    ]
    rows: list[list[Value]] = [
        [
            track.structure.code,
            sentences.local(point.round.name),
            point.round.reference_on,
            *ends(point),
            sentences.interval(point),
            changes.verdict(point.change).text,
            *(cells.in_words(cell) for cell in (point.card.cells if point.card else ())),
        ]
        for track in line.tracks
        for point in track.points
    ]
    tables = [
        Table(_("Changes"), head, rows),
        _two_rounds(line),
        _from_first_to_last(line),
        round_parts.table(line),
        Table(_("What happened"), [_("Structure"), _("in words")], panels.rows(line)),
    ]
    said = [
        (_("What"), timeline.title(line).text),
        *notes(line.rounds, line.voice, weights=line.weights),
    ]
    return TableFile(tables, said)


def _from_first_to_last(line: Timeline) -> Table:
    head = [_("Structure"), _("first round"), _("last round"), _("change from first to last")]
    rows = [
        [
            structure.code,
            *(sentences.local(end.name) for end in (each.since, each.to)),
            changes.short(each.claim).text,
        ]
        for structure, each in ((track.structure, track.overall) for track in line.tracks)
        if each
    ]
    return Table(_("From first to last"), head, rows)


def _two_rounds(line: Timeline) -> Table:
    between = " – ".join(sentences.local(each.name) for each in line.compared) if line.compared else ""
    rows = [
        [
            pairing.structure.code,
            " ".join(each.text for each in timeline.paired(pairing)[:1]),
            *(reasons.in_words(cell) for cell in pairing.cells),
        ]
        for pairing in line.pairings
    ]
    wide = max((len(row) for row in rows), default=2)
    named = [f"{each.code} {sentences.local(each.name)}" for each in line.criteria]
    head = [_("Structure"), between or _("change"), *named][:wide]
    return Table(_("Two rounds side by side"), [*head, *[""] * (wide - len(head))], rows)


def ends(figure: Figure) -> tuple[Fraction | None, Fraction | None]:
    """Return both ends of a composite; None where there are none."""
    return (figure.composite.low, figure.composite.high)


def notes(
    rounds: Sequence[RoundValue], voice: str = "", *, weights: Weights | None = None
) -> list[tuple[str, Value]]:
    """Return what a file says of its rows: voice, rounds, questionnaire, weights, and the notices about them."""
    books = dict.fromkeys((each.instrument, each.instrument_hash) for each in rounds)
    return [
        *([(_("Seen by"), sentences.side(voice))] if voice else []),
        *([(_("Round"), ", ".join(sentences.local(each.name) for each in rounds))] if rounds else []),
        *((_("Questionnaire"), f"{name} ({content_hash[:12]})") for name, content_hash in books),
        *([(_("Weights"), sentences.weights(weights))] if weights else []),
        *((_("Note"), line) for line in marks.lines(rounds)),
    ]
