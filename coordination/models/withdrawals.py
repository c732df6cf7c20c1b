"""Records that can be withdrawn with a reason: out of sight, and still there for history and to be restored.

Whatever lists, counts, searches or exports asks `objects` (and so do reverse relations), which leaves out what is
withdrawn. Foreign keys, and whoever keeps codes unique or verifies the journal, ask `everything`.
"""

from typing import TypeVar

from django.db import models

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.models.constraints import plain_text
from coordination.models.people import User

Hidden = TypeVar("Hidden", bound=models.Model)


class InSight(models.Manager[Hidden]):
    """The rows that are not withdrawn."""

    def get_queryset(self) -> models.QuerySet[Hidden]:
        """Return them."""
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class Withdrawable(models.Model):
    """When, by whom and why a record was withdrawn; all empty where it is not."""

    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    withdrawn_reason = models.TextField(blank=True, default="", editable=False)

    everything = models.Manager()
    objects = InSight()

    class Meta:
        abstract = True
        base_manager_name = "everything"
        default_manager_name = "objects"


def withdrawn_as_a_whole(model: str) -> list[models.BaseConstraint]:
    """Return the constraints that when, by whom and why are all there or none, and the reason is plain text."""
    return [
        models.CheckConstraint(
            condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
            | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
            & ~models.Q(withdrawn_reason=""),
            name=f"{model}_withdrawn_as_a_whole",
        ),
        *plain_text(model, withdrawn_reason=TEXT_LENGTH),
    ]
