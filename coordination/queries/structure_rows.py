"""Structures beside each other, each in a round of its own, by one voice: their order, and the rows of a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coordination.domain.bilingual import alphabetical
from coordination.domain.claims.chosen import Places, WeightSet, chosen, places
from coordination.domain.claims.places import PlaceBound, place_bounds_of
from coordination.queries import changes
from coordination.queries.cards import Card, Key, Stack
from coordination.queries.changes import Change, Weighing
from coordination.queries.filters import PAGE, NoSuch
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRow:
    """One structure in the matrix, as one voice answered in ``round``.

    ``is_placed``: it can be ranked under each set of weights in question. ``rank`` is its [best, worst] place under the
    weights of the page, ``any_weights`` that under any weights; both None where it has none, as where scores rest on
    different criteria. ``before`` is the voice's previous round; ``change`` is None where the structure was not heard in
    it, or by another version of the instrument.
    """

    structure: StructureValue
    round: RoundValue
    card: Card
    is_placed: bool
    rank: Places | None
    any_weights: PlaceBound | None
    change: Change | None
    before: RoundValue | None


@dataclass(frozen=True, slots=True)
class OrderedBy:
    """What orders a structure: whether it can be ranked, and the ends of its score; -1 where there are none."""

    is_placed: bool
    low: float
    high: float


def pages(total: int) -> int:
    """Return how many pages so many structures fill."""
    return max(1, -(-total // PAGE))


def page(order: Sequence[int], number: int) -> Sequence[int]:
    """Return one page of an order.

    Raises:
        NoSuch: it has no such page.
    """
    if not 1 <= number <= pages(len(order)):
        raise NoSuch("page", str(number))
    return order[(number - 1) * PAGE : number * PAGE]


def in_order(structures: Sequence[StructureValue], standings: Sequence[OrderedBy], sort: str) -> list[int]:
    """Return the places of these structures in an order of ``filters.SORTS``; a “-” before its name turns it round.

    By score, what cannot be ranked stands last, both ways.
    """
    name, is_turned = sort.removeprefix("-"), sort.startswith("-")
    names = [alphabetical(each.code) for each in structures]
    order = sorted(range(len(structures)), key=names.__getitem__)
    if name == "name":
        return order[::-1] if is_turned else order
    if name == "sector":
        return sorted(order, key=lambda at: structures[at].sector, reverse=is_turned)
    sign = 1 if is_turned else -1

    def place(at: int) -> tuple[bool, float, float]:
        found = standings[at]
        return not found.is_placed, sign * found.low, sign * found.high

    return sorted(order, key=place)


class Field:
    """Structures as arrays, each in its ``current`` round, compared with the one ``before``; by structure id.

    Claims rest on all of them; only rows shown get their words.
    """

    def __init__(
        self,
        stack: Stack,
        present: Sequence[StructureValue],
        *,
        current: Mapping[int, RoundValue],
        before: Mapping[int, RoundValue],
        sets: Sequence[WeightSet],
        weighing: Weighing,
    ) -> None:
        self.stack, self.present, self.weighing = stack, present, weighing
        self.current, self.before = current, before
        self.index = np.array([stack.rows[key] for key in self.keys(range(len(present)))], dtype=np.intp)
        self.chosen = chosen(
            names=[each.code for each in present],
            codes=[each.code for each in stack.criteria],
            sheets=stack.sheets,
            rows=[[stack.places[pk] for pk, _rater in stack.panels[row]] for row in self.index.tolist()],
            envelope=stack.envelope.take(self.index),
            sets=sets,
            conventions=stack.instrument.conventions,
        )
        self.ranks, self.bounds = places(self.chosen), place_bounds_of(self.chosen)
        self.placed = frozenset(self.chosen.placed)

    def keys(self, shown: Iterable[int]) -> list[Key]:
        """Return the keys of the cards of these structures."""
        ids = [self.present[at].id for at in shown]
        return [(self.current[each].id, each) for each in ids]

    @property
    def standings(self) -> list[OrderedBy]:
        """What orders each of the structures."""
        low, high = (np.nan_to_num(ends[self.index], nan=-1).tolist() for ends in self.stack.figures.points)
        return [OrderedBy(at in self.placed, low[at], high[at]) for at in range(len(self.present))]

    def order(self, sort: str) -> list[int]:
        """Return the places in ``present`` in an order."""
        return in_order(self.present, self.standings, sort)

    def rows(self, shown: Iterable[int], written: Stack) -> dict[int, StructureRow]:
        """Return the rows of these structures; ``written`` is the stack with their words."""
        wanted = list(dict.fromkeys(shown))
        changed = self._changes(wanted)
        return {
            at: StructureRow(
                structure=self.present[at],
                round=self.current[self.present[at].id],
                card=written.card(key),
                is_placed=at in self.placed,
                rank=self.ranks.get(self.present[at].code),
                any_weights=self.bounds.get(self.present[at].code),
                change=changed.get(at),
                before=self.before.get(self.present[at].id),
            )
            for at, key in zip(wanted, self.keys(wanted), strict=True)
        }

    def _changes(self, shown: Sequence[int]) -> dict[int, Change]:
        steps = {}
        for at in shown:
            structure = self.present[at].id
            before, now = self.before.get(structure), self.current[structure]
            if before and before.instrument_id == now.instrument_id and (before.id, structure) in self.stack:
                steps[at] = (structure, before, now)
        found = changes.of_one_questionnaire(steps.values(), self.stack, self.weighing)
        return {at: found[structure, old.id, new.id] for at, (structure, old, new) in steps.items()}
