"""What people are reminded of in a round: the requests of managers, and the mails that wait or went out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import SIDES
from coordination.models.constraints import known_codes
from coordination.models.people import Side, User
from coordination.models.rounds import Round

#: What a mail may be about: what is left to send before the last day, the other side's request, a round's closing.
MAILS = ("unsent", "asked", "closed")


class RoundRequest(models.Model):
    """That managers of ``side`` asked the people of ``asked`` side on a day to send: their own, or the other one."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="requests", verbose_name=_("round")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    asked = models.CharField(_("side asked"), max_length=20, choices=Side)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("request to send")
        verbose_name_plural = _("requests to send")
        constraints = [
            models.UniqueConstraint(fields=["round", "side", "asked", "on"], name="roundrequest_once_a_day"),
            *known_codes("roundrequest", side=SIDES, asked=SIDES),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.side} → {self.asked} · {self.on}"


class RoundMail(models.Model):
    """A mail to one person about a round, kept so that it goes out once; ``sent_at`` is empty until it did.

    ``on`` is its day where the programme is. Of what is left to send nobody gets more than one a day.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        UNSENT = "unsent", _("what is left to send")
        ASKED = "asked", _("the other side asks")
        CLOSED = "closed", _("the round is closed")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail about a round")
        verbose_name_plural = _("mails about rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "on"], condition=models.Q(kind="unsent"), name="roundmail_unsent_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["user", "round", "kind", "on"],
                condition=models.Q(kind="asked"),
                name="roundmail_asked_once_a_day",
            ),
            *known_codes("roundmail", kind=MAILS),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind} · {self.on}"
