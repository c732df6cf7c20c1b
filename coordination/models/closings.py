"""What closing and reopening a round leave behind: who agreed to it, and which side had not sent what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import ROUND_STATES, SIDES
from coordination.models.constraints import known_codes
from coordination.models.people import Side, User
from coordination.models.rounds import Round
from coordination.models.structures import Structure


class Consent(models.Model):
    """That a manager of one side agreed to a round's next state, which takes one of each; gone with the state."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="consents", verbose_name=_("round")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    to = models.CharField(_("agreed to"), max_length=20, choices=Round.State)
    given_at = models.DateTimeField(_("given on"))
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by"))

    class Meta:
        verbose_name = _("consent to close or reopen")
        verbose_name_plural = _("consents to close or reopen")
        constraints = [
            models.UniqueConstraint(fields=["round", "side"], name="consent_once_a_side"),
            *known_codes("consent", side=SIDES, to=ROUND_STATES),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.side} · {self.to}"


class NotSubmitted(models.Model):
    """That a side had not sent a structure when its round closed, and since when both are told; gone once reopened."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="not_submitted", verbose_name=_("round")
    )
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(_("side"), max_length=20, choices=Side)
    told_at = models.DateTimeField(_("told on"))

    class Meta:
        verbose_name = _("structure not submitted")
        verbose_name_plural = _("structures not submitted")
        constraints = [
            models.UniqueConstraint(fields=["round", "structure", "side"], name="not_submitted_once"),
            *known_codes("notsubmitted", side=SIDES),
        ]

    def __str__(self) -> str:
        return f"{self.structure} · {self.round} · {self.side}"
