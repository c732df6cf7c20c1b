"""Changes: structures round by round, and any two rounds side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.instruments import CriterionValue
from coordination.domain.vocabulary import VOICES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import (
    answers,
    cards,
    filters,
    instruments,
    readable_cards,
    round_pairs,
    series,
    weightings,
)
from coordination.queries.cards import Key, Stack, Stacks
from coordination.queries.changes import Change, Weighing
from coordination.queries.filters import DRAWN, Filters, Offered, Selection
from coordination.queries.instruments import KnownInstrument
from coordination.queries.readable_cards import Heads
from coordination.queries.round_pairs import Both, Bridge, Pairing
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Track
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the page Changes, its chart and its CSV show, in the order ``sort``.

    ``rounds`` are those shown, ``offered.rounds`` all in which the voice is heard. ``tracks`` and ``pairings`` are those
    of the structures drawn. Of all chosen ones are ``overall`` (from each one's first round to its last), ``both`` (what
    is counted over the rounds ``compared``), ``bridges``, and ``corrected``: the answers corrected since both sides saw
    them, by round id.
    """

    asked: Filters
    offered: Offered
    rounds: tuple[RoundValue, ...]
    voice: str
    sort: str
    weights: Weights
    criteria: tuple[CriterionValue, ...]
    tracks: tuple[Track, ...]
    overall: tuple[tuple[StructureValue, Change], ...]
    total: int
    compared: tuple[RoundValue, RoundValue] | None
    pairings: tuple[Pairing, ...]
    both: Both | None
    corrected: Mapping[int, int]
    bridges: tuple[Bridge, ...]

    @property
    def drawn(self) -> int:
        """How many structures are shown at most."""
        return min(DRAWN, self.total)

    @property
    def has_corrections(self) -> bool:
        """Whether any of the answers was corrected."""
        return any(self.corrected.values())

    @property
    def is_cut(self) -> bool:
        """Whether there are more structures than are shown."""
        return self.drawn < self.total


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice for an address without one: that of the last round asked for that is heard."""
    heard = filters.select(asked, user=user, programme=programme).within(asked.since, asked.until)
    return heard[-1].opening if heard else ""


def timeline(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Timeline:
    """Return structures over the rounds of one voice, drawing the first twelve, or (whole) all.

    Defaults to the voice of ``opening``.

    Raises:
        NoSuch: there is no such round, structure, or weights.
    """
    there = filters.select(asked, user=user, programme=programme)
    within = there.within(asked.since, asked.until)
    voice = asked.voice or (within[-1].opening if within else VOICES[0])
    heard = tuple(each for each in within if voice in each.voices)
    found = _heads(asked, there, voice, heard, user)
    ordered = _in_order(asked.sort, there.structures, found.keys)
    drawn = ordered if is_whole else ordered[:DRAWN]
    known = instruments.known(each.instrument_id for each in heard)
    criteria = cards.criteria_of(known[heard[-1].instrument_id].value, asked.section) if heard else ()
    recorded, weighing = _weighing(asked, heard, len(criteria), user)
    compared = _compared(asked, heard)
    shown = (
        None if is_whole else _Shown(heard=heard, structures=[each.id for each in drawn], compared=compared)
    )
    stacks = _stacks(asked, found, known, weighing.shown, shown)
    return Timeline(
        asked=asked,
        offered=_offered(there, voice, recorded),
        rounds=heard,
        voice=voice,
        sort=asked.sort or "name",
        weights=weighing.shown,
        criteria=criteria,
        tracks=series.tracks_of(drawn, heard, stacks, voice, weighing, with_cards=is_whole),
        overall=series.overall(ordered, heard, stacks, voice, weighing),
        total=len(ordered),
        compared=compared,
        pairings=tuple(round_pairs.pairings(drawn, *compared, stacks, voice, weighing)) if compared else (),
        both=round_pairs.both(ordered, *compared, stacks, voice, weighing) if compared else None,
        corrected=answers.corrected(found.readable),
        bridges=tuple(round_pairs.bridges(ordered, heard, stacks, voice)),
    )


def _offered(there: Selection, voice: str, recorded: Mapping[str, Weights]) -> Offered:
    """Return what may be chosen: the rounds in which the voice is heard, and the weights recorded for the last."""
    rounds = tuple(each for each in there.heard if voice in each.voices)
    return replace(there.offered, rounds=rounds, weights=recorded)


def _heads(asked: Filters, there: Selection, voice: str, heard: Sequence[RoundValue], user: User) -> Heads:
    """Return the assessments behind every card of the structures chosen; one query."""
    # Where nothing is chosen these are all, and their numbers need not be told to the database.
    chosen = [each.id for each in there.structures] if asked.chosen or asked.sector else None
    return readable_cards.heads(user, voices=[voice], rounds=heard, structures=chosen)


def _in_order(sort: str, structures: Iterable[StructureValue], keys: Iterable[Key]) -> list[StructureValue]:
    """Return the structures of which anything is heard, by sector if that was asked for, then by code."""
    heard = {structure_id for _round_id, structure_id in keys}
    return sorted(
        (each for each in structures if each.id in heard),
        key=lambda each: (each.sector if sort == "sector" else "", each.code),
    )


def _weighing(
    asked: Filters, heard: Sequence[RoundValue], count: int, user: User
) -> tuple[dict[str, Weights], Weighing]:
    """Return the weights recorded for the last round by whose they are, and what changes are weighed with.

    Where nothing is heard no criterion is weighed.
    """
    in_question = weightings.in_question(user, [each.id for each in heard])
    recorded = {each.kind: each for each in in_question.get(heard[-1].id, ())} if heard else {}
    shown = filters.weights_of(asked, recorded, count) if count else Weights(filters.EQUAL, (), "")
    return recorded, Weighing(shown=shown, recorded=in_question if asked.section == "coordination" else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The rounds, the structures drawn over them, and the two rounds side by side."""

    heard: tuple[RoundValue, ...]
    structures: Sequence[int]
    compared: tuple[RoundValue, RoundValue] | None

    def numbers(self, found: Heads) -> set[Key]:
        """Return the keys of the cards that are read as numbers."""
        return series.wanted(found.keys, self.heard, self.structures, self.compared or ())

    def words(self, stack: Stack) -> list[Key]:
        """Return the keys of the cards that are read in words: those of the two rounds side by side."""
        shown = {(round_.id, each) for round_ in self.compared or () for each in self.structures}
        return [key for key in stack.keys if key in shown]


