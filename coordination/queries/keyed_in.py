"""Answers keyed in from paper: who may confirm them, and what is begun of which nothing is keyed in yet."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.models import Answer, Assessment, Membership, Role, User
from coordination.models.on_paper import UNSENT_ON_PAPER

_EMPTY = UNSENT_ON_PAPER & ~Exists(Answer.objects.filter(assessment=OuterRef("pk")).order_by())


def begun(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return those of these assessments that are begun: an empty draft is none, and nobody waits for it.

    Only one from paper has a row before its first answer.
    """
    return rows.filter(~_EMPTY)


def empty(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return the other ones of these assessments; none of them ever had an answer."""
    return rows.filter(_EMPTY)


def is_empty(assessment: Assessment) -> bool:
    """Whether it is begun on paper, without any answer; one query."""
    return empty(Assessment.objects.filter(pk=assessment.pk)).exists()


def confirmers(assessment: Assessment) -> QuerySet[User]:
    """Return the managers of its side who did not key it in, whose place counts, and who may sign in and read it."""
    reads = Q(reads_since__isnull=True) | Q(reads_since__lte=assessment.started_at)
    places = Membership.objects.filter(
        reads,
        programme=assessment.round.programme_id,
        side=assessment.side,
        role=Role.MANAGER,
        confirmed_at__isnull=False,
        user__is_active=True,
    )
    others = places.exclude(user=assessment.keyed_by)
    return User.objects.filter(pk__in=others.values("user")).order_by("pk")


def has_another(assessment: Assessment) -> bool:
    """Whether the side has somebody else to confirm it; one query."""
    return confirmers(assessment).exists()
