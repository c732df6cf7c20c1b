"""What is left to send for each person of a side, by round; who has no place that counts is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from coordination.domain import lifecycle
from coordination.domain.instruments import Text
from coordination.domain.lifecycle import HeldAssessment
from coordination.models import Assessment, Membership, Programme, Role, Round, Structure, User
from coordination.queries import asked, assessors, keyed_in

#: So many days before the last day people are reminded.
DAYS_BEFORE = (3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """The structures of a round that are left to send for a person, by code; ``label`` and ``name`` are the round's."""

    label: str
    name: Text
    last_on: date | None
    structures: tuple[str, ...]


def by_person(rounds: Sequence[Round], *, side: str | None = None) -> Mapping[int, tuple[Unsent, ...]]:
    """Return what is left to send in these rounds for each person, of one side or of all; five queries at most each.

    The rounds are of one programme. What both sides see already is left to nobody.
    """
    if not rounds:
        return {}
    programme = rounds[0].programme
    places = Membership.objects.filter(
        Q(side=side) if side else Q(side__isnull=False),
        programme=programme,
        confirmed_at__isnull=False,
        user__is_active=True,
        role__in=(Role.ADVISER, Role.MANAGER),
    )
    named = {
        each: assessors.named([row.pk for row in rounds], each) for each in lifecycle.asked_sides("both")
    }
    structures = asked.in_rounds(rounds)
    voices = _voices(rounds)
    return {
        place.user_id: found
        for place in places
        if (found := tuple(_left(place, rounds, structures, voices, named[place.side or ""])))
    }


_Voices = Mapping[tuple[int, int], Sequence[tuple[str, str, int | None]]]


def _voices(rounds: Sequence[Round]) -> _Voices:
    found: dict[tuple[int, int], list[tuple[str, str, int | None]]] = {}
    rows = keyed_in.begun(Assessment.objects.filter(round__in=[each.pk for each in rounds])).order_by()
    for round_id, structure_id, side, state, rater in rows.values_list(
        "round_id", "structure_id", "side", "state", "rater_user_id"
    ):
        found.setdefault((round_id, structure_id), []).append((side, state, rater))
    return found


def _left(
    place: Membership,
    rounds: Sequence[Round],
    structures: Mapping[int, Sequence[Structure]],
    voices: _Voices,
    named: Mapping[tuple[int, int], frozenset[int]],
) -> list[Unsent]:
    found = []
    for round_ in rounds:
        if place.side not in lifecycle.asked_sides(round_.sides):
            continue
        codes = []
        for structure in structures[round_.pk]:
            here = (round_.pk, structure.pk)
            held = voices.get(here, ())
            shown = lifecycle.is_revealed(HeldAssessment(side, state) for side, state, _rater in held)
            own = [(state, rater) for side, state, rater in held if side == place.side]
            states = [state for state, _rater in own]
            if not shown and lifecycle.is_left(
                states,
                mine=next((state for state, rater in own if rater == place.user_id), None),
                user_id=place.user_id,
                named=named.get(here, frozenset()),
                is_manager=place.role == Role.MANAGER,
            ):
                codes.append(structure.code)
        if codes:
            name = Text(round_.name_en, round_.name_fr)
            found.append(
                Unsent(label=round_.label, name=name, last_on=round_.last_on, structures=tuple(codes))
            )
    return found


def due(programme: Programme, today: date) -> tuple[Round, ...]:
    """Return the open rounds of a programme whose last day is so many days away that people are reminded; one query."""
    days = [today + timedelta(days=each) for each in DAYS_BEFORE]
    rows = Round.objects.filter(programme=programme, state=Round.State.OPEN, last_on__in=days)
    return tuple(rows.select_related("programme").order_by("last_on", "pk"))


def of(user: User) -> tuple[tuple[Programme, tuple[Unsent, ...]], ...]:
    """Return what is left to send for a person in every programme that is not archived, for a mail."""
    found = []
    places = Membership.objects.filter(user=user, programme__archived_at__isnull=True)
    for place in places.select_related("programme").order_by("programme__code"):
        rows = Round.objects.filter(programme=place.programme, state=Round.State.OPEN)
        rounds = tuple(rows.select_related("programme").order_by("last_on", "pk"))
        if left := by_person(rounds, side=place.side).get(user.pk) if place.side else None:
            found.append((place.programme, left))
    return tuple(found)
