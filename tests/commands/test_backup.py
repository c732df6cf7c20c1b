"""``manage.py backup`` and ``restore``: everything is there again, elsewhere, and nothing is replaced."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, models

from coordination.actions import journal as actions
from coordination.backups import making
from coordination.models import Answer, Assessment, EvidenceFile, JournalEntry, JournalHead, User
from coordination.models.evidence import storage
from coordination.queries import journal
from tests import databases, evidence, make, with_postgres
from tests.risks import observe

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own programs are found, wherever it comes from."""
    if found := with_postgres.programs_on_machine() or with_postgres.programs_in_wheel():
        monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def elsewhere(tmp_path: Path, cast: make.Cast) -> Iterator[databases.Elsewhere]:
    """An empty database that is not the program's own; within ``with elsewhere:`` it is."""
    one = databases.Elsewhere(tmp_path)
    yield one
    one.drop()


def run(*words: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def sealed(cast: make.Cast) -> Assessment:
    """An assessment that the other side may not read yet."""
    return make.sent(cast.amina, "CMJ", make.open_round())


def backup(folder: Path) -> Path:
    return Path(run("backup", folder).strip())


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.db_table: [*models.QuerySet(model).order_by("pk").values()]
        for model in apps.get_models(include_auto_created=True)
    }


def stated(place: Path, **facts: object) -> None:
    """Change what a manifest states."""
    file = place / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | facts))


# --- there and back


def test_everything_is_there_again_and_life_goes_on(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere
) -> None:
    actions.part(by=None, at=make.AT)
    sent = sealed(cast)
    assert JournalHead.objects.count() == 2, "a line of all, and one of the programme"
    before, entries = everything(), JournalEntry.objects.count()
    place = backup(tmp_path / "backups")
    with elsewhere:
        said = run("restore", place)
        assert everything() == before
        assert f"{entries} entries of the journal: the chain holds and leads to what stands." in said
        assert Answer.objects.filter(assessment=sent.pk).exists()
        # New rows get numbers of their own, and the guards stand.
        later = make.sent(User.objects.get(email=cast.grace.email), "CMJ", make.round_("march-2011"))
        assert later.pk > sent.pk
        assert journal.faults() == []
        with pytest.raises(Exception, match="append"):
            JournalEntry.objects.filter(sequence=1).delete()
    assert everything() == before, "the first database is as it was"


def test_what_people_write_meanwhile_is_in_the_next_one(cast: make.Cast, tmp_path: Path) -> None:
    first = backup(tmp_path)
    sealed(cast)
    second = making.back_up(tmp_path, at=AT + timedelta(days=9999))
    rows = [json.loads((each / "manifest.json").read_text())["rows"] for each in (first, second)]
    assert rows[1]["coordination_answer"] - rows[0]["coordination_answer"] == 14
    assert {name for name in rows[0] if rows[0][name] > rows[1][name]} == set()


def test_a_copy_is_its_owners_alone_and_named_for_what_it_holds(cast: make.Cast, tmp_path: Path) -> None:
    place = backup(tmp_path / "backups")
    assert place.name.endswith("Z-holds-sealed-answers")
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in place.iterdir()} == {0o600}
    assert "sealed answers of both sides" in json.loads((place / "manifest.json").read_text())["notice"]


