"""``manage.py first_run``: the code with which somebody starts the first programme in the browser."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from coordination.actions import first_run
from coordination.domain.problems import Refused
from coordination.presenters import problems


class Command(BaseCommand):
    """Prints the code, which is kept nowhere."""

    help = (
        "Print the code that opens “Start a programme” where nobody administers one yet. It works once, for an hour; "
        "run again, it prints another, and the one before no longer works."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print where to go and the code, or say why there is none."""
        try:
            code = first_run.make_code(at=timezone.now())
        except Refused as refused:
            raise CommandError(
                "\n".join(problems.text_in(each, "en") for each in refused.problems)
            ) from refused
        self.stdout.write(f"{settings.SITE_ADDRESS}{reverse('start')}")
        self.stdout.write(code)
