"""For whoever watches the machine."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_sound_program_answers_200_without_a_version(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 200
    assert response.content == b"ok"
    assert not {"Server", "X-Powered-By"} & set(response.headers)


def test_it_is_alive_even_without_its_database() -> None:
    assert Client().get("/healthz").status_code == 200  # this test may not touch the database at all


@pytest.mark.django_db
def test_it_is_not_ready_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> None:
        raise DatabaseError("secret address of the database")

    monkeypatch.setattr(connection, "cursor", down)
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert b"secret" not in response.content
