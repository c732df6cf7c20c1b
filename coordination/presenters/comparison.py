"""The charts of Compare, each headed by its finding, and their equivalents in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.charts import intervals, ranks, shortfall, status
from coordination.domain.claims.comparison import WeightsMatter, weights_matter
from coordination.domain.claims.pairs import PairClaim
from coordination.domain.claims.places import PlaceBound, PlaceClaim
from coordination.domain.instruments import CriterionValue, Level
from coordination.domain.robustness import Interval
from coordination.presenters import answers, cells, pair_claims, sentences
from coordination.presenters import claims as claims_words
from coordination.presenters.drawings import Drawing
from coordination.presenters.once import once
from coordination.presenters.recommendations import Advice
from coordination.presenters.said import Said
from coordination.presenters.sentences import interval, local
from coordination.queries import claims
from coordination.queries.cards import Cell
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import DRAWN
from coordination.queries.structure_rows import StructureRow


def drawings(board: Scoreboard, steps: Sequence[Advice]) -> dict[str, Drawing]:
    """Return the charts by name; places are drawn only where there are too many pairs for a table."""
    if not board.rows:
        return {}
    found = {"intervals": _intervals(board), "status": _status(board)}
    if board.placed > DRAWN and any(row.any_weights for row in board.drawn):
        found["places"] = _places(board)
    if steps:
        found["shortfall"] = _shortfall(steps)
    return found


def _intervals(board: Scoreboard) -> Drawing:
    heading = _("Not ranked")
    drawn = [
        intervals.Interval(
            name=row.structure.code,
            low=None if row.card.composite.low is None else float(row.card.composite.low),
            high=None if row.card.composite.high is None else float(row.card.composite.high),
            is_known=row.card.is_known,
            is_assessable=row.is_placed,
            words=interval(row.card),
            leads=_answers(row),
        )
        for row in board.drawn
    ]
    return Drawing(
        title=_("Scores"),
        sentences=(*scores(board), *extremes(claims.extremes(board))),
        height=intervals.height(drawn, heading),
        figure=lambda: intervals.figure(drawn, axis=_("0–100"), heading=heading),
    )


def _answers(row: StructureRow) -> str:
    """Return where the answers of a row are, below the structures' address."""
    return f"{row.structure.slug}/{row.round.label}/"


def scores(board: Scoreboard) -> tuple[Said, ...]:
    """Return the score of each drawn structure, and of how many assessors it is the median."""
    return tuple(
        Said("score", sentences.said_of(row.structure.code, sentences.score(row.card))) for row in board.drawn
    )


def extremes(found: Iterable[PlaceClaim]) -> tuple[Said, ...]:
    """Return who scores highest and lowest of all chosen structures."""
    return tuple(Said(each.kind, " ".join(filter(None, claims_words.place_words(each)))) for each in found)


def statuses(board: Scoreboard) -> list[status.StructureStatus]:
    """Count the answers of each drawn structure by kind."""
    return [
        status.StructureStatus(
            name=each.structure,
            counts=tuple(each.counts.values()),
            words=cells.counts(each),
            leads=_answers(row),
        )
        for row, each in zip(board.drawn, claims.by_kind(board.drawn), strict=True)
    ]


def _status(board: Scoreboard) -> Drawing:
    drawn = statuses(board)
    kinds = tuple(cells.kinds().values())
    return Drawing(
        title=_("How sure are we?"),
        sentences=tuple(cells.counted(each) for each in claims.by_kind(board.drawn)),
        height=status.height(drawn),
        figure=lambda: status.figure(drawn, kinds=kinds, axis=_("number of answers")),
    )


def _places(board: Scoreboard) -> Drawing:
    bounds = [(row, row.any_weights) for row in board.drawn if row.any_weights]
    drawn = [
        ranks.Places(
            name=each.structure,
            best=each.best,
            worst=each.worst,
            words=sentences.places(each.best, each.worst),
            leads=_answers(row),
        )
        for row, each in bounds
    ]
    said = _(
        "Each bar spans the places a structure can take, under any weights and whatever the missing or doubtful answers."
    )
    return Drawing(
        title=_("Which places are possible?"),
        sentences=(said, *(place_bound(each) for _row, each in bounds)),
        height=ranks.height(drawn),
        figure=lambda: ranks.figure(drawn, last=board.placed, axis=pgettext("rank", "place")),
    )


def any_place(claim: PlaceBound) -> str:
    """Return between which places a structure lies under any weights."""
    return _("%(places)s under any weights") % {"places": sentences.places(claim.best, claim.worst)}


