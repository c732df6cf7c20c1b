"""``manage.py part_journal``: save the answers of each programme in a line of the journal of its own."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from coordination.actions import journal


class Command(BaseCommand):
    """Parts the journal, once; SQLite has one writer at a time, so there is nothing to part."""

    help = (
        "Save the answers of each programme in a line of the journal of its own (PostgreSQL; once, and only when every "
        "server runs this release): people of one programme no longer wait for those of another."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Part it, or say why there is nothing to do."""
        if connection.vendor != "postgresql":
            self.stdout.write("SQLite has one writer at a time: the journal stays one line.")
        elif journal.part(by=None, at=timezone.now()):
            self.stdout.write("Each programme saves its answers in a line of its own from now on.")
        else:
            self.stdout.write("The journal is parted already.")
