"""National and international partners."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.models.constraints import plain_text
from coordination.models.programmes import Programme


class Partner(models.Model):
    """A ministry, service, mission, agency or organisation that takes part."""

    class Side(models.TextChoices):
        """Where the partner comes from."""

        NATIONAL = "national", _("national")
        INTERNATIONAL = "international", _("international")

    class Kind(models.TextChoices):
        """What sort of body it is."""

        MINISTRY = "ministry", _("ministry")
        SERVICE = "service", _("service")
        MISSION = "mission", _("mission")
        BILATERAL = "bilateral", _("bilateral partner")
        MULTILATERAL = "multilateral", _("multilateral partner")
        CIVIL_SOCIETY = "civil_society", _("civil society")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="partners", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    side = models.CharField(_("side"), max_length=20, choices=Side)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    quote = models.CharField(_("as the source says"), max_length=1000, blank=True)
    slide = models.CharField(_("place in the source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("name_en",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="partner_code_once"),
            *plain_text("partner", code=40, name_en=200, name_fr=200, quote=1000, slide=200),
        ]

    def __str__(self) -> str:
        return self.name_en
