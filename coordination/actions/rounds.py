"""Rounds: opening them, moving their last day, and the weights that a side gives the criteria."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from coordination.actions import saving
from coordination.domain import lifecycle
from coordination.domain import weights as weighting
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import STRUCTURE_TABS
from coordination.models import (
    AskedStructure,
    Criterion,
    Instrument,
    Programme,
    Round,
    Structure,
    User,
    Weighting,
)
from coordination.permissions import weightings_visible_to
from coordination.queries import journal_facts


@transaction.atomic
def open_round(
    *,
    programme: Programme,
    name_en: str,
    name_fr: str,
    reference_on: date,
    last_on: date,
    instrument: Instrument,
    sides: str,
    structures: Collection[int] = (),
    by: User,
    at: datetime,
) -> Round:
    """Open a round; its address is made from its English name.

    It asks about the ``structures`` of these ids alone and for good; with none, about all, also those added later.

    Raises:
        Refused: a round of that name exists, a page of each structure is called so, the last day is over or before the
            reference date, or a structure is closed, withdrawn or of another programme.
    """
    draft = saving.new(
        Round(
            programme=programme,
            label=slugify(name_en)[:60],
            name_en=name_en,
            name_fr=name_fr,
            reference_on=reference_on,
            last_on=last_on,
            instrument=instrument,
            sides=sides,
        )
    )
    label = draft.row.label
    if not label or Round.objects.filter(programme=programme, label=label).exists():
        draft.problems.add(Rule.ROUND_EXISTS, "name_en", name_en)
    if label in STRUCTURE_TABS:
        draft.problems.add(Rule.NAME_OF_A_TAB, "name_en", label)
    _check_last_day(draft, at)
    chosen = sorted({*structures})
    _check_structures(draft, chosen)
    kept = draft.keep(
        noun="round",
        verb="opened",
        key=label,
        programme=programme,
        after=lambda row: journal_facts.of_opening(row, chosen),
        by=by,
        at=at,
    )
    AskedStructure.objects.bulk_create(AskedStructure(round=kept, structure_id=each) for each in chosen)
    return kept


def _check_structures(draft: saving.Draft[Round], chosen: Sequence[int]) -> None:
    """Note what nobody can be asked about: no structure of the programme, or one that is closed."""
    rows = Structure.objects.filter(programme=draft.row.programme, is_programme=False)
    known = {pk: (code, closed) for pk, code, closed in rows.values_list("pk", "code", "closed")}
    for each in chosen:
        code, closed = known.get(each, (str(each), "unknown"))
        if closed:
            draft.problems.add(Rule.STRUCTURE_NOT_OPEN, "structures", code)


def _check_last_day(draft: saving.Draft[Round], at: datetime) -> None:
    """Note a last day that is over where the programme is, or that comes before the day to be described."""
    row = draft.row
    if row.last_on is None:
        return
    if row.last_on < row.reference_on:
        draft.problems.add(Rule.LAST_DAY_BEFORE, "last_on", row.last_on.isoformat())
    elif row.last_on < at.astimezone(row.programme.zone).date():
        draft.problems.add(Rule.LAST_DAY_OVER, "last_on", row.last_on.isoformat())


@transaction.atomic
def move_last_day(*, round_: Round, last_on: date, by: User, at: datetime) -> Round:
    """Move the last day of an open round; the same day again changes nothing.

    Raises:
        Refused: the round is closed, or the day is over, before the reference date, or brought forward too near.
    """
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    if locked.last_on == last_on:
        return locked
    draft = saving.Draft(row=locked, before=_last_day(locked))
    today = at.astimezone(locked.programme.zone).date()
    first = lifecycle.first_last_day(
        sides=locked.sides, last_on=locked.last_on, moved_to=last_on, today=today
    )
    if first is not None and today <= last_on < first:
        draft.problems.add(Rule.LAST_DAY_TOO_SOON, "last_on", first.isoformat())
    if locked.state != Round.State.OPEN:
        draft.problems.add(Rule.ROUND_CLOSED_ALREADY, "last_on", locked.label)
    locked.last_on = last_on
    _check_last_day(draft, at)
    return draft.keep(
        noun="round", key=locked.label, programme=locked.programme, after=_last_day, by=by, at=at
    )


def _last_day(row: Round) -> dict[str, object]:
    return {"last_on": row.last_on.isoformat() if row.last_on else ""}


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
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    count = Criterion.objects.filter(instrument_id=locked.instrument_id, section="coordination").count()
    values = list(weighting.check(weights, count))
    last = Weighting.objects.filter(round=locked, side=side).order_by("-version").first()
    recorded = Weighting(
        round=locked,
        side=side,
        version=last.version + 1 if last else 1,
        weights=values,
        reason=saving.clean(reason),
        recorded_at=at,
        recorded_by=by,
    )
    before = {"side": side, "weights": last.weights} if last else None
    draft = saving.Draft(row=recorded, before=before)
    if not recorded.reason:
        draft.problems.add(Rule.REASON_MISSING, "reason")
    # Of weights that the person may not read nothing is told, not even that these are the same.
    if last and last.weights == values and weightings_visible_to(by).filter(pk=last.pk).exists():
        draft.problems.add(Rule.WEIGHTS_UNCHANGED, "weights")
    return draft.keep(
        noun="round",
        verb="weighed",
        key=locked.label,
        programme=locked.programme,
        after=journal_facts.of_weights,
        by=by,
        at=at,
    )
