"""When a step is allowed: the states of an assessment and the moment both sides see each other.

Who may take the step is another question, answered by ``coordination.permissions``. A voice that nobody asked (an
analyst's coding of a text) has no part in the reveal: it neither waits nor is waited for.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES


class Step(StrEnum):
    """What can happen to an assessment."""

    SCORE = "score"
    SUBMIT = "submit"
    RECALL = "recall"
    DISCARD = "discard"
    SET_ASIDE = "set_aside"
    RESTORE = "restore"
    CONFIRM = "confirm"
    REVISE = "revise"
    CORRECT = "correct"
    DISSENT = "dissent"


#: A draft with answers from paper that was handed over: until somebody else confirms it, it is no less a draft.
AWAITING = "awaiting"
#: The stages in which each step can be taken; most only in an open round.
_ALLOWED: dict[Step, tuple[str, ...]] = {
    Step.SCORE: ("draft",),
    Step.SUBMIT: ("draft",),
    Step.RECALL: ("sent", AWAITING),
    Step.DISCARD: ("draft", AWAITING),
    Step.SET_ASIDE: ("draft", AWAITING),
    Step.RESTORE: ("set_aside",),
    Step.CONFIRM: (AWAITING,),
}
#: A draft that nobody finishes blocks the reveal in a closed round too: it can be put out of the way there.
_IN_CLOSED_ROUNDS = (Step.DISCARD, Step.SET_ASIDE)
#: What concerns answers that both sides may already read, whether or not their round still takes any; the first answer
#: stays beside what is said later.
ONCE_REVEALED: dict[Step, tuple[str, ...]] = {
    Step.REVISE: ("revealed",),
    Step.CORRECT: ("revealed", "published"),
    Step.DISSENT: ("revealed", "published"),
}
#: What a source says is not ours to correct.
_CORRECTED_ORIGINS = ("entered", "invented")


def is_allowed(step: Step, *, state: str, round_state: str, origin: str = "entered") -> bool:
    """Whether an assessment in ``state``, of a round in ``round_state`` (open, closed), may take ``step``.

    A draft that was handed over to be confirmed is in the state ``AWAITING`` here.
    ``origin`` (entered, invented, source) is where the round's answers come from; it matters to what follows the reveal.
    """
    if step in ONCE_REVEALED:
        return state in ONCE_REVEALED[step] and origin in _CORRECTED_ORIGINS
    return state in _ALLOWED[step] and (round_state == "open" or step in _IN_CLOSED_ROUNDS)


@dataclass(frozen=True, slots=True)
class HeldAssessment:
    """One assessment of a structure in a round, as far as the reveal is concerned; an empty draft is none."""

    side: str
    state: str


class Unread(StrEnum):
    """Why a reader reads no answers on a structure in a round (yet)."""

    STILL_OPEN = "still-open"
    SIDES_AWAITED = "sides-awaited"
    NOTHING_SHOWN = "nothing-shown"


def why_unread(*, round_state: str, reads_open: bool) -> Unread:
    """Return why nothing can be read, where nothing can; who ``reads_open`` rounds reads them from the reveal on."""
    if round_state != "open":
        return Unread.NOTHING_SHOWN
    return Unread.SIDES_AWAITED if reads_open else Unread.STILL_OPEN


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a side's sent assessment waits for: so many drafts of its own side, else the sides not yet sent."""

    own_drafts: int
    sides: tuple[str, ...]


def asked_sides(sides: str) -> tuple[str, ...]:
    """Return the sides that a round asks (``both``, ``government``, ``partners``), government first."""
    return SIDES if sides == "both" else (sides,)


def is_due_for_reveal(voices: Iterable[HeldAssessment], *, sides: str) -> bool:
    """Whether every side asked has sent and nobody is still writing: only then do the sides see each other."""
    voices = [voice for voice in voices if voice.side in SIDES]
    if any(voice.state == "draft" for voice in voices):
        return False
    return {voice.side for voice in voices if voice.state == "sent"} == set(asked_sides(sides))


def is_revealed(voices: Iterable[HeldAssessment]) -> bool:
    """Whether the sides already see each other's answers, so that nobody can start blind any more."""
    return any(voice.state in ("revealed", "published") for voice in voices if voice.side in SIDES)


