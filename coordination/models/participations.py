"""Who else takes part in an activity, beside the partner who carries it out and the institution that receives it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import PARTICIPATION_ROLES
from coordination.models.activities import Activity
from coordination.models.constraints import known_codes
from coordination.models.partners import Partner


class Participation(models.Model):
    """That a partner takes part in an activity in a role; ``share`` is a percentage, None where not known.

    Triggers refuse a partner of another programme, and whoever has the role in the activity itself.
    """

    class Role(models.TextChoices):
        """What a partner does in an activity."""

        FUNDS = "funds", _("funds it")
        MANAGES = "manages", _("manages it")
        IMPLEMENTS = "implements", _("carries it out too")
        RECEIVES = "receives", _("receives it too")

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="participations", verbose_name=_("activity")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="participations", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    share = models.DecimalField(
        _("share in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["activity", "partner", "role"], name="participation_once"),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gt=0, share__lte=100),
                name="participation_share_is_part",
            ),
            *known_codes("participation", role=PARTICIPATION_ROLES),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.partner} · {self.get_role_display()}"
