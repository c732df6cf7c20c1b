"""Findings about the activities: overlaps, incompatibilities and gaps, open or dismissed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from coordination.domain.bilingual import Text
from coordination.domain.claims.overlaps import FindingsCounted, findings_counted
from coordination.domain.overlaps import (
    ActivityRow,
    OverlapFinding,
    OverlapKind,
    gaps,
    incompatibilities,
    overlaps,
)
from coordination.models import Activity, Dismissal, Function, Partner, Programme
from coordination.queries import dismissals, participations, spans
from coordination.queries.dismissals import key
from coordination.queries.filters import PAGE, NoSuch
from coordination.queries.findings import NAMED, WHOLE, FindingValue, with_names
from coordination.queries.paging import Paged, at
from coordination.queries.spans import FunctionsInTime

NOBODY: frozenset[int] = frozenset()


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
    """Which findings a reader filters by; None and empty stand for all. ``finding`` is a fingerprint.

    ``on`` is the day of the gaps; what ends after ``today`` is only planned to end.
    """

    on: date
    today: date
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
class Findings:
    """One page of the matching open findings, their number by kind, the dismissed ones, and the functions in time.

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
    counted: FindingsCounted
    in_time: FunctionsInTime


def index(programme: Programme, asked: Asked, page: int = 1) -> Findings:
    """Return the matching findings, certain ones first within their kind; seven queries, eight with an activity.

    Raises:
        NoSuch: the programme has no such function, activity or recipient.
    """
    rows = {row.id: row for row in _rows(Activity.objects.filter(programme=programme))}
    functions, planned = _functions(programme)
    recipients = _recipients({row.recipient for row in rows.values() if row.recipient})
    activity = _activity(programme, asked.activity)
    _check("function", asked.function, functions)
    _check("recipient", asked.recipient, recipients)
    said = dismissals.of_programme(programme)
    wanted = [each for each in _found_in(rows.values(), planned, asked.on, asked.today) if asked.wants(each)]
    still_open = [each for each in wanted if key(each) not in said]
    dismissed = [each for each in wanted if key(each) in said]
    order = list(OverlapKind)
    still_open.sort(key=lambda each: (order.index(each.kind), not each.is_certain))
    dismissed.sort(key=lambda each: said[key(each)].at, reverse=True)
    page, pages = at(page, len(still_open), PAGE)
    on_page = still_open[(page - 1) * PAGE : page * PAGE]
    shown = with_names(
        [*on_page, *dismissed[:PAGE]],
        rows,
        functions,
        said,
        on=asked.on,
        today=asked.today,
        most=WHOLE if asked.finding else NAMED,
    )
    return Findings(
        open=Paged(listed=shown[: len(on_page)], total=len(still_open), page=page, pages=pages),
        counts=counted(still_open),
        dismissed=shown[len(on_page) :],
        dismissed_count=len(dismissed),
        functions=tuple(functions.items()),
        recipients=tuple(recipients.items()),
        activity=activity,
        counted=findings_counted(still_open, asked.on, is_recorded=bool(rows)),
        in_time=spans.by_function(
            [row for row in rows.values() if _is_drawn(row, asked, wanted)],
            still_open,
            functions,
            on=asked.on,
            today=asked.today,
        ),
    )


def _is_drawn(row: ActivityRow, asked: Asked, wanted: Collection[OverlapFinding]) -> bool:
    """Whether an activity is drawn: all of what is asked for, but of a kind or one finding only its functions."""
    if asked.recipient not in (None, row.recipient):
        return False
    if asked.kind or asked.finding or asked.activity is not None:
        return row.function in {each.function for each in wanted}
    return asked.function in (None, row.function)


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


def counts(programme: Programme, on: date, today: date) -> dict[OverlapKind, Count]:
    """Count the open findings of each kind, gaps as of a day; four queries."""
    return _open_counted(programme, findings(programme, on, today))


def counts_of_support(programme: Programme, today: date) -> dict[OverlapKind, Count]:
    """Count the open overlaps and incompatibilities, and no gaps; three queries."""
    rows = _rows(Activity.objects.filter(programme=programme))
    return _open_counted(programme, (*overlaps(rows, today), *incompatibilities(rows)))


def _open_counted(programme: Programme, found: Iterable[OverlapFinding]) -> dict[OverlapKind, Count]:
    dismissed = set(Dismissal.objects.filter(programme=programme).values_list("kind", "fingerprint"))
    return counted(each for each in found if key(each) not in dismissed)


def counted(found: Iterable[OverlapFinding]) -> dict[OverlapKind, Count]:
    """Count the certain and the only possible findings of every kind."""
    numbers = {kind: [0, 0] for kind in OverlapKind}
    for each in found:
        numbers[each.kind][not each.is_certain] += 1
    return {kind: Count(certain, possible) for kind, (certain, possible) in numbers.items()}


def of_activity(programme: Programme, activity_id: int, today: date) -> tuple[FindingValue, ...]:
    """Return the overlaps and incompatibilities of one activity, dismissed ones included; four queries.

    Empty where the activity has no function, or belongs to another programme. Gaps concern a day and all recipients:
    see ``findings``.
    """
    one = Activity.objects.filter(programme=programme, pk=activity_id)
    rows = _rows(
        Activity.objects.filter(
            programme=programme, recipient=one.values("recipient")[:1], function=one.values("function")[:1]
        )
    )
    found = (*overlaps(rows, today), *incompatibilities(rows))
    taking_part = [each for each in found if activity_id in each.rows]
    said = dismissals.of_programme(programme, [each.fingerprint for each in taking_part])
    return with_names(taking_part, {row.id: row for row in rows}, {}, said, on=today, today=today)


def findings(programme: Programme, on: date, today: date) -> tuple[OverlapFinding, ...]:
    """Return all findings, dismissed or not: overlaps, incompatibilities, then gaps as of a day; three queries."""
    rows = _rows(Activity.objects.filter(programme=programme))
    planned = Function.objects.filter(programme=programme, is_planned=True).values_list("pk", flat=True)
    return _found_in(rows, tuple(planned), on, today)


def _found_in(
    rows: Collection[ActivityRow], planned: Collection[int], on: date, today: date
) -> tuple[OverlapFinding, ...]:
    return (*overlaps(rows, today), *incompatibilities(rows), *gaps(planned, rows, on, today))


def _rows(activities: QuerySet[Activity]) -> list[ActivityRow]:
    """Return the activities that ran, run or may run; two queries."""
    activities = activities.exclude(status=Activity.Status.CANCELLED)
    beside = participations.implementers(activities)
    columns = (
        "pk",
        "partner_id",
        "recipient_id",
        "function_id",
        "standard_id",
        "equipment_id",
        "since",
        "until",
        "status",
    )
    rows = activities.order_by().values_list(*columns)
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
            others=beside.get(pk, NOBODY),
            status=status,
        )
        for pk, partner, recipient, function, standard, equipment, since, until, status in rows.iterator(
            chunk_size=10_000
        )
    ]
