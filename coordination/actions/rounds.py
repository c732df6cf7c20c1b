"""Rounds: opening, closing and reopening them, and the weights that a side gives the criteria."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from coordination.actions import journal
from coordination.domain import weights as weighting
from coordination.domain.problems import Problem, Refused, Rule
from coordination.models import Criterion, Instrument, Programme, Round, User, Weighting
from coordination.models.constraints import check
from coordination.permissions import weightings_visible_to
from coordination.queries import journal_facts


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
        raise Refused((Problem(rule=Rule.ROUND_EXISTS, path="name_en", value=name_en),))
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
        after=journal_facts.of_round(opened),
    )
    return opened


@transaction.atomic
def set_state(*, round_: Round, state: str, by: User, at: datetime) -> Round:
    """Close an open round, or open a closed one again; the same state again changes nothing."""
    locked = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme")
        .get(pk=round_.pk)
    )
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


@transaction.atomic
def record_weights(
    *, round_: Round, side: str, weights: Sequence[int], reason: str, by: User, at: datetime
) -> Weighting:
    """Record the weights that a side gives the coordination criteria of a round, as its next version.

    The state of the round does not matter: weights change no answer, and each figure says which ones it uses.

    Raises:
        Refused: they are not one whole number for each criterion that make 100, no reason is given, or they are
            those recorded last.
    """
    locked = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme")
        .get(pk=round_.pk)
    )
    count = Criterion.objects.filter(instrument_id=locked.instrument_id, section="coordination").count()
    values = list(weighting.check(weights, count))
    if not reason.strip():
        raise Refused((Problem(rule=Rule.REASON_MISSING, path="reason"),))
    last = Weighting.objects.filter(round=locked, side=side).order_by("-version").first()
    # Of weights that the person may not read nothing is told, not even that these are the same.
    if last and last.weights == values and weightings_visible_to(by).filter(pk=last.pk).exists():
        raise Refused((Problem(rule=Rule.WEIGHTS_UNCHANGED, path="weights"),))
    recorded = Weighting(
        round=locked,
        side=side,
        version=last.version + 1 if last else 1,
        weights=values,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    check(recorded)
    recorded.save()
    journal.record(
        by=by,
        at=at,
        verb="weighed",
        noun="round",
        key=locked.label,
        programme=locked.programme,
        before={"side": side, "weights": last.weights} if last else None,
        after=journal_facts.of_weights(recorded),
    )
    return recorded
