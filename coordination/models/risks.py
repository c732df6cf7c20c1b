"""What was seen of what can go wrong: the risks R1–R4, and the signs U1–U3 and W1–W4 of the two traps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.criteria import ITEM_LENGTH
from coordination.domain.vocabulary import ORIGINS, RISKS, SIGNS, STATUSES
from coordination.models.constraints import known_codes, plain_text
from coordination.models.people import User
from coordination.models.programmes import Origin, Programme
from coordination.models.structures import Structure


class Observation(models.Model):
    """What was seen of one risk or sign, in a structure or (without one) in the programme; the last one counts.

    ``item`` is a code of the instrument: R1–R4 take any status; a sign takes observed (yes), not seen (no), unknown.
    Append-only: what was seen before stays.
    """

    class Status(models.TextChoices):
        """How far it is seen."""

        OBSERVED = "observed", _("observed")
        WARNING = "warning", _("warning")
        NOT_SEEN = "not_seen", _("not seen")
        UNKNOWN = "unknown", _("not known")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="observations")
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="observations", null=True, blank=True
    )
    item = models.CharField(max_length=ITEM_LENGTH)
    status = models.CharField(_("status"), max_length=20, choices=Status)
    evidence = models.TextField(_("evidence"), blank=True)
    observed_on = models.DateField(_("as of"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("observed_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__in=[*RISKS])
                | models.Q(item__in=[*SIGNS]) & ~models.Q(status="warning"),
                name="observation_status_fits_item",
            ),
            models.CheckConstraint(
                condition=~models.Q(item__in=[*SIGNS]) | models.Q(structure__isnull=False),
                name="sign_has_structure",
            ),
            *known_codes("observation", status=STATUSES, origin=ORIGINS),
            models.CheckConstraint(
                condition=models.Q(status="unknown") | ~models.Q(evidence=""), name="observation_has_evidence"
            ),
            *plain_text("observation", evidence=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.status}"
