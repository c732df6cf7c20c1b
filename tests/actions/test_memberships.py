"""Places: one on a side counts once a manager of it has confirmed it, and there is no way round that.

What is sealed here is a draft of Amina's (partners) and one of Grace's (government), made before each story begins.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from coordination.actions import feeds, links, memberships, people
from coordination.domain.journal import stamp
from coordination.domain.memberships import Invited
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Feed, FormerPlace, JournalEntry, Membership, Notice, Programme, User
from coordination.permissions import (
    assessments_visible_to,
    contacts_visible_to,
    standings,
    weightings_visible_to,
)
from coordination.queries import commitments
from coordination.queries import people as queries
from tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
NEW = "uele-tshopo-equateur-26"


def day(number: int) -> datetime:
    """A day of the story; the people of the world have their places since day 0."""
    return make.AT + timedelta(days=number)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def place(user: User, programme: Programme | None = None) -> Membership:
    found = queries.place_of(user, programme or make.cod())
    assert found is not None
    return found


def give(user: User, role: str, side: str | None, by: User | None, on: int) -> User:
    memberships.give_place(user=user, programme=make.cod(), role=role, side=side, by=by, at=day(on))
    return user


def confirm(user: User, by: User, on: int) -> Membership:
    shown = queries.fingerprint(place(user))
    return memberships.confirm_place(place=place(user), shown=shown, by=by, at=day(on))


def end(user: User, by: User | None, on: int) -> None:
    memberships.end_place(place=place(user), by=by, at=day(on))


def newcomer(name: str = "felix") -> User:
    return make.newcomer(name)


def choose(user: User, token: str, password: str = NEW, on: int = 50) -> User:
    return links.choose_password(user=user, token=token, password=password, at=day(on))


def standing(user: User) -> tuple[str, str | None]:
    (one,) = (each for each in standings(fresh(user)) if each.programme_id == make.cod().pk)
    return one.role, one.side


VIEWER = ("viewer", None)


@dataclass
class Sealed:
    """What each side wrote and the other may not read."""

    partners: int
    government: int


@pytest.fixture
def sealed(cast: make.Cast) -> Sealed:
    round_ = make.open_round()
    return Sealed(make.begin(cast.amina, "CMJ", round_).pk, make.begin(cast.grace, "CMJ", round_).pk)


def reads(user: User, assessment: int) -> bool:
    return assessments_visible_to(fresh(user)).filter(pk=assessment).exists()


# --- what gives only a viewer's rights


def _new(cast: make.Cast) -> User:
    return give(newcomer(), "adviser", "partners", cast.alain, 1)


def _role(cast: make.Cast) -> User:
    return give(cast.amina, "manager", "partners", cast.alain, 1)


def _side(cast: make.Cast) -> User:
    return give(cast.grace, "adviser", "partners", cast.alain, 1)


def _from_viewer(cast: make.Cast) -> User:
    return give(cast.vera, "adviser", "partners", cast.alain, 1)


def _email(cast: make.Cast) -> User:
    return people.change_email(user=cast.amina, email="elsewhere@ssr.example", by=cast.alain, at=day(1))


def _printed(cast: make.Cast) -> User:
    links.print_link(place=place(cast.amina), by=cast.paul, at=day(1))
    return cast.amina


def _reopened(cast: make.Cast) -> User:
    for is_active in (False, True):
        people.save_person(
            email=cast.amina.email,
            name="Amina",
            language="en",
            is_active=is_active,
            by=cast.alain,
            at=day(1),
        )
    return cast.amina


def _demoted_and_back(cast: make.Cast) -> User:
    give(cast.amina, "viewer", None, cast.alain, 1)
    return give(cast.amina, "adviser", "partners", cast.alain, 1)


def _ended_and_back(cast: make.Cast) -> User:
    end(cast.amina, cast.alain, 1)
    return give(cast.amina, "adviser", "partners", cast.alain, 1)


WAYS = [
    _new,
    _role,
    _side,
    _from_viewer,
    _email,
    _printed,
    _reopened,
    _demoted_and_back,
    _ended_and_back,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_until_a_manager_has_confirmed_a_place_gives_what_a_viewer_has(
    way: Any, cast: make.Cast, sealed: Sealed
) -> None:
    shared = make.contact(cast.paul, sharing="side")
    person = way(cast)
    assert place(person).confirmed_at is None
    assert standing(person) == VIEWER
    assert not reads(person, sealed.partners)
    assert not reads(person, sealed.government)
    assert not contacts_visible_to(fresh(person), make.cod()).filter(pk=shared.pk).exists()
    assert person.pk not in {each.user.pk for each in commitments.recipients()}, (
        "and gets no mail of the side"
    )


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_place_that_waits_counts_once_a_manager_of_its_side_has_confirmed(
    way: Any, cast: make.Cast, sealed: Sealed
) -> None:
    person = way(cast)
    confirm(person, cast.paul, 2)
    assert standing(person)[1] == "partners"
    assert reads(person, sealed.partners)
    assert not reads(person, sealed.government)


@pytest.mark.parametrize(
    ("role", "side"), [("viewer", None), ("administrator", None), ("adviser", "partners")]
)
def test_what_gives_nothing_of_a_side_or_comes_from_the_command_line_counts_at_once(
    role: str, side: str | None, cast: make.Cast
) -> None:
    by = None if side else cast.alain
    assert standing(give(newcomer(), role, side, by, 1)) == (role, side)


def test_the_same_place_again_changes_nothing(cast: make.Cast) -> None:
    before = make.everything()
    give(cast.amina, "adviser", "partners", cast.alain, 1)
    assert make.everything() == before


# --- who confirms


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("amina", Rule.NOT_LOOKED_AFTER),
        ("grace", Rule.NOT_LOOKED_AFTER),
        ("joseph", Rule.NOT_LOOKED_AFTER),
        ("vera", Rule.NOT_LOOKED_AFTER),
        ("alain", Rule.NOT_LOOKED_AFTER),
        ("nadia", Rule.NOT_LOOKED_AFTER),
        ("olga", Rule.NOT_LOOKED_AFTER),
        ("felix", Rule.OWN_PLACE),
    ],
)
def test_nobody_but_a_manager_of_the_side_confirms(name: str, rule: str, cast: make.Cast) -> None:
    felix = give(newcomer(), "adviser", "partners", cast.alain, 1)
    with make.refused(rule):
        confirm(felix, felix if name == "felix" else getattr(cast, name), 2)


def test_who_administers_another_programme_and_manages_here_confirms_as_a_manager(cast: make.Cast) -> None:
    make.place(cast.paul, "administrator", None, programme=make.programme("caf"))
    confirm(give(newcomer(), "adviser", "partners", cast.alain, 1), cast.paul, 2)


def test_a_manager_of_another_programme_confirms_nothing_here(cast: make.Cast) -> None:
    make.place(cast.nadia, "manager", "partners", programme=make.programme("caf"))
    waits = give(newcomer(), "adviser", "partners", cast.alain, 1)
    with make.refused(Rule.NOT_LOOKED_AFTER):
        confirm(waits, cast.nadia, 2)


def test_two_who_wait_do_not_let_each_other_in(cast: make.Cast) -> None:
    one, other = (give(newcomer(name), "manager", "partners", cast.alain, 1) for name in ("one", "other"))
    for first, second in ((one, other), (other, one)):
        with make.refused(Rule.NOT_LOOKED_AFTER):
            confirm(first, second, 2)


def test_who_became_a_manager_after_the_request_does_not_confirm_it_until_it_is_made_again(
    cast: make.Cast,
) -> None:
    waits = give(newcomer("waits"), "adviser", "partners", cast.alain, 1)
    later = give(newcomer("later"), "manager", "partners", cast.alain, 1)
    confirm(later, cast.paul, 2)
    with make.refused(Rule.MANAGER_TOO_NEW):
        confirm(waits, later, 3)
    give(waits, "adviser", "partners", cast.alain, 4)
    confirm(waits, later, 5)


def test_a_place_that_counts_or_is_closed_or_gone_is_not_confirmed(cast: make.Cast) -> None:
    with make.refused(Rule.NOTHING_TO_CONFIRM):
        confirm(cast.amina, cast.paul, 1)
    felix = give(newcomer(), "adviser", "partners", cast.alain, 1)
    waiting, shown = place(felix), queries.fingerprint(place(felix))
    closed = {"name": felix.name, "language": "en", "is_active": False}
    people.save_person(email=felix.email, **closed, by=cast.alain, at=day(2))
    with make.refused(Rule.ACCOUNT_CLOSED):
        confirm(felix, cast.paul, 3)
    end(felix, cast.alain, 3)
    with make.refused(Rule.PLACE_CHANGED):
        memberships.confirm_place(place=waiting, shown=shown, by=cast.paul, at=day(4))


def _renamed(felix: User, alain: User) -> None:
    people.save_person(email=felix.email, name="Amina Adviser", language="en", by=alain, at=day(2))


def _moved(felix: User, alain: User) -> None:
    people.change_email(user=felix, email="other@ssr.example", by=alain, at=day(2))


def _promoted(felix: User, alain: User) -> None:
    give(felix, "manager", "partners", alain, 2)


@pytest.mark.parametrize("change", [_renamed, _moved, _promoted], ids=lambda change: change.__name__)
def test_what_is_confirmed_is_what_was_shown(change: Any, cast: make.Cast) -> None:
    felix = give(newcomer(), "adviser", "partners", cast.alain, 1)
    shown = queries.fingerprint(place(felix))
    change(felix, cast.alain)
    with make.refused(Rule.PLACE_CHANGED):
        memberships.confirm_place(place=place(felix), shown=shown, by=cast.paul, at=day(3))


# --- a side without a manager


@pytest.fixture
def left_alone(cast: make.Cast, sealed: Sealed) -> make.Cast:
    """The partners' only manager is gone on day 1; an administrator names a friend, Felix, on day 2."""
    end(cast.paul, cast.alain, 1)
    give(newcomer(), "manager", "partners", cast.alain, 2)
    return cast


