"""What a run of everything proved: kept beside the tests, or what failed in it, to go on from.

A proof takes up to two hours. Where only tests were at fault it is not begun anew: what failed is run again, and what is
kept says so.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
PROVED = ROOT / "tests" / "proved.txt"
#: What failed when everything was last tried: at which commit, how it went on each database, and which tests.
UNPROVED = ROOT / "var" / "unproved.json"
#: What pytest's status says: all ran, and some failed; nothing was found.
FAILED, NO_TESTS = 1, 5


@dataclass(frozen=True)
class Half:
    """The tests on one database: how many there were, what became of them, and how long they took.

    ``failed`` are those that failed, as pytest takes them.
    """

    name: str
    status: int
    tests: int = 0
    skipped: int = 0
    seconds: int = 0
    failed: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.status == NO_TESTS:
            return f"{self.name}: nothing to run"
        return f"{self.name}: {'FAILED' if self.status else 'passed'}"


@dataclass(frozen=True)
class Unproved:
    """Where everything was tried and not all of it passed."""

    commit: str
    halves: tuple[Half, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it ran to its end on each database, and said what failed."""
        return all(each.status == 0 or (each.status == FAILED and each.failed) for each in self.halves)

    @property
    def failed(self) -> int:
        """How many tests failed, on both databases together."""
        return sum(len(each.failed) for each in self.halves)


def git(*words: str) -> str:
    """Return what git says."""
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()


def half_of(name: str, status: int, report: Path, seconds: int) -> Half:
    """Return what pytest's report in JUnit's form says of a run; where it wrote none, that it took so long."""
    found = ElementTree.parse(report).getroot().find("testsuite") if report.exists() else None
    if found is None:
        return Half(name, status, seconds=seconds)
    bad = [case for case in found.iter("testcase") if {"failure", "error"} & {each.tag for each in case}]
    return Half(
        name=name,
        status=status,
        tests=int(found.get("tests", "0")),
        skipped=int(found.get("skipped", "0")),
        seconds=seconds,
        failed=tuple(dict.fromkeys(map(_test, bad))),
    )


def _test(case: ElementTree.Element) -> str:
    """Return a test as pytest takes it; a file that could not be read is all of its tests."""
    module, name = case.get("classname", ""), case.get("name", "")
    return f"{module.replace('.', '/')}.py::{name}" if module else f"{name.replace('.', '/')}.py"


def keep(halves: Sequence[Half], commit: str) -> None:
    """Keep what was proved, or what failed and has to be mended first."""
    if all(each.status == 0 for each in halves):
        PROVED.write_text(proof(halves, commit), encoding="utf-8")
        UNPROVED.unlink(missing_ok=True)
        return
    UNPROVED.parent.mkdir(exist_ok=True)
    kept = {"commit": commit, "halves": [asdict(each) for each in halves]}
    UNPROVED.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def unproved() -> Unproved | None:
    """Return what failed when everything was last tried; None where it passed, or never was."""
    if not UNPROVED.exists():
        return None
    kept = json.loads(UNPROVED.read_text(encoding="utf-8"))
    halves = (Half(**each | {"failed": tuple(each["failed"])}) for each in kept["halves"])
    return Unproved(kept["commit"], tuple(halves))


def more_than_tests(changed: Sequence[str]) -> list[str]:
    """Return which of these files, named from the project's folder, are neither tests nor guides."""
    return [each for each in changed if not each.startswith("tests/") and not each.endswith(".md")]


def complete(before: Unproved, again: Sequence[Half], commit: str) -> bool:
    """Keep a proof of what was tried before and of what failed there, where it passed now; say whether it did."""
    if any(each.status for each in again):
        return False
    text = proof(before.halves, before.commit)
    text += (
        f"{before.failed} of these failed there, and passed at commit {commit}: tests alone were mended.\n"
    )
    PROVED.write_text(text, encoding="utf-8")
    UNPROVED.unlink()
    return True


def proof(halves: Sequence[Half], commit: str) -> str:
    """Return what was proved, as it is kept."""
    rows = [f"{each.name:<12}{each.tests:>8}{each.skipped:>10}{each.seconds:>10}" for each in halves]
    head = f"{'':<12}{'tests':>8}{'skipped':>10}{'seconds':>10}"
    return "\n".join((f"Proved {datetime.now(UTC):%Y-%m-%d} at commit {commit}", "", head, *rows, ""))


def last() -> str:
    """Say when everything was last proved, and at which commit."""
    if PROVED.exists():
        return f"{PROVED.read_text(encoding='utf-8').splitlines()[0]}."
    return "Nothing has been proved yet: before a release run `make prove` and commit tests/proved.txt."
