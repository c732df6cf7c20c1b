"""Who signs in through an organisation of its own."""

from datetime import datetime

from coordination.models import Identity, User


def owner(issuer: str, subject: str) -> User | None:
    """Return the person who signs in as this subject of this issuer, and may; one query."""
    return User.objects.filter(identities__issuer=issuer, identities__subject=subject, is_active=True).first()


def linked_at(user: User, issuer: str) -> datetime | None:
    """Return since when the person signs in through this issuer, None where they do not; one query."""
    return Identity.objects.filter(user=user, issuer=issuer).values_list("linked_at", flat=True).first()
