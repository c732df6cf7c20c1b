"""Dated waves of assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.vocabulary import ORIGINS, ROUND_STATES, SIDES
from coordination.models.constraints import known_codes, plain_text
from coordination.models.instruments import Instrument
from coordination.models.people import Side, User
from coordination.models.programmes import Origin, Programme


class Round(models.Model):
    """A wave of assessments with one instrument, describing one reference date."""

    class State(models.TextChoices):
        """Whether assessments may be written."""

        OPEN = "open", pgettext_lazy("round", "open")
        CLOSED = "closed", pgettext_lazy("round", "closed")

    class Sides(models.TextChoices):
        """Which sides are asked: a round of one side is revealed as soon as that side has sent."""

        BOTH = "both", _("government and partners")
        GOVERNMENT = "government", _("government only")
        PARTNERS = "partners", _("partners only")

    Origin = Origin

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("programme")
    )
    label = models.SlugField(_("name in addresses"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    reference_on = models.DateField(_("reference date"))
    #: Until the end of which day, in the programme's time zone, answers are awaited; what a file brings may say none.
    last_on = models.DateField(_("last day"), null=True, blank=True)
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("questionnaire")
    )
    sides = models.CharField(_("sides asked"), max_length=20, choices=Sides, default=Sides.BOTH)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)
    notice_en = models.CharField(_("notice in English"), max_length=1000, blank=True)
    notice_fr = models.CharField(_("notice in French"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("reference_on", "label")
        constraints = [
            models.UniqueConstraint(fields=["programme", "label"], name="round_label_once"),
            models.CheckConstraint(
                condition=models.Q(origin="entered") | ~models.Q(notice_en="") & ~models.Q(notice_fr=""),
                name="round_origin_is_stated",
            ),
            models.CheckConstraint(
                condition=models.Q(last_on__isnull=True) | models.Q(last_on__gte=models.F("reference_on")),
                name="round_lasts_to_its_date",
            ),
            *known_codes("round", sides=("both", *SIDES), state=ROUND_STATES, origin=ORIGINS),
            *plain_text("round", name_en=200, name_fr=200, notice_en=1000, notice_fr=1000),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code} {self.label}"


class Weighting(models.Model):
    """The weights that a side gives the coordination criteria in a round; the highest version counts.

    ``weights`` is a list of whole numbers that make 100, one for each criterion of the round's instrument, in its
    order. Triggers refuse any other, and refuse to change or remove what was recorded.
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="weightings", verbose_name=_("round")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    version = models.PositiveIntegerField(_("version"))
    weights = models.JSONField(_("weights"))
    reason = models.TextField(_("reason"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("weights of a side")
        verbose_name_plural = _("weights of the sides")
        ordering = ("round", "side", "version")
        constraints = [
            models.UniqueConstraint(fields=["round", "side", "version"], name="weighting_version_once"),
            models.CheckConstraint(condition=models.Q(side__in=[*SIDES]), name="weighting_of_a_side"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="weighting_has_reason"),
            *plain_text("weighting", reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.side} · {self.version}"
