"""Findings about the activities: overlaps, incompatibilities and gaps, open or dismissed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import QuerySet

from coordination.domain.bilingual import Text
from coordination.domain.overlaps import (
    ActivityRow,
    OverlapFinding,
    OverlapKind,
    gaps,
    incompatibilities,
    overlaps,
)
from coordination.models import Activity, Dismissal, Function, Partner, Programme
from coordination.queries import dismissals
from coordination.queries.dismissals import DismissalValue, Key, key
from coordination.queries.filters import PAGE, NoSuch
from coordination.queries.paging import Paged, at

#: How many rows of a finding a list names; a finding by itself shows all of them, as far as a page can.
NAMED = 10
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings are certain, and how many only possible."""

    certain: int = 0
    possible: int = 0

    @property
    def total(self) -> int:
        """Certain and possible together."""
        return self.certain + self.possible


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which findings a reader filters by; None and empty stand for all. ``finding`` is a fingerprint."""

    on: date
    kind: str = ""
    function: int | None = None
    recipient: int | None = None
    activity: int | None = None
    finding: str = ""

    def wants(self, finding: OverlapFinding) -> bool:
        """Whether the finding matches."""
        return (
            (not self.kind or finding.kind == self.kind)
            and self.function in (None, finding.function)
            and self.recipient in (None, finding.recipient)
            and (self.activity is None or self.activity in finding.rows)
            and self.finding in ("", finding.fingerprint)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowValue:
    """One activity that a finding rests on; `since` and `until` are a year, a day, or empty where not known."""

    id: int
    name: Text
    partner_id: int
    partner: Text
    recipient: Text
    standard: Text | None
    equipment: Text | None
    since: str
    until: str
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingValue:
    """A finding with the names of its first rows; the counts cover all of its rows.

    Gaps have no ``recipient``, open findings no ``dismissal``.
    """

    kind: OverlapKind
    fingerprint: str
    is_certain: bool
    function: Text
    recipient: Text | None
    rows: tuple[RowValue, ...]
    row_count: int
    partner_count: int
    standard_count: int
    equipment_count: int
    dismissal: DismissalValue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """One page of the matching open findings, their number by kind, and the dismissed ones.

    ``dismissed`` are the latest of ``dismissed_count``. ``functions`` and ``recipients`` (id and name) are the choices,
    ``activity`` is the name of the activity filtered by.
    """

    open: Paged[FindingValue]
    counts: dict[OverlapKind, Count]
    dismissed: tuple[FindingValue, ...]
    dismissed_count: int
    functions: tuple[tuple[int, Text], ...]
    recipients: tuple[tuple[int, Text], ...]
    activity: Text | None


def index(programme: Programme, asked: Asked, page: int = 1) -> Findings:
    """Return the matching findings, certain ones first within their kind; five queries, six with an activity.

    Raises:
        NoSuch: the programme has no such function, activity or recipient.
    """
    rows = {row.id: row for row in _rows(Activity.objects.filter(programme=programme))}
    functions, planned = _functions(programme)
    recipients = _recipients({row.recipient for row in rows.values()})
    activity = _activity(programme, asked.activity)
    _check("function", asked.function, functions)
    _check("recipient", asked.recipient, recipients)
    said = dismissals.of_programme(programme)
    wanted = [each for each in _found_in(rows.values(), planned, asked.on) if asked.wants(each)]
    still_open = [each for each in wanted if key(each) not in said]
    dismissed = [each for each in wanted if key(each) in said]
    order = list(OverlapKind)
    still_open.sort(key=lambda each: (order.index(each.kind), not each.is_certain))
    dismissed.sort(key=lambda each: said[key(each)].at, reverse=True)
    page, pages = at(page, len(still_open), PAGE)
    on_page = still_open[(page - 1) * PAGE : page * PAGE]
    shown = _with_names(
        [*on_page, *dismissed[:PAGE]], rows, functions, said, most=WHOLE if asked.finding else NAMED
    )
    return Findings(
        open=Paged(listed=shown[: len(on_page)], total=len(still_open), page=page, pages=pages),
        counts=counted(still_open),
        dismissed=shown[len(on_page) :],
        dismissed_count=len(dismissed),
        functions=tuple(functions.items()),
        recipients=tuple(recipients.items()),
        activity=activity,
    )


def _check(what: str, asked: int | None, known: Collection[int]) -> None:
    if asked is not None and asked not in known:
        raise NoSuch(what, str(asked))


def _functions(programme: Programme) -> tuple[dict[int, Text], tuple[int, ...]]:
    """Return the functions by id, in the order of their names, and which of them are planned; one query."""
    rows = tuple(
        Function.objects.filter(programme=programme)
        .order_by("name_en", "pk")
        .values_list("pk", "name_en", "name_fr", "is_planned")
    )
    return {pk: Text(en, fr) for pk, en, fr, _ in rows}, tuple(pk for pk, *_, planned in rows if planned)


def _recipients(ids: Collection[int]) -> dict[int, Text]:
    rows = (
        Partner.objects.filter(pk__in=ids).order_by("name_en", "pk").values_list("pk", "name_en", "name_fr")
    )
    return {pk: Text(en, fr) for pk, en, fr in rows}


def _activity(programme: Programme, asked: int | None) -> Text | None:
    if asked is None:
        return None
    for english, french in Activity.objects.filter(programme=programme, pk=asked).values_list(
        "name_en", "name_fr"
    ):
        return Text(english, french)
    raise NoSuch("activity", str(asked))


def counts(programme: Programme, on: date) -> dict[OverlapKind, Count]:
    """Count the open findings of each kind, gaps as of a day; three queries."""
    dismissed = set(Dismissal.objects.filter(programme=programme).values_list("kind", "fingerprint"))
    return counted(each for each in findings(programme, on) if key(each) not in dismissed)


def counted(found: Iterable[OverlapFinding]) -> dict[OverlapKind, Count]:
    """Count the certain and the only possible findings of every kind."""
    numbers = {kind: [0, 0] for kind in OverlapKind}
    for each in found:
        numbers[each.kind][not each.is_certain] += 1
    return {kind: Count(certain, possible) for kind, (certain, possible) in numbers.items()}


def of_activity(programme: Programme, activity_id: int) -> tuple[FindingValue, ...]:
    """Return the overlaps and incompatibilities of one activity, dismissed ones included; three queries.

    Empty where the activity has no function, or belongs to another programme. Gaps concern a day and all recipients:
    see ``findings``.
    """
    one = Activity.objects.filter(programme=programme, pk=activity_id)
    rows = _rows(
        Activity.objects.filter(
            programme=programme, recipient=one.values("recipient")[:1], function=one.values("function")[:1]
        )
    )
    taking_part = [each for each in (*overlaps(rows), *incompatibilities(rows)) if activity_id in each.rows]
    said = dismissals.of_programme(programme, [each.fingerprint for each in taking_part])
    return _with_names(taking_part, {row.id: row for row in rows}, {}, said)


def findings(programme: Programme, on: date) -> tuple[OverlapFinding, ...]:
    """Return all findings, dismissed or not: overlaps, incompatibilities, then gaps as of a day; two queries."""
    rows = _rows(Activity.objects.filter(programme=programme))
    planned = Function.objects.filter(programme=programme, is_planned=True).values_list("pk", flat=True)
    return _found_in(rows, tuple(planned), on)


def _found_in(
    rows: Collection[ActivityRow], planned: Collection[int], on: date
) -> tuple[OverlapFinding, ...]:
    return (*overlaps(rows), *incompatibilities(rows), *gaps(planned, rows, on))


def _rows(activities: QuerySet[Activity]) -> list[ActivityRow]:
    columns = (
        "pk",
        "partner_id",
        "recipient_id",
        "function_id",
        "standard_id",
        "equipment_id",
        "since",
        "until",
    )
    rows = activities.filter(function__isnull=False).order_by().values_list(*columns)
    return [
        ActivityRow(
            id=pk,
            partner=partner,
            recipient=recipient,
            function=function,
            standard=standard,
            equipment=equipment,
            since=since,
            until=until,
        )
        for pk, partner, recipient, function, standard, equipment, since, until in rows.iterator(
            chunk_size=10_000
        )
    ]


def _with_names(
    found: Sequence[OverlapFinding],
    rows: Mapping[int, ActivityRow],
    functions: Mapping[int, Text],
    said: Mapping[Key, DismissalValue],
    *,
    most: int = NAMED,
) -> tuple[FindingValue, ...]:
    """Name at most ``most`` rows of each finding; ``functions`` are the names for gaps. One query."""
    shown = [_shown(each, rows, most) for each in found]
    names, of_functions = _names({row for ids in shown for row in ids})
    return tuple(
        _found(
            each,
            [rows[row] for row in each.rows],
            tuple(names[row] for row in ids if row in names),
            functions.get(each.function) or of_functions[each.function],
            said.get(key(each)),
        )
        for each, ids in zip(found, shown, strict=True)
    )


def _shown(finding: OverlapFinding, rows: Mapping[int, ActivityRow], most: int) -> list[int]:
    """Return the ids of the rows to name: the most telling first, one of each partner or standard."""
    seen: set[object] = set()
    telling: list[int] = []
    others: list[int] = []
    for each in finding.rows:
        row = rows[each]
        fact = (row.standard, row.equipment) if finding.kind is OverlapKind.INCOMPATIBILITY else row.partner
        (others if fact in seen else telling).append(each)
        seen.add(fact)
    return sorted((telling + others)[:most])


def _names(ids: Collection[int]) -> tuple[dict[int, RowValue], dict[int, Text]]:
    """Return these rows with their names, and the names of their functions; one query."""
    named = ("", "partner__", "recipient__", "function__", "standard__", "equipment__")
    columns = [f"{each}name_{language}" for each in named for language in ("en", "fr")]
    facts = ("pk", "partner_id", "function_id", "since", "until", "origin")
    rows, functions = {}, {}
    for each in Activity.objects.filter(pk__in=ids).order_by().values(*facts, *columns):
        text = partial(_text, each)
        functions[each["function_id"]] = text("function__")
        rows[each["pk"]] = RowValue(
            id=each["pk"],
            name=text(""),
            partner_id=each["partner_id"],
            partner=text("partner__"),
            recipient=text("recipient__"),
            standard=text("standard__") if each["standard__name_en"] else None,
            equipment=text("equipment__") if each["equipment__name_en"] else None,
            since=each["since"],
            until=each["until"],
            is_invented=each["origin"] == "invented",
        )
    return rows, functions


def _text(row: Mapping[str, str], of: str) -> Text:
    return Text(row[f"{of}name_en"], row[f"{of}name_fr"])


def _found(
    finding: OverlapFinding,
    rows: Sequence[ActivityRow],
    shown: tuple[RowValue, ...],
    function: Text,
    dismissal: DismissalValue | None,
) -> FindingValue:
    return FindingValue(
        kind=finding.kind,
        fingerprint=finding.fingerprint,
        is_certain=finding.is_certain,
        function=function,
        recipient=shown[0].recipient if finding.recipient and shown else None,
        rows=shown,
        row_count=len(rows),
        partner_count=len({row.partner for row in rows}),
        standard_count=len({row.standard for row in rows} - {None}),
        equipment_count=len({row.equipment for row in rows} - {None}),
        dismissal=dismissal,
    )
