"""Run the tests on SQLite and on PostgreSQL: ``python tests/run.py [--workers N] [--prove] [words for pytest]``.

On PostgreSQL run those that know a database. What a page says of values that queries return is tried once: the queries
and the actions behind it are tried on both, and so is every address with every person. At a commit that is all of what a
server alone can tell, and an eleventh of the rest; on SQLite an eleventh of the cases of each test, and of the tests
that take long. With ``--prove`` all run, with all their cases, those that ask a database on both, and what was proved is
written to ``tests/proved.txt``.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
#: A run that proves everything says so to the tests; see tests/extent.py.
PROVE = "TESTS_PROVE"
PROVED = ROOT / "tests" / "proved.txt"
#: The variable that says which cases of what takes long are tried; see tests/extent.py.
TURN_OF_RUN = "TESTS_TURN"
#: The variable that lets tests and their cases take turns; see tests/extent.py.
BY_TURNS = "TESTS_BY_TURNS"
#: The domain, charts, files, forms, words, the shape of the code, the server's own behaviour, and what is looked at or
#: left behind in a browser know no database; what pages say is tried on one. What is saved is tried on both by the
#: actions, by races and by the week of an adviser, for whom the demonstration is made on both.
KNOW_NO_DATABASE = (
    *(
        "tests/charts",
        "tests/deploy",
        "tests/documents",
        "tests/domain",
        "tests/forms",
        "tests/presenters",
        "tests/referee",
    ),
    *("tests/commands/test_demo.py", "tests/commands/test_score.py"),
    *("tests/test_architecture.py", "tests/test_databases.py", "tests/test_documentation.py"),
    *("tests/test_faults.py", "tests/test_remembered.py"),
    *("tests/test_run.py", "tests/test_style.py", "tests/test_words.py", "tests/views"),
    *(
        f"tests/browser/test_{name}.py"
        for name in (
            *("accessibility", "bar", "charts", "comparing", "details", "evidence", "kept", "loading"),
            *("pictures", "saving", "scoring", "signing_out", "steps", "structures", "waiting"),
        )
    ),
)
#: Of the pages, on both: every address with every person; where answers are written, files are loaded, requests go
#: wrong, and a mail is written by a thread of its own.
BUT_THESE_DO = tuple(
    f"tests/views/test_{name}.py"
    for name in ("addresses", "assessments", "errors", "fixtures", "health", "people")
)
#: What no other test on SQLite can tell, so each of it is tried on PostgreSQL at each commit: constraints, triggers and
#: collations, what happens at the same moment, and how the program is set to its server. Of all else an eleventh is
#: tried there at each commit: the same tests have passed on SQLite, and differ where a query or an action is new to a
#: server.
ONLY_A_SERVER_TELLS = (
    *("tests/actions/test_journal_lines.py", "tests/actions/test_limits.py"),
    "tests/actions/test_publications_at_once.py",
    *("tests/browser/test_races.py", "tests/configuration", "tests/models"),
    *("tests/queries/test_filters.py", "tests/queries/test_portfolio.py", "tests/views/test_health.py"),
)
#: What only looks at pages in a browser: where it fails nothing is lost or told, and a look costs as much as twenty
#: tests elsewhere. Each has its turn at every third commit; what is saved, kept, sent at once or signed out of, at each.
LOOKED_AT = tuple(
    f"tests/browser/test_{name}.py"
    for name in ("bar", "charts", "comparing", "details", "loading", "pictures", "steps", "structures")
)
NO_TESTS = 5
#: What each process of a run would else do at its start: compile the tests with their assertions, and migrate a file.
BEFORE_ALL = (
    ("-m", "pytest", "--collect-only", "-qq", "-n", "0"),
    ("-c", "import django; django.setup(); from tests import databases; databases.make_ready()"),
)


@dataclass(frozen=True)
class Half:
    """The tests on one database: how many there were, what became of them, and how long they took."""

    name: str
    status: int
    tests: int = 0
    skipped: int = 0
    seconds: int = 0

    def __str__(self) -> str:
        if self.status == NO_TESTS:
            return f"{self.name}: nothing to run"
        return f"{self.name}: {'FAILED' if self.status else 'passed'}"


def knows_database(file: str) -> bool:
    """Whether a file of tests, named from the project's folder, is run on both databases."""
    return file in BUT_THESE_DO or not any(
        file == each or file.startswith(f"{each}/") for each in KNOW_NO_DATABASE
    )


def is_told_by_a_server_only(file: str) -> bool:
    """Whether a file of tests, named from the project's folder, is tried on PostgreSQL whole at each commit."""
    return any(file == each or file.startswith(f"{each}/") for each in ONLY_A_SERVER_TELLS)


def on_both(asked: Sequence[str]) -> list[str]:
    """Of the files, folders and tests that are asked for, all where none is, return those that know a database."""
    found = []
    for each in asked or ("tests",):
        path, mark, test = each.partition("::")
        place = (ROOT / path).resolve()
        files = [place] if place.is_file() else sorted(place.rglob("test_*.py"))
        names = [file.relative_to(ROOT).as_posix() for file in files]
        found += [f"{name}{mark}{test}" for name in names if knows_database(name)]
    return found


