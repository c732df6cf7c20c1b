"""Evidence lies in an object store where the environment names a bucket: all its life, and while the store is silent."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from moto import mock_aws

from coordination.actions import evidence as actions
from coordination.domain.evidence import OutOfReach
from coordination.models import EvidenceFile, User
from coordination.models.evidence import storage
from ssr_assess import env
from tests import databases, evidence, make, pages
from tests.commands.test_backup import backup, run

ROOT = Path(__file__).resolve().parents[2]
BUCKET = "ssr-evidence"
GIVEN = {"BUCKET": BUCKET, "KEY": "AKIA", "SECRET": "s3cr3t"}
PAGE = "/evidence/march-2011/cmj/C1/"

ClientOf = Callable[[User], Client]


def named(monkeypatch: pytest.MonkeyPatch, **changed: str) -> dict[str, Any]:
    """Return the storage that the environment names."""
    for name, value in (GIVEN | changed).items():
        monkeypatch.setenv(f"EVIDENCE_{name}", value)
    return env.evidence_storage()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Any]:
    """A bucket in which evidence lies, as the environment names it."""
    with mock_aws():
        found = boto3.resource("s3", region_name="us-east-1").Bucket(BUCKET)
        found.create()
        settings.STORAGES = {**settings.STORAGES, "evidence": named(monkeypatch)}
        yield found


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """A store at an address where nobody answers."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{place.getsockname()[1]}"
        settings.STORAGES = {**settings.STORAGES, "evidence": named(monkeypatch, STORE=address)}
        yield


def keys(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


# --- what the environment says


def test_without_a_bucket_it_is_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = named(monkeypatch, BUCKET="", DIR=str(tmp_path))
    assert found["BACKEND"].endswith("FileSystemStorage")
    assert found["OPTIONS"]["location"] == str(tmp_path)


@pytest.mark.parametrize("name", ["KEY", "SECRET"])
def test_half_of_it_starts_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=f"With EVIDENCE_BUCKET, EVIDENCE_{name} is needed"
    ) as refused:
        named(monkeypatch, **{name: ""})
    assert "s3cr3t" not in str(refused.value)


def test_a_store_that_is_no_address_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="EVIDENCE_STORE is no address"):
        named(monkeypatch, STORE="objects.example.cd")


def test_without_a_bucket_nothing_of_it_is_loaded() -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("EVIDENCE_")}
    asked = (
        "import django, json, sys; django.setup(); import coordination.urls; print('boto3' in sys.modules)"
    )
    ours["DJANGO_SETTINGS_MODULE"] = "ssr_assess.settings"
    found = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=ours, capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr


# --- its life in a bucket


@pytest.mark.django_db
def test_a_photo_is_stored_read_and_removed(bucket: Any, cast: make.Cast, client_of: ClientOf) -> None:
    draft = make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")
    amina = client_of(cast.amina)
    given = SimpleUploadedFile("photo.jpg", evidence.photo())
    assert amina.post(PAGE, {"file": given, "note": "Page 2"}).status_code == 302
    row = EvidenceFile.objects.get(answer__assessment=draft)
    assert keys(bucket) == {row.stored_as}
    found = amina.get(f"/evidence/{row.pk}/")
    assert found.content == bucket.Object(row.stored_as).get()["Body"].read()
    assert client_of(cast.joseph).get(f"/evidence/{row.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_with_its_row_the_object_goes(bucket: Any, cast: make.Cast) -> None:
    row = evidence.give(make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1"))
    assert keys(bucket) == {row.stored_as}
    actions.remove(file=row, by=cast.amina, at=make.AT)
    assert keys(bucket) == set()


@pytest.mark.django_db
def test_what_belongs_to_nothing_goes_and_nothing_else(bucket: Any, cast: make.Cast) -> None:
    row = evidence.give(make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1"))
    left, others = "0" * 32, "readme.txt"
    for name in (left, others):
        bucket.put_object(Key=name, Body=b"x")
    assert actions.clean_up(by=None, at=timezone.now()) == 0
    assert actions.clean_up(by=None, at=timezone.now() + timedelta(days=30)) == 1
    assert keys(bucket) == {row.stored_as, others}


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_what_lies_in_the_bucket_and_puts_it_back(
    bucket: Any, cast: make.Cast, tmp_path: Path
) -> None:
    row = evidence.give(make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1"))
    before = bucket.Object(row.stored_as).get()["Body"].read()
    place = backup(tmp_path)
    assert json.loads((place / "manifest.json").read_text())["evidence"] == {row.stored_as: row.sha256}
    bucket.Object(row.stored_as).delete()
    elsewhere = databases.Elsewhere(tmp_path)
    with elsewhere:
        assert "stored again: 1" in run("restore", place)
    elsewhere.drop()
    assert bucket.Object(row.stored_as).get()["Body"].read() == before


@pytest.mark.django_db
def test_what_the_store_lost_is_not_there(bucket: Any, cast: make.Cast, client_of: ClientOf) -> None:
    row = evidence.give(make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1"))
    bucket.Object(row.stored_as).delete()
    assert client_of(cast.amina).get(f"/evidence/{row.pk}/").status_code == 404


# --- a store that is silent, or refuses


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "photos and PDFs"), ("fr", "les photos et les PDF")])
def test_silence_is_said_on_the_page_and_nothing_is_stored(
    language: str, words: str, silent: None, cast: make.Cast
) -> None:
    make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.amina)
    answer = browser.post(PAGE, {"file": SimpleUploadedFile("photo.jpg", evidence.photo()), "note": "Page 2"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert words in pages.read(answer).one("main").text()
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db
def test_a_full_folder_is_said_in_the_same_way(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")
    monkeypatch.setattr(storage(), "save", full)
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.amina)
    answer = browser.post(PAGE, {"file": SimpleUploadedFile("photo.jpg", evidence.photo()), "note": "Page 2"})
    assert answer.status_code == 503
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_removed_is_gone_for_its_readers_though_the_store_is_silent(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = evidence.give(make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1"))

    def unreachable(_name: str) -> None:
        raise OutOfReach

    monkeypatch.setattr(storage(), "delete", unreachable)
    actions.remove(file=row, by=cast.amina, at=make.AT)
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db
def test_each_question_to_a_store_that_refuses_is_out_of_reach(bucket: Any, cast: make.Cast) -> None:
    bucket.delete()
    kept = storage()
    for asked in (
        lambda: kept.listdir(""),
        lambda: kept.save("a", SimpleUploadedFile("a", b"x")),
    ):
        with pytest.raises(OutOfReach):
            asked()
