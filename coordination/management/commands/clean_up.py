"""``manage.py clean_up``: take away what has run out and counts for nothing any more."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from coordination.actions import limits, sessions


class Command(BaseCommand):
    """Removes sessions that have run out, and counts of attempts whose window has ended."""

    help = "Remove sessions and counts of attempts (to sign in, to ask for a link …) that have run out. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there were."""
        now = timezone.now()
        self.stdout.write(f"{sessions.clean_up(by=None, at=now)} sessions removed.")
        self.stdout.write(f"{limits.clean_up(by=None, at=now)} counts of attempts removed.")
