"""One structure over all rounds, voice by voice, and what the latest answers say of it."""

from dataclasses import dataclass

from coordination.domain.claims.answers import Nothing, no_step
from coordination.domain.claims.ownership import Quadrants
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.ownership import position, with_whole
from coordination.domain.panels import CellKind, PanelAnswer
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.vocabulary import VOICES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import (
    cards,
    filters,
    instruments,
    readable_cards,
    rounds,
    series,
    structures,
    weightings,
)
from coordination.queries.cards import Card, Stack
from coordination.queries.changes import Weighing
from coordination.queries.ownership import admitted_of_whole
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Track
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """One voice on one structure: its coordination section over the rounds, and what the latest answers say.

    ``criteria`` are the coordination criteria of the latest round's ``instrument``. ``corners`` is where its answers
    allow the structure to stand on ownership and partnership, ``steps`` what they ask to do next.
    """

    voice: str
    track: Track
    latest: RoundValue
    instrument: InstrumentValue
    criteria: tuple[CriterionValue, ...]
    corners: Quadrants
    steps: tuple[NextStep, ...]
    without_steps: Nothing | None

    @property
    def rounds(self) -> tuple[RoundValue, ...]:
        """The rounds in which the voice was heard of it."""
        return tuple(point.round for point in self.track.points)


def history(structure: StructureValue, *, user: User, programme: Programme) -> tuple[Voiced, ...]:
    """Return one structure over all rounds, for each voice that was heard; seven queries."""
    whole = structures.whole(programme)
    heard = [each for each in rounds.index(user, programme) if each.voices]
    known = instruments.known(each.instrument_id for each in heard)
    wanted = [structure.id, *([whole.id] if whole else [])]
    numbers = readable_cards.load(user, voices=VOICES, rounds=heard, instruments=known, structures=wanted)
    stacks = readable_cards.all_in_words(numbers, {name: stack.keys for name, stack in numbers.items()})
    sections = {key: stack.of_section("coordination") for key, stack in stacks.items()}
    weighing = Weighing(
        shown=Weights(filters.EQUAL, ()), recorded=weightings.in_question(user, [each.id for each in heard])
    )
    return tuple(
        _voiced(voice, track, whole, stacks[track.points[-1].round.instrument_id, voice])
        for voice in VOICES
        for track in series.tracks_of([structure], heard, sections, voice, weighing, with_cards=True)
    )


def _voiced(voice: str, track: Track, whole: StructureValue | None, stack: Stack) -> Voiced:
    """Return one voice; ``stack`` has every criterion of the latest round."""
    round_ = track.points[-1].round
    panels = _panels(stack.card((round_.id, track.structure.id)), stack.instrument)
    return Voiced(
        voice=voice,
        track=track,
        latest=round_,
        instrument=stack.instrument,
        criteria=cards.criteria_of(stack.instrument, "coordination"),
        corners=_corners(track.structure, whole, round_, stack),
        steps=next_steps({track.structure.code: panels}, dict.fromkeys(panels, 1), stack.instrument),
        without_steps=no_step(panels.values()),
    )


def _corners(
    structure: StructureValue, whole: StructureValue | None, round_: RoundValue, stack: Stack
) -> Quadrants:
    key = round_.id, structure.id
    readings = with_whole(stack.admitted(key), admitted_of_whole(stack, round_, whole))
    return Quadrants(
        structure=structure.code,
        assessors=len(stack.raters(key)),
        position=position(readings, stack.instrument.conventions),
        stated=None,
    )


def _panels(card: Card, instrument: InstrumentValue) -> dict[str, PanelAnswer]:
    """Return the answers to what is asked of structures, and to what was answered when more was asked of them."""
    codes = instrument.codes_asked(is_programme=False)
    return {
        cell.criterion.code: cell.panel
        for cell in card.cells
        if cell.criterion.code in codes or cell.panel.kind is not CellKind.NO_ANSWER
    }
