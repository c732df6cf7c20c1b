"""What managers are told: that a place changed, on their side or on the other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import SIDES
from coordination.models.constraints import known_codes
from coordination.models.people import Side, User
from coordination.models.programmes import Programme


class Notice(models.Model):
    """One thing that a manager of ``side`` is told until it is seen; of the other side only that there was something."""

    class Kind(models.TextChoices):
        """Whose place it is."""

        OWN = "own", _("a place of one's own side, or of none")
        OTHER = "other", _("a place of the other side")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=20, choices=Side)
    kind = models.CharField(max_length=20, choices=Kind)
    #: {"name", "what", "role"} of a place of one's own side; empty for the other side.
    operands = models.JSONField(default=dict)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme", "side"],
                condition=models.Q(kind="other", seen_at__isnull=True),
                name="notice_of_the_other_side_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="other") | models.Q(operands={}),
                name="notice_of_the_other_side_is_bare",
            ),
            *known_codes("notice", side=SIDES, kind=("own", "other")),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
