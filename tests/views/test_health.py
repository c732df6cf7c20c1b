"""For whoever watches the machine."""

from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coordination.queries import health

BOTH = pytest.mark.parametrize("address", ["/healthz", "/readyz"])


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known yet of the migrations."""
    monkeypatch.setattr(health, "_migrated", set())


@pytest.mark.django_db
@BOTH
def test_a_sound_program_answers_200_without_a_version(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 200
    assert response.content == b"ok"
    assert not {"Server", "X-Powered-By"} & set(response.headers)


def test_it_is_alive_even_without_its_database() -> None:
    # This test may not touch the database at all, not even for a session.
    response = Client().get(
        "/healthz", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}=abcdefghijklmnop"}
    )
    assert response.status_code == 200


@pytest.mark.django_db
@BOTH
def test_it_is_asked_under_any_name_and_without_https(address: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = []
    settings.SECURE_SSL_REDIRECT = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.STATIC_ROOT = "/no/such/folder"
    response = Client().get(address, headers={"Host": "10.0.0.7:8000"})
    assert response.status_code == 200


@pytest.mark.django_db
def test_it_is_not_ready_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> None:
        raise DatabaseError("secret address of the database")

    monkeypatch.setattr(connection, "cursor", down)
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_it_is_not_ready_before_every_migration_is_applied() -> None:
    last = MigrationRecorder.Migration.objects.filter(app="coordination").latest("pk")
    MigrationRecorder(connection).record_unapplied("coordination", last.name)
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.content == b"not migrated"
    MigrationRecorder(connection).record_applied("coordination", last.name)
    assert Client().get("/readyz").status_code == 200


@pytest.mark.django_db
def test_once_it_is_ready_one_short_query_is_enough(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Client().get("/readyz")
    with django_assert_num_queries(1):
        assert Client().get("/readyz").status_code == 200
