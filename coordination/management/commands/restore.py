"""``manage.py restore FOLDER``: a backup, into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.backups import restoring
from coordination.domain.problems import Refused
from coordination.presenters import problems
from coordination.queries import journal


class Command(BaseCommand):
    """Fills the empty database that DATABASE_URL names, then counts its rows and reads its journal."""

    help = "Fill the empty database that DATABASE_URL names from the backup in FOLDER, and check it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder that ``manage.py backup`` has made."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that all of it is there, or why not."""
        place = options["folder"]
        try:
            manifest = restoring.restore(place)
        except Refused as refused:
            raise CommandError("\n".join(problems.lines(refused))) from None
        except OSError as error:
            raise CommandError(f"{error.filename or place}: {error.strerror}") from None
        rows, made = sum(manifest.rows.values()), f"{manifest.made_at:%Y-%m-%d %H:%M %Z}"
        self.stdout.write(f"{rows} rows of {made} are restored, as many in each table as were copied.")
        if manifest.evidence:
            self.stdout.write(f"Files given as evidence, stored again: {len(manifest.evidence)}.")
        if restoring.to_migrate(manifest):
            self.stdout.write(
                "An older version made this backup: run manage.py migrate, then manage.py verify_journal."
            )
            return
        if faults := journal.faults():
            raise CommandError(
                "\n".join((*faults, f"{len(faults)} fault(s) in the journal, as in the backup."))
            )
        self.stdout.write(
            f"{journal.length()} entries of the journal: the chain holds and leads to what stands."
        )
