"""Money of activities: what was planned, promised by contract and paid."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.domain.vocabulary import MONEY_KINDS
from coordination.models.activities import Activity
from coordination.models.amounts import AmountField
from coordination.models.constraints import known_codes, plain_text
from coordination.models.partners import Partner


class MoneyLine(models.Model):
    """An amount of an activity as a whole, whoever shares in it: planned, committed or disbursed.

    A correction is below 0. ``on`` is a day, a month or a year, empty where not known; ``partner`` is whose money it
    is, None where not known. A trigger refuses a partner of another programme.
    """

    class Kind(models.TextChoices):
        """What was done with the money."""

        BUDGET = "budget", pgettext_lazy("money", "budget")
        COMMITMENT = "commitment", pgettext_lazy("money", "committed")
        DISBURSEMENT = "disbursement", pgettext_lazy("money", "disbursed")

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="money", verbose_name=_("activity")
    )
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    amount = AmountField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    on = models.CharField(_("on (year or date)"), max_length=10, blank=True)
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="money",
        null=True,
        blank=True,
        verbose_name=_("partner"),
    )

    class Meta:
        verbose_name = _("line of money")
        verbose_name_plural = _("lines of money")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(currency=""), name="moneyline_has_currency"),
            *known_codes("moneyline", kind=MONEY_KINDS),
            *plain_text("moneyline", currency=3, on=10),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.get_kind_display()} · {self.amount} {self.currency}"
