"""National and international partners."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import AIMS, ORIGINS, PARTNER_KINDS, PARTNER_SIDES
from coordination.models.constraints import in_order, known_codes, plain_text
from coordination.models.programmes import Origin, Programme
from coordination.models.withdrawals import Withdrawable, withdrawn_as_a_whole


class Partner(Withdrawable):
    """A ministry, service, mission, agency or organisation that takes part.

    ``since`` and ``until`` say when it existed: a day, a month or a year, empty where unknown.
    """

    class Aim(models.TextChoices):
        """“Bilateral objectives or SSR?” The deck's question, never a score; empty is not known."""

        SSR = "ssr", _("mostly to help government reform")
        BILATERAL = "bilateral", _("mostly bilateral objectives")
        BOTH = "both", _("both")

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
    objectives_en = models.TextField(_("stated objectives in English"), blank=True)
    objectives_fr = models.TextField(_("stated objectives in French"), blank=True)
    aim = models.CharField(_("bilateral objectives or SSR?"), max_length=20, choices=Aim, blank=True)
    since = models.CharField(_("since (year or date)"), max_length=10, blank=True)
    until = models.CharField(_("until (year or date)"), max_length=10, blank=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)
    version = models.PositiveIntegerField(default=1, editable=False)
    #: The partner that it turned out to be: it is withdrawn, and its names are found there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True, editable=False
    )
    #: Code and names, the former ones too, without case and accents, for searching.
    folded = models.TextField(editable=False, default="")
    quote = models.CharField(_("as the source says"), max_length=1000, blank=True)
    slide = models.CharField(_("place in the source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("name_en",)
        constraints = [
            *withdrawn_as_a_whole("partner"),
            models.UniqueConstraint(fields=["programme", "code"], name="partner_code_once"),
            # A partner is of one side: the same name a second time would be the same partner on another.
            models.UniqueConstraint(fields=["programme", "name_en"], name="partner_name_once"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(withdrawn_at__isnull=False),
                name="partner_merged_is_withdrawn",
            ),
            in_order("partner", "since", "until"),
            *known_codes("partner", side=PARTNER_SIDES, kind=PARTNER_KINDS, aim=("", *AIMS), origin=ORIGINS),
            *plain_text(
                "partner",
                code=40,
                name_en=200,
                name_fr=200,
                objectives_en=4000,
                objectives_fr=4000,
                since=10,
                until=10,
                quote=1000,
                slide=200,
            ),
        ]

    def __str__(self) -> str:
        return self.name_en


class FormerName(models.Model):
    """What a partner was called until a day: pages about an earlier time show the name of that time."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("partner")
    )
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ("until_on",)
        constraints = [
            models.UniqueConstraint(fields=["partner", "until_on"], name="former_name_once"),
            *plain_text("formername", name_en=200, name_fr=200),
        ]

    def __str__(self) -> str:
        return self.name_en
