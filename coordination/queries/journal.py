"""Reading the journal: does its chain hold, and does replaying it give everything that counts as it stands today?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from coordination.domain.journal import chained_hash, stamp
from coordination.domain.journal_lines import NOWHERE, PARTED, Lines, Place
from coordination.domain.replay.telling import tell
from coordination.domain.replay.told import Facts, Replay, Thing, Told, differences, is_begun_in_vain
from coordination.models import JournalEntry, Programme, User
from coordination.queries import journal_facts, journal_lines

#: So many entries are read at once, however long the journal is.
CHUNK = 1000
#: Said to differ without saying how: answers and weights may be sealed, texts are long.
UNSAID = frozenset(
    {"answers", "verbatim", "status", "level", "lo", "hi", "certainty", "evidence"}
    | {"text", "withdrawn_reason", "basis", "differs", "people"}
    | {"weights", "reason", "text_en", "text_fr", "outcome", "moved", "person", "content", "criteria"}
)
PERSONS = frozenset(
    {
        "rater_user",
        "keyed_by",
        "sent_by",
        "recorded_by",
        "corrected_by",
        "author",
        "withdrawn_by",
        "proposed_by",
    }
    | {"government_by", "partners_by", "by", "given_by", "requested_by", "dissented_by"}
)
#: Facts whose names are not plain English as they stand.
WORDS = {
    "rater_user": "assessor",
    "keyed_by": "person who keyed it in",
    "filled_on": "day it was filled in",
    "government_by": "manager of the government who agreed",
    "partners_by": "manager of the partners who agreed",
    "rater": "assessor's name",
    "reference_on": "reference date",
    "last_on": "last day",
    "due_on": "due day",
    "moved": "days it was due before",
    "person": "person in charge",
    "text_en": "English text",
    "text_fr": "French text",
    "verbatim": "wording",
    "lo": "lower bound",
    "hi": "upper bound",
}


def content(entry: JournalEntry) -> dict[str, object]:
    """Return what the entry's hash covers, as JSON values."""
    return {
        "sequence": entry.sequence,
        "at": stamp(entry.at),
        "by": entry.by_id,
        "programme": entry.programme_id,
        "verb": entry.verb,
        "noun": entry.noun,
        "key": entry.key,
        "before": entry.before,
        "after": entry.after,
    }


def length() -> int:
    """Return the number of entries."""
    return JournalEntry.objects.count()


def place(entry: JournalEntry) -> Place:
    """Return where an entry stands in the lines of the journal."""
    return Place(sequence=entry.sequence, programme=entry.programme_id, noun=entry.noun, verb=entry.verb)


