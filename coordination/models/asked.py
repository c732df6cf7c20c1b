"""Which structures a round asks about, where they were chosen when it was opened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.models.rounds import Round
from coordination.models.structures import Structure


class AskedStructure(models.Model):
    """That a round asks about this structure, and about no other that is not named so.

    A round without any such row asks about all, also those added later; about the programme as a whole every round asks.
    Triggers refuse to choose once an assessment has begun, and to change or remove what was chosen.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="asked", verbose_name=_("round"))
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="asked_in", verbose_name=_("structure")
    )

    class Meta:
        verbose_name = _("structure asked")
        verbose_name_plural = _("structures asked")
        constraints = [models.UniqueConstraint(fields=["round", "structure"], name="asked_structure_once")]

    def __str__(self) -> str:
        return f"{self.structure} · {self.round}"
