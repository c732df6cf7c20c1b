"""Storing a form once by its number: whichever way and however often it comes, from its page or from what waited."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Delivery, Operation, Programme, User

T = TypeVar("T")
#: So long what waits on a device may come again; as long as the replies to saves (`actions.answers`) are kept.
REPEATED_FOR = timedelta(days=180)


def once(
    *,
    op_id: UUID,
    step: Callable[[], T],
    leads_to: Callable[[T], str],
    programme: Programme,
    by: User,
    at: datetime,
) -> T | str:
    """Take a step and keep its number in one transaction; return what it returned, or where it led when it was taken.

    ``leads_to`` tells of what the step returned to which page it leads; empty where nothing was stored: then the
    number is not kept, and what the step did in part stays. The journal's entry is the step's own.

    Raises:
        Refused: the number is somebody else's.
    """
    try:
        with transaction.atomic():
            row = Delivery.objects.create(op_id=op_id, programme=programme, by=by, address="", at=at)
            if Operation.objects.filter(pk=op_id).exists():
                raise IntegrityError
            result = step()
            row.address = leads_to(result)[:2000]
            if row.address:
                row.save(update_fields=["address"])
            else:
                row.delete()
            return result
    except IntegrityError:
        # It came before, or twice at once: it was stored.
        known = _known(op_id, by)
        if known is None:
            raise
        return known


@transaction.atomic
def clean_up(*, by: User | None, at: datetime) -> int:
    """Forget the numbers of forms that no device sends again any more, and return how many. What was stored stays."""
    removed, _each = Delivery.objects.filter(at__lte=at - REPEATED_FOR).delete()
    return removed


def _known(op_id: UUID, by: User) -> str | None:
    found = Delivery.objects.filter(pk=op_id).first() or Operation.objects.filter(pk=op_id).first()
    if found is None:
        return None
    if found.by_id != by.pk:
        raise Refused((Problem(rule=Rule.OPERATION_OF_ANOTHER, value=str(op_id)),))
    return found.address if isinstance(found, Delivery) else f"/assessments/{found.assessment_id}/"
