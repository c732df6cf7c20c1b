"""``manage.py verify_journal``: is the journal the one that was written, and does it lead to what stands today?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.queries import journal


class Command(BaseCommand):
    """Checks the chain of hashes, then replays the entries."""

    help = "Check the journal's chain, and that replaying it gives everything that counts as it is stored."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that all is well, or where it breaks."""
        faults = journal.faults()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} fault(s) in the journal.")
        self.stdout.write(f"{journal.length()} entries: the chain holds and leads to what stands today.")
