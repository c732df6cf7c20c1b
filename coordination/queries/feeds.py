"""The calendar of one person in one programme: the owner of a secret address, and its dates."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from coordination.domain.bilingual import Text
from coordination.models import Feed, Programme, User
from coordination.permissions import commitments_visible_to, contacts_visible_to
from coordination.queries.commitments import owners_side

#: Dates that lie further back leave the calendar.
PAST = timedelta(days=30)
#: So many meetings, and so many commitments, stand in a calendar at most: the earliest ones.
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A planned meeting or call; ``at`` None: at any time that day; ``ends`` None: nobody has said how long it takes."""

    id: int
    code: str
    kind: object
    on: date
    at: time | None
    ends: time | None
    subject: str
    people: str
    structure: str
    is_invented: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """An open commitment of the person's side, and the day it is due."""

    id: int
    code: str
    text: Text
    owner: Text
    due_on: date
    structure: str
    is_invented: bool
    version: int


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a calendar, earliest first."""

    planned: tuple[Planned, ...]
    promised: tuple[Promised, ...]


def fingerprint(secret: str) -> str:
    """Hash a secret for storage; one round of SHA-256 is enough, because secrets are long and random."""
    return sha256(secret.encode()).hexdigest()


def find(secret: str) -> Feed | None:
    """Return the feed of a secret with its person and programme, or None; one query.

    Looking up the fingerprint leaks nothing through timing about how much of a secret is right.
    """
    return Feed.objects.select_related("user", "programme").filter(fingerprint=fingerprint(secret)).first()


def made_at(user: User, programme: Programme) -> datetime | None:
    """Return when the person's address was made, or None; one query."""
    return Feed.objects.filter(user=user, programme=programme).values_list("made_at", flat=True).first()


def dates(user: User, programme: Programme, *, side: str | None, today: date) -> Dates:
    """Return the dates the person may read at this moment; two queries."""
    first = today - PAST
    contacts = contacts_visible_to(user, programme).filter(state="planned", on__gte=first)
    promises = owners_side(commitments_visible_to(user, programme), side).filter(
        state="open", due_on__gte=first
    )
    return Dates(
        planned=tuple(
            Planned(
                id=row.pk,
                code=row.code,
                kind=row.get_kind_display(),
                on=row.on,
                at=row.at,
                ends=row.ends,
                subject=row.subject,
                people=row.people,
                structure=row.structure.code if row.structure else "",
                is_invented=row.origin == "invented",
                version=row.version,
            )
            for row in contacts.select_related("structure").order_by("on", "pk")[:MOST]
        ),
        promised=tuple(
            Promised(
                id=row.pk,
                code=row.code,
                text=Text(row.text_en, row.text_fr),
                owner=Text(row.owner.name_en, row.owner.name_fr),
                due_on=row.due_on,
                structure=row.structure.code if row.structure else "",
                is_invented=row.origin == "invented",
                version=row.version,
            )
            for row in promises.select_related("owner", "structure").order_by("due_on", "pk")[:MOST]
        ),
    )
