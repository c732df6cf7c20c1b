"""Two rounds side by side: what each answer's change is put down to, as a mark and in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.charts import square as squares
from coordination.domain.change import EXPLAINED, Cause, CellChange
from coordination.domain.reasons import OFFERED, ReasonGiven, reason_of
from coordination.presenters import cells, changes, drawn, sentences
from coordination.presenters.drawn import Chip, SquareMark
from coordination.queries.cards import Cell
from coordination.queries.round_pairs import PairedCell, Pairing

_WORDS = {
    ReasonGiven.REALLY: gettext_lazy("really changed"),
    ReasonGiven.KNOWN_BETTER: gettext_lazy("another reason"),
    ReasonGiven.UNEXPLAINED: gettext_lazy("not explained"),
    ReasonGiven.LESS_PRECISE: gettext_lazy("less precise"),
    ReasonGiven.MORE_PRECISE: gettext_lazy("more precise"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonMark:
    """What happened to an answer: ``sign`` chooses the drawing; ``more`` are the reasons stated beside it."""

    sign: str
    happened: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPair:
    """One criterion in two rounds: the earlier answer as a square (None: it was not asked), the later one as a chip."""

    code: str
    old: SquareMark | None
    new: Chip
    mark: ReasonMark
    reason: ReasonGiven


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLink:
    """A filter of the side-by-side by a reason (empty: all), with the number of answers drawn that have it."""

    reason: str
    words: str
    sign: str
    count: int
    address: str
    is_current: bool


def cell(of: PairedCell) -> CellPair:
    """Return one criterion of a structure as the page shows it."""
    reason = reason_of(of.change, of.causes)
    return CellPair(
        code=of.criterion.code,
        old=_square(of.old) if of.old else None,
        new=drawn.chip(of.new.panel, of.new.reading, sides_differ=of.new.sides_differ),
        mark=mark(of),
        reason=reason,
    )


def _square(of: Cell) -> SquareMark:
    note, words = cells.note(of.panel), cells.in_words(of)
    return SquareMark(
        f"{words} ({note})" if note else words, squares.drawn(of.panel.kind, of.panel.lo, of.panel.hi)
    )


def mark(of: PairedCell) -> ReasonMark:
    """Return what happened to an answer and what it is put down to: “up: really changed”."""
    reason = reason_of(of.change, of.causes)
    if of.change is None:
        return ReasonMark(sign="none", happened="", words=_("not compared"))
    happened = sentences.cell_change(of.change)
    if of.change not in (CellChange.UP, CellChange.DOWN):
        sign = reason.value if reason is not ReasonGiven.NONE else _SIGNS.get(of.change, "none")
        more = ", ".join(changes.cause(each.value) for each in of.causes)
        return ReasonMark(sign=sign, happened="", words=happened, more=more)
    words, more = str(_WORDS[reason]), ""
    if reason is ReasonGiven.KNOWN_BETTER:
        words, more = _otherwise(of.causes)
    return ReasonMark(sign=f"{reason.value} is-{of.change.value}", happened=happened, words=words, more=more)


def _otherwise(causes: Sequence[Cause]) -> tuple[str, str]:
    """Return other reasons than a real change: of better knowledge as a whole, then which they are."""
    told = ", ".join(changes.cause(each.value) for each in causes if each in EXPLAINED)
    is_known_better = any(each in (Cause.INFORMATION, Cause.ERROR) for each in causes)
    return (_("known better"), told) if is_known_better else (told, "")


_SIGNS = {
    CellChange.SAME: "same",
    CellChange.SAME_DOUBT: "same",
    CellChange.NO_CLEAR_CHANGE: "same",
}


def in_words(of: PairedCell) -> str:
    """Return the same as a file has it: “up: really changed”."""
    found = mark(of)
    return (
        _("%(name)s: %(said)s") % {"name": found.happened, "said": found.words}
        if found.happened
        else found.words
    )


def with_reason(pairings: Iterable[Pairing], reason: str) -> list[Pairing]:
    """Return the structures of which at least one answer has this reason (empty: all of them)."""
    return [
        each
        for each in pairings
        if not reason or any(reason_of(of.change, of.causes).value == reason for of in each.cells)
    ]


def offered(pairings: Sequence[Pairing], asked: str, address: Callable[[str], str]) -> list[ReasonLink]:
    """Return the reasons to filter by that occur, or are asked for, with how many answers have each."""
    found = [reason_of(of.change, of.causes).value for each in pairings for of in each.cells]
    links = [
        ReasonLink(
            reason=each.value,
            words=sentences.capitalised(str(_WORDS[each])),
            sign=f"{each.value} is-up",
            count=found.count(each.value),
            address=address(each.value),
            is_current=asked == each.value,
        )
        for each in OFFERED
        if each.value in (*found, asked)
    ]
    whole = ReasonLink(
        reason="",
        words=_("All"),
        sign="",
        count=len(found),
        address=address(""),
        is_current=not asked,
    )
    return [whole, *links] if links else []