def test_a_backup_of_before_a_migration_says_what_to_do(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere
) -> None:
    make.execute("DELETE FROM django_migrations WHERE app = 'coordination' AND name LIKE '0035%'")
    place = backup(tmp_path)
    with elsewhere:
        said = run("restore", place)
        assert "run manage.py migrate, then manage.py verify_journal" in said
        assert User.objects.filter(email=cast.amina.email).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_program_moves_from_sqlite_to_postgresql(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere
) -> None:
    small = f"sqlite:///{tmp_path / 'small.sqlite3'}"
    server = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{elsewhere.name}").geturl()

    def manage(address: str, *words: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": address},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    if not databases.put_migrated(Path(small.removeprefix("sqlite:///"))):
        manage(small, "migrate", "--verbosity", "0")
    manage(small, "load_fixture", str(make.DRC))
    place = Path(manage(small, "backup", str(tmp_path / "backups")).strip())
    rows = json.loads((place / "manifest.json").read_text())["rows"]
    assert rows["coordination_answer"] > 20
    said = manage(server, "restore", str(place))
    with elsewhere:
        assert {name: len(found) for name, found in everything().items()} == {
            name: count for name, count in rows.items() if name != "django_migrations"
        }
        assert "the chain holds and leads to what stands." in said
        make.person("later")
        with pytest.raises(Exception, match="append"):
            JournalEntry.objects.filter(sequence=1).delete()


def with_evidence(cast: make.Cast) -> EvidenceFile:
    """A photo at a sealed answer, alone in the storage."""
    for name in evidence.names_stored():
        storage().delete(name)
    return evidence.give(make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1"))


def test_evidence_is_there_again_with_its_row_though_the_storage_lost_it(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere
) -> None:
    row = with_evidence(cast)
    with storage().open(row.stored_as) as opened:
        before = opened.read()
    place = backup(tmp_path)
    assert json.loads((place / "manifest.json").read_text())["evidence"] == {row.stored_as: row.sha256}
    assert stat.S_IMODE((place / "evidence").stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in (place / "evidence").iterdir()} == {0o600}
    storage().delete(row.stored_as)
    with elsewhere:
        assert "Files given as evidence, stored again: 1." in run("restore", place)
        assert EvidenceFile.objects.get().pk == row.pk
    with storage().open(row.stored_as) as opened:
        assert opened.read() == before


def test_evidence_of_contacts_and_observations_is_in_it_too(cast: make.Cast, tmp_path: Path) -> None:
    rows = [with_evidence(cast), evidence.attach(make.contact(cast.amina)), evidence.attach(observe("R1"))]
    manifest = json.loads((backup(tmp_path) / "manifest.json").read_text())
    assert manifest["evidence"] == {each.stored_as: each.sha256 for each in rows}


def test_evidence_that_the_storage_lost_or_spoilt_holds_up_no_backup(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere
) -> None:
    row = with_evidence(cast)
    storage().delete(row.stored_as)
    storage().save(row.stored_as, ContentFile(b"spoilt"))
    place = backup(tmp_path)
    assert json.loads((place / "manifest.json").read_text())["evidence"] == {}
    with elsewhere:
        run("restore", place)


def test_evidence_with_one_other_byte_is_refused(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere
) -> None:
    row = with_evidence(cast)
    place = backup(tmp_path)
    (place / "evidence" / row.stored_as).write_bytes(b"another")
    with elsewhere:
        assert "not the copy that the manifest speaks of" in refused(place)
        assert connection.introspection.table_names() == []


# --- what is refused, before anything is written


def refused(place: Path) -> str:
    with pytest.raises(CommandError) as error:
        run("restore", place)
    return str(error.value)


def test_a_database_that_holds_something_is_not_replaced(cast: make.Cast, tmp_path: Path) -> None:
    place = backup(tmp_path)
    sealed(cast)
    before = everything()
    assert "has tables already" in refused(place)
    assert everything() == before


@pytest.mark.parametrize("where", [0, 100, -1])
def test_a_copy_with_one_other_byte_is_refused(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere, where: int
) -> None:
    place = backup(tmp_path)
    (copy,) = place.glob("database.*")
    data = bytearray(copy.read_bytes())
    data[where] ^= 1
    copy.write_bytes(data)
    with elsewhere:
        assert "not the copy that the manifest speaks of" in refused(place)
        assert connection.introspection.table_names() == []


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"kind": "backup 9"}, "not the manifest of a backup"),
        ({"file": "../database.dump"}, "not the manifest of a backup"),
        ({"evidence": {"../../etc/cron.d/x": "0" * 64}}, "not the manifest of a backup"),
        ({"rows": [1]}, "not the manifest of a backup"),
        ({"made_at": "2026-03-01T09:30:00"}, "not the manifest of a backup"),
        ({"sha256": "0" * 64}, "not the copy that the manifest speaks of"),
        ({"migrations": ["coordination.9999_later"]}, "which knows “coordination.9999_later”"),
        ({"engine": "oracle"}, "a database of the kind “oracle”"),
    ],
)
def test_what_is_no_backup_for_this_program_is_refused(
    cast: make.Cast, tmp_path: Path, elsewhere: databases.Elsewhere, facts: dict[str, object], why: str
) -> None:
    place = backup(tmp_path)
    stated(place, **facts)
    with elsewhere:
        said = refused(place)
        assert why in said
        assert len(said.splitlines()) == 2, "in both languages"
        assert connection.introspection.table_names() == []


def test_a_folder_that_is_no_backup_is_named(tmp_path: Path) -> None:
    assert "There is no such file." in refused(tmp_path / "nowhere")
    (tmp_path / "manifest.json").write_text("{}")
    assert f"{tmp_path}/manifest.json" in refused(tmp_path)


# --- what cannot be made, and what is removed


def test_what_is_not_whole_is_removed_again(
    cast: make.Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_to_disk", full)
    with pytest.raises(CommandError, match="No space left on device"):
        run("backup", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_no_folder_can_be_is_named(cast: make.Cast, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=f"{tmp_path}/file"):
        run("backup", tmp_path / "file")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_missing_program_is_named(cast: make.Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="“pg_dump” is not installed"):
        run("backup", tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_latest_are_kept_and_nothing_else_is_touched(cast: make.Cast, tmp_path: Path) -> None:
    made = [making.back_up(tmp_path, at=AT + timedelta(days=day)) for day in range(3)]
    (tmp_path / "notes-holds-sealed-answers").mkdir()
    (tmp_path / "letter.txt").touch()
    said = run("backup", tmp_path, "--keep", 2).splitlines()
    assert said[1:] == [f"Removed {made[0]}.", f"Removed {made[1]}."]
    assert {each.name for each in tmp_path.iterdir()} == {
        made[2].name,
        Path(said[0]).name,
        "letter.txt",
        "notes-holds-sealed-answers",
    }
    with pytest.raises(CommandError, match="1 or more"):
        run("backup", tmp_path, "--keep", 0)
