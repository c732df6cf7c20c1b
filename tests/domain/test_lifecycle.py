"""When a step is allowed, and when both sides see each other."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.lifecycle import (
    CardState,
    CardStep,
    HeldAssessment,
    OneSided,
    Step,
    Waiting,
    after,
    asked_sides,
    card_state,
    is_allowed,
    is_due_for_reveal,
    is_revealed,
    one_sided,
    publishing_sides,
    waiting_for,
    why_not_agree,
    why_not_begin,
    why_not_publish,
)
from coordination.domain.rules import Rule

STATES = ("draft", "sent", "set_aside", "revealed", "published")
#: As the steps know them: what is on paper waits to be confirmed.
STAGES = (*STATES, "awaiting")
SIDES = ("government", "partners")
AT = datetime(2011, 3, 1, 9, 30, tzinfo=UTC)
ALLOWED = {
    (Step.SCORE, "draft"),
    (Step.SUBMIT, "draft"),
    (Step.RECALL, "sent"),
    (Step.DISCARD, "draft"),
    (Step.SET_ASIDE, "draft"),
    (Step.RESTORE, "set_aside"),
    (Step.RECALL, "awaiting"),
    (Step.DISCARD, "awaiting"),
    (Step.SET_ASIDE, "awaiting"),
    (Step.CONFIRM, "awaiting"),
    (Step.REVISE, "revealed"),
    (Step.CORRECT, "revealed"),
    (Step.CORRECT, "published"),
    (Step.DISSENT, "revealed"),
    (Step.DISSENT, "published"),
}
#: What a closed round takes.
WHEN_CLOSED = (Step.REVISE, Step.CORRECT, Step.DISSENT, Step.DISCARD, Step.SET_ASIDE)

voices = st.lists(st.builds(HeldAssessment, st.sampled_from(SIDES), st.sampled_from(STATES)), max_size=6)
asked = st.sampled_from(["both", *SIDES])


@pytest.mark.parametrize(("step", "state"), list(itertools.product(Step, STAGES)))
def test_each_step_has_its_states(step: Step, state: str) -> None:
    assert is_allowed(step, state=state, round_state="open") is ((step, state) in ALLOWED)


@pytest.mark.parametrize(("step", "state"), list(itertools.product(Step, STAGES)))
def test_in_a_closed_round_answers_are_corrected_and_drafts_put_out_of_the_way_only(
    step: Step, state: str
) -> None:
    allowed = is_allowed(step, state=state, round_state="closed")
    assert allowed is (step in WHEN_CLOSED and (step, state) in ALLOWED)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("round_state", ["open", "closed"])
@pytest.mark.parametrize("step", [Step.REVISE, Step.CORRECT, Step.DISSENT])
def test_what_a_source_says_is_never_corrected(step: Step, state: str, round_state: str) -> None:
    assert not is_allowed(step, state=state, round_state=round_state, origin="source")


@given(
    st.lists(st.builds(HeldAssessment, st.sampled_from(SIDES), st.sampled_from(STATES)), max_size=6),
    st.data(),
)
def test_a_voice_that_nobody_asked_has_no_part_in_the_reveal(
    found: list[HeldAssessment], data: st.DataObject
) -> None:
    analyst = HeldAssessment("analyst", "published")
    sides = data.draw(st.sampled_from(["both", *SIDES]))
    assert is_due_for_reveal([analyst, *found], sides=sides) is is_due_for_reveal(found, sides=sides)
    assert is_revealed([analyst, *found]) is is_revealed(found)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [("both", ("government", "partners")), ("government", ("government",)), ("partners", ("partners",))],
)
def test_a_round_asks_its_sides_government_first(sides: str, expected: tuple[str, ...]) -> None:
    assert asked_sides(sides) == expected


GOVERNMENT, PARTNERS = HeldAssessment("government", "sent"), HeldAssessment("partners", "sent")
G_DRAFT, P_DRAFT = HeldAssessment("government", "draft"), HeldAssessment("partners", "draft")


@pytest.mark.parametrize(
    ("sides", "found", "is_due"),
    [
        ("both", [], False),
        ("both", [PARTNERS], False),
        ("both", [PARTNERS, PARTNERS], False),
        ("both", [GOVERNMENT, PARTNERS], True),
        ("both", [GOVERNMENT, PARTNERS, PARTNERS], True),
        ("both", [GOVERNMENT, P_DRAFT], False),
        ("both", [GOVERNMENT, PARTNERS, P_DRAFT], False),
        ("both", [GOVERNMENT, PARTNERS, G_DRAFT], False),
        ("partners", [PARTNERS], True),
        ("partners", [PARTNERS, P_DRAFT], False),
        ("partners", [], False),
        ("government", [GOVERNMENT], True),
        ("government", [G_DRAFT], False),
        ("both", [HeldAssessment("government", "revealed"), HeldAssessment("partners", "revealed")], False),
    ],
)
def test_the_sides_see_each_other_when_every_side_asked_has_sent_and_nobody_writes(
    sides: str, found: list[HeldAssessment], is_due: bool
) -> None:
    assert is_due_for_reveal(found, sides=sides) is is_due


@pytest.mark.parametrize("state", STATES)
def test_what_was_seen_cannot_be_unseen(state: str) -> None:
    assert is_revealed([HeldAssessment("partners", state)]) is (state in ("revealed", "published"))
    assert not is_revealed([])


@given(found=voices, sides=asked)
def test_a_draft_holds_every_reveal_back(found: list[HeldAssessment], sides: str) -> None:
    assert not is_due_for_reveal([*found, P_DRAFT], sides=sides)


@given(found=voices, sides=asked)
def test_nothing_is_revealed_before_every_side_asked_has_sent(
    found: list[HeldAssessment], sides: str
) -> None:
    if is_due_for_reveal(found, sides=sides):
        assert {voice.side for voice in found if voice.state == "sent"} == set(asked_sides(sides))


@given(found=voices, sides=asked)
def test_the_order_in_which_they_sent_does_not_matter(found: list[HeldAssessment], sides: str) -> None:
    assert is_due_for_reveal(found, sides=sides) is is_due_for_reveal(reversed(found), sides=sides)
    assert is_revealed(found) is is_revealed(reversed(found))


# --- out of the way


@given(voices, asked)
def test_what_is_set_aside_has_no_part_in_the_reveal(found: list[HeldAssessment], sides: str) -> None:
    heard = [voice for voice in found if voice.state != "set_aside"]
    assert is_due_for_reveal(found, sides=sides) is is_due_for_reveal(heard, sides=sides)
    assert is_revealed(found) is is_revealed(heard)


@given(voices, asked, st.sampled_from(SIDES))
def test_whoever_has_sent_waits_for_the_own_drafts_first_then_for_the_other_side(
    others: list[HeldAssessment], sides: str, side: str
) -> None:
    found = [HeldAssessment(side, "sent"), *others]
    drafts = sum(voice == HeldAssessment(side, "draft") for voice in others)
    waiting = waiting_for(found, sides=sides, side=side)
    assert waiting.own_drafts == drafts
    assert waiting.sides == (() if drafts else tuple(each for each in asked_sides(sides) if each != side))


@given(voices, voices, asked, st.sampled_from(SIDES))
def test_what_is_waited_for_tells_nothing_of_the_other_sides_answers(
    theirs: list[HeldAssessment], others: list[HeldAssessment], sides: str, side: str
) -> None:
    own = [HeldAssessment(side, "sent"), *(voice for voice in theirs if voice.side == side)]
    first = [*own, *(voice for voice in theirs if voice.side != side)]
    second = [*own, *(voice for voice in others if voice.side != side)]
    assert waiting_for(first, sides=sides, side=side) == waiting_for(second, sides=sides, side=side)


def test_a_round_of_one_side_waits_for_its_own_drafts_only() -> None:
    assert waiting_for([PARTNERS, P_DRAFT, P_DRAFT], sides="partners", side="partners") == Waiting(2, ())


@pytest.mark.parametrize(
    ("found", "side", "sides", "round_state", "rule"),
    [
        ([], "partners", "both", "open", None),
        ([GOVERNMENT], "partners", "both", "open", None),
        ([HeldAssessment("analyst", "published")], "partners", "both", "open", None),
        ([], "partners", "both", "closed", Rule.ROUND_CLOSED),
        ([], "partners", "government", "open", Rule.SIDE_NOT_ASKED),
        ([], "", "both", "open", Rule.SIDE_NOT_ASKED),
        ([HeldAssessment("government", "revealed")], "partners", "both", "open", Rule.ALREADY_REVEALED),
        ([HeldAssessment("government", "published")], "partners", "both", "open", Rule.ALREADY_REVEALED),
    ],
)
def test_a_first_answer_needs_an_open_round_that_asks_the_side_and_no_reveal(
    found: list[HeldAssessment], side: str, sides: str, round_state: str, rule: Rule | None
) -> None:
    assert why_not_begin(found, side=side, sides=sides, round_state=round_state) is rule


# --- a card, once both sides see each other


def card(**states: str) -> list[HeldAssessment]:
    return [HeldAssessment(side, state) for side, state in states.items()]


@pytest.mark.parametrize(
    ("held", "settled", "state"),
    [
        ({"government": "revealed", "partners": "revealed"}, "", CardState.REVEALED),
        ({"government": "revealed", "partners": "revealed"}, "C1", CardState.REVEALED),
        ({"government": "revealed", "partners": "revealed"}, "C1 C2", CardState.AGREED),
        ({"government": "published", "partners": "published"}, "C1 C2", CardState.PUBLISHED),
        ({"government": "published", "partners": "published"}, "", CardState.PUBLISHED),
        ({"government": "sent", "partners": "draft"}, "", None),
        ({"analyst": "published"}, "", None),
    ],
)
def test_a_card_is_agreed_when_every_criterion_asked_is_settled(
    held: dict[str, str], settled: str, state: CardState | None
) -> None:
    assert (
        card_state(card(**held), sides="both", waiting=2 - len(settled.split()), is_corrected=False) is state
    )


@pytest.mark.parametrize(
    ("held", "sides", "settled", "rule"),
    [
        ({"government": "revealed", "partners": "revealed"}, "both", "", None),
        ({"government": "revealed", "partners": "revealed"}, "both", "C1 C2", None),
        ({"government": "published", "partners": "published"}, "both", "C1 C2", None),
        ({"government": "published", "partners": "published"}, "both", "C1", Rule.PUBLISHED_UNAGREED),
        ({"partners": "revealed"}, "partners", "", Rule.ONE_SIDED_ROUND),
        ({"partners": "published"}, "both", "", Rule.NOT_REVEALED),
        ({"government": "sent", "partners": "draft"}, "both", "", Rule.NOT_REVEALED),
    ],
)
def test_both_sides_answer_together_what_both_have_answered(
    held: dict[str, str], sides: str, settled: str, rule: Rule | None
) -> None:
    found = why_not_agree(card(**held), sides=sides, asked=["C1", "C2"], settled=settled.split())
    assert found is rule


NOTHING_MORE = {CardStep.CORRECT: CardState.CORRECTED}
#: sides asked → state → what each step makes of the card; any other step it cannot take.
COURSE = {
    "both": {
        CardState.SENT: {},
        CardState.REVEALED: {CardStep.AGREE: CardState.AGREED},
        CardState.AGREED: {CardStep.PUBLISH: CardState.PUBLISHED},
        CardState.PUBLISHED: NOTHING_MORE,
        CardState.CORRECTED: NOTHING_MORE,
    },
    "partners": {
        CardState.SENT: {CardStep.PUBLISH: CardState.PUBLISHED},
        CardState.REVEALED: {CardStep.PUBLISH: CardState.PUBLISHED},
        CardState.AGREED: {},
        CardState.PUBLISHED: NOTHING_MORE,
        CardState.CORRECTED: NOTHING_MORE,
    },
}


@pytest.mark.parametrize(
    ("sides", "state", "step"), list(itertools.product(["both", *SIDES], CardState, CardStep))
)
def test_a_card_goes_on_step_by_step_and_never_back(sides: str, state: CardState, step: CardStep) -> None:
    course = COURSE["both" if sides == "both" else "partners"]
    assert after(state, step, sides=sides) == course[state].get(step)


@given(voices, asked, st.integers(0, 14), st.booleans())
def test_a_card_is_as_far_as_its_assessments_and_joint_answers_are(
    found: list[HeldAssessment], sides: str, waiting: int, is_corrected: bool
) -> None:
    states = {each.state for each in found}
    state = card_state(found, sides=sides, waiting=waiting, is_corrected=is_corrected)
    if "published" in states:
        assert state is (CardState.CORRECTED if is_corrected else CardState.PUBLISHED)
    elif "revealed" in states:
        assert (state is CardState.AGREED) == (sides == "both" and waiting == 0)
    else:
        assert state is None


@given(voices, asked, st.integers(0, 14))
def test_a_card_is_published_once_from_where_its_round_lets_it(
    found: list[HeldAssessment], sides: str, waiting: int
) -> None:
    state = card_state(found, sides=sides, waiting=waiting, is_corrected=False)
    rule = why_not_publish(state, sides=sides, at=AT)
    can_be = after(state, CardStep.PUBLISH, sides=sides) if state else None
    assert (rule is None) == (can_be is CardState.PUBLISHED)
    if state is None:
        assert rule is Rule.NOTHING_TO_PUBLISH
    elif state is CardState.PUBLISHED:
        assert rule is Rule.ALREADY_PUBLISHED
    elif sides == "both" and waiting:
        assert rule is Rule.NOT_AGREED


@given(voices, st.sampled_from(["open", "closed"]), st.sets(st.sampled_from(SIDES)))
def test_one_side_is_alone_with_what_it_sent_in_a_closed_round_and_the_other_is_told_it_did_not(
    found: list[HeldAssessment], round_state: str, told: set[str]
) -> None:
    alone = one_sided(found, sides="both", round_state=round_state, told=dict.fromkeys(told, AT))
    sent = {each.side for each in found if each.side in SIDES and each.state == "sent"}
    shown = {each.side for each in found if each.side in SIDES and each.state in ("revealed", "published")}
    silent = set(SIDES) - sent
    if round_state == "closed" and len(sent) == 1 and not shown and silent <= told:
        assert alone == OneSided(sender=sent.pop(), missing=silent.pop(), told_at=AT)
    else:
        assert alone is None


def test_who_did_not_submit_has_seven_days_before_the_other_side_publishes_alone() -> None:
    alone = OneSided(sender="government", missing="partners", told_at=AT)
    held = card(government="sent", partners="set_aside")
    state = card_state(held, sides="both", waiting=14, is_corrected=False, alone=alone)
    assert state is CardState.SENT
    sides = publishing_sides("both", alone)
    assert sides == "government"
    assert publishing_sides("both", None) == "both"
    week = timedelta(days=7)
    for at, rule in ((AT, Rule.TIME_TO_ANSWER), (AT + week - timedelta(seconds=1), Rule.TIME_TO_ANSWER)):
        assert why_not_publish(state, sides=sides, at=at, alone=alone) is rule
    assert why_not_publish(state, sides=sides, at=AT + week, alone=alone) is None
    assert after(state, CardStep.PUBLISH, sides=sides) is CardState.PUBLISHED


def test_what_an_analyst_coded_makes_no_card() -> None:
    coded = [HeldAssessment("analyst", "published")]
    assert card_state(coded, sides="both", waiting=0, is_corrected=False) is None
