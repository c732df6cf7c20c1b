"""What a file given as evidence belongs to: in line, locked, judged, and told to the journal in its own words.

These are parts of actions: each runs inside the transaction of one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db.models import Model

from coordination.actions import journal, saving, steps
from coordination.domain import lifecycle
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, Contact, EvidenceFile, Observation, Programme, User


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAnswer:
    """An answer by its place in an assessment: it may not be stored yet."""

    assessment: Assessment
    criterion: str


#: What a file may belong to.
Parent = OfAnswer | Contact | Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedParent:
    """What a file belongs to, behind the lock: its row, by the column that names it, and how the journal is told.

    ``said`` is what an entry says besides the file. What not everybody may read stands in no journal: there an entry
    names the file, and nothing of it (``is_told``).
    """

    programme: Programme
    column: str
    row: Model
    tell: Callable[..., object]
    said: Mapping[str, object] = field(default_factory=dict)
    is_told: bool = True

    @property
    def names(self) -> dict[str, object]:
        """The columns by which a file's row belongs to it."""
        return {"programme": self.programme, self.column: self.row}

    def record(self, row: EvidenceFile, *, is_gone: bool = False, by: User, at: datetime) -> None:
        """Tell the journal of a file that was attached, or removed: never what it shows, nor what was noted beside it.

        Raises:
            Refused: the person has no such place any more, or the programme is archived.
        """
        told: dict[str, object] = {**self.said, "file": row.stored_as}
        if self.is_told:
            told |= {"kind": row.kind, "size": row.size, "sha256": row.sha256}
        said = {"verb": "removed", "before": told} if is_gone else {"verb": "attached", "after": told}
        self.tell(by=by, at=at, **said)


def of(row: EvidenceFile) -> Parent:
    """Return what a stored file belongs to."""
    if row.answer:
        return OfAnswer(assessment=row.answer.assessment, criterion=row.answer.criterion.code)
    found = row.contact or row.observation
    assert found
    return found


def locked(parent: Parent) -> LockedParent:
    """Return what a file is to belong to as it stands now, in line with whoever else writes there.

    Raises:
        Refused: it is gone or withdrawn, an answer that is not stored, or one of no draft of an open round.
    """
    match parent:
        case OfAnswer():
            return _answer(parent)
        case Contact():
            return _contact(parent)
        case Observation():
            return _observation(parent)


def _answer(parent: OfAnswer) -> LockedParent:
    assessment = steps.lock(parent.assessment)
    steps.require(lifecycle.Step.SCORE, assessment)
    answer = Answer.objects.filter(assessment=assessment, criterion__code=parent.criterion).first()
    if answer is None:
        raise Refused((Problem(rule=Rule.EVIDENCE_WITHOUT_ANSWER, value=parent.criterion),))
    return LockedParent(
        programme=assessment.round.programme,
        column="answer",
        row=answer,
        tell=partial(steps.record, assessment),
        said={"criterion": parent.criterion},
    )


def _contact(contact: Contact) -> LockedParent:
    rows = Contact.objects.select_related("programme")
    row = saving.stored(rows, contact, before=lambda _row: {}).row
    return LockedParent(
        programme=row.programme,
        column="contact",
        row=row,
        tell=partial(journal.record, noun="contact", key=row.code, programme=row.programme),
        is_told=row.sharing == Contact.Sharing.ALL,
    )


def _observation(observation: Observation) -> LockedParent:
    # Never changed, it needs no lock of its own, which the program's role could not take either.
    journal.lock()
    rows = Observation.objects.select_related("programme", "structure")
    row = rows.filter(pk=observation.pk).first()
    if row is None:
        raise Refused((Problem(rule=Rule.WITHDRAWN, value=str(observation)),))
    key = " · ".join(filter(None, (row.item, row.structure.code if row.structure else "")))
    return LockedParent(
        programme=row.programme,
        column="observation",
        row=row,
        tell=partial(journal.record, noun="observation", key=key, programme=row.programme),
        said={"item": row.item},
    )
