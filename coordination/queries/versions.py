"""What was read and may be shown again: values kept for as long as nothing that they rest on was written.

Everything that changes what dashboards show tells the journal in the same transaction, so the last such entry is the
version of it all. It is asked for before anything is read: what is written meanwhile makes the value newer than its
version, never older, and the next reader asks for another version. The entries in between name the structures that have
to be read again (`told_since`).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery

from coordination.models import JournalEntry, Programme, Structure

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")
Verb = JournalEntry.Verb

#: What changes nothing that anybody else reads: drafts, and how somebody signs in and reads.
OWN = frozenset(
    {Verb.STARTED, Verb.ANSWERED, Verb.CHOSE_LANGUAGE, Verb.CHANGED_PASSWORD, Verb.LINKED}
    | {Verb.SIGNED_IN, Verb.LIMITED, Verb.NAMED, Verb.REMINDED, Verb.EXPORTED}
)
#: What changes neither answers that may be seen nor anything that figures rest on: the only verbs that leave them be.
QUIET = (
    OWN
    | {Verb.NOTED, Verb.DISMISSED, Verb.OBSERVED, Verb.PROMISED, Verb.SETTLED}
    | {Verb.COMMENTED, Verb.PROPOSED, Verb.DISSENTED, Verb.CONSENTED, Verb.TOOK_BACK}
)
#: What changes only answers, or nothing that anybody else reads. A link given, and a side asked, are told to others.
OF_ANSWERS = (OWN - {Verb.LINKED, Verb.REMINDED, Verb.CHANGED_PASSWORD, Verb.NAMED}) | {Verb.CORRECTED}
#: What changes the answers of one structure alone, which the entry names.
OF_ONE = (Verb.REVISED, Verb.CORRECTED)
#: After so many entries everything is read anew.
_FEW = 100


class Version(NamedTuple):
    """The number and the fingerprint of an entry of the journal."""

    sequence: int
    hash: str


def of_answers(programme: Programme) -> Version:
    """Return the version of what figures of a programme rest on; one query."""
    return _last(_told(programme, QUIET))


def of_all(programme: Programme) -> Version:
    """Return the version of everything in a programme that is not one person's own; one query."""
    return _last(_told(programme, OWN))


def beside(rows: QuerySet[Structure], programme: Programme) -> QuerySet[Any]:
    """Return the structures with the version of all that the pages of each show beside it: for ``of_row``.

    That is everything but answers changed on other structures; those on the programme as a whole are shown there, too.
    """
    whole = Structure.objects.filter(programme=programme, is_programme=True).values("code")[:1]
    # A key names its structure; those of some others do, too, whose name has this one in it.
    told = _told(programme, OWN).filter(
        ~Q(verb__in=OF_ONE) | Q(key__contains=OuterRef("code")) | Q(key__contains=Subquery(whole))
    )
    return rows.annotate(last_hash=Subquery(told.order_by("-sequence").values("hash")[:1]))


def all_but_answers(programme: Programme) -> Version:
    """Return the version of everything but answers, and of what rests on none of them; one query."""
    return _last(_told(programme, OF_ANSWERS))


def of_row(row: object) -> Version:
    """Return the version of all that was written when a row of ``beside`` was read; no query.

    It is the fingerprint alone, which no other entry has.
    """
    beside: Any = row
    return Version(sequence=0, hash=beside.last_hash or "")


def _last(told: QuerySet[JournalEntry]) -> Version:
    last = told.order_by("-sequence").values_list("sequence", "hash").first()
    number, fingerprint = last or (0, "")
    return Version(sequence=number, hash=fingerprint)


class WrittenSince(NamedTuple):
    """What a reader learned of the answers: those of assessments ``written`` after ``since`` made them ``version``.

    They are named by their keys; of those ``beyond`` more was written than that an answer was corrected. What a page has
    learned first it tells to what it reads next, so that it asks once.
    """

    since: Version
    version: Version
    written: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()


