"""Instruments: publishing a version, once."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.domain.instruments import InstrumentValue
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Criterion, Instrument, User


@transaction.atomic
def publish(*, value: InstrumentValue, by: User | None, at: datetime) -> Instrument:
    """Store a published instrument with its criteria; the same version again changes nothing.

    Raises:
        Refused: this version is published with another content.
    """
    journal.lock()
    stored = Instrument.objects.filter(code=value.code, version=value.version).first()
    if stored:
        if stored.content_hash != value.content_hash:
            name = f"{value.code} {value.version}"
            raise Refused((Problem(rule=Rule.CONFLICT, path="instrument", value=name),))
        return stored
    # Criteria go in while it is a draft; once published, triggers of the database refuse to change any of it.
    instrument = Instrument.objects.create(
        code=value.code,
        version=value.version,
        status=Instrument.Status.DRAFT,
        content=dict(value.content),
        content_hash=value.content_hash,
    )
    Criterion.objects.bulk_create(
        Criterion(instrument=instrument, code=criterion.code, section=criterion.section, position=position)
        for position, criterion in enumerate(value.criteria)
    )
    instrument.status = Instrument.Status.PUBLISHED
    instrument.save(update_fields=["status"])
    journal.record(
        by=by,
        at=at,
        verb="published",
        noun="instrument",
        key=str(instrument),
        after={"content_hash": value.content_hash},
    )
    return instrument
