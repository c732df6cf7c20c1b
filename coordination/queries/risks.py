"""Risks and signs: the latest observations, and what the answers prompt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from coordination.domain.bilingual import Text
from coordination.domain.claims.signs import RisksCounted, RisksSeen, risks_counted
from coordination.domain.evidence import FileValue
from coordination.domain.instruments import InstrumentValue
from coordination.domain.risks import Risk, listed
from coordination.domain.vocabulary import RISKS
from coordination.models import Membership, Observation, Programme, Statement, User
from coordination.queries import evidence_files, instruments, people, prompts, rounds, structures
from coordination.queries.filters import PAGE
from coordination.queries.paging import Paged, at, paged
from coordination.queries.prompts import Prompted
from coordination.queries.structures import StatementValue, StructureValue, statement_value

#: Structure id (None: the programme as a whole) and risk or sign.
Place = tuple[int | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """An observation of a risk or sign on a day; ``side`` is the observer's, empty for neither.

    ``files`` are known in its history alone, as is whether it is the reader's own.
    """

    id: int
    structure: int | None
    item: str
    status: str
    evidence: str
    observed_on: date
    recorded_on: date
    by: object
    side: str
    is_invented: bool
    is_mine: bool = False
    files: tuple[FileValue, ...] = ()

    @property
    def status_name(self) -> object:
        """The status in the reader's language."""
        return Observation.Status(self.status).label