def felix() -> User:
    return User.objects.get(email="felix@ssr.example")


def test_the_other_sides_manager_confirms_the_first_and_nobody_else(left_alone: make.Cast) -> None:
    give(newcomer("ada"), "adviser", "partners", left_alone.alain, 2)
    with make.refused(Rule.MANAGER_COMES_FIRST):
        confirm(User.objects.get(email="ada@ssr.example"), left_alone.joseph, 3)
    for name in ("amina", "grace", "alain"):
        with make.refused(Rule.NOT_LOOKED_AFTER):
            confirm(felix(), getattr(left_alone, name), 3)
    confirm(felix(), left_alone.joseph, 3)
    assert standing(felix()) == ("manager", "partners")
    give(newcomer("second"), "manager", "partners", left_alone.alain, 4)
    with make.refused(Rule.NOT_LOOKED_AFTER):
        confirm(User.objects.get(email="second@ssr.example"), left_alone.joseph, 5)


def test_who_the_other_side_confirmed_reads_what_was_written_before_only_from_its_reveal_on(
    left_alone: make.Cast, sealed: Sealed
) -> None:
    confirm(felix(), left_alone.joseph, 3)
    assert not reads(felix(), sealed.partners)
    later = make.begin(left_alone.amina, "CCRSS", make.round_("march-2011"), at=day(4))
    assert reads(felix(), later.pk)
    for person in (left_alone.amina, left_alone.grace):
        make.sent(person, "CMJ", make.round_("march-2011"))
    assert reads(felix(), sealed.partners), "after the reveal"


