"""What both sides answer together on one structure in one round: what stands, what is proposed, who goes along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from coordination.domain import lifecycle
from coordination.domain.answers import Reading
from coordination.domain.claims.sides import CriterionBySides, Ends
from coordination.domain.criteria import sections_asked
from coordination.domain.lifecycle import CardState, HeldAssessment
from coordination.domain.rules import Rule
from coordination.domain.scoring import blank, side_reading
from coordination.domain.vocabulary import AGREED, SIDES
from coordination.models import (
    Answer,
    Assessment,
    Criterion,
    Dissent,
    JointAnswer,
    Programme,
    Round,
    Structure,
    User,
)
from coordination.permissions import ON_DASHBOARDS, Action, Standing, can, joint_answers_visible_to
from coordination.queries import answers, comments, structure_answers
from coordination.queries.comments import CommentValue
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_answers import AnswerBoard, AnsweredCriterion
from coordination.queries.structure_history import HeardStructure


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentValue:
    """Why a side does not go along."""

    side: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JointValue:
    """A joint answer; ``reading`` is None where both sides agree that they differ.

    ``confirmed`` says when a manager of each side confirmed it, None where that is awaited.
    """

    id: int
    state: str
    reading: Reading | None
    basis: str
    proposed_side: str
    proposed_at: datetime
    confirmed: Mapping[str, datetime | None]
    dissents: tuple[DissentValue, ...]
    can_confirm: bool = False
    can_withdraw: bool = False
    can_dissent: bool = False

    @property
    def differs(self) -> bool:
        """Whether it says that the sides differ."""
        return self.reading is None

    @property
    def awaited(self) -> tuple[str, ...]:
        """The sides of which a manager has still to confirm it."""
        return tuple(side for side in SIDES if self.confirmed[side] is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCriterion:
    """One criterion: what the sides answered, and what they answer together.

    ``ground`` are the levels that both sides admit; ``base`` names what a form is written over.
    """

    row: AnsweredCriterion
    ground: Ends | None
    standing: JointValue | None
    proposed: JointValue | None
    earlier: tuple[JointValue, ...]
    comments: tuple[CommentValue, ...]
    base: str

    @property
    def code(self) -> str:
        """The criterion's code."""
        return self.row.criterion.code


@dataclass(frozen=True, slots=True, kw_only=True)
class JointBoard:
    """All criteria of a structure in a round that both sides answered, and how far they are."""

    board: AnswerBoard
    criteria: tuple[JointCriterion, ...]
    state: CardState
    #: Why nothing can be proposed here now; None where it can.
    why_not: Rule | None

    @property
    def joint_answers(self) -> tuple[tuple[str, JointValue], ...]:
        """Every joint answer that stands or is proposed, with the code of its criterion."""
        found = ((row.code, each) for row in self.criteria for each in (row.standing, row.proposed))
        return tuple((code, each) for code, each in found if each is not None)

    @property
    def settled(self) -> int:
        """How many criteria have a joint answer that stands."""
        return sum(each.standing is not None for each in self.criteria)

    def criterion(self, code: str) -> JointCriterion | None:
        """Return a criterion by its code, None where it is not asked."""
        return next((each for each in self.criteria if each.code == code), None)


def stamp(row: JointAnswer | None) -> str:
    """Return what names a joint answer as it stands now; empty for none."""
    return f"{row.pk}.{row.version}" if row else ""


def current(rows: Iterable[JointAnswer]) -> JointAnswer | None:
    """Return what a new proposal is written over: the one that is proposed, else the one that stands."""
    found = {row.state: row for row in rows}
    return found.get(JointAnswer.State.PROPOSED) or found.get(JointAnswer.State.STANDING)


def asked(round_: Round, structure: Structure) -> dict[str, Criterion]:
    """Return the criteria that are asked of a structure in a round, by code; one query."""
    sections = sections_asked(is_programme=structure.is_programme)
    rows = Criterion.objects.filter(instrument_id=round_.instrument_id, section__in=sections)
    return {row.code: row for row in rows.order_by("position")}


def standing_of(round_: Round, structure: Structure) -> dict[str, JointAnswer]:
    """Return the joint answers that stand, by code; one query."""
    rows = JointAnswer.objects.filter(round=round_, structure=structure, state=JointAnswer.State.STANDING)
    return {row.criterion.code: row for row in rows.select_related("criterion")}


@dataclass(frozen=True, slots=True)
class SideAnswer:
    """What a side answers to one criterion, and the first reason of its assessors why it does not apply."""

    reading: Reading
    na_reason: str


def answers_of_sides(round_: Round, structure: Structure) -> dict[str, dict[str, SideAnswer]]:
    """Return what each side answers now to each criterion that is asked, by code and side; three queries."""
    of = {"round": round_, "structure": structure, "side__in": SIDES, "state__in": ON_DASHBOARDS}
    sides = dict(Assessment.objects.filter(**of).order_by("pk").values_list("pk", "side"))
    rows = Answer.objects.filter(assessment__in=sides).select_related("criterion").order_by("na_reason")
    given = {(row.criterion.code, row.assessment_id): row for row in rows}
    found: dict[str, dict[str, SideAnswer]] = {}
    for code in asked(round_, structure):
        for side in SIDES:
            here = [given.get((code, pk)) for pk, of_side in sides.items() if of_side == side]
            found.setdefault(code, {})[side] = _of_side(here)
    return found


