"""``manage.py forget_factors EMAIL``: let in again who has lost their second factors, where nobody else may."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.actions import factors
from coordination.domain.problems import Refused
from coordination.models import Membership
from coordination.presenters import problems


class Command(BaseCommand):
    """Removes the second factors of a person: for a last administrator, or who has places in several programmes."""

    help = (
        "Remove the second factors of who has lost them. The person is signed out, and signs in with the password alone "
        "until a new factor is set up. A manager of the side, or an administrator, does it on the page People."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them, or say why not."""
        email = options["email"].strip().lower()
        place = Membership.objects.select_related("user", "programme").filter(user__email=email).first()
        if place is None:
            raise CommandError(f"Nobody with a place has the e-mail {email}.")
        try:
            factors.forget_factors(place=place, by=None, at=timezone.now())
        except Refused as refused:
            raise CommandError("\n".join(problems.line(each, "en") for each in refused.problems)) from refused
        self.stdout.write(f"{email}: no second factor any more")
