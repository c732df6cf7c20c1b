"""Who may confirm a place, told as plain values: the whole table of roles, sides and moments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from coordination.domain.memberships import (
    PlaceFacts,
    is_confirmation,
    managers,
    reads_since,
    why_not_confirm,
    why_not_give,
    why_not_keep,
)
from coordination.domain.rules import Rule

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


# --- who gives, and who keeps

ROLES = ("adviser", "manager", "viewer", "administrator")
SIDE_OF = {"adviser": ("government", "partners"), "manager": ("government", "partners")}
KINDS = [(role, side) for role in ROLES for side in SIDE_OF.get(role, (None,))]
MIRROR = {"government": "partners", "partners": "government", None: None}


@pytest.mark.parametrize(("mine", "theirs"), list(product(KINDS, KINDS)))
def test_administrators_give_and_keep_everything_managers_their_side_and_others_nothing(
    mine: tuple[str, str | None], theirs: tuple[str, str | None]
) -> None:
    def rules(turn: bool) -> tuple[Rule | None, Rule | None, bool]:
        sides = MIRROR if turn else {each: each for each in MIRROR}
        own = place(1, mine[0], sides[mine[1]])
        other = place(2, theirs[0], sides[theirs[1]])
        return (
            why_not_give(theirs[0], sides[theirs[1]], 9, 1, (own, other)),
            why_not_keep(other, 1, (own, other)),
            is_confirmation(sides[theirs[1]], 1, (own, other)),
        )

    if mine[0] == "administrator":
        expected: tuple[Rule | None, Rule | None] = (None, None)
    elif mine[0] == "manager":
        rule = None if theirs[1] == mine[1] else Rule.OUT_OF_REACH
        expected = (rule, rule)
    else:
        expected = (Rule.NOT_ADMINISTERED, Rule.NOT_ADMINISTERED)
    is_own_side = mine[0] == "manager" and mine[1] == theirs[1]
    assert rules(turn=False) == rules(turn=True) == (*expected, is_own_side)


@pytest.mark.parametrize(("role", "side"), KINDS)
def test_nobody_gives_or_keeps_their_own_and_who_does_not_count_or_is_closed_nothing(
    role: str, side: str | None
) -> None:
    own, other = place(1, role, side), place(2, role, side)
    looks_after = role in ("manager", "administrator")
    rule = Rule.OWN_PLACE if looks_after else Rule.NOT_ADMINISTERED
    assert why_not_keep(own, 1, (own, other)) == rule
    assert why_not_give(role, side, 1, 1, (own, other)) == rule
    closed = replace(own, is_active=False)
    for powerless in (closed, *([replace(own, confirmed_at=None)] if side else [])):
        assert why_not_keep(other, 1, (powerless, other)) == Rule.NOT_ADMINISTERED
        assert why_not_give(role, side, 9, 1, (powerless, other)) == Rule.NOT_ADMINISTERED
    assert why_not_keep(other, 7, (own, other)) == Rule.NOT_ADMINISTERED


def test_a_manager_moves_nobody_of_another_side_or_of_none() -> None:
    for present in (place(1, "adviser", "government"), place(1, "viewer", None)):
        assert why_not_give("adviser", "partners", 1, 2, (present, MANAGER)) == Rule.OUT_OF_REACH
