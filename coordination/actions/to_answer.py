"""What stands where an answer is saved, behind the lock, read by its fewest columns.

Of what saving one answer takes most is writing SQL, column by column; so both queries are written once
(`models.prepared`). These are parts of an action: each runs inside its transaction.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, Criterion, Programme, Round, Source, Structure
from coordination.models.prepared import Prepared, read
from coordination.queries.answers import sources_of

_OF_ASSESSMENT = (
    *("id", "side", "state", "version", "round_id", "structure_id", "rater_user_id", "handed_at"),
)
_OF_ROUND = ("id", "label", "state", "origin", "instrument_id", "programme_id")
_OF_STRUCTURE = ("id", "code", "is_programme")
_OF_ANSWER = (
    *("id", "assessment_id", "criterion_id", "verbatim", "status", "level", "lo", "hi", "certainty"),
    *("doubt_reason", "basis", "na_reason", "differs", "change_cause", "version"),
)
_OF_CRITERION = ("id", "code", "section", "instrument_id")


def _assessment(pk: int) -> QuerySet[Assessment, Any]:
    columns = (*_OF_ASSESSMENT, *_within("round", _OF_ROUND), *_within("structure", _OF_STRUCTURE))
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
    return rows.order_by().values_list(*columns)


def _answered(assessment: int, codes: Sequence[str]) -> QuerySet[Answer, Any]:
    rows = Answer.objects.filter(assessment=assessment, criterion__code__in=codes).order_by()
    sourced = Exists(Source.objects.filter(answer=OuterRef("pk")))
    return rows.values_list(*_OF_ANSWER, *_within("criterion", _OF_CRITERION), sourced)


def _within(name: str, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name}__{each}" for each in columns)


_LOCKED, _ANSWERED = Prepared(_assessment), Prepared(_answered)


def locked(assessment: Assessment) -> Assessment:
    """Lock a stored assessment, and return what is stored of it, its round and its structure; one query.

    Raises:
        Refused: it was discarded meanwhile.
    """
    rows = _LOCKED(assessment.pk)
    if not rows:
        raise Refused((Problem(rule=Rule.ASSESSMENT_GONE),))
    own, of_round, of_structure = _parts(rows[0], _OF_ASSESSMENT, _OF_ROUND, _OF_STRUCTURE)
    found = read(Assessment, _OF_ASSESSMENT, own)
    found.round = read(Round, _OF_ROUND, of_round)
    found.round.programme = read(Programme, ("id",), (found.round.programme_id,))
    found.structure = read(Structure, _OF_STRUCTURE, of_structure)
    return found


def stored(assessment: Assessment, codes: Sequence[str]) -> tuple[dict[str, Answer], dict[int, list[Source]]]:
    """Return the stored answers by criterion, and their sources; the second query only where there are any."""
    found: dict[str, Answer] = {}
    has_sources = False
    for *columns, is_sourced in _ANSWERED(assessment.pk, tuple(codes)):
        own, of_criterion = _parts(columns, _OF_ANSWER, _OF_CRITERION)
        answer = read(Answer, _OF_ANSWER, own)
        answer.criterion = read(Criterion, _OF_CRITERION, of_criterion)
        found[answer.criterion.code] = answer
        has_sources = has_sources or bool(is_sourced)
    pks = [answer.pk for answer in found.values()]
    return found, sources_of(Answer.objects.filter(pk__in=pks)) if has_sources else {}


def _parts(row: Sequence[Any], *columns: Sequence[str]) -> list[Sequence[Any]]:
    """Return the parts of a row that was read with these columns, one after the other."""
    parts, begin = [], 0
    for each in columns:
        parts.append(row[begin : begin + len(each)])
        begin += len(each)
    return parts
