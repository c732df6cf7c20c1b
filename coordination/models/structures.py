"""Coordination structures and the seats partners hold in them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import ROLES, SECTORS
from coordination.models.constraints import in_order, known_codes, plain_text
from coordination.models.partners import Partner
from coordination.models.programmes import Programme
from coordination.models.withdrawals import Withdrawable, withdrawn_as_a_whole


class Structure(Withdrawable):
    """A coordination structure, such as GTSE/CPSE or CMJ.

    ``founded`` and ``closed`` are a day (``2005-03-01``), a month (``2005-03``) or a year, as far as is known.
    """

    class Sector(models.TextChoices):
        """The part of the security and justice sector it coordinates."""

        SSR = "ssr", _("SSR as a whole")
        ELECTIONS = "elections", _("election security")
        JUSTICE = "justice", _("justice")
        DEFENCE = "defence", _("defence")
        POLICE = "police", _("police")
        CORRECTIONS = "corrections", _("prisons")
        INTELLIGENCE = "intelligence", _("intelligence")
        BORDERS = "borders", _("borders and customs")
        OVERSIGHT = "oversight", _("oversight and control")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="structures", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=40)
    slug = models.SlugField(_("name in addresses"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    mandate_en = models.TextField(_("mandate in English"), blank=True)
    mandate_fr = models.TextField(_("mandate in French"), blank=True)
    founded = models.CharField(_("founded (year or date)"), max_length=10, blank=True)
    closed = models.CharField(_("closed (year or date)"), max_length=10, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("parent"),
    )
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        verbose_name=_("predecessor"),
    )
    slide = models.CharField(_("place in the source"), max_length=200, blank=True)
    dormant_after = models.PositiveSmallIntegerField(
        _("dormant after (months without a meeting)"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    #: The programme as a whole: asked the success criteria only, and in no list of structures.
    is_programme = models.BooleanField(default=False, editable=False)
    #: Code and names without case and accents, so that both databases find « état » for "etat".
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("coordination structure")
        verbose_name_plural = _("coordination structures")
        ordering = ("code",)
        constraints = [
            *withdrawn_as_a_whole("structure"),
            models.UniqueConstraint(fields=["programme", "code"], name="structure_code_once"),
            models.UniqueConstraint(fields=["programme", "slug"], name="structure_slug_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(is_programme=True), name="structure_one_is_programme"
            ),
            models.CheckConstraint(
                condition=models.Q(dormant_after__gte=1, dormant_after__lte=60),
                name="structure_dormant_after_months",
            ),
            in_order("structure", "founded", "closed"),
            *known_codes("structure", sector=SECTORS),
            *plain_text(
                "structure",
                code=40,
                name_en=200,
                name_fr=200,
                mandate_en=4000,
                mandate_fr=4000,
                founded=10,
                closed=10,
                slide=200,
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Seat(Withdrawable):
    """A partner's place in a structure; ``since`` and ``until`` are a day, a month or a year, empty where unknown."""

    class Role(models.TextChoices):
        """What the partner does there."""

        CHAIR = "chair", _("chair")
        CO_CHAIR = "co_chair", _("co-chair")
        SECRETARIAT_LEAD = "secretariat_lead", _("leads the secretariat")
        SECRETARIAT_FUNDER = "secretariat_funder", _("funds the secretariat")
        TECHNICAL_LEAD = "technical_lead", _("technical lead")
        MEMBER = "member", _("member")

    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="seats", verbose_name=_("structure")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="seats", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.CharField(_("since (year or date)"), max_length=10, blank=True)
    until = models.CharField(_("until (year or date)"), max_length=10, blank=True)
    quote = models.CharField(_("as the source says"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ("pk",)
        constraints = [
            *withdrawn_as_a_whole("seat"),
            # One that is withdrawn may be recorded anew.
            models.UniqueConstraint(
                fields=["structure", "partner", "role", "since"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="seat_once",
            ),
            in_order("seat", "since", "until"),
            *known_codes("seat", role=ROLES),
            *plain_text("seat", since=10, until=10, quote=1000),
        ]

    def __str__(self) -> str:
        return f"{self.structure} · {self.partner} · {self.get_role_display()}"
