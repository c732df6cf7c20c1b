"""``manage.py verify_journal``: is the journal the one that was written, and does it lead to what stands today?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.documents import checkpoints as files
from coordination.documents.files import read_bytes
from coordination.domain.problems import Refused
from coordination.presenters import problems
from coordination.queries import checkpoints, journal


class Command(BaseCommand):
    """Checks the chain of hashes, then replays the entries; with a checkpoint, that the history still contains it."""

    help = "Check the journal's chain, and that replaying it gives everything that counts as it is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a checkpoint that a manager has kept, if any."""
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="a checkpoint that must be contained"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that all is well, or where it breaks."""
        faults = journal.faults()
        if options["against"]:
            faults += _faults_against(options["against"])
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} fault(s) in the journal.")
        self.stdout.write(f"{journal.length()} entries: the chain holds and leads to what stands today.")
        if options["against"]:
            self.stdout.write(f"The history still contains the checkpoint {options['against']}.")


def _faults_against(path: Path) -> list[str]:
    """Return a line where the history does not contain the checkpoint in a file."""
    try:
        checkpoint = files.read(read_bytes(path, files.LARGEST), str(path))
        if checkpoints.is_contained(checkpoint):
            return []
    except Refused as refused:
        return [problems.line(problem, "en") for problem in refused.problems]
    as_of = checkpoint.as_of.isoformat()
    return [
        f"The history does not contain the checkpoint {path} ({checkpoint.programme}, as of {as_of}): what was written "
        "before then was changed, removed or restored from an older state."
    ]