def _of_side(given: Sequence[Answer | None]) -> SideAnswer:
    """Return what the assessors of a side answer as that side; None is no answer."""
    reading = side_reading([answers.of_row(row) if row else blank() for row in given])
    return SideAnswer(reading, next((row.na_reason for row in given if row and row.na_reason), ""))


def reading_of(row: JointAnswer) -> Reading | None:
    """Return what a joint answer says; None where it says that the sides differ."""
    if row.differs:
        return None
    return answers.reading(row.verbatim, row.status, row.level, row.lo, row.hi, row.certainty)


def value(row: JointAnswer, dissents: Sequence[Dissent], standing: Standing) -> JointValue:
    """Return a joint answer as pages show it, with what the reader may do to it."""
    side = standing.side
    is_open = row.state == JointAnswer.State.PROPOSED
    is_there = row.state in (JointAnswer.State.PROPOSED, JointAnswer.State.STANDING)
    may_propose, may_agree = (can(standing, each) for each in (Action.PROPOSE, Action.AGREE))
    return JointValue(
        can_confirm=may_agree and is_open and getattr(row, f"{side}_at") is None,
        can_withdraw=may_propose and is_open and row.proposed_side == side,
        can_dissent=may_propose and is_there and side not in {each.side for each in dissents},
        id=row.pk,
        state=row.state,
        reading=reading_of(row),
        basis=row.basis,
        proposed_side=row.proposed_side,
        proposed_at=row.proposed_at,
        confirmed={side: getattr(row, f"{side}_at") for side in SIDES},
        dissents=_values(dissents),
    )


def _values(dissents: Sequence[Dissent]) -> tuple[DissentValue, ...]:
    return tuple(DissentValue(side=each.side, reason=each.reason, at=each.at) for each in dissents)


def is_held(of: HeardStructure, round_: RoundValue) -> bool:
    """Whether both sides have answers to agree on in a round, or have agreed: what a file published has none."""
    states = {row.side: row.state for row in of.assessments if row.round_id == round_.id}
    return set(SIDES) <= set(states) and (AGREED in states or "revealed" in states.values())


def board(of: HeardStructure, round_: RoundValue, *, user: User, standing: Standing) -> JointBoard:
    """Return what both sides answered and answer together in a round that both are heard in; seven queries."""
    answered = structure_answers.board(of, round_, standing=standing, order="number")
    rows = joint_answers_visible_to(user).filter(round=round_.id, structure=of.structure.id)
    found: dict[str, list[JointAnswer]] = {}
    for row in rows.select_related("criterion").prefetch_related("dissents"):
        found.setdefault(row.criterion.code, []).append(row)
    talk = comments.of_card(round_.id, of.structure.id, user=user, standing=standing)
    asked_codes = set(answered.instrument.codes_asked(is_programme=of.structure.is_programme))
    criteria = tuple(
        _criterion(row, found.get(row.criterion.code, ()), talk.get(row.criterion.code, ()), standing)
        for part in answered.sections
        for row in part.rows
        if row.criterion.code in asked_codes
    )
    held = [HeldAssessment(row.side, row.state) for row in of.assessments if row.round_id == round_.id]
    settled = [each.code for each in criteria if each.standing]
    waiting = asked_codes - {*settled}
    state = lifecycle.card_state(held, sides=round_.sides, waiting=len(waiting), is_corrected=False)
    assert state is not None, "who reads both sides' answers reads what is revealed"
    why_not = lifecycle.why_not_agree(held, sides=round_.sides, asked=asked_codes, settled=settled)
    return JointBoard(board=answered, criteria=criteria, state=state, why_not=why_not)


def _criterion(
    row: AnsweredCriterion,
    found: Sequence[JointAnswer],
    talk: tuple[CommentValue, ...],
    reader: Standing,
) -> JointCriterion:
    by_state: dict[str, list[JointValue]] = {}
    for each in found:
        by_state.setdefault(each.state, []).append(value(each, list(each.dissents.all()), reader))
    over = (*by_state.get("replaced", ()), *by_state.get("withdrawn", ()))
    return JointCriterion(
        row=row,
        ground=_ground(row),
        standing=next(iter(by_state.get("standing", ())), None),
        proposed=next(iter(by_state.get("proposed", ())), None),
        earlier=tuple(sorted(over, key=lambda each: each.proposed_at)),
        comments=talk,
        base=stamp(current(found)),
    )


def _ground(row: AnsweredCriterion) -> Ends | None:
    panels = {each.voice.side: each.panel for each in row.answers if each.voice.side in SIDES}
    if len(panels) < len(SIDES):
        return None
    return CriterionBySides(code=row.criterion.code, **panels).common_ground


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedConfirmation:
    """The first joint answer on a structure that a manager of the reader's side has still to confirm."""

    label: str
    slug: str
    code: str


def awaited(programme: Programme, *, user: User, standing: Standing) -> QuerySet[JointAnswer]:
    """Return what waits for the confirmation of a manager of the person's side."""
    return joint_answers_visible_to(user).filter(
        **{"round__programme": programme, "state": "proposed", f"{standing.side}_at__isnull": True}
    )