def test_nor_are_the_weights_that_were_recorded_before(left_alone: make.Cast) -> None:
    round_ = make.round_("march-2011")
    before = make.weigh(round_, by=left_alone.amina)
    confirm(felix(), left_alone.joseph, 3)
    assert before not in weightings_visible_to(felix())
    make.weigh(round_, weights=(20, 20, 20, 10, 10, 10, 10), by=left_alone.amina, at=day(4))
    assert [each.version for each in weightings_visible_to(felix())] == [2]
    assert before in weightings_visible_to(left_alone.amina)


def test_no_step_is_open_either_on_what_was_written_before(left_alone: make.Cast, sealed: Sealed) -> None:
    confirm(felix(), left_alone.joseph, 3)
    browser = Client()
    browser.force_login(felix())
    for address in ("", "send/"):
        assert browser.get(f"/assessments/{sealed.partners}/{address}").status_code == 404
    assert browser.post(f"/assessments/{sealed.partners}/recall/", {"reason": "x"}).status_code == 404


def test_nor_are_the_contacts_that_were_shared_before(left_alone: make.Cast) -> None:
    before = make.contact(left_alone.amina, sharing="side")
    since = datetime.now(tz=make.AT.tzinfo)
    Membership.objects.filter(user=felix()).update(asked_at=since - timedelta(days=1))
    shown = queries.fingerprint(place(felix()))
    memberships.confirm_place(place=place(felix()), shown=shown, by=left_alone.joseph, at=since)
    after = make.contact(left_alone.amina, subject="Another", sharing="side")
    visible = set(contacts_visible_to(felix(), make.cod()).values_list("pk", flat=True))
    assert before.pk not in visible
    assert after.pk in visible


