"""``manage.py loaddata``: its rows go past the rules and the journal, so never in production."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordination.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast: make.Cast, tmp_path: Path) -> Path:
    """A person who comes past everything."""
    place = tmp_path / "rows.json"
    fields = {"email": "slipped.in@demo.example", "name": "Slipped In", "password": "!"}
    place.write_text(json.dumps([{"model": "coordination.user", "pk": 987, "fields": fields}]))
    return place


def test_in_production_no_row_is_loaded_past_the_journal(settings: Any, file: Path) -> None:
    settings.PRODUCTION = True
    before = make.everything()
    with pytest.raises(CommandError, match="production"):
        call_command("loaddata", str(file), verbosity=0)
    assert make.everything() == before


def test_elsewhere_it_is_djangos_own(file: Path) -> None:
    call_command("loaddata", str(file), verbosity=0)
    assert User.objects.get(pk=987).email == "slipped.in@demo.example"
