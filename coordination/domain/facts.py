"""What a file says, thing by thing under its natural key, so that it can be held against what is stored.

A fact that is None is not said: whatever is stored there is the same. States and days from which people go on,
and where a thing comes from, are no facts to compare; the origin of a round is, because its notice follows from it.
"""

from collections.abc import Iterable, Iterator

from coordination.domain.fixtures import AnswerValue, CommitmentValue, ContactValue, Fixture, RoundValue
from coordination.domain.journal import answer_record
from coordination.domain.structures import PartnerValue, StructureValue
from coordination.domain.support import ActivityValue
from coordination.domain.texts import Text

Key = tuple[str, ...]
FactsByKey = dict[tuple[str, Key], object]


def facts_of(fixture: Fixture) -> FactsByKey:
    """Return everything a file says, by kind and natural key."""
    programme = fixture.programme
    facts: FactsByKey = {
        ("programme", (programme.code,)): [
            programme.country,
            programme.name.en,
            programme.name.fr,
            programme.time_zone,
        ]
    }
    facts |= {("partner", (each.code,)): _partner(each) for each in fixture.partners}
    for each in fixture.structures:
        facts["structure", (each.code,)] = _structure(each)
        for seat in each.seats:
            facts["seat", (each.code, seat.partner, seat.role, seat.since)] = [seat.until, seat.quote]
    for said in fixture.statements:
        source = said.source or source_line(fixture)
        facts["statement", (said.structure, said.kind, said.item, said.quote)] = [
            said.quote_fr,
            said.slide,
            source,
        ]
    for round_ in fixture.rounds:
        facts |= _round(round_, fixture)
    facts |= dict(_support(fixture))
    for seen in fixture.observations:
        key = (seen.structure, seen.item, seen.observed_on.isoformat(), seen.status, seen.evidence)
        facts["observation", key] = []
    facts |= {("commitment", (each.code,)): _commitment(each) for each in fixture.commitments}
    facts |= {("contact", (each.code,)): _contact(each) for each in fixture.contacts}
    return facts


def says_the_same(wanted: object, stored: object) -> bool:
    """Whether what is stored is what a file says."""
    if isinstance(wanted, list) and isinstance(stored, list):
        pairs = zip(wanted, stored, strict=True)
        return all(fact is None or fact == there for fact, there in pairs)
    return wanted == stored


def source_line(fixture: Fixture) -> str:
    """Return the source as one line: author, title, date."""
    source = fixture.source
    return ", ".join(part for part in (source.author, source.title, source.date) if part) if source else ""


def sides_asked(sides: Iterable[str]) -> str:
    """Return a round's sides as they are stored."""
    asked = tuple(sides)
    return "both" if len(asked) == 2 else asked[0]


def notice_of(round_: RoundValue, fixture: Fixture) -> Text:
    """Return what is said of a round's origin: its own notice, or the file's unless people entered it."""
    origin = round_.origin or fixture.origin
    return round_.notice or (Text("", "") if origin == "entered" else fixture.notice)


def answer_facts(answer: AnswerValue) -> dict[str, object]:
    """Return one answer as the journal keeps it."""
    return answer_record(
        answer.reading,
        doubt_reason=answer.doubt_reason,
        basis=answer.basis,
        na_reason=answer.na_reason,
        sources=[(each.title, each.kind, each.dated_on, each.link) for each in answer.sources],
        change_cause=answer.change_cause,
    )


def _partner(each: PartnerValue) -> list[object]:
    former = sorted((name.until_on.isoformat(), name.name.en, name.name.fr) for name in each.former_names)
    return [
        each.name.en,
        each.name.fr,
        each.side,
        each.kind,
        each.quote,
        each.slide,
        each.objectives,
        each.aim or None,
        each.since or None,
        each.until or None,
        former or None,
    ]


def _structure(each: StructureValue) -> list[object]:
    return [
        each.name.en,
        each.name.fr,
        each.sector,
        each.mandate or Text("", ""),
        each.founded,
        each.closed,
        each.parent,
        each.predecessor,
        each.slide,
        each.dormant_after,
    ]


def _round(round_: RoundValue, fixture: Fixture) -> FactsByKey:
    facts: FactsByKey = {
        ("round", (round_.label,)): [
            round_.name.en,
            round_.name.fr,
            round_.reference_date.isoformat(),
            round_.instrument,
            sides_asked(round_.sides),
            round_.origin or fixture.origin,
            notice_of(round_, fixture),
        ]
    }
    for one in round_.assessments:
        facts["assessment", (round_.label, one.structure, one.side, one.rater)] = {
            answer.criterion: answer_facts(answer) for answer in one.answers
        }
    return facts


def _support(fixture: Fixture) -> Iterator[tuple[tuple[str, Key], object]]:
    for function in fixture.functions:
        yield ("function", (function.code,)), [function.name, function.sector, function.is_planned]
    for standard in fixture.standards:
        yield ("standard", (standard.code,)), [standard.name, standard.kind]
    for each in fixture.activities:
        yield ("activity", (each.code,)), _activity(each)


def _activity(each: ActivityValue) -> list[object]:
    value = "" if each.value is None else f"{each.value:.2f}"
    return [
        each.name,
        *(each.partner, each.kind, each.recipient, each.function, each.structure, each.place),
        *(each.standard, each.equipment, each.since, each.until, value, each.currency, each.request),
        *(each.tests, each.note, each.quote, each.quote_fr, each.slide),
    ]


def _commitment(each: CommitmentValue) -> list[object]:
    """What became of it is said only of one that is no longer open: people go on from there."""
    settled: list[object] = [None] * 3
    if each.state != "open":
        settled = [each.state, each.settled_on, each.outcome]
    answer = [each.structure, each.round, each.voice, each.criterion]
    return [each.text, each.owner, each.made_on, each.due_on, *answer, *settled]


def _contact(each: ContactValue) -> list[object]:
    """Of one that is planned only what it is about is compared: people move it, hold it, write what was agreed."""
    if each.state == "planned":
        return [each.kind, each.subject, *[None] * 7]
    held = [each.state, each.on, each.at, each.people, each.partners, each.structure, each.agreed]
    return [each.kind, each.subject, *(fact if fact is not None else "" for fact in held)]
