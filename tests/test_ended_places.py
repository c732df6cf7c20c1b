"""Whose place ends, or becomes another, while they wait in line stores nothing more: tried at each writing address.

Who comes after the end has no place: what they are answered stands in the table of addresses, as Olga's.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from coordination.actions import journal, memberships
from coordination.models import JournalHead, Membership, Role, User
from tests import make
from tests.extent import TURN, share_of
from tests.test_all_or_nothing import WRITING, again, writer
from tests.views.test_addresses import Row, Stage, lasting_stage, stage, undone

__all__ = ["lasting_stage", "stage"]

#: What needs no place: one's own account, language, display, tour, and the choice of a programme.
OF_NO_PLACE = ("account", "sign-", "password", "language", "display", "tour-end")
WRITERS = ("amina", "paul", "grace", "joseph", "alain")
Change = Callable[[User], None]


def needs_a_place(row: Row) -> bool:
    """Whether the address writes something of the programme."""
    return writer(row) in WRITERS and row.name != "programme" and not row.name.startswith(OF_NO_PLACE)


WRITING_FROM_A_PLACE = [row for row in WRITING if needs_a_place(row)]


def _place(user: User) -> Membership:
    return Membership.objects.get(user=user, programme=make.cod())


def ends(user: User) -> None:
    memberships.end_place(place=_place(user), by=None, at=timezone.now())


def becomes_another(user: User) -> None:
    """Let a manager stand on the other side, and anybody else only look."""
    place = _place(user)
    other = "partners" if place.side == "government" else "government"
    role, side = (Role.MANAGER, other) if place.role == Role.MANAGER else (Role.VIEWER, None)
    memberships.give_place(
        user=user, programme=place.programme, role=role, side=side, by=None, at=timezone.now()
    )


def with_somebody_ahead(user: User, change: Change, patch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Let somebody ahead in the line change the person's place; return all that is stored then, once it is."""
    lock, then = journal.lock, list[dict[str, Any]]()

    def wait() -> JournalHead:
        if not then:
            then.append({})
            change(user)
            then[0] = make.everything()
        return lock()

    patch.setattr(journal, "lock", wait)
    return then


def stores_nothing(row: Row, change: Change, stage: Stage, patch: pytest.MonkeyPatch) -> bool:
    """Whether who waits, and has another place by then, is told so, and nothing is stored but what was done ahead."""
    person, stage = writer(row), again(stage)
    user = User.objects.get(email=f"{person}@ssr.example")
    make.place(make.newcomer("agathe"), Role.ADMINISTRATOR, None)  # else the last one cannot leave
    stage.browsers[person].get("/")  # that somebody was here is noted once in a while
    before = make.everything()
    with undone(), patch.context() as patched:
        then = with_somebody_ahead(user, change, patched)
        answer = stage.ask(row, person)
        stored = make.everything()
    if stored == before and then:
        # All is taken back with the refusal, here also what was done ahead.
        return answer.status_code in (400, 403, 404, 409)
    return stored in (before, *then)  # there was nothing to do


@pytest.mark.parametrize("change", [ends, becomes_another])
@pytest.mark.parametrize("row", share_of(WRITING_FROM_A_PLACE, TURN, shares=12), ids=str)
def test_whose_place_is_another_or_none_by_then_is_told_so_and_stores_nothing(
    row: Row, change: Change, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stores_nothing(row, change, stage, monkeypatch)


@pytest.mark.parametrize("name", ["partner-add", "comment-add", "habit-list"])
def test_without_the_look_at_the_place_it_would_be_stored(
    name: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(row for row in WRITING_FROM_A_PLACE if row.name == name)
    assert stores_nothing(row, ends, stage, monkeypatch)
    for action in ("journal", "habits"):
        monkeypatch.setattr(f"coordination.actions.{action}.place_is_as_before", lambda *_place: True)
    assert not stores_nothing(row, ends, stage, monkeypatch)
