"""The journal as people read it: the log that both sides share, and what the own side's people did.

The shared log is the same for every reader of one kind, names no person, and of assessments and weights holds only what
is revealed. Nothing here says how many entries there are besides.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coordination.domain.bilingual import Text
from coordination.domain.history import (
    OF_ANSWERS,
    OF_OWN_PEOPLE,
    SHARED,
    Actor,
    PlaceHistory,
    Subject,
    about_answers,
    subject,
)
from coordination.domain.vocabulary import SIDES
from coordination.models import (
    Assessment,
    JournalEntry,
    Membership,
    Programme,
    User,
)
from coordination.permissions import (
    Action,
    Standing,
    assessments_visible_to,
    can,
    commitments_visible_to,
    contacts_visible_to,
    dashboard_assessments,
    reads_open_rounds,
    weightings_visible_to,
)
from coordination.queries import journal_names, paging
from coordination.queries.filters import PAGE
from coordination.queries.paging import Paged

#: The most entries that a file holds, the latest ones.
CEILING = 10_000
PLACES = ("gave place", "confirmed", "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEntries:
    """Which entries a reader asks for; empty: all. Days are the programme's."""

    noun: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done: to what (``about``, names in order), by whom.

    ``actor`` is None where the server or nobody in particular did it, ``person`` the name as far as the reader may know
    it; ``has_left`` where that person has no place here any more.
    """

    at: datetime
    verb: str
    noun: str
    about: tuple[Text, ...]
    actor: Actor | None
    person: str = ""
    has_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    sequence: int
    at: datetime
    by: int | None
    verb: str
    noun: str
    key: str


def shared(
    user: User, programme: Programme, standing: Standing, wanted: WantedEntries, *, page: int | None = 1
) -> Paged[Deed]:
    """Return the log that both sides share, latest first; without a page, all of it up to ``CEILING``."""
    is_shown = _shared(user, programme, standing)
    places = _places(programme)
    found = [each for each in _entries(programme, wanted, SHARED) if is_shown(each)]
    return _page(found, page, lambda shown: _told(programme, shown, places))


def own(
    user: User, programme: Programme, standing: Standing, wanted: WantedEntries, *, page: int | None = 1
) -> Paged[Deed]:
    """Return what the people of the reader's side did, latest first, as far as the reader may read it."""
    assert standing.side
    places = _places(programme)
    is_shown = _own(user, programme, standing)
    found = [
        each
        for each in _entries(programme, wanted, (*SHARED, *OF_OWN_PEOPLE))
        if _is_of(standing.side, each, places) and is_shown(each)
    ]
    names_all = can(standing, Action.LOOK_AFTER)

    def is_named(entry: _Entry) -> bool:
        # Assessors are known to their side; of the rest a manager knows who did it.
        return names_all or entry.by == user.pk or entry.noun == "assessment"

    return _page(found, page, lambda shown: _told(programme, shown, places, is_named))


def _is_of(side: str, entry: _Entry, places: PlaceHistory) -> bool:
    """Whether somebody of this side did it; or nobody in particular, and it discarded an empty draft of the side."""
    if entry.by is not None:
        return _actor(places, entry).side == side
    is_discarded = entry.noun == "assessment" and entry.verb == "discarded"
    return is_discarded and subject(entry.verb, entry.key).side == side


# --- which entries


def _entries(programme: Programme, wanted: WantedEntries, nouns: Sequence[str]) -> list[_Entry]:
    """Return the entries of these kinds and days, latest first; one query."""
    rows = JournalEntry.objects.filter(programme=programme, noun__in=nouns)
    if wanted.noun:
        rows = rows.filter(noun=wanted.noun)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since, programme))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1), programme))
    columns = ("sequence", "at", "by_id", "verb", "noun", "key")
    return [
        _Entry(sequence=sequence, at=at, by=by, verb=verb, noun=noun, key=key)
        for sequence, at, by, verb, noun, key in rows.order_by("-sequence").values_list(*columns)
    ]


def _midnight(on: date, programme: Programme) -> datetime:
    return datetime.combine(on, time.min, tzinfo=programme.zone)


def _shared(user: User, programme: Programme, standing: Standing) -> Callable[[_Entry], bool]:
    """Return which entries stand in the log that both sides share, for readers of this kind; at most three queries."""
    numbers, revealed = _revealed(user, programme)
    empty = _empty(programme)
    heard = {label for label, _code in revealed}
    reads_all = reads_open_rounds(standing)
    promised = (
        set()
        if reads_all
        else set(commitments_visible_to(user, programme).order_by().values_list("code", flat=True))
    )

    def is_told(about: Subject) -> bool:
        is_read = about.number in numbers or (about.round, about.structure) in revealed
        return is_read and about.number not in empty

    def is_shown(entry: _Entry) -> bool:
        if entry.noun == "assessment":
            return is_told(subject(entry.verb, entry.key))
        if entry.noun in OF_ANSWERS:
            return about_answers(entry.noun, entry.key) in revealed
        if entry.verb == "weighed":
            return entry.key in heard
        return entry.noun != "commitment" or reads_all or entry.key in promised

    return is_shown


def _revealed(user: User, programme: Programme) -> tuple[set[int], set[tuple[str, str]]]:
    """Return the assessments on the reader's dashboards, and by round and structure where a side's is; one query."""
    read = dashboard_assessments(user).filter(round__programme=programme)
    numbers, revealed = set(), set()
    for number, side, label, code in read.order_by().values_list(
        "pk", "side", "round__label", "structure__code"
    ):
        numbers.add(number)
        if side in SIDES:
            revealed.add((label, code))
    return numbers, revealed


