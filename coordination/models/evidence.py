"""Photos and PDFs given as evidence of an answer, a contact or an observation: what is known of each.

Their bytes lie in a storage of their own.
"""

from uuid import uuid4

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from coordination.domain.evidence import LARGEST, NOTE_LENGTH, FileKind
from coordination.models.assessments import Answer
from coordination.models.constraints import known_codes, plain_text
from coordination.models.contacts import Contact
from coordination.models.programmes import Programme
from coordination.models.risks import Observation

#: What a file may belong to, by the column that names it: to one thing, and to one alone.
PARENTS = ("answer", "contact", "observation")


def _of_one_parent() -> models.Q:
    """Return the condition that one of these columns names something, and no other does."""
    found = models.Q()
    for named in PARENTS:
        found |= models.Q(**{f"{each}__isnull": each != named for each in PARENTS})
    return found


class EvidenceFile(models.Model):
    """A file that shows what something rests on, as it was made anew; who gave it stands in the journal.

    It is as secret as the one thing that it belongs to.

    Its number is drawn by lot and is its only name, here and in the storage: no name that a person gave, no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="files", null=True, blank=True)
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="files", null=True, blank=True
    )
    observation = models.ForeignKey(
        Observation, on_delete=models.CASCADE, related_name="files", null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=20, choices=[(each.value, each.value) for each in FileKind])
    size = models.PositiveIntegerField(_("bytes"))
    #: SHA-256 of the bytes, in hexadecimal digits.
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("what it shows"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ("pk",)
        constraints = [
            # The same file twice at one thing shows nothing more.
            models.UniqueConstraint(fields=["answer", "sha256"], name="evidence_once_an_answer"),
            models.UniqueConstraint(fields=["contact", "sha256"], name="evidence_once_a_contact"),
            models.UniqueConstraint(fields=["observation", "sha256"], name="evidence_once_an_observation"),
            models.CheckConstraint(condition=_of_one_parent(), name="evidence_of_one_parent"),
            models.CheckConstraint(
                condition=models.Q(size__gt=0, size__lte=LARGEST), name="evidence_size_is_bounded"
            ),
            models.CheckConstraint(
                condition=models.Q(models.lookups.Exact(Length("sha256"), 64)), name="evidence_has_its_hash"
            ),
            *known_codes("evidencefile", kind=[each.value for each in FileKind]),
            *plain_text("evidencefile", sha256=64, note=NOTE_LENGTH),
        ]

    def __str__(self) -> str:
        return self.stored_as

    @property
    def stored_as(self) -> str:
        """Its name in the storage."""
        return self.id.hex


def storage() -> Storage:
    """Return where the bytes lie: outside of whatever a web server shows."""
    return storages["evidence"]
