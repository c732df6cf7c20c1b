"""The second half of the life of a round, played at random as the first: from the reveal to a published card, corrected.

Five people comment, propose, confirm and dissent, revise and correct, agree to publish and take that back; meanwhile
they try all steps of the first half. All but one criterion are agreed when it begins; from wherever the steps have led,
the card can be published.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import pytest
from django.urls import reverse
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from coordination.actions import publications
from coordination.domain import lifecycle
from coordination.models import (
    Answer,
    Assessment,
    Comment,
    Correction,
    JointAnswer,
    Publication,
    Role,
    Round,
    Structure,
    User,
)
from coordination.permissions import TABLE, Action
from tests import joint_answers, make
from tests.extent import TURN, examples, share_of
from tests.test_life import MANAGERS, ROUND, SIDES, STRUCTURE, Life, Way, five, people
from tests.views.test_addresses import signed_in

__all__ = ["five"]

CODE = "C1"
AUTHORS = ("amina", "grace")
authors, levels = st.sampled_from(AUTHORS), st.integers(0, 4)
contents = st.one_of(levels, st.just("differs"))
_said = count(1)


@dataclass
class Joint:
    """A joint answer, as the model knows it."""

    number: int
    content: int | str
    side: str
    confirmed: set[str] = field(default_factory=set)
    dissented: set[str] = field(default_factory=set)


class WholeLife(Life):
    """A life that begins with the reveal."""

    def __init__(self) -> None:
        super().__init__()
        self.proposal: Joint | None = None
        self.standing: Joint | None = None
        #: The hash that the sides which agree to publish have read.
        self.seen, self.consents, self.is_published = "", set[str](), False
        self.levels = {"amina": 4, "grace": 1}
        self.comments: list[tuple[int, str]] = []
        self.corrections: list[tuple[int, str]] = []

    @initialize()
    def open(self) -> None:
        """Begin where ``agreed_but_one`` ended."""
        self.browsers = {name: signed_in(user) for name, user in self.cast.items()}
        rows = Assessment.objects.filter(round__label=ROUND).select_related("rater_user")
        self.numbers = {row.rater.split("@")[0]: row.pk for row in rows}
        self.states = dict.fromkeys(AUTHORS, "revealed")
        self.versions = dict.fromkeys(AUTHORS, 1)
        self.is_revealed = True

    def page(self, name: str, *more: object) -> str:
        """Return an address of the card."""
        return reverse(name, args=[ROUND, STRUCTURE, *more])

    # --- comments

    @rule(who=people)
    def comment(self, who: str) -> None:
        text = f"Our minutes say so: {next(_said)}."
        status = self.post(who, self.page("comment-add", CODE), text=text)
        if self.expect(status, True, when=True):
            self.comments.append((Comment.objects.get(text=text).pk, who))

    @rule(who=people)
    def withdraw_comment(self, who: str) -> None:
        if self.comments:
            number, author = self.comments[-1]
            status = self.post(who, reverse("comment-withdraw", args=[number]), reason="It named somebody.")
            is_own = who == author or (who in MANAGERS and SIDES[who] == SIDES[author])
            if self.expect(status, is_own, when=True):
                self.comments.pop()

    # --- joint answers

    @rule(who=people, content=contents)
    def propose(self, who: str, content: int | str) -> None:
        data = {f"{CODE}-base": joint_answers.base(_round(), CODE)}
        data |= {f"{CODE}-do": "differs"} if content == "differs" else {f"{CODE}-do": "own"}
        data |= {} if content == "differs" else {f"{CODE}-lo": str(content)}
        status = self.post(who, self.page("agreement-propose", CODE), **data)
        there = [each.content for each in (self.proposal, self.standing) if each]
        if self.expect(status, True, when=content not in there):
            row = JointAnswer.objects.get(state="proposed", **_about())
            confirmed = {SIDES[who]} & {SIDES[name] for name in MANAGERS if name == who}
            self.proposal = Joint(row.pk, content, SIDES[who], confirmed)

    def on_joint(self, who: str, what: str, **data: str) -> tuple[int, Joint | None]:
        """Take a step of what is proposed, else of what stands; 0 where there is nothing."""
        there = self.proposal or self.standing
        return self.post(who, f"/joint-answers/{there.number}/{what}/", **data) if there else 0, there

    @rule(who=people)
    def confirm(self, who: str) -> None:
        status, there = self.on_joint(who, "confirm")
        if there and self.expect(status, who in MANAGERS, when=True):
            there.confirmed.add(SIDES[who])
            if len(there.confirmed) == 2:
                self.standing, self.proposal = there, None

    @rule(who=people)
    def withdraw(self, who: str) -> None:
        status, there = self.on_joint(who, "withdraw")
        if there and self.expect(status, SIDES[who] == there.side, when=there is self.proposal):
            self.proposal = None

    @rule(who=people)
    def dissent(self, who: str) -> None:
        status, there = self.on_joint(who, "dissent", **{f"{CODE}-reason": "We were there."})
        if there and self.expect(status, True, when=SIDES[who] not in there.dissented):
            there.dissented.add(SIDES[who])

    # --- answers that both sides have seen

    def change(self, who: str, author: str, what: str, level: int) -> int:
        """Put another answer in the place of the stored one."""
        row = Answer.objects.get(assessment=self.numbers[author], criterion__code=CODE)
        given = {f"{CODE}-choice": str(level), f"{CODE}-version": str(row.version)}
        why = {"reason": "I misread it.", "evidence": "Minutes found since."}
        return self.post(who, f"/assessments/{row.assessment_id}/{what}/{CODE}/", **given, **why)

    @rule(who=people, author=authors, level=levels)
    def revise(self, who: str, author: str, level: int) -> None:
        status = self.change(who, author, "revise", level)
        is_new = level != self.levels[author] and not self.is_published
        if self.expect(status, who == author, when=is_new):
            self.levels[author] = level

    @rule(who=people, author=authors, level=levels)
    def correct(self, who: str, author: str, level: int) -> None:
        status = self.change(who, author, "correct", level)
        is_own = who in MANAGERS and SIDES[who] == SIDES[author]
        if self.expect(status, is_own, when=level != self.levels[author]):
            self.levels[author] = level
            made = Correction.objects.filter(answer__assessment=self.numbers[author], kind="correction")
            self.corrections.append((made.latest("position").pk, author))

    @rule(who=people)
    def dissent_from_correction(self, who: str) -> None:
        if self.corrections:
            number, author = self.corrections[-1]
            status = self.post(who, reverse("correction-dissent", args=[number]), reason="We know otherwise.")
            if self.expect(status, who in MANAGERS and SIDES[who] != SIDES[author], when=True):
                self.corrections.pop()

    # --- publishing

    @rule(who=people)
    def publish(self, who: str) -> None:
        seen = "0" * 64
        if not self.is_published:
            seen = make.to_be_published(_round(), "CMJ", User.objects.get(pk=self.cast[who].pk))
        status = self.post(who, self.page("publication-publish"), seen=seen)
        is_due = self.standing is not None and not self.is_published
        if self.expect(status, who in MANAGERS, when=is_due):
            if seen != self.seen:
                self.seen, self.consents = seen, set()
            self.consents.add(SIDES[who])
            if len(self.consents) == 2:
                self.is_published = True
                self.states = dict.fromkeys(AUTHORS, "published")

    @rule(who=people)
    def withdraw_consent(self, who: str) -> None:
        status = self.post(who, self.page("publication-back"))
        is_there = SIDES[who] in self.consents and not self.is_published
        if self.expect(status, who in MANAGERS, when=is_there):
            self.consents.remove(SIDES[who])

    # --- what holds after each

    @invariant()
    def the_card_is_what_the_model_says(self) -> None:
        if not hasattr(self, "browsers"):
            return
        rows = JointAnswer.objects.filter(state__in=("proposed", "standing"), **_about())
        known = {"proposed": self.proposal, "standing": self.standing}
        assert dict(rows.values_list("state", "pk")) == {
            state: each.number for state, each in known.items() if each
        }
        row = Publication.objects.filter(round__label=ROUND).first()
        stored = {side for side in ("government", "partners") if row and getattr(row, f"{side}_at")}
        assert stored == self.consents
        assert bool(row and row.published_at) is self.is_published

    def finish(self) -> None:
        """Let both managers agree and publish."""
        super().finish()
        if not self.standing and not self.proposal:
            self.propose("paul", "differs")
        for step in (self.confirm, self.publish):
            for who in MANAGERS:
                step(who)
        assert self.is_published


def _round() -> Round:
    return make.round_(ROUND)


def _about() -> dict[str, object]:
    structure: Structure = make.structure("CMJ")
    return {"round__label": ROUND, "structure": structure, "criterion__code": CODE}


@pytest.fixture
def agreed_but_one(cast: make.Cast) -> None:
    """Both sides have sent and see each other; all criteria but one are agreed."""
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_, word="Yes")
    make.sent(cast.grace, "CMJ", round_, word="Not yet")
    for code in joint_answers.codes():
        if code != CODE:
            joint_answers.stand(cast, round_, code)


@pytest.mark.takes_long
@pytest.mark.usefixtures("agreed_but_one")
def test_whatever_five_people_do_after_the_reveal_the_card_can_be_published(five: dict[str, User]) -> None:
    WholeLife.cast = five
    chosen = settings(max_examples=examples(2), stateful_step_count=25, deadline=None)
    run_state_machine_as_test(WholeLife, settings=chosen)


# --- one guard taken away


def _a_card_need_not_be_agreed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lifecycle, "why_not_publish", lambda _state, **_sides: None)


def _advisers_confirm(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(TABLE, Action.AGREE, {role: TABLE[Action.PROPOSE][role] for role in TABLE[Action.PROPOSE]})


def _a_consent_is_to_whatever_comes(patch: pytest.MonkeyPatch) -> None:
    row_of = publications._row

    def kept(round_: Round, structure: Structure, content_hash: str) -> Publication:
        row = Publication.objects.filter(round=round_, structure=structure).first()
        return row or row_of(round_, structure, content_hash)

    patch.setattr(publications, "_row", kept)


def _what_is_published_is_revised(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(lifecycle.ONCE_REVEALED, lifecycle.Step.REVISE, ("revealed", "published"))
    own = TABLE[Action.REVISE][Role.ADVISER]["revealed"]
    patch.setitem(TABLE[Action.REVISE], Role.ADVISER, {"revealed": own, "published": own})


STANDS: Way = (("propose", "paul", "differs"), ("confirm", "joseph"))
WITHOUT: tuple[tuple[Callable[[pytest.MonkeyPatch], None], Way], ...] = (
    (_a_card_need_not_be_agreed, (("publish", "paul"),)),
    (_advisers_confirm, (("propose", "grace", "differs"), ("confirm", "amina"))),
    (
        _a_consent_is_to_whatever_comes,
        (*STANDS, ("publish", "paul"), ("revise", "amina", "amina", 2), ("publish", "joseph")),
    ),
    (
        _what_is_published_is_revised,
        (*STANDS, ("publish", "paul"), ("publish", "joseph"), ("revise", "amina", "amina", 2)),
    ),
)


def played(way: Way) -> None:
    """Play one life, step by step."""
    life = WholeLife()
    try:
        life.open()
        for name, *who in way:
            getattr(life, name)(*who)
            life.stored_is_what_the_model_says()
            life.the_card_is_what_the_model_says()
    finally:
        life.teardown()


@pytest.mark.takes_long
@pytest.mark.usefixtures("agreed_but_one")
@pytest.mark.parametrize(
    ("guard", "way"), share_of(WITHOUT, TURN, shares=2), ids=lambda each: getattr(each, "__name__", "")
)
def test_with_a_guard_taken_away_such_a_life_goes_wrong(
    guard: Callable[[pytest.MonkeyPatch], None],
    way: Way,
    five: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    WholeLife.cast = five
    played(way)
    guard(monkeypatch)
    with pytest.raises(AssertionError):
        played(way)
