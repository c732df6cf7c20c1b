"""Assessments, their answers and sources: what was written, and how it was understood."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.domain.answers import WORD_LIMIT
from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.criteria import CHOICE_LENGTH
from coordination.domain.lifecycle import AWAITING
from coordination.domain.vocabulary import ORIGINS
from coordination.models.constraints import known_codes, plain_text
from coordination.models.instruments import Criterion
from coordination.models.on_paper import KEYED_IN
from coordination.models.people import Side, User
from coordination.models.programmes import Origin
from coordination.models.rounds import Round
from coordination.models.structures import Structure

# What may stand in the columns of a reading (METHOD.md, section 2.2). A comparison with NULL is neither true nor
# false, and a check passes what is not false: NULL is named.
ANSWERED = models.Q(
    status="answered",
    lo__isnull=False,
    hi__isnull=False,
    lo__gte=0,
    lo__lte=models.F("hi"),
    hi__lte=4,
    certainty__isnull=False,
) & (models.Q(level__isnull=True) | models.Q(level__gte=models.F("lo"), level__lte=models.F("hi")))
NOT_ANSWERED = models.Q(
    status__in=["unknown", "none"],
    level__isnull=True,
    lo__isnull=False,
    hi__isnull=False,
    lo=0,
    hi=4,
    certainty__isnull=True,
)
NOT_APPLICABLE = models.Q(
    status="not_applicable",
    level__isnull=True,
    lo__isnull=True,
    hi__isnull=True,
    certainty__isnull=True,
)
CERTAINTY = (
    models.Q(certainty__isnull=True)
    | models.Q(certainty="plain", level__isnull=False, lo=models.F("level"), hi=models.F("level"))
    | models.Q(certainty="doubtful", level__isnull=False)
    | models.Q(certainty="range", level__isnull=True, lo__lt=models.F("hi"))
)


class Assessment(models.Model):
    """One structure, one round, one rater of one side.

    Or an analyst's coding of a text, published from the start; or the agreed card, which both sides keep together after
    their reveal: it is of no side and no person, and there is one of a structure in a round.
    """

    class Voice(models.TextChoices):
        """Whose answers they are: of the two sides, which are asked, of both together, or of an analyst, who is not."""

        GOVERNMENT = Side.GOVERNMENT.value, Side.GOVERNMENT.label
        PARTNERS = Side.PARTNERS.value, Side.PARTNERS.label
        AGREED = "agreed", _("agreed by both sides")
        ANALYST = "analyst", _("analyst (coded from the text, not by the author)")

    class State(models.TextChoices):
        """Its way from a rater's desk to everybody's eyes."""

        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")
        SET_ASIDE = "set_aside", _("set aside")
        REVEALED = "revealed", _("revealed")
        PUBLISHED = "published", _("published")

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("round")
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("structure")
    )
    side = models.CharField(_("side"), max_length=20, choices=Voice)
    rater = models.CharField(_("assessor"), max_length=254)
    rater_user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    #: Empty where the closing of the round set it aside.
    set_aside_reason = models.TextField(blank=True)
    set_aside_at_closing = models.BooleanField(default=False)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.ENTERED)
    #: Who keyed it in from paper; then ``rater`` names who filled the form in, who has no account.
    keyed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    filled_on = models.DateField(null=True, blank=True)
    #: Since when somebody else is asked to confirm that it says what the paper says; who did, sent it.
    handed_at = models.DateTimeField(null=True, blank=True)
    #: Why it came back to who keyed it in.
    returned_reason = models.TextField(blank=True)
    #: Who keyed it in confirmed it too: the side had nobody else.
    confirmed_alone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("pk",)
        # Which voices are heard in a round is asked on every dashboard.
        indexes = [models.Index(fields=["round", "side", "state"], name="assessment_heard")]
        constraints = [
            # A person's e-mail may change, and another person may have it later.
            models.UniqueConstraint(
                fields=["round", "structure", "side", "rater_user"], name="assessment_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["round", "structure", "side", "rater"],
                condition=models.Q(rater_user__isnull=True),
                name="assessment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "set_aside"], sent_at__isnull=True)
                | ~models.Q(state__in=["draft", "set_aside"]) & models.Q(sent_at__isnull=False),
                name="assessment_sent_is_stamped",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_by__isnull=True) | models.Q(sent_at__isnull=False),
                name="assessment_sent_by_with_sent_at",
            ),
            models.CheckConstraint(
                condition=models.Q(rater_user__isnull=True)
                | models.Q(sent_at__isnull=True)
                | models.Q(sent_by__isnull=False),
                name="assessment_sent_at_with_sent_by",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["revealed", "published"], revealed_at__isnull=False)
                | models.Q(state__in=["draft", "sent", "set_aside"], revealed_at__isnull=True),
                name="assessment_revealed_is_stamped",
            ),
            models.CheckConstraint(
                condition=~models.Q(side="analyst") | models.Q(state="published", rater_user__isnull=True),
                name="assessment_of_analyst_is_loaded",
            ),
            models.CheckConstraint(
                condition=~models.Q(side="agreed")
                | models.Q(
                    state__in=["revealed", "published"],
                    rater="",
                    rater_user__isnull=True,
                    sent_by__isnull=True,
                ),
                name="assessment_agreed_is_of_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(~models.Q(set_aside_reason=""), set_aside_at_closing=False)
                    | models.Q(set_aside_reason="", set_aside_at_closing=True),
                    state="set_aside",
                    set_aside_at__isnull=False,
                    set_aside_by__isnull=False,
                )
                | models.Q(
                    ~models.Q(state="set_aside"),
                    set_aside_at__isnull=True,
                    set_aside_by__isnull=True,
                    set_aside_reason="",
                    set_aside_at_closing=False,
                ),
                name="assessment_set_aside_is_stamped",
            ),
            # What a person of the programme answered is never called invented.
            models.CheckConstraint(
                condition=models.Q(rater_user__isnull=True) | models.Q(origin="entered"),
                name="assessment_of_person_is_entered",
            ),
            *KEYED_IN,
            *known_codes("assessment", origin=ORIGINS),
            *plain_text("assessment", rater=254, set_aside_reason=TEXT_LENGTH, returned_reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.structure} · {self.round} · {self.get_side_display()}"

    @property
    def is_of_a_person(self) -> bool:
        """Whether somebody of a side gave it here, on paper too: then the name is that side's own."""
        return self.rater_user_id is not None or self.keyed_by_id is not None

    @property
    def stage(self) -> str:
        """Its state, or that its answers from paper wait to be confirmed."""
        # Of a person's own, nothing else is asked for: it may not be loaded.
        is_handed = self.state == self.State.DRAFT and self.rater_user_id is None and self.handed_at
        return AWAITING if is_handed else self.state


class Answer(models.Model):
    """An answer as written (``verbatim``) and as understood; the states of METHOD.md 2.2, kept by the database."""

    class ChangeCause(models.TextChoices):
        """Why an answer differs from the same side's answer in the round before."""

        REAL_CHANGE = "real_change", _("real change")
        BETTER_INFORMATION = "better_information", _("better information")
        ANOTHER_RATER = "another_rater", _("another assessor")
        ANOTHER_INSTRUMENT = "another_instrument", _("another questionnaire")
        ERROR = "error", _("error in the earlier answer")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    verbatim = models.CharField(max_length=WORD_LIMIT, blank=True)
    status = models.CharField(max_length=20)
    level = models.SmallIntegerField(null=True, blank=True)
    lo = models.SmallIntegerField(null=True, blank=True)
    hi = models.SmallIntegerField(null=True, blank=True)
    certainty = models.CharField(max_length=20, null=True, blank=True)
    doubt_reason = models.CharField(max_length=CHOICE_LENGTH, blank=True)
    basis = models.TextField(blank=True)
    na_reason = models.TextField(blank=True)
    #: On the agreed card: no joint answer, but all that either side admits, because both recorded that they differ.
    differs = models.BooleanField(default=False)
    change_cause = models.CharField(max_length=20, blank=True, choices=ChangeCause)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("criterion__position",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="answer_once"),
            models.CheckConstraint(
                condition=ANSWERED | NOT_ANSWERED | NOT_APPLICABLE & ~models.Q(na_reason=""),
                name="answer_state",
            ),
            models.CheckConstraint(condition=CERTAINTY, name="answer_certainty"),
            # What applies to neither side is nothing that they could see differently.
            models.CheckConstraint(
                condition=models.Q(differs=False) | ~models.Q(status="not_applicable"),
                name="answer_differs_where_it_applies",
            ),
            models.CheckConstraint(
                condition=models.Q(doubt_reason="")
                | models.Q(certainty__isnull=False, certainty__in=["doubtful", "range"]),
                name="answer_doubt_reason_needs_doubt",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    change_cause__in=[
                        "",
                        "real_change",
                        "better_information",
                        "another_rater",
                        "another_instrument",
                        "error",
                    ]
                ),
                name="answer_change_cause_is_known",
            ),
            *plain_text(
                "answer",
                verbatim=WORD_LIMIT,
                doubt_reason=CHOICE_LENGTH,
                basis=TEXT_LENGTH,
                na_reason=TEXT_LENGTH,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.verbatim}"