def waiting_for(voices: Iterable[HeldAssessment], *, sides: str, side: str) -> Waiting:
    """Return what the reveal waits for, as ``side`` may know it once it has sent.

    Of the other side nothing is said while the own one still writes: afterwards it is plain that it has not sent.
    """
    own = [voice.state for voice in voices if voice.side == side]
    if drafts := own.count("draft"):
        return Waiting(drafts, ())
    return Waiting(0, tuple(each for each in asked_sides(sides) if each != side))


def why_not_begin(
    voices: Iterable[HeldAssessment], *, side: str, sides: str, round_state: str
) -> Rule | None:
    """Return the rule that keeps a first answer of ``side`` from being stored, None where none does."""
    if round_state != "open":
        return Rule.ROUND_CLOSED
    if side not in asked_sides(sides):
        return Rule.SIDE_NOT_ASKED
    return Rule.ALREADY_REVEALED if is_revealed(voices) else None


# --- closing and reopening a round

#: So long a side may still ask to reopen before the other publishes alone what it did not submit.
TIME_TO_ANSWER = timedelta(days=7)
#: So many days ahead the last day lies that a manager brings forward: from it on either side closes alone.
DAYS_OF_NOTICE = 7
_SUBMITTED = ("sent", "revealed", "published")


def sides_to_close(*, sides: str, side: str, last_on: date | None, today: date) -> tuple[str, ...]:
    """Return the sides of which a manager must agree before a manager of ``side`` closes a round; none may not.

    Every side asked until the day before the last day; from the last day on (``today`` is the programme's) the own one.
    """
    asked = asked_sides(sides)
    if side not in asked:
        return ()
    return (side,) if last_on is not None and today >= last_on else asked


def sides_to_reopen(*, side: str, is_revealed: bool) -> tuple[str, ...]:
    """Return the sides of which a manager must agree: both where answers were revealed, else the own one."""
    return SIDES if is_revealed else (side,)


def is_settled(needed: Collection[str], *, side: str, agreed: Collection[str]) -> bool:
    """Whether a manager of ``side`` brings about what ``needed`` sides must agree to, as others have ``agreed``."""
    return side in needed and {*needed} <= {*agreed, side}


def first_last_day(*, sides: str, last_on: date | None, moved_to: date, today: date) -> date | None:
    """Return the first day to which a round's last day may be brought forward; None where ``moved_to`` is no such move.

    Closing before the last day takes both sides: one alone does not shorten the time of the other to nothing.
    """
    is_later = last_on is not None and moved_to >= last_on
    return None if is_later or len(asked_sides(sides)) == 1 else today + timedelta(days=DAYS_OF_NOTICE)


def is_sent(states: Collection[str]) -> bool:
    """Whether a side with assessments in these states has sent: the one bit that the other side may know."""
    return "draft" not in states and any(state in _SUBMITTED for state in states)


def missing_sides(voices: Iterable[HeldAssessment], *, sides: str) -> tuple[str, ...]:
    """Return the sides asked of which nothing is sent."""
    there = {voice.side for voice in voices if voice.state in _SUBMITTED}
    return tuple(each for each in asked_sides(sides) if each not in there)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSided:
    """A structure of a closed round that ``sender`` sent and ``missing`` did not, as both are told since ``told_at``."""

    sender: str
    missing: str
    told_at: datetime

    @property
    def publishable_at(self) -> datetime:
        """From when on a manager of the side that sent may publish it alone."""
        return self.told_at + TIME_TO_ANSWER


def one_sided(
    voices: Iterable[HeldAssessment], *, sides: str, round_state: str, told: Mapping[str, datetime]
) -> OneSided | None:
    """Return which side did not submit what the other one sent, in a closed round; None where that is not so (any more).

    Once it is published it is nobody's to publish. ``told`` is since when each side is told that it did not submit
    (``queries.closings.told``): who was not told has not been given the time to answer.
    """
    listed = list(voices)
    missing = missing_sides(listed, sides=sides)
    if round_state == "open" or sides != "both" or len(missing) != 1 or missing[0] not in told:
        return None
    if is_revealed(listed):
        return None
    (sender,) = (each for each in SIDES if each not in missing)
    return OneSided(sender=sender, missing=missing[0], told_at=told[missing[0]])


def is_left(
    own: Collection[str], *, mine: str | None, user_id: int, named: Collection[int], is_manager: bool
) -> bool:
    """Whether something on a structure is left to send for a person, whose own assessment's state is ``mine``.

    ``own`` are the states of all assessments of their side, ``named`` the advisers asked by name. A manager looks after
    the side: nothing is left once it has sent and nobody still writes. An adviser finishes a draft of their own, and
    begins where they are named, or where nobody is and nobody of the side has begun.
    """
    if is_manager:
        return not is_sent(own)
    if mine is not None:
        return mine == "draft"
    return user_id in named or not (named or {*own} & {"draft", *_SUBMITTED})


