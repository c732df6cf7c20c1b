"""Both views in one row, in marks and words; and what each view says, side by side, with what both say said once."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import filterfalse, zip_longest
from typing import TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.domain.claims.comparison import headline_rank
from coordination.domain.claims.places import DifferentCriteria
from coordination.domain.vocabulary import SIDES
from coordination.presenters import changes, drawn, marks, members, sentences
from coordination.presenters import claims as claims_words
from coordination.presenters.claims import Sentence
from coordination.presenters.drawn import ChangeMark, ChangeSign, PairMark, StripMark
from coordination.presenters.portfolio import WORDS
from coordination.presenters.recommendations import Advice
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.both_views import BothRow, BothViews
from coordination.queries.claims import SHOWN, Found
from coordination.queries.comparison import Scoreboard
from coordination.queries.structure_rows import StructureRow
from coordination.queries.structures import StructureValue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SidedSaid:
    """A sentence of one view; ``voice`` is empty where it needs no name: both say it, or only one view is shown."""

    voice: str
    said: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareSaid:
    """What heads the page, why scores have no order (``unordered``), and the findings that stand below."""

    headline: tuple[SidedSaid, ...]
    unordered: tuple[SidedSaid, ...]
    rest: tuple[SidedSaid, ...]


def told(of_each: Sequence[tuple[Scoreboard, Sequence[Found]]], *, names_sides: bool) -> CompareSaid:
    """Return what each board says; what heads the page has 25 words at most, and holds under all weights in question.

    Who is strong heads it, then who is weak, then pairs; of these what both say, then one of each in turn.
    """
    said = [
        (
            board.voice if names_sides else "",
            [*zip(found, claims_words.of(found, board.criteria), strict=True)],
        )
        for board, found in of_each
    ]
    pairs = side_by_side(said, key=lambda each: (each[1].lead, each[1].rest, each[1].ask, each[1].solid))
    pairs.sort(key=lambda each: bool(each[0]))
    heads = _heads(pairs)
    rest = tuple(
        SidedSaid(voice, sentence)
        for voice, (_found, sentence) in pairs
        if SidedSaid(voice, sentence) not in heads or sentence.ask or sentence.solid
    )
    return CompareSaid(
        headline=heads,
        unordered=tuple(filter(_is_unordered, rest)),
        rest=tuple(filterfalse(_is_unordered, rest)),
    )


def _is_unordered(of: SidedSaid) -> bool:
    """Whether it says why scores give no place."""
    return of.said.kind == DifferentCriteria.kind


def _heads(said: Sequence[tuple[str, tuple[Found, Sentence]]]) -> tuple[SidedSaid, ...]:
    """Return what heads the page: as many sentences as 25 words have room for, each whole or its first part."""
    ranked = [
        (rank, voice, sentence)
        for voice, (found, sentence) in said
        if (rank := headline_rank(found.claim)) is not None
    ]
    heads: list[SidedSaid] = []
    left = WORDS
    for _rank, voice, sentence in sorted(ranked, key=lambda each: each[0]):
        fitting = (each for each in (sentence, brief(sentence)) if each and _length(voice, each) <= left)
        if head := next(fitting, None):
            heads.append(SidedSaid(voice, head))
            left -= _length(voice, head)
    return tuple(heads)


def brief(sentence: Sentence) -> Sentence | None:
    """Return the first part of a sentence where it stands alone; None where it does not."""
    lead = sentence.lead.removesuffix(":").rstrip()
    if not sentence.rest or (lead == sentence.lead and not lead.endswith(".")):
        return None
    return replace(sentence, lead=f"{lead.removesuffix('.')}.", rest="")


def _length(voice: str, sentence: Sentence) -> int:
    return sentences.length(sentence.text) + bool(voice)


def side_by_side(
    of_each: Sequence[tuple[str, Sequence[T]]], key: Callable[[T], Hashable]
) -> list[tuple[str, T]]:
    """Return what each view has, in turn, with its view; without where both have the same by ``key``."""
    common = {key(each) for each in of_each[0][1]} if len(of_each) > 1 else set()
    for _voice, listed in of_each[1:]:
        common &= {key(each) for each in listed}
    found: dict[tuple[str, Hashable], tuple[str, T]] = {}
    for turn in zip_longest(*(listed for _voice, listed in of_each)):
        for (voice, _listed), each in zip(of_each, turn, strict=True):
            if each is not None:
                named = "" if key(each) in common else voice
                found.setdefault((named, key(each)), (named, each))
    return list(found.values())


def steps(of_each: Sequence[tuple[str, Sequence[Advice]]]) -> list[tuple[str, Advice]]:
    """Return the next steps by each view in one order, the most pressing first; once what follows from both.

    A view of which as many as a page lists are given may have more: the list ends where the first such view does.
    """
    found = side_by_side(of_each, key=lambda each: (each.lead, each.texts, each.why))
    ends = [listed[-1].order for _voice, listed in of_each if len(listed) == SHOWN]
    known = [each for each in found if not ends or each[1].order <= min(ends)]
    return sorted(known, key=lambda each: each[1].order)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewInRow:
    """What one view says of a structure beside its marks: its place, and the change since its round before.

    ``why`` says why there is no place where a dash stands for it.
    """

    voice: str
    place: str
    why: str
    change: ChangeMark


@dataclass(frozen=True, slots=True, kw_only=True)
class BothRowWords:
    """One structure as the matrix shows it: ``pairs`` are the marks of the criteria with the address of the answers."""

    structure: StructureValue
    round: str
    marks: tuple[Said, ...]
    strip: StripMark
    pairs: tuple[tuple[PairMark, str], ...]
    lanes: tuple[ViewInRow, ...]


def rows(view: BothViews, answers: Callable[[BothRow], str]) -> list[BothRowWords]:
    """Return the rows of a page; ``answers`` gives the address of a structure's answers."""
    names = [f"{local(each.short)} ({each.code})" for each in view.criteria]
    ranked = {board.voice: board.placed for board in view.boards}
    return [_row(each, view, names, answers(each), ranked) for each in view.rows]


