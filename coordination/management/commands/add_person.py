"""``manage.py add_person EMAIL``: the first administrator of a new installation, or anybody."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from coordination.actions import people
from coordination.models import Programme, Role, Side


class Command(BaseCommand):
    """Makes a person and gives them a place."""

    help = "Make a person and give them a place in a programme; the password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and where."""
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", choices=Role.values, required=True)
        parser.add_argument("--side", choices=Side.values)
        parser.add_argument("--programme", required=True, help="its code, such as cod")
        parser.add_argument("--language", choices=["en", "fr"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person, or say what is not acceptable."""
        password = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            raise CommandError(f"No programme {options['programme']}: load its fixture first.")
        try:
            with transaction.atomic():
                user = people.save_person(
                    email=options["email"],
                    name=options["name"],
                    language=options["language"],
                    password=password,
                    by=None,
                    at=timezone.now(),
                )
                people.give_place(
                    user=user,
                    programme=programme,
                    role=options["role"],
                    side=options["side"],
                    by=None,
                    at=timezone.now(),
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.email}: {options['role']} in {programme.code}")
