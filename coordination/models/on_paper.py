"""Answers on paper, as assessments keep them: keyed in by somebody of the side, sent only by who confirms them."""

from django.db import models

from coordination.domain.vocabulary import SIDES

#: Which of them are not sent, nor confirmed: of these alone there may be one without any answer.
UNSENT_ON_PAPER = models.Q(keyed_by__isnull=False, state__in=["draft", "set_aside"])
#: Who confirms them is somebody else, if there is.
KEYED_IN = (
    models.CheckConstraint(
        condition=models.Q(
            keyed_by__isnull=True,
            filled_on__isnull=True,
            handed_at__isnull=True,
            returned_reason="",
            confirmed_alone=False,
        )
        | models.Q(
            ~models.Q(rater=""),
            keyed_by__isnull=False,
            filled_on__isnull=False,
            rater_user__isnull=True,
            side__in=SIDES,
            origin="entered",
        ),
        name="assessment_keyed_in_is_on_paper",
    ),
    models.CheckConstraint(
        condition=models.Q(keyed_by__isnull=True)
        | models.Q(state__in=["draft", "set_aside"], confirmed_alone=False)
        | models.Q(handed_at__isnull=False, sent_by__isnull=False, returned_reason=""),
        name="assessment_keyed_in_is_confirmed",
    ),
    models.CheckConstraint(
        condition=models.Q(keyed_by__isnull=True)
        | models.Q(sent_by__isnull=True)
        | models.Q(~models.Q(sent_by=models.F("keyed_by")), confirmed_alone=False)
        | models.Q(sent_by=models.F("keyed_by"), confirmed_alone=True),
        name="assessment_keyed_in_is_confirmed_by_another",
    ),
)
