"""Many people with a draft of their own in several programmes, made through the actions, and signed in.

A process of the program's own makes them and prints their sessions as JSON: ``crowd.print_sessions(100, 4)``.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.test import Client

from coordination.actions import programmes
from coordination.models import Programme
from coordination.views import accounts
from tests import make

#: The last criterion is answered with the beginning; people save another one.
BEGUN = datetime(2026, 1, 31, 12, tzinfo=UTC)
assert accounts.begin, "which stamps a session, comes with the views"


def print_sessions(people: int, programmes_: int) -> None:
    """Make so many people in so many programmes of an empty database; print each one's session and assessment."""
    make.publish_instrument()
    print(json.dumps(list(_sessions(people, programmes_))))


def _sessions(people: int, programmes_: int) -> Iterator[dict[str, Any]]:
    for number in range(programmes_):
        name = f"Crowd {number}"
        programme = programmes.save(
            programme=Programme(code=f"crowd-{number}", country="CD", name_en=name, name_fr=name),
            by=None,
            at=BEGUN,
        )
        make.structure("CNS", programme=programme)
        manager = make.place(make.person(f"manager-{number}"), "manager", "partners", programme=programme)
        round_ = make.open_round(programme=programme, by=manager)
        for turn in range(number, people, programmes_):
            adviser = make.place(make.person(f"adviser-{turn}"), "adviser", "partners", programme=programme)
            draft = make.begin(adviser, "CNS", round_)
            browser = Client()
            browser.force_login(adviser)
            session = browser.cookies[settings.SESSION_COOKIE_NAME].value
            yield {"session": session, "assessment": draft.pk}
