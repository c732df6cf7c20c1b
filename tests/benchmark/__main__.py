"""``python -m tests.benchmark``: build, measure, print; the exit status says nothing about speed."""

import argparse
import time

from django.db import connection

from coordination.models import Answer, Instrument
from coordination.queries import instruments
from tests import benchmark
from tests.benchmark import (
    building,
    by_hand,
    computing,
    files,
    filling,
    growing,
    pages,
    records,
    report,
    saving,
)
from tests.benchmark.building import Built
from tests.benchmark.by_hand import ByHand
from tests.benchmark.pages import Measured
from tests.benchmark.saving import Saves

#: Before everything else, so that saves are measured among 200 assessments, and queries in fewer rounds.
SMALLEST = (10, 10)


def main() -> None:
    """Build everything in one database, and measure it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=benchmark.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1_000], help="structures")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--runs", type=int, default=25, help="how often each page is asked for")
    parser.add_argument("--only", choices=("answers", "files", "records", "saves"), help="one part alone")
    options = parser.parse_args()
    began = time.monotonic()
    instrument = building.start()
    try:
        if options.only == "saves":
            _saves(instrument, options)
        if options.only == "files":
            _files(building.build(instrument, options.sizes[-1], options.rounds), instrument)
        if options.only in (None, "answers"):
            _files(_answers(instrument, options), instrument)
        if options.only in (None, "records"):
            _records(options.runs)
    finally:
        building.finish()
    print(f"{time.monotonic() - began:.0f} s.")


def _records(runs: int) -> None:
    """Build and measure partners, activities and contacts."""
    asked = records.measure(filling.build(), runs)
    print(f"\n{connection.vendor}")
    print("\n".join(records.report(asked, records.grow(runs))), end="\n\n")


def _saves(instrument: Instrument, options: argparse.Namespace) -> None:
    """Measure saves alone, among few assessments and among many, and how much they leave."""
    found: list[Saves] = []
    for size, rounds in (SMALLEST, *((size, options.rounds) for size in options.sizes)):
        built = building.build(instrument, size, rounds)
        found.append(saving.measure(built, 10 * options.runs))
    print(f"\n{connection.vendor}\n")
    for part in (report.saves(found), report.save_targets(found), report.growth(growing.measure(built))):
        print("\n".join(part), end="\n\n")


def _files(built: Built, instrument: Instrument) -> None:
    """Measure files of many answers: those of a programme, and those that come in by a workbook."""
    found = files.measure(built, instrument)
    print(f"\n{connection.vendor}")
    print("\n".join(files.report(found)), end="\n\n")


def _answers(instrument: Instrument, options: argparse.Namespace) -> Built:
    """Build programme after programme, measure each, and return the last."""
    value = instruments.value(instrument.pk)
    measured: list[Measured] = []
    saves: list[Saves] = []
    beside: list[ByHand] = []
    for size, rounds in (SMALLEST, *((size, options.rounds) for size in options.sizes)):
        built = building.build(instrument, size, rounds)
        measured += pages.measure(built, options.runs)
        beside.append(by_hand.measure(built, options.runs))
        saves.append(saving.measure(built, 10 * options.runs))
    grown = growing.measure(built)
    answers = Answer.objects.count()
    computed = computing.measure(value, options.runs)
    print(f"\n{connection.vendor}: {answers:,} answers\n")
    for part in (
        report.pages(measured),
        report.by_hand(beside),
        report.saves(saves),
        report.growth(grown),
        report.computation(computed),
        report.targets(measured, saves, computed),
    ):
        print("\n".join(part), end="\n\n")
    return built


if __name__ == "__main__":
    main()
