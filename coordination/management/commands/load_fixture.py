"""``manage.py load_fixture FILE [--check] [--replace-untouched]``: check a fixture, show the plan, load it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.actions import fixtures as actions
from coordination.documents import instruments
from coordination.documents.files import read_bytes
from coordination.documents.fixture import reading as documents
from coordination.domain.problems import Refused
from coordination.presenters import corrections, problems
from coordination.queries import fixtures
from coordination.queries.fixture_plans import Plan


class Command(BaseCommand):
    """The same check, plan and load as the administrator's page."""

    help = "Check a fixture file and load it: every problem is listed, or all of it is stored in one transaction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whether to stop after the plan, and whether it puts right what nobody changed."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="show the plan and change nothing")
        parser.add_argument(
            "--replace-untouched",
            action="store_true",
            help="let rows that nobody changed since a file brought them become what this file says; what else differs "
            "stays (without it, the differences are shown and nothing is changed)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say in both languages everything that is wrong."""
        path: Path = options["file"]
        try:
            data = read_bytes(path, documents.MEGABYTES * 1024 * 1024)
            at_hand = fixtures.instruments_at_hand(instruments.load_folder(instruments.SHIPPED))
            fixture = documents.load(data, path.name, at_hand, fixtures.known())
            plan = fixtures.plan(fixture)
            self._show(plan, options["verbosity"])
            replaces = options["replace_untouched"]
            if found := plan.problems if replaces else plan.strict_problems:
                raise Refused(found)
            if not options["check"]:
                plan = actions.load(
                    fixture=fixture,
                    plan_hash=plan.fingerprint,
                    replaces=replaces,
                    by=None,
                    at=timezone.now(),
                )
        except Refused as refused:
            for line in problems.lines(refused):
                self.stderr.write(line)
            raise CommandError(
                f"{path.name}: {refused.number} problem(s), nothing was changed"
                f" / {refused.number} problème(s), rien n’a été modifié"
            ) from refused
        self.stdout.write(f"{path.name}: {_counted(plan, would='would be ' if options['check'] else '')}")

    def _show(self, plan: Plan, verbosity: int) -> None:
        for item in plan.of("create", "unchanged"):
            if verbosity > (item.verb == "unchanged"):
                self.stdout.write(f"{item.verb}\t{item.noun}\t{item.name}")
        for line in corrections.lines(plan.of("replace", "keep")) if verbosity else ():
            self.stdout.write(line)


def _counted(plan: Plan, *, would: str) -> str:
    said = f"{len(plan.created)} {would}created, {len(plan.unchanged)} unchanged"
    if plan.replaced or plan.kept:
        said += f", {len(plan.replaced)} {would}replaced, {len(plan.kept)} differ and stay"
    return said
