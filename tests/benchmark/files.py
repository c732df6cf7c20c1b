"""Files of many answers: all of them written as CSV and as a workbook, and 20,000 of them loaded from one.

Each beside the bare library on the same rows in the same run, in a process of its own, so that what it holds at most
is its own. ``python -m tests.benchmark.files STEP PERSON FOLDER`` is such a process.
"""

import csv
import json
import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from coordination.actions import answer_files as actions
from coordination.documents import answer_templates, filled_tables, long_workbooks
from coordination.domain.bilingual import Text
from coordination.domain.filled import FilledRow
from coordination.models import Instrument, Programme, User
from coordination.permissions import Standing, standings
from coordination.presenters import all_answers as words_of_all
from coordination.presenters import answer_files as words
from coordination.queries import all_answers, answer_files
from coordination.queries.answer_files import AnswerPlan
from coordination.views import all_answers as views
from tests.benchmark import building
from tests.benchmark.building import Built

#: As many as a file may have; on so many structures, of 14 criteria each.
LOADED, STRUCTURES = 20_000, 1_429
#: What a process may hold at most, in megabytes.
MOST_HELD = 300
WORDS = ("Yes", "Mostly", "Partly", "Not yet", "No", "?")


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a step: of how many rows, for how long, and how many megabytes its process held at most.

    ``work`` are the seconds of the processor, whatever else the machine did.
    """

    rows: int
    seconds: float
    work: float
    held: float


@dataclass(frozen=True, slots=True)
class Beside:
    """A step of ours, and the bare library's on the same rows."""

    name: str
    ours: Ran
    alone: Ran

    @property
    def ratio(self) -> float:
        """How many times as much of the processor ours takes."""
        return self.ours.work / self.alone.work


def measure(built: Built, instrument: Instrument) -> list[Beside]:
    """Write the answers of a programme, and load a file of answers in another one."""
    adviser, round_ = building.build_open(instrument, STRUCTURES)
    with TemporaryDirectory() as folder:
        _write_template(adviser, round_.label, Path(folder) / "filled.xlsx")

        def beside(name: str, step: str, alone: str, person: User) -> Beside:
            return Beside(name, *(_run(each, person, folder) for each in (step, alone)))

        _run("keep", built.manager, folder)
        return [
            beside("all answers written as CSV", "csv", "csv-alone", built.manager),
            beside("all answers written as XLSX", "xlsx", "xlsx-alone", built.manager),
            beside("answers of a workbook read and checked", "check", "read-alone", adviser),
            beside("the same, confirmed and stored", "load", "read-alone", adviser),
        ]


def report(found: Sequence[Beside]) -> Iterator[str]:
    """Yield the table, and whether little enough was held."""
    yield (
        f"{'file':<42}{'rows':>9}{'seconds':>9}{'alone':>8}{'processor':>11}{'alone':>8}{'ratio':>7}"
        f"{'held MB':>9}{'alone':>7}"
    )
    for each in found:
        yield (
            f"{each.name:<42}{each.alone.rows:>9,}{each.ours.seconds:>9.1f}{each.alone.seconds:>8.1f}"
            f"{each.ours.work:>11.1f}{each.alone.work:>8.1f}{each.ratio:>7.1f}"
            f"{each.ours.held:>9.0f}{each.alone.held:>7.0f}"
        )
    yield "alone: csv or openpyxl on the same rows, which are not asked of the database; held: by the whole process."
    for each in found[:2]:
        said = "reached" if each.ours.held <= MOST_HELD else "NOT reached"
        yield f"{said:<12} {each.name}, holding at most {MOST_HELD} MB: {each.ours.held:.0f} MB"


def _run(step: str, person: User, folder: str) -> Ran:
    print(f"\r  files: {step:<40}", end="", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "tests.benchmark.files", step, person.email, folder]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Ran(**json.loads(done.stdout.splitlines()[-1]))


def _write_template(person: User, label: str, path: Path) -> None:
    """Write the template of the round, as its page gives it, filled in."""
    programme, standing = _place(person)
    found = answer_files.template(person, programme, standing, label)
    assert found is not None
    made = words.template(found, Text(programme.name_en, programme.name_fr), programme.code)
    rows = [{**row, "answer": WORDS[place % len(WORDS)]} for place, row in enumerate(made.rows[:LOADED])]
    filled = replace(made, rows=rows, notes=made.notes[:LOADED])
    path.write_bytes(answer_templates.workbook_bytes(filled, on=date(2026, 1, 31)))


