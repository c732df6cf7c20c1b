"""The facts that count, as stored, in the form in which the journal states them.

Actions write these facts into the journal; its check compares them with what is stored.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from coordination.documents import instruments
from coordination.documents.fixture.facts import Key
from coordination.domain.instruments import fingerprint
from coordination.domain.journal import stamp
from coordination.domain.problems import Refused
from coordination.domain.replay import READING, Facts, Thing, digest
from coordination.models import (
    Answer,
    Assessment,
    Commitment,
    Correction,
    Criterion,
    Instrument,
    Membership,
    Programme,
    Round,
    Weighting,
    Withdrawable,
)
from coordination.queries import withdrawals
from coordination.queries.answers import records

Row = TypeVar("Row", bound=Model)
#: So many rows are read at once, whatever there is.
CHUNK = 500


def of_round(row: Round) -> Facts:
    """Return the facts of a round."""
    return {
        "reference_on": row.reference_on.isoformat(),
        "last_on": row.last_on.isoformat() if row.last_on else "",
        "instrument": str(row.instrument),
        "sides": row.sides,
        "state": row.state,
        "origin": row.origin,
    }


def of_assessment(row: Assessment) -> Facts:
    """Return the facts of an assessment besides its key and its answers."""
    return {
        "rater": row.rater,
        "origin": row.origin,
        "state": row.state,
        "started_at": stamp(row.started_at),
        "sent_at": _stamp(row.sent_at),
        "revealed_at": _stamp(row.revealed_at),
    }


def of_weights(row: Weighting) -> Facts:
    """Return the facts of the weights that a side gave."""
    return {
        "side": row.side,
        "weights": row.weights,
        "version": row.version,
        "reason": row.reason,
        "recorded_at": stamp(row.recorded_at),
    }


def of_commitment(row: Commitment) -> Facts:
    """Return the facts of a commitment, empty where it has none."""
    return {
        "text_en": row.text_en,
        "text_fr": row.text_fr,
        "owner": row.owner.code,
        "structure": row.structure.code if row.structure else "",
        "round": row.round.label if row.round else "",
        "voice": row.voice,
        "criterion": row.criterion.code if row.criterion else "",
        "made_on": row.made_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "state": row.state,
        "settled_on": row.settled_on.isoformat() if row.settled_on else "",
        "outcome": row.outcome,
        "origin": row.origin,
        "recorded_by": row.recorded_by_id,
        "person": row.person,
        "contact": row.contact.code if row.contact else "",
        "moved": moved(row),
    }


def moved(row: Commitment) -> list[list[object]]:
    """Return the days that a commitment was due before, the earliest move first, each with its reason and by whom."""
    return [
        [each.was_due_on.isoformat(), each.moved_on.isoformat(), each.reason, each.recorded_by_id]
        for each in row.moved.all()
    ]


def of_withdrawal(row: Withdrawable) -> Facts:
    """Return the facts of a withdrawal: the reason only where everybody may read the record."""
    if row.withdrawn_at is None:
        return {"id": row.pk}
    said = {"reason": row.withdrawn_reason} if withdrawals.is_read_by_all(row) else {}
    return {"id": row.pk, "withdrawn_at": stamp(row.withdrawn_at)} | said


def of_place(row: Membership) -> Facts:
    """Return the facts of a person's place in a programme."""
    return {
        "user": row.user_id,
        "role": row.role,
        "side": row.side,
        "confirmed": row.confirmed_at is not None,
        "reads_since": stamp(row.reads_since) if row.reads_since else None,
    }


def of_file(programme: Programme, new: Collection[tuple[str, Key]]) -> dict[str, dict[str, Facts]]:
    """Return the facts of the rounds and commitments from a file, by label and code."""
    names: dict[str, list[str]] = {"round": [], "commitment": []}
    for noun, key in new:
        if noun in names:
            names[noun].append(key[0])
    rounds = Round.objects.filter(programme=programme, label__in=names["round"]).select_related("instrument")
    commitments = _joined().filter(programme=programme, code__in=names["commitment"])
    return {
        "rounds": {row.label: of_round(row) for row in rounds},
        "commitments": {row.code: of_commitment(row) for row in commitments},
    }


