"""What loading a fixture would do: create, leave unchanged, or refuse as a conflict."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coordination.domain.fixtures import AnswerValue, Fixture, Known, KnownProgramme
from coordination.domain.instruments import Instrument as InstrumentValue
from coordination.domain.instruments import read_instrument
from coordination.domain.journal import answer_record
from coordination.domain.problems import Problem
from coordination.models import (
    Answer,
    Assessment,
    Instrument,
    Partner,
    Programme,
    Round,
    Seat,
    Statement,
    Structure,
)
from coordination.queries.answers import records

Key = tuple[str, ...]
FactsByKey = dict[tuple[str, Key], object]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing of the file: ``verb`` is create, unchanged or conflict; ``key`` is its natural key."""

    noun: str
    key: Key
    verb: str

    @property
    def name(self) -> str:
        """The natural key as people read it."""
        return " · ".join(part for part in self.key if part)


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading would do, bound to the file's content by its fingerprint."""

    items: tuple[PlanItem, ...]
    fingerprint: str

    def of(self, verb: str) -> tuple[PlanItem, ...]:
        """The items with this verb."""
        return tuple(item for item in self.items if item.verb == verb)

    @property
    def created(self) -> tuple[PlanItem, ...]:
        """What is not there yet."""
        return self.of("create")

    @property
    def unchanged(self) -> tuple[PlanItem, ...]:
        """What is there and says the same."""
        return self.of("unchanged")

    @property
    def conflicts(self) -> tuple[PlanItem, ...]:
        """What is there and says something else."""
        return self.of("conflict")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The conflicts as sentences."""
        return tuple(Problem("conflict", path=item.noun, value=item.name) for item in self.conflicts)


def instruments_at_hand(
    shipped: Mapping[tuple[str, str], InstrumentValue],
) -> dict[tuple[str, str], InstrumentValue]:
    """Return the instruments a file may refer to, by (code, version): those loaded, and those ``shipped``.

    Where both are there the shipped one counts, so that one changed after it was published is found as a conflict.
    """
    loaded = Instrument.objects.filter(status=Instrument.Status.PUBLISHED)
    return {(row.code, row.version): read_instrument(row.content) for row in loaded} | dict(shipped)


def known() -> Known:
    """Return what a file may refer to without repeating it."""
    partners: dict[str, set[str]] = {}
    structures: dict[str, set[str]] = {}
    for programme, code in Partner.objects.values_list("programme__code", "code"):
        partners.setdefault(programme, set()).add(code)
    for programme, code in Structure.objects.values_list("programme__code", "code"):
        structures.setdefault(programme, set()).add(code)
    return Known(
        {
            code: KnownProgramme(frozenset(partners.get(code, ())), frozenset(structures.get(code, ())))
            for code in Programme.objects.values_list("code", flat=True)
        }
    )


def plan(fixture: Fixture) -> Plan:
    """Compare the file with what is stored, thing by thing, by natural keys."""
    wanted = facts_of(fixture)
    stored = stored_facts(fixture.programme.code, [round_.label for round_ in fixture.rounds])
    used = {("instrument", (each.code, each.version)): each.content_hash for each in fixture.instruments}
    wanted = used | wanted
    stored |= {
        ("instrument", (row.code, row.version)): row.content_hash
        for row in Instrument.objects.only("code", "version", "content_hash")
    }
    items = tuple(
        PlanItem(noun, key, _verb(facts, stored.get((noun, key)))) for (noun, key), facts in wanted.items()
    )
    listed = [[item.noun, item.key, item.verb] for item in items]
    # States and days are no facts to compare (people go on from there), but they are part of what was confirmed.
    states = [
        [round_.label, round_.state, [[one.state, one.sent_on] for one in round_.assessments]]
        for round_ in fixture.rounds
    ]
    facts = [[*key, facts] for (_noun, key), facts in wanted.items()]
    content = json.dumps([listed, facts, states], default=str)
    return Plan(items, hashlib.sha256(content.encode()).hexdigest())


def _verb(wanted: object, stored: object) -> str:
    if stored is None:
        return "create"
    return "unchanged" if stored == wanted else "conflict"


def facts_of(fixture: Fixture) -> FactsByKey:
    """Return everything a file says, by kind and natural key, comparable with ``stored_facts``."""
    programme = fixture.programme
    facts: FactsByKey = {
        ("programme", (programme.code,)): [
            programme.country,
            programme.name.en,
            programme.name.fr,
            programme.time_zone,
        ]
    }
    for partner in fixture.partners:
        facts["partner", (partner.code,)] = [
            partner.name.en,
            partner.name.fr,
            partner.side,
            partner.kind,
            partner.quote,
            partner.slide,
        ]
    for each in fixture.structures:
        mandate = [each.mandate.en, each.mandate.fr] if each.mandate else ["", ""]
        facts["structure", (each.code,)] = [
            each.name.en,
            each.name.fr,
            each.sector,
            *mandate,
            each.founded,
            each.closed,
            each.parent,
            each.predecessor,
            each.slide,
        ]
        for seat in each.seats:
            facts["seat", (each.code, seat.partner, seat.role, seat.since)] = [seat.until, seat.quote]
    for said in fixture.statements:
        facts["statement", (said.structure, said.kind, said.item, said.quote)] = [
            said.quote_fr,
            said.slide,
            source_line(fixture),
        ]
    for round_ in fixture.rounds:
        facts["round", (round_.label,)] = [
            round_.name.en,
            round_.name.fr,
            round_.reference_date.isoformat(),
            *round_.instrument,
            sides_asked(round_.sides),
            fixture.origin,
            fixture.notice.en,
            fixture.notice.fr,
        ]
        for one in round_.assessments:
            facts["assessment", (round_.label, one.structure, one.side, one.rater)] = {
                answer.criterion: answer_facts(answer) for answer in one.answers
            }
    return facts


def source_line(fixture: Fixture) -> str:
    """Return the source as one line: author, title, date."""
    source = fixture.source
    return ", ".join(part for part in (source.author, source.title, source.date) if part) if source else ""


def sides_asked(sides: Iterable[str]) -> str:
    """Return a round's sides as they are stored."""
    asked = tuple(sides)
    return "both" if len(asked) == 2 else asked[0]