# --- a card: all that is answered on one structure in one round


class CardState(StrEnum):
    """How far a card is: from the reveal on, or once the round closed without what the other side was asked for."""

    SENT = "sent"
    REVEALED = "revealed"
    AGREED = "agreed"
    PUBLISHED = "published"
    CORRECTED = "corrected"


class CardStep(StrEnum):
    """What brings a card on."""

    AGREE = "agree"
    PUBLISH = "publish"
    CORRECT = "correct"


#: What becomes of a card of two sides. A correction leaves an unpublished card where it is.
_STEPS_OF_BOTH: Mapping[tuple[CardState, CardStep], CardState] = {
    (CardState.REVEALED, CardStep.AGREE): CardState.AGREED,
    (CardState.AGREED, CardStep.PUBLISH): CardState.PUBLISHED,
    (CardState.PUBLISHED, CardStep.CORRECT): CardState.CORRECTED,
    (CardState.CORRECTED, CardStep.CORRECT): CardState.CORRECTED,
}
#: What becomes of a card of one side, which has nobody to agree with; one that the other did not submit is sent.
_STEPS_OF_ONE: Mapping[tuple[CardState, CardStep], CardState] = {
    (CardState.SENT, CardStep.PUBLISH): CardState.PUBLISHED,
    (CardState.REVEALED, CardStep.PUBLISH): CardState.PUBLISHED,
    (CardState.PUBLISHED, CardStep.CORRECT): CardState.CORRECTED,
    (CardState.CORRECTED, CardStep.CORRECT): CardState.CORRECTED,
}


def after(state: CardState, step: CardStep, *, sides: str) -> CardState | None:
    """Return what becomes of a card that ``sides`` publish; None where it cannot take the step."""
    return (_STEPS_OF_BOTH if sides == "both" else _STEPS_OF_ONE).get((state, step))


def card_state(
    voices: Iterable[HeldAssessment],
    *,
    sides: str,
    waiting: int,
    is_corrected: bool,
    alone: OneSided | None = None,
) -> CardState | None:
    """Return how far a card is; None where the sides do not see each other yet, unless one side is ``alone`` with it.

    ``waiting`` criteria have neither a joint answer nor “differ” that both sides confirmed; ``is_corrected``: since it
    was published.
    """
    states = {voice.state for voice in voices if voice.side in SIDES}
    if "published" in states:
        return CardState.CORRECTED if is_corrected else CardState.PUBLISHED
    if "revealed" not in states:
        return CardState.SENT if alone else None
    return CardState.AGREED if sides == "both" and not waiting else CardState.REVEALED


def publishing_sides(sides: str, alone: OneSided | None) -> str:
    """Return whose managers publish a card in a round that asks ``sides``: those, or the one that alone sent it."""
    return alone.sender if alone else sides


def why_not_publish(
    state: CardState | None, *, sides: str, at: datetime, alone: OneSided | None = None
) -> Rule | None:
    """Return the rule that keeps ``sides`` from publishing a card at a moment, None where none does."""
    if state is None:
        return Rule.NOTHING_TO_PUBLISH
    if alone and at < alone.publishable_at:
        return Rule.TIME_TO_ANSWER
    if after(state, CardStep.PUBLISH, sides=sides):
        return None
    return Rule.NOT_AGREED if state is CardState.REVEALED else Rule.ALREADY_PUBLISHED


def why_not_agree(
    voices: Iterable[HeldAssessment], *, sides: str, asked: Collection[str], settled: Collection[str]
) -> Rule | None:
    """Return the rule that keeps both sides from a joint answer, None where none does.

    What was published without one has none any more; what was agreed can always be agreed anew.
    """
    listed = list(voices)
    if sides != "both":
        return Rule.ONE_SIDED_ROUND
    heard = {voice.side for voice in listed if voice.state in ("revealed", "published")}
    waiting = set(asked) - set(settled)
    state = card_state(listed, sides=sides, waiting=len(waiting), is_corrected=False)
    if state is None or not heard >= set(SIDES):
        return Rule.NOT_REVEALED
    if state is CardState.PUBLISHED and waiting:
        return Rule.PUBLISHED_UNAGREED
    return None