def test_whom_such_a_manager_confirms_reads_no_more_than_they_do(
    left_alone: make.Cast, sealed: Sealed
) -> None:
    confirm(felix(), left_alone.joseph, 3)
    ada = give(newcomer("ada"), "manager", "partners", left_alone.alain, 4)
    confirm(ada, felix(), 5)
    assert not reads(ada, sealed.partners)
    assert place(ada).reads_since == day(3)
    bea = give(newcomer("bea"), "adviser", "partners", left_alone.alain, 6)
    confirm(bea, ada, 7)
    assert place(bea).reads_since == day(3), "from hand to hand"


def test_nor_through_a_link_for_who_was_confirmed_before_and_has_no_password_yet(
    left_alone: make.Cast, sealed: Sealed
) -> None:
    ada = make.place(newcomer("ada"), "adviser", "partners")
    confirm(felix(), left_alone.joseph, 3)
    choose(ada, links.print_link(place=place(ada), by=felix(), at=day(4)), on=4)
    assert standing(ada) == VIEWER
    assert not reads(ada, sealed.partners)
    confirm(ada, felix(), 5)
    assert standing(ada) == ("adviser", "partners")
    assert not reads(ada, sealed.partners)


@pytest.mark.parametrize("through", ["viewer", "adviser", "government"])
@pytest.mark.parametrize("by", ["other side", "whole manager"])
def test_another_role_and_back_lifts_no_limit(
    through: str, by: str, left_alone: make.Cast, sealed: Sealed
) -> None:
    confirm(felix(), left_alone.joseph, 3)
    if by == "whole manager":
        give(newcomer("whole"), "manager", "partners", None, 4)
    role, side = {"viewer": ("viewer", None), "adviser": ("adviser", "partners")}.get(
        through, ("adviser", "government")
    )
    give(felix(), role, side, left_alone.alain, 5)
    give(felix(), "manager", "partners", left_alone.alain, 6)
    confirmer = left_alone.joseph if by == "other side" else User.objects.get(email="whole@ssr.example")
    confirm(felix(), confirmer, 7)
    limit = place(felix()).reads_since
    assert limit is not None
    assert limit >= day(3)
    assert not reads(felix(), sealed.partners)


def test_only_the_command_line_lifts_a_limit(left_alone: make.Cast, sealed: Sealed) -> None:
    confirm(felix(), left_alone.joseph, 3)
    give(felix(), "manager", "partners", left_alone.alain, 4)
    assert place(felix()).reads_since == day(3)
    give(felix(), "manager", "partners", None, 5)
    assert reads(felix(), sealed.partners)


def _take_away_by_end(paul: User, alain: User) -> None:
    end(paul, alain, 1)


def _take_away_by_role(paul: User, alain: User) -> None:
    give(paul, "viewer", None, alain, 1)


def _take_away_by_side(paul: User, alain: User) -> None:
    give(paul, "manager", "government", alain, 1)


def _take_away_by_email(paul: User, alain: User) -> None:
    people.change_email(user=paul, email="friend@ssr.example", by=alain, at=day(1))


def _take_away_by_closing(paul: User, alain: User) -> None:
    people.save_person(email=paul.email, name=paul.name, language="en", is_active=False, by=alain, at=day(1))


@pytest.mark.parametrize(
    "way",
    [_take_away_by_end, _take_away_by_role, _take_away_by_side, _take_away_by_email, _take_away_by_closing],
    ids=lambda way: way.__name__,
)
def test_however_an_administrator_is_rid_of_the_only_manager_a_friend_reads_nothing_from_before(
    way: Any, cast: make.Cast, sealed: Sealed
) -> None:
    way(cast.paul, cast.alain)
    give(newcomer(), "manager", "partners", cast.alain, 2)
    assert not reads(felix(), sealed.partners)
    with make.refused(Rule.NOT_LOOKED_AFTER):
        confirm(felix(), cast.alain, 3)
    confirm(felix(), cast.joseph, 3)
    assert not reads(felix(), sealed.partners)
    if Membership.objects.filter(user=cast.paul, side="partners").exists():
        if not fresh(cast.paul).is_active:
            people.save_person(
                email=cast.paul.email, name="Paul", language="en", is_active=True, by=cast.alain, at=day(4)
            )
        assert not reads(cast.paul, sealed.partners), "and the account of the old one neither"


