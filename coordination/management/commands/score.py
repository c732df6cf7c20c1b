"""``manage.py score FILE``: the figures of a fixture document as JSON, without a database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coordination.documents import files, fixtures, instruments
from coordination.domain.cards import figures
from coordination.domain.problems import Refused


class Command(BaseCommand):
    """Checks the file and prints its figures; on bad input prints every problem in both languages."""

    help = "Print the figures of a fixture document as JSON, without a database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", help="a fixture document, such as fixtures/drc-2008.json")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Print the figures.

        Raises:
            CommandError: the file cannot be read or is not sound; exit status 1.
        """
        try:
            known = instruments.load_folder(instruments.SHIPPED)
            data = files.read_bytes(Path(file), fixtures.MEGABYTES * 1024 * 1024)
            found = figures(fixtures.load(data, file, known), known)
        except Refused as refused:
            for problem in refused.problems:
                self.stderr.write(problem.line("en"))
                self.stderr.write(f"    {problem.text('fr')}")
            number = len(refused.problems)
            raise CommandError(f"{file}: {number} problem(s) / {number} problème(s)") from None
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
