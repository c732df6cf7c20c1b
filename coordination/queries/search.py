"""What one search finds in all of a programme: of each kind the first, and how many there are."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from coordination.models import Programme, User
from coordination.queries import activities, commitments, contacts, partners, structures
from coordination.queries.activities import ActivityFilters, ActivityValue
from coordination.queries.commitments import CommitmentValue
from coordination.queries.contacts import ContactValue, Wanted
from coordination.queries.paging import Paged
from coordination.queries.partners import PartnerLine
from coordination.queries.structures import StructureValue

Value = TypeVar("Value")
#: How many of each kind a search shows; the kind's own list has the others.
FIRST = 10


@dataclass(frozen=True, slots=True)
class Matches(Generic[Value]):
    """The first matches of one kind, and how many there are in all."""

    first: tuple[Value, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """What matches, of the kinds that the reader may see."""

    structures: Matches[StructureValue]
    partners: Matches[PartnerLine]
    activities: Matches[ActivityValue]
    commitments: Matches[CommitmentValue]
    contacts: Matches[ContactValue]

    @property
    def total(self) -> int:
        """How many things match."""
        kinds = (self.structures, self.partners, self.activities, self.commitments, self.contacts)
        return sum(kind.total for kind in kinds)


def search(user: User, programme: Programme, text: str, *, today: date, language: str) -> SearchResults:
    """Return what holds every word of the text, ignoring case and accents; ten queries.

    Each kind is asked as its own list asks, so that nothing is found here which the list would not show.
    """
    structures_found = structures.index(programme, search=text)
    return SearchResults(
        structures=Matches(structures_found[:FIRST], len(structures_found)),
        partners=_matches(partners.index(programme, today=today, language=language, search=text)),
        activities=_matches(activities.index(programme, ActivityFilters(search=text), 1)),
        commitments=_matches(commitments.index(user, programme, today=today, search=text)),
        contacts=_matches(contacts.index(user, programme, Wanted(search=text))),
    )


def _matches(found: Paged[Value]) -> Matches[Value]:
    return Matches(found.listed[:FIRST], found.total)
