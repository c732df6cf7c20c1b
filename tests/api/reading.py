"""A token, and what a program gets with it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coordination.actions import tokens
from coordination.models import Programme, User
from tests import make

LISTS = (
    *("programmes", "structures", "questionnaires", "rounds", "assessments"),
    *("comparison", "claims", "changes", "activities"),
)


def token(person: User, programme: Programme | None = None, *, at: datetime | None = None) -> str:
    """A token of this person, good for 30 days."""
    return tokens.make(
        programme=programme or make.cod(),
        name="Report",
        lasts=timedelta(days=30),
        by=person,
        at=at or timezone.now(),
    )


def ask(secret: str, address: str, *, client: Client | None = None, **headers: str) -> HttpResponse:
    """What a program gets, which is not signed in."""
    sent = {
        "Authorization": f"Bearer {secret}",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    return (client or Client()).get(f"/api/v1/{address}", headers=sent)  # type: ignore[return-value]


def results(secret: str, address: str, **headers: str) -> list[dict[str, Any]]:
    """The things of one page of a list."""
    response = ask(secret, address, **headers)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]  # type: ignore[attr-defined]
    return found
