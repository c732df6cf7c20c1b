"""The files for systemd and nginx name what there is, and fit each other."""

import json
import re
import runpy
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import get_commands

from coordination.middleware import UNASKED
from tests.views.test_errors import HEADERS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
TIMERS, SERVICES = sorted(DEPLOY.glob("*.timer")), sorted(DEPLOY.glob("*.service"))


class Unit(RawConfigParser):
    """A unit: of what stands twice (EnvironmentFile) the last."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None)
        self.read_string(path.read_text())

    def optionxform(self, optionstr: str) -> str:
        """Keep names as they are written."""
        return optionstr


@pytest.mark.parametrize("timer", TIMERS, ids=lambda path: path.name)
def test_a_timer_starts_a_service_that_runs_a_command_of_the_program(timer: Path) -> None:
    unit = Unit(timer)["Timer"]["Unit"]
    name, _at, instance = unit.removesuffix(".service").partition("@")
    service = DEPLOY / (f"{name}@.service" if instance else unit)
    command = Unit(service)["Service"]["ExecStart"].replace("%i", instance)
    found = re.fullmatch(r"/srv/ssr/program/\.venv/bin/python manage\.py (\w+)( .*)?", command)
    assert found is not None
    assert get_commands().get(found[1]) == "coordination"


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_a_service_is_nobody_in_particular_and_writes_only_where_it_must(service: Path) -> None:
    found = Unit(service)["Service"]
    assert found["User"] in ("ssr", "ssr-owner")
    assert found["ProtectSystem"] == "strict"
    assert found["NoNewPrivileges"] == "true"
    assert found["UMask"] == "0077", "what it writes is its own"


def test_only_the_backup_has_the_owners_role() -> None:
    owners = [each.name for each in SERVICES if Unit(each)["Service"]["User"] == "ssr-owner"]
    assert owners == ["ssr-backup.service"]


def test_the_proxy_asks_at_the_socket_that_stays_open() -> None:
    door = Unit(DEPLOY / "ssr.socket")["Socket"]["ListenStream"]
    proxy = (DEPLOY / "nginx.conf").read_text()
    assert f"server unix:{door} " in proxy
    assert Unit(DEPLOY / "ssr.service")["Unit"]["Requires"] == "ssr.socket"
    assert "proxy_set_header X-Forwarded-Proto https;" in proxy


def test_the_proxy_sends_no_save_on_a_connection_whose_worker_may_be_going() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text()
    (upstream,) = re.findall(r"^upstream ssr \{(.*?)^\}", proxy, re.MULTILINE | re.DOTALL)
    assert "keepalive" not in upstream
    assert "proxy_set_header Connection close;" in proxy, "newer ones keep connections unless told otherwise"
    assert re.findall("proxy_next_upstream (.*);", proxy) == ["error"], "a save is never sent twice"


@pytest.mark.parametrize("path", ["/calendar/abcdef0123456789.ics", "//calendar%2fabc", "/password/new/abc/"])
def test_the_proxys_log_opens_no_calendar_and_no_account(path: str) -> None:
    proxy = (DEPLOY / "nginx.conf").read_text()
    hidden = re.findall(r'"~\*(\S+)"\s', proxy)
    assert len(hidden) == 2
    assert any(re.search(each, path, re.IGNORECASE) for each in hidden)
    (log,) = re.findall(r"log_format ssr ([^;]*);", proxy)
    assert set(re.findall(r"\$(\w+)", log)) == {
        *("time_iso8601", "request_id", "request_method", "ssr_path", "status"),
        *("body_bytes_sent", "request_time", "upstream_status", "remote_addr"),
    }
    (errors,) = re.findall(r"error_log \S+ (\w+);", proxy)
    assert errors == "emerg", "a line of an error holds the address as it was asked for"


def test_the_proxys_lines_are_json_with_the_number_that_it_gives_the_program_and_its_own_pages() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text()
    (log,) = re.findall(r"log_format ssr escape=json ([^;]*);", proxy)
    line = json.loads(re.sub(r"\$\w+", "1", "".join(re.findall("'([^']*)'", log))))
    assert set(line) == {
        "time",
        "request",
        "method",
        "path",
        "status",
        "bytes",
        "seconds",
        "upstream",
        "client",
    }
    assert '"request":"$request_id"' in log
    assert "proxy_set_header X-Request-ID $request_id;" in proxy
    for page in re.findall(r'return \d+ "([^"]*)"', proxy):
        assert page.count("$ssr_reference") == 2, "in both languages"


def test_the_proxy_says_to_come_back_while_no_server_answers() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text()
    (place,) = re.findall(r"error_page 502 504 = (@\w+);", proxy)  # without “=” it would stay 502
    (page,) = re.findall(rf"^    location {place} \{{(.*?)^    \}}", proxy, re.MULTILINE | re.DOTALL)
    assert "add_header Retry-After 10 always;" in page
    (said,) = re.findall(r'return 503 "([^"]*)"', page)
    assert [said.count(f"<p lang={each}>") for each in ("en", "fr")] == [1, 1]


def test_every_file_is_named_in_the_ten_steps() -> None:
    said = (DEPLOY / "README.md").read_text()
    for each in DEPLOY.iterdir():
        if each.suffix in (".timer", ".pyc") or each.name in (
            "README.md",
            "ASVS.md",
            "__pycache__",
            "server.py",
        ):
            continue
        assert each.name in said, each.name
    assert "`*.timer`" in said


def test_each_worker_counts_in_a_row_of_its_own_and_takes_that_of_one_that_is_gone() -> None:
    give = runpy.run_path(str(DEPLOY / "server.py"))["pre_fork"]
    server = SimpleNamespace(WORKERS={})
    for number in range(4):
        begins = SimpleNamespace()
        give(server, begins)
        server.WORKERS[number] = begins
    assert [each.row for each in server.WORKERS.values()] == [0, 1, 2, 3]
    del server.WORKERS[1]
    begins = SimpleNamespace()
    give(server, begins)
    assert begins.row == 1


def test_the_proxys_own_pages_have_the_headers_of_the_programs() -> None:
    said = (DEPLOY / "nginx-own-pages.conf").read_text()
    found = {
        name: value.strip('"') for name, value in re.findall(r'add_header ([\w-]+) (".*"|\S+) always;', said)
    }
    assert found.items() >= (HEADERS | {"Cache-Control": "no-store, private"}).items()
    assert found["Content-Security-Policy"].startswith("default-src 'none'")
    assert found["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert set(found["Permissions-Policy"].split(", ")) == {f"{each}=()" for each in UNASKED}
    proxy = (DEPLOY / "nginx.conf").read_text()
    pages = re.findall(r"^    location @\w+ \{(.*?)^    \}", proxy, re.MULTILINE | re.DOTALL)
    assert pages
    assert all("include /etc/nginx/ssr-own-pages.conf;" in each for each in pages)


def test_who_sends_slowly_holds_the_proxy_and_not_the_program() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text()
    # A body is read whole before the program is asked, as nginx does unless it is told otherwise.
    assert "proxy_request_buffering off" not in proxy
    for limit in ("client_header_timeout 15s;", "client_body_timeout 30s;", "client_max_body_size 6m;"):
        assert limit in proxy


def test_every_step_that_nobody_presses_has_its_timer() -> None:
    found = {Unit(each)["Timer"]["Unit"].removesuffix(".service").rpartition("@")[2] for each in TIMERS}
    assert found == {"ssr-backup", "clean_up", "send_digests", "send_reminders", "verify_journal"}
    assert "manage.py backup " in Unit(DEPLOY / "ssr-backup.service")["Service"]["ExecStart"] + " "


def test_a_worker_leaves_what_it_has_loaded_out_of_looks_for_garbage() -> None:
    program = (
        f"import gc, runpy; gc.disable(); begun = runpy.run_path({str(DEPLOY / 'server.py')!r})['post_worker_init'];"
        "assert gc.get_freeze_count() == 0; begun(None); print(gc.get_freeze_count() > 1_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=DEPLOY.parent, capture_output=True, text=True, check=False
    )
    assert done.stdout == "True\n", done.stderr
