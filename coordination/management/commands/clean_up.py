"""``manage.py clean_up``: take away what has run out and counts for nothing any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from coordination.actions import answers, deliveries, evidence, first_run, limits, links, sessions
from coordination.domain.evidence import OutOfReach

#: What runs out, each removed in one transaction of its own: what one of them meets holds up none of the others.
KINDS = (
    (sessions.clean_up, "sessions, with the forms that waited in them"),
    (limits.clean_up, "counts of attempts"),
    (links.clean_up, "links of invitations and forgotten passwords that were not used in time"),
    (first_run.clean_up, "codes of the first run"),
    (answers.clean_up, "replies to saves that no device repeats any more"),
    (deliveries.clean_up, "numbers of forms that no device sends again any more"),
    (evidence.clean_up, "photos and PDFs that belong to nothing any more"),
)


class Command(BaseCommand):
    """Removes what has run out; nothing that anybody could still use, and nothing of the history."""

    help = (
        "Remove sessions, counts of attempts, links and codes that have run out, replies to old saves and numbers of "
        "old forms. Safe beside people at work. Run it daily."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there were of each kind.

        Raises:
            CommandError: what keeps them did not let some of them go; they are named, the others are gone.
        """
        now, failed = timezone.now(), []
        for clean_up, what in KINDS:
            try:
                self.stdout.write(f"{clean_up(by=None, at=now)} {what} removed.")
            except (Error, OutOfReach) as error:
                failed.append(f"{what}: {type(error).__name__}")
        if failed:
            raise CommandError(f"Not removed, try again later: {'; '.join(failed)}.")
