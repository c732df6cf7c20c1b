"""Whether people sign in through an organisation is the environment's to say, whole or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ssr_assess import env

ROOT = Path(__file__).resolve().parents[2]
ISSUER = "https://login.example/realms/staff"
GIVEN = {"ISSUER": ISSUER, "CLIENT_ID": "ssr", "CLIENT_SECRET": "s3cr3t", "NAME": "the ministry"}
#: What a start loads that only an issuer needs.
LOADED = """
import django, json, sys
django.setup()
import coordination.urls
wanted = ("jwt", "oauthlib", "allauth.socialaccount.models", "coordination.provider")
print(json.dumps([name for name in wanted if name in sys.modules]))
"""


def given(monkeypatch: pytest.MonkeyPatch, **changed: str) -> env.Organisation:
    for name, value in (GIVEN | changed).items():
        monkeypatch.setenv(f"OIDC_{name}", value)
    return env.sign_in_of_an_organisation(production=True)


def test_without_an_issuer_there_is_none_whatever_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, ISSUER="") == env.Organisation()


def test_with_one_all_of_it_is_said_and_no_second_factor_of_theirs_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = given(monkeypatch)
    assert (found.issuer, found.client_id, found.name) == (ISSUER, "ssr", "the ministry")
    assert found.second_factor == ()
    assert given(monkeypatch, SECOND_FACTOR="mfa, hwk,").second_factor == ("mfa", "hwk")


@pytest.mark.parametrize("name", ["CLIENT_ID", "CLIENT_SECRET", "NAME"])
def test_half_of_it_starts_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"OIDC_{name} is needed") as refused:
        given(monkeypatch, **{name: ""})
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize("issuer", ["http://login.example", "http://127.0.0.1:8080", "login.example"])
def test_in_production_an_issuer_is_asked_over_https(issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="no address"):
        given(monkeypatch, ISSUER=issuer)


def test_without_an_issuer_nothing_of_it_is_loaded() -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("OIDC_")}
    settings = {"DJANGO_SETTINGS_MODULE": "ssr_assess.settings", "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=ours | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []
