"""Published cards, each frozen as it was, and what the other side says of a correction since."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.vocabulary import SIDES
from coordination.models.assessments import Correction
from coordination.models.constraints import known_codes, plain_text
from coordination.models.people import Side, User
from coordination.models.rounds import Round
from coordination.models.structures import Structure


class Publication(models.Model):
    """The card of a structure in a round: what managers of its sides agree to publish; frozen once it is published.

    It begins with the consent of one of two sides. ``snapshot`` is canonical JSON (`documents.publications`) and
    ``content_hash`` its SHA-256: the second consent is to the same content, or the first is void. ``sides`` are those
    whose managers publish it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="publications")
    sides = models.CharField(max_length=20, choices=Round.Sides)
    snapshot = models.TextField(editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    government_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    government_at = models.DateTimeField(null=True, blank=True)
    partners_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    partners_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(fields=["round", "structure"], name="publication_once"),
            models.UniqueConstraint(fields=["content_hash"], name="publication_hash_once"),
            models.CheckConstraint(
                condition=~models.Q(snapshot="") & ~models.Q(content_hash=""),
                name="publication_has_content",
            ),
            models.CheckConstraint(
                condition=models.Q(government_by__isnull=True, government_at__isnull=True)
                | models.Q(government_by__isnull=False, government_at__isnull=False),
                name="publication_government_is_stamped",
            ),
            models.CheckConstraint(
                condition=models.Q(partners_by__isnull=True, partners_at__isnull=True)
                | models.Q(partners_by__isnull=False, partners_at__isnull=False),
                name="publication_partners_is_stamped",
            ),
            # What waits, waits for the second of two consents; what is published has those of all its sides.
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True, sides="both")
                & (
                    models.Q(government_at__isnull=False, partners_at__isnull=True)
                    | models.Q(government_at__isnull=True, partners_at__isnull=False)
                )
                | models.Q(published_at__isnull=False)
                & (
                    models.Q(sides="both", government_at__isnull=False, partners_at__isnull=False)
                    | models.Q(sides="government", government_at__isnull=False, partners_at__isnull=True)
                    | models.Q(sides="partners", government_at__isnull=True, partners_at__isnull=False)
                ),
                name="publication_needs_each_side",
            ),
            models.CheckConstraint(
                condition=models.Q(government_by__isnull=True)
                | models.Q(partners_by__isnull=True)
                | ~models.Q(government_by=models.F("partners_by")),
                name="publication_by_two_people",
            ),
            *plain_text("publication", content_hash=64),
        ]

    def __str__(self) -> str:
        return f"{self.structure} · {self.round}"


class CorrectionDissent(models.Model):
    """What the other side says against a correction: one a side; triggers refuse to change or remove it."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="dissents")
    side = models.CharField(max_length=20, choices=Side)
    reason = models.TextField()
    dissented_at = models.DateTimeField()
    dissented_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("dissent from a correction")
        verbose_name_plural = _("dissents from corrections")
        constraints = [
            models.UniqueConstraint(fields=["correction", "side"], name="correction_dissent_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_dissent_has_reason"),
            *known_codes("correctiondissent", side=SIDES),
            *plain_text("correctiondissent", reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.correction} · {self.get_side_display()}"
