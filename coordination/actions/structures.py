"""The facts of a structure: adding one, and changing what is known of it, its seats and meetings aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from coordination.actions import journal, saving
from coordination.domain.bilingual import NAME_LENGTH, TEXT_LENGTH, bare, fold
from coordination.domain.dates import span
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.domain.vocabulary import SECTORS
from coordination.models import Contact, Programme, Seat, Structure, User
from coordination.queries import structures

WRITTEN = ("name_en", "name_fr", "mandate_en", "mandate_fr", "founded", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureFacts:
    """What is recorded of a structure; a text in one language only stands for both, dates are a year or a day."""

    name_en: str
    name_fr: str
    sector: str
    mandate_en: str = ""
    mandate_fr: str = ""
    founded: str = ""
    closed: str = ""
    parent: Structure | None = None
    predecessor: Structure | None = None
    dormant_after: int = 6

    @property
    def written(self) -> dict[str, str]:
        """The texts as they are kept, where there are any."""
        texts = {name: saving.clean(getattr(self, name)) for name in WRITTEN}
        return {name: text for name, text in texts.items() if text}

    @property
    def columns(self) -> dict[str, object]:
        """The columns of a row."""
        name = saving.both(self.name_en, self.name_fr)
        mandate = saving.both(self.mandate_en, self.mandate_fr)
        return {
            "name_en": name.en,
            "name_fr": name.fr,
            "mandate_en": mandate.en,
            "mandate_fr": mandate.fr,
            "sector": self.sector,
            "founded": saving.clean(self.founded),
            "closed": saving.clean(self.closed),
            "parent": self.parent,
            "predecessor": self.predecessor,
            "dormant_after": self.dormant_after,
        }


@transaction.atomic
def add(*, programme: Programme, code: str, facts: StructureFacts, by: User, at: datetime) -> Structure:
    """Add a structure; its name in addresses is made from its code.

    Raises:
        Refused: the code is missing, taken, or too like another; or what `change` refuses.
    """
    code = saving.clean(code)
    draft = saving.new(Structure(programme=programme, code=code, slug=slugify(code.replace("/", "-"))))
    _check_code(draft.problems, draft.row)
    return _keep(draft, facts, by, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStructure:
    """One of several structures that are added at once; ``path`` is where it stands among them."""

    path: str
    code: str
    facts: StructureFacts


@transaction.atomic
def add_all(
    *, programme: Programme, listed: Sequence[ListedStructure], by: User, at: datetime
) -> tuple[Structure, ...]:
    """Add several structures, all or none.

    Raises:
        Refused: with what is wrong with each, at its path.
    """
    journal.lock()
    found, made = ProblemList(), []
    for each in listed:
        try:
            made.append(add(programme=programme, code=each.code, facts=each.facts, by=by, at=at))
        except Refused as refused:
            for problem in refused.problems:
                found.add(problem.rule, each.path, problem.value, **dict(problem.params))
    found.close()
    return tuple(made)


@transaction.atomic
def change(*, structure: Structure, facts: StructureFacts, shown: str, by: User, at: datetime) -> Structure:
    """Change the facts of a structure; ``shown`` is what `queries.structures.fingerprint` said of those changed.

    Raises:
        Refused: a name is missing, the sector unknown, the dates are no dates, in the wrong order or to come, seats
            or meetings lie outside them, a structure would stand above or before itself, parent or predecessor are
            of another programme, or somebody changed the facts meanwhile.
    """
    draft = saving.stored(Structure.objects.select_related("programme"), structure, before=_said)
    draft.require_unchanged(now=structures.fingerprint(draft.row), base=shown, name=draft.row.code)
    return _keep(draft, facts, by, at)


def _check_code(problems: ProblemList, row: Structure) -> None:
    if problems.code(row.code, "code") is None:
        return
    if not bare(row.code):
        problems.add(Rule.NO_LETTERS, "code", row.code)
    others = Structure.everything.filter(programme=row.programme_id).values_list(
        "code", "slug", "withdrawn_at"
    )
    for code, slug, withdrawn_at in others:
        if code == row.code:
            problems.add(Rule.NAME_WITHDRAWN if withdrawn_at else Rule.STRUCTURE_EXISTS, "code", row.code)
        elif bare(code) == bare(row.code):
            problems.add(Rule.TOO_ALIKE, "code", row.code, other=code)
        elif slug == row.slug:
            problems.add(Rule.ADDRESS_TAKEN, "code", row.code, other=code)


def _keep(draft: saving.Draft[Structure], facts: StructureFacts, by: User, at: datetime) -> Structure:
    row = draft.row
    founded, closed = _check_facts(draft.problems, facts, timezone.localdate(at))
    _check_relatives(draft.problems, row, facts)
    if founded and row.pk:
        _check_begins(draft.problems, row, founded)
    if closed and row.pk:
        _check_ends(draft.problems, row, closed)
    draft.put(facts.columns)
    row.folded = fold(f"{row.code} {row.name_en} {row.name_fr}")
    return draft.keep(noun="structure", key=str(row), programme=row.programme, after=_said, by=by, at=at)


def _check_facts(problems: ProblemList, facts: StructureFacts, today: date) -> tuple[str, str]:
    """Note texts, choices and dates that are none; return when it was founded and closed, as far as that is sound."""
    given: dict[str, object] = {**facts.written, "sector": facts.sector, "dormant_after": facts.dormant_after}
    node = Node(problems, "", given)
    if not facts.columns["name_en"]:
        problems.add(Rule.NAME_MISSING, "name_en")
    for language in ("en", "fr"):
        node.line(f"name_{language}", NAME_LENGTH)
        node.line(f"mandate_{language}", TEXT_LENGTH, lines=True)
    node.choice("sector", SECTORS)
    node.whole("dormant_after", 1, 60)
    founded, closed = node.partial_date("founded"), node.partial_date("closed")
    problems.ordered(founded, closed, "closed", "founded")
    for field, day in (("founded", founded), ("closed", closed)):
        if day and span(day)[0] > today.isoformat():
            problems.add(Rule.STILL_TO_COME, field, day)
    return founded, closed


def _check_relatives(problems: ProblemList, row: Structure, facts: StructureFacts) -> None:
    """No relative is of another programme, and nothing stands above or before itself."""
    rows = Structure.objects.filter(programme=row.programme_id).values_list(
        "pk", "parent_id", "predecessor_id"
    )
    parents = {pk: parent for pk, parent, _predecessor in rows}
    predecessors = {pk: predecessor for pk, _parent, predecessor in rows}
    for path, relative, known, rule in (
        ("parent", facts.parent, parents, Rule.OWN_PARENT),
        ("predecessor", facts.predecessor, predecessors, Rule.PREDECESSOR_RING),
    ):
        if relative is None:
            continue
        if relative.programme_id != row.programme_id:
            problems.add(Rule.OTHER_PROGRAMME, path, relative.code)
        elif relative.pk not in known:
            problems.add(Rule.WITHDRAWN, path, relative.code)
        elif row.pk and row.pk in _chain(relative.pk, known):
            problems.add(rule, path, row.code)


def _chain(first: int, known: Mapping[int, int | None]) -> list[int]:
    """Return the ids from the first one upwards; a ring ends where it closes."""
    chain: list[int] = []
    at: int | None = first
    while at is not None and at not in chain:
        chain.append(at)
        at = known.get(at)
    return chain


def _check_begins(problems: ProblemList, row: Structure, founded: str) -> None:
    """Note seats and meetings that lie certainly before the founding."""
    first = span(founded)[0]
    if any(last < first for _first, last in _seat_days(row)):
        problems.add(Rule.SEATS_OUTSIDE, "founded", founded)
    if _meetings(row).filter(on__lt=first).exists():
        problems.add(Rule.MEETINGS_OUTSIDE, "founded", founded)


def _check_ends(problems: ProblemList, row: Structure, closed: str) -> None:
    """Note seats and meetings that lie certainly after the closing."""
    last_day = span(closed)[1]
    if any(begin > last_day for begin, _last in _seat_days(row)):
        problems.add(Rule.SEATS_OUTSIDE, "closed", closed)
    if _meetings(row).filter(on__gt=last_day).exists():
        problems.add(Rule.MEETINGS_OUTSIDE, "closed", closed)


def _seat_days(row: Structure) -> list[tuple[str, str]]:
    """Return the first and the last day that each date of a seat may mean."""
    dates = Seat.objects.filter(structure=row).values_list("since", "until")
    return [span(each) for pair in dates for each in pair if each]


def _meetings(row: Structure) -> QuerySet[Contact]:
    return Contact.objects.filter(structure=row, kind="session").exclude(state="cancelled")


def _said(row: Structure) -> dict[str, str]:
    """Return what the journal keeps: what is known, relatives by their numbers."""
    known = {
        "id": row.pk,
        "programme": row.programme_id,
        "code": row.code,
        "slug": row.slug,
        "name_en": row.name_en,
        "name_fr": row.name_fr,
        "sector": row.sector,
        "mandate_en": row.mandate_en,
        "mandate_fr": row.mandate_fr,
        "founded": row.founded,
        "closed": row.closed,
        "parent": row.parent_id,
        "predecessor": row.predecessor_id,
        "slide": row.slide,
        "dormant_after": row.dormant_after,
    }
    return {name: str(value) for name, value in known.items() if value not in ("", None)}
