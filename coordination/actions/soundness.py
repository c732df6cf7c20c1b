"""What a record must fit whenever it comes into sight, recorded or restored.

These are parts of actions: each runs inside the transaction of one, and notes what is wrong.
"""

from coordination.documents.fixture.structures import read_seat_dates
from coordination.domain.bilingual import Text
from coordination.domain.dates import span
from coordination.domain.periods import overlap
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.models import Activity, Commitment, Contact, Seat

#: A second contact of one person that says the same in all of these is the first one, sent twice.
SAME = ("subject", "people", "agreed", "on", "at", "ends", "kind", "state", "structure")


def seat_dates(problems: ProblemList, row: Seat) -> None:
    """Note dates that are none, or fit neither each other nor the life of the structure."""
    given = {name: getattr(row, name) for name in ("since", "until") if getattr(row, name)}
    node = Node(problems, "", given)
    founded, closed = row.structure.founded, row.structure.closed
    row.since, row.until = read_seat_dates(node, "since", "until", founded=founded, closed=closed)


def seat_once(problems: ProblemList, row: Seat) -> None:
    """Note that the partner has this role in the structure at that time already."""
    others = Seat.objects.filter(structure=row.structure, partner=row.partner, role=row.role)
    for other in others.exclude(pk=row.pk):
        if other.since == row.since or overlap((row.since, row.until), (other.since, other.until)):
            problems.add(Rule.SEAT_EXISTS, "", row.partner.name_en)
            return


def activity_once(problems: ProblemList, row: Activity) -> None:
    """Note another activity of the same partner, recipient, function, kind, beginning and name."""
    others = Activity.objects.filter(
        programme=row.programme_id,
        partner=row.partner,
        recipient=row.recipient,
        function=row.function,
        kind=row.kind,
        since=row.since,
    ).exclude(pk=row.pk)
    name = Text(row.name_en, row.name_fr)
    for code, english, french in others.order_by("pk").values_list("code", "name_en", "name_fr"):
        if name.folded & Text(english, french).folded:
            problems.add(Rule.ACTIVITY_EXISTS, "", code, name=english)
            return


def identifier_once(problems: ProblemList, row: Activity) -> None:
    """Note that another activity, in sight or withdrawn, has the identifier."""
    if not row.identifier:
        return
    others = Activity.everything.filter(programme=row.programme_id, identifier=row.identifier)
    for code in others.exclude(pk=row.pk).values_list("code", flat=True):
        problems.add(Rule.IDENTIFIER_TAKEN, "identifier", row.identifier, code=code)


def promise_once(problems: ProblemList, row: Commitment) -> None:
    """Note an open commitment that says the same."""
    same = Commitment.objects.filter(
        programme=row.programme,
        text_en=row.text_en,
        text_fr=row.text_fr,
        owner=row.owner,
        structure=row.structure,
        criterion=row.criterion,
        due_on=row.due_on,
        state="open",
    ).exclude(pk=row.pk)
    if twice := same.first():
        problems.add(Rule.RECORDED_ALREADY, "text_en", twice.code)


def contact_once(problems: ProblemList, row: Contact) -> None:
    """Note a contact that the same person noted before, with the same words."""
    same = {name: getattr(row, name) for name in SAME}
    if Contact.objects.filter(programme=row.programme, author=row.author, **same).exclude(pk=row.pk).exists():
        problems.add(Rule.RECORDED_ALREADY, "subject", row.subject)


def session(problems: ProblemList, row: Contact) -> None:
    """Note a meeting of no structure, or outside its years; to speak of one to come is no meeting of it."""
    if row.kind != "session":
        return
    if row.structure is None:
        problems.add(Rule.SESSION_WITHOUT_STRUCTURE, "structure")
        return
    day, founded, closed = row.on.isoformat(), row.structure.founded, row.structure.closed
    if founded and day < span(founded)[0]:
        problems.add(Rule.SESSION_BEFORE_FOUNDED, "on", day, founded=founded)
    if closed and day > span(closed)[1]:
        problems.add(Rule.SESSION_AFTER_CLOSED, "on", day, closed=closed)
