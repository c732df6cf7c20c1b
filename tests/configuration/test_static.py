"""Collecting the static files of a release over those of the one before: nothing is asked, nothing is taken away."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def release(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The folder of a release's own static files, as production collects them."""
    source = tmp_path / "static"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STORAGE}}
    finders.get_finder.cache_clear()
    yield source
    finders.get_finder.cache_clear()


def collect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Collect as the ten steps of deploy/README.md say; a question would fail for want of an answer."""
    monkeypatch.setattr("sys.stdin", StringIO())
    said = Path("deploy/README.md").read_text()
    assert "manage.py collectstatic --no-input`" in said
    call_command("collectstatic", "--no-input", verbosity=0)


def named(collected: Path) -> str:
    return str(json.loads((collected / "staticfiles.json").read_text())["paths"]["page.css"])


def test_the_files_of_the_release_before_stay_for_pages_that_are_still_open(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected = tmp_path / "collected"
    found = []
    for colour in ("red", "red", "blue"):
        (release / "page.css").write_text(f"p {{ color: {colour} }}")
        collect(monkeypatch)
        found.append(named(collected))
    assert found[0] == found[1] != found[2], "the same file keeps its name"
    for name, colour in ((found[0], "red"), (found[2], "blue")):
        assert colour in (collected / name).read_text()
