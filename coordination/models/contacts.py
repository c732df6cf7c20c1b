"""Contacts: meetings and calls, an adviser's private habits, and the calendar that a phone may read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.criteria import ITEM_LENGTH
from coordination.domain.vocabulary import CONTACT_KINDS, CONTACT_STATES, HABITS, ORIGINS, SIDES
from coordination.models.constraints import known_codes, plain_text
from coordination.models.partners import Partner
from coordination.models.people import Side, User
from coordination.models.programmes import Origin, Programme
from coordination.models.structures import Structure
from coordination.models.withdrawals import Withdrawable, withdrawn_as_a_whole


class Contact(Withdrawable):
    """A meeting or call, planned or held; private to its author until shared.

    A session (meeting of a structure) is of a structure and shared with everybody. What was loaded from a file has
    no author and is shared with everybody.
    """

    class Kind(models.TextChoices):
        """What it was."""

        CALL = "call", _("call")
        MEETING = "meeting", _("meeting")
        SESSION = "session", _("meeting of the structure")
        DIALOGUE = "dialogue", _("political dialogue on progress")

    class State(models.TextChoices):
        """Whether it took place."""

        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Sharing(models.TextChoices):
        """Who may read it."""

        PRIVATE = "private", _("only me")
        SIDE = "side", _("my side")
        ALL = "all", _("everyone in the programme")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("programme")
    )
    code = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.HELD)
    on = models.DateField(_("date"))
    at = models.TimeField(_("time"), null=True, blank=True)
    ends = models.TimeField(_("end"), null=True, blank=True)
    subject = models.CharField(_("about"), max_length=200)
    people = models.CharField(_("with whom"), max_length=500, blank=True)
    partners = models.ManyToManyField(
        Partner, related_name="contacts", blank=True, verbose_name=_("partners")
    )
    structure = models.ForeignKey(
        Structure,
        on_delete=models.PROTECT,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("structure"),
    )
    agreed = models.TextField(_("what was agreed"), blank=True)
    sharing = models.CharField(_("who may read it"), max_length=20, choices=Sharing, default=Sharing.PRIVATE)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contacts", null=True, blank=True)
    side = models.CharField(max_length=20, choices=Side, blank=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)
    version = models.PositiveIntegerField(default=1, editable=False)
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("-on", "-pk")
        indexes = [
            models.Index(fields=["programme", "-on", "-id"], name="contact_listed"),
            models.Index(fields=["structure", "kind", "on"], name="contact_of_structure"),
        ]
        constraints = [
            *withdrawn_as_a_whole("contact"),
            models.UniqueConstraint(fields=["programme", "code"], name="contact_code_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="session") | models.Q(structure__isnull=False, sharing="all"),
                name="contact_session_is_shared",
            ),
            models.CheckConstraint(
                condition=models.Q(author__isnull=False) & ~models.Q(side="")
                | models.Q(author__isnull=True, side="", sharing="all"),
                name="contact_author_has_side",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(at__isnull=False, ends__gt=models.F("at")),
                name="contact_ends_after_it_begins",
            ),
            *known_codes(
                "contact",
                kind=CONTACT_KINDS,
                state=CONTACT_STATES,
                sharing=("private", "side", "all"),
                side=("", *SIDES),
                origin=ORIGINS,
            ),
            *plain_text("contact", code=40, subject=200, people=500, agreed=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return self.subject


class HabitNote(models.Model):
    """One of the six habits, as an adviser noted it for a week: nobody else reads it, nothing adds it up."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="habit_notes")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=ITEM_LENGTH)
    week_on = models.DateField()
    is_done = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("habit")
        verbose_name_plural = _("habits")
        ordering = ("-week_on", "item")
        constraints = [
            models.UniqueConstraint(fields=["user", "programme", "item", "week_on"], name="habit_note_once"),
            models.CheckConstraint(condition=models.Q(item__in=[*HABITS]), name="habit_is_known"),
            *plain_text("habitnote", note=500),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.week_on}"


class Feed(models.Model):
    """The secret address under which a person's calendar program reads their dates in one programme."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    #: SHA-256 of the secret: the address itself is shown once.
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [models.UniqueConstraint(fields=["user", "programme"], name="feed_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.programme}"
