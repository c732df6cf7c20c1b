"""Rounds, with the voices a person may hear of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from coordination.domain.instruments import Text
from coordination.domain.vocabulary import VOICES
from coordination.models import JournalEntry, Programme, Round, User
from coordination.permissions import dashboard_assessments


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundValue:
    """A round, and its voices on dashboards, in the order of ``VOICES``."""

    id: int
    label: str
    name: Text
    reference_on: date
    sides: str
    state: str
    origin: str
    notice: Text
    instrument_id: int
    instrument: str
    voices: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """The voice that pages open on for every reader: government if heard, else partners, else an analyst."""
        return self.voices[0] if self.voices else VOICES[0]

    @property
    def is_invented(self) -> bool:
        """Whether its answers are invented for the demonstration."""
        return self.origin == Round.Origin.INVENTED

    @property
    def is_open(self) -> bool:
        """Whether assessments may be written."""
        return self.state == Round.State.OPEN


def round_value(row: Round, voices: Iterable[str] = ()) -> RoundValue:
    """Convert a row loaded with its instrument."""
    return RoundValue(
        id=row.pk,
        label=row.label,
        name=Text(row.name_en, row.name_fr),
        reference_on=row.reference_on,
        sides=row.sides,
        state=row.state,
        origin=row.origin,
        notice=Text(row.notice_en, row.notice_fr),
        instrument_id=row.instrument_id,
        instrument=str(row.instrument),
        voices=tuple(voices),
    )


def index(user: User, programme: Programme, *, is_whole: bool = False) -> tuple[RoundValue, ...]:
    """Return all rounds of a programme, oldest first, each with the voices this person may hear; one query.

    The voices are those on structures, or (whole) on the programme as a whole.
    """
    heard = (
        dashboard_assessments(user).filter(round=OuterRef("pk"), structure__is_programme=is_whole).order_by()
    )
    rows = Round.objects.filter(programme=programme).select_related("instrument").defer("instrument__content")
    # One look for each round and voice, instead of going through every assessment.
    rows = rows.annotate(**{f"hears_{voice}": Exists(heard.filter(side=voice)) for voice in VOICES})
    return tuple(
        round_value(row, [voice for voice in VOICES if getattr(row, f"hears_{voice}")]) for row in rows
    )


def answered_here(programme: Programme) -> frozenset[str]:
    """Return the labels of the rounds in which people could ever answer: open now, or opened or closed here.

    Rounds loaded as closed and never opened are left out. The result does not depend on anybody's answers.
    """
    opened = Round.objects.filter(programme=programme, state=Round.State.OPEN)
    steps = JournalEntry.objects.filter(
        programme=programme, noun="round", verb__in=("opened", "closed", "reopened")
    )
    return frozenset(opened.order_by().values_list("label", flat=True)) | frozenset(
        steps.order_by().values_list("key", flat=True)
    )