def answer_facts(answer: AnswerValue) -> dict[str, object]:
    """Return one answer of a file, comparable with a stored one."""
    return answer_record(
        answer.reading,
        doubt_reason=answer.doubt_reason,
        basis=answer.basis,
        na_reason=answer.na_reason,
        sources=[(each.title, each.kind, each.dated_on, each.link) for each in answer.sources],
        change_cause=answer.change_cause,
    )


def stored_facts(programme: str, labels: Iterable[str]) -> FactsByKey:
    """Return what is stored of a programme and of its rounds with these labels."""
    facts: FactsByKey = {}
    for row in Programme.objects.filter(code=programme):
        facts["programme", (row.code,)] = [row.country, row.name_en, row.name_fr, row.time_zone]
    for partner in Partner.objects.filter(programme__code=programme):
        facts["partner", (partner.code,)] = [
            partner.name_en,
            partner.name_fr,
            partner.side,
            partner.kind,
            partner.quote,
            partner.slide,
        ]
    for each in Structure.objects.filter(programme__code=programme).select_related("parent", "predecessor"):
        facts["structure", (each.code,)] = [
            each.name_en,
            each.name_fr,
            each.sector,
            each.mandate_en,
            each.mandate_fr,
            each.founded,
            each.closed,
            each.parent.code if each.parent else "",
            each.predecessor.code if each.predecessor else "",
            each.slide,
        ]
    seats = Seat.objects.filter(structure__programme__code=programme)
    for seat in seats.select_related("structure", "partner"):
        key = (seat.structure.code, seat.partner.code, seat.role, seat.since)
        facts["seat", key] = [seat.until, seat.quote]
    for said in Statement.objects.filter(programme__code=programme).select_related("structure"):
        key = (said.structure.code if said.structure else "", said.kind, said.item, said.quote)
        facts["statement", key] = [said.quote_fr, said.slide, said.source]
    return facts | _stored_rounds(programme, list(labels))


def _stored_rounds(programme: str, labels: list[str]) -> FactsByKey:
    facts: FactsByKey = {}
    rounds = Round.objects.filter(programme__code=programme, label__in=labels)
    for row in rounds.select_related("instrument").defer("instrument__content"):
        facts["round", (row.label,)] = [
            row.name_en,
            row.name_fr,
            row.reference_on.isoformat(),
            row.instrument.code,
            row.instrument.version,
            row.sides,
            row.origin,
            row.notice_en,
            row.notice_fr,
        ]
    answers = records(Answer.objects.filter(assessment__round__in=rounds))
    for one in Assessment.objects.filter(round__in=rounds).select_related("round", "structure"):
        key = (one.round.label, one.structure.code, one.side, one.rater)
        facts["assessment", key] = answers.get(one.pk, {})
    return facts
