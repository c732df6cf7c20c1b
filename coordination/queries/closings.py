"""What closing and reopening a round takes, who agreed to it, and what was not submitted when it was closed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from coordination.domain import lifecycle
from coordination.domain.instruments import Text
from coordination.domain.lifecycle import HeldAssessment, OneSided
from coordination.domain.vocabulary import SIDES
from coordination.models import (
    Assessment,
    Consent,
    NotSubmitted,
    Programme,
    Publication,
    Round,
    Structure,
)
from coordination.permissions import ON_DASHBOARDS, Standing
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue, structure_value


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentValue:
    """That a manager of a side agreed to a round's next state (open, closed), and when."""

    label: str
    name: Text
    side: str
    to: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A structure that sides did not submit; ``one_sided`` where the other side did, and may publish it alone later."""

    label: str
    name: Text
    reference_on: date
    structure: StructureValue
    sides: tuple[str, ...]
    told_at: datetime
    one_sided: OneSided | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextState:
    """What a manager of a side may bring about in a round.

    ``may`` is False where the round does not ask the side; ``is_final`` where the press itself changes the round,
    instead of agreeing to it; ``has_agreed`` where the side has agreed already.
    """

    may: bool
    is_final: bool
    has_agreed: bool


def agreed(round_: Round) -> frozenset[str]:
    """Return the sides that agreed to the round's next state; one query."""
    return frozenset(Consent.objects.filter(round=round_).values_list("side", flat=True))


def is_revealed(round_: Round) -> bool:
    """Whether answers that the sides gave in a round can be read by both; one query."""
    revealed = Assessment.objects.filter(round=round_, side__in=SIDES, state__in=ON_DASHBOARDS)
    return revealed.exists()


def next_state(round_: Round, side: str, today: date) -> NextState:
    """Return what a manager of this side may do to close an open round, or to reopen a closed one; two queries."""
    if round_.state == Round.State.OPEN:
        needed = lifecycle.sides_to_close(sides=round_.sides, side=side, last_on=round_.last_on, today=today)
    else:
        needed = lifecycle.sides_to_reopen(side=side, is_revealed=is_revealed(round_))
    given = agreed(round_)
    is_final = lifecycle.is_settled(needed, side=side, agreed=given)
    return NextState(may=bool(needed), is_final=is_final, has_agreed=side in given and not is_final)


def given(programme: Programme) -> QuerySet[Consent]:
    """Return the consents that stand in a programme."""
    return Consent.objects.filter(round__programme=programme)


def consents(programme: Programme, standing: Standing) -> tuple[ConsentValue, ...]:
    """Return the consents that stand in a programme, for people of a side; one query."""
    if standing.side is None:
        return ()
    rows = given(programme).select_related("round").order_by("given_at")
    return tuple(
        ConsentValue(
            label=row.round.label,
            name=Text(row.round.name_en, row.round.name_fr),
            side=row.side,
            to=row.to,
            given_at=row.given_at.astimezone(programme.zone),
        )
        for row in rows
    )


def told(round_: Round, structure: Structure) -> Mapping[str, datetime]:
    """Return since when each side is told that it did not submit a structure; one query."""
    rows = NotSubmitted.objects.filter(round=round_, structure=structure)
    return dict(rows.values_list("side", "told_at"))


def missing(programme: Programme, *, round_label: str = "") -> tuple[Missing, ...]:
    """Return what was not submitted in a programme, or in one round of it, in its time; one query."""
    out = Publication.objects.filter(
        round=OuterRef("round"), structure=OuterRef("structure"), published_at__isnull=False
    )
    rows = NotSubmitted.objects.filter(round__programme=programme).select_related("round", "structure")
    rows = rows.annotate(is_published=Exists(out))
    if round_label:
        rows = rows.filter(round__label=round_label)
    found = list(rows.order_by("-round__reference_on", "round_id", "structure__code", "side"))
    for row in found:
        row.told_at = row.told_at.astimezone(programme.zone)
    return together(found, {(row.round_id, row.structure_id) for row in found if row.is_published})


def together(rows: Iterable[NotSubmitted], published: Collection[tuple[int, int]]) -> tuple[Missing, ...]:
    """Return what the sides did not submit, structure by structure and round by round, in the order of the rows.

    Of those that are ``published``, by the ids of round and structure, is what the other side sent.
    """
    found: dict[tuple[int, int], list[NotSubmitted]] = {}
    for row in rows:
        found.setdefault((row.round_id, row.structure_id), []).append(row)
    return tuple(_missing(each, "published" if here in published else "sent") for here, each in found.items())


def beside(found: Sequence[Missing], round_: RoundValue | None) -> list[Missing]:
    """Of what was not submitted of one structure, newest first, return what is told beside the answers of a round.

    It is what this round lacks and, where that is later, what the last round lacks; the rest is history.
    """
    if round_ is None:
        return list(found[:1])
    last = [each for each in found[:1] if each.reference_on > round_.reference_on]
    return last + [each for each in found if each.label == round_.label]


def _missing(rows: list[NotSubmitted], state: str) -> Missing:
    round_, structure, sides = rows[0].round, rows[0].structure, {row.side: row.told_at for row in rows}
    # Nothing is sent or taken back in a closed round: which sides had sent then is what stands here.
    sent = [HeldAssessment(side, state) for side in lifecycle.asked_sides(round_.sides) if side not in sides]
    return Missing(
        label=round_.label,
        name=Text(round_.name_en, round_.name_fr),
        reference_on=round_.reference_on,
        structure=structure_value(structure),
        sides=tuple(each for each in SIDES if each in sides),
        told_at=rows[0].told_at,
        one_sided=lifecycle.one_sided(sent, sides=round_.sides, round_state=round_.state, told=sides),
    )
