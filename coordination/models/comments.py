"""What both sides say to an answer once they have seen each other's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.vocabulary import SIDES
from coordination.models.constraints import known_codes, plain_text
from coordination.models.instruments import Criterion
from coordination.models.people import Role, Side, User
from coordination.models.rounds import Round
from coordination.models.structures import Structure


class Comment(models.Model):
    """What a person of a side says to one criterion; it stands by side and role, withdrawn or not."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="comments")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="comments")
    side = models.CharField(_("side"), max_length=20, choices=Side)
    #: What the author was when it was written: a role may change.
    role = models.CharField(_("role"), max_length=20, choices=Role)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["round", "structure"], name="comment_of_card")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~models.Q(withdrawn_reason=""),
                name="comment_withdrawn_is_stamped",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),
            *known_codes("comment", side=SIDES, role=("adviser", "manager")),
            *plain_text("comment", text=TEXT_LENGTH, withdrawn_reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.structure} · {self.criterion}"
