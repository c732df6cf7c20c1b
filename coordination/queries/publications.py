"""Published cards: what would be published now, what was, how far a card is, and what was corrected since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from coordination.documents import publications
from coordination.documents.publications import (
    PublishedCard,
)
from coordination.domain import lifecycle
from coordination.domain.answers import Reading
from coordination.domain.bilingual import Text
from coordination.domain.instruments import InstrumentValue
from coordination.domain.lifecycle import CardState, OneSided
from coordination.domain.vocabulary import AGREED, SIDES
from coordination.models import (
    Assessment,
    Correction,
    JointAnswer,
    Membership,
    Programme,
    Publication,
    Round,
    Structure,
    User,
)
from coordination.permissions import Standing, assessments_visible_to
from coordination.queries import instruments, joint_corrections, one_sided, reveal, snapshots, voices
from coordination.queries.sheets import CorrectionValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """How far a card is from being published.

    ``sides`` publish it: those that the round asks, or the one that is ``alone`` with it. ``waiting`` are criteria
    without a joint answer, of so many ``asked``. ``consents`` are when each side agreed to publish what stands there
    now, by side; consent to what has changed since is none. ``at`` is when this was asked.
    """

    state: CardState | None
    sides: str
    alone: OneSided | None
    at: datetime
    waiting: tuple[str, ...]
    asked: int
    content_hash: str
    card: PublishedCard | None
    consents: Mapping[str, datetime]

    @property
    def of_sides(self) -> tuple[str, ...]:
        """The sides whose managers publish it."""
        return lifecycle.asked_sides(self.sides)

    @property
    def is_ready(self) -> bool:
        """Whether a manager of its sides may publish it."""
        rule = lifecycle.why_not_publish(self.state, sides=self.sides, at=self.at, alone=self.alone)
        return rule is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """What a structure's page says of a card: its consents, or when it was published and corrected last."""

    round_name: Text
    content_hash: str
    published_at: datetime | None
    corrected_at: datetime | None
    consents: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedAnswer:
    """An answer of a published card that was corrected since: what was published, what stands there now, and why."""

    side: str
    criterion: str
    name: Text
    published: Reading
    now: Reading
    corrections: tuple[CorrectionValue, ...]


# --- how far a card is


def waiting_for_joint(round_: Round, structure: Structure, instrument: InstrumentValue) -> tuple[str, ...]:
    """Return the criteria of a card of both sides with neither a joint answer nor “differ” that both confirmed."""
    if round_.sides != Round.Sides.BOTH:
        return ()
    settled = JointAnswer.objects.filter(round=round_, structure=structure, state=JointAnswer.State.STANDING)
    confirmed = set(settled.values_list("criterion__code", flat=True))
    asked = instrument.codes_asked(is_programme=structure.is_programme)
    return tuple(code for code in asked if code not in confirmed)


def state_of(
    round_: Round, structure: Structure, *, waiting: int, alone: OneSided | None = None
) -> CardState | None:
    """Return how far the card of a structure in a round is; three queries."""
    held = list(reveal.voices(round_, structure).values())
    is_published = any(each.state == Assessment.State.PUBLISHED for each in held)
    return lifecycle.card_state(
        held,
        sides=round_.sides,
        waiting=waiting,
        is_corrected=is_published and _is_corrected(round_, structure),
        alone=alone,
    )


def _is_corrected(round_: Round, structure: Structure) -> bool:
    """Whether a side, or both together, corrected an answer of a card since it was published; two queries."""
    by_side = _corrections(round_, structure).exists()
    return by_side or joint_corrections.since_published(round_, structure).exists()


def _corrections(round_: Round, structure: Structure) -> QuerySet[Correction]:
    """Return the corrections of a card since it was published."""
    published = Publication.objects.filter(round=round_, structure=structure, published_at__isnull=False)
    return Correction.objects.filter(
        answer__assessment__round=round_,
        answer__assessment__structure=structure,
        kind=Correction.Kind.CORRECTION,
        corrected_at__gt=Subquery(published.values("published_at")),
    )


def alone_with(round_: Round, structure: Structure) -> OneSided | None:
    """Return which side alone sent a structure in a closed round, until it is published; two queries."""
    if round_.state == Round.State.OPEN:
        return None
    return one_sided.found(round_, structure, reveal.voices(round_, structure).values())