@dataclass(frozen=True, slots=True)
class Looked:
    """One risk in one structure: the latest observation (None: nobody looked), and what each voice prompts."""

    risk: str
    name: Text
    observed: Observed | None
    prompts: tuple[Prompted, ...]


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One structure with each risk."""

    structure: StructureValue
    cells: tuple[Looked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskValue:
    """One risk: in the programme as a whole, and in those structures of the page with something to report.

    ``linked`` are its criteria by code with their short names; ``counted`` is about all structures.
    """

    risk: Risk
    linked: tuple[tuple[str, Text], ...]
    statements: tuple[StatementValue, ...]
    overall: Observed | None
    counted: RisksCounted
    looked: tuple[tuple[StructureValue, Looked], ...]
    open: tuple[Prompted, ...]


@dataclass(frozen=True, slots=True)
class RiskBoard:
    """The page of risks; ``seen`` is about all structures and the programme as a whole."""

    seen: RisksSeen
    risks: tuple[RiskValue, ...]
    register: Paged[RiskLine]


def statuses(item: str) -> tuple[tuple[str, str], ...]:
    """Return the possible statuses of a risk (four) or sign (three): code and name."""
    choices = [(code, str(name)) for code, name in Observation.Status.choices]
    return tuple(each for each in choices if item in RISKS or each[0] != "warning")


def instrument_of(programme: Programme) -> InstrumentValue | None:
    """Return the instrument of the latest round, else the newest published one; one query, a second at first."""
    used = programme.rounds.order_by("reference_on", "pk").values_list("instrument__content_hash", flat=True)
    content_hash = used.last()
    return instruments.of_hash(content_hash) if content_hash else _instrument(None)


def _instrument(used: int | None) -> InstrumentValue | None:
    if used is not None:
        return instruments.value(used)
    versions = instruments.versions()
    return instruments.value(versions[0][0]) if versions else None


def history(
    user: User, programme: Programme, *, item: str, structure_id: int | None, page: int
) -> Paged[Observed]:
    """Return one page of the observations of an item in a structure (None: the programme), latest first.

    Two queries, and a third for the files of those on the page.
    """
    rows = Observation.objects.filter(programme=programme, item=item, structure=structure_id)
    found = paged(
        _joined(rows).order_by("-observed_on", "-pk"),
        lambda row: replace(_value(row), is_mine=row.recorded_by_id == user.pk),
        page,
    )
    if not found.listed:
        return found
    files = evidence_files.by_parent("observation", [each.id for each in found.listed])
    listed = tuple(replace(each, files=files.get(each.id, ())) for each in found.listed)
    return replace(found, listed=listed)


def find(programme: Programme, observation_id: int) -> Observation | None:
    """Return an observation with its structure; one query."""
    rows = Observation.objects.filter(programme=programme, pk=observation_id)
    return rows.select_related("structure").first()


def latest(programme: Programme, structure_id: int, items: Collection[str]) -> dict[str, Observed]:
    """Return the latest observation of each item in one structure; one query."""
    rows = Observation.objects.filter(programme=programme, structure=structure_id, item__in=items)
    return {row.item: _value(row) for row in _joined(rows.filter(pk=_latest_of_its_kind()))}


def seen_in(programme: Programme, structure: OuterRef) -> QuerySet[Observation]:
    """Return the risks that were last observed or warned of in a structure, as a subquery."""
    rows = Observation.objects.filter(programme=programme, structure=structure, item__in=RISKS)
    return rows.filter(pk=_latest_of_its_kind(), status__in=("observed", "warning"))


def _latest_of_its_kind() -> Subquery:
    """Return the latest observation of the same item in the same structure."""
    rows = Observation.objects.filter(structure=OuterRef("structure"), item=OuterRef("item"))
    return Subquery(rows.order_by("-observed_on", "-pk").values("pk")[:1])


def board(user: User, programme: Programme, *, search: str = "", page: int = 1) -> RiskBoard | None:
    """Return the risks in the programme and in a page of its structures; None without an instrument.

    Nine queries, one more with a search: rounds, instrument, structures, criteria, latest rounds, answers (two),
    observations, statements.
    """
    every_round = rounds.index(user, programme)
    instrument = _instrument(every_round[-1].instrument_id if every_round else None)
    if instrument is None:
        return None
    risks = listed(instrument)
    names = {each.code: each.short for each in instrument.criteria}
    everything = structures.index(programme)
    matching = structures.index(programme, search=search) if search else everything
    prompted = prompts.prompts(user, programme, every_round, everything)
    newest = _newest(Observation.objects.filter(programme=programme, item__in=[each.code for each in risks]))
    page, pages = at(page, len(matching), PAGE)
    shown = matching[(page - 1) * PAGE : page * PAGE]
    here = {None, *(each.id for each in shown)}
    observed = {place: _value(row) for place, row in newest.items() if place[0] in here}
    lines = tuple(_line(each, risks, observed, prompted) for each in shown)
    statements = _statements(programme)
    seen, counted = risks_counted(
        [each.code for each in risks],
        {each.id for each in everything},
        [place for place, row in newest.items() if row.status in ("observed", "warning")],
        [place for place, told in prompted.items() if prompts.is_look(told)],
    )
    return RiskBoard(
        seen=seen,
        risks=tuple(
            RiskValue(
                risk=risk,
                linked=tuple((code, names[code]) for code in risk.linked if code in names),
                statements=statements.get(risk.code, ()),
                overall=observed.get((None, risk.code)),
                counted=counted[risk.code],
                looked=_telling(lines, risk.code),
                open=_open(lines, risk.code),
            )
            for risk in risks
        ),
        register=Paged(listed=lines, total=len(matching), page=page, pages=pages),
    )


def _line(
    structure: StructureValue,
    risks: Iterable[Risk],
    observed: Mapping[Place, Observed],
    prompted: Mapping[tuple[int, str], Sequence[Prompted]],
) -> RiskLine:
    return RiskLine(structure, tuple(_looked(risk, structure, observed, prompted) for risk in risks))


def _looked(
    risk: Risk,
    structure: StructureValue,
    observed: Mapping[Place, Observed],
    prompted: Mapping[tuple[int, str], Sequence[Prompted]],
) -> Looked:
    place = (structure.id, risk.code)
    return Looked(
        risk=risk.code,
        name=risk.name,
        observed=observed.get(place),
        prompts=tuple(prompted.get(place, ())),
    )


def _telling(lines: Sequence[RiskLine], risk: str) -> tuple[tuple[StructureValue, Looked], ...]:
    """Return the structures with an observation, or with answers that are worth a look."""
    return tuple(
        (line.structure, cell)
        for line in lines
        for cell in line.cells
        if cell.risk == risk and (cell.observed or prompts.is_look(cell.prompts))
    )


def _open(lines: Sequence[RiskLine], risk: str) -> tuple[Prompted, ...]:
    """Return the prompts that cannot tell whether a linked criterion is weak."""
    return tuple(
        each
        for line in lines
        for cell in line.cells
        if cell.risk == risk
        for each in cell.prompts
        if each.cannot_tell
    )


def _statements(programme: Programme) -> dict[str, tuple[StatementValue, ...]]:
    """Return the statements of sources on the programme as a whole, by risk; one query."""
    rows = Statement.objects.filter(programme=programme, structure__isnull=True, item__in=RISKS)
    found: dict[str, tuple[StatementValue, ...]] = {}
    for row in rows:
        found[row.item] = (*found.get(row.item, ()), statement_value(row))
    return found


def _latest(rows: QuerySet[Observation]) -> dict[Place, tuple[int, str]]:
    """Return id and status of the latest observation of each place; one query."""
    columns = ("structure_id", "item", "pk", "status")
    return {
        (structure_id, item): (pk, status)
        for structure_id, item, pk, status in rows.order_by("observed_on", "pk").values_list(*columns)
    }


def _newest(rows: QuerySet[Observation]) -> dict[Place, Observation]:
    """Return the latest observation of each place; one query."""
    return {(row.structure_id, row.item): row for row in _joined(rows).order_by("observed_on", "pk")}


def _joined(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    place = Membership.objects.filter(user=OuterRef("recorded_by"), programme=OuterRef("programme"))
    side = Subquery(place.values("side")[:1])
    return rows.select_related("recorded_by").annotate(side=side, **people.place_left("recorded_by"))


def _value(row: Observation) -> Observed:
    return Observed(
        id=row.pk,
        structure=row.structure_id,
        item=row.item,
        status=row.status,
        evidence=row.evidence,
        observed_on=row.observed_on,
        recorded_on=timezone.localdate(row.recorded_at),
        by=people.name(row, "recorded_by"),
        side=getattr(row, "side", None) or "",
        is_invented=row.origin == "invented",
    )
