"""Who somebody is at the sign-in of an organisation of its own (OpenID Connect)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.models.constraints import plain_text
from coordination.models.people import User


class Identity(models.Model):
    """That a person signs in as this subject of this issuer, which the person has said while signed in here.

    Neither name nor e-mail is taken from the issuer: another subject with the same e-mail is somebody else.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-in of an organisation")
        verbose_name_plural = _("sign-ins of organisations")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_of_one_person"),
            models.UniqueConstraint(fields=["user", "issuer"], name="identity_once_an_issuer"),
            *plain_text("identity", issuer=500, subject=255),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.issuer}"