def publishing(
    round_: Round, structure: Structure, *, user: User, standing: Standing, at: datetime
) -> Publishing:
    """Return how far a card is from being published; ``round_`` is loaded with its programme. Twelve queries."""
    alone = alone_with(round_, structure)
    instrument = instruments.value(round_.instrument_id)
    waiting = waiting_for_joint(round_, structure, instrument)
    state = state_of(round_, structure, waiting=len(waiting), alone=alone)
    snapshot = (
        snapshots.content(round_, structure, user=user, standing=standing, alone=alone) if state else ""
    )
    content_hash = publications.content_hash(snapshot)
    row = Publication.objects.filter(round=round_, structure=structure).defer("snapshot").first()
    return Publishing(
        state=state,
        sides=lifecycle.publishing_sides(round_.sides, alone),
        alone=alone,
        at=at,
        waiting=waiting,
        asked=len(instrument.codes_asked(is_programme=structure.is_programme)),
        content_hash=content_hash,
        card=publications.read(snapshot) if snapshot else None,
        consents=consents(row) if row and row.content_hash == content_hash else {},
    )


def consents(row: Publication) -> dict[str, datetime]:
    """Return when each side agreed to publish a card."""
    found = dict(zip(SIDES, (row.government_at, row.partners_at), strict=True))
    return {side: at for side, at in found.items() if at}


# --- what was published


def find(content_hash: str, programme: Programme) -> Publication | None:
    """Return what was published under a hash in a programme, with its round and structure; one query."""
    rows = Publication.objects.filter(
        content_hash=content_hash, round__programme=programme, published_at__isnull=False
    )
    return rows.select_related("round__programme", "structure").first()


def with_corrections(structure_id: int) -> QuerySet[Publication, Any]:
    """Return a structure's cards that anybody agreed to publish, with when they were corrected last.

    It is ``by_side_at`` where a side corrected an answer, and ``together_at`` where both changed a joint one.
    """
    since = Correction.objects.filter(
        answer__assessment__round=OuterRef("round"),
        answer__assessment__structure=OuterRef("structure"),
        kind=Correction.Kind.CORRECTION,
        corrected_at__gt=OuterRef("published_at"),
    ).order_by("-corrected_at")
    rows = Publication.objects.filter(structure_id=structure_id)
    return rows.annotate(
        by_side_at=Subquery(since.values("corrected_at")[:1]), together_at=joint_corrections.latest()
    )


def corrected(
    row: Publication, card: PublishedCard, *, user: User, standing: Standing
) -> tuple[CorrectedAnswer, ...]:
    """Return the answers of a published card that were corrected since, by side and criterion; nine queries at most.

    A joint answer is corrected where both sides confirmed another one.
    """
    rows = _corrections(row.round, row.structure)
    since = set(rows.order_by().values_list("answer__assessment__side", "answer__criterion__code").distinct())
    together = joint_corrections.since_published(row.round, row.structure)
    since |= {(AGREED, code) for code in together.values_list("criterion__code", flat=True)}
    if not since:
        return ()
    now = voices.of_structure(row.structure, row.round, user=user, standing=standing)
    found = {(voice.side, code): each for voice in now for code, each in voice.answers.items()}
    return tuple(
        CorrectedAnswer(
            side=voice.side,
            criterion=each.criterion,
            name=each.short,
            published=each.reading,
            now=found[voice.side, each.criterion].reading,
            corrections=_since(found[voice.side, each.criterion].corrections, row.published_at),
        )
        for voice in card.voices
        for section in voice.sections
        for each in section.answers
        if (voice.side, each.criterion) in since & found.keys()
    )


def _since(made: Collection[CorrectionValue], at: datetime | None) -> tuple[CorrectionValue, ...]:
    return tuple(each for each in made if not each.is_revision and at is not None and each.made_at > at)


def to_publish(programme: Programme, *, user: User, standing: Standing) -> QuerySet[Assessment]:
    """Return the assessments of cards that wait for this person's side to publish them.

    Those of a round that asks this side alone, those that both sides agreed on and this one has not consented to, and
    those that the other side did not submit: they are sent, and wait until its time since ``silent_since`` is over.
    """
    here = {"round": OuterRef("round"), "structure": OuterRef("structure")}
    agreed = Assessment.objects.filter(**here, side="agreed", state=Assessment.State.REVEALED)
    consented = Publication.objects.filter(**here, **{f"{standing.side}_at__isnull": False})
    together = Q(round__sides=standing.side) | Exists(agreed) & ~Exists(consented)
    # The states are in what follows as well: said apart, an index finds the few that are in one of them.
    states = (Assessment.State.REVEALED, Assessment.State.SENT)
    rows = assessments_visible_to(user).annotate(silent_since=one_sided.silent_since(standing))
    return rows.filter(
        together & Q(state=Assessment.State.REVEALED) | one_sided.publishable(standing),
        round__programme=programme,
        side__in=SIDES,
        state__in=states,
    )


def told(programme: int) -> tuple[User, ...]:
    """Return the people of both sides of a programme, who are told of its cards; one query."""
    places = Membership.objects.filter(
        Q(seen_at__isnull=False) | Q(invited_name=""),
        programme=programme,
        side__isnull=False,
        confirmed_at__isnull=False,
        user__is_active=True,
    )
    return tuple(User.objects.filter(pk__in=places.values("user")).order_by("pk"))
