"""Contacts: those a reader may see, the next ones, and the political dialogues an answer may cite."""

from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as time_of_day

from django.db.models import Q, QuerySet

from coordination.domain.bilingual import Text, fold
from coordination.domain.meetings import months_back
from coordination.models import Contact, Programme, Structure, User
from coordination.permissions import contacts_visible_to, standings
from coordination.queries import people
from coordination.queries.filters import PAGE
from coordination.queries.paging import Paged, paged, searched

#: What a contact was, whether it took place, and who may read it, with their words.
KINDS = Contact.Kind.choices
STATES = Contact.State.choices
SHARINGS = Contact.Sharing.choices
#: “Regular political dialogue on progress”: dialogues held so many months up to a round's reference date are
#: offered as sources of this criterion.
CITED_BY = "O7"
CITED_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactValue:
    """One contact as pages show it; ``author`` is a name on one's own side, else the side."""

    id: int
    code: str
    kind: str
    kind_name: object
    state: str
    state_name: object
    on: date
    time: time_of_day | None
    ends: time_of_day | None
    subject: str
    people: str
    partners: tuple[tuple[int, Text], ...]
    structure_code: str
    structure_slug: str
    agreed: str
    sharing: str
    sharing_name: object
    author: object
    is_mine: bool
    is_invented: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A political dialogue that an answer may cite."""

    id: int
    on: date
    subject: str
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which contacts a reader filters by; empty and None stand for all."""

    search: str = ""
    kind: str = ""
    state: str = ""
    structure: str = ""
    partner: int | None = None
    is_mine: bool = False


def upcoming(user: User, programme: Programme, today: date, *, first: int) -> tuple[ContactValue, ...]:
    """Return the ``first`` contacts planned from today on: the reader's own, and those both sides attend.

    The latter are meetings of structures and political dialogues that everyone in the programme may read. Two queries.
    """
    both_meet = Q(kind__in=("session", "dialogue"), sharing="all")
    rows = contacts_visible_to(user, programme).filter(
        Q(author=user) | both_meet, state="planned", on__gte=today
    )
    side = _side(user, programme)
    return tuple(value(row, user, side) for row in _joined(rows).order_by("on", "at", "pk")[:first])


def index(user: User, programme: Programme, wanted: Wanted, *, page: int = 1) -> Paged[ContactValue]:
    """Return one page of the contacts the reader may see, latest first; three queries."""
    named = Contact.partners.through.objects.filter(partner__withdrawn_at__isnull=True)
    rows = searched(
        contacts_visible_to(user, programme),
        wanted.search,
        also=lambda word: Q(pk__in=named.filter(partner__folded__contains=word).values("contact")),
    )
    for name in ("kind", "state"):
        if asked := getattr(wanted, name):
            rows = rows.filter(**{name: asked})
    if wanted.structure:
        rows = rows.filter(structure__slug=wanted.structure)
    if wanted.partner is not None:
        rows = rows.filter(partners=wanted.partner)
    if wanted.is_mine:
        rows = rows.filter(author=user)
    side = _side(user, programme)
    return paged(_joined(rows).order_by("-on", "-pk"), lambda row: value(row, user, side), page)


def shared_about(user: User, structure: Structure) -> tuple[ContactValue, ...]:
    """Return the latest contacts about a structure that everyone in the programme may read; two queries."""
    rows = contacts_visible_to(user, structure.programme).filter(structure=structure, sharing="all")
    side = _side(user, structure.programme)
    return tuple(value(row, user, side) for row in _joined(rows).order_by("-on", "-pk")[:PAGE])


def find(user: User, programme: Programme, contact_id: int) -> Contact | None:
    """Return a contact the reader may see, loaded for `value`; two queries."""
    return _joined(contacts_visible_to(user, programme)).filter(pk=contact_id).first()


def citable(user: User, programme: Programme, reference_on: date) -> tuple[Dialogue, ...]:
    """Return the dialogues that everyone may read, held in the year up to a round's reference date; one query."""
    first = months_back(reference_on, CITED_MONTHS) + timedelta(days=1)
    rows = contacts_visible_to(user, programme).filter(
        kind="dialogue", state="held", sharing="all", on__range=(first, reference_on)
    )
    found = rows.order_by("-on", "-pk").values_list("pk", "on", "subject", "author_id")[:PAGE]
    return tuple(
        Dialogue(id=pk, on=on, subject=subject, is_mine=author == user.pk)
        for pk, on, subject, author in found
    )


def folded(row: Contact) -> str:
    """Return the text searched besides the partners: code, texts and structure."""
    structure = row.structure.code if row.structure else ""
    return fold(f"{row.code} {row.subject} {row.people} {row.agreed} {structure}")


def value(row: Contact, user: User, side: str | None) -> ContactValue:
    """Convert a row loaded with structure, author and partners, for a reader of this side."""
    author: object = ""
    # What one side keeps to itself keeps no structure from being withdrawn.
    structure = row.structure if row.structure and row.structure.withdrawn_at is None else None
    if row.author:
        author = (
            people.name(row, "author")
            if row.side == side or row.author_id == user.pk
            else row.get_side_display()
        )
    return ContactValue(
        id=row.pk,
        code=row.code,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        state=row.state,
        state_name=row.get_state_display(),
        on=row.on,
        time=row.at,
        ends=row.ends,
        subject=row.subject,
        people=row.people,
        partners=tuple((each.pk, Text(each.name_en, each.name_fr)) for each in row.partners.all()),
        structure_code=structure.code if structure else "",
        structure_slug=structure.slug if structure else "",
        agreed=row.agreed,
        sharing=row.sharing,
        sharing_name=row.get_sharing_display(),
        author=author,
        is_mine=row.author_id == user.pk,
        is_invented=row.origin == "invented",
        version=row.version,
    )


def _joined(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    named = rows.annotate(**people.place_left("author"))
    return named.select_related("structure", "author").prefetch_related("partners")


def _side(user: User, programme: Programme) -> str | None:
    """Return the reader's side; the standing is known from the request."""
    return next((each.side for each in standings(user) if each.programme_id == programme.pk), None)
