"""The end of a programme: put into the archive, where it is read, taken out of it again; an example, removed whole."""

from datetime import datetime

from django.db import transaction

from coordination.actions import evidence_bytes, journal, saving
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import (
    Activity,
    Assessment,
    Comment,
    Commitment,
    Contact,
    Correction,
    CorrectionDissent,
    Dismissal,
    Dissent,
    EvidenceFile,
    Function,
    HabitNote,
    JointAnswer,
    Link,
    MovedDate,
    Observation,
    Operation,
    Partner,
    Programme,
    Publication,
    Round,
    Seat,
    Standard,
    Statement,
    Structure,
    User,
    Weighting,
)
from coordination.permissions import programmes_administered_by
from coordination.queries.programme_settings import said


@transaction.atomic
def archive(*, programme: Programme, by: User, at: datetime) -> Programme:
    """Put a programme into the archive: from now on every action in it is refused; there already, nothing changes.

    Raises:
        Refused: ``by`` does not administer it.
    """
    row = _locked(programme, by)
    if row.archived_at is None:
        _record("archived", row, by, at)
        row.archived_at = at
        row.save(update_fields=["archived_at"])
    return row


@transaction.atomic
def take_out(*, programme: Programme, by: User, at: datetime) -> Programme:
    """Take a programme out of the archive; not there, nothing changes.

    Raises:
        Refused: ``by`` does not administer it.
    """
    row = _locked(programme, by)
    if row.archived_at is not None:
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        _record("restored", row, by, at)
    return row


def _record(verb: str, row: Programme, by: User, at: datetime) -> None:
    journal.record(by=by, at=at, verb=verb, noun="programme", key=row.code, programme=row)


@transaction.atomic
def remove(*, programme: Programme, typed: str, by: User, at: datetime) -> None:
    """Remove an example or training programme with all that is in it; ``typed`` is its code, as a confirmation.

    People keep their accounts, also those who have no other place. The journal keeps what was done, and says that the
    programme is removed; its number is never given again.

    Raises:
        Refused: ``by`` does not administer it, it is a real one, or its code was typed otherwise.
    """
    row = _locked(programme, by)
    if row.kind == Programme.Kind.REAL:
        raise Refused((Problem(rule=Rule.PROGRAMME_REAL),))
    if typed.strip() != row.code:
        raise Refused((Problem(rule=Rule.PROGRAMME_NOT_NAMED, path="typed", value=row.code),))
    before = said(row)
    # The database lets append-only rows go with a programme in the archive alone.
    row.archived_at = row.archived_at or at
    row.save(update_fields=["archived_at"])
    _empty(row)
    row.delete()
    # Of no programme, so that those who administered it may read the entry.
    journal.record(by=by, at=at, verb="removed", noun="programme", key=before["code"], before=before)


def _locked(programme: Programme, by: User) -> Programme:
    journal.lock()
    if not programmes_administered_by(User.objects.get(pk=by.pk)).filter(pk=programme.pk).exists():
        raise Refused((Problem(rule=Rule.NOT_ADMINISTERED),))
    return saving.lock(Programme.objects.all(), programme.pk)


def _empty(programme: Programme) -> None:
    """Remove all rows of a programme, those first that name others; what its row takes with it goes with it."""
    of_round = {"round__programme": programme}
    files = EvidenceFile.objects.filter(programme=programme)
    evidence_bytes.forget(files)
    files.delete()
    CorrectionDissent.objects.filter(correction__answer__assessment__round__programme=programme).delete()
    Correction.objects.filter(answer__assessment__round__programme=programme).delete()
    Operation.objects.filter(assessment__round__programme=programme).delete()
    MovedDate.objects.filter(commitment__programme=programme).delete()
    for model in (Commitment, HabitNote, Contact, Dismissal, Observation, Activity, Function, Standard):
        model._base_manager.filter(programme=programme).delete()
    Dissent.objects.filter(joint_answer__round__programme=programme).delete()
    for about in (JointAnswer, Comment, Publication, Assessment):
        about._default_manager.filter(**of_round).delete()
    Weighting.objects.filter(**of_round).delete()
    Seat.everything.filter(structure__programme=programme).delete()
    for statement in (Statement, Round):
        statement._default_manager.filter(programme=programme).delete()
    structures = Structure.everything.filter(programme=programme)
    structures.update(parent=None, predecessor=None)
    structures.delete()
    partners = Partner.everything.filter(programme=programme)
    partners.update(merged_into=None)
    partners.delete()
    # It goes on saying that a password came through other hands, so that none is taken for the person's own.
    Link.objects.filter(programme=programme).update(programme=None, side=None)
