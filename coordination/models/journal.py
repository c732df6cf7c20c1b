"""The append-only record of what was done, each entry chained to the one before by its hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.models.people import User
from coordination.models.programmes import Programme


class JournalEntry(models.Model):
    """What was done, by whom, to what; triggers of the database refuse to change or remove it."""

    class Verb(models.TextChoices):
        """What can be done."""

        SAVED = "saved", _("saved")
        GAVE_PLACE = "gave place", _("gave a place")
        CONFIRMED = "confirmed", _("confirmed")
        ENDED = "ended", _("ended")
        LINKED = "linked", _("gave a link to choose a password")
        CHOSE_LANGUAGE = "chose language", _("chose a language")
        CHANGED_PASSWORD = "changed password", _("changed the password")
        SIGNED_IN = "signed in", _("signed in")
        LIMITED = "limited", _("was refused more attempts")
        ADDED_FACTOR = "added factor", _("added a second factor")
        REMOVED_FACTOR = "removed factor", _("removed a second factor")
        RENEWED_CODES = "renewed codes", _("made new recovery codes")
        USED_CODE = "used code", _("used a recovery code")
        OPENED = "opened", _("opened")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")
        CONSENTED = "consented", _("consented")
        TOOK_BACK = "took back", _("withdrew the consent")
        NAMED = "named", _("named assessors")
        REMINDED = "reminded", _("asked to send")
        STARTED = "started", _("started")
        ANSWERED = "answered", _("answered")
        HANDED_OVER = "handed over", _("handed over to be confirmed")
        SENT = "sent", _("sent")
        RECALLED = "recalled", _("withdrawn")
        DISCARDED = "discarded", _("discarded")
        SET_ASIDE = "set aside", _("set aside")
        RESTORED = "restored", _("restored")
        REVEALED = "revealed", _("revealed")
        LOADED = "loaded", _("imported")
        PUBLISHED = "published", _("published")
        WEIGHED = "weighed", _("recorded weights")
        REVISED = "revised", _("revised")
        CORRECTED = "corrected", _("corrected")
        COMMENTED = "commented", _("commented")
        PROPOSED = "proposed", _("proposed")
        DISSENTED = "dissented", _("recorded a dissent")
        AGREED = "agreed", _("agreed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISMISSED = "dismissed", _("dismissed")
        OBSERVED = "observed", _("observed")
        PROMISED = "promised", _("promised")
        SETTLED = "settled", _("settled")
        MERGED = "merged", _("merged")
        NOTED = "noted", _("noted")
        EXPORTED = "exported", _("exported")
        ARCHIVED = "archived", _("archived")
        REMOVED = "removed", _("removed")
        ATTACHED = "attached", _("attached a file")

    sequence = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    #: Stays as it was when the programme is removed: what was done is never taken back.
    programme = models.ForeignKey(
        Programme,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    verb = models.CharField(_("what was done"), max_length=40, choices=Verb)
    noun = models.CharField(_("to what kind of thing"), max_length=40)
    key = models.CharField(_("to which one"), max_length=300)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    previous_hash = models.CharField(_("fingerprint of the entry before"), max_length=64)
    hash = models.CharField(_("fingerprint"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ("sequence",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.noun} {self.key}"


class JournalHead(models.Model):
    """Where a line of the journal ends, and when; locking its row puts those who write in it in order.

    There is one that all write in, and, once the journal is parted, one for each programme in which answers are saved.
    """

    #: The row of the line that all write in.
    COMMON = 1

    #: The common line, or the number after that of the programme whose line it is.
    id = models.PositiveBigIntegerField(primary_key=True, default=COMMON)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(null=True, blank=True)
    #: Of the common line: the entry that parted the journal, if one did.
    parted_after = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("end of the journal")
        verbose_name_plural = _("end of the journal")
        constraints = [models.CheckConstraint(condition=models.Q(id__gte=1), name="journal_head_of_a_line")]

    def __str__(self) -> str:
        return str(self.sequence)

    @staticmethod
    def of(programme: int) -> int:
        """Return the row of a programme's own line."""
        return programme + JournalHead.COMMON
