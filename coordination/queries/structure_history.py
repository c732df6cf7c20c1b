"""One structure over all rounds, voice by voice, with every answer of the latest one."""

from dataclasses import dataclass

from coordination.domain.comparison import Contender
from coordination.domain.instruments import CriterionValue
from coordination.domain.ownership import Position, position, with_whole
from coordination.domain.vocabulary import VOICES
from coordination.models import Programme, User
from coordination.queries import cards, instruments, rounds, series, structures
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Point, Track
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, eq=False, kw_only=True)
class Voiced:
    """One voice on one structure: its coordination section over the rounds, and every answer of the latest."""

    voice: str
    track: Track
    latest: Point
    whole: StructureValue | None = None

    @property
    def criteria(self) -> tuple[CriterionValue, ...]:
        """The coordination criteria of the latest round's instrument."""
        return self.track.points[-1].stack.criteria

    @property
    def position(self) -> Position:
        """Where the latest answers place it on the plane of ownership and partnership."""
        stack, round_ = self.latest.stack, self.latest.round
        of_programme = (round_.id, self.whole.id) if self.whole else None
        whole = stack.readings(of_programme) if of_programme and of_programme in stack else {}
        readings = with_whole(stack.readings((round_.id, self.latest.structure.id)), whole)
        return position(readings, stack.instrument.conventions)

    @property
    def contender(self) -> Contender:
        """The latest answers as the recommendations want them."""
        card = self.latest.card
        readings = {cell.criterion.code: cell.reading for cell in card.cells}
        return Contender(
            code=self.latest.structure.code,
            readings=readings,
            composite=card.composite,
            assessable=card.is_assessable,
        )

    @property
    def rounds(self) -> tuple[RoundValue, ...]:
        """The rounds in which the voice was heard of it."""
        return tuple(point.round for point in self.track.points)


def history(structure: StructureValue, *, user: User, programme: Programme) -> tuple[Voiced, ...]:
    """Return one structure over all rounds, for each voice that was heard; six queries."""
    programme_row = structures.whole(programme)
    heard = [each for each in rounds.register(user, programme) if each.voices]
    known = instruments.known(each.instrument_id for each in heard)
    wanted = [structure.id, *([programme_row.id] if programme_row else [])]
    numbers = cards.load(user, voices=VOICES, rounds=heard, instruments=known, structures=wanted)
    whole = cards.all_in_words(numbers, {name: stack.keys for name, stack in numbers.items()})
    sections = {key: stack.of_section("coordination") for key, stack in whole.items()}
    found = []
    for voice in VOICES:
        for track in series.tracks_of([structure], heard, sections, voice):
            last = track.points[-1].round
            latest = series.point(structure, last, whole[last.instrument_id, voice], None)
            found.append(Voiced(voice=voice, track=track, latest=latest, whole=programme_row))
    return tuple(found)