def faults() -> list[str]:
    """Return a line for every break of the chain, and for every fact that differs from the journal."""
    people = {email: pk for pk, email in User.objects.values_list("pk", "email")}
    reading = _Reading(replay=Replay(people))
    # Up to the last entry that all wrote in line nothing is added any more; behind it one of a lower number may come.
    reading.go_on(until=journal_lines.head().sequence)
    with _one_moment():
        # What was written meanwhile: from here on nothing moves.
        reading.go_on()
        reading.end()
        return [*reading.faults, *_compared(reading.replay)]


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The journal, read as far as the entry of the number ``last``."""

    replay: Replay
    lines: Lines = field(default_factory=Lines)
    last: int = 0
    #: The last entry that says that the journal is parted.
    parted: int | None = None
    faults: list[str] = field(default_factory=list)

    def go_on(self, until: int | None = None) -> None:
        """Read the remaining entries in batches; a connection pool would lose a cursor."""
        # It may have been parted meanwhile, behind all that was read.
        self.lines.parted_after = journal_lines.parted_after()
        told = JournalEntry.objects.order_by("sequence")
        if until is not None:
            told = told.filter(sequence__lte=until)
        while entries := list(told.filter(sequence__gt=self.last)[:CHUNK]):
            for entry in entries:
                self._take(entry)

    def end(self) -> None:
        """Compare the last entry of each line with its recorded end."""
        heads = journal_lines.ends()
        common = heads.pop(None, NOWHERE)
        if (common, heads) != (self.lines.common, self.lines.own):
            self.faults.append("The journal does not end where its last entry says.")
        if self.lines.parted_after is not None and self.lines.parted_after != self.parted:
            self.faults.append("The journal was not parted where its end says.")

    def _take(self, entry: JournalEntry) -> None:
        stands = place(entry)
        before = self.lines.before(stands)
        if not self.lines.is_numbered(stands):
            self.faults.append(f"Entry {before.sequence + 1} is missing.")
        if entry.previous_hash != before.hash or entry.hash != chained_hash(before.hash, content(entry)):
            self.faults.append(f"Entry {entry.sequence} is not what was written.")
        self.last = entry.sequence
        if (entry.noun, entry.verb) == PARTED:
            self.parted = entry.sequence
        self.lines.follow(stands, entry.hash)
        told = Told(
            by=entry.by_id,
            programme=entry.programme_id,
            verb=entry.verb,
            noun=entry.noun,
            key=entry.key,
            before=entry.before,
            after=entry.after,
        )
        try:
            tell(self.replay, told)
        except (ValueError, LookupError, TypeError, AttributeError):
            self.faults.append(f"Entry {entry.sequence} tells nothing that can be followed.")


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read one consistent state of the database, whatever is written meanwhile; on SQLite, writers wait."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


# --- what was told against what stands


def _compared(replay: Replay) -> Iterator[str]:
    """Yield a line for each fact that journal and database do not share; consumes the facts."""
    codes = dict(Programme.objects.values_list("pk", "code"))
    emails = dict(User.objects.values_list("pk", "email"))
    for thing, stored in journal_facts.standing():
        told = replay.things.pop(thing, None)
        if told is None:
            yield f"{_name(thing, stored, codes, emails)} is stored and not in the journal."
            continue
        for fact in differences(told, stored):
            yield f"{_name(thing, told, codes, emails)}: {_difference(fact, told, stored, emails)}"
    for thing, told in replay.things.items():
        if not is_begun_in_vain(thing, told):
            yield f"{_name(thing, told, codes, emails)} is in the journal and not stored."


def _name(thing: Thing, facts: Facts, codes: Mapping[int, str], emails: Mapping[int, str]) -> str:
    kind, *key = thing
    match kind, key:
        case "assessment", [number]:
            return f"Assessment {number} ({facts['round']} {facts['structure']} {facts['side']})"
        case "correction", [number, criterion, int(position)]:
            return f"Correction {position + 1} of the answer to {criterion} in assessment {number}"
        case "correction dissent", [number, criterion, int(position), side]:
            return f"Dissent of {side} from correction {position + 1} of {criterion} in assessment {number}"
        case "publication", [_programme, number]:
            return f"Publication {number} ({facts['round']} {facts['structure']})"
        case "weights", [programme, round_, side, version]:
            return f"Weights {version} of the side {side} in round {round_} of {_of(codes, programme)}"
        case "comment" | "joint answer", [programme, number]:
            about = f"{facts['round']} {facts['structure']} {facts['criterion']}"
            return f"{str(kind).capitalize()} {number} ({about}) of {_of(codes, programme)}"
        case "dissent", [programme, number, side]:
            return f"The dissent of the side {side} from joint answer {number} of {_of(codes, programme)}"
        case "place", [programme, person]:
            return f"The place of {_of(emails, person)} in {_of(codes, programme)}"
        case "asked" | "consent" | "request" | "assessors" | "not submitted", [programme, round_, *rest]:
            which = " ".join(map(str, rest))
            return f"{str(kind).capitalize()} {which} in round {round_} of {_of(codes, programme)}"
        case _, [programme, name]:
            return f"{str(kind).capitalize()} {name} of {_of(codes, programme)}"
    return f"{str(kind).capitalize()} {key[0]}"


def _of(names: Mapping[int, str], number: object) -> str:
    return names.get(number, str(number)) if isinstance(number, int) else str(number)


def _difference(fact: str, told: Facts, stored: Facts, emails: Mapping[int, str]) -> str:
    if fact == "answers":
        codes = told[fact].keys() | stored[fact].keys()
        listed = ", ".join(sorted(code for code in codes if told[fact].get(code) != stored[fact].get(code)))
        return f"answers to {listed}, or their sources, are not those of the journal."
    word = WORDS.get(fact, fact.replace("_", " "))
    if fact in UNSAID:
        return f"{word} is not that of the journal."
    here, there = stored[fact], told[fact]
    if fact in PERSONS:
        here, there = ("nobody" if each is None else _of(emails, each) for each in (here, there))
    return f"{word} is {here or 'nothing'}, the journal says {there or 'nothing'}."
