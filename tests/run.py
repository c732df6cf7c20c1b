"""Run the tests on SQLite and on PostgreSQL: ``python -m tests.run [--workers N] [--prove] [words for pytest]``.

On PostgreSQL run those that know a database. What a page says of values that queries return is tried once: the queries
and the actions behind it are tried on both, and so is every address with every person. At a commit that is all of what a
server alone can tell, and an eleventh of the rest; on SQLite an eleventh of the cases of each test, and of the tests
that take long. With ``--prove`` all run, with all their cases, those that ask a database on both, and what was proved is
written to ``tests/proved.txt``; with ``--prove --again`` what failed in the last proof, where only tests were mended.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from tests import proofs
from tests.proofs import NO_TESTS, ROOT, Half, git

#: A run that proves everything says so to the tests; see tests/extent.py.
PROVE = "TESTS_PROVE"
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
#: Before a command that asks a server.
SERVER = [sys.executable, "tests/with_postgres.py"]
#: What each process of a run would else do at its start: compile the tests with their assertions, and migrate a file.
BEFORE_ALL = (
    ("-m", "pytest", "--collect-only", "-qq", "-n", "0"),
    ("-c", "import django; django.setup(); from tests import databases; databases.make_ready()"),
)


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
        return proofs.half_of(name, status, report, round(time.monotonic() - began))


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


def count_of_commits() -> str:
    """Return how many commits lead here: a number that is another after each, and the same for whoever looks again."""
    return git("rev-list", "--count", "HEAD") or "0"


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
    workers, proves, again = "2", "--prove" in words, "--again" in words
    words = [word for word in words if word not in ("--prove", "--again")]
    if words[:1] == ["--workers"]:
        workers, words = words[1], words[2:]
    if proves and words:
        print("== A proof is of everything: of ARGS it takes --again alone.")
        return 2
    if proves and git("status", "--porcelain"):
        print("== A proof is of a commit: commit what is changed first.")
        return 2
    halves = prove_again() if proves and again else run(words, int(workers), proves=proves)
    if not halves:
        return 2
    statuses = {each.status for each in halves}
    if statuses == {NO_TESTS}:
        print("== No test is called so.")
    passed = 0 in statuses and statuses <= {0, NO_TESTS}
    if proves and not again:
        proofs.keep(halves, git("rev-parse", "HEAD"))
    if proves and passed:
        print(proofs.PROVED.read_text(encoding="utf-8"), "== Commit tests/proved.txt.", sep="\n")
    elif proves and proofs.unproved():
        print("== Mend what failed. Where only tests were at fault: make prove ARGS=--again")
    if not proves:
        print(which_turn(os.environ.get(TURN_OF_RUN) or count_of_commits(), is_part=bool(words)))
    print(f"== {'. '.join(map(str, halves))}. {proofs.last()}")
    return 0 if passed else 1


def run(words: list[str], workers: int, *, proves: bool) -> list[Half]:
    """Run what is asked for, all where nothing is, on both databases side by side."""
    asked = [word for word in words if (ROOT / word.partition("::")[0]).exists() and not word.startswith("-")]
    options = [word for word in words if word not in asked]
    # A single file is done before a second process is ready.
    is_one_file = len(asked) == 1 and (ROOT / asked[0].partition("::")[0]).is_file()

    def shared(processes: int) -> list[str]:
        return [*options, "-n", "0" if is_one_file else str(processes), "--dist", "worksteal"]

    sqlite, environment = environments(proves=proves, is_all=not words)
    both = asked or ["tests"] if proves else on_both(asked)
    # Side by side: where tests of one wait, for a server or a browser, those of the other go on. Each process more reads
    # all tests anew and has a program, a browser and a stage of its own, so PostgreSQL, with a third of the work, has
    # fewer unless all is proved; a process more for the browsers keeps the cores busy.
    many, few = workers + 1, workers if proves else max(1, workers // 2)
    if not words:
        get_ready(sqlite)
    with tempfile.TemporaryFile() as said, ThreadPoolExecutor(1) as beside:
        other = (
            beside.submit(half, "PostgreSQL", SERVER, [*both, *shared(few)], environment, said)
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
    return halves


def environments(*, proves: bool, is_all: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the tests on SQLite, and those on a server, are told of the run."""
    turn = os.environ.get(TURN_OF_RUN) or count_of_commits()
    environment = {TURN_OF_RUN: turn} | ({PROVE: "yes"} if proves else {})
    environment |= {BY_TURNS: "no" if proves else "yes"} if is_all else {}
    return {**environment, "DATABASE_URL": "sqlite://:memory:"}, environment


def prove_again() -> list[Half]:
    """Run what failed when everything was last tried, and complete that proof; nothing where that proves nothing."""
    before = proofs.unproved()
    if before is None or not before.is_whole:
        print("== No proof is known here that ran to its end and in which tests failed: run `make prove`.")
        return []
    changed = git("diff", "--name-only", before.commit, "HEAD").splitlines()
    if more := proofs.more_than_tests(changed):
        print(f"== More than tests was changed since: {', '.join(more)}. Run `make prove` anew.")
        return []
    sqlite, environment = environments(proves=True, is_all=True)
    halves = [
        half(each.name, [], [*each.failed, "-n", "0"], sqlite)
        if each.name == "SQLite"
        else half(each.name, SERVER, [*each.failed, "-n", "0"], environment)
        for each in before.halves
        if each.failed
    ]
    proofs.complete(before, halves, git("rev-parse", "HEAD"))
    return halves


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
