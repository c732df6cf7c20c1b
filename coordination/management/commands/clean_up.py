"""``manage.py clean_up``: take away what has run out and counts for nothing any more."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from coordination.actions import limits


class Command(BaseCommand):
    """Removes counts of attempts whose window has ended."""

    help = "Remove the counts of attempts (to sign in, to ask for a link …) that have run out. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there were."""
        self.stdout.write(f"{limits.clean_up(by=None, at=timezone.now())} counts of attempts removed.")
