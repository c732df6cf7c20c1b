"""Versioned sets of criteria. What a criterion means lies in ``content``, frozen and proved by its hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.criteria import ITEM_LENGTH, VERSION_LENGTH
from coordination.models.constraints import IsPlainCode, plain_text


class Instrument(models.Model):
    """One version of an instrument; once published, a trigger of the database refuses to change it."""

    class Status(models.TextChoices):
        """Whether it may still change."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    code = models.CharField(_("code"), max_length=40)
    version = models.CharField(_("version"), max_length=VERSION_LENGTH)
    status = models.CharField(_("status"), max_length=20, choices=Status)
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("content hash (SHA-256)"), max_length=64)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ("code", "version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Criterion(models.Model):
    """A criterion of one instrument version, so that an answer can point to it."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=ITEM_LENGTH)
    section = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["instrument", "position"], name="criterion_position_once"),
            models.CheckConstraint(
                condition=models.Q(IsPlainCode(models.F("code"))), name="criterion_code_is_plain"
            ),
            *plain_text("criterion", code=ITEM_LENGTH),
        ]

    def __str__(self) -> str:
        return self.code