def _place(person: User) -> tuple[Programme, Standing]:
    standing = standings(person)[0]
    return Programme.objects.get(pk=standing.programme_id), standing


# --- in a process of its own: each step returns how many rows it had


def _keep(person: User, folder: Path) -> int:
    """Keep the rows for those who write them alone."""
    programme, _standing = _place(person)
    found = all_answers.asked(person, programme)
    assert found is not None
    number = 0
    with (folder / "rows").open("wb") as kept:
        for sheets in found.parts():
            part = list(words_of_all.rows(found, sheets))
            number += len(part)
            pickle.dump(part, kept)
    return number


def _kept(folder: Path) -> Iterator[list[list[Any]]]:
    with (folder / "rows").open("rb") as kept:
        while True:
            try:
                yield pickle.load(kept)
            except EOFError:
                return


@cache
def _browser(person: User) -> Client:
    """Return a browser that has seen the page: the server has begun before the file is asked for."""
    views.MOST_IN_A_WORKBOOK = long_workbooks.MOST_ROWS
    browser = Client()
    # What notes when a session began comes with the first request.
    browser.get("/sign-in/")
    browser.force_login(person)
    browser.get("/answers/")
    return browser


def _taken(kind: str) -> Callable[[User, Path], int]:
    """Return the step that takes the file from its address, as a browser does."""

    def take(person: User, folder: Path) -> int:
        response: Any = _browser(person).get(f"/answers/answers.{kind}")
        assert response.status_code == 200
        with (folder / f"ours.{kind}").open("wb") as file:
            for part in response.streaming_content:
                file.write(part)
        return 0

    return take


def _csv_alone(_person: User, folder: Path) -> int:
    number = 0
    with (folder / "alone.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        for part in _kept(folder):
            number += len(part)
            writer.writerows(part)
    return number


def _xlsx_alone(_person: User, folder: Path) -> int:
    book = Workbook(write_only=True)
    page, number = book.create_sheet("Answers"), 0
    for part in _kept(folder):
        number += len(part)
        for row in part:
            page.append([value if value != "" else None for value in row])
    book.save(folder / "alone.xlsx")
    return number


def _check(person: User, folder: Path) -> int:
    rows, _plan = _planned(person, folder)
    return len(rows)


def _planned(person: User, folder: Path) -> tuple[list[FilledRow], AnswerPlan]:
    programme, standing = _place(person)
    rows = filled_tables.read((folder / "filled.xlsx").read_bytes(), "filled.xlsx", words.columns())
    return rows, answer_files.plan(rows, words.words(), user=person, programme=programme, standing=standing)


def _load(person: User, folder: Path) -> int:
    programme, standing = _place(person)
    rows, plan = _planned(person, folder)
    actions.load(
        rows=rows,
        words=words.words(),
        plan_hash=plan.fingerprint,
        programme=programme,
        standing=standing,
        by=person,
        at=timezone.now(),
    )
    return len(plan.planned)


def _read_alone(_person: User, folder: Path) -> int:
    book = load_workbook(folder / "filled.xlsx", read_only=True, data_only=True)
    return sum(1 for row in book.worksheets[0].iter_rows(min_row=2, values_only=True) if row)


STEPS: dict[str, Callable[[User, Path], int]] = {
    "keep": _keep,
    "csv": _taken("csv"),
    "csv-alone": _csv_alone,
    "xlsx": _taken("xlsx"),
    "xlsx-alone": _xlsx_alone,
    "check": _check,
    "load": _load,
    "read-alone": _read_alone,
}


def main(step: str, email: str, folder: str) -> None:
    """Take one step, and print what became of it."""
    person = User.objects.get(email=email)
    if step in ("csv", "xlsx"):
        _browser(person)
    start, before = time.perf_counter(), time.process_time()
    rows = STEPS[step](person, Path(folder))
    seconds, work = time.perf_counter() - start, time.process_time() - before
    print(json.dumps({"rows": rows, "seconds": seconds, "work": work, "held": _held()}))


def _held() -> float:
    """Return how many megabytes this process held at most; where Linux does not say it, what began it counts too."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    of_linux = (int(each.split()[1]) for each in lines if each.startswith("VmHWM:"))
    return next(of_linux, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
