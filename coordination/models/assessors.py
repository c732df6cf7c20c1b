"""Who of a side is asked to score which structure in a round; where nobody is named, every adviser of the side is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import SIDES
from coordination.models.constraints import known_codes
from coordination.models.people import Side, User
from coordination.models.rounds import Round
from coordination.models.structures import Structure


class Assessor(models.Model):
    """That a side's managers ask one of its advisers to score a structure: a request, which keeps nobody else out.

    The adviser's place may end or change later; who reads the row asks whether it still counts.
    """

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="assessors", verbose_name=_("round")
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="+", verbose_name=_("structure")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("assessor"))

    class Meta:
        verbose_name = _("assessor asked")
        verbose_name_plural = _("assessors asked")
        constraints = [
            models.UniqueConstraint(fields=["round", "structure", "side", "user"], name="assessor_once"),
            *known_codes("assessor", side=SIDES),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.structure} · {self.round}"
