"""The charts of Compare, each headed by its finding, and their equivalents in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from coordination.charts import intervals, ranks, shortfall, status
from coordination.domain.answers import Certainty, Reading, Status
from coordination.domain.instruments import Level
from coordination.domain.robustness import Interval
from coordination.presenters import sentences
from coordination.presenters.drawings import Drawing
from coordination.presenters.recommendations import Advice
from coordination.presenters.sentences import interval, local
from coordination.queries.claims import Shares
from coordination.queries.comparison import Scoreboard, StructureRow
from coordination.queries.filters import DRAWN


def drawings(board: Scoreboard, steps: Sequence[Advice]) -> dict[str, Drawing]:
    """Return the charts by name; places are drawn only where there are too many pairs for a table."""
    if not board.rows:
        return {}
    found = {"intervals": _intervals(board), "status": _status(board)}
    if board.assessable > DRAWN:
        found["places"] = _places(board)
    if steps:
        found["shortfall"] = _shortfall(steps)
    return found


def _intervals(board: Scoreboard) -> Drawing:
    heading = _("Not yet assessable")
    drawn = [
        intervals.Interval(
            name=row.structure.code,
            low=None if row.card.composite.low is None else float(row.card.composite.low),
            high=None if row.card.composite.high is None else float(row.card.composite.high),
            is_known=row.card.is_known,
            is_assessable=row.card.is_assessable,
            words=interval(row.card),
        )
        for row in board.drawn
    ]
    placed = [row for row in board.drawn if row.card.is_assessable]
    return Drawing(
        title=_("Who is strongest and weakest?"),
        sentences=(_strengths(board), *_extremes(placed)),
        height=intervals.height(drawn, heading),
        figure=lambda: intervals.figure(drawn, axis=_("0–100"), heading=heading),
    )


def _strengths(board: Scoreboard) -> str:
    said = [f"{row.structure.code} {interval(row.card)}" for row in board.drawn]
    return f"{sentences.listed(said)}."


def _extremes(placed: list[StructureRow]) -> list[str]:
    """Return who is certainly first and certainly last among those that can be placed."""
    said = []
    first = [row.structure.code for row in placed if row.rank == (1, 1)]
    if len(first) == 1 and len(placed) > 1:
        said.append(_("%(name)s is certainly the strongest under these weights.") % {"name": first[0]})
    last = [row.structure.code for row in placed if row.rank and row.rank[0] == len(placed)]
    if len(last) == 1 and len(placed) > 1:
        said.append(_("%(name)s is certainly the weakest of those that can be placed.") % {"name": last[0]})
    return said


def statuses(board: Scoreboard) -> list[status.StructureStatus]:
    """Count the answers of each structure by kind."""
    return [status_of(row) for row in board.drawn]


def status_of(row: StructureRow) -> status.StructureStatus:
    """Count the answers of one structure by kind."""
    kinds = [_kind(cell.reading) for cell in row.card.cells]
    counts = {kind: kinds.count(kind) for kind in ("plain", "doubtful", "unknown", "none", "not_applicable")}
    return status.StructureStatus(name=row.structure.code, **counts, words=_counted(counts))


def _kind(reading: Reading) -> str:
    if reading.status is Status.ANSWERED:
        return "plain" if reading.certainty is Certainty.PLAIN else "doubtful"
    return reading.status.value


def _counted(counts: Mapping[str, int]) -> str:
    plain, doubtful, unknown = counts["plain"], counts["doubtful"], counts["unknown"]
    names = {
        "plain": ngettext("%(count)d plain", "%(count)d plain", plain),
        "doubtful": ngettext("%(count)d in doubt", "%(count)d in doubt", doubtful),
        "unknown": ngettext("%(count)d not known", "%(count)d not known", unknown),
        "none": _("%(count)d without an answer"),
        "not_applicable": _("%(count)d not applicable"),
    }
    said = ", ".join(names[kind] % {"count": count} for kind, count in counts.items() if count)
    return _("%(counts)s of %(all)d") % {"counts": said, "all": sum(counts.values())}


def _status(board: Scoreboard) -> Drawing:
    drawn = statuses(board)
    # Short ones: a telephone shows two side by side.
    kinds = (_("plain"), _("in doubt"), _("not known"), _("no answer"), _("does not apply"))
    return Drawing(
        title=_("How sure are we?"),
        sentences=tuple(sentences.said_of(each.name, each.words) for each in drawn),
        height=status.height(drawn),
        figure=lambda: status.figure(drawn, kinds=kinds, axis=_("number of answers")),
    )


def _places(board: Scoreboard) -> Drawing:
    drawn = [
        ranks.Places(name=row.structure.code, best=best, worst=worst, words=sentences.places(best, worst))
        for row in board.drawn
        if row.any_weights
        for best, worst in [row.any_weights]
    ]
    said = _("Each bar spans the places a structure can take, whatever the weights and the open answers.")
    return Drawing(
        title=_("Which places are possible?"),
        sentences=(said, *(sentences.said_of(each.name, each.words) for each in drawn)),
        height=ranks.height(drawn),
        figure=lambda: ranks.figure(drawn, last=board.assessable, axis=pgettext("rank", "place")),
    )


def _shortfall(steps: Sequence[Advice]) -> Drawing:
    drawn = [
        shortfall.Shortfall(
            name=each.lead, certain=float(each.certain), possible=float(each.possible), words=each.why
        )
        for each in steps
    ]
    return Drawing(
        title=_("What next? Points short of Yes"),
        sentences=tuple(f"{at}. {each.lead} {each.why}" for at, each in enumerate(steps, start=1)),
        height=shortfall.height(drawn),
        figure=lambda: shortfall.figure(
            drawn, certain=_("certainly short"), possible=_("possibly short"), axis=_("points short of Yes")
        ),
    )


def matrix_in_words(board: Scoreboard, ranges: Mapping[str, Interval]) -> list[str]:
    """Return the matrix as sentences: “CMJ: Yes on 1, 3, 7; Mostly on 2, 4, 5 (written Most, Broadly, Most)…”.

    ``ranges`` are where composites lie however levels are counted, by structure code.
    """
    if board.instrument is None:
        return []
    levels = board.instrument.levels
    return [f"{_row_in_words(row, levels)}{_any_scale(ranges.get(row.structure.code))}" for row in board.rows]


def _any_scale(ends: Interval | None) -> str:
    if ends is None:
        return ""
    return " " + _("However the levels are counted, the figure lies within %(points)s.") % {
        "points": sentences.points(*ends)
    }


def _row_in_words(row: StructureRow, levels: tuple[Level, ...]) -> str:
    groups: dict[str, list[tuple[str, str]]] = {}
    for cell in row.card.cells:
        groups.setdefault(_group(cell.reading, levels), []).append(
            (cell.criterion.code, cell.reading.verbatim)
        )
    said = []
    for name, cells in groups.items():
        written = [word for _code, word in cells]
        words = _("%(answer)s on %(codes)s") % {
            "answer": name,
            "codes": ", ".join(code for code, _word in cells),
        }
        if any(word not in (name, "?", "-", "") for word in written):
            words += _(" (written %(words)s)") % {"words": ", ".join(written)}
        said.append(words)
    return sentences.said_of(row.structure.code, sentences.listed(said))


def _group(reading: Reading, levels: tuple[Level, ...]) -> str:
    if reading.status is Status.NOT_APPLICABLE:
        return _("not applicable")
    if reading.status is not Status.ANSWERED or reading.lo is None or reading.hi is None:
        return _("not known") if reading.status is Status.UNKNOWN else _("no answer given")
    low, high = local(levels[reading.lo].name), local(levels[reading.hi].name)
    if low == high:
        return low
    joined = _("%(low)s or %(high)s") if reading.hi - reading.lo == 1 else _("%(low)s to %(high)s")
    return joined % {"low": low, "high": high}


def order_in_words(board: Scoreboard, shares: Shares) -> list[str]:
    """Return the table of pairs in sentences: who is ahead of whom, and who cannot be placed."""
    said = [_ahead(*pair, both[0]) for pair, both in shares.items() if both and both[0]]
    unplaced = [row.structure.code for row in board.drawn if not row.card.is_assessable]
    if unplaced:
        said.append(
            ngettext("%(names)s cannot be placed.", "%(names)s cannot be placed.", len(unplaced))
            % {"names": ", ".join(unplaced)}
        )
    return said


def _ahead(first: str, second: str, certain: Fraction) -> str:
    if certain == 1:
        return _("%(first)s is ahead of %(second)s whatever the weights.") % {
            "first": first,
            "second": second,
        }
    return _("%(first)s is ahead of %(second)s in at least %(share)s of all weightings.") % {
        "first": first,
        "second": second,
        "share": sentences.share(certain, is_certain=True),
    }
