"""Rounds: opening, closing and reopening them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from coordination.actions import journal
from coordination.domain.problems import Problem, Refused
from coordination.models import Instrument, Programme, Round, User
from coordination.models.constraints import check


@transaction.atomic
def open_round(
    *,
    programme: Programme,
    name_en: str,
    name_fr: str,
    reference_on: date,
    instrument: Instrument,
    sides: str,
    by: User,
    at: datetime,
) -> Round:
    """Open a round; its address is made from its English name.

    Raises:
        Refused: a round of that name exists.
    """
    label = slugify(name_en)[:60]
    if not label or Round.objects.filter(programme=programme, label=label).exists():
        raise Refused((Problem("round_exists", path="name_en", value=name_en),))
    opened = Round(
        programme=programme,
        label=label,
        name_en=name_en,
        name_fr=name_fr,
        reference_on=reference_on,
        instrument=instrument,
        sides=sides,
    )
    check(opened)
    opened.save()
    journal.record(
        by=by,
        at=at,
        verb="opened",
        noun="round",
        key=label,
        programme=programme,
        after={"reference_on": reference_on.isoformat(), "instrument": str(instrument), "sides": sides},
    )
    return opened


@transaction.atomic
def set_state(*, round_: Round, state: str, by: User, at: datetime) -> Round:
    """Close an open round, or open a closed one again; the same state again changes nothing."""
    locked = Round.objects.select_for_update().select_related("programme").get(pk=round_.pk)
    if locked.state != state:
        before, locked.state = locked.state, state
        locked.save(update_fields=["state"])
        journal.record(
            by=by,
            at=at,
            verb="closed" if state == Round.State.CLOSED else "reopened",
            noun="round",
            key=locked.label,
            programme=locked.programme,
            before={"state": before},
            after={"state": state},
        )
    return locked
