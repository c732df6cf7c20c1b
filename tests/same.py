"""The same post twice: what it answers and stores, without clock and chance; and fields that no form has."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import hashers
from django.core.management.color import no_style
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from coordination.actions import contacts, feeds, identifiers, tokens
from coordination.models import User
from tests import make
from tests.views.test_addresses import undone

#: What stands in rows, and in few forms; see ``OWN`` in ``tests/views/test_swept.py``.
EXTRA = {
    "side": "government",
    "state": "published",
    "version": "99",
    "rater": "grace@ssr.example",
    "rater_user": "1",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "programme": "caf",
    "programme_id": "1",
    "role": "administrator",
    "user": "1",
    "author": "1",
    "by": "1",
    "confirmed_at": "2011-01-01",
    "origin": "source",
    "reads_since": "",
    "password": "uele-tshopo-2026-extra",
    "pk": "1",
}
AT = timezone.now()
Stored = tuple[int, str, dict[str, list[tuple[Any, ...]]]]


def stored(send: Callable[[], HttpResponse]) -> Stored:
    """Return what a post answers, where it leads, and every row after it; then it is taken back."""
    numbers = itertools.count(2**51)
    _begin_numbers_anew()
    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(identifiers, "unseen", lambda: next(numbers))
        patch.setattr(timezone, "now", lambda: AT)
        patch.setattr(User._meta.get_field("created_at"), "_get_default", lambda: AT)
        patch.setattr(hashers, "get_random_string", lambda length, *_said, **_named: "s" * length)
        patch.setattr(contacts, "token_hex", lambda length: "5" * length)
        for module in (feeds, tokens):
            patch.setattr(module, "token_urlsafe", lambda length: "5" * length)
        response = send()
        return response.status_code, response.headers.get("Location", ""), make.everything()


def _begin_numbers_anew() -> None:
    """Let the next row have the number after the last one that is there: a server takes back rows, not numbers."""
    make.execute(*connection.ops.sequence_reset_sql(no_style(), [*apps.get_models()]))
