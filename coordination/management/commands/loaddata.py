"""``manage.py loaddata``: Django's own, refused in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import loaddata


class Command(loaddata.Command):
    """Loads rows past every rule and past the journal, so only a copy for trying things out may be filled so."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Load as Django does, or refuse in production."""
        if settings.PRODUCTION:
            raise CommandError(
                "loaddata is refused in production: its rows go past the rules and the journal. "
                "A programme is loaded with load_fixture, a whole database with restore."
            )
        super().handle(*args, **options)
