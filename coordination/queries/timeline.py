"""Over time: structures round by round, and any two rounds side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coordination.domain.instruments import CriterionValue
from coordination.domain.vocabulary import VOICES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import answers, cards, filters, instruments, round_pairs, series, weightings
from coordination.queries.cards import Key, Stacks
from coordination.queries.filters import DRAWN, Filters, NoSuch
from coordination.queries.round_pairs import Bridge, Pairing
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Track
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the Over time page, its chart and its CSV show.

    ``rounds`` are those shown, ``every_round`` those that can be chosen; ``corrected`` counts the answers corrected
    since both sides saw them, by round id.
    """

    every_round: tuple[RoundValue, ...]
    rounds: tuple[RoundValue, ...]
    voice: str
    section: str
    sector: str
    sort: str
    chosen: tuple[str, ...]
    sectors: tuple[str, ...]
    known: str
    weights: Weights
    recorded: Mapping[str, Weights]
    criteria: tuple[CriterionValue, ...]
    tracks: tuple[Track, ...]
    choosable: tuple[StructureValue, ...]
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

    @property
    def round(self) -> RoundValue | None:
        """The last round shown; its weights are those that may be chosen."""
        return self.rounds[-1] if self.rounds else None


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice that an address without one opens on: that of the last round asked for that is heard."""
    heard = filters.select(asked, user=user, programme=programme).within(asked.since, asked.until)
    return heard[-1].opening if heard else ""


def timeline(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Timeline:
    """Return structures over the rounds in which the voice was heard: those chosen, or the first twelve, or (whole) all.

    Without a chosen voice that of ``opening`` is taken.

    Raises:
        NoSuch: there is no such round, structure, or weights.
    """
    there = filters.select(asked, user=user, programme=programme)
    within = there.within(asked.since, asked.until)
    voice = asked.voice or (within[-1].opening if within else VOICES[0])
    heard = tuple(each for each in within if voice in each.voices)
    register = sorted(
        there.structures, key=lambda each: (each.sector if asked.sort == "sector" else "", each.code)
    )
    drawn = register if is_whole else register[:DRAWN]
    known = instruments.known(each.instrument_id for each in heard)
    criteria = cards.criteria_of(known[heard[-1].instrument_id].value, asked.section) if heard else ()
    recorded = weightings.in_force(user, heard[-1].id) if heard else {}
    # Where nothing is heard there is nothing to weigh.
    weights = (
        filters.weights_of(asked, recorded, len(criteria)) if criteria else Weights(filters.EQUAL, (), "")
    )
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
    read = _read(numbers, drawn, compared, is_whole=is_whole)
    stacks = cards.all_in_words(numbers, read)
    return Timeline(
        every_round=tuple(each for each in there.heard if voice in each.voices),
        rounds=heard,
        voice=voice,
        section=asked.section,
        sector=asked.sector,
        sort=asked.sort or "name",
        chosen=asked.chosen,
        sectors=there.sectors,
        known=asked.known,
        weights=weights,
        recorded=recorded,
        criteria=criteria,
        tracks=series.tracks_of(drawn, heard, stacks, voice),
        choosable=there.offered,
        total=len(register),
        compared=compared,
        pairings=tuple(round_pairs.pairings(drawn, *compared, stacks, voice)) if compared else (),
        corrected=answers.corrected(_assessments(stacks)),
        bridges=tuple(round_pairs.bridges(drawn, heard, stacks, voice)),
    )


def _read(
    stacks: Stacks,
    structures: Sequence[StructureValue],
    compared: tuple[RoundValue, RoundValue] | None,
    *,
    is_whole: bool,
) -> dict[tuple[int, str], Iterable[Key]]:
    """Return the cards whose words are shown: those of the two rounds side by side, or (whole) all."""
    if is_whole:
        return {name: stack.keys for name, stack in stacks.items()}
    shown = {(round_.id, each.id) for round_ in compared or () for each in structures}
    return {name: [key for key in stack.keys if key in shown] for name, stack in stacks.items()}


def _assessments(stacks: Stacks) -> dict[int, list[int]]:
    """Return the assessments in these stacks by round id."""
    found: dict[int, list[int]] = {}
    for stack in stacks.values():
        for (round_id, _structure), panel in zip(stack.keys, stack.panels, strict=True):
            found.setdefault(round_id, []).extend(pk for pk, _rater in panel)
    return found


def _compared(asked: Filters, heard: Sequence[RoundValue]) -> tuple[RoundValue, RoundValue] | None:
    """Return the two rounds to put side by side: those asked for, else the last two; the earlier one first."""
    second = _of(heard, asked.second) if asked.second else (heard[-1] if heard else None)
    if second is None:
        return None
    if asked.first:
        first = _of(heard, asked.first)
    else:
        earlier = [each for each in heard if _when(each) < _when(second)]
        if not earlier:
            return None
        first = earlier[-1]
    if first.id == second.id:
        return None
    return (first, second) if _when(first) < _when(second) else (second, first)


def _of(heard: Sequence[RoundValue], label: str) -> RoundValue:
    for each in heard:
        if each.label == label:
            return each
    raise NoSuch("round", label)


def _when(round_: RoundValue) -> tuple[object, ...]:
    return round_.reference_on, round_.label
