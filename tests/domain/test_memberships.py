"""Who may confirm a place, told as plain values: the whole table of roles, sides and moments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from coordination.domain.memberships import PlaceFacts, managers, reads_since, why_not_confirm

DAY = timedelta(days=1)
START = datetime(2011, 3, 1, tzinfo=UTC)
ASKED = START + 2 * DAY
NOW = START + 4 * DAY


def place(user: int, role: str, side: str | None, *, since: datetime | None = START) -> PlaceFacts:
    return PlaceFacts(
        user_id=user,
        role=role,
        side=side,
        is_active=True,
        asked_at=since or ASKED,
        confirmed_at=since,
        reads_since=None,
    )


WAITS = place(1, "adviser", "partners", since=None)
FIRST = replace(WAITS, role="manager")
MANAGER, OTHER = place(2, "manager", "partners"), place(3, "manager", "government")


@pytest.mark.parametrize(
    ("role", "side", "since", "is_active"),
    list(
        product(
            ("adviser", "manager", "viewer", "administrator"),
            ("partners", "government", None),
            (START, ASKED, ASKED + DAY, None),
            (True, False),
        )
    ),
)
def test_only_a_manager_of_the_side_from_before_the_request_who_may_sign_in_confirms(
    role: str, side: str | None, since: datetime | None, is_active: bool
) -> None:
    by = replace(place(2, role, side, since=since), is_active=is_active)
    may = not why_not_confirm(WAITS, 2, (WAITS, by, place(4, "manager", "partners")))
    assert may is (role == "manager" and side == "partners" and since == START and is_active)


@pytest.mark.parametrize("since", [START, ASKED, ASKED + DAY, None])
@pytest.mark.parametrize("has_manager", [True, False])
@pytest.mark.parametrize("waiting", [WAITS, FIRST], ids=["adviser", "manager"])
def test_one_of_the_other_side_confirms_a_first_manager_and_nothing_else(
    waiting: PlaceFacts, has_manager: bool, since: datetime | None
) -> None:
    other = place(3, "manager", "government", since=since)
    everybody = (waiting, other, MANAGER) if has_manager else (waiting, other)
    may = not why_not_confirm(waiting, 3, everybody)
    assert may is (waiting is FIRST and not has_manager and since == START)


def test_a_manager_who_waits_or_may_not_sign_in_leaves_a_side_without_one() -> None:
    waits, closed = replace(MANAGER, confirmed_at=None), replace(MANAGER, is_active=False)
    assert managers((waits, closed, OTHER), "partners") == ()
    for absent in (waits, closed):
        assert why_not_confirm(FIRST, 3, (FIRST, OTHER, absent)) is None


@pytest.mark.parametrize("confirmer", [None, START, ASKED])
@pytest.mark.parametrize("former", [None, START, ASKED])
def test_a_manager_hands_on_what_they_read_and_lifts_no_limit(
    confirmer: datetime | None, former: datetime | None
) -> None:
    by, waiting = replace(MANAGER, reads_since=confirmer), replace(WAITS, reads_since=former)
    limits = [each for each in (confirmer, former) if each]
    assert reads_since(waiting, 2, (waiting, by), NOW) == (max(limits) if limits else None)


def test_one_of_the_other_side_hands_on_nothing_from_before() -> None:
    assert reads_since(FIRST, 3, (FIRST, OTHER), NOW) == NOW