class Correction(models.Model):
    """What an answer said before it was corrected or revised, and why; triggers refuse to change or remove it.

    ``position`` counts the corrections of one answer from 0: the first holds what both sides saw first. A revision, by
    the author before the card is published, has a reason; a correction, by a manager, has evidence.
    """

    class Kind(models.TextChoices):
        """Who changed it and on what ground."""

        CORRECTION = "correction", _("corrected with new evidence")
        REVISION = "revision", _("revised by its author")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="corrections")
    position = models.PositiveSmallIntegerField()
    verbatim = models.CharField(max_length=WORD_LIMIT, blank=True)
    status = models.CharField(max_length=20)
    level = models.SmallIntegerField(null=True, blank=True)
    lo = models.SmallIntegerField(null=True, blank=True)
    hi = models.SmallIntegerField(null=True, blank=True)
    certainty = models.CharField(max_length=20, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CORRECTION)
    evidence = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("answer", "position")
        constraints = [
            models.UniqueConstraint(fields=["answer", "position"], name="correction_position_once"),
            models.CheckConstraint(
                condition=ANSWERED | NOT_ANSWERED | NOT_APPLICABLE, name="correction_state"
            ),
            models.CheckConstraint(condition=CERTAINTY, name="correction_certainty"),
            models.CheckConstraint(
                condition=models.Q(~models.Q(evidence=""), kind="correction")
                | models.Q(~models.Q(reason=""), kind="revision", evidence=""),
                name="correction_has_evidence",
            ),
            *plain_text("correction", verbatim=WORD_LIMIT, evidence=TEXT_LENGTH, reason=TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.answer} · {self.position}"


class Source(models.Model):
    """What an answer rests on."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=CHOICE_LENGTH)
    dated_on = models.DateField(null=True, blank=True)
    link = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["answer", "position"], name="source_position_once"),
            *plain_text("source", title=300, kind=CHOICE_LENGTH, link=500),
        ]

    def __str__(self) -> str:
        return self.title


class Operation(models.Model):
    """A save that was acknowledged: sent again, it gets the same reply and writes nothing."""

    op_id = models.UUIDField(primary_key=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reply = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("acknowledged save")
        verbose_name_plural = _("acknowledged saves")

    def __str__(self) -> str:
        return str(self.op_id)
