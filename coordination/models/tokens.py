"""What a spreadsheet or a program reads with in place of its person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import LABEL_LENGTH
from coordination.models.constraints import plain_text
from coordination.models.people import User
from coordination.models.programmes import Programme


class ApiToken(models.Model):
    """A secret with which a program of a person reads one programme, until it expires or is ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LABEL_LENGTH)
    #: SHA-256 of the secret: the token itself is shown once.
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: When it was last used, to five minutes.
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="api_token_expires_later"
            ),
            *plain_text("apitoken", name=LABEL_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.programme} · {self.name}"
