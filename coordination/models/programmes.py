"""The SSR effort of one country: the boundary of access."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.models.constraints import plain_text


class Origin(models.TextChoices):
    """Where a thing that is kept comes from."""

    ENTERED = "entered", _("entered here")
    SOURCE = "source", _("transcribed from a source")
    INVENTED = "invented", _("invented for the demonstration")


class Programme(models.Model):
    """The security sector reform effort of one country."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    country = models.CharField(_("country (ISO 3166)"), max_length=2)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Africa/Kinshasa")

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("name_en",)
        constraints = plain_text("programme", code=40, country=2, name_en=200, name_fr=200, time_zone=60)

    def __str__(self) -> str:
        return self.name_en

    @property
    def zone(self) -> tzinfo:
        """The time zone whose days count here; the program's own where an administrator wrote one that is none."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return timezone.get_default_timezone()


class Statement(models.Model):
    """What a source says of a programme or a structure: quoted, with its place; never turned into an answer."""

    class Kind(models.TextChoices):
        """What the quotation is about."""

        SIGN = "sign", _("sign of substitution or of ownership without partnership")
        RISK = "risk", _("what can go wrong")
        ACTIVITY = "activity", _("activity")
        OWNERSHIP = "ownership", _("ownership and leadership")
        COORDINATION = "coordination", _("coordination")
        CONTEXT = "context", _("context")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="statements")
    structure = models.ForeignKey(
        "coordination.Structure", on_delete=models.PROTECT, related_name="statements", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    item = models.CharField(max_length=40, blank=True)
    quote = models.CharField(max_length=1000)
    quote_fr = models.CharField(max_length=1000)
    slide = models.CharField(max_length=200)
    source = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("statement of a source")
        verbose_name_plural = _("statements of a source")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "structure", "kind", "item", "quote"],
                condition=models.Q(structure__isnull=False),
                name="statement_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "item", "quote"],
                condition=models.Q(structure__isnull=True),
                name="statement_of_programme_once",
            ),
            *plain_text("statement", item=40, quote=1000, quote_fr=1000, slide=200, source=400),
        ]

    def __str__(self) -> str:
        return self.quote