def standing() -> Iterator[tuple[Thing, Facts]]:
    """Yield every current fact, some hundred rows at a time."""
    yield from _instruments()
    for round_ in _rows(Round.objects.select_related("instrument")):
        yield ("round", round_.programme_id, round_.label), of_round(round_)
    for weights in _rows(Weighting.objects.select_related("round")):
        where = (weights.round.programme_id, weights.round.label, weights.side, weights.version)
        yield ("weights", *where), of_weights(weights) | {"recorded_by": weights.recorded_by_id}
    yield from _assessments()
    for correction in _rows(Correction.objects.select_related("answer__criterion")):
        answer = correction.answer
        thing = ("correction", answer.assessment_id, answer.criterion.code, correction.position)
        yield thing, _of_correction(correction)
    for place in _rows(Membership.objects.all()):
        yield ("place", place.programme_id, place.user_id), of_place(place)
    for commitment in _rows(_joined()):
        yield ("commitment", commitment.programme_id, commitment.code), of_commitment(commitment)
    for model in withdrawals.MODELS.values():
        for row in _rows(withdrawals.joined(model._base_manager.filter(withdrawn_at__isnull=False))):
            of = (withdrawals.programme_of(row).pk, f"{withdrawals.noun(row)} {row.pk}")
            yield ("withdrawal", *of), of_withdrawal(row) | {"withdrawn_by": row.withdrawn_by_id}


def _joined() -> QuerySet[Commitment]:
    rows = Commitment.everything.select_related("owner", "structure", "round", "criterion", "contact")
    return rows.prefetch_related("moved")


def _rows(rows: QuerySet[Row]) -> Iterator[Row]:
    for chunk in _chunks(rows):
        yield from chunk


def _chunks(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """Yield the rows by id in batches, without a cursor, which a connection pool would lose."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield found
        last = found[-1].pk


def _instruments() -> Iterator[tuple[Thing, Facts]]:
    """Yield published instruments: whether their criteria are those of their content is a fact too."""
    for row in Instrument.objects.filter(status=Instrument.Status.PUBLISHED):
        facts: Facts = {"status": row.status, "content_hash": row.content_hash}
        facts["content"] = fingerprint(row.content)
        kept = Criterion.objects.filter(instrument=row).order_by("position")
        try:
            listed = instruments.read(row.content).criteria
        except Refused:  # then the content is not what was published, which is said anyway
            listed = ()
        wanted = [(each.code, each.section, position) for position, each in enumerate(listed)]
        facts["criteria"] = list(kept.values_list("code", "section", "position")) == wanted
        yield ("instrument", str(row)), facts


def _assessments() -> Iterator[tuple[Thing, Facts]]:
    for chunk in _chunks(Assessment.objects.select_related("round", "structure")):
        first, last = chunk[0].pk, chunk[-1].pk
        answers = records(Answer.objects.filter(assessment_id__gte=first, assessment_id__lte=last))
        for row in chunk:
            written = {code: digest(answer) for code, answer in answers.get(row.pk, {}).items()}
            yield (
                ("assessment", row.pk),
                of_assessment(row)
                | {
                    "programme": row.round.programme_id,
                    "round": row.round.label,
                    "structure": row.structure.code,
                    "side": row.side,
                    "rater_user": row.rater_user_id,
                    "version": row.version,
                    "sent_by": row.sent_by_id,
                    "answers": written,
                },
            )


def _of_correction(row: Correction) -> Facts:
    facts = {name: getattr(row, name) for name in READING}
    facts |= {"evidence": row.evidence, "corrected_by": row.corrected_by_id}
    return facts | {"corrected_at": stamp(row.corrected_at)}


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None