def place_bound(claim: PlaceBound) -> Said:
    """Return the same as a sentence."""
    return Said(claim.kind, sentences.said_of(claim.structure, any_place(claim)))


def _shortfall(steps: Sequence[Advice]) -> Drawing:
    drawn = [
        shortfall.Shortfall(
            name=each.lead, certain=float(each.certain), possible=float(each.possible), words=each.why.text
        )
        for each in steps
    ]
    return Drawing(
        title=_("What next? Points needed to reach Yes"),
        sentences=tuple(
            Said(each.why.kind, f"{at}. {each.lead} {each.why}") for at, each in enumerate(steps, start=1)
        ),
        height=shortfall.height(drawn),
        figure=lambda: shortfall.figure(
            drawn, certain=_("needed at least"), possible=_("needed at most"), axis=_("points of 100")
        ),
    )


def matrix_in_words(board: Scoreboard, ranges: Mapping[str, Interval]) -> list[str]:
    """Return the matrix as sentences: “CMJ: Yes on 1, 3, 7; Mostly on 2, 4, 5 (written “Most”, “Broadly”)…”.

    ``ranges`` are where scores lie however levels are counted, by structure code.
    """
    if board.instrument is None:
        return []
    levels = board.instrument.levels
    return [
        f"{_in_words(row.structure.code, row.card.cells, levels)}{_any_scale(ranges.get(row.structure.code))}"
        for row in board.rows
    ]


def _any_scale(ends: Interval | None) -> str:
    if ends is None:
        return ""
    low, high = ends
    if low == 0 and high == 100:
        return ""
    if low == high:
        words = _("However the levels are counted, the score is %(points)s.")
        return " " + words % {"points": sentences.points(low, high)}
    return " " + _("However the levels are counted, the score lies between %(low)s and %(high)s.") % {
        "low": sentences.points(low, low),
        "high": sentences.points(high, high),
    }


@once(4096)
def _in_words(structure: str, given: tuple[Cell, ...], levels: tuple[Level, ...]) -> str:
    groups: dict[str, list[Cell]] = {}
    for cell in given:
        groups.setdefault(_group(cell, levels), []).append(cell)
    said = []
    for name, alike in groups.items():
        text = _("%(answer)s on %(criteria)s") if alike[0].panel.answered else _("%(answer)s: %(criteria)s")
        words = text % {
            "answer": name,
            "criteria": ", ".join(sentences.inside(local(cell.criterion.short)) for cell in alike),
        }
        typed = dict.fromkeys(
            answers.quoted(each.typed) for cell in alike for each in answers.said(cell.reading) if each.typed
        )
        if typed:
            words += _(" (written %(words)s)") % {"words": ", ".join(typed)}
        said.append(words)
    return sentences.said_of(structure, sentences.listed(said))


def _group(cell: Cell, levels: tuple[Level, ...]) -> str:
    """Return what an answer says, and of several assessors that they differ, or how many answered."""
    panel = cell.panel
    note = cells.note(panel)
    if not panel.answered or panel.lo is None or panel.hi is None:
        return cells.state(panel)
    low, high = local(levels[panel.lo].name), local(levels[panel.hi].name)
    if low != high:
        joined = _("%(low)s or %(high)s") if panel.hi - panel.lo == 1 else _("%(low)s to %(high)s")
        low = joined % {"low": low, "high": high}
    return f"{low} ({note})" if note else low


@once(8192)
def _brief(claim: PairClaim, criteria: tuple[CriterionValue, ...]) -> str:
    return pair_claims.brief(claim, {criterion.code: criterion for criterion in criteria})


def order_in_words(board: Scoreboard, found: Iterable[PairClaim]) -> Iterator[tuple[str, tuple[Said, ...]]]:
    """Yield one sentence for each pair of drawn structures that can be ranked, by whether other weights matter."""
    headings = {
        WeightsMatter.NO: _("Clear: no weights put the other ahead"),
        WeightsMatter.HARDLY: _("Holds for almost any weights"),
        WeightsMatter.CLOSE: _("Close call, or a matter of weights"),
        WeightsMatter.NOT_COMPARED: _("Not compared"),
    }
    groups: dict[WeightsMatter, list[Said]] = {each: [] for each in headings}
    for each in found:
        groups[weights_matter(each)].append(Said(each.kind, _brief(each, board.criteria)))
    for name, said in groups.items():
        if said:
            yield _("%(heading)s (%(count)d)") % {"heading": headings[name], "count": len(said)}, tuple(said)
