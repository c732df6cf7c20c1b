"""Loading a checked fixture: one transaction, by natural keys, never over anything that is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from coordination.actions import fixture_columns as columns
from coordination.actions import (
    fixture_corrections,
    fixture_rows,
    instruments,
    journal,
    memberships,
    programmes,
    steps,
)
from coordination.documents.fixture.document import (
    AssessmentEntry,
    Fixture,
    PartnerEntry,
    RoundEntry,
    StructureEntry,
)
from coordination.documents.fixture.facts import Key, answer_facts, notice_of, sides_asked, source_line
from coordination.domain import lifecycle
from coordination.domain.journal import stamp
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import AGREED
from coordination.models import (
    Answer,
    AskedStructure,
    Assessment,
    Criterion,
    FormerName,
    Instrument,
    Partner,
    Programme,
    Round,
    Seat,
    Source,
    Statement,
    Structure,
    User,
)
from coordination.queries import fixtures, journal_facts, names, programme_settings
from coordination.queries.fixture_plans import Plan


@dataclass(slots=True, kw_only=True)
class _Load:
    """One load on its way: what is new, and the rows by their natural keys."""

    fixture: Fixture
    by: User | None
    at: datetime
    new: frozenset[tuple[str, Key]]
    programme: Programme
    partners: dict[str, Partner] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)

    def is_new(self, noun: str, *key: str) -> bool:
        """Whether the plan says “create”."""
        return (noun, key) in self.new


@transaction.atomic
def load(
    *,
    fixture: Fixture,
    plan_hash: str | None = None,
    replaces: bool = False,
    meant: Mapping[str, Mapping[str, str]] | None = None,
    by: User | None,
    at: datetime,
) -> Plan:
    """Store what the plan would create, and return the plan that was carried out.

    With ``replaces``, rows that stand as a file brought them become what this file says; what else differs stays.
    ``meant`` is what a person said that names of the file mean: the journal keeps it for the next file.

    Raises:
        Refused: the programme is not the person's to load into, something is there and says something else, what would
            stand then is not sound, or the plan is no longer the one that was confirmed (``plan_hash``); nothing is
            changed.
    """
    locked = _lock(fixture)
    journal.lock()
    plan = fixtures.plan(fixture, by)
    if (plan_hash is not None and plan.fingerprint != plan_hash) or _rounds_there(fixture) != locked:
        raise Refused((Problem(rule=Rule.PLAN_CHANGED),))
    if problems := plan.problems if replaces else plan.strict_problems:
        raise Refused(problems)
    if not (plan.created or plan.replaced):
        return plan
    new = frozenset((item.noun, item.key) for item in plan.created)
    loading = _load(fixture, new, by, at)
    references = fixture_rows.store(fixture=fixture, new=new, programme=loading.programme, by=by, at=at)
    fixture_corrections.replace(
        items=plan.replaced, programme=loading.programme, references=references, by=by, at=at
    )
    _tell(loading, plan, meant or {})
    return plan


def _load(fixture: Fixture, new: frozenset[tuple[str, Key]], by: User | None, at: datetime) -> _Load:
    """Store what is new of the programme, who takes part, and its rounds with their answers."""
    rows = _instruments(fixture, by, at)
    loading = _Load(fixture=fixture, by=by, at=at, new=new, programme=_programme(fixture, by, at))
    _partners(loading)
    _structures(loading)
    _statements(loading)
    for round_ in fixture.rounds:
        _round(loading, round_, rows[round_.instrument])
    return loading


def _tell(loading: _Load, plan: Plan, meant: Mapping[str, Mapping[str, str]]) -> None:
    """Tell the journal what was loaded, and how each row stands now: so that a corrected file finds it untouched."""
    replaced = {(item.noun, item.key) for item in plan.replaced}
    journal.record(
        by=loading.by,
        at=loading.at,
        verb="loaded",
        noun="fixture",
        key=f"{loading.fixture.programme.code} {loading.fixture.origin}",
        programme=loading.programme,
        after={
            "created": [[item.noun, item.name] for item in plan.created],
            "replaced": [[item.noun, item.name] for item in plan.replaced],
            "plan": plan.fingerprint,
            "marks": fixtures.marks(loading.programme, loading.fixture, loading.new | replaced),
            **journal_facts.of_file(loading.programme, loading.new),
            **({"meant": {kind: dict(said) for kind, said in meant.items()}} if meant else {}),
        },
    )


def _lock(fixture: Fixture) -> list[int]:
    """Lock the rounds of the file that are there, before the journal, as every step of an assessment does."""
    there = Round.objects.filter(pk__in=_rounds_there(fixture)).order_by("pk")
    return [row.pk for row in there.select_for_update(of=("self",), no_key=True)]


def _rounds_there(fixture: Fixture) -> list[int]:
    labels = [each.label for each in fixture.rounds]
    rows = Round.objects.filter(programme__code=fixture.programme.code, label__in=labels)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _instruments(fixture: Fixture, by: User | None, at: datetime) -> Mapping[tuple[str, str], Instrument]:
    return {
        (value.code, value.version): instruments.publish(value=value, by=by, at=at)
        for value in fixture.instruments
    }


def _programme(fixture: Fixture, by: User | None, at: datetime) -> Programme:
    value = fixture.programme
    programme, is_new = Programme.objects.get_or_create(
        code=value.code,
        defaults={
            "country": value.country,
            "name_en": value.name.en,
            "name_fr": value.name.fr,
            "time_zone": value.time_zone,
            **programme_settings.own(value),
        },
    )
    taken = [structure.code for structure in fixture.structures]
    programmes.add_whole(programme=programme, taken=taken, by=by, at=at)
    if is_new and by is not None:
        # Who loads it in the browser looks after it; from the command line nobody gets a place.
        memberships.first_places(programme=programme, administrator=by, managers={}, by=by, at=at)
    return programme


def _partners(loading: _Load) -> None:
    new = [value for value in loading.fixture.partners if loading.is_new("partner", value.code)]
    rows = Partner.objects.bulk_create(_partner(loading, value) for value in new)
    FormerName.objects.bulk_create(
        FormerName(partner=row, name_en=each.name.en, name_fr=each.name.fr, until_on=each.until_on)
        for row, value in zip(rows, new, strict=True)
        for each in value.former_names
    )
    renamed = [row for row, value in zip(rows, new, strict=True) if value.former_names]
    for row in renamed:
        row.folded = names.folded(row)
    Partner.objects.bulk_update(renamed, ["folded"], batch_size=500)
    loading.partners = {row.code: row for row in Partner.objects.filter(programme=loading.programme)}


def _partner(loading: _Load, value: PartnerEntry) -> Partner:
    facts = columns.of_partner(value, loading.fixture.origin)
    row = Partner(programme=loading.programme, code=value.code, **facts)
    row.folded = names.folded(row)
    return row


def _structures(loading: _Load) -> None:
    new = [value for value in loading.fixture.structures if loading.is_new("structure", value.code)]
    Structure.objects.bulk_create(_structure(loading, value) for value in new)
    rows = Structure.objects.filter(programme=loading.programme)
    # The programme as a whole has no code in a file.
    loading.structures = {"" if row.is_programme else row.code: row for row in rows}
    for value in new:
        if value.parent or value.predecessor:
            _relate(loading, value)
    _seats(loading)


def _relate(loading: _Load, value: StructureEntry) -> None:
    """Store which structure stands above a new one, and which came before it."""
    row = loading.structures[value.code]
    row.parent = loading.structures[value.parent] if value.parent else None
    row.predecessor = loading.structures[value.predecessor] if value.predecessor else None
    row.save(update_fields=["parent", "predecessor"])


def _seats(loading: _Load) -> None:
    Seat.objects.bulk_create(
        Seat(
            structure=loading.structures[value.code],
            partner=loading.partners[seat.partner],
            role=seat.role,
            since=seat.since,
            until=seat.until,
            quote=seat.quote,
        )
        for value in loading.fixture.structures
        for seat in value.seats
        if loading.is_new("seat", value.code, seat.partner, seat.role, seat.since)
    )


def _structure(loading: _Load, value: StructureEntry) -> Structure:
    return Structure(
        programme=loading.programme,
        code=value.code,
        slug=fixtures.address(value.code),
        **columns.of_structure(value),
    )


def _statements(loading: _Load) -> None:
    Statement.objects.bulk_create(
        Statement(
            programme=loading.programme,
            structure=loading.structures[value.structure] if value.structure else None,
            kind=value.kind,
            item=value.item,
            quote=value.quote,
            quote_fr=value.quote_fr,
            slide=value.slide,
            source=value.source or source_line(loading.fixture),
        )
        for value in loading.fixture.statements
        if loading.is_new("statement", value.structure, value.kind, value.item, value.quote)
    )


def _round(loading: _Load, value: RoundEntry, instrument: Instrument) -> None:
    if loading.is_new("round", value.label):
        notice = notice_of(value, loading.fixture)
        round_ = Round.objects.create(
            programme=loading.programme,
            label=value.label,
            name_en=value.name.en,
            name_fr=value.name.fr,
            reference_on=value.reference_date,
            last_on=value.last_day,
            instrument=instrument,
            sides=sides_asked(value.sides),
            state=value.state,
            origin=value.origin or loading.fixture.origin,
            notice_en=notice.en,
            notice_fr=notice.fr,
        )
        AskedStructure.objects.bulk_create(
            AskedStructure(round=round_, structure=loading.structures[code]) for code in value.structures
        )
    else:
        round_ = Round.objects.get(programme=loading.programme, label=value.label)
    criteria = {row.code: row for row in Criterion.objects.filter(instrument=instrument)}
    touched: dict[Structure, set[str]] = {}
    for one in value.assessments:
        if loading.is_new("assessment", value.label, one.structure, one.side, one.rater):
            origin = one.origin or value.origin or loading.fixture.origin
            structure = _assessment(loading, round_, one, criteria, origin)
            touched.setdefault(structure, set()).add(one.side)
    for structure, sides in touched.items():
        _reveal_if_due(loading, round_, structure)
        if AGREED in sides:
            steps.require_both_revealed(round_, structure)


def _assessment(
    loading: _Load,
    round_: Round,
    value: AssessmentEntry,
    criteria: Mapping[str, Criterion],
    origin: str,
) -> Structure:
    structure = loading.structures[value.structure]
    sent_at = _noon(value.sent_on, loading.programme.time_zone)
    assessment = Assessment.objects.create(
        round=round_,
        structure=structure,
        side=value.side,
        rater=value.rater,
        state=value.state,
        started_at=sent_at,
        sent_at=sent_at,
        revealed_at=sent_at if value.state == Assessment.State.PUBLISHED else None,
        origin=origin,
    )
    _answers(assessment, value, criteria)
    journal.record(
        by=loading.by,
        at=loading.at,
        verb="loaded",
        noun="assessment",
        key=f"{round_.label} {structure.code} {value.side} {assessment.pk}",
        programme=loading.programme,
        after=journal_facts.of_assessment(assessment)
        | {"answers": {answer.criterion: answer_facts(answer) for answer in value.answers}},
    )
    return structure


def _answers(assessment: Assessment, value: AssessmentEntry, criteria: Mapping[str, Criterion]) -> None:
    """Store the answers of a file's assessment, with their sources."""
    answers = Answer.objects.bulk_create(
        Answer(
            assessment=assessment,
            criterion=criteria[answer.criterion],
            verbatim=answer.reading.verbatim,
            status=answer.reading.status.value,
            level=answer.reading.level,
            lo=answer.reading.lo,
            hi=answer.reading.hi,
            certainty=answer.reading.certainty.value if answer.reading.certainty else None,
            doubt_reason=answer.doubt_reason,
            basis=answer.basis,
            na_reason=answer.na_reason,
            change_cause=answer.change_cause,
            differs=answer.differs,
            saved_at=assessment.started_at,
            saved_by=None,
        )
        for answer in value.answers
    )
    Source.objects.bulk_create(
        Source(
            answer=row,
            position=position,
            title=source.title,
            kind=source.kind,
            dated_on=source.dated_on,
            link=source.link,
        )
        for row, answer in zip(answers, value.answers, strict=True)
        for position, source in enumerate(answer.sources)
    )


def _reveal_if_due(loading: _Load, round_: Round, structure: Structure) -> None:
    rows = Assessment.objects.filter(round=round_, structure=structure)
    voices = [lifecycle.HeldAssessment(side, state) for side, state in rows.values_list("side", "state")]
    if lifecycle.is_due_for_reveal(voices, sides=round_.sides):
        rows.filter(state=Assessment.State.SENT).update(
            state=Assessment.State.REVEALED, revealed_at=loading.at
        )
        journal.record(
            by=loading.by,
            at=loading.at,
            verb="revealed",
            noun="assessment",
            key=f"{round_.label} {structure.code}",
            programme=loading.programme,
            after={"revealed_at": stamp(loading.at)},
        )


def _noon(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(zone))
