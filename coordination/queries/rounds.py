"""Rounds, with the voices a person may hear of each."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from coordination.domain.claims.marks import (
    MARKED,
    CardMark,
    CardOrigin,
    OriginShare,
    card_mark,
    origin_shares,
    says_all,
)
from coordination.domain.instruments import Text
from coordination.domain.vocabulary import AGREED, ORIGINS, VOICES
from coordination.models import JournalEntry, Programme, Round, Structure, User
from coordination.permissions import dashboard_assessments


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundValue:
    """A round, and its voices on dashboards, in the order of ``VOICES``.

    ``origins`` are where the assessments come from that the reader may read; ``shares`` say of how many, unless what the
    round says itself (``notice``) holds for all of them. ``cards`` are those assessments, where there is such a share.
    Agreed cards rest on the others and are not counted among them.
    """

    id: int
    label: str
    name: Text
    reference_on: date
    last_on: date | None
    sides: str
    state: str
    origin: str
    notice: Text
    instrument_id: int
    instrument: str
    instrument_hash: str
    voices: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    cards: tuple[CardOrigin, ...] = ()

    @property
    def shares(self) -> tuple[OriginShare, ...]:
        """How many of its assessments are invented or from a source, where the round does not say it of all of them."""
        return origin_shares(self.origin, [each for each in self.cards if each.voice != AGREED])

    @property
    def said_of_all(self) -> Text:
        """What the round says of where its answers come from; empty unless it holds for all that the reader may read."""
        return self.notice if says_all(self.origin, self.origins) else Text("", "")

    def mark(self, structure: str, voice: str) -> CardMark | None:
        """Return the mark of the card of one structure (by code) and voice, if any of its assessments is invented."""
        if not self.cards:
            return card_mark(self.origins) if self.is_invented else None
        here = [each for each in self.cards if (each.structure, each.voice) == (structure, voice)]
        return card_mark([each.origin for each in here for _ in range(each.count)])

    @property
    def opening(self) -> str:
        """The voice that pages open on for every reader: government if heard, else partners, else an analyst.

        Never the agreed card: it stands beside both sides.
        """
        return self.voices[0] if self.voices else VOICES[0]

    @property
    def is_invented(self) -> bool:
        """Whether all of its answers that the reader may read are invented for the demonstration."""
        return self.origins == (Round.Origin.INVENTED.value,)

    @property
    def is_open(self) -> bool:
        """Whether assessments may be written."""
        return self.state == Round.State.OPEN


def round_value(
    row: Round,
    voices: Iterable[str] = (),
    origins: Iterable[str] = (),
    cards: Iterable[CardOrigin] = (),
) -> RoundValue:
    """Convert a row loaded with its instrument."""
    return RoundValue(
        id=row.pk,
        label=row.label,
        name=Text(row.name_en, row.name_fr),
        reference_on=row.reference_on,
        last_on=row.last_on,
        sides=row.sides,
        state=row.state,
        origin=row.origin,
        notice=Text(row.notice_en, row.notice_fr),
        instrument_id=row.instrument_id,
        instrument=str(row.instrument),
        instrument_hash=row.instrument.content_hash,
        voices=tuple(voices),
        origins=tuple(origins),
        cards=tuple(cards),
    )


def index(
    user: User, programme: Programme, *, is_whole: bool = False, labels: Collection[str] | None = None
) -> tuple[RoundValue, ...]:
    """Return all rounds of a programme, or those of these labels, oldest first, with the voices this person may hear.

    The voices are those on structures, or (whole) on the programme as a whole. One query, and a second only where
    answers of several origins stand in one round.
    """
    whole = Structure.objects.filter(is_programme=True)
    # Not by a join: where a side is not heard, every assessment of the round is looked at.
    on = Q(structure__in=whole) if is_whole else ~Q(structure__in=whole)
    heard = dashboard_assessments(user).filter(on, round=OuterRef("pk")).order_by()
    rows = Round.objects.filter(programme=programme).select_related("instrument").defer("instrument__content")
    if labels is not None:
        rows = rows.filter(label__in=labels)
    # One look for each round and voice, or origin, instead of going through every assessment.
    rows = rows.annotate(
        **{f"hears_{voice}": Exists(heard.filter(side=voice)) for voice in VOICES},
        **{f"is_of_{origin}": Exists(heard.filter(~Q(side=AGREED), origin=origin)) for origin in ORIGINS},
    )
    origins = {row.pk: [origin for origin in ORIGINS if getattr(row, f"is_of_{origin}")] for row in rows}
    told = [
        row.pk
        for row in rows
        if set(origins[row.pk]) & set(MARKED) and not says_all(row.origin, origins[row.pk])
    ]
    cards = _cards(user, told, is_whole=is_whole) if told else {}
    return tuple(
        round_value(
            row,
            [voice for voice in VOICES if getattr(row, f"hears_{voice}")],
            origins[row.pk],
            cards.get(row.pk, ()),
        )
        for row in rows
    )


def _cards(user: User, round_ids: Sequence[int], *, is_whole: bool) -> dict[int, list[CardOrigin]]:
    """Return the assessments of these rounds that the person may read, counted by card and origin; one query."""
    heard = dashboard_assessments(user).filter(round__in=round_ids, structure__is_programme=is_whole)
    found: dict[int, list[CardOrigin]] = {}
    columns = ("round_id", "structure__code", "side", "origin")
    for round_id, code, side, origin, count in (
        heard.order_by().values_list(*columns).annotate(count=Count("pk")).order_by(*columns)
    ):
        found.setdefault(round_id, []).append(
            CardOrigin(structure="" if is_whole else code, voice=side, origin=origin, count=count)
        )
    return found


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
