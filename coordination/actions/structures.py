"""The facts of a structure: adding one, and changing what is known of it, its seats and meetings aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from coordination.actions import journal, saving
from coordination.domain.bilingual import NAME_LENGTH, TEXT_LENGTH, bare
from coordination.domain.dates import span
from coordination.domain.problems import Rule
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
        # Browsers send line breaks as two characters, and some keyboards accents as a letter of their own.
        clean = {
            name: normalize("NFC", getattr(self, name).replace("\r\n", "\n").strip()) for name in WRITTEN
        }
        return {name: text for name, text in clean.items() if text}

    @property
    def columns(self) -> dict[str, object]:
        """The columns of a row."""
        texts = self.written
        both = {
            f"{text}_{one}": texts.get(f"{text}_{one}") or texts.get(f"{text}_{other}", "")
            for text in ("name", "mandate")
            for one, other in (("en", "fr"), ("fr", "en"))
        }
        return both | {
            "sector": self.sector,
            "founded": texts.get("founded", ""),
            "closed": texts.get("closed", ""),
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
    journal.lock()
    problems = ProblemList()
    code = normalize("NFC", code.strip())
    row = Structure(programme=programme, code=code, slug=slugify(code.replace("/", "-")))
    _check_code(problems, row)
    _put(problems, row, facts, at)
    saving.save(item=row, by=by, at=at)
    return row


@transaction.atomic
def change(*, structure: Structure, facts: StructureFacts, shown: str, by: User, at: datetime) -> Structure:
    """Change the facts of a structure; ``shown`` is what `queries.structures.fingerprint` said of those changed.

    Raises:
        Refused: a name is missing, the sector unknown, the dates are no dates, in the wrong order or to come, seats
            or meetings lie outside them, a structure would stand above or before itself, parent or predecessor are
            of another programme, or somebody changed the facts meanwhile.
    """
    journal.lock()
    row = Structure.objects.select_related("programme").get(pk=structure.pk)
    problems = ProblemList()
    if structures.fingerprint(row) != shown:
        problems.add(Rule.CHANGED_MEANWHILE, "", row.code)
    _put(problems, row, facts, at)
    saving.save(item=row, by=by, at=at)
    return row


def _check_code(problems: ProblemList, row: Structure) -> None:
    if problems.code(row.code, "code") is None:
        return
    if not bare(row.code):
        problems.add(Rule.NO_LETTERS, "code", row.code)
    others = Structure.objects.filter(programme=row.programme_id).values_list("code", "slug")
    for code, slug in others:
        if code == row.code:
            problems.add(Rule.STRUCTURE_EXISTS, "code", row.code)
        elif bare(code) == bare(row.code):
            problems.add(Rule.TOO_ALIKE, "code", row.code, other=code)
        elif slug == row.slug:
            problems.add(Rule.ADDRESS_TAKEN, "code", row.code, other=code)


def _put(problems: ProblemList, row: Structure, facts: StructureFacts, at: datetime) -> None:
    """Give the row these facts; with any problem, raise `Refused` instead."""
    columns = facts.columns
    given: dict[str, object] = {**facts.written, "sector": facts.sector, "dormant_after": facts.dormant_after}
    node = Node(problems, "", given)
    if not columns["name_en"]:
        problems.add(Rule.NAME_MISSING, "name_en")
    for language in ("en", "fr"):
        node.line(f"name_{language}", NAME_LENGTH)
        node.line(f"mandate_{language}", TEXT_LENGTH, lines=True)
    node.choice("sector", SECTORS)
    node.whole("dormant_after", 1, 60)
    founded, closed = node.year_or_day("founded"), node.year_or_day("closed")
    problems.certainly_ordered(founded, closed, "closed", "founded")
    today = timezone.localdate(at).isoformat()
    for field, day in (("founded", founded), ("closed", closed)):
        if day and span(day)[0] > today:
            problems.add(Rule.STILL_TO_COME, field, day)
    _check_relatives(problems, row, facts)
    if row.pk:
        _check_life(problems, row, founded, closed)
    problems.close()
    for column, value in columns.items():
        setattr(row, column, value)


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


def _check_life(problems: ProblemList, row: Structure, founded: str, closed: str) -> None:
    """No seat and no meeting lies certainly before the founding, or certainly after the closing."""
    seats = Seat.objects.filter(structure=row).values_list("since", "until")
    days = [span(each) for pair in seats for each in pair if each]
    meetings = Contact.objects.filter(structure=row, kind="session").exclude(state="cancelled")
    if founded:
        first = span(founded)[0]
        if any(last < first for _first, last in days):
            problems.add(Rule.SEATS_OUTSIDE, "founded", founded)
        if meetings.filter(on__lt=first).exists():
            problems.add(Rule.MEETINGS_OUTSIDE, "founded", founded)
    if closed:
        last_day = span(closed)[1]
        if any(begin > last_day for begin, _last in days):
            problems.add(Rule.SEATS_OUTSIDE, "closed", closed)
        if meetings.filter(on__gt=last_day).exists():
            problems.add(Rule.MEETINGS_OUTSIDE, "closed", closed)
