"""``manage.py backup FOLDER``: the whole database as a file, with what was given as evidence and a manifest."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.backups import making
from coordination.domain.problems import Refused
from coordination.presenters import problems


class Command(BaseCommand):
    """Copies the database while others go on; its owner alone may read the copy, which holds sealed answers."""

    help = (
        "Copy the whole database and the files given as evidence into a new folder within FOLDER, with a manifest. "
        "The copy holds sealed answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and how many stay."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep", type=int, metavar="N", help="remove all backups in FOLDER but the latest N (1 or more)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say where it lies, or why there is none; what is not whole is removed again."""
        folder, keep = options["folder"], options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep takes 1 or more.")
        try:
            place = making.back_up(folder, at=timezone.now())
            removed = making.remove_older(folder, keep=keep) if keep else []
        except Refused as refused:
            raise CommandError("\n".join(problems.lines(refused))) from None
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}") from None
        self.stdout.write(str(place))
        for each in removed:
            self.stdout.write(f"Removed {each}.")
