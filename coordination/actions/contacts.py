"""Contacts: noting a call or a meeting, planned or held, changing it, and saying what became of it.

What the journal keeps of a contact that not everybody may read is its code, kind, state, date and who may read it:
administrators of every programme read the journal, and are no party to what one side noted for itself. The content
of a contact stands there once both sides may read it, and stays there when it is narrowed again.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from coordination.actions import identifiers, journal
from coordination.domain.dates import span
from coordination.domain.problems import Problem, Refused, Rule
from coordination.models import Contact, Partner, Programme, Structure, User
from coordination.models.constraints import check
from coordination.queries import contacts

#: A second contact of one person that says the same in all of these is the first one, sent twice.
SAME = ("subject", "people", "agreed", "on", "at", "kind", "state", "structure")


@transaction.atomic
def note(
    *,
    programme: Programme,
    side: str,
    subject: str,
    on: date,
    kind: str = "call",
    state: str = "held",
    time: time | None = None,
    people: str = "",
    partners: Sequence[Partner] = (),
    structure: Structure | None = None,
    agreed: str = "",
    sharing: str = "private",
    by: User,
    at: datetime,
) -> Contact:
    """Note a contact of a person on this side; a meeting of a structure is always for both sides to read.

    Its code is drawn by lot: numbers in a row would tell how many contacts others keep to themselves.

    Raises:
        Refused: it is about nothing, lies on a day that does not fit its state, is a meeting of no structure or of one
            that was not there on that day, a structure or partner is of another programme, or the person noted the
            very same before.
    """
    journal.lock()
    structure = _as_now(structure)
    row = Contact(
        pk=identifiers.unseen(), programme=programme, code=_free_code(programme), author=by, side=side
    )
    _fill(row, subject, on, kind, state, time, people, structure, agreed, sharing)
    return _store(row, partners, is_new_day=True, before=None, problems=[], by=by, at=at)


@transaction.atomic
def change(
    *,
    contact: Contact,
    base_version: int,
    subject: str,
    on: date,
    kind: str,
    state: str,
    time: time | None = None,
    people: str = "",
    partners: Sequence[Partner] = (),
    structure: Structure | None = None,
    agreed: str = "",
    sharing: str,
    by: User,
    at: datetime,
) -> Contact:
    """Change a contact; its kind and who may read it are its author's to change.

    One whose planned day has passed stays as planned until somebody says what became of it, so its other facts may
    still be put right.

    Raises:
        Refused: as for `note`; or somebody else changed it since ``base_version``.
    """
    row, problems = _locked(contact, base_version)
    if row.author_id != by.pk and (kind, sharing) != (row.kind, row.sharing):
        problems.append(Problem(rule=Rule.CONTACT_OF_AUTHOR, path="kind"))
    is_new_day = (state, on) != (row.state, row.on)
    before = _facts(row, list(row.partners.all()))
    structure = _as_now(structure)
    _fill(row, subject, on, kind, state, time, people, structure, agreed, sharing)
    return _store(row, partners, is_new_day=is_new_day, before=before, problems=problems, by=by, at=at)


@transaction.atomic
def set_state(*, contact: Contact, state: str, base_version: int, by: User, at: datetime) -> Contact:
    """Say what became of a planned contact: ``held`` or ``cancelled``.

    Raises:
        Refused: it is said to be held and its day is still to come, or somebody else changed it since
            ``base_version``.
    """
    row, problems = _locked(contact, base_version)
    partners = list(row.partners.all())
    before = _facts(row, partners)
    row.state = state
    return _store(row, partners, is_new_day=True, before=before, problems=problems, by=by, at=at)


def _as_now(structure: Structure | None) -> Structure | None:
    """Return a structure with its dates as they stand now: somebody may have closed it since it was read."""
    return Structure.objects.get(pk=structure.pk) if structure else None


def _locked(contact: Contact, base_version: int) -> tuple[Contact, list[Problem]]:
    journal.lock()
    row = Contact.objects.select_related("programme", "structure", "author").get(pk=contact.pk)
    stale = row.version != base_version
    return row, [Problem(rule=Rule.CHANGED_MEANWHILE, value=row.code)] if stale else []


def _fill(
    row: Contact,
    subject: str,
    on: date,
    kind: str,
    state: str,
    time: time | None,
    people: str,
    structure: Structure | None,
    agreed: str,
    sharing: str,
) -> None:
    row.subject, row.people, row.agreed = subject.strip(), people.strip(), agreed.strip()
    row.on, row.at, row.kind, row.state, row.structure = on, time, kind, state, structure
    row.sharing = "all" if kind == "session" else sharing


def _store(
    row: Contact,
    partners: Sequence[Partner],
    *,
    is_new_day: bool,
    before: dict[str, object] | None,
    problems: list[Problem],
    by: User,
    at: datetime,
) -> Contact:
    """Keep the row if nothing is wrong with it; ``problems`` were found before. What was loaded has no author."""
    problems += _problems(row, partners, is_new_day, timezone.localdate(at))
    if problems:
        raise Refused(problems)
    row.folded = contacts.folded(row)
    if before:
        row.version += 1
    check(row, exclude=() if row.author else {"author"})
    if not before:
        same = {name: getattr(row, name) for name in SAME}
        if Contact.objects.filter(programme=row.programme, author=row.author, **same).exists():
            raise Refused((Problem(rule=Rule.RECORDED_ALREADY, path="subject", value=row.subject),))
    row.save(force_insert=not before)
    row.partners.set(partners)
    journal.record(
        by=by,
        at=at,
        verb="noted",
        noun="contact",
        key=row.code,
        programme=row.programme,
        before=before,
        after=_facts(row, partners),
    )
    return row


def _problems(row: Contact, partners: Sequence[Partner], is_new_day: bool, today: date) -> list[Problem]:
    """Return what is wrong; only a meeting is bound to its structure's years: one may speak of one to come."""
    day, problems = row.on.isoformat(), []
    if not row.subject:
        problems.append(Problem(rule=Rule.SUBJECT_MISSING, path="subject"))
    if row.state == "held" and row.on > today:
        problems.append(Problem(rule=Rule.HELD_IN_FUTURE, path="on", value=day))
    if row.state == "planned" and row.on < today and is_new_day:
        problems.append(Problem(rule=Rule.PLANNED_IN_PAST, path="on", value=day))
    if row.kind == "session" and row.structure is None:
        problems.append(Problem(rule=Rule.SESSION_WITHOUT_STRUCTURE, path="structure"))
    if row.kind == "session" and row.structure is not None:
        founded, closed = row.structure.founded, row.structure.closed
        if founded and day < span(founded)[0]:
            params = (("founded", founded),)
            problems.append(Problem(rule=Rule.SESSION_BEFORE_FOUNDED, path="on", value=day, params=params))
        if closed and day > span(closed)[1]:
            params = (("closed", closed),)
            problems.append(Problem(rule=Rule.SESSION_AFTER_CLOSED, path="on", value=day, params=params))
    for path, each in [("structure", row.structure), *(("partners", each) for each in partners)]:
        if each is not None and each.programme_id != row.programme_id:
            problems.append(Problem(rule=Rule.OTHER_PROGRAMME, path=path, value=each.code))
    return problems


def _facts(row: Contact, partners: Sequence[Partner]) -> dict[str, object]:
    """Return what the journal keeps of a contact: its content only where both sides may read it."""
    facts: dict[str, object] = {
        "kind": row.kind,
        "state": row.state,
        "on": row.on.isoformat(),
        "sharing": row.sharing,
    }
    if row.sharing == "all":
        facts |= {
            "time": row.at.isoformat("minutes") if row.at else "",
            "subject": row.subject,
            "people": row.people,
            "partners": sorted(each.code for each in partners),
            "structure": row.structure.code if row.structure else "",
            "agreed": row.agreed,
        }
    return facts


def _free_code(programme: Programme) -> str:
    code = f"K-{token_hex(4)}"
    while Contact.objects.filter(programme=programme, code=code).exists():
        code = f"K-{token_hex(4)}"
    return code
