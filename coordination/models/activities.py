"""Activities: who supports which institution with what, to which standard, when; and what was said of findings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.vocabulary import (
    ACTIVITY_KINDS,
    ACTIVITY_STATUSES,
    ORIGINS,
    REQUESTS,
    SECTORS,
    STANDARD_KINDS,
    TEST_ANSWERS,
)
from coordination.models.amounts import AmountField
from coordination.models.constraints import in_order, known_codes, plain_text
from coordination.models.partners import Partner
from coordination.models.people import User
from coordination.models.programmes import Origin, Programme
from coordination.models.structures import Structure
from coordination.models.withdrawals import Withdrawable, withdrawn_as_a_whole


class Function(models.Model):
    """What the institutions are to be able to do, such as public order; in the common plan or not."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="functions", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    sector = models.CharField(_("sector"), max_length=20, choices=Structure.Sector)
    is_planned = models.BooleanField(_("in the common plan"), default=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)

    class Meta:
        verbose_name = _("function")
        verbose_name_plural = _("functions")
        ordering = ("name_en",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="function_code_once"),
            *known_codes("function", sector=SECTORS, origin=ORIGINS),
            *plain_text("function", code=40, name_en=200, name_fr=200),
        ]

    def __str__(self) -> str:
        return self.name_en


class Standard(models.Model):
    """A standard to which people are trained, or a family of equipment that works together."""

    class Kind(models.TextChoices):
        """What must fit together."""

        STANDARD = "standard", _("standard")
        EQUIPMENT = "equipment", _("equipment family")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="standards", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)

    class Meta:
        verbose_name = _("standard or equipment family")
        verbose_name_plural = _("standards and equipment families")
        ordering = ("name_en",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="standard_code_once"),
            *known_codes("standard", kind=STANDARD_KINDS, origin=ORIGINS),
            *plain_text("standard", code=40, name_en=200, name_fr=200),
        ]

    def __str__(self) -> str:
        return self.name_en


class Activity(Withdrawable):
    """What one partner does, for one national institution where that is known; participations say who else takes part.

    ``identifier`` is what it is called where it was published, ``source`` the file or registry that it came from.

    ``since`` and ``until`` say when it ran, ``planned_since`` and ``planned_until`` when it was to run: a day, a month
    or a year, empty where not known. What was planned is no proof of what was. ``t1`` to ``t3`` answer the three
    tests of bilateral work (T1–T3 of the instrument): yes, no, ? (not known), or empty: not asked.
    """

    class Kind(models.TextChoices):
        """What is given."""

        TRAINING = "training", _("training")
        EQUIPMENT = "equipment", _("equipment")
        ADVICE = "advice", _("advice")
        MONEY = "money", _("money")
        BUILDING = "building", _("building")

    class Request(models.TextChoices):
        """At whose request; empty is not known."""

        GOVERNMENT = "government", _("government")
        PARTNER = "partner", _("the partner itself")
        JOINT = "joint", _("agreed together")

    class Status(models.TextChoices):
        """How far it is; empty is not known."""

        PLANNED = "planned", pgettext_lazy("activity", "planned")
        RUNNING = "running", pgettext_lazy("activity", "running")
        ENDED = "ended", pgettext_lazy("activity", "ended")
        SUSPENDED = "suspended", pgettext_lazy("activity", "suspended")
        CANCELLED = "cancelled", pgettext_lazy("activity", "cancelled")

    class Test(models.TextChoices):
        """The answer to a test."""

        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNKNOWN = "?", _("not known")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="activities", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="activities", verbose_name=_("partner")
    )
    kind = models.CharField(_("what is given"), max_length=20, choices=Kind)
    recipient = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="received",
        null=True,
        blank=True,
        verbose_name=_("institution that receives it"),
    )
    function = models.ForeignKey(
        Function,
        on_delete=models.PROTECT,
        related_name="activities",
        null=True,
        blank=True,
        verbose_name=_("function"),
    )
    structure = models.ForeignKey(
        Structure,
        on_delete=models.PROTECT,
        related_name="activities",
        null=True,
        blank=True,
        verbose_name=_("coordinated through"),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    standard = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        related_name="trained",
        null=True,
        blank=True,
        verbose_name=_("standard"),
    )
    equipment = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        related_name="equipped",
        null=True,
        blank=True,
        verbose_name=_("equipment family"),
    )
    since = models.CharField(_("since (year or date)"), max_length=10, blank=True)
    until = models.CharField(_("until (year or date)"), max_length=10, blank=True)
    planned_since = models.CharField(_("planned from (year or date)"), max_length=10, blank=True)
    planned_until = models.CharField(_("planned until (year or date)"), max_length=10, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, blank=True)
    value = AmountField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    request = models.CharField(_("at whose request"), max_length=20, choices=Request, blank=True)
    t1 = models.CharField(max_length=4, choices=Test, blank=True)
    t2 = models.CharField(max_length=4, choices=Test, blank=True)
    t3 = models.CharField(max_length=4, choices=Test, blank=True)
    note = models.TextField(_("note"), blank=True)
    quote = models.CharField(_("as the source says"), max_length=1000, blank=True)
    quote_fr = models.CharField(_("the same in French"), max_length=1000, blank=True)
    slide = models.CharField(_("place in the source"), max_length=200, blank=True)
    identifier = models.CharField(_("identifier elsewhere"), max_length=200, blank=True)
    source = models.CharField(_("file or registry that it came from"), max_length=200, blank=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)
    version = models.PositiveIntegerField(default=1, editable=False)
    #: Code, names, place without case and accents, for searching.
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-since", "name_en", "pk")
        indexes = [
            models.Index(fields=["programme", "recipient", "function"], name="activity_found"),
            models.Index(fields=["programme", "-since", "name_en", "id"], name="activity_listed"),
        ]
        constraints = [
            *withdrawn_as_a_whole("activity"),
            models.UniqueConstraint(fields=["programme", "code"], name="activity_code_once"),
            models.UniqueConstraint(
                fields=["programme", "identifier"],
                condition=~models.Q(identifier=""),
                name="activity_identifier_once",
            ),
            in_order("activity", "since", "until"),
            in_order("activity", "planned_since", "planned_until"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True, currency="")
                | models.Q(value__isnull=False, value__gte=0) & ~models.Q(currency=""),
                name="activity_value_with_currency",
            ),
            models.CheckConstraint(
                condition=~models.Q(recipient=models.F("partner")), name="activity_is_for_another"
            ),
            *known_codes("activity", kind=ACTIVITY_KINDS, request=("", *REQUESTS), origin=ORIGINS),
            *known_codes("activity", status=("", *ACTIVITY_STATUSES)),
            *known_codes("activity", **dict.fromkeys(("t1", "t2", "t3"), ("", *TEST_ANSWERS))),
            *plain_text(
                "activity",
                code=40,
                name_en=200,
                name_fr=200,
                place=200,
                since=10,
                until=10,
                planned_since=10,
                planned_until=10,
                currency=3,
                note=TEXT_LENGTH,
                quote=1000,
                quote_fr=1000,
                slide=200,
                identifier=200,
                source=200,
            ),
        ]

    def __str__(self) -> str:
        return self.name_en


class Dismissal(models.Model):
    """Why a finding is no concern; it holds as long as the rows of the finding stay what they were."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="dismissals")
    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    dismissed_at = models.DateTimeField()
    dismissed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("dismissed finding")
        verbose_name_plural = _("dismissed findings")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "fingerprint"], name="dismissal_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["overlap", "incompatibility", "gap"]),
                name="dismissal_kind_is_known",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="dismissal_has_reason"),
            *plain_text("dismissal", reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"
