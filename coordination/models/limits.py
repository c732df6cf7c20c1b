"""How often something was tried, counted where every process of the program sees it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.limits import Tried, Whose
from coordination.models.constraints import known_codes, plain_text


class Tally(models.Model):
    """The attempts of one account, address or device in the window that ends at ``until``.

    One row each, however often they try; who it is stands there as a keyed hash only.
    """

    what = models.CharField(max_length=20)
    whose = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)
    #: Whether the first refusal of this window was written down.
    is_told = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")
        constraints = [
            models.UniqueConstraint(fields=["what", "whose", "key"], name="tally_once"),
            *known_codes("tally", what=[each.value for each in Tried], whose=[each.value for each in Whose]),
            *plain_text("tally", key=64),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.whose} {self.number}"
