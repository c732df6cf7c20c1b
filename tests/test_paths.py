"""An administrator comes to no sealed answer by any two or three steps, and leaves nobody whom nobody can help.

The steps stand in ``paths.STEPS``. Every address and every action is either among them or says below why it opens
nothing; one that is missing fails. That the search finds a way is shown with one guard taken away at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from coordination.actions import links, memberships, people
from coordination.admin.doors import Editable
from coordination.domain import memberships as rules
from coordination.queries import links as link_queries
from coordination.queries import people as queries
from tests import make, paths
from tests.extent import PROVES, TURN, share_of
from tests.paths import STEPS, Step, Story, undone
from tests.test_architecture import actions
from tests.views.test_addresses import TABLE
from tests.views.test_secrecy import addresses

pytestmark = pytest.mark.django_db
WAYS_OF_LINKS = [pytest.param(False, id="printed"), pytest.param(True, id="mailed")]


def faults(story: Story, *stages: Sequence[Step]) -> Iterator[str]:
    """Yield what is wrong after each way of these stages; a state that was reached before is not gone on from again."""
    seen: set[tuple[int, object]] = set()

    def walk(story: Story, stages: Sequence[Sequence[Step]], way: tuple[str, ...]) -> Iterator[str]:
        key = (len(stages), story.key())
        if key in seen:
            return
        seen.add(key)
        if wrong := story.reads() + story.lost():
            yield f"{', then '.join(way)}: {', '.join(wrong)}"
        elif stages:
            for step in stages[0]:
                with undone():
                    if reached := story.after(step):
                        yield from walk(reached, stages[1:], (*way, str(step)))

    yield from walk(story, stages, ())


def named(*names: str) -> list[Step]:
    """Return these steps."""
    found = {str(step): step for step in STEPS}
    return [found[name] for name in names]


# --- the search


@pytest.mark.knows_no_database
@pytest.mark.parametrize("is_mailed", WAYS_OF_LINKS)
def test_no_two_steps_lead_to_a_sealed_answer_or_leave_anybody_helpless(
    is_mailed: bool, cast: make.Cast
) -> None:
    first = share_of(STEPS, TURN + is_mailed, shares=40)
    assert list(faults(paths.begin(is_mailed=is_mailed), first, STEPS)) == []


@pytest.mark.knows_no_database
@pytest.mark.skipif(not PROVES, reason="hours of ways: a sixteenth at each proof, in turn")
@pytest.mark.parametrize("is_mailed", WAYS_OF_LINKS)
def test_nor_do_three(is_mailed: bool, cast: make.Cast) -> None:
    first = STEPS[(TURN + is_mailed) % 16 :: 16]
    assert list(faults(paths.begin(is_mailed=is_mailed), first, STEPS, STEPS)) == []


#: The longer ways that were thought of, step by step.
KNOWN_WAYS = (
    ("put the programme into the archive", "take the programme out of the archive", "take the partners"),
    ("take the partners", "puppet: make vera manager partners", "alain prints a link for vera"),
    (
        "alain prints a link for vera",
        "choose passwords",
        "take the partners",
        "puppet: make vera manager partners",
    ),
    (
        "take the partners",
        "end felix",
        "puppet: make felix manager partners",
        "puppet prints a link for felix",
    ),
    (
        "take the partners",
        "puppet: make amina manager partners",
        "puppet prints a link for amina",
        "choose passwords",
    ),
    (
        "take the partners",
        "puppet gives amina another e-mail",
        "forget every password",
        "the accomplice confirms",
    ),
    (
        "take the partners",
        "puppet: make felix manager partners",
        "puppet prints a link for felix",
        "choose passwords",
    ),
    ("take the partners", "puppet prints a link for felix", "choose passwords"),
    ("take the partners", "puppet prints a link for amina", "choose passwords", "the accomplice confirms"),
    (
        "take the partners",
        "make puppet viewer",
        "make puppet manager partners",
        "joseph confirms a first manager of the partners",
    ),
    (
        "take the partners",
        "the accomplice holds the round",
        "make puppet adviser partners",
        "the accomplice confirms",
    ),
    (
        "alain gives amina another e-mail",
        "forget every password",
        "choose passwords",
        "paul confirms who was there before",
    ),
    (
        "close paul",
        "make puppet manager partners",
        "joseph confirms a first manager of the partners",
        "open paul",
        "the accomplice confirms",
    ),
    ("make vera manager partners", "make vera manager partners", "alain prints a link for vera"),
    (
        "alain prints a link for vera",
        "choose passwords",
        "make vera manager partners",
        "end paul",
        "joseph confirms a first manager of the partners",
    ),
    ("start a programme of amina and felix", "alain prints a link for felix", "choose passwords"),
    (
        "end felix",
        "start a programme of puppet and felix",
        "choose passwords",
        "paul confirms who was there before",
    ),
)


@pytest.mark.parametrize("is_mailed", WAYS_OF_LINKS)
@pytest.mark.parametrize("way", share_of(KNOWN_WAYS, TURN, shares=4), ids=", then ".join)
def test_nor_do_the_longer_ways_that_were_thought_of(
    way: tuple[str, ...], is_mailed: bool, cast: make.Cast
) -> None:
    assert list(faults(paths.begin(is_mailed=is_mailed), *([step] for step in named(*way)))) == []


# --- what they see on the pages

#: What is looked at after a few steps, by whoever the two can sign in as.
SEEN_AFTER = (
    ("make puppet administrator",),
    ("make puppet manager partners",),
    ("make puppet manager government", "make amina viewer"),
    ("take the partners",),
    ("take the government",),
    ("take the partners", "puppet prints a link for amina", "choose passwords"),
    ("alain gives amina another e-mail", "forget every password", "choose passwords"),
)
ADMIN_PAGES = tuple(
    f"/admin/coordination/{model._meta.model_name}/{more}"
    for model in admin.site._registry
    for more in ("", "?q=e", "add/")
)


@pytest.mark.knows_no_database
@pytest.mark.parametrize("way", share_of(SEEN_AFTER, TURN, shares=3), ids=", then ".join)
def test_no_page_file_or_calendar_shows_what_is_sealed(
    way: tuple[str, ...], cast: make.Cast, client_of: Callable[[Any], Client]
) -> None:
    story = paths.begin(is_mailed=False)
    reached: Story | None = story
    for step in named(*way):
        assert reached
        reached = reached.after(step)
    assert reached
    theirs, own = sorted(story.sealed["assessments"])[:2]
    asked = {*addresses(theirs, own), *addresses(own, theirs), *ADMIN_PAGES}
    asked |= {f"/contacts/{pk}/" for pk in story.sealed["contacts"]}
    for name in (name for name in paths.PEOPLE if reached.is_theirs(name)):
        browser = client_of(reached.user(name))
        for address in share_of(sorted(asked), TURN, shares=8):
            answer = browser.get(address)
            assert paths.SECRET.encode() not in answer.content, (name, address)


@pytest.mark.takes_long
def test_the_own_side_does_read_it_on_its_pages(cast: make.Cast, client_of: Callable[[Any], Client]) -> None:
    story = paths.begin(is_mailed=False)
    shown = [
        address
        for address in addresses(*sorted(story.sealed["assessments"])[:2])
        if paths.SECRET.encode() in client_of(cast.paul).get(address).content
    ]
    assert len(shown) > 3
    assert story.read_by("paul"), "and so the permissions say"


# --- one guard taken away


def _manager_prints_as_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(links, "_hands_on_less", lambda *_places: False)


def _administrator_prints_for_a_side(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(queries, "why_not_help", lambda *_places, **_said: None)
    patch.setattr(memberships, "suspend", lambda place, **_said: place)


def _no_waiting_with_another_address(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(people, "_suspend", lambda *_said: None)


def _no_limit_on_what_was_written_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rules, "reads_since", lambda *_places: None)


def _a_password_in_other_hands_is_no_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(link_queries, "is_in_good_hands", lambda *_places: True)


def _a_place_counts_at_once(patch: pytest.MonkeyPatch) -> None:
    ask = memberships._ask
    patch.setattr(memberships, "_ask", lambda place, **said: ask(place, **(said | {"counts": True})))


def _the_last_administrator_may_go(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(queries, "is_last_administrator", lambda *_place: False)


#: Guard → whether links are mailed, and few steps among which there is a way without it.
WITHOUT: tuple[tuple[Callable[[pytest.MonkeyPatch], None], bool, tuple[str, ...]], ...] = (
    (_manager_prints_as_before, False, ("take the partners", "end amina", "puppet prints a link for felix")),
    (_administrator_prints_for_a_side, False, ("alain prints a link for amina", "close amina")),
    (_no_waiting_with_another_address, True, ("alain gives amina another e-mail", "forget every password")),
    (_no_limit_on_what_was_written_before, False, ("end amina", "take the partners")),
    (
        _a_password_in_other_hands_is_no_matter,
        False,
        (
            "alain prints a link for vera",
            "choose passwords",
            "make vera manager partners",
            "paul confirms who was there before",
        ),
    ),
    (_a_place_counts_at_once, False, ("make puppet adviser partners", "close amina")),
    (_the_last_administrator_may_go, False, ("close alain", "end amina")),
)


@pytest.mark.takes_long
@pytest.mark.knows_no_database
@pytest.mark.parametrize(
    ("guard", "is_mailed", "steps"),
    share_of(WITHOUT, TURN, shares=3),
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_without_a_guard_the_search_finds_a_way(
    guard: Callable[[pytest.MonkeyPatch], None],
    is_mailed: bool,
    steps: tuple[str, ...],
    cast: make.Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story, tried = paths.begin(is_mailed=is_mailed), named(*steps)
    assert list(faults(story, *([tried] * len(tried)))) == []
    guard(monkeypatch)
    assert list(faults(replace(story, found={}), *([tried] * len(tried))))


# --- nothing is left out

#: What changes no place, account, link or state of an answer: by these nobody comes to a right.
RECORDS = "a record of the programme"
OWN = "of the own account only"
SIDES_OWN = "of who has a side that counts; the two have none, or read from its reveal on"
PART = "a part of other actions"
GONE = "of an example or a training programme, whose answers are gone with it"
SERVER = "only whoever runs the server"

#: Action → the step that takes it, or why none does.
ACTIONS = {
    **dict.fromkeys(("activities.add", "activities.change", "partners.add", "partners.change"), RECORDS),
    **dict.fromkeys(("functions.save_function", "functions.save_standard", "overlaps.dismiss"), RECORDS),
    **dict.fromkeys(("seats.add", "seats.change", "structures.add", "structures.change"), RECORDS),
    **dict.fromkeys(("commitments.promise", "commitments.move", "commitments.settle"), RECORDS),
    **dict.fromkeys(("commitments.edit", "commitments.put_back", "undoing.undo", "merging.merge"), RECORDS),
    **dict.fromkeys(("withdrawals.withdraw", "withdrawals.restore"), RECORDS),
    **dict.fromkeys(("risks.observe", "programmes.save"), RECORDS),
    **dict.fromkeys(("contacts.note", "contacts.change", "contacts.set_state", "habits.note"), OWN),
    **dict.fromkeys(("feeds.make", "feeds.remove", "notices.see", "tour.end"), OWN),
    **dict.fromkeys(("people.change_password", "people.choose_language"), OWN),
    **dict.fromkeys(("answers.save", "answer_files.load", "rounds.record_weights"), SIDES_OWN),
    **dict.fromkeys(("corrections.correct", "corrections.revise", "corrections.dissent"), SIDES_OWN),
    **dict.fromkeys(("publications.publish", "publications.take_back"), SIDES_OWN),
    **dict.fromkeys(("assessments.submit", "assessments.recall", "assessments.restore"), SIDES_OWN),
    **dict.fromkeys(("assessments.discard", "rounds.open_round", "rounds.move_last_day"), SIDES_OWN),
    **dict.fromkeys(("journal.lock", "journal.record", "identifiers.unseen", "fixture_rows.store"), PART),
    **dict.fromkeys(("notices.tell", "notices.forget", "programmes.add_whole"), PART),
    **dict.fromkeys(("evidence.add", "evidence.remove"), SIDES_OWN),
    **dict.fromkeys(("comments.comment", "comments.withdraw", "joint_answers.propose"), SIDES_OWN),
    **dict.fromkeys(("joint_answers.confirm", "joint_answers.withdraw", "joint_answers.dissent"), SIDES_OWN),
    **dict.fromkeys(("keyed_in.start", "keyed_in.confirm"), SIDES_OWN),
    "keyed_in.hand_over": PART,
    "agreed_cards.keep": PART,
    "reverting.change_back": PART,
    **dict.fromkeys(("instruments.publish", "journal.part"), SERVER),
    "assessments.set_aside": "the accomplice holds the round",
    "closings.close": "the accomplice holds the round",
    **dict.fromkeys(("closings.reopen", "closings.take_back", "assessors.name", "reminders.ask"), SIDES_OWN),
    **dict.fromkeys(("reminders.tell_of_closing", "reminders.take", "reminders.put_back"), PART),
    "reminders.remind": SERVER,
    "fixtures.load": "load an invented answer of the other side",
    "links.make_link": "make felix manager partners",
    "links.ask_for_link": "forget every password",
    "links.print_link": "alain prints a link for amina",
    "links.print_first_link": "start a programme of puppet and felix",
    "links.choose_password": "choose passwords",
    "memberships.give_place": "make puppet manager partners",
    "memberships.first_places": "start a programme of amina and felix",
    "memberships.confirm_place": "the accomplice confirms",
    "memberships.suspend": "alain gives amina another e-mail",
    "memberships.end_place": "end paul",
    "memberships.require_kept": "end paul",
    "memberships.renew": "invite felix again",
    "links.reset": "mail amina a link",
    "first_run.make_code": SERVER,
    "first_run.take": SERVER,
    "mails.keep": PART,
    **dict.fromkeys(
        (
            "exports.note",
            "limits.take",
            *("limits.clean_up", "sessions.clean_up", "answers.clean_up", "first_run.clean_up"),
            *("links.clean_up", "deliveries.once", "deliveries.clean_up", "evidence.clean_up"),
            "fixture_corrections.replace",
        ),
        PART,
    ),
    **dict.fromkeys(("factors.add_app", "factors.add_passkey", "factors.remove_factor"), OWN),
    **dict.fromkeys(("factors.renew_codes", "factors.use_code", "factors.use_passkey"), OWN),
    **dict.fromkeys(("identities.link", "identities.unlink"), OWN),
    **dict.fromkeys(("sessions.end_session", "sessions.end_others"), OWN),
    "factors.forget_factors": "puppet forgets the factors of amina",
    "limits.note_sign_in": OWN,
    "checkpoints.take": SIDES_OWN,
    "programmes.change": RECORDS,
    "archive.archive": "put the programme into the archive",
    "archive.take_out": "take the programme out of the archive",
    "archive.remove": GONE,
    "seen.note": OWN,
    **dict.fromkeys(("seen.note_token", "tokens.end", "tokens.make"), OWN),
    "structures.add_all": RECORDS,
    **dict.fromkeys(("record_files.check", "record_files.load"), RECORDS),
    "people.invite_all": "make puppet adviser partners",
    "memberships.end_access": "end paul",
    "people.save_person": "close amina",
    "people.invite": "make puppet adviser partners",
    "people.account": "start a programme of puppet and felix",
    "people.change_email": "alain gives amina another e-mail",
    "programmes.start": "start a programme of puppet and felix",
}
#: Address that takes posts from an administrator → the step that goes through it, or why none does.
DOORS = {
    **dict.fromkeys(("language", "display", "programme", "tour-end", "sign-out"), OWN),
    **dict.fromkeys(("sign-in", "sign-in-second", "password"), OWN),
    "token-list": OWN,
    **dict.fromkeys(("account-again", "account-app", "account-passkey", "account-codes"), OWN),
    **dict.fromkeys(("seat-add", "seat-edit", "partner-add", "partner-edit", "function-list"), RECORDS),
    **dict.fromkeys(("record-withdraw", "record-restore", "partner-merge"), RECORDS),
    **dict.fromkeys(("activity-add", "activity-edit", "structure-add", "structure-edit"), RECORDS),
    "password-new": "choose passwords",
    "password-forgotten": "forget every password",
    "person-link": "alain prints a link for vera",
    "fixture-load": "load an invented answer of the other side",
    "fixture-iati": RECORDS,
    "fixture-4w": RECORDS,
    "record-file": RECORDS,
    **dict.fromkeys(("person-invite", "person-change", "start-people"), "make puppet manager partners"),
    "person-email": "alain gives amina another e-mail",
    "person-end": "end paul",
    "person-factors": "puppet forgets the factors of amina",
    "person-mail": "mail amina a link",
    "start": "start a programme of amina and felix",
    "start-structures": RECORDS,
    "waiting-list": OWN,
    "programme-settings": RECORDS,
    "programme-archive": "put the programme into the archive",
    "programme-remove": GONE,
    "admin:user": "close amina",
    "admin:programme": "start a programme of amina and felix",
}
WHY_NOT = {RECORDS, OWN, SIDES_OWN, PART, GONE, SERVER}


def _doors() -> set[str]:
    posts = {
        row.name for row in TABLE if row.method == "post" and row.statuses["alain"] in (200, 302, 400, 409)
    }
    kept = {
        f"admin:{model._meta.model_name}" for model, page in admin.site._registry.items() if is_kept(page)
    }
    return posts | kept


def is_kept(page: Any) -> bool:
    """Whether a page of the administration changes anything."""
    return isinstance(page, Editable)


def test_no_action_and_no_address_is_left_out() -> None:
    there = {f"{each.__module__.rpartition('.')[2]}.{each.__name__}" for each in actions()}
    assert set(ACTIONS) == there
    assert set(DOORS) == _doors()


def test_what_they_are_said_to_lead_through_is_a_step() -> None:
    assert {*ACTIONS.values(), *DOORS.values()} - WHY_NOT <= {str(step) for step in STEPS}
    assert len({str(step) for step in STEPS}) == len(STEPS)
