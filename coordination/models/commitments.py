"""Commitments: a promised next step with an owner and a day, and the days that it was due before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.vocabulary import ORIGINS, VOICES
from coordination.models.constraints import known_codes, plain_text
from coordination.models.contacts import Contact
from coordination.models.instruments import Criterion
from coordination.models.partners import Partner
from coordination.models.people import User
from coordination.models.programmes import Origin, Programme
from coordination.models.rounds import Round
from coordination.models.structures import Structure
from coordination.models.withdrawals import Withdrawable, withdrawn_as_a_whole


class Commitment(Withdrawable):
    """What a partner, national or international, promised to do by a day, and what became of it.

    Made from an answer, it keeps which one: ``structure``, ``round``, ``voice`` (whose answer) and ``criterion``; made
    from a call or meeting, which ``contact``. ``person`` is the name, as written, of who sees to it.
    """

    class State(models.TextChoices):
        """What became of it; overdue is not a state but a date."""

        OPEN = "open", _("open")
        KEPT = "kept", _("done")
        NOT_KEPT = "not_kept", _("not done")
        RELEASED = "released", _("cancelled by agreement")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=40)
    text_en = models.TextField(_("what is promised, in English"))
    text_fr = models.TextField(_("what is promised, in French"))
    owner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("owner")
    )
    person = models.CharField(_("person in charge"), max_length=200, blank=True)
    structure = models.ForeignKey(
        Structure,
        on_delete=models.PROTECT,
        related_name="commitments",
        null=True,
        blank=True,
        verbose_name=_("structure"),
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True
    )
    voice = models.CharField(max_length=20, blank=True)
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True
    )
    made_on = models.DateField(_("promised on"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("delivered or settled on"), null=True, blank=True)
    outcome = models.TextField(_("what was delivered, or why not"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)
    version = models.PositiveIntegerField(default=1, editable=False)
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("due_on", "pk")
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="commitment_due")]
        constraints = [
            *withdrawn_as_a_whole("commitment"),
            models.UniqueConstraint(fields=["programme", "code"], name="commitment_code_once"),
            models.CheckConstraint(
                condition=models.Q(made_on__lte=models.F("due_on")), name="commitment_made_before_due"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", settled_on__isnull=True, outcome="")
                | models.Q(state__in=["kept", "not_kept", "released"], settled_on__isnull=False)
                & ~models.Q(outcome="")
                & models.Q(made_on__lte=models.F("settled_on")),
                name="commitment_settled_with_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(criterion__isnull=True, round__isnull=True, voice="")
                | models.Q(
                    criterion__isnull=False,
                    round__isnull=False,
                    structure__isnull=False,
                    voice__in=[*VOICES],
                ),
                name="commitment_of_one_answer",
            ),
            models.CheckConstraint(
                condition=~models.Q(text_en="") & ~models.Q(text_fr=""), name="commitment_has_text"
            ),
            *known_codes("commitment", origin=ORIGINS),
            *plain_text(
                "commitment",
                code=40,
                text_en=TEXT_LENGTH,
                text_fr=TEXT_LENGTH,
                person=200,
                outcome=TEXT_LENGTH,
            ),
        ]

    def __str__(self) -> str:
        return self.text_en[:80]


class MovedDate(models.Model):
    """The day that a commitment was due before it was moved, and why it was; nobody changes or removes it.

    A trigger lets the day of a commitment change only once such a row says why.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="moved")
    was_due_on = models.DateField()
    reason = models.TextField()
    moved_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("moved date")
        verbose_name_plural = _("moved dates")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="moveddate_has_reason"),
            *plain_text("moveddate", reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return str(self.was_due_on)
