"""The log that both sides share holds nothing sealed and no person; a side's own history what its reader may read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from coordination.actions import memberships
from coordination.domain.history import Actor
from coordination.models import Assessment, Membership, Round, User
from coordination.permissions import standings
from coordination.queries import history
from coordination.queries.history import Deed, WantedEntries
from tests import make

pytestmark = pytest.mark.django_db
ALL = WantedEntries()


def shared(user: User, wanted: WantedEntries = ALL) -> tuple[Deed, ...]:
    return history.shared(user, make.cod(), standings(user)[0], wanted, page=None).listed


def own(user: User, wanted: WantedEntries = ALL) -> tuple[Deed, ...]:
    user = User.objects.get(pk=user.pk)  # the standing is kept on the person
    return history.own(user, make.cod(), standings(user)[0], wanted, page=None).listed


def of(found: tuple[Deed, ...], noun: str = "assessment") -> list[tuple[str, str, str]]:
    """Verb, side and person of the entries of a kind, the earliest first."""
    return [
        (each.verb, each.actor.side if each.actor else "", each.person)
        for each in reversed(found)
        if each.noun == noun
    ]


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    return make.open_round()


def draft(person: User, code: str, round_: Round) -> Assessment:
    assessment = make.start(person, code, round_)
    make.answer_all(assessment, "Partly?")
    return assessment


# --- what both sides share


def test_nothing_of_an_assessment_is_shared_before_its_reveal(cast: make.Cast, round_: Round) -> None:
    before = shared(cast.paul)
    make.send(draft(cast.amina, "CMJ", round_))
    draft(cast.grace, "CCRSS", round_)
    make.discard(draft(cast.grace, "GTSE/CPSE", round_))
    make.weigh(round_)
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain):
        assert of(shared(person)) == of(before)
        assert [each for each in shared(person) if each.verb == "weighed"] == []


def test_from_its_reveal_on_all_of_it_is_shared_from_the_first_answer_on(
    cast: make.Cast, round_: Round
) -> None:
    before = of(shared(cast.amina))
    sent = make.send(draft(cast.amina, "CMJ", round_))
    make.recall(sent)
    make.send(sent)
    make.discard(draft(cast.grace, "CMJ", round_))
    draft(cast.grace, "CCRSS", round_)
    make.weigh(round_)
    make.sent(cast.grace, "CMJ", round_)
    found = of(shared(cast.amina))[len(before) :]
    assert found == [
        *(("started", "partners", ""), ("answered", "partners", ""), ("sent", "partners", "")),
        *(("recalled", "partners", ""), ("sent", "partners", "")),
        *(("started", "government", ""), ("answered", "government", ""), ("discarded", "government", "")),
        *(("started", "government", ""), ("answered", "government", ""), ("sent", "government", "")),
        ("revealed", "", ""),
    ]
    assert [each.about[0].en for each in shared(cast.amina) if each.noun == "assessment"][:3] == ["CMJ"] * 3
    assert [each.actor for each in shared(cast.joseph) if each.verb == "weighed"] == [
        Actor("manager", "partners")
    ]


def test_it_is_the_same_for_both_sides_and_names_nobody(cast: make.Cast, round_: Round) -> None:
    make.load_demo()
    make.send(draft(cast.amina, "CMJ", round_))
    make.sent(cast.grace, "CMJ", round_)
    draft(cast.grace, "CCRSS", round_)
    make.promise()
    make.place(cast.olga, "adviser", "partners")
    first = shared(cast.amina)
    assert first == shared(cast.paul) == shared(cast.grace) == shared(cast.joseph)
    assert {each.person for each in first} == {""}
    assert {each.noun for each in first}.isdisjoint({"person", "contact", "export"})


def test_a_viewer_and_an_administrator_read_of_an_open_round_once_it_is_closed(
    cast: make.Cast, round_: Round
) -> None:
    before = of(shared(cast.vera))
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    assert of(shared(cast.vera)) == of(shared(cast.alain)) == before
    make.close_round(round_)
    assert of(shared(cast.vera)) == of(shared(cast.alain)) == of(shared(cast.amina))
    assert len(of(shared(cast.vera))) > len(before)


# --- what the own side did


def test_a_manager_reads_what_the_own_side_did_by_name(cast: make.Cast, round_: Round) -> None:
    make.send(draft(cast.amina, "CMJ", round_))
    make.discard(draft(cast.amina, "CCRSS", round_))
    make.weigh(round_)
    draft(cast.grace, "CMJ", round_)
    assert of(own(cast.paul)) == [
        *[(verb, "partners", cast.amina.name) for verb in ("started", "answered", "sent")],
        *[(verb, "partners", cast.amina.name) for verb in ("started", "answered", "discarded")],
    ]
    assert of(own(cast.paul), "round") == [
        ("opened", "partners", cast.paul.name),
        ("weighed", "partners", cast.paul.name),
    ]
    assert of(own(cast.joseph)) == [(verb, "government", cast.grace.name) for verb in ("started", "answered")]


def test_an_adviser_reads_what_they_may_and_names_of_assessors_only(cast: make.Cast, round_: Round) -> None:
    bruno = make.place(make.person("bruno", "Bruno"), "adviser", "partners")
    make.send(draft(cast.amina, "CMJ", round_))
    make.discard(draft(bruno, "CCRSS", round_))
    make.promise(by=cast.paul)
    found = own(cast.amina)
    assert of(found) == [(verb, "partners", cast.amina.name) for verb in ("started", "answered", "sent")]
    assert of(found, "commitment") == [("promised", "partners", "")]
    assert of(found, "person") == []
    assert of(own(bruno)) == [
        *[(verb, "partners", cast.amina.name) for verb in ("started", "answered", "sent")],
        *[(verb, "partners", "Bruno") for verb in ("started", "answered", "discarded")],
    ]


def test_a_contact_is_told_to_those_who_may_read_it(cast: make.Cast) -> None:
    make.contact(cast.amina, subject="Mine", sharing="private")
    make.contact(cast.amina, subject="Ours", sharing="side")
    assert len(of(own(cast.amina), "contact")) == 2
    assert len(of(own(cast.paul), "contact")) == 1
    assert of(own(cast.joseph), "contact") == []


def test_who_changed_side_did_what_they_did_for_the_former_one(cast: make.Cast, round_: Round) -> None:
    make.send(draft(cast.amina, "CMJ", round_))
    make.place(cast.amina, "adviser", "government")
    assert of(own(cast.amina)) == []
    assert [side for _verb, side, _name in of(own(cast.paul))] == ["partners"] * 3
    assert of(own(cast.joseph)) == []


def test_who_has_left_is_told_as_a_former_adviser(cast: make.Cast, round_: Round) -> None:
    make.send(draft(cast.amina, "CMJ", round_))
    place = Membership.objects.get(user=cast.amina, programme=make.cod())
    memberships.end_place(place=place, by=cast.paul, at=make.AT)
    assert {
        (each.person, each.has_left, each.actor) for each in own(cast.paul) if each.noun == "assessment"
    } == {("", True, Actor("adviser", "partners"))}


def test_whoever_reads_only_since_a_day_is_told_nothing_sealed_from_before(
    cast: make.Cast, round_: Round
) -> None:
    make.send(draft(cast.amina, "CMJ", round_))
    make.discard(draft(cast.amina, "CCRSS", round_))
    make.weigh(round_)
    Membership.objects.filter(user=cast.paul).update(reads_since=make.AT + timedelta(hours=1))
    assert of(own(cast.paul)) == []
    make.sent(cast.grace, "CMJ", round_)
    assert [verb for verb, _side, _name in of(own(cast.paul))] == ["started", "answered", "sent"]


# --- filters, pages, cost


def test_entries_are_filtered_by_kind_and_day(cast: make.Cast, round_: Round) -> None:
    assert {each.noun for each in shared(cast.paul, WantedEntries(noun="round"))} == {"round"}
    (entry,) = shared(cast.paul, WantedEntries(noun="round"))
    day = timezone.localdate(entry.at, make.cod().zone)
    for wanted, is_there in (
        (WantedEntries(since=day), True),
        (WantedEntries(until=day), True),
        (WantedEntries(since=day + timedelta(days=1)), False),
        (WantedEntries(until=day - timedelta(days=1)), False),
    ):
        assert (entry in shared(cast.paul, wanted)) is is_there
    assert shared(cast.paul, WantedEntries(since=date(2999, 1, 1))) == ()
    assert shared(cast.paul, WantedEntries(until=date(1999, 1, 1))) == ()


def test_a_page_has_so_many_and_the_file_all(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make.load_demo()
    monkeypatch.setattr(history, "PAGE", 3)
    first = history.shared(cast.paul, make.cod(), standings(cast.paul)[0], ALL, page=1)
    assert len(first.listed) == 3
    assert first.pages == -(-first.total // 3)
    assert len(shared(cast.paul)) == first.total
    monkeypatch.setattr(history, "CEILING", 2)
    assert len(shared(cast.paul)) == 2


def test_its_queries_do_not_grow_with_what_was_done(
    cast: make.Cast,
    round_: Round,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for more in (False, True):
        with transaction.atomic():
            if more:
                make.load_demo()
                for code in ("CMJ", "CCRSS", "GTSE/CPSE"):
                    make.send(draft(cast.amina, code, round_))
            for reader in (shared, own):
                with django_assert_max_num_queries(24):
                    reader(cast.paul)
            transaction.set_rollback(True)
