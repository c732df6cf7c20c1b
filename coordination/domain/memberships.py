"""Places: whose count, and who may confirm one that waits. A place is a person's role and side in one programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coordination.domain.rules import Rule

#: The role that looks after its side's people.
MANAGER = "manager"
#: The role that looks after a programme.
ADMINISTRATOR = "administrator"
#: The roles that have a side: those a manager gives.
OF_A_SIDE = ("adviser", MANAGER)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a place is given to, as typed: who is known by this e-mail keeps name and language."""

    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """A place as stored; ``is_active`` is whether the person may sign in."""

    user_id: int
    role: str
    side: str | None
    is_active: bool
    asked_at: datetime
    confirmed_at: datetime | None
    reads_since: datetime | None

    @property
    def counts(self) -> bool:
        """Whether its role and side give rights; until then they are a viewer's."""
        return self.confirmed_at is not None

    @property
    def is_manager(self) -> bool:
        """Whether the person manages a side at this moment."""
        return self.role == MANAGER and self.counts and self.is_active

    @property
    def is_administrator(self) -> bool:
        """Whether the person administers the programme at this moment."""
        return self.role == ADMINISTRATOR and self.is_active


def managers(places: Sequence[PlaceFacts], side: str | None) -> tuple[PlaceFacts, ...]:
    """Return the places of one programme that manage the side at this moment."""
    return tuple(each for each in places if each.is_manager and each.side == side)


def why_not_look_after(place: PlaceFacts, by: int, places: Sequence[PlaceFacts]) -> Rule | None:
    """Return the rule that keeps ``by`` from looking after the place, None where there is none.

    Its side's managers look after it, and after the first manager of a side that has none those of the other.
    """
    own = next((each for each in places if each.user_id == by), None)
    if place.user_id == by:
        return Rule.OWN_PLACE
    if own is None or not own.is_manager or place.side is None:
        return Rule.NOT_LOOKED_AFTER
    if own.side == place.side:
        return None
    if managers(places, place.side):
        return Rule.NOT_LOOKED_AFTER
    return None if place.role == MANAGER else Rule.MANAGER_COMES_FIRST


def why_not_confirm(place: PlaceFacts, by: int, places: Sequence[PlaceFacts]) -> Rule | None:
    """Return the rule that keeps ``by`` from confirming the place, None where there is none.

    Only who managed before it was asked for: else two could let each other in.
    """
    if place.counts:
        return Rule.NOTHING_TO_CONFIRM
    if rule := why_not_look_after(place, by, places):
        return rule
    own = next(each for each in places if each.user_id == by)
    if own.confirmed_at is None or own.confirmed_at >= place.asked_at:
        return Rule.MANAGER_TOO_NEW
    return None


def reads_since(place: PlaceFacts, by: int, places: Sequence[PlaceFacts], at: datetime) -> datetime | None:
    """Return since when the place reads what its side writes once ``by`` confirms it, None for everything.

    A manager hands on what they read themselves; one of the other side nothing from before. What was once limited
    stays so.
    """
    own = next(each for each in places if each.user_id == by)
    given = own.reads_since if own.side == place.side else at
    limits = [each for each in (given, place.reads_since) if each is not None]
    return max(limits, default=None)


def why_not_keep(place: PlaceFacts, by: int, places: Sequence[PlaceFacts]) -> Rule | None:
    """Return the rule that keeps ``by`` from changing, ending or renewing the place, None where there is none.

    Administrators keep every place of their programme, managers those of their own side, nobody their own.
    """
    own = next((each for each in places if each.user_id == by), None)
    if own is None or not (own.is_administrator or own.is_manager):
        return Rule.NOT_ADMINISTERED
    if place.user_id == by:
        return Rule.OWN_PLACE
    return None if own.is_administrator or own.side == place.side else Rule.OUT_OF_REACH


def why_not_give(
    role: str, side: str | None, user_id: int, by: int, places: Sequence[PlaceFacts]
) -> Rule | None:
    """Return the rule that keeps ``by`` from giving this place to a person, new here or not; None where there is none.

    An administrator gives any, a manager those of their own side, up to their own role.
    """
    own = next((each for each in places if each.user_id == by), None)
    if own is None or not (own.is_administrator or own.is_manager):
        return Rule.NOT_ADMINISTERED
    if user_id == by:
        return Rule.OWN_PLACE
    for present in (each for each in places if each.user_id == user_id):
        if rule := why_not_keep(present, by, places):
            return rule
    is_own_side = side is not None and own.side == side and role in OF_A_SIDE
    return None if own.is_administrator or is_own_side else Rule.OUT_OF_REACH


def is_confirmation(side: str | None, by: int, places: Sequence[PlaceFacts]) -> bool:
    """Whether a place that ``by`` gives on this side needs nobody else: given by one of its managers."""
    return any(each.user_id == by for each in managers(places, side))
