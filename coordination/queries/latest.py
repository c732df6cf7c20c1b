"""Each structure at its latest round that the reader may see: both sides, and the round before of each.

Structures are assessed when it suits them: one may stand at January 2011, another still at January 2010. Whoever shows
structures beside each other “as they stand” asks here, so that every page takes the same round for the same structure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import DenseRank

from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Programme, User
from coordination.permissions import dashboard_assessments
from coordination.queries import instruments, kept_levels, readable_cards
from coordination.queries.cards import Stack, Stacks
from coordination.queries.instruments import KnownInstrument
from coordination.queries.kept_levels import KeptLevels
from coordination.queries.readable_cards import Heads
from coordination.queries.rounds import RoundValue
from coordination.queries.versions import WrittenSince

#: The latest of a side, and the one before it.
_KEPT = 2
#: Of so many structures all rounds are read at once: it takes no longer, and what shows their course has it.
_FEW = 10


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Latest:
    """The latest round of each structure on which a side is heard, and the cards of it.

    ``rounds`` are by structure id; ``before`` is the side's own round before, by (structure id, side), where it has
    one. ``stacks`` have the cards of both: (round id, structure id) in the stack of (instrument id, side). ``known``
    are the questionnaires of all rounds asked for, by id. Where it ``has_all``, ``stacks`` have the cards of all rounds.
    """

    rounds: Mapping[int, RoundValue]
    before: Mapping[tuple[int, str], RoundValue]
    stacks: Stacks
    known: Mapping[int, KnownInstrument]
    has_all: bool

    def sides(self, structure: int) -> tuple[str, ...]:
        """Return the sides heard of a structure at its latest round, government first; none where there is none."""
        return tuple(side for side in SIDES if self.stack(structure, side) is not None)

    def of_both(self, structure: int) -> RoundValue | None:
        """Return the latest round in which both sides are heard on a structure, else its latest; None if there is none.

        It looks back by one round: where a side alone answered the last two, the latest of them stands.
        """
        round_ = self.rounds.get(structure)
        earlier = [then for side in self.sides(structure) if (then := self.before.get((structure, side)))]
        for each in (round_, *earlier):
            if each and all((each.id, structure) in self.stacks[each.instrument_id, side] for side in SIDES):
                return each
        return round_

    def stack(self, structure: int, side: str) -> Stack | None:
        """Return the stack that has the side's card of a structure at its latest round; None where it is not heard."""
        round_ = self.rounds.get(structure)
        if round_ is None:
            return None
        stack = self.stacks[round_.instrument_id, side]
        return stack if (round_.id, structure) in stack else None


def load(
    user: User,
    programme: Programme,
    rounds: Sequence[RoundValue],
    *,
    section: str | None = "coordination",
    voices: tuple[str, ...] = SIDES,
    structures: Collection[int] | None = None,
    told: WrittenSince | None = None,
) -> Latest:
    """Return structures, or all, at their latest of these rounds (all of the programme, oldest first); three queries.

    What is read of all is kept: one query where nothing was written since, none where that is ``told``.

    The later of two rounds is the one with the later reference date, whatever day it was answered on. Only sides
    count: an analyst's coding of a text makes no round the latest; unless other ``voices`` are asked for.
    """
    order = {each.id: place for place, each in enumerate(rounds)}
    known = instruments.of_rounds(rounds)
    readable = dashboard_assessments(user).filter(
        round__programme=programme, side__in=voices, structure__is_programme=False
    )
    has_all = structures is not None and len(structures) <= _FEW
    if structures is not None:
        readable = readable.filter(structure__in=structures)

    def read(codes: Collection[str] | None) -> KeptLevels:
        rows = readable if codes is None else readable.filter(structure__code__in=codes)
        return readable_cards.levels(rows if has_all else _last_of_each(rows), rows, known, section)

    # Which rounds there are is part of what is asked: they order what is the latest.
    asked = "latest", tuple(order), section, voices
    kept = read(None) if structures is not None else kept_levels.get(user, programme, asked, read, told)
    of_round = {each.id: each.instrument_id for each in rounds}
    found = Heads(
        readable=readable,
        rounds=tuple(rounds),
        voices=voices,
        panels=readable_cards.behind_cards(kept.heads(), of_round),
        kept=kept,
    )
    stacks = readable_cards.of_heads(found, instruments=known, section=section)
    there = _places(stacks, order)
    last: dict[int, int] = {}
    for (structure, _side), listed in there.items():
        last[structure] = max(last.get(structure, 0), listed[0])
    return Latest(
        rounds={structure: rounds[place] for structure, place in last.items()},
        before={
            name: rounds[listed[1]]
            for name, listed in there.items()
            if len(listed) > 1 and listed[0] == last[name[0]]
        },
        stacks=stacks,
        known=known,
        has_all=has_all,
    )


def _places(stacks: Stacks, order: Mapping[int, int]) -> dict[tuple[int, str], list[int]]:
    """Return by structure and side the places of its rounds in their order, the latest first."""
    there: dict[tuple[int, str], list[int]] = {}
    for (_instrument, side), stack in stacks.items():
        for round_id, structure in stack.keys:
            there.setdefault((structure, side), []).append(order[round_id])
    for listed in there.values():
        listed.sort(reverse=True)
    return there


def _last_of_each(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return the assessments of the last two rounds of each structure and side."""
    back = Window(
        DenseRank(),
        partition_by=[F("structure_id"), F("side")],
        order_by=[F("round__reference_on").desc(), F("round__label").desc()],
    )
    return rows.order_by().annotate(back=back).filter(back__lte=_KEPT)
