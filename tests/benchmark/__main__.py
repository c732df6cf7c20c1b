"""``python -m tests.benchmark``: build, measure, print; the exit status says nothing about speed."""

import argparse
import time

from django.db import connection

from coordination.models import Answer
from coordination.queries import instruments
from tests import benchmark
from tests.benchmark import building, computing, pages, report, saving
from tests.benchmark.pages import Measured
from tests.benchmark.saving import Saves

#: Before everything else, so that saves are measured among 200 assessments, and queries in fewer rounds.
SMALLEST = (10, 10)


def main() -> None:
    """Build programme after programme in one database, and measure each."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=benchmark.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1_000], help="structures")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--runs", type=int, default=25, help="how often each page is asked for")
    options = parser.parse_args()
    began = time.monotonic()
    instrument = building.start()
    value = instruments.value(instrument.pk)
    measured: list[Measured] = []
    saves: list[Saves] = []
    try:
        for size, rounds in (SMALLEST, *((size, options.rounds) for size in options.sizes)):
            built = building.build(instrument, size, rounds)
            measured += pages.measure(built, options.runs)
            saves.append(saving.measure(built, 10 * options.runs))
        answers = Answer.objects.count()
    finally:
        building.finish()
    computed = computing.measure(value, options.runs)
    print(f"\n{connection.vendor}: {answers:,} answers\n")
    for part in (
        report.pages(measured),
        report.saves(saves),
        report.computation(computed),
        report.targets(measured, saves, computed),
    ):
        print("\n".join(part), end="\n\n")
    print(f"{time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