def told_since(programme: Programme, since: Version) -> WrittenSince | None:
    """Return what was written of the answers since; None where anything may be different; one query."""
    told = _told(programme, QUIET).filter(sequence__gte=since.sequence).order_by("sequence")
    columns = "sequence", "hash", "noun", "key", "verb"
    first, *later = [*told.values_list(*columns)[:_FEW]] or [(0, "", "", "", "")]
    if first[1] != since.hash or len(later) == _FEW - 1 or {each[2] for each in later} - {"assessment"}:
        return None
    last = later[-1] if later else first
    return WrittenSince(
        since=since,
        version=Version(last[0], last[1]),
        written=frozenset(each[3] for each in later),
        beyond=frozenset(each[3] for each in later if each[4] != Verb.CORRECTED),
    )


def round_of(key: str) -> str:
    """Return the label of the round in the key of an assessment: it stands before the first space."""
    return key.partition(" ")[0]


def about(keys: Iterable[str]) -> frozenset[str]:
    """Return what follows the round in the keys of assessments."""
    return frozenset(each.partition(" ")[2] for each in keys)


def _told(programme: Programme, quiet: frozenset[str]) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(Q(programme=programme) | Q(programme=None)).exclude(verb__in=quiet)


def _told_of(since: Version, told: WrittenSince | None) -> WrittenSince | None:
    """Return what was told of a version; None where another one was asked about."""
    if told is not None and since == told.version:
        return WrittenSince(since, since)
    return told if told is not None and since == told.since else None


_SHELVES: list[Callable[[], None]] = []


class Shelf(Generic[Kept]):
    """The values of the last few keys, each with the version that it was made for; one a key, so nothing piles up."""

    def __init__(self, size: int) -> None:
        _SHELVES.append(self.clear)
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[Version, Kept]] = OrderedDict()
        self._lock = Lock()

    def get(
        self,
        key: Hashable,
        version: Version,
        make: Callable[[], Kept],
        renew: Callable[[Version, Kept], Kept] | None = None,
    ) -> Kept:
        """Return what is kept for this key and version, else what ``make`` returns now.

        Where a value of another version is kept, ``renew`` may make the new one of it.
        """
        found = self._find(key)
        if found is not None and found[0] == version:
            return found[1]
        made = renew(*found) if found is not None and renew else make()
        self._put({key: made}, {key: version})
        return made

    def get_all(
        self, wanted: Mapping[Key, Version], make: Callable[[Sequence[Key]], Sequence[Kept]]
    ) -> list[Kept]:
        """Return the values of these keys in their order; ``make`` is asked once for all that are not kept."""
        found = {key: kept for key in wanted if (kept := self._find(key)) and kept[0] == wanted[key]}
        missing = [key for key in wanted if key not in found]
        made = dict(zip(missing, make(missing), strict=True)) if missing else {}
        self._put(made, wanted)
        return [made[key] if key in made else found[key][1] for key in wanted]

    def follow(
        self,
        key: Hashable,
        programme: Programme,
        make: Callable[[Version], Kept],
        renew: Callable[[WrittenSince, Kept], Kept],
        told: WrittenSince | None = None,
    ) -> tuple[Kept, WrittenSince]:
        """Return what is kept for this key, if it is of the answers as they are, else what ``make`` returns now.

        With it comes what was learned of the answers. Where answers were written and nothing else, ``renew`` makes the
        new value of that and the one that is kept. One query more than theirs, two where anything else was written;
        none where ``told``, which was learned on the same page, says what was written since the value that is kept.
        """
        found = self._find(key)
        if found is not None:
            learned = _told_of(found[0], told) or told_since(programme, found[0])
            if learned is not None:
                made = renew(learned, found[1]) if learned.written else found[1]
                self._put({key: made}, {key: learned.version})
                return made, learned
        version = told.version if told else of_answers(programme)
        made = make(version)
        self._put({key: made}, {key: version})
        return made, told or WrittenSince(version, version)

    def _find(self, key: Hashable) -> tuple[Version, Kept] | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _put(self, made: Mapping[Key, Kept], versions: Mapping[Key, Version]) -> None:
        with self._lock:
            for key, value in made.items():
                self._kept[key] = versions[key], value
                self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


def forget() -> None:
    """Forget all that is kept: for tests, whose databases go back to what they were and write the same again."""
    for clear in _SHELVES:
        clear()
