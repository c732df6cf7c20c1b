"""Contacts: noting a call or a meeting, planned or held, changing it, and saying what became of it.

What the journal keeps of a contact that not everybody may read is its code, kind, state, date and who may read it:
administrators of every programme read the journal, and are no party to what one side noted for itself. The content
of a contact stands there once both sides may read it, and stays there when it is narrowed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from coordination.actions import identifiers, saving, soundness
from coordination.domain import meetings
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.models import Contact, Partner, Programme, Structure, User
from coordination.queries import contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What is noted of a contact; ``partners`` are those who took part."""

    subject: str
    on: date
    kind: str = "call"
    state: str = "held"
    time: time_of_day | None = None
    ends: time_of_day | None = None
    people: str = ""
    partners: Sequence[Partner] = ()
    structure: Structure | None = None
    agreed: str = ""
    sharing: str = "private"

    @property
    def columns(self) -> dict[str, object]:
        """The columns of a row; a meeting of a structure is always for both sides to read."""
        return {
            "subject": saving.clean(self.subject),
            "on": self.on,
            "kind": self.kind,
            "state": self.state,
            "at": self.time,
            "ends": self.ends,
            "people": saving.clean(self.people),
            # Its dates as they stand now: somebody may have closed it since it was read.
            "structure": Structure.everything.get(pk=self.structure.pk) if self.structure else None,
            "agreed": saving.clean(self.agreed),
            "sharing": "all" if self.kind == "session" else self.sharing,
        }


@transaction.atomic
def note(*, programme: Programme, side: str, facts: ContactFacts, by: User, at: datetime) -> Contact:
    """Note a contact of a person on this side.

    Its code is drawn by lot: numbers in a row would tell how many contacts others keep to themselves.

    Raises:
        Refused: it is about nothing, lies on a day that does not fit its state, ends before it begins, is a meeting of
            no structure or of one that was not there on that day, a structure or partner is of another programme, or
            the person noted the very same before.
    """
    draft = saving.new(Contact(pk=identifiers.unseen(), programme=programme, author=by, side=side))
    draft.row.code = _free_code(programme)
    draft.put(facts.columns)
    draft.require_programme(programme, structure=draft.row.structure)
    soundness.contact_once(draft.problems, draft.row)
    return _keep(draft, facts.partners, is_new_day=True, by=by, at=at)


@transaction.atomic
def change(
    *,
    contact: Contact,
    facts: ContactFacts,
    base_version: int,
    is_back: bool = False,
    by: User,
    at: datetime,
) -> Contact:
    """Change a contact; its kind and who may read it are its author's to change.

    One whose planned day has passed stays as planned until somebody says what became of it, so its other facts may
    still be put right; with ``is_back`` it is planned for that day again.

    Raises:
        Refused: as for `note`; or somebody else changed it since ``base_version``.
    """
    draft = _stored(contact, base_version)
    row = draft.row
    if row.author_id != by.pk and (facts.kind, facts.sharing) != (row.kind, row.sharing):
        draft.problems.add(Rule.CONTACT_OF_AUTHOR, "kind")
    is_new_day = not is_back and (facts.state, facts.on) != (row.state, row.on)
    draft.put(facts.columns)
    draft.require_programme(row.programme, structure=row.structure)
    return _keep(draft, facts.partners, is_new_day=is_new_day, by=by, at=at)


@transaction.atomic
def set_state(*, contact: Contact, state: str, base_version: int, by: User, at: datetime) -> Contact:
    """Say what became of a planned contact: ``held`` or ``cancelled``.

    Raises:
        Refused: it is said to be held and its day is still to come, or somebody else changed it since
            ``base_version``.
    """
    draft = _stored(contact, base_version)
    draft.row.state = state
    return _keep(draft, list(draft.row.partners.all()), is_new_day=True, by=by, at=at)


def _stored(contact: Contact, base_version: int) -> saving.Draft[Contact]:
    rows = Contact.objects.select_related("programme", "structure", "author")
    draft = saving.stored(rows, contact, before=lambda row: _said(row, list(row.partners.all())))
    draft.require_unchanged(now=draft.row.version, base=base_version, name=draft.row.code)
    draft.row.version += 1
    return draft


def _keep(
    draft: saving.Draft[Contact],
    partners: Sequence[Partner],
    *,
    is_new_day: bool,
    by: User,
    at: datetime,
) -> Contact:
    row = draft.row
    row.folded = contacts.folded(row)
    _check_day(draft.problems, row, is_new_day, timezone.localdate(at))
    soundness.session(draft.problems, row)
    for each in partners:
        draft.require_programme(row.programme, partners=each)
    draft.keep(
        noun="contact",
        verb="noted",
        key=row.code,
        programme=row.programme,
        after=lambda row: _said(row, partners),
        # What was loaded from a file has no author.
        empty=frozenset() if row.author_id else frozenset({"author"}),
        by=by,
        at=at,
    )
    row.partners.set(partners)
    return row


def _check_day(problems: ProblemList, row: Contact, is_new_day: bool, today: date) -> None:
    """Note that it is about nothing, ends too early, or is said to be held or planned on a day that does not fit."""
    if not row.subject:
        problems.add(Rule.SUBJECT_MISSING, "subject")
    if row.state == "held" and row.on > today:
        problems.add(Rule.HELD_IN_FUTURE, "on", row.on.isoformat())
    if row.state == "planned" and row.on < today and is_new_day:
        problems.add(Rule.PLANNED_IN_PAST, "on", row.on.isoformat())
    if row.ends and (rule := meetings.why_not_end(row.at, row.ends)):
        problems.add(rule, "ends", row.ends.isoformat("minutes"))


def _said(row: Contact, partners: Sequence[Partner]) -> dict[str, object]:
    """Return what the journal keeps of a contact: its content only where both sides may read it."""
    said: dict[str, object] = {
        "kind": row.kind,
        "state": row.state,
        "on": row.on.isoformat(),
        "sharing": row.sharing,
    }
    if row.sharing != "all":
        return said
    return said | {
        "time": row.at.isoformat("minutes") if row.at else "",
        "ends": row.ends.isoformat("minutes") if row.ends else "",
        "subject": row.subject,
        "people": row.people,
        "partners": sorted(each.code for each in partners),
        "structure": row.structure.code if row.structure else "",
        "agreed": row.agreed,
    }


def _free_code(programme: Programme) -> str:
    code = f"K-{token_hex(4)}"
    while Contact.everything.filter(programme=programme, code=code).exists():
        code = f"K-{token_hex(4)}"
    return code
