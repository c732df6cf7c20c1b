"""``make audit``: does anybody know of a weakness in what is pinned?

Asks the indexes of known weaknesses about all lock files, and writes what came of it, and when, to `deploy/audit.md`.
That is committed: where no index is reachable it says so, and holds what can be told without one. ``--lint`` asks in the
same way and writes nothing. Both fail for a weakness or an unpinned package, never for an index that is out of reach.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "deploy" / "audit.md"
PYTHON_LOCKS = ("requirements/run.txt", "requirements/dev.txt", "requirements/tools.txt")
PAGE_LOCK = "package-lock.json"
SECONDS = 60
PINNED = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; .*?)? \\\n(?=    --hash=sha256:)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the indexes said of one lock file."""

    lock: str
    asked: int
    not_known: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()

    @property
    def is_reached(self) -> bool:
        """Whether an index answered about anything."""
        return self.asked > len(self.not_known)


def of_python(lock: str, said: str) -> Findings:
    """Read what pip-audit says of a lock file; nothing readable is an index that did not answer."""
    try:
        found = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Findings(lock=lock, asked=0)
    return Findings(
        lock=lock,
        asked=len(found),
        not_known=tuple(each["name"] for each in found if "skip_reason" in each),
        weaknesses=tuple(
            f"{each['name']} {each['version']}: {weakness['id']}"
            for each in found
            for weakness in each.get("vulns", ())
        ),
    )


def of_pages(lock: str, said: str) -> Findings:
    """Read what ``npm audit`` says of a lock file."""
    try:
        found = json.loads(said[said.index("{") :])
        asked = found["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError, TypeError):
        return Findings(lock=lock, asked=0)
    return Findings(
        lock=lock,
        asked=asked,
        weaknesses=tuple(
            f"{name} {each['range']}: {each['severity']}" for name, each in found["vulnerabilities"].items()
        ),
    )


def ask() -> tuple[Findings, ...]:
    """Ask the indexes about every lock file."""
    audit = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json"]
    audit += ["--progress-spinner", "off", "--timeout", "5"]
    found: list[Findings] = []
    for lock in PYTHON_LOCKS:
        # Where nobody answers, nobody is asked a second time.
        is_worth_it = not found or found[0].is_reached
        found.append(of_python(lock, _said([*audit, "-r", lock]) if is_worth_it else ""))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return (*found, of_pages(PAGE_LOCK, _said(["npm", "audit", "--json"], path)))


def _said(command: Sequence[str], path: str = "") -> str:
    environment = os.environ | ({"PATH": path} if path else {})
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout


def faults_here() -> list[str]:
    """Return what is wrong with the lock files as far as it can be told without an index."""
    faults = []
    for lock in PYTHON_LOCKS:
        text = (ROOT / lock).read_text()
        pinned = PINNED.findall(text)
        named = re.findall(r"^([a-z0-9.-]+)[^\n]*$", text, re.MULTILINE)
        faults += [
            f"{lock}: {name} is not pinned with its hash" for name in {*named} - {n for n, _ in pinned}
        ]
        versions: dict[str, set[str]] = {}
        for name, version in pinned:
            versions.setdefault(name, set()).add(version)
        faults += [
            f"{lock}: {name} {_installed(name)} is installed, not {' or '.join(sorted(those))}"
            for name, those in versions.items()
            if _installed(name) not in {None, *those}
        ]
    packages = json.loads((ROOT / PAGE_LOCK).read_text())["packages"]
    faults += [
        f"{PAGE_LOCK}: {name} has no hash"
        for name, each in packages.items()
        if name and "integrity" not in each
    ]
    return faults


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def report(found: Sequence[Findings], faults: Sequence[str], on: date) -> str:
    """Return the report of an audit."""
    rows = [f"| `{each.lock}` | `{mark(each.lock)}` | {_told(each)} |" for each in found]
    here = (
        "; ".join(faults)
        or "every package is pinned to one version with its hash, and what is installed is that"
    )
    return "\n".join(
        (
            "# Audit of what is pinned",
            "",
            f"Made on {on.isoformat()} by `make audit`. A lock file that changes needs another one:",
            "`make lint` compares the marks.",
            "",
            "| Lock file | Begins with (SHA-256) | Known weaknesses |",
            "| --- | --- | --- |",
            *rows,
            "",
            f"Told without an index: {here}.",
            "",
        )
    )


def _told(each: Findings) -> str:
    if not each.is_reached:
        return "**not asked**: no index of known weaknesses was reachable"
    missing = f"; not asked: {', '.join(each.not_known)}" if each.not_known else ""
    return (", ".join(each.weaknesses) or f"none, of {each.asked - len(each.not_known)} packages") + missing


def mark(lock: str) -> str:
    """Return the beginning of a lock file's hash."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()[:16]


def main(arguments: Sequence[str]) -> int:
    """Audit; return 1 for a weakness or a fault, else 0."""
    found, faults = ask(), faults_here()
    weaknesses = [line for each in found for line in each.weaknesses]
    for each in found:
        print(f"{each.lock}: {_told(each).replace('**', '')}")
    for line in faults:
        print(line)
    if "--lint" in arguments:
        said = REPORT.read_text()
        for each in found:
            if mark(each.lock) not in said:
                print(f"{REPORT.relative_to(ROOT)} is of another {each.lock}: run make audit, and commit it.")
    else:
        REPORT.write_text(report(found, faults, datetime.now(UTC).astimezone().date()))
        print(f"Written to {REPORT.relative_to(ROOT)}.")
    return 1 if weaknesses or faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
