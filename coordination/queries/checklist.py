"""What a programme still needs before its first answer, as far as the reader may know it.

Of answers a reader learns nothing here that they may not read: whether the other side has given one stays with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import SIDES
from coordination.models import Membership, Programme, Role, Round, Structure, User
from coordination.permissions import Standing, assessments_visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """How far a programme is; ``missing`` and ``waiting`` are (role, side) that nobody holds, or holds unconfirmed.

    ``round`` is the name of the first one, None without; ``is_told`` whether the reader will be told of a first answer
    before its round closes.
    """

    has_administrator: bool
    structures: int
    missing: tuple[tuple[str, str], ...]
    waiting: tuple[tuple[str, str], ...]
    round: Text | None
    last_on: date | None
    is_told: bool

    @property
    def done(self) -> tuple[str, ...]:
        """Which of the six are done; the last, the answer, never is: with it the list goes."""
        found = {
            "programme": True,
            "administrator": self.has_administrator,
            "structures": self.structures > 0,
            "people": not (self.missing or self.waiting),
            "round": self.round is not None,
        }
        return tuple(name for name, is_done in found.items() if is_done)


#: In the order in which they are done.
ITEMS = ("programme", "administrator", "structures", "people", "round", "answer")


def checklist(user: User, programme: Programme, standing: Standing) -> Checklist | None:
    """Return what is still needed; None once the reader may read a first answer.

    For who has no side, and so reads none before a round closes, also once all else is done. Four queries.
    """
    given = assessments_visible_to(user).filter(round__programme=programme).exists()
    places = Membership.objects.filter(programme=programme, user__is_active=True).select_related("user")
    structures = Structure.objects.filter(programme=programme, is_programme=False).count()
    first = Round.objects.filter(programme=programme).order_by("reference_on", "pk").first()
    known = list(places)
    missing, waiting = _people(known)
    found = Checklist(
        has_administrator=any(each.role == Role.ADMINISTRATOR for each in known),
        structures=structures,
        missing=missing,
        waiting=waiting,
        round=Text(first.name_en, first.name_fr) if first else None,
        last_on=first.last_on if first else None,
        is_told=standing.side is not None,
    )
    is_over = given or (not found.is_told and len(found.done) == len(ITEMS) - 1)
    return None if is_over else found


class Lacking(StrEnum):
    """What a programme lacks before there can be anything to read; the first that holds."""

    STRUCTURE = "structure"
    ROUND = "round"


def lacking(programme: Programme) -> Lacking | None:
    """Return what must come first before answers can stand anywhere; None where only answers are. Two queries."""
    if not Structure.objects.filter(programme=programme, is_programme=False).exists():
        return Lacking.STRUCTURE
    return None if Round.objects.filter(programme=programme).exists() else Lacking.ROUND


def _people(
    places: Iterable[Membership],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return which of a manager and an adviser a side nobody holds, and which only people who are not confirmed."""
    held: dict[tuple[str, str | None], bool] = {}
    for each in places:
        key = (each.role, each.side)
        held[key] = held.get(key, False) or each.confirmed_at is not None
    needed = tuple(product((Role.MANAGER.value, Role.ADVISER.value), SIDES))
    return (
        tuple(each for each in needed if each not in held),
        tuple(each for each in needed if held.get(each) is False),
    )
