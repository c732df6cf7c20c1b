"""Mails of a demonstration, kept instead of sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.models.constraints import plain_text


class KeptMail(models.Model):
    """A mail that nobody was sent: it is read in the browser of the demonstration. In production there is none."""

    to = models.CharField(max_length=1000)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mail of the demonstration")
        verbose_name_plural = _("mails of the demonstration")
        constraints = [*plain_text("kept_mail", to=1000, subject=300, text=100_000)]

    def __str__(self) -> str:
        return f"{self.to} · {self.subject}"
