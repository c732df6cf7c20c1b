"""Changes: structures round by round, and any two rounds side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.instruments import CriterionValue
from coordination.domain.vocabulary import VOICES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import answers, cards, filters, instruments, round_pairs, series, weightings
from coordination.queries.cards import Key, Stacks
from coordination.queries.changes import Weighing
from coordination.queries.filters import DRAWN, Filters, Offered
from coordination.queries.round_pairs import Bridge, Pairing
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the page Changes, its chart and its CSV show, in the order ``sort``.

    ``rounds`` are those shown, ``offered.rounds`` all in which the voice is heard; ``corrected`` counts the answers
    corrected since both sides saw them, by round id.
    """

    asked: Filters
    offered: Offered
    rounds: tuple[RoundValue, ...]
    voice: str
    sort: str
    weights: Weights
    criteria: tuple[CriterionValue, ...]
    tracks: tuple[Track, ...]
    total: int
    compared: tuple[RoundValue, RoundValue] | None
    pairings: tuple[Pairing, ...]
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
    """Return structures over the rounds of one voice: those chosen, or the first twelve, or (whole) all.

    Defaults to the voice of ``opening``.

    Raises:
        NoSuch: there is no such round, structure, or weights.
    """
    there = filters.select(asked, user=user, programme=programme)
    within = there.within(asked.since, asked.until)
    voice = asked.voice or (within[-1].opening if within else VOICES[0])
    heard = tuple(each for each in within if voice in each.voices)
    by_sector = asked.sort == "sector"
    ordered = sorted(there.structures, key=lambda each: (each.sector if by_sector else "", each.code))
    drawn = ordered if is_whole else ordered[:DRAWN]
    known = instruments.known(each.instrument_id for each in heard)
    criteria = cards.criteria_of(known[heard[-1].instrument_id].value, asked.section) if heard else ()
    in_question = weightings.in_question(user, [each.id for each in heard])
    recorded = {each.kind: each for each in in_question.get(heard[-1].id, ())} if heard else {}
    weights = _weights(asked, recorded, len(criteria))
    numbers = cards.load(
        user,
        section=asked.section,
        voices=[voice],
        rounds=heard,
        instruments=known,
        structures=[each.id for each in drawn],
        weights=weights.values,
        is_as_published=asked.known == "published",
    )
    compared = _compared(asked, heard)
    read = _read(numbers, [each.id for each in drawn], compared, is_whole=is_whole)
    stacks = cards.all_in_words(numbers, read)
    weighing = Weighing(shown=weights, recorded=in_question if asked.section == "coordination" else {})
    rounds_of_voice = tuple(each for each in there.heard if voice in each.voices)
    return Timeline(
        asked=asked,
        offered=replace(there.offered, rounds=rounds_of_voice, weights=recorded),
        rounds=heard,
        voice=voice,
        sort=asked.sort or "name",
        weights=weights,
        criteria=criteria,
        tracks=series.tracks_of(drawn, heard, stacks, voice, weighing, with_cards=is_whole),
        total=len(ordered),
        compared=compared,
        pairings=tuple(round_pairs.pairings(drawn, *compared, stacks, voice, weighing)) if compared else (),
        corrected=answers.corrected(_assessments(stacks)),
        bridges=tuple(round_pairs.bridges(drawn, heard, stacks, voice)),
    )


def _weights(asked: Filters, recorded: Mapping[str, Weights], count: int) -> Weights:
    """Return the chosen weights, none where nothing is heard."""
    return filters.weights_of(asked, recorded, count) if count else Weights(filters.EQUAL, (), "")


def _read(
    stacks: Stacks,
    structures: Sequence[int],
    compared: tuple[RoundValue, RoundValue] | None,
    *,
    is_whole: bool,
) -> dict[tuple[int, str], Iterable[Key]]:
    """Return the keys of the cards shown in words: those of the two rounds side by side, or (whole) all."""
    if is_whole:
        return {name: stack.keys for name, stack in stacks.items()}
    shown = {(round_.id, structure_id) for round_ in compared or () for structure_id in structures}
    return {name: [key for key in stack.keys if key in shown] for name, stack in stacks.items()}


def _assessments(stacks: Stacks) -> dict[int, list[int]]:
    """Return the assessments in these stacks by round id."""
    found: dict[int, list[int]] = {}
    for stack in stacks.values():
        for (round_id, _structure), panel in zip(stack.keys, stack.panels, strict=True):
            found.setdefault(round_id, []).extend(pk for pk, _rater in panel)
    return found


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
