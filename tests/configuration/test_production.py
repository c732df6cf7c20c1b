"""What production adds: cookies that only this host over https sets, https for ever, and settings that can rotate."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Copy
from tests.extent import IS_ON_SERVER

ROOT = Path(__file__).resolve().parents[2]
KEY, FORMER = "only-for-this-run-" * 4, "the-key-of-last-year-" * 4
HOST = "ssr.example"

#: Everything that sets a cookie, and what production answers to; told as JSON. An adviser comes in with the password
#: alone: managers and administrators are led to set up a second factor first.
VISIT = """
import json
import django
django.setup()
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from coordination.models import User
from django.core import signing

User.objects.filter(email="amina@ssr.example").update(password=make_password("kivu-ituri-kasai-2011"))
browser = Client(SERVER_NAME="ssr.example")
https = {"secure": True}
answers = [
    browser.get("/sign-in/", **https),
    browser.post("/sign-in/", {"username": "amina@ssr.example", "password": "kivu-ituri-kasai-2011"}, **https),
    browser.get("/", **https),
    browser.post("/language/", {"language": "en"}, **https),
    browser.post("/display/", {"theme": "dark"}, **https),
    browser.post("/display/", {"shortcut": "off"}, **https),
    browser.post("/tour/end/", {}, **https),
    browser.post("/sign-out/", {}, **https),
    browser.post("/assessments/new/a/b/", {}, **https),
    browser.get("/compare/"),
]
cookies = [morsel.OutputString() for answer in answers for morsel in answer.cookies.values()]
print(json.dumps({
    "statuses": [answer.status_code for answer in answers],
    "cookies": cookies,
    "hsts": [answer.headers.get("Strict-Transport-Security") for answer in answers[:-1]],
    "to_https": answers[-1].headers["Location"],
    "former": signing.Signer(key=%(former)r).sign("x") and signing.Signer().unsign(
        signing.Signer(key=%(former)r).sign("x")),
}))
"""


def production(tmp_path: Path, **more: str) -> dict[str, str]:
    """The environment of a production whose secrets stand in files."""
    # Not the database of this run, nor what a browser in this process needs.
    ours = ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    known = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    said = {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": FORMER, "DATABASE_URL": "sqlite://:memory:"} | more
    for name, value in said.items():
        (tmp_path / name).write_text(f"{value}\n")
        known[f"{name}_FILE"] = str(tmp_path / name)
    return known | {
        "PRODUCTION": "true",
        "ALLOWED_HOSTS": HOST,
        "DJANGO_SETTINGS_MODULE": "ssr_assess.settings",
    }


def run(*command: str, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def visited(database: Copy, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a production on a copy of the world, its secrets read from files, answers to a visit."""
    if IS_ON_SERVER:
        pytest.skip("its world is a file of SQLite; the heads of its answers are the same on each")
    folder = tmp_path_factory.mktemp("production")
    world = folder / "world.sqlite3"
    world.write_bytes(Path(database.original).read_bytes())
    env = production(folder, DATABASE_URL=f"sqlite:///{world}")
    found: dict[str, Any] = json.loads(run("-c", VISIT % {"former": FORMER}, env=env).splitlines()[-1])
    return found


only_on_sqlite = pytest.mark.knows_no_database


@only_on_sqlite
def test_every_cookie_is_bound_to_this_host_and_to_https(visited: dict[str, Any]) -> None:
    assert visited["statuses"] == [200, 302, 200, 302, 302, 302, 302, 302, 302, 301]
    names = {cookie.split("=")[0] for cookie in visited["cookies"]}
    assert names == {
        f"__Host-{name}"
        for name in (
            "sessionid",
            "csrftoken",
            "language",
            "reader",
            "theme",
            "shortcut",
            "messages",
            "device",
        )
    }
    for cookie in visited["cookies"]:
        said = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "path=/"} <= said, cookie
        assert not [part for part in said if part.startswith("domain")], cookie
        assert said & {"samesite=lax", "samesite=strict"}, cookie


@only_on_sqlite
def test_scripts_read_no_cookie_but_the_mark_of_the_reader_and_the_key_of_forms(
    visited: dict[str, Any],
) -> None:
    open_to_scripts = {
        each.split("=")[0]
        for each in visited["cookies"]
        if "httponly" not in each.lower() and '=""' not in each
    }
    assert open_to_scripts <= {"__Host-reader", "__Host-csrftoken"}


@only_on_sqlite
def test_a_browser_that_came_once_never_asks_without_https_again(visited: dict[str, Any]) -> None:
    assert set(visited["hsts"]) == {"max-age=31536000; includeSubDomains; preload"}
    assert visited["to_https"] == "https://ssr.example/compare/"


@only_on_sqlite
def test_what_was_signed_with_a_former_key_is_still_known(visited: dict[str, Any]) -> None:
    assert visited["former"] == "x"


@only_on_sqlite
def test_djangos_checks_for_production_find_nothing(tmp_path: Path) -> None:
    run("manage.py", "check", "--deploy", "--fail-level", "WARNING", env=production(tmp_path))


@only_on_sqlite
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY (or SECRET_KEY_FILE) is missing or shorter than 50 characters"),
        ("SECRET_KEY_FALLBACKS", f"{FORMER},short", "SECRET_KEY_FALLBACKS"),
    ],
)
def test_a_key_that_can_be_guessed_starts_nothing_and_is_not_repeated(
    name: str, value: str, said: str, tmp_path: Path
) -> None:
    env = production(tmp_path, **{name: value})
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode
    assert said in done.stderr.splitlines()[-1]
    assert FORMER not in done.stderr
