"""The machine of a trial: PostgreSQL, servers behind sockets that stay open, Debian's nginx with the file of deploy/."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests import with_postgres

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_STOP = 45


class Database:
    """The PostgreSQL that a ``DATABASE_URL`` of `tests.with_postgres` names, to be stopped in any way."""

    def __init__(self, address: str) -> None:
        self._data = Path(parse_qs(urlsplit(address).query)["host"][0])
        found = with_postgres.programs_on_machine() or with_postgres.programs_in_wheel()
        assert found is not None
        self._programs = with_postgres.readable(found, self._data.parent)

    def _control(self, *words: str) -> None:
        log = self._data / "server.log"
        with_postgres.call(
            self._programs / "pg_ctl", f"--pgdata={self._data}", "--wait", f"--log={log}", *words
        )

    @property
    def _first(self) -> int:
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def _all(self) -> list[int]:
        children = subprocess.run(
            ["pgrep", "-P", str(self._first)], capture_output=True, text=True, check=False
        ).stdout.split()
        return [self._first, *map(int, children)]

    def start(self) -> None:
        """Start it, after whatever end it had; what was killed may take a moment to be gone."""
        for _ in range(9):
            try:
                self._control("start")
            except with_postgres.Unavailable:
                time.sleep(1)
            else:
                return
        self._control("start")

    def stop(self) -> None:
        """Stop it as an administrator does who does not wait for anybody."""
        self._control("--mode=fast", "stop")

    def kill(self) -> None:
        """Kill all of it at once, as a power cut would, and leave what it left behind."""
        for each in self._all():
            # What it started goes by itself once the first of them is gone, or a moment before.
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Let it accept and say nothing."""
        held = self._all()
        for each in held:
            os.kill(each, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in held:
                os.kill(each, signal.SIGCONT)


class AppServer:
    """gunicorn as deployed, behind a socket that stays open while it restarts: as systemd keeps it."""

    def __init__(self, folder: Path, environment: Mapping[str, str], program: Path = ROOT) -> None:
        self._program, self._environment = program, dict(environment)
        self._log = (folder / "server.log").open("a")
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(2048)
        self.port: int = self._socket.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; whoever came meanwhile is served then."""
        door = self._socket.fileno()
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/server.py", "--bind", f"fd://{door}"]
        self._process = subprocess.Popen(
            command,
            cwd=self._program,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
            pass_fds=[door],
        )

    def stop(self) -> None:
        """Let it end what it has begun."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(SECONDS_TO_STOP)

    def upgrade(self, environment: Mapping[str, str]) -> None:
        """Stop it, and start this program behind the same socket."""
        self.stop()
        self._program, self._environment = ROOT, dict(environment)
        self.start()

    def workers(self) -> list[int]:
        """Return its workers."""
        assert self._process is not None
        found = subprocess.run(
            ["pgrep", "-P", str(self._process.pid)], capture_output=True, text=True, check=False
        )
        return [int(each) for each in found.stdout.split()]

    def close(self) -> None:
        """End it, and its door."""
        if self._process and self._process.poll() is None:
            self.stop()
        self._socket.close()
        self._log.close()


@dataclass(frozen=True, slots=True)
class Proxy:
    """nginx with TLS in front of the servers."""

    address: str


@contextmanager
def proxy(folder: Path, ports: list[int]) -> Iterator[Proxy]:
    """Run nginx with ``deploy/nginx.conf``, of which only places, ports and the certificate are others."""
    program = shutil.which("nginx")
    if program is None:
        raise FileNotFoundError("nginx is missing: install Debian's package nginx-light.")
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        + ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True,
        capture_output=True,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(_configured(folder, ports, port))
    process = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf", "-g", "daemon off;"])
    try:
        yield Proxy(f"https://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)


def _configured(folder: Path, ports: list[int], port: int) -> str:
    deployed = (ROOT / "deploy" / "nginx.conf").read_text()
    servers = "\n".join(f"    server 127.0.0.1:{each} max_fails=0;" for each in ports)
    plain, tls = (
        re.search(r"^server \{\n    listen 80;.*?^\}\n", deployed, re.M | re.S),
        "listen 443 ssl http2;",
    )
    assert plain is not None
    assert tls in deployed
    changes = {
        plain[0]: "",
        "    server unix:/run/ssr/web.sock max_fails=0;": servers,
        tls: f"listen 127.0.0.1:{port} ssl http2;",
        "    listen [::]:443 ssl http2;\n": "",
        "ssr.example.cd;": "127.0.0.1;",
        "/etc/letsencrypt/live/ssr.example.cd/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/letsencrypt/live/ssr.example.cd/privkey.pem": f"{folder}/key.pem",
        "/var/log/nginx/ssr.log": f"{folder}/access.log",
        "/var/log/nginx/ssr-error.log": f"{folder}/of-requests.log",
        "/etc/nginx/ssr-own-pages.conf": str(ROOT / "deploy" / "nginx-own-pages.conf"),
    }
    for before, after in changes.items():
        assert before in deployed, before
        deployed = deployed.replace(before, after)
    return (
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{ worker_connections 512; }}\n"
        f"http {{\n    client_body_temp_path {folder}/body;\n    proxy_temp_path {folder}/proxy;\n"
        f"    fastcgi_temp_path {folder}/f;\n    uwsgi_temp_path {folder}/u;\n    scgi_temp_path {folder}/s;\n"
        f"{deployed}\n}}\n"
    )
