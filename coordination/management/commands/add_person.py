"""``manage.py add_person EMAIL``: the first administrator of a new installation, or anybody."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coordination.actions import links, memberships, people
from coordination.domain.memberships import Invited
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Programme, Role, Side, User
from coordination.presenters import problems
from coordination.queries import links as queries
from coordination.queries.people import has_administrator


class Command(BaseCommand):
    """Makes a person and gives them a place, which counts at once; prints the link to choose a password."""

    help = (
        "Make a person where there is none with this e-mail, give them a place in a programme, which counts at once, "
        "and print a link through which they choose their password. Also for who cannot come in any more."
    )

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
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            raise CommandError(f"No programme {options['programme']}: load its fixture first.")
        if options["role"] != Role.ADMINISTRATOR and not has_administrator(programme):
            missing = Problem(rule=Rule.ADMINISTRATOR_COMES_FIRST, value=programme.code)
            raise CommandError(problems.text_in(missing, "en"))
        try:
            user, token = self._made(programme, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refused:
            said = "\n".join(problems.line(each, "en") for each in refused.problems)
            raise CommandError(said) from refused
        address = reverse("password-new", args=[queries.number(user), token])
        self.stdout.write(f"{user.email}: {options['role']} in {programme.code}")
        self.stdout.write(f"{settings.SITE_ADDRESS}{address}")

    @transaction.atomic
    def _made(self, programme: Programme, options: dict[str, Any]) -> tuple[User, str]:
        at = timezone.now()
        invited = Invited(options["email"], options["name"], options["language"])
        user = people.account(invited=invited, by=None, at=at)
        if not user.is_active:
            user = people.save_person(
                email=user.email, name=user.name, language=user.language, by=None, at=at
            )
        memberships.give_place(
            user=user, programme=programme, role=options["role"], side=options["side"], by=None, at=at
        )
        return user, links.make_link(user=user, way="server", by=None, at=at)
