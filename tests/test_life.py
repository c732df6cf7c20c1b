"""The life of a round, played at random: five people take steps, a small model says what must come of each.

Nobody reads the other side before the reveal, in one moment both read both, the journal leads to what stands, and from
wherever the steps have led somebody can go on until both sides see each other.
"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from coordination.domain import lifecycle
from coordination.models import Assessment, Role, User
from coordination.queries import journal
from tests import make
from tests.extent import examples
from tests.views.test_addresses import signed_in, undone

ADVISERS = {"amina": "partners", "felix": "partners", "grace": "government"}
MANAGERS = {"paul": "partners", "joseph": "government"}
SIDES = ADVISERS | MANAGERS
ROUND, STRUCTURE = "march-2011", "cmj"
#: Stands in what an adviser answers, and nowhere else.
SECRET = "Words-of-{}"
PAGES = (
    "/",
    "/assessments/",
    f"/structures/{STRUCTURE}/",
    f"/structures/{STRUCTURE}/{ROUND}/",
    f"/compare/?round={ROUND}&view=both",
    "/rounds/",
)
advisers, people = st.sampled_from(sorted(ADVISERS)), st.sampled_from(sorted(SIDES))
#: Who takes a step of an assessment: often somebody who may.
takers = st.sampled_from(("the author", "the manager", *SIDES))


def taker(who: str, author: str) -> str:
    """Return the person by name."""
    managers = {side: name for name, side in MANAGERS.items()}
    return {"the author": author, "the manager": managers[SIDES[author]]}.get(who, who)


class Life(RuleBasedStateMachine):
    """What the program must answer, beside what it does."""

    cast: dict[str, User]

    def __init__(self) -> None:
        super().__init__()
        self.undo = undone()
        self.undo.__enter__()
        self.states: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.versions: dict[str, int] = {}
        self.is_open, self.is_revealed = True, False
        #: The sides that agree to close the open round, or to open the closed one again.
        self.agreed: set[str] = set()

    @initialize()
    def open(self) -> None:
        """Open a round of both sides."""
        make.open_round()
        self.browsers: dict[str, Client] = {name: signed_in(user) for name, user in self.cast.items()}

    def post(self, who: str, path: str, **data: str) -> int:
        """Return what the person is answered."""
        return self.browsers[who].post(path, data).status_code

    def step(self, who: str, author: str, what: str, **data: str) -> int:
        """Take a step of an assessment; 0 where there is none to take it of."""
        if author not in self.numbers:
            return 0
        return self.post(who, f"/assessments/{self.numbers[author]}/{what}/", **data)

    def reveals(self, *, without: str = "") -> bool:
        """Whether both sides see each other once this author's draft is gone."""
        there = {who: state for who, state in self.states.items() if who != without}
        sent = {SIDES[who] for who, state in there.items() if state == "sent"}
        return "draft" not in there.values() and len(sent) == 2

    def expect(self, status: int, is_right: bool, *, when: bool) -> bool:
        """Hold the answer against the model; return whether the step was taken."""
        assert (status in (200, 302)) == (is_right and when), status
        if status and not is_right:
            assert status in (403, 404), status
        return is_right and when

    def settle(self) -> None:
        """Reveal where it is due."""
        if self.reveals() and not self.is_revealed:
            self.is_revealed = True
            self.states = {
                who: "revealed" if state == "sent" else state for who, state in self.states.items()
            }

    # --- steps

    @rule(author=advisers, level=st.integers(0, 4))
    def answer(self, author: str, level: int) -> None:
        known = author in self.states
        path = f"/assessments/{self.numbers[author]}" if known else f"/assessments/new/{ROUND}/{STRUCTURE}"
        status = self.post(
            author,
            f"{path}/answers/C1/",
            **{"op_id": str(uuid.uuid4()), "C1-choice": str(level), "C1-basis": SECRET.format(author)},
            **{"C1-version": str(self.versions.get(author, 0))},
        )
        when = self.is_open and (self.states[author] == "draft" if known else not self.is_revealed)
        if self.expect(status, True, when=when):
            row = Assessment.objects.get(round__label=ROUND, rater_user=self.cast[author])
            self.numbers[author], self.states[author] = row.pk, "draft"
            self.versions[author] = row.answers.get(criterion__code="C1").version

    @rule(who=takers, author=advisers)
    def send(self, who: str, author: str) -> None:
        who = taker(who, author)
        rows = Assessment.objects.filter(pk=self.numbers.get(author, 0))
        version = rows.values_list("version", flat=True).first() or 0
        status = self.step(who, author, "send", version=str(version), accept_blanks="on")
        is_own = who == author or who in MANAGERS and SIDES[who] == SIDES[author]
        if self.expect(status, is_own, when=self.is_open and self.states.get(author) == "draft"):
            self.states[author] = "sent"
            self.settle()

    @rule(who=takers, author=advisers)
    def recall(self, who: str, author: str) -> None:
        who = taker(who, author)
        status = self.step(who, author, "recall", reason="A figure was wrong.")
        is_own = who == author or who in MANAGERS and SIDES[who] == SIDES[author]
        if self.expect(status, is_own, when=self.is_open and self.states.get(author) == "sent"):
            self.states[author] = "draft"

    @rule(who=takers, author=advisers)
    def discard(self, who: str, author: str) -> None:
        who = taker(who, author)
        reveals = {"reveals": "on"} if self.reveals(without=author) else {}
        status = self.step(who, author, "discard", **reveals)
        if self.expect(status, who == author, when=self.states.get(author) == "draft"):
            for known in (self.states, self.numbers, self.versions):
                known.pop(author)
            self.settle()

    @rule(who=takers, author=advisers)
    def set_aside(self, who: str, author: str) -> None:
        who = taker(who, author)
        reveals = {"reveals": "on"} if self.reveals(without=author) else {}
        status = self.step(who, author, "set-aside", reason="On leave until June.", **reveals)
        is_own = who in MANAGERS and SIDES[who] == SIDES[author]
        if self.expect(status, is_own, when=self.states.get(author) == "draft"):
            self.states[author] = "set_aside"
            self.settle()

    @rule(who=takers, author=advisers)
    def restore(self, who: str, author: str) -> None:
        who = taker(who, author)
        status = self.step(who, author, "restore")
        is_own = who in MANAGERS and SIDES[who] == SIDES[author]
        when = self.is_open and not self.is_revealed and self.states.get(author) == "set_aside"
        if self.expect(status, is_own, when=when):
            self.states[author] = "draft"

    @rule(who=people)
    def close(self, who: str) -> None:
        agreed = self.agreed | {SIDES[who]}
        closes = self.is_open and len(agreed) == 2
        status = self.post(who, f"/rounds/{ROUND}/close/", **({"final": "on"} if closes else {}))
        if self.expect(status, who in MANAGERS, when=True) and self.is_open:
            self.agreed = set() if closes else agreed
            if closes:
                self.is_open = False
                for author, state in self.states.items():
                    self.states[author] = "set_aside" if state == "draft" else state
                self.settle()

    @rule(who=people)
    def reopen(self, who: str) -> None:
        agreed = self.agreed | {SIDES[who]}
        reopens = not self.is_open and (len(agreed) == 2 or not self.is_revealed)
        status = self.post(who, f"/rounds/{ROUND}/reopen/", **({"final": "on"} if reopens else {}))
        if self.expect(status, who in MANAGERS, when=True) and not self.is_open:
            self.agreed = set() if reopens else agreed
            self.is_open = reopens

    @rule(who=people)
    def take_back(self, who: str) -> None:
        status = self.post(who, f"/rounds/{ROUND}/take-back/")
        if self.expect(status, who in MANAGERS, when=SIDES[who] in self.agreed):
            self.agreed.remove(SIDES[who])

    # --- what holds after each

    @invariant()
    def stored_is_what_the_model_says(self) -> None:
        # What both sides agree on is nobody's assessment.
        rows = Assessment.objects.filter(round__label=ROUND, side__in=set(SIDES.values()))
        stored = {row.rater.split("@")[0]: row.state for row in rows}
        assert stored == self.states

    @rule(reader=people)
    def read(self, reader: str) -> None:
        read = "".join(self.browsers[reader].get(page).content.decode() for page in PAGES)
        for author, number in self.numbers.items():
            page = self.browsers[reader].get(f"/assessments/{number}/")
            is_shown = self.states[author] in ("revealed", "published")
            if SIDES[author] != SIDES[reader]:
                assert is_shown or page.status_code == 404, (reader, author)
                assert is_shown or SECRET.format(author) not in read, (reader, author)

    def teardown(self) -> None:
        """Go on from here until both sides see each other; then read the journal."""
        try:
            if hasattr(self, "browsers"):
                self.finish()
                for reader in MANAGERS:
                    self.read(reader)
                assert journal.faults() == []
        finally:
            self.undo.__exit__(None, None, None)

    def finish(self) -> None:
        """Let those who can go on do so."""
        if self.is_revealed:
            return
        if not self.is_open:
            self.reopen("paul")
        for author, state in list(self.states.items()):
            if state == "draft":
                self.send(author, author)
        for side, author in (("partners", "amina"), ("government", "grace")):
            if not any(SIDES[who] == side and state == "sent" for who, state in self.states.items()):
                if self.states.get(author) == "set_aside":
                    self.restore({"partners": "paul", "government": "joseph"}[side], author)
                self.answer(author, 2)
                self.send(author, author)
        assert self.is_revealed, self.states


