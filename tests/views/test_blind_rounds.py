"""Rounds before the reveal: whatever one side drafts, names or reminds itself of, the other gets the same bytes."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from coordination.actions import assessors, reminders
from coordination.models import Round, User
from coordination.queries import assessors as assessor_queries
from coordination.queries import versions
from tests import make
from tests.views.test_secrecy import seen

pytestmark = [pytest.mark.django_db, pytest.mark.each_time]
ClientOf = Callable[[User], Client]
OURS = {"government": ("grace", "joseph"), "partners": ("amina", "paul")}
ADDRESSES = (
    *("/", "/rounds/", "/assessments/", "/structures/cmj/"),
    *(f"/rounds/march-2011/{each}" for each in ("", "close/", "assessors/", "weights/")),
)


def pages_of(client_of: ClientOf, cast: make.Cast, names: tuple[str, ...]) -> list[object]:
    versions.forget()
    found: list[object] = []
    for name in names:
        client = client_of(getattr(cast, name))
        for address in ADDRESSES:
            found.append((address, seen(client.get(address))))
    return found


def life_of(side: str, round_: Round, cast: make.Cast) -> None:
    """All that a side may do before it has sent anything."""
    adviser, manager = (getattr(cast, name) for name in OURS[side])
    make.begin(adviser, "CMJ", round_)
    draft = make.begin(adviser, "CCRSS", round_)
    make.set_aside(draft, by=manager)
    make.answer_all(make.start(adviser, "CMJ", round_), "No")
    assessors.name(
        round_=round_,
        side=side,
        chosen={make.structure("CMJ").pk: [adviser.pk]},
        base_version=assessor_queries.version(round_, side),
        by=manager,
        at=make.AT,
    )
    reminders.ask(round_=round_, side=side, asked=side, by=manager, at=timezone.now())


@pytest.mark.parametrize("side", ["government", "partners"])
def test_what_a_side_does_before_it_sends_changes_no_byte_for_the_other(
    side: str, cast: make.Cast, client_of: ClientOf
) -> None:
    other = "partners" if side == "government" else "government"
    last = timezone.localdate(timezone=make.cod().zone)
    round_ = make.open_round(last_on=last)
    make.begin(getattr(cast, OURS[other][0]), "CMJ", round_)
    before = pages_of(client_of, cast, OURS[other])
    with transaction.atomic():
        life_of(side, round_, cast)
    assert pages_of(client_of, cast, OURS[other]) == before
    # The test sees what there is to see: the side itself reads other pages now.
    make.sent(getattr(cast, OURS[side][0]), "CMJ", round_)
    assert pages_of(client_of, cast, OURS[other]) != before


@pytest.mark.parametrize("side", ["government", "partners"])
def test_what_was_set_aside_at_the_closing_stays_unread_by_the_other_side(
    side: str, cast: make.Cast, client_of: ClientOf
) -> None:
    other = "partners" if side == "government" else "government"
    worlds = []
    round_ = make.open_round()
    make.sent(getattr(cast, OURS[other][0]), "CMJ", round_)
    for does_write in (False, True):
        with transaction.atomic():
            if does_write:
                make.begin(getattr(cast, OURS[side][0]), "CMJ", round_)
                make.begin(getattr(cast, OURS[side][0]), "CCRSS", round_)
            make.close_round(round_)
            worlds.append(pages_of(client_of, cast, OURS[other]))
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]
