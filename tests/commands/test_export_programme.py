"""``manage.py export_programme EMAIL FOLDER``: what an administrator may read, as a file to load again."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordination.models import JournalEntry
from tests import make

pytestmark = pytest.mark.django_db
ALAIN = "alain@ssr.example"


def export(email: str, folder: Path, **options: Any) -> str:
    out = StringIO()
    call_command("export_programme", email, folder, stdout=out, **options)
    return out.getvalue().strip()


def test_the_file_can_be_loaded_again(cast: make.Cast, tmp_path: Path) -> None:
    path = Path(export(ALAIN, tmp_path))
    assert path == tmp_path / "cod.json"
    out = StringIO()
    call_command("load_fixture", path, stdout=out)
    assert "cod.json: 0 created, " in out.getvalue()
    assert json.loads(path.read_text(encoding="utf-8"))["programme"]["code"] == "cod"


def test_the_journal_says_that_it_was_taken(cast: make.Cast, tmp_path: Path) -> None:
    export(ALAIN, tmp_path)
    (entry,) = JournalEntry.objects.filter(verb="exported")
    assert (entry.key, entry.programme, entry.by) == ("cod.json", make.cod(), None)
    with pytest.raises(CommandError):
        export(ALAIN, tmp_path)
    assert JournalEntry.objects.filter(verb="exported").count() == 1


def test_a_file_that_is_there_stays(cast: make.Cast, tmp_path: Path) -> None:
    path = tmp_path / "cod.json"
    path.write_text("mine")
    with pytest.raises(CommandError, match=r"cod\.json: File exists"):
        export(ALAIN, tmp_path)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("email", ["nobody@ssr.example", "joseph@ssr.example", "olga@ssr.example"])
def test_only_an_administrator_has_a_programme_to_export(cast: make.Cast, email: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        export(email, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_who_administers_two_says_which(cast: make.Cast, tmp_path: Path) -> None:
    make.place(cast.alain, "administrator", None, programme=make.programme("caf"))
    with pytest.raises(CommandError, match="caf, cod"):
        export(ALAIN, tmp_path)
    assert export(ALAIN, tmp_path, programme="caf").endswith("caf.json")
    with pytest.raises(CommandError, match="none"):
        export(ALAIN, tmp_path, programme="another")


def test_a_folder_that_is_not_there_is_told(cast: make.Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        export(ALAIN, tmp_path / "absent")
