"""One structure over all rounds, voice by voice, and what the latest answers say of it."""

from dataclasses import dataclass

from coordination.domain.claims.answers import Nothing, no_step
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.ownership import Position, position, with_whole
from coordination.domain.panels import CellKind, PanelAnswer
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.vocabulary import VOICES
from coordination.models import Programme, User
from coordination.queries import cards, instruments, rounds, series, structures
from coordination.queries.cards import Card, Stack
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Track
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """One voice on one structure: its coordination section over the rounds, and what the latest answers say.

    ``criteria`` are the coordination criteria of the latest round's ``instrument``. ``position`` is where its answers
    place the structure on ownership and partnership, ``steps`` what they ask to do next.
    """

    voice: str
    track: Track
    latest: RoundValue
    instrument: InstrumentValue
    criteria: tuple[CriterionValue, ...]
    position: Position
    steps: tuple[NextStep, ...]
    without_steps: Nothing | None

    @property
    def rounds(self) -> tuple[RoundValue, ...]:
        """The rounds in which the voice was heard of it."""
        return tuple(point.round for point in self.track.points)


def history(structure: StructureValue, *, user: User, programme: Programme) -> tuple[Voiced, ...]:
    """Return one structure over all rounds, for each voice that was heard; six queries."""
    whole = structures.whole(programme)
    heard = [each for each in rounds.index(user, programme) if each.voices]
    known = instruments.known(each.instrument_id for each in heard)
    wanted = [structure.id, *([whole.id] if whole else [])]
    numbers = cards.load(user, voices=VOICES, rounds=heard, instruments=known, structures=wanted)
    stacks = cards.all_in_words(numbers, {name: stack.keys for name, stack in numbers.items()})
    sections = {key: stack.of_section("coordination") for key, stack in stacks.items()}
    return tuple(
        _voiced(voice, track, whole, stacks[track.points[-1].round.instrument_id, voice])
        for voice in VOICES
        for track in series.tracks_of([structure], heard, sections, voice, with_cards=True)
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
        position=_position(track.structure, whole, round_, stack),
        steps=next_steps({track.structure.code: panels}, dict.fromkeys(panels, 1), stack.instrument),
        without_steps=no_step(panels.values()),
    )


def _position(
    structure: StructureValue, whole: StructureValue | None, round_: RoundValue, stack: Stack
) -> Position:
    of_programme = (round_.id, whole.id) if whole else None
    answered = stack.readings(of_programme) if of_programme and of_programme in stack else {}
    readings = with_whole(stack.readings((round_.id, structure.id)), answered)
    return position(readings, stack.instrument.conventions)


def _panels(card: Card, instrument: InstrumentValue) -> dict[str, PanelAnswer]:
    """Return the answers to what is asked of structures, and to what was answered when more was asked of them."""
    codes = instrument.codes_asked(is_programme=False)
    return {
        cell.criterion.code: cell.panel
        for cell in card.cells
        if cell.criterion.code in codes or cell.panel.kind is not CellKind.NO_ANSWER
    }
