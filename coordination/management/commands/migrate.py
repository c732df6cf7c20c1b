"""``manage.py migrate``: Django's own, one at a time for each database."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from coordination.management.alone import alone


class Command(migrate.Command):
    """Waits until another ``migrate`` of the same database is done, and then finds nothing left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as Django does."""
        with alone(connections[options["database"]], self._wait):
            super().handle(*args, **options)

    def _wait(self) -> None:
        self.stdout.write("Another migrate of this database is running: waiting for it.")
