"""Answers keyed in from paper: who may confirm them."""

from django.db.models import Q, QuerySet

from coordination.models import Assessment, Membership, Role, User


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
