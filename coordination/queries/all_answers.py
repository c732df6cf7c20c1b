"""All the answers that a person reads one by one, part by part: however many there are, few are held at once.

They are those of the API (``read_apart``): never a draft nor anything sealed. Each part is asked for by the numbers of
its assessments, and holds what the person's place lets them read at that moment: no cursor stays open while a file is
sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet

from coordination.documents.fixture.texts import sound
from coordination.domain.evidence import FileValue
from coordination.domain.instruments import CriterionValue
from coordination.domain.links import readable
from coordination.domain.vocabulary import VOICES
from coordination.models import Answer, Assessment, EvidenceFile, Programme, Source, Structure, User
from coordination.queries import evidence_files, instruments, read_apart, rounds, structures
from coordination.queries.answers import Columns
from coordination.queries.instruments import KnownInstrument
from coordination.queries.rounds import RoundValue
from coordination.queries.sheets import SourceValue
from coordination.queries.structures import StructureValue

#: So many assessments are read at a time, and what else belongs to the same round, structure and side.
AT_ONCE = 400


class OneAnswer(NamedTuple):
    """An answer as stored: the columns of its reading, and what it rests on."""

    criterion: CriterionValue
    reading: Columns
    sides_differ: bool
    reason: str
    sources: tuple[SourceValue, ...]
    files: tuple[FileValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredSheet:
    """The answers of one assessment, in the order of the criteria.

    Several assessors of a side are numbered by what they answered, and all carry the last day: neither tells whose
    answers they are.
    """

    round: RoundValue
    structure: StructureValue
    side: str
    number: int
    state: str
    origin: str
    sent_on: date
    answers: tuple[OneAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAnswers:
    """What is asked for of a programme: ``round`` and ``structure`` are the only ones, None for all of those listed.

    ``books`` are the questionnaires of the rounds by their ids.
    """

    user: User
    programme: Programme
    rounds: tuple[RoundValue, ...]
    structures: tuple[StructureValue, ...]
    round: RoundValue | None
    structure: StructureValue | None
    books: Mapping[int, KnownInstrument]

    def number(self) -> int:
        """Return how many answers there are; one query."""
        return Answer.objects.filter(assessment__in=self._assessments().order_by()).order_by().count()

    def parts(self) -> Iterator[list[AnsweredSheet]]:
        """Yield all sheets by round, structure and side; one query, and three for each part."""
        criteria = _criteria(self.books.values())
        for part in _cut(self._heads()):
            still = self._assessments().filter(pk__in=[each.pk for each in part])
            yield list(_sheets(part, _given(still, criteria)))

    def _assessments(self) -> QuerySet[Assessment]:
        """Return the assessments as the person may read them now."""
        there = Structure.objects.filter(programme=self.programme)
        rows = read_apart.told(self.user).filter(round__programme=self.programme, structure__in=there)
        if self.round:
            rows = rows.filter(round=self.round.id)
        return rows.filter(structure=self.structure.id) if self.structure else rows

    def _heads(self) -> list["_SheetHead"]:
        zone = self.programme.zone
        known = {each.id: (place, each) for place, each in enumerate(self.rounds)}
        there = {each.id: (place, each) for place, each in enumerate(self.structures)}
        columns = ("pk", "round_id", "structure_id", "side", "state", "origin")
        rows = (
            self._assessments()
            .order_by()
            .values_list(*columns, "sent_at", "started_at", "rater_user_id", "keyed_by_id")
        )
        found = [
            (
                known[of][0],
                there[on][0],
                VOICES.index(side),
                pk,
                _SheetHead(
                    pk=pk,
                    round=known[of][1],
                    structure=there[on][1],
                    side=side,
                    state=state,
                    origin=origin,
                    sent_on=(sent or started).astimezone(zone).date(),
                    is_of_a_person=bool(rater or keyed),
                ),
            )
            for pk, of, on, side, state, origin, sent, started, rater, keyed in rows
            # What was added since the rounds and structures were read is in the next file.
            if of in known and on in there
        ]
        return [each for *_order, each in sorted(found, key=lambda one: one[:4])]


def asked(user: User, programme: Programme, *, round_: str = "", structure: str = "") -> AllAnswers | None:
    """Return the answers of a round (its label) and a structure (its slug), or all; None for what is not there."""
    listed = rounds.index(user, programme)
    there, whole = structures.assessed(programme)
    everything = (*there, whole) if whole else there
    of_round = next((each for each in listed if each.label == round_), None)
    of_structure = next((each for each in everything if each.slug == structure), None)
    if (round_ and not of_round) or (structure and not of_structure):
        return None
    return AllAnswers(
        user=user,
        programme=programme,
        rounds=listed,
        structures=everything,
        round=of_round,
        structure=of_structure,
        books=instruments.of_rounds(listed),
    )


class _SheetHead(NamedTuple):
    """What is kept of every assessment from the beginning."""

    pk: int
    round: RoundValue
    structure: StructureValue
    side: str
    state: str
    origin: str
    sent_on: date
    is_of_a_person: bool

    @property
    def group(self) -> tuple[int, int, str]:
        """What one side said of a structure in a round."""
        return self.round.id, self.structure.id, self.side


#: By the id of a criterion its place, and itself.
_Criteria = Mapping[int, tuple[int, CriterionValue]]


def _criteria(books: Iterable[KnownInstrument]) -> _Criteria:
    return {
        book.criteria[each.code]: (place, each)
        for book in books
        for place, each in enumerate(book.value.criteria)
    }


def _cut(heads: Sequence[_SheetHead]) -> Iterator[list[_SheetHead]]:
    """Yield parts of about ``AT_ONCE``; a group is never cut, for its assessors are numbered together."""
    part: list[_SheetHead] = []
    for each in heads:
        if len(part) >= AT_ONCE and each.group != part[-1].group:
            yield part
            part = []
        part.append(each)
    if part:
        yield part


def _given(still: QuerySet[Assessment], criteria: _Criteria) -> dict[int, tuple[OneAnswer, ...]]:
    """Return the answers by assessment id, in order; three queries."""
    of_these = still.order_by().values("pk")
    sources: dict[int, list[SourceValue]] = {}
    for source in Source.objects.filter(answer__assessment__in=of_these).order_by("answer_id", "position"):
        title, link = readable(source.title, source.link)
        value = SourceValue(title=sound(title), kind=source.kind, dated_on=source.dated_on, link=link)
        sources.setdefault(source.answer_id, []).append(value)
    files: dict[int, list[FileValue]] = {}
    for file in EvidenceFile.objects.filter(answer__assessment__in=of_these).order_by("pk"):
        files.setdefault(file.answer_id or 0, []).append(evidence_files.value(file))
    columns = ("pk", "assessment_id", "criterion_id", "differs", "basis", "na_reason")
    rows = (
        Answer.objects.filter(assessment__in=of_these)
        .order_by()
        .values_list(*columns, "verbatim", "status", "level", "lo", "hi", "certainty")
    )
    found: dict[int, list[tuple[int, OneAnswer]]] = {}
    for pk, assessment, asked_for, differs, basis, na_reason, verbatim, *levels in rows:
        place, criterion = criteria[asked_for]
        reason = sound(basis, lines=True) or sound(na_reason, lines=True)
        one = OneAnswer(
            criterion=criterion,
            reading=(sound(verbatim), *levels),
            sides_differ=differs,
            reason=reason,
            sources=tuple(sources.get(pk, ())),
            files=tuple(files.get(pk, ())),
        )
        found.setdefault(assessment, []).append((place, one))
    return {
        pk: tuple(each for _place, each in sorted(listed, key=lambda one: one[0]))
        for pk, listed in found.items()
    }


def _order(answers: Sequence[OneAnswer]) -> str:
    """Return what several assessors are numbered by: what they answered, of a criterion its code alone."""
    return repr([(each.criterion.code, *each[1:]) for each in answers])


def _sheets(
    part: Sequence[_SheetHead], given: Mapping[int, tuple[OneAnswer, ...]]
) -> Iterator[AnsweredSheet]:
    """Yield the sheets of which anything may still be read, numbered within their group."""
    for _group, listed in groupby(part, key=lambda head: head.group):
        heads = [head for head in listed if head.pk in given]
        if len(heads) > 1:
            heads.sort(key=lambda head: (head.state != "published", _order(given[head.pk])))
        people = sorted((head for head in heads if head.is_of_a_person), key=lambda head: head.sent_on)
        last = {head.state: head.sent_on for head in people}
        for number, head in enumerate(heads, start=1):
            yield AnsweredSheet(
                round=head.round,
                structure=head.structure,
                side=head.side,
                number=number,
                state=head.state,
                origin=head.origin,
                sent_on=last[head.state] if head.is_of_a_person else head.sent_on,
                answers=given[head.pk],
            )