def _empty(programme: Programme) -> set[int | None]:
    """Return the assessments that were discarded without any answer: no side learns of the other's; one query."""
    told = JournalEntry.objects.filter(
        programme=programme, noun="assessment", verb="discarded", before={"answers": {}}
    )
    return {subject("discarded", key).number for key in told.order_by().values_list("key", flat=True)}


def _own(user: User, programme: Programme, standing: Standing) -> Callable[[_Entry], bool]:
    """Return which entries of the own side's people this reader may read; at most five queries.

    Their own, always. What a draft was that is gone, and what concerns people, its manager's alone.
    """
    looks_after, since = can(standing, Action.LOOK_AFTER), standing.reads_since
    here = assessments_visible_to(user).filter(round__programme=programme)
    readable = set(here.order_by().values_list("pk", flat=True))
    there = Assessment.objects.filter(round__programme=programme, side=standing.side).order_by()
    kept = set(there.values_list("pk", flat=True))
    noted = set(contacts_visible_to(user, programme).order_by().values_list("code", flat=True))
    weighed = weightings_visible_to(user).filter(round__programme=programme, side=standing.side).order_by()
    labels = set(weighed.values_list("round__label", flat=True))

    def is_shown(entry: _Entry) -> bool:
        if entry.by == user.pk:
            return True
        is_new = since is None or entry.at >= since
        if entry.noun == "assessment":
            number = subject(entry.verb, entry.key).number
            return number in readable or (number not in kept and looks_after and is_new)
        if entry.verb == "weighed":
            return entry.key in labels and (is_new or entry.key in heard)
        if entry.noun in OF_ANSWERS:
            return about_answers(entry.noun, entry.key) in revealed
        if entry.noun == "contact":
            return entry.key in noted
        return entry.noun not in ("person", "export") or looks_after

    _numbers, revealed = _revealed(user, programme)
    heard = {label for label, _code in revealed}
    return is_shown


# --- who did it


def _places(programme: Programme) -> PlaceHistory:
    """Return who had which place when; two queries. Of whom the journal tells nothing, the place of today counts."""
    places = PlaceHistory()
    for user, role, side in Membership.objects.filter(
        programme=programme, confirmed_at__isnull=False
    ).values_list("user_id", "role", "side"):
        places.known[user] = [(0, Actor(role, side or ""))]
    told = JournalEntry.objects.filter(programme=programme, noun="person", verb__in=PLACES)
    for row in told.order_by("sequence").values_list("sequence", "verb", "before", "after"):
        places.tell(*row)
    return places


def _actor(places: PlaceHistory, entry: _Entry) -> Actor:
    return (places.at(entry.by, entry.sequence) if entry.by is not None else None) or Actor()


# --- in which words


def _page(
    found: Sequence[_Entry], page: int | None, told: Callable[[Sequence[_Entry]], Iterable[Deed]]
) -> Paged[Deed]:
    if page is None:
        return Paged(listed=tuple(told(found[:CEILING])), total=len(found))
    number, pages = paging.at(page, len(found), PAGE)
    shown = found[(number - 1) * PAGE : number * PAGE]
    return Paged(listed=tuple(told(shown)), total=len(found), page=number, pages=pages)


def _told(
    programme: Programme,
    shown: Sequence[_Entry],
    places: PlaceHistory,
    is_named: Callable[[_Entry], bool] = lambda entry: False,
) -> list[Deed]:
    """Return entries with the names of what they are about, and of who did it where the reader may know; few queries."""
    names = journal_names.names(programme, [_named(entry) for entry in shown])
    named = {entry.by for entry in shown if entry.by is not None and is_named(entry)}
    # Nobody has the number 0: without any, Django would leave a query out.
    people = dict(User.objects.filter(pk__in={0, *named}).values_list("pk", "name"))
    present = set(
        Membership.objects.filter(programme=programme, user__in={0, *named}).values_list("user", flat=True)
    )
    return [
        Deed(
            at=entry.at,
            verb=entry.verb,
            noun=entry.noun,
            about=_about(entry, names),
            actor=_actor(places, entry) if _is_somebodys(entry) else None,
            person=people.get(entry.by or 0, "") if entry.by in present and is_named(entry) else "",
            has_left=entry.by in named and entry.by not in present,
        )
        for entry in shown
    ]


def _is_somebodys(entry: _Entry) -> bool:
    """Whether somebody did it; both sides are revealed at once, and whoever sent last did no more than the others."""
    return entry.by is not None and entry.verb != "revealed"


def _named(entry: _Entry) -> tuple[str, str]:
    """Return the kind and key by which what an entry is about has its name."""
    match entry.noun:
        case "assessment":
            return "round", subject(entry.verb, entry.key).round
        case "comment" | "joint answer" | "publication":
            return "round", about_answers(entry.noun, entry.key)[0]
        case "assessor" | "reminder":
            return "round", entry.key.partition(" ")[0]
    return entry.noun, entry.key


def _about(entry: _Entry, names: Mapping[tuple[str, str], Text]) -> tuple[Text, ...]:
    """Return the names of what an entry is about; none where the programme itself is, or what has no name."""
    plain = Text(entry.key, entry.key)
    match entry.noun:
        case "assessment":
            about = subject(entry.verb, entry.key)
            round_ = names.get(_named(entry), Text(about.round, about.round))
            return (Text(about.structure, about.structure), round_)
        case "comment" | "joint answer" | "publication":
            label, code = about_answers(entry.noun, entry.key)
            return (Text(code, code), names.get(_named(entry), Text(label, label)))
        case "programme" | "finding" | "fixture":
            return ()
        case "commitment" | "contact" | "partner" | "activity" | "function" | "standard":
            name = names.get((entry.noun, entry.key))
            return (name,) if name else (plain,)
    return (names.get(_named(entry), plain),)