def _row(
    of: BothRow, view: BothViews, names: Sequence[str], address: str, ranked: Mapping[str, int]
) -> BothRowWords:
    language = get_language() or "en"
    invented = [of.round.mark(of.structure.code, side) for side in of.sides]
    pairs = tuple(
        (
            members.pair(
                name,
                tuple(of.sides[side].card.cells[at].panel if side in of.sides else None for side in SIDES),
                criterion.code in of.apart,
                language,
            ),
            f"{address}#{criterion.code}",
        )
        for at, (name, criterion) in enumerate(zip(names, view.criteria, strict=True))
    )
    return BothRowWords(
        structure=of.structure,
        round=local(of.round.name),
        marks=tuple({mark: marks.brief(mark) for mark in invented if mark}.values()),
        strip=drawn.strip(
            of.structure.code, [(side, of.sides[side].card if side in of.sides else None) for side in SIDES]
        ),
        pairs=pairs,
        lanes=tuple(lane(side, row, ranked.get(side, 0)) for side, row in of.sides.items()),
    )


def lane(side: str, row: StructureRow, ranked: int = 0) -> ViewInRow:
    """Return the place and the change of a structure by one view, which can rank so many."""
    change = drawn.change(row.change.claim if row.change else None, side)
    if row.change is None:
        change = replace(change, sign=ChangeSign.NONE, said=changes.since(row, row.round))
    return ViewInRow(voice=side, place=sentences.rank(row), why=_why_no_place(row, ranked), change=change)


def _why_no_place(row: StructureRow, ranked: int) -> str:
    if not row.is_placed or row.rank:
        return ""
    return _("scores rest on different criteria") if ranked > 1 else _("no other can be ranked")