@pytest.fixture
def five(cast: make.Cast) -> dict[str, User]:
    felix = make.newcomer("felix")
    make.place(felix, Role.ADVISER, "partners")
    return {name: felix if name == "felix" else getattr(cast, name) for name in SIDES}


@pytest.mark.takes_long
def test_whatever_five_people_do_nobody_sees_too_early_and_nobody_is_stuck(five: dict[str, User]) -> None:
    Life.cast = five
    chosen = settings(max_examples=examples(4, times=15), stateful_step_count=25, deadline=None)
    run_state_machine_as_test(Life, settings=chosen)


# --- one guard taken away

Way = tuple[tuple[Any, ...], ...]


def _a_draft_holds_nothing_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lifecycle, "is_due_for_reveal", lambda voices, **_asked: len(list(voices)) > 1)


def _nothing_is_restored(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(lifecycle._ALLOWED, lifecycle.Step.RESTORE, "nowhere")


def _one_may_begin_after_the_reveal(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lifecycle, "is_revealed", lambda _voices: False)


def _a_sent_answer_is_changed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lifecycle, "is_allowed", lambda _step, **_stand: True)


WITHOUT: tuple[tuple[Callable[[pytest.MonkeyPatch], None], Way], ...] = (
    (_a_draft_holds_nothing_up, (("answer", "amina"), ("answer", "grace"), ("send", "grace", "grace"))),
    (_nothing_is_restored, (("answer", "amina"), ("set_aside", "paul", "amina"))),
    (
        _one_may_begin_after_the_reveal,
        (
            *(("answer", "amina"), ("send", "paul", "amina"), ("answer", "grace")),
            *(("send", "grace", "grace"), ("answer", "felix")),
        ),
    ),
    (_a_sent_answer_is_changed, (("answer", "amina"), ("send", "amina", "amina"), ("answer", "amina"))),
)


def played(way: Way) -> None:
    """Play one life, step by step."""
    life = Life()
    try:
        life.open()
        for name, *who in way:
            getattr(life, name)(*who, *([2] if name == "answer" else []))
            life.stored_is_what_the_model_says()
    finally:
        life.teardown()


@pytest.mark.parametrize(("guard", "way"), WITHOUT, ids=lambda each: getattr(each, "__name__", ""))
def test_with_a_guard_taken_away_a_life_goes_wrong(
    guard: Callable[[pytest.MonkeyPatch], None],
    way: Way,
    five: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Life.cast = five
    played(way)
    guard(monkeypatch)
    with pytest.raises(AssertionError):
        played(way)
