"""What became of the answers behind commitments: the same voice's next answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from coordination.domain import bridging
from coordination.domain.answers import Reading, Status
from coordination.domain.bilingual import Text
from coordination.domain.change import (
    Cause,
    CellChange,
    are_mostly_new,
    cause_bits,
    causes_in,
    cell_change,
)
from coordination.domain.claims.change import NOT_YET_ANSWERED, CriterionClaim, criterion_claim
from coordination.domain.panels import envelope
from coordination.domain.scoring import blank, side_reading
from coordination.models import Answer, Commitment, Programme, User
from coordination.permissions import commitments_visible_to, dashboard_assessments
from coordination.queries import instruments
from coordination.queries.answers import reading
from coordination.queries.instruments import KnownInstrument

#: Structure id, voice and criterion: what one commitment is made from, in whatever round.
Place = tuple[int, str, str]
#: What counts as answered again: an answer, or that the criterion no longer applies; “?” says nothing yet.
ANSWERED = (Status.ANSWERED, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a voice answered to one criterion in one round, its assessors taken together.

    ``reading`` is their median, ``admitted`` what none of them denies, ``causes`` the reasons stated by any of them. Of
    the ``assessors``, those ``who_answered`` gave a level.
    """

    label: str
    name: Text
    reference_on: date
    instrument_id: int
    reading: Reading
    admitted: Reading
    causes: tuple[Cause, ...]
    assessors: frozenset[str]
    who_answered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer and the next one; ``then`` is None until it is answered again."""

    claim: CriterionClaim
    first: Answered
    then: Answered | None


def of_commitments(ids: Iterable[int], *, user: User, programme: Programme) -> Mapping[int, Outcome]:
    """Return what became of the answers behind these commitments, by commitment id, omitting free commitments.

    Two queries; a third where another version of the instrument was used since, and one for each version first used.
    """
    rows = commitments_visible_to(user, programme).filter(pk__in=list(ids), criterion__isnull=False)
    return of_rows(rows.select_related("round", "criterion"), user=user, programme=programme)


def of_rows(rows: Iterable[Commitment], *, user: User, programme: Programme) -> Mapping[int, Outcome]:
    """Return the same for commitments loaded with round and criterion; one query less."""
    made = {row.pk: row for row in rows if row.criterion_id is not None}
    if not made:
        return {}
    courses = _courses({_place(row) for row in made.values()}, user, programme)
    versions = {each.instrument_id for course in courses.values() for each in course}
    known = instruments.known(versions) if len(versions) > 1 else {}
    found = {}
    for pk, row in made.items():
        course = courses.get(_place(row), ())
        found[pk] = _outcome(_place(row)[2], _first(row, course), course, known)
    return found


def _first(row: Commitment, course: Sequence[Answered]) -> Answered:
    """Return the answer behind a commitment; a blank where nothing was answered."""
    round_ = row.round
    assert round_ is not None
    nothing = Answered(
        label=round_.label,
        name=Text(round_.name_en, round_.name_fr),
        reference_on=round_.reference_on,
        instrument_id=round_.instrument_id,
        reading=blank(),
        admitted=blank(),
        causes=(),
        assessors=frozenset(),
        who_answered=frozenset(),
    )
    return next((each for each in course if each.label == round_.label), nothing)


def _place(row: Commitment) -> Place:
    assert row.criterion is not None
    return row.structure_id or 0, row.voice, row.criterion.code


def _courses(places: Iterable[Place], user: User, programme: Programme) -> dict[Place, tuple[Answered, ...]]:
    """Return the answers in these places, round by round; one query."""
    asked = Q(pk__in=[])
    for structure_id, voice, code in sorted(places):
        asked |= Q(assessment__structure_id=structure_id, assessment__side=voice, criterion__code=code)
    readable = dashboard_assessments(user).filter(round__programme=programme).order_by()
    rows = Answer.objects.filter(asked, assessment__in=readable).order_by(
        "assessment__round__reference_on", "assessment__round__label", "assessment_id"
    )
    columns = (
        *("assessment__structure_id", "assessment__side", "criterion__code", "assessment__round__label"),
        *("assessment__round__name_en", "assessment__round__name_fr", "assessment__round__reference_on"),
        *("assessment__round__instrument_id", "assessment__rater", "change_cause"),
        *("verbatim", "status", "level", "lo", "hi", "certainty"),
    )
    heads: dict[tuple[Place, str], tuple[Text, date, int]] = {}
    given: dict[tuple[Place, str], list[tuple[str, str, Reading]]] = {}
    for structure_id, voice, code, label, name_en, name_fr, on, instrument_id, *said in rows.values_list(
        *columns
    ):
        key = (structure_id, voice, code), label
        heads[key] = Text(name_en, name_fr), on, instrument_id
        assessor, cause, *written = said
        given.setdefault(key, []).append((assessor, cause, reading(*written)))
    courses: dict[Place, list[Answered]] = {}
    for (place, label), head in heads.items():
        courses.setdefault(place, []).append(_answered(label, head, given[place, label]))
    return {place: tuple(course) for place, course in courses.items()}


def _answered(
    label: str, head: tuple[Text, date, int], given: Sequence[tuple[str, str, Reading]]
) -> Answered:
    """Return the answers of a round's assessors, each with its cause, as those of one side."""
    name, on, instrument_id = head
    readings = [each for _assessor, _cause, each in given]
    return Answered(
        label=label,
        name=name,
        reference_on=on,
        instrument_id=instrument_id,
        reading=side_reading(readings),
        admitted=envelope(readings),
        causes=causes_in(cause_bits(cause for _assessor, cause, _reading in given)),
        assessors=frozenset(assessor for assessor, _cause, _reading in given),
        who_answered=frozenset(
            assessor for assessor, _cause, each in given if each.status is Status.ANSWERED
        ),
    )


def _outcome(
    code: str, first: Answered, course: Sequence[Answered], known: Mapping[int, KnownInstrument]
) -> Outcome:
    later = (
        each for each in course if each.reference_on > first.reference_on and each.reading.status in ANSWERED
    )
    then = next(later, None)
    if then is None:
        return Outcome(NOT_YET_ANSWERED, first, None)
    are_new = are_mostly_new(then.who_answered, first.assessors)
    return Outcome(
        criterion_claim(_change(code, first, then, known), then.causes, are_new=are_new), first, then
    )


def _change(
    code: str, first: Answered, then: Answered, known: Mapping[int, KnownInstrument]
) -> CellChange | None:
    """Return the change of the criterion; None where the two instruments are not comparable on it."""
    if first.instrument_id == then.instrument_id:
        return cell_change(first.admitted, then.admitted)
    if first.instrument_id not in known:  # nothing was answered with it
        return None
    old, new = known[first.instrument_id].value, known[then.instrument_id].value
    if new.predecessor != (old.code, old.version):
        return None
    section = next(each.code for each in new.sections if code in {one.code for one in each.criteria})
    before = {each.code: blank() for each in old.section(section).criteria} | {code: first.admitted}
    after = {each.code: blank() for each in new.section(section).criteria} | {code: then.admitted}
    return bridging.aligned(old, new, section, before, after).cells[code]
