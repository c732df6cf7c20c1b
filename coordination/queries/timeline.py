"""Changes: structures round by round, and any two rounds side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.claims.rounds import RoundParts, biggest_first
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.vocabulary import VOICES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import (
    answers,
    cards,
    events,
    filters,
    instruments,
    paging,
    readable_cards,
    round_pairs,
    round_parts,
    series,
    weightings,
)
from coordination.queries.cards import Key, Stacks
from coordination.queries.changes import Change, Weighing
from coordination.queries.events import StructureEvent
from coordination.queries.filters import DRAWN, Filters, NoSuch, Offered, Selection
from coordination.queries.instruments import KnownInstrument
from coordination.queries.readable_cards import Heads
from coordination.queries.round_pairs import Both, Bridge, Pairing
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Track
from coordination.queries.structures import StructureValue

#: The orders of the structures, and the one where an address names none of them.
SORTS = ("change", "name", "sector")
OPENING_SORT = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the page Changes and its CSV show, in the order ``sort``.

    ``rounds`` are those shown, ``offered.rounds`` all in which the voice is heard. ``tracks``, ``pairings`` and
    ``events`` (by structure id) are those of the structures drawn, one page of them. Of all chosen ones are ``parts``
    (how they stand round by round, on the ``criterion`` asked for or as a whole), ``overall`` (to each one's last round
    from the one before, or, where a round to begin with is asked for, from its first), ``both`` (what is counted over
    the rounds ``compared``), ``bridges``, and ``corrected``: by round id the answers corrected since both sides saw
    them.
    """

    asked: Filters
    offered: Offered
    rounds: tuple[RoundValue, ...]
    voice: str
    sort: str
    weights: Weights
    criteria: tuple[CriterionValue, ...]
    criterion: CriterionValue | None
    parts: tuple[tuple[RoundValue, RoundParts], ...]
    tracks: tuple[Track, ...]
    events: Mapping[int, tuple[StructureEvent, ...]]
    overall: tuple[tuple[StructureValue, Change], ...]
    total: int
    page: int
    compared: tuple[RoundValue, RoundValue] | None
    pairings: tuple[Pairing, ...]
    both: Both | None
    corrected: Mapping[int, int]
    bridges: tuple[Bridge, ...]

    @property
    def is_step(self) -> bool:
        """Whether ``overall`` is from each structure's round before, as on Home, and not from the first one shown."""
        return not self.asked.since

    @property
    def drawn(self) -> int:
        """How many structures are shown."""
        return len(self.tracks)

    @property
    def pages(self) -> int:
        """On how many pages all are shown."""
        return paging.at(1, self.total, DRAWN)[1]

    @property
    def has_corrections(self) -> bool:
        """Whether any of the answers was corrected."""
        return any(self.corrected.values())

    @property
    def is_cut(self) -> bool:
        """Whether there are more structures than are shown."""
        return self.drawn < self.total


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice for an address without one: that on which the last round heard opens."""
    heard = filters.select(asked, user=user, programme=programme).within(asked.since, asked.until)
    return heard[-1].opening if heard else ""


def timeline(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Timeline:
    """Return structures over the rounds of one voice, drawing one page of them, or (whole) all.

    Defaults to the voice of ``opening``, and to the structures first that changed most.

    Raises:
        NoSuch: there is no such round, structure, criterion, page or weights.
    """
    there = filters.select(asked, user=user, programme=programme)
    within = there.within(asked.since, asked.until)
    voice = asked.voice or (within[-1].opening if within else VOICES[0])
    heard = tuple(each for each in within if voice in each.voices)
    known = instruments.of_rounds(heard)
    found = _heads(asked, there, voice, known, heard, user=user, programme=programme)
    criteria = cards.criteria_of(known[heard[-1].instrument_id].value, asked.section) if heard else ()
    recorded, weighing = _weighing(asked, heard, len(criteria), user)
    compared = _compared(asked, heard)
    criterion = _criterion(asked, criteria, known[heard[-1].instrument_id].value) if heard else None
    numbers = _numbers(asked, found, known, weighing.shown)
    present = _present(there.structures, found.keys)
    overall = series.overall(present, heard, numbers, voice, weighing, is_step=not asked.since)
    sort = asked.sort if asked.sort in SORTS else OPENING_SORT
    ordered = _in_order(sort, present, overall)
    drawn = ordered if is_whole else _on_page(ordered, asked.page)
    stacks = _in_words(numbers, drawn, compared, is_whole=is_whole)
    return Timeline(
        asked=asked,
        offered=_offered(there, voice, recorded),
        rounds=heard,
        voice=voice,
        sort=sort,
        weights=weighing.shown,
        criteria=criteria,
        criterion=criterion,
        parts=round_parts.of_rounds(there.structures, heard, numbers, voice, criterion),
        tracks=series.tracks_of(drawn, heard, stacks, voice, weighing, with_cards=is_whole),
        events=_events(drawn, heard, user, programme),
        overall=_sorted(overall, ordered),
        total=len(ordered),
        page=asked.page,
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


def _heads(
    asked: Filters,
    there: Selection,
    voice: str,
    known: Mapping[int, KnownInstrument],
    heard: Sequence[RoundValue],
    *,
    user: User,
    programme: Programme,
) -> Heads:
    """Return the assessments behind every card of the structures chosen; one query, of all with their answers."""
    if asked.chosen or asked.sector:
        chosen = [each.id for each in there.structures]
        return readable_cards.heads(user, voices=[voice], rounds=heard, structures=chosen)
    return readable_cards.all_heads(
        user,
        programme,
        voices=[voice],
        rounds=heard,
        instruments=known,
        section=asked.section,
        told=there.told,
    )


def _present(structures: Iterable[StructureValue], keys: Iterable[Key]) -> list[StructureValue]:
    """Return the structures of which anything is heard, by code."""
    heard = {structure_id for _round_id, structure_id in keys}
    return [each for each in structures if each.id in heard]


def _in_order(
    sort: str, present: Sequence[StructureValue], overall: Iterable[tuple[StructureValue, Change]]
) -> list[StructureValue]:
    """Return the structures by code, by sector and code, or those first that changed most."""
    by_code = sorted(present, key=lambda each: (each.sector if sort == "sector" else "", each.code))
    if sort != OPENING_SORT:
        return by_code
    claims = {each.code: change.claim for each, change in overall}
    named = {each.code: each for each in by_code}
    return [named[code] for code in biggest_first([(code, claims.get(code)) for code in named])]


def _sorted(
    overall: Iterable[tuple[StructureValue, Change]], ordered: Iterable[StructureValue]
) -> tuple[tuple[StructureValue, Change], ...]:
    """Return the changes in the order of the structures."""
    found = {each.id: (each, change) for each, change in overall}
    return tuple(found[each.id] for each in ordered if each.id in found)


def _on_page(ordered: Sequence[StructureValue], page: int) -> Sequence[StructureValue]:
    """Return the structures of one page.

    Raises:
        NoSuch: there is no such page.
    """
    if page > paging.at(1, len(ordered), DRAWN)[1]:
        raise NoSuch("page", str(page))
    return ordered[(page - 1) * DRAWN : page * DRAWN]


def _criterion(
    asked: Filters, criteria: Sequence[CriterionValue], instrument: InstrumentValue
) -> CriterionValue | None:
    """Return the criterion asked for; None where none is, or one of another section than the page shows.

    Raises:
        NoSuch: the questionnaire has no such criterion.
    """
    if not asked.criterion:
        return None
    if asked.criterion not in {each.code for each in instrument.criteria}:
        raise NoSuch("criterion", asked.criterion)
    return next((each for each in criteria if each.code == asked.criterion), None)


def _events(
    drawn: Sequence[StructureValue], heard: Sequence[RoundValue], user: User, programme: Programme
) -> Mapping[int, tuple[StructureEvent, ...]]:
    """Return what happened to the structures drawn between the first round and the last."""
    if not drawn:
        return {}
    first, last = heard[0].reference_on, heard[-1].reference_on
    return events.between(drawn, first, last, user=user, programme=programme)


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


def _numbers(asked: Filters, found: Heads, known: Mapping[int, KnownInstrument], weights: Weights) -> Stacks:
    """Return all cards of the structures chosen, without words: how they stand is said round by round."""
    return readable_cards.of_heads(
        found,
        section=asked.section,
        instruments=known,
        weights=weights.values,
        is_as_published=asked.known == "published",
    )


def _in_words(
    numbers: Stacks,
    drawn: Iterable[StructureValue],
    compared: tuple[RoundValue, RoundValue] | None,
    *,
    is_whole: bool,
) -> Stacks:
    """Return the cards, those of the two rounds side by side, or (whole) all, with their words; one query."""
    shown = {(round_.id, each.id) for each in drawn for round_ in compared or ()}
    return readable_cards.all_in_words(
        numbers,
        {name: [key for key in stack.keys if is_whole or key in shown] for name, stack in numbers.items()},
    )


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
