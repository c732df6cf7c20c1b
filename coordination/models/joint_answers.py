"""What both sides answer together, criterion by criterion, and who does not go along."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.answers import WORD_LIMIT
from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.vocabulary import JOINT_STATES, SIDES
from coordination.models.assessments import ANSWERED, CERTAINTY, NOT_ANSWERED, NOT_APPLICABLE
from coordination.models.constraints import known_codes, plain_text
from coordination.models.instruments import Criterion
from coordination.models.people import Side, User
from coordination.models.rounds import Round
from coordination.models.structures import Structure

#: That the sides differ is no reading.
DIFFERS = models.Q(
    differs=True,
    verbatim="",
    status="",
    level__isnull=True,
    lo__isnull=True,
    hi__isnull=True,
    certainty__isnull=True,
)
CONFIRMED = models.Q(government_at__isnull=False, partners_at__isnull=False)


class JointAnswer(models.Model):
    """One answer proposed to both sides; it stands once a manager of each has confirmed it.

    What it says never changes: another answer is another row. ``version`` counts what happened to it.
    """

    class State(models.TextChoices):
        """What became of it."""

        PROPOSED = "proposed", _("proposed")
        STANDING = "standing", _("stands")
        REPLACED = "replaced", _("replaced")
        WITHDRAWN = "withdrawn", _("withdrawn")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="joint_answers")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="joint_answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="joint_answers")
    #: Both sides agree that they differ: then there is no reading.
    differs = models.BooleanField(default=False)
    verbatim = models.CharField(max_length=WORD_LIMIT, blank=True)
    status = models.CharField(max_length=20, blank=True)
    level = models.SmallIntegerField(null=True, blank=True)
    lo = models.SmallIntegerField(null=True, blank=True)
    hi = models.SmallIntegerField(null=True, blank=True)
    certainty = models.CharField(max_length=20, null=True, blank=True)
    basis = models.TextField(_("reason"), blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_side = models.CharField(max_length=20, choices=Side)
    proposed_at = models.DateTimeField()
    government_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    government_at = models.DateTimeField(null=True, blank=True)
    partners_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    partners_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("joint answer")
        verbose_name_plural = _("joint answers")
        ordering = ("proposed_at", "pk")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["round", "structure", "criterion"],
                    condition=models.Q(state=state),
                    name=f"joint_answer_{state}_once",
                )
                for state in ("proposed", "standing")
            ),
            models.CheckConstraint(
                condition=models.Q(state="standing") & CONFIRMED
                | models.Q(state__in=["proposed", "withdrawn"]) & ~CONFIRMED
                | models.Q(state="replaced"),
                name="joint_answer_stands_when_confirmed",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{side}_at__isnull": True, f"{side}_by__isnull": True})
                    | models.Q(**{f"{side}_at__isnull": False, f"{side}_by__isnull": False}),
                    name=f"joint_answer_{side}_is_stamped",
                )
                for side in SIDES
            ),
            models.CheckConstraint(
                condition=DIFFERS
                | models.Q(differs=False) & (ANSWERED | NOT_ANSWERED | NOT_APPLICABLE & ~models.Q(basis="")),
                name="joint_answer_state",
            ),
            models.CheckConstraint(condition=CERTAINTY, name="joint_answer_certainty"),
            *known_codes("joint_answer", proposed_side=SIDES, state=JOINT_STATES),
            *plain_text("joint_answer", verbatim=WORD_LIMIT, basis=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.structure} · {self.criterion}"


class Dissent(models.Model):
    """Why a side does not go along with a joint answer, kept beside it; one a side."""

    joint_answer = models.ForeignKey(JointAnswer, on_delete=models.PROTECT, related_name="dissents")
    side = models.CharField(_("side"), max_length=20, choices=Side)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("dissent")
        verbose_name_plural = _("dissents")
        ordering = ("side",)
        constraints = [
            models.UniqueConstraint(fields=["joint_answer", "side"], name="dissent_once_a_side"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="dissent_has_reason"),
            *known_codes("dissent", side=SIDES),
            *plain_text("dissent", reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.joint_answer} · {self.side}"