def _stacks(
    asked: Filters,
    found: Heads,
    known: Mapping[int, KnownInstrument],
    weights: Weights,
    shown: _Shown | None,
) -> Stacks:
    """Return the cards behind what is shown and said, or, without ``shown``, all of them in words."""
    numbers = readable_cards.of_heads(
        found,
        section=asked.section,
        instruments=known,
        weights=weights.values,
        is_as_published=asked.known == "published",
        only=shown.numbers(found) if shown else None,
    )
    read = {name: shown.words(stack) if shown else stack.keys for name, stack in numbers.items()}
    return readable_cards.all_in_words(numbers, read)


def _compared(asked: Filters, heard: Sequence[RoundValue]) -> tuple[RoundValue, RoundValue] | None:
    """Return the two rounds to put side by side, the earlier one first; None where there are no two.

    Defaults to the last round, and to the one before the second.
    """
    if not heard and not asked.second:
        return None
    second = filters.labelled(heard, asked.second) if asked.second else heard[-1]
    first = filters.labelled(heard, asked.first) if asked.first else _before(heard, second)
    if first is None or first.id == second.id:
        return None
    return (first, second) if _when(first) < _when(second) else (second, first)


def _before(heard: Sequence[RoundValue], round_: RoundValue) -> RoundValue | None:
    return next((each for each in reversed(heard) if _when(each) < _when(round_)), None)


def _when(round_: RoundValue) -> tuple[object, ...]:
    return round_.reference_on, round_.label
