"""What was stored once by its number, whichever way and however often it came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.models.constraints import plain_text
from coordination.models.people import User
from coordination.models.programmes import Programme


class Delivery(models.Model):
    """A form that was stored by its number: sent again, it leads to the same page and stores nothing."""

    op_id = models.UUIDField(primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    #: The page to which it led.
    address = models.CharField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("stored form")
        verbose_name_plural = _("stored forms")
        constraints = plain_text("delivery", address=2000)

    def __str__(self) -> str:
        return str(self.op_id)
