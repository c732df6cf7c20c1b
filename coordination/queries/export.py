"""A stored programme as the values of a fixture document."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from django.db.models import QuerySet

from coordination.documents import instruments
from coordination.documents.fixture.document import (
    AnswerEntry,
    AssessmentEntry,
    Fixture,
    ProgrammeEntry,
    RoundEntry,
)
from coordination.documents.fixture.structures import PartnerEntry, SeatEntry, StatementEntry, StructureEntry
from coordination.documents.fixture.texts import both, origin_of, sound
from coordination.domain.answers import Reading
from coordination.domain.assessments import SourceEntry
from coordination.domain.bilingual import Text
from coordination.domain.evidence import FileValue
from coordination.domain.instruments import InstrumentValue
from coordination.domain.lifecycle import asked_sides
from coordination.domain.links import readable
from coordination.domain.names import FormerNameValue
from coordination.domain.vocabulary import AGREED
from coordination.models import (
    Answer,
    Assessment,
    Commitment,
    Contact,
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
from coordination.permissions import commitments_visible_to, contacts_visible_to, dashboard_assessments
from coordination.queries import evidence_files, export_work
from coordination.queries.answers import reading, sources_of
from coordination.queries.export_work import by_code

#: Round id, code of the structure, side.
Group = tuple[int, str, str]

NOTICE = Text(
    "Exported from the programme. What is transcribed from a source or invented says so, thing by thing.",
    "Exporté du programme. Ce qui est transcrit d’une source ou inventé le dit, élément par élément.",
)


def export(user: User, programme: Programme) -> Fixture:
    """Return the whole programme as far as the person may read it; the number of queries does not grow.

    Contacts are those that everybody may read, without author and side. Of photos and PDFs it is told what they are and
    where; their bytes are in a backup. Left out are weights of the sides, what corrected answers said before, dismissed
    findings, who assessed and who recorded what, habits, people and the journal. A round that was opened again, with
    answers that are published, stands there as closed, as the format asks.
    """
    return whole(
        programme,
        assessments=dashboard_assessments(user).filter(round__programme=programme, state="published"),
        commitments=commitments_visible_to(user, programme),
        contacts=contacts_visible_to(user, programme).filter(sharing="all"),
    )


def whole(
    programme: Programme,
    *,
    assessments: QuerySet[Assessment],
    commitments: QuerySet[Commitment],
    contacts: QuerySet[Contact],
) -> Fixture:
    """Return a programme with these of its assessments, commitments and contacts."""
    files = export_work.files(programme, contacts)
    return Fixture(
        origin="entered",
        notice=NOTICE,
        source=None,
        programme=programme_value(programme),
        partners=partners(programme),
        structures=structures(programme),
        statements=statements(programme),
        rounds=rounds(Round.objects.filter(programme=programme), assessments),
        instruments=_instruments(programme),
        functions=export_work.functions(programme),
        standards=export_work.standards(programme),
        activities=export_work.activities(programme),
        observations=export_work.observations(programme, files["observation"]),
        commitments=export_work.commitments(commitments),
        contacts=export_work.contacts(contacts, files["contact"]),
    )


def _instruments(programme: Programme) -> tuple[InstrumentValue, ...]:
    rows = Instrument.objects.filter(rounds__programme=programme).order_by("code", "version").distinct()
    return tuple(instruments.read(row.content) for row in rows)


def programme_value(row: Programme) -> ProgrammeEntry:
    """Convert a row."""
    return ProgrammeEntry(
        code=row.code,
        country=row.country,
        name=both(row.name_en, row.name_fr),
        time_zone=row.time_zone,
        languages=row.spoken,
        kind=row.kind,
        government=_if_any(both(row.government_en, row.government_fr)),
        partners=_if_any(both(row.partners_en, row.partners_fr)),
        sectors=row.offered_sectors if row.sectors else (),
        provinces=row.areas,
    )


def partners(programme: Programme) -> tuple[PartnerEntry, ...]:
    """Return all partners by code; two queries."""
    former: dict[int, list[FormerNameValue]] = {}
    for name in FormerName.objects.filter(partner__programme=programme).order_by("until_on"):
        value = FormerNameValue(both(name.name_en, name.name_fr), name.until_on)
        former.setdefault(name.partner_id, []).append(value)
    found = (
        PartnerEntry(
            code=row.code,
            name=both(row.name_en, row.name_fr),
            side=row.side,
            kind=row.kind,
            quote=sound(row.quote),
            slide=sound(row.slide),
            objectives=_if_any(both(row.objectives_en, row.objectives_fr, lines=True)),
            aim=row.aim,
            since=row.since,
            until=row.until,
            former_names=tuple(former.get(row.pk, ())),
            origin=origin_of(row.origin),
        )
        for row in Partner.objects.filter(programme=programme)
    )
    return tuple(sorted(found, key=by_code))


def structures(programme: Programme) -> tuple[StructureEntry, ...]:
    """Return all structures with their seats, by code; two queries."""
    seats: dict[int, list[SeatEntry]] = {}
    for seat in Seat.objects.filter(structure__programme=programme).select_related("partner").order_by("pk"):
        value = SeatEntry(
            partner=seat.partner.code,
            role=seat.role,
            since=seat.since,
            until=seat.until,
            quote=sound(seat.quote),
        )
        seats.setdefault(seat.structure_id, []).append(value)
    rows = Structure.objects.filter(programme=programme, is_programme=False)
    found = (
        StructureEntry(
            code=row.code,
            name=both(row.name_en, row.name_fr),
            sector=row.sector,
            founded=row.founded,
            closed=row.closed,
            parent=row.parent.code if row.parent else "",
            predecessor=row.predecessor.code if row.predecessor else "",
            mandate=_if_any(both(row.mandate_en, row.mandate_fr, lines=True)),
            slide=sound(row.slide),
            seats=tuple(seats.get(row.pk, ())),
            dormant_after=row.dormant_after,
        )
        for row in rows.select_related("parent", "predecessor")
    )
    return tuple(sorted(found, key=by_code))


def statements(programme: Programme) -> tuple[StatementEntry, ...]:
    """Return the statements of sources, in their order; one query."""
    rows = Statement.objects.filter(programme=programme).select_related("structure").order_by("pk")
    return tuple(
        StatementEntry(
            structure=row.structure.code if row.structure and not row.structure.is_programme else "",
            kind=row.kind,
            item=sound(row.item),
            quote=sound(row.quote),
            quote_fr=sound(row.quote_fr or row.quote),
            slide=sound(row.slide),
            source=sound(row.source),
        )
        for row in rows
    )


def rounds(rows: QuerySet[Round], assessments: QuerySet[Assessment]) -> tuple[RoundEntry, ...]:
    """Return rounds in order of time, each with its share of these assessments; six queries."""
    held = _assessments(assessments)
    return tuple(
        RoundEntry(
            label=row.label,
            name=both(row.name_en, row.name_fr),
            reference_date=row.reference_on,
            last_day=row.last_on,
            structures=tuple(sorted(each.structure.code for each in row.asked.all())),
            instrument=(row.instrument.code, row.instrument.version),
            sides=asked_sides(row.sides),
            state="closed" if any(one.state == "published" for one in held.get(row.pk, ())) else row.state,
            assessments=tuple(held.get(row.pk, ())),
            origin=origin_of(row.origin),
            notice=_if_any(both(row.notice_en, row.notice_fr)),
        )
        for row in rows.select_related("instrument")
        .defer("instrument__content")
        .prefetch_related("asked__structure")
        .order_by("reference_on", "label")
    )


def _assessments(rows: QuerySet[Assessment]) -> dict[int, list[AssessmentEntry]]:
    stored = Answer.objects.filter(assessment__in=rows.order_by())
    sources, files = sources_of(stored), evidence_files.of_answers(stored)
    answers: dict[int, list[AnswerEntry]] = {}
    for answer in stored.select_related("criterion").order_by("criterion__position", "pk"):
        given = _answer(answer, sources.get(answer.pk, []), files.get(answer.pk, ()))
        answers.setdefault(answer.assessment_id, []).append(given)
    joined = rows.select_related("round__programme", "structure").order_by("pk")
    groups: dict[Group, list[tuple[Assessment, AssessmentEntry]]] = {}
    for row in joined:
        moment = row.sent_at or row.started_at
        value = AssessmentEntry(
            structure="" if row.structure.is_programme else row.structure.code,
            side=row.side,
            rater=sound(row.rater),
            state="published" if row.state == "published" else "sent",
            sent_on=moment.astimezone(row.round.programme.zone).date(),
            answers=tuple(answers.get(row.pk, ())),
            origin="" if row.origin == row.round.origin else row.origin,
        )
        groups.setdefault((row.round_id, row.structure.code, row.side), []).append((row, value))
    found: dict[int, list[AssessmentEntry]] = {}
    for (round_id, _structure, side), group in sorted(groups.items(), key=lambda each: _place(each[0])):
        found.setdefault(round_id, []).extend(_unsigned(side, group))
    return found


def _place(group: Group) -> tuple[int, str, bool, str]:
    """Return where a group stands in a file: what both sides agreed after the two, on which it rests."""
    round_id, structure, side = group
    return round_id, structure, side == AGREED, side


def _unsigned(side: str, group: Sequence[tuple[Assessment, AssessmentEntry]]) -> list[AssessmentEntry]:
    """Replace the raters of a side's assessments of one structure by “partners 1”, “partners 2”.

    Their order follows from the answers and all carry the last day, so that neither identifies anybody. Raters named in
    a file keep their names.
    """
    loaded = [value for row, value in group if not row.is_of_a_person]
    by_people = [value for row, value in group if row.is_of_a_person]
    # What is published first: it has the same number in a file, which holds nothing else.
    by_people.sort(key=lambda value: (value.state != "published", repr(value.answers)))
    taken = {value.rater for value in loaded}
    names = (name for number in count(1) if (name := f"{side} {number}") not in taken)
    last = {value.state: value.sent_on for value in sorted(by_people, key=lambda value: value.sent_on)}
    unsigned = [
        replace(value, rater=name, sent_on=last[value.state])
        for value, name in zip(by_people, names, strict=False)
    ]
    return sorted([*loaded, *unsigned], key=lambda value: value.rater)


def _answer(row: Answer, sources: list[Source], files: tuple[FileValue, ...]) -> AnswerEntry:
    understood: Reading = reading(sound(row.verbatim), row.status, row.level, row.lo, row.hi, row.certainty)
    return AnswerEntry(
        criterion=row.criterion.code,
        reading=understood,
        doubt_reason=row.doubt_reason,
        basis=sound(row.basis, lines=True),
        na_reason=sound(row.na_reason, lines=True),
        sources=tuple(_source(each) for each in sources),
        change_cause=row.change_cause,
        differs=row.differs,
        files=tuple(replace(each, note=sound(each.note)) for each in files),
    )


def _source(row: Source) -> SourceEntry:
    title, link = readable(row.title, row.link)
    return SourceEntry(title=sound(title), kind=row.kind, dated_on=row.dated_on, link=link)


def _if_any(text: Text) -> Text | None:
    return text if text.en else None
