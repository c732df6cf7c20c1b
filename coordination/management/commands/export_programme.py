"""``manage.py export_programme EMAIL FOLDER``: the whole programme as files that ``load_fixture`` reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.actions import exports
from coordination.documents.fixture import writing
from coordination.models import Programme, User
from coordination.permissions import Action, can, programmes_visible_to, standings
from coordination.queries import export


class Command(BaseCommand):
    """The same as the administrator's page, as far as that administrator may read."""

    help = "Write a programme into FOLDER, as far as the administrator of this e-mail may read it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who reads, where to write, and which programme where the person administers several."""
        parser.add_argument("email")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--programme", help="its code; needed by who administers more than one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one file, or say why not; a file that is there already stays."""
        user = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody who may sign in has the e-mail {options['email']}.")
        programme = _programme(user, options["programme"])
        data, ending = writing.archive(export.export(user, programme))
        path = options["folder"] / f"{programme.code}.{ending}"
        try:
            with path.open("xb") as target:
                target.write(data)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        exports.note(name=path.name, programme=programme, by=None, at=timezone.now())
        self.stdout.write(str(path))


def _programme(user: User, asked: str | None) -> Programme:
    """Return the programme of this code, or the only one, among those that the person administers."""
    mine = {each.programme_id for each in standings(user) if can(each, Action.LOAD)}
    known = [each for each in programmes_visible_to(user) if each.pk in mine]
    found = [each for each in known if asked in (None, each.code)]
    if len(found) == 1:
        return found[0]
    codes = ", ".join(each.code for each in found) or "none"
    raise CommandError(f"Say with --programme which one of those that this person administers: {codes}.")
