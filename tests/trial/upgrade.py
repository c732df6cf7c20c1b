"""The program as it was before its last migration, to be upgraded while people work."""

import io
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.browser import program as programs
from tests.trial.machine import ROOT, AppServer

MIGRATIONS = "coordination/migrations/0*.py"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier program: where it lies, its environment, its people."""

    place: Path
    environment: dict[str, str]
    people: Mapping[programs.Key, programs.Account]

    def serve(self, folder: Path) -> AppServer:
        """Return a server of it."""
        return AppServer(folder, self.environment, self.place)


def _git(*words: str) -> bytes | None:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def before_last_migration() -> str | None:
    """Return the last commit that lacks a migration and has no other one than today's: what a release could be of.

    One in which a migration stands that was changed since, before anybody had it, is no release.
    """
    for each in (_git("log", "--format=%H", "--diff-filter=AM", "--", MIGRATIONS) or b"").decode().split():
        changed = _git("diff", "--name-only", "--diff-filter=AMR", "HEAD", f"{each}^", "--", MIGRATIONS)
        if changed == b"":
            return f"{each}^"
    return None


def earlier(folder: Path, address: str) -> Earlier | None:
    """Export it into a folder and make the demonstration with it; None where there is no history to take it from."""
    last = before_last_migration()
    files = _git("archive", last) if last else None
    if not files:
        return None
    place, static = folder / "program", folder / "static"
    for each in (place, static):
        each.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(files)) as archive:
        archive.extractall(place, filter="data")
    (place / "node_modules").symlink_to(ROOT / "node_modules")
    environment = programs.environment_of(folder, static, address) | {"PYTHONPATH": f"{folder}:{place}"}
    environment["TRUSTED_PROXIES"] = "1"

    def manage(*words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]} of the earlier program failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    manage("compile_translations")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    manage("migrate", "--verbosity", "0")
    return Earlier(place, environment, programs._people(manage("demo")))
