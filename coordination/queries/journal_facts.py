"""The facts that count, as stored, in the form in which the journal states them.

Actions write these facts into the journal; its check compares them with what is stored.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from coordination.documents import instruments, publications
from coordination.documents.fixture.facts import Key
from coordination.domain.instruments import fingerprint
from coordination.domain.journal import stamp
from coordination.domain.problems import Refused
from coordination.domain.replay.told import READING, Facts, Thing, digest
from coordination.models import (
    Answer,
    AskedStructure,
    Assessment,
    Assessor,
    Comment,
    Commitment,
    Consent,
    Correction,
    CorrectionDissent,
    Criterion,
    Dissent,
    Instrument,
    JointAnswer,
    Membership,
    NotSubmitted,
    Programme,
    Publication,
    Round,
    RoundRequest,
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


def of_opening(row: Round, structures: Collection[int]) -> Facts:
    """Return the facts of a round as it is opened, and the ids of the structures chosen, if any are."""
    return of_round(row) | ({"asked": sorted(structures)} if structures else {})


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


def of_publication(row: Publication) -> Facts:
    """Return the facts of a card that is published, or that one side agreed to publish; of its content the hash."""
    return {
        "sides": row.sides,
        "content_hash": row.content_hash,
        "government_by": row.government_by_id,
        "government_at": _stamp(row.government_at),
        "partners_by": row.partners_by_id,
        "partners_at": _stamp(row.partners_at),
        "published_at": _stamp(row.published_at),
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


def of_comment(row: Comment) -> Facts:
    """Return the facts of a comment."""
    return {
        "round": row.round.label,
        "structure": row.structure.code,
        "criterion": row.criterion.code,
        "side": row.side,
        "role": row.role,
        "author": row.author_id,
        "text": row.text,
        "at": stamp(row.at),
        "withdrawn_at": _stamp(row.withdrawn_at),
        "withdrawn_by": row.withdrawn_by_id,
        "withdrawn_reason": row.withdrawn_reason,
    }


def of_joint_answer(row: JointAnswer) -> Facts:
    """Return the facts of a joint answer: what it says, who proposed and who confirmed it, and what became of it."""
    facts = {name: getattr(row, name) for name in ("differs", *READING, "basis", "state", "version")}
    facts |= {"round": row.round.label, "structure": row.structure.code, "criterion": row.criterion.code}
    facts |= {"proposed_by": row.proposed_by_id, "proposed_side": row.proposed_side}
    facts |= {"government_by": row.government_by_id, "partners_by": row.partners_by_id}
    at = ("proposed_at", "government_at", "partners_at")
    return facts | {name: _stamp(getattr(row, name)) for name in at}


def of_dissent(row: Dissent) -> Facts:
    """Return the facts of a dissent from a joint answer."""
    return {"side": row.side, "reason": row.reason, "by": row.by_id, "at": stamp(row.at)}


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
    rounds = Round.objects.filter(programme=programme, label__in=names["round"])
    rounds = rounds.select_related("instrument").prefetch_related("asked")
    commitments = _joined().filter(programme=programme, code__in=names["commitment"])
    return {
        "rounds": {
            row.label: of_opening(row, [each.structure_id for each in row.asked.all()]) for row in rounds
        },
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
    yield from _of_rounds()
    yield from _assessments()
    for correction in _rows(Correction.objects.select_related("answer__criterion")):
        answer = correction.answer
        thing = ("correction", answer.assessment_id, answer.criterion.code, correction.position)
        yield thing, _of_correction(correction)
    yield from _said_together()
    yield from _dissents()
    for card in _rows(Publication.objects.select_related("round", "structure")):
        content = publications.content_hash(card.snapshot)
        here: Facts = {"round": card.round.label, "structure": card.structure.code, "content": content}
        yield ("publication", card.round.programme_id, card.pk), of_publication(card) | here
    for place in _rows(Membership.objects.all()):
        yield ("place", place.programme_id, place.user_id), of_place(place)
    for commitment in _rows(_joined()):
        yield ("commitment", commitment.programme_id, commitment.code), of_commitment(commitment)
    for model in withdrawals.MODELS.values():
        for row in _rows(withdrawals.joined(model._base_manager.filter(withdrawn_at__isnull=False))):
            of = (withdrawals.programme_of(row).pk, f"{withdrawals.noun(row)} {row.pk}")
            yield ("withdrawal", *of), of_withdrawal(row) | {"withdrawn_by": row.withdrawn_by_id}


def _of_rounds() -> Iterator[tuple[Thing, Facts]]:
    """Yield what is asked, who agreed to close or reopen, what was not submitted, who is to score, who asked to send."""
    for chosen in _rows(AskedStructure.objects.select_related("round")):
        yield ("asked", chosen.round.programme_id, chosen.round.label, chosen.structure_id), {}
    for consent in _rows(Consent.objects.select_related("round")):
        where = (consent.round.programme_id, consent.round.label, consent.side)
        facts: Facts = {
            "to": consent.to,
            "given_at": stamp(consent.given_at),
            "given_by": consent.given_by_id,
        }
        yield ("consent", *where), facts
    for missing in _rows(NotSubmitted.objects.select_related("round")):
        of = (missing.round.programme_id, missing.round.label, missing.structure_id, missing.side)
        yield ("not submitted", *of), {"told_at": stamp(missing.told_at)}
    for asked in _rows(RoundRequest.objects.select_related("round")):
        at = (asked.round.programme_id, asked.round.label, asked.side, asked.asked, asked.on.isoformat())
        yield ("request", *at), {"requested_by": asked.by_id}
    named: dict[Thing, list[int]] = {}
    for row in _rows(Assessor.objects.select_related("round")):
        thing: Thing = ("assessors", row.round.programme_id, row.round.label, row.side, row.structure_id)
        named.setdefault(thing, []).append(row.user_id)
    for thing, people in named.items():
        yield thing, {"people": sorted(people)}


def _said_together() -> Iterator[tuple[Thing, Facts]]:
    """Yield comments, joint answers and dissents."""
    about = ("round", "structure", "criterion")
    for comment in _rows(Comment.objects.select_related(*about)):
        yield ("comment", comment.round.programme_id, comment.pk), of_comment(comment)
    for joint in _rows(JointAnswer.objects.select_related(*about)):
        yield ("joint answer", joint.round.programme_id, joint.pk), of_joint_answer(joint)
    for dissent in _rows(Dissent.objects.select_related("joint_answer__round")):
        joint = dissent.joint_answer
        yield ("dissent", joint.round.programme_id, joint.pk, dissent.side), of_dissent(dissent)


def _dissents() -> Iterator[tuple[Thing, Facts]]:
    for row in _rows(CorrectionDissent.objects.select_related("correction__answer__criterion")):
        of = row.correction
        thing: Thing = (
            "correction dissent",
            of.answer.assessment_id,
            of.answer.criterion.code,
            of.position,
            row.side,
        )
        facts: Facts = {"reason": row.reason, "dissented_by": row.dissented_by_id}
        yield thing, facts | {"dissented_at": stamp(row.dissented_at)}


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
        if len(found) < CHUNK:
            return
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
                    "keyed_by": row.keyed_by_id,
                    "filled_on": row.filled_on.isoformat() if row.filled_on else None,
                    "handed_at": _stamp(row.handed_at),
                    "confirmed_alone": row.confirmed_alone,
                    "version": row.version,
                    "sent_by": row.sent_by_id,
                    "answers": written,
                },
            )


def _of_correction(row: Correction) -> Facts:
    facts = {name: getattr(row, name) for name in READING}
    facts |= {"kind": row.kind, "evidence": row.evidence, "reason": row.reason}
    facts |= {"corrected_by": row.corrected_by_id}
    return facts | {"corrected_at": stamp(row.corrected_at)}


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None