def test_where_neither_side_has_a_manager_only_the_command_line_names_one(
    cast: make.Cast, sealed: Sealed
) -> None:
    end(cast.paul, cast.alain, 1)
    end(cast.joseph, cast.alain, 1)
    one = give(newcomer("one"), "manager", "partners", cast.alain, 2)
    other = give(newcomer("other"), "manager", "government", cast.alain, 2)
    for first, second in ((one, other), (other, one), (one, cast.amina), (one, cast.alain)):
        with make.refused(Rule.NOT_LOOKED_AFTER):
            confirm(first, second, 3)
    give(one, "manager", "partners", None, 4)
    assert reads(one, sealed.partners)


# --- through whose hands a password went


def test_who_administers_prints_for_who_has_no_side_and_keeps_no_way_in_when_they_get_one(
    cast: make.Cast, sealed: Sealed
) -> None:
    viewer = give(newcomer(), "viewer", None, cast.alain, 1)
    kept = links.print_link(place=place(viewer), by=cast.alain, at=day(1))
    give(viewer, "adviser", "partners", cast.alain, 2)
    with make.refused(Rule.LINK_OVER):
        choose(fresh(viewer), kept)


def test_a_password_chosen_through_an_administrators_link_opens_no_side(
    cast: make.Cast, sealed: Sealed
) -> None:
    viewer = give(newcomer(), "viewer", None, cast.alain, 1)
    choose(viewer, links.print_link(place=place(viewer), by=cast.alain, at=day(1)))
    people.change_password(password=f"{NEW}-x", by=fresh(viewer), at=day(1))
    give(viewer, "adviser", "partners", cast.alain, 2)
    with make.refused(Rule.PASSWORD_KNOWN):
        confirm(viewer, cast.paul, 3)
    token = links.print_link(place=place(viewer), by=cast.paul, at=day(4))
    with make.refused(Rule.PASSWORD_KNOWN):
        confirm(viewer, cast.paul, 4)
    choose(viewer, token, on=5)
    confirm(viewer, cast.paul, 6)
    assert reads(viewer, sealed.partners)


def test_nor_does_one_chosen_through_a_link_of_the_other_sides_manager(
    cast: make.Cast, sealed: Sealed
) -> None:
    choose(cast.grace, links.print_link(place=place(cast.grace), by=cast.joseph, at=day(1)))
    give(cast.grace, "adviser", "partners", cast.alain, 2)
    with make.refused(Rule.PASSWORD_KNOWN):
        confirm(cast.grace, cast.paul, 3)


def test_nor_one_that_was_typed_before_there_were_links(cast: make.Cast) -> None:
    cast.vera.links.all().delete()
    give(cast.vera, "adviser", "partners", cast.alain, 1)
    with make.refused(Rule.PASSWORD_KNOWN):
        confirm(cast.vera, cast.paul, 2)


def test_nor_a_link_printed_in_another_programme_that_was_not_used_yet(cast: make.Cast) -> None:
    caf = make.programme("caf")
    make.place(cast.alain, "administrator", None, programme=caf)
    viewer = newcomer()
    memberships.give_place(
        user=viewer, programme=caf, role="viewer", side=None, by=fresh(cast.alain), at=day(1)
    )
    links.print_link(place=place(viewer, caf), by=cast.alain, at=day(1))
    give(viewer, "adviser", "partners", cast.alain, 2)
    with make.refused(Rule.PASSWORD_KNOWN):
        confirm(viewer, cast.paul, 3)
    with make.refused(Rule.PLACE_ELSEWHERE):
        links.print_link(place=place(viewer), by=cast.paul, at=day(3))
    choose(viewer, links.make_link(user=viewer, way="mail", by=None, at=day(4)))
    confirm(viewer, cast.paul, 5)


def test_another_e_mail_and_a_reset_by_mail_open_no_side_and_back_again_neither(
    cast: make.Cast, sealed: Sealed
) -> None:
    real = cast.amina.email
    people.change_email(user=cast.amina, email="friend@ssr.example", by=cast.alain, at=day(1))
    found = links.ask_for_link(email="friend@ssr.example", at=day(1))
    assert found is not None
    choose(*found, on=2)
    assert not reads(cast.amina, sealed.partners)
    people.change_email(user=cast.amina, email=real, by=cast.alain, at=day(3))
    assert not reads(cast.amina, sealed.partners)
    assert not fresh(cast.amina).has_usable_password(), "who read the other letter-box is out again"
    confirm(cast.amina, cast.paul, 4)


