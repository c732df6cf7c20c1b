"""The rows of the matrix of one view: each is a value that holds all that it shows."""

from dataclasses import dataclass, replace

from coordination.domain.bilingual import Text
from coordination.domain.claims.marks import CardMark
from coordination.presenters import marks, sentences
from coordination.presenters.said import Said
from coordination.queries.comparison import Scoreboard
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_rows import StructureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OneViewRow:
    """One structure as one voice sees it, with what else its row rests on.

    ``mark`` says that answers are invented, ``levels`` are the names of the levels, and ``is_among_others``: more than
    one structure can be ranked. The rounds of ``of`` are without their cards, which grow with the programme.
    """

    of: StructureRow
    voice: str
    mark: Said | None
    levels: tuple[Text, ...]
    is_among_others: bool

    @property
    def weakest(self) -> str:
        """The weakest link; empty where the score is not known."""
        return sentences.weakest(self.of.card, self.levels)


def rows(board: Scoreboard) -> list[OneViewRow]:
    """Return one page of the matrix."""
    if board.instrument is None:
        return []
    levels = tuple(each.name for each in board.instrument.levels)
    bare: dict[int, RoundValue] = {}

    def without_cards(round_: RoundValue) -> RoundValue:
        return bare.setdefault(round_.id, replace(round_, cards=()))

    return [
        OneViewRow(
            of=replace(
                each,
                round=without_cards(each.round),
                before=without_cards(each.before) if each.before else None,
            ),
            voice=board.voice,
            mark=marks.of_card(mark) if (mark := _mark(each, board)) else None,
            levels=levels,
            is_among_others=board.placed > 1,
        )
        for each in board.rows
    ]


def _mark(row: StructureRow, board: Scoreboard) -> CardMark | None:
    """Return the mark of a row where its round has cards of several origins; a whole round has a notice instead."""
    return row.round.mark(row.structure.code, board.voice) if row.round.cards else None