def half(
    name: str,
    before: list[str],
    words: list[str],
    environment: dict[str, str],
    out: IO[bytes] | None = None,
) -> Half:
    """Run tests on one database; what they print goes to ``out``, to the screen without one."""
    with tempfile.TemporaryDirectory() as folder:
        report, began = Path(folder) / "report.xml", time.monotonic()
        command = [*before, sys.executable, "-m", "pytest", f"--junitxml={report}", *words]
        # What is compiled, and the tests' own assertions, is kept: else each of some hundred processes does it again.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        status = subprocess.call(
            command, cwd=ROOT, env=kept | environment, stdout=out, stderr=out and subprocess.STDOUT
        )
        seconds = round(time.monotonic() - began)
        counted = ElementTree.parse(report).getroot().find("testsuite") if report.exists() else None
        tests, skipped = (
            int(counted.get(each, "0")) if counted is not None else 0 for each in ("tests", "skipped")
        )
    return Half(name, status, tests, skipped, seconds)


def get_ready(environment: dict[str, str]) -> None:
    """Do once, on two cores, what all processes need; what goes wrong here goes wrong there, and is told."""
    environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "ssr_assess.settings"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for each in [
        subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for words in BEFORE_ALL
    ]:
        each.wait()


def git(*words: str) -> str:
    """Return what git says."""
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()


def count_of_commits() -> str:
    """Return how many commits lead here: a number that is another after each, and the same for whoever looks again."""
    return git("rev-list", "--count", "HEAD") or "0"


def proof(halves: Sequence[Half]) -> str:
    """Return what was proved, as it is kept."""
    rows = [f"{each.name:<12}{each.tests:>8}{each.skipped:>10}{each.seconds:>10}" for each in halves]
    head = f"{'':<12}{'tests':>8}{'skipped':>10}{'seconds':>10}"
    return "\n".join(
        (f"Proved {datetime.now(UTC):%Y-%m-%d} at commit {git('rev-parse', 'HEAD')}", "", head, *rows, "")
    )


def last_proof() -> str:
    """Say when everything was last proved, and at which commit."""
    if PROVED.exists():
        return f"{PROVED.read_text(encoding='utf-8').splitlines()[0]}."
    return "Nothing has been proved yet: before a release run `make prove` and commit tests/proved.txt."


def which_turn(turn: str, *, is_part: bool) -> str:
    """Say which cases were tried."""
    long = f"== Of what takes long the cases of {TURN_OF_RUN}={turn} were tried; `make prove` tries all."
    if is_part:
        return long
    return (
        f"{long}\n== Of each test that was an eleventh of its cases, at least one; on PostgreSQL of the tests, too; "
        "of the tests that take long an eleventh, of what only looks at pages in a browser a third."
    )


def main(words: list[str]) -> int:
    """Run what is asked for; return 0 where all of it passed."""
    workers, proves = "2", "--prove" in words
    words = [word for word in words if word != "--prove"]
    if words[:1] == ["--workers"]:
        workers, words = words[1], words[2:]
    asked = [word for word in words if (ROOT / word.partition("::")[0]).exists() and not word.startswith("-")]
    options = [word for word in words if word not in asked]
    if proves and words:
        print("== A proof is of everything: ARGS cannot be given.")
        return 2
    if proves and git("status", "--porcelain"):
        print("== A proof is of a commit: commit what is changed first.")
        return 2
    # A single file is done before a second process is ready.
    is_one_file = len(asked) == 1 and (ROOT / asked[0].partition("::")[0]).is_file()

    def shared(processes: int) -> list[str]:
        return [*options, "-n", "0" if is_one_file else str(processes), "--dist", "worksteal"]

    turn = os.environ.get(TURN_OF_RUN) or count_of_commits()
    environment = {TURN_OF_RUN: turn} | ({PROVE: "yes"} if proves else {})
    environment |= {} if words else {BY_TURNS: "no" if proves else "yes"}
    sqlite = {**environment, "DATABASE_URL": "sqlite://:memory:"}
    both = asked or ["tests"] if proves else on_both(asked)
    server = [sys.executable, "tests/with_postgres.py"]
    # Side by side: where tests of one wait, for a server or a browser, those of the other go on. Each process more reads
    # all tests anew and has a program, a browser and a stage of its own, so PostgreSQL, with a third of the work, has
    # fewer unless all is proved; a process more for the browsers keeps the cores busy.
    many, few = int(workers) + 1, int(workers) if proves else max(1, int(workers) // 2)
    if not words:
        get_ready(sqlite)
    with tempfile.TemporaryFile() as said, ThreadPoolExecutor(1) as beside:
        other = (
            beside.submit(half, "PostgreSQL", server, [*both, *shared(few)], environment, said)
            if both
            else None
        )
        print("== Tests on SQLite", flush=True)
        halves = [half("SQLite", [], [*asked, *shared(many)], sqlite)]
        if other:
            print("== Tests on PostgreSQL" + ("" if proves else ", of what knows a database"), flush=True)
            halves.append(other.result())
            said.seek(0)
            print(said.read().decode(errors="replace"), flush=True)
        else:
            print("== Nothing of this knows a database: not run on PostgreSQL.")
            halves.append(Half("PostgreSQL", NO_TESTS))
    statuses = {each.status for each in halves}
    if statuses == {NO_TESTS}:
        print("== No test is called so.")
    passed = 0 in statuses and statuses <= {0, NO_TESTS}
    if proves and passed:
        PROVED.write_text(proof(halves), encoding="utf-8")
        print(PROVED.read_text(encoding="utf-8"), "== Commit tests/proved.txt.", sep="\n")
    if not proves:
        print(which_turn(turn, is_part=bool(words)))
    print(f"== {'. '.join(map(str, halves))}. {last_proof()}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