def test_nor_does_an_own_account_that_takes_somebody_elses_name_and_e_mail(cast: make.Cast) -> None:
    friend = make.place(make.person("friend"), "administrator", None)
    found = links.ask_for_link(email=friend.email, at=day(1))
    assert found is not None
    choose(*found, on=1)
    people.change_email(user=friend, email="marie@ssr.example", by=friend, at=day(2))
    assert fresh(friend).check_password(NEW), "nobody is locked out of their own account"
    give(friend, "adviser", "partners", cast.alain, 3)
    with make.refused(Rule.PASSWORD_KNOWN):
        confirm(friend, cast.paul, 4)


def test_with_another_e_mail_sessions_links_and_calendars_from_before_are_dead(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, token = client_of(cast.amina), links.make_link(user=cast.amina, way="mail", by=None, at=day(1))
    feeds.make(programme=make.cod(), by=cast.amina, at=day(1))
    people.change_email(user=cast.amina, email="new@ssr.example", by=cast.alain, at=day(2))
    assert browser.get("/").status_code == 302
    assert not Feed.objects.filter(user=cast.amina).exists()
    assert not fresh(cast.amina).check_password(make.PASSWORD)
    with make.refused(Rule.LINK_OVER):
        choose(cast.amina, token)


# --- an administrator's own doing


@pytest.mark.parametrize(
    ("role", "side"), [("manager", "partners"), ("adviser", "government"), ("viewer", None)]
)
def test_nobody_gives_themselves_another_place(role: str, side: str | None, cast: make.Cast) -> None:
    make.place(make.person("second"), "administrator", None)
    with make.refused(Rule.OWN_PLACE):
        give(cast.alain, role, side, cast.alain, 1)


@pytest.mark.parametrize("name", ["amina", "paul", "grace", "joseph", "vera", "nadia", "olga"])
def test_nobody_but_an_administrator_of_the_programme_gives_or_ends_places(
    name: str, cast: make.Cast
) -> None:
    person, by = newcomer(), getattr(cast, name)
    rule = Rule.OUT_OF_REACH if name in ("paul", "joseph") else Rule.NOT_ADMINISTERED
    with make.refused(rule):
        give(person, "viewer", None, by, 1)
    for whom in (cast.vera, cast.alain, cast.amina if name == "joseph" else cast.grace):
        with make.refused(rule):
            end(whom, by, 1)


@pytest.mark.parametrize(("name", "side"), [("paul", "partners"), ("joseph", "government")])
def test_a_manager_gives_and_ends_the_places_of_the_own_side_which_count_at_once(
    name: str, side: str, cast: make.Cast
) -> None:
    by = getattr(cast, name)
    felix = give(newcomer(), "manager", side, by, 1)
    assert standing(felix) == ("manager", side)
    give(felix, "adviser", side, by, 2)
    assert (standing(felix), place(felix).confirmed_by) == (("adviser", side), by)
    end(felix, by, 3)
    assert not standings(fresh(felix))


def test_who_reads_from_a_day_on_hands_on_no_more_by_an_invitation(
    left_alone: make.Cast, sealed: Sealed
) -> None:
    confirm(felix(), left_alone.joseph, 3)
    friend = give(newcomer("friend"), "adviser", "partners", felix(), 4)
    assert standing(friend) == ("adviser", "partners")
    assert place(friend).reads_since == place(felix()).reads_since == day(3)
    assert not reads(friend, sealed.partners)


def test_an_account_whose_password_others_may_know_waits_for_another_one(cast: make.Cast) -> None:
    cast.nadia.links.all().delete()
    give(cast.nadia, "adviser", "partners", cast.paul, 1)
    assert standing(cast.nadia) == VIEWER


def test_a_place_that_ended_gives_no_right(cast: make.Cast, sealed: Sealed) -> None:
    end(cast.amina, cast.alain, 1)
    assert FormerPlace.objects.get().user == cast.amina
    assert (standings(fresh(cast.amina)), reads(cast.amina, sealed.partners)) == ((), False)
    assert cast.amina.pk not in {each.user.pk for each in commitments.recipients()}
    assert cast.amina.pk not in {each.user_id for each in queries.places_of(make.cod())}
    related = (*User._meta.related_objects, *Programme._meta.related_objects)
    assert FormerPlace not in {each.related_model for each in related}, "no reader comes upon it"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_invite_one_e_mail_at_once_one_is_told_that_it_is_there() -> None:
    cast = make.cast()
    together, got = Barrier(2), []

    def invite(by: User, role: str) -> None:
        together.wait()
        try:
            place = people.invite(
                invited=Invited("esther@ssr.example", "Esther", "fr"),
                programme=make.cod(),
                role=role,
                side="partners",
                by=by,
                at=day(1),
            )
            got.append("placed" if place else "untold")
        except Refused as refused:
            got.append(str(refused.problems[0].rule))
        finally:
            connection.close()

    threads = [Thread(target=invite, args=args) for args in ((cast.paul, "adviser"), (cast.alain, "manager"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["place_here", "placed"]
    assert Membership.objects.filter(user__email="esther@ssr.example").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does() -> None:
    cast = make.cast()
    second = make.place(make.person("second"), "manager", "partners")
    waits = give(newcomer(), "adviser", "partners", cast.alain, 1)
    shown = queries.fingerprint(place(waits))
    together, got = Barrier(2), []

    def confirm_it(by: User) -> None:
        together.wait()
        try:
            memberships.confirm_place(place=place(waits), shown=shown, by=by, at=day(2))
            got.append("confirmed")
        except Refused as refused:
            got.append(str(refused.problems[0].rule))
        finally:
            connection.close()

    threads = [Thread(target=confirm_it, args=(by,)) for by in (cast.paul, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["confirmed", "nothing_to_confirm"]


def test_an_administrator_who_waits_for_a_side_or_is_closed_out_gives_nothing_any_more(
    cast: make.Cast,
) -> None:
    second = make.place(make.person("second"), "administrator", None)
    give(second, "manager", "partners", cast.alain, 1)
    third = make.place(make.person("third"), "administrator", None)
    people.save_person(
        email=third.email, name="Third", language="en", is_active=False, by=cast.alain, at=day(1)
    )
    for former in (second, third):
        with make.refused(Rule.NOT_ADMINISTERED):
            give(cast.vera, "adviser", "partners", former, 2)


# --- the last administrator


def _is_ended(alain: User, by: User | None) -> None:
    end(alain, by, 1)


def _is_demoted(alain: User, by: User | None) -> None:
    give(alain, "viewer", None, by, 1)


def _is_closed(alain: User, by: User | None) -> None:
    people.save_person(email=alain.email, name="Alain", language="fr", is_active=False, by=by, at=day(1))


LOSSES = [_is_ended, _is_demoted, _is_closed]


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_the_last_administrator_stays_whoever_wants_it_otherwise(loss: Any, cast: make.Cast) -> None:
    with make.refused(Rule.LAST_ADMINISTRATOR):
        loss(cast.alain, None)
    if loss is not _is_demoted:
        with make.refused(Rule.LAST_ADMINISTRATOR):
            loss(cast.alain, cast.alain)
    # One who may not sign in looks after nothing.
    second = make.place(make.person("second"), "administrator", None)
    User.objects.filter(pk=second.pk).update(is_active=False)
    with make.refused(Rule.LAST_ADMINISTRATOR):
        loss(cast.alain, None)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_one_of_two_administrators_may_go(loss: Any, cast: make.Cast) -> None:
    second = make.place(make.person("second"), "administrator", None)
    loss(cast.alain, second)
    assert queries.is_last_administrator(make.cod(), second)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_of_two_administrators_who_remove_each_other_at_once_one_stays(loss: Any) -> None:
    cast = make.cast()
    second = make.place(make.person("second"), "administrator", None)
    together, failed = Barrier(2), []

    def remove(whom: User, by: User) -> None:
        together.wait()
        try:
            loss(whom, by)
        except Refused as refused:
            failed.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=remove, args=args) for args in ((cast.alain, second), (second, cast.alain))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 1
    assert queries.has_administrator(make.cod())


# --- ending, and what ends with it


@pytest.mark.parametrize(
    "step",
    [
        lambda cast: end(cast.amina, cast.alain, 1),
        lambda cast: give(cast.amina, "manager", "partners", cast.alain, 1),
        lambda cast: give(cast.amina, "adviser", "government", cast.alain, 1),
        lambda cast: give(cast.amina, "viewer", None, None, 1),
        lambda cast: people.save_person(
            email=cast.amina.email, name="A", language="en", is_active=False, by=cast.alain, at=day(1)
        ),
    ],
    ids=["ended", "role", "side", "command line", "closed"],
)
def test_sessions_end_at_once_when_a_place_or_account_is_another(
    step: Any, cast: make.Cast, client_of: ClientOf
) -> None:
    browsers = [client_of(cast.amina), client_of(cast.amina)]
    step(cast)
    assert [each.get("/").status_code for each in browsers] == [302, 302]


def test_being_confirmed_ends_no_session(cast: make.Cast, client_of: ClientOf) -> None:
    give(cast.vera, "adviser", "partners", cast.alain, 1)
    browser = client_of(fresh(cast.vera))
    confirm(cast.vera, cast.paul, 2)
    assert browser.get("/").status_code == 200


def test_an_ended_place_is_gone_and_the_person_stays(cast: make.Cast) -> None:
    end(cast.amina, cast.alain, 1)
    assert not cast.amina.memberships.exists()
    assert fresh(cast.amina).is_active
    entry = JournalEntry.objects.latest("sequence")
    whole = {"role": "adviser", "side": "partners", "confirmed": True, "reads_since": None}
    assert (entry.verb, entry.key, entry.before, entry.after) == (
        "ended",
        cast.amina.email,
        {"user": cast.amina.pk, **whole},
        None,
    )


def test_the_journal_states_a_confirmed_place_whole(left_alone: make.Cast) -> None:
    confirm(felix(), left_alone.joseph, 3)
    entry = JournalEntry.objects.latest("sequence")
    whole = {"user": felix().pk, "role": "manager", "side": "partners"}
    assert (entry.verb, entry.key, entry.by) == ("confirmed", "felix@ssr.example", left_alone.joseph)
    assert entry.before == {**whole, "confirmed": False, "reads_since": None}
    assert entry.after == {**whole, "confirmed": True, "reads_since": stamp(day(3))}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_last_entry_of_a_place_says_how_it_stands(way: Any, cast: make.Cast) -> None:
    person = fresh(way(cast))
    entry = JournalEntry.objects.filter(
        verb__in=["gave place", "confirmed", "ended"], after__user=person.pk
    ).latest("sequence")
    stored = place(person)
    assert entry.key == person.email
    assert entry.after == {
        "user": person.pk,
        "role": stored.role,
        "side": stored.side,
        "confirmed": False,
        "reads_since": None,
    }


# --- what managers are told


def told(user: User) -> list[tuple[str, dict[str, str]]]:
    rows = Notice.objects.filter(user=user, seen_at__isnull=True, at__gte=day(1))
    return [(row.kind, row.operands) for row in rows.order_by("pk")]


def test_managers_of_the_side_are_told_whose_place_changed_and_those_of_the_other_that_one_did(
    cast: make.Cast,
) -> None:
    Notice.objects.all().delete()
    give(newcomer(), "adviser", "partners", cast.alain, 1)
    give(cast.amina, "manager", "partners", cast.alain, 2)
    end(felix(), cast.alain, 3)
    assert told(cast.joseph) == [("other", {})], "once, until it is seen"
    assert told(cast.paul) == [
        ("own", {"name": "Felix", "what": "gave", "role": "adviser"}),
        ("own", {"name": "Amina Adviser", "what": "changed", "role": "manager"}),
        ("own", {"name": "Felix", "what": "ended", "role": "adviser"}),
    ]
    for name in ("amina", "grace", "vera", "alain"):
        assert told(getattr(cast, name)) == []


def test_a_person_who_changes_side_is_news_on_both(cast: make.Cast) -> None:
    Notice.objects.all().delete()
    give(cast.amina, "adviser", "government", cast.alain, 1)
    assert [kind for kind, _operands in told(cast.paul) + told(cast.joseph)] == ["own", "own"]


def test_a_manager_is_not_told_of_what_they_did_and_the_other_side_of_no_link(cast: make.Cast) -> None:
    Notice.objects.all().delete()
    links.print_link(place=place(cast.amina), by=cast.paul, at=day(1))
    assert told(cast.paul) == []
    assert told(cast.joseph) == []


def test_what_a_manager_was_told_does_not_go_with_them_to_the_other_side(cast: make.Cast) -> None:
    give(newcomer(), "adviser", "partners", cast.alain, 1)
    give(cast.paul, "manager", "government", cast.alain, 2)
    assert told(cast.paul) == []


def test_who_waits_is_told_nothing(cast: make.Cast) -> None:
    give(newcomer(), "manager", "partners", cast.alain, 1)
    give(cast.amina, "viewer", None, cast.alain, 2)
    assert told(felix()) == []
