"""``manage.py score FILE …``: the figures of fixture documents as JSON, without a database."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coordination.documents import files, instruments
from coordination.documents.fixture import reading
from coordination.documents.score_report import ASKED
from coordination.documents.scorecards import figures, heard, merged
from coordination.domain.problems import Refused
from coordination.presenters import problems

HELP = {
    "pairs": "every ordered pair of structures, over all weightings",
    "ranks": "best and worst rank of each structure",
    "change": "from one round to the next",
    "agreement": "how far raters agree",
    "plane": "ownership and partnership",
    "next": "what to do next",
}


class Command(BaseCommand):
    """Checks the files and prints their figures; on bad input prints every problem in both languages."""

    help = "Print the figures of fixture documents of one programme as JSON, without a database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files, and what to print besides the scorecards."""
        parser.add_argument("file", nargs="+", help="a fixture document, such as fixtures/drc-2008.json")
        for name in ASKED:
            parser.add_argument(f"--{name}", action="store_true", help=HELP[name])

    def handle(self, *args: Any, file: Sequence[str], **options: Any) -> None:
        """Print the figures.

        Raises:
            CommandError: a file cannot be read or is not sound, or two contradict each other; exit status 1.
        """
        known = instruments.load_folder(instruments.SHIPPED)
        read = []
        shown = " ".join(file)
        try:
            for name in file:
                shown = name
                data = files.read_bytes(Path(name), reading.MEGABYTES * 1024 * 1024)
                read.append(reading.load(data, name, known))
            shown = ", ".join(file)
            fixture = merged(read)
        except Refused as refused:
            for line in problems.lines(refused):
                self.stderr.write(line)
            number = refused.number
            raise CommandError(f"{shown}: {number} problem(s) / {number} problème(s)") from None
        found = figures(fixture, known)
        voices = heard(fixture, known)
        found |= {name: ask(voices) for name, ask in ASKED.items() if options[name]}
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
