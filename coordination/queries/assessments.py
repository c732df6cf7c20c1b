"""Assessments: a rater's tasks, a manager's drafts, and one assessment with what may be done with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from coordination.domain import lifecycle
from coordination.domain.bilingual import Text
from coordination.domain.lifecycle import Waiting
from coordination.domain.vocabulary import AGREED
from coordination.models import Answer, Assessment, Programme, Round, Structure, User
from coordination.permissions import (
    Action,
    Standing,
    assessments_visible_by_themselves_to,
    assessments_visible_to,
    can,
)
from coordination.queries import instruments, keyed_in, people, reveal
from coordination.queries.rounds import RoundValue, round_value
from coordination.queries.structures import StructureValue, structure_value


@dataclass(frozen=True, slots=True)
class SetAside:
    """When, by whom and why a draft was set aside; without a reason where its round was closed."""

    at: datetime
    by: object
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """Answers keyed in from paper: the day of the form, and how far it is to their confirmation.

    ``keyed_by`` is empty for readers who may not know whose answers they are.
    """

    filled_on: date
    keyed_by: object
    handed_at: datetime | None
    returned_reason: str
    confirmed_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentValue:
    """An assessment as its pages show it; ``rater`` is empty for readers who may not know the name.

    ``id`` is 0 until the first answer is stored.
    """

    id: int
    round: RoundValue
    structure: StructureValue
    side: str
    side_name: object
    rater: object
    state: str
    state_name: object
    version: int
    sent_at: datetime | None
    origin: str
    can_score: bool
    can_submit: bool
    can_recall: bool
    can_discard: bool
    can_set_aside: bool
    can_restore: bool
    can_revise: bool
    can_correct: bool
    can_dissent: bool
    can_confirm: bool
    set_aside: SetAside | None = None
    paper: OnPaper | None = None

    @property
    def is_awaiting(self) -> bool:
        """Whether answers from paper wait to be confirmed."""
        return self.state == "draft" and self.paper is not None and self.paper.handed_at is not None

    @property
    def notice(self) -> Text:
        """What its round says of where answers come from, if it holds for this assessment."""
        return self.round.notice if self.origin == self.round.origin else Text("", "")

    @property
    def is_invented(self) -> bool:
        """Whether its answers are invented for the demonstration."""
        return self.origin == "invented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A begun assessment, its count of answered criteria, and what a sent one waits for."""

    assessment: AssessmentValue
    answered: int
    total: int
    waiting: Waiting | None = None


def find(assessment_id: int, *, user: User, programme: Programme) -> Assessment | None:
    """Return the assessment if the person may read it on its own; one query.

    The agreed card is nobody's, and has no page but that of its structure, beside the two sides.
    """
    rows = assessments_visible_by_themselves_to(user).filter(pk=assessment_id, round__programme=programme)
    return with_people(rows.exclude(side=AGREED)).first()


def unread_drafts(*, programme: Programme, standing: Standing) -> tuple[AssessmentValue, ...]:
    """Return the drafts this person may discard or set aside but not read, by round and structure; one query.

    They were begun before the person could read the side's answers; their content and author stay hidden. Forms on paper
    of which nothing is keyed in are in nobody's way.
    """
    if standing.reads_since is None:
        return ()
    rows = Assessment.objects.filter(
        round__programme=programme, side=standing.side, state="draft", started_at__lt=standing.reads_since
    )
    related = keyed_in.begun(rows).select_related("round__instrument", "structure")
    related = related.defer("round__instrument__content")
    listed = related.order_by("round__reference_on", "structure__code", "pk")
    acts = (Action.DISCARD, Action.SET_ASIDE)
    return tuple(
        assessment_value(row, standing) for row in listed if any(can(standing, act, row) for act in acts)
    )


def find_draft(
    assessment_id: int, *, user: User, programme: Programme, standing: Standing
) -> tuple[Assessment | None, bool]:
    """Return an assessment the person may read, discard or set aside, and whether they may read it."""
    if row := find(assessment_id, user=user, programme=programme):
        return row, True
    if assessment_id not in {each.id for each in unread_drafts(programme=programme, standing=standing)}:
        return None, False
    rows = Assessment.objects.select_related("round__instrument", "round__programme", "structure")
    return rows.defer("round__instrument__content").filter(pk=assessment_id).first(), False


def own(label: str, slug: str, *, user: User, standing: Standing, programme: Programme) -> Assessment | None:
    """Return the person's assessment of a structure in a round, unsaved if new; None for an unknown round or structure.

    It is stored with its first answer (``actions.answers.save``). At most three queries.
    """
    mine = Assessment.objects.filter(
        round__programme=programme,
        round__label=label,
        structure__slug=slug,
        rater_user=user,
        side=standing.side,
    )
    if found := with_people(mine).first():
        return found
    rounds = Round.objects.select_related("instrument", "programme").defer("instrument__content")
    round_ = rounds.filter(programme=programme, label=label).first()
    structure = Structure.objects.filter(programme=programme, slug=slug).first()
    if round_ is None or structure is None:
        return None
    return Assessment(
        round=round_, structure=structure, side=standing.side or "", rater=user.email, rater_user=user
    )


def assessment_value(row: Assessment, standing: Standing) -> AssessmentValue:
    """Convert a row loaded with its round, instrument and structure."""
    state = {"state": row.stage, "round_state": row.round.state, "origin": row.round.origin}
    steps = lifecycle.Step

    def may(action: Action, step: lifecycle.Step) -> bool:
        return can(standing, action, row) and lifecycle.is_allowed(step, **state)

    return AssessmentValue(
        id=row.pk or 0,
        round=round_value(row.round),
        structure=structure_value(row.structure),
        side=row.side,
        side_name=row.get_side_display(),
        rater=_rater(row) if can(standing, Action.NAME_RATER, row) or not row.is_of_a_person else "",
        state=row.state,
        state_name=row.get_state_display(),
        version=row.version,
        sent_at=row.sent_at,
        origin=row.origin,
        can_score=may(Action.SCORE, steps.SCORE),
        can_submit=bool(row.pk) and may(Action.SUBMIT, steps.SUBMIT),
        can_recall=may(Action.RECALL, steps.RECALL),
        can_discard=bool(row.pk) and may(Action.DISCARD, steps.DISCARD),
        can_set_aside=may(Action.SET_ASIDE, steps.SET_ASIDE),
        can_restore=may(Action.RESTORE, steps.RESTORE),
        can_revise=may(Action.REVISE, steps.REVISE),
        can_correct=may(Action.CORRECT, steps.CORRECT),
        can_dissent=may(Action.DISSENT, steps.DISSENT),
        can_confirm=may(Action.CONFIRM, steps.CONFIRM),
        paper=_on_paper(row, can(standing, Action.NAME_RATER, row)),
        set_aside=SetAside(row.set_aside_at, people.name(row, "set_aside_by"), row.set_aside_reason)
        if row.set_aside_at and row.set_aside_by
        else None,
    )


def put_aside(*, user: User, programme: Programme, standing: Standing) -> tuple[AssessmentValue, ...]:
    """Return the person's own drafts that somebody set aside, of open rounds, the latest first; one query."""
    rows = assessments_visible_to(user).filter(
        written_by(user), round__programme=programme, state="set_aside", round__state="open"
    )
    return tuple(assessment_value(row, standing) for row in with_people(rows).order_by("-set_aside_at"))


def side_progress(*, user: User, programme: Programme, standing: Standing) -> tuple[Task, ...]:
    """Return the side's assessments in open rounds that are not yet revealed; three queries."""
    rows = assessments_visible_to(user).filter(
        round__programme=programme,
        side=standing.side,
        state__in=["draft", "sent", "set_aside"],
        round__state="open",
    )
    return _with_progress(rows.order_by("round__reference_on", "structure__code", "pk"), standing)


def _with_progress(rows: QuerySet[Assessment], standing: Standing) -> tuple[Task, ...]:
    listed = list(with_people(rows))
    if not listed:
        return ()
    answered: dict[int, set[str]] = {}
    given = Answer.objects.filter(assessment_id__in=[each.pk for each in listed]).order_by()
    for pk, code in given.values_list("assessment_id", "criterion__code"):
        answered.setdefault(pk, set()).add(code)
    known = {each: instruments.value(each) for each in {row.round.instrument_id for row in listed}}
    waiting = reveal.waiting(listed)
    tasks = []
    for row in listed:
        asked = known[row.round.instrument_id].codes_asked(is_programme=row.structure.is_programme)
        done = len(answered.get(row.pk, set()) & set(asked))
        tasks.append(
            Task(
                assessment=assessment_value(row, standing),
                answered=done,
                total=len(asked),
                waiting=waiting.get(row.pk),
            )
        )
    return tuple(tasks)


def with_people(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return assessments with all that `assessment_value` asks of them, and how its people are named."""
    listed = ("rater_user", "set_aside_by", "keyed_by")
    named = rows.annotate(
        **{
            name: left
            for each in listed
            for name, left in people.place_left(each, "round__programme").items()
        }
    )
    related = named.select_related("round__instrument", "structure", *listed)
    return related.defer("round__instrument__content")


def written_by(user: User) -> Q:
    """Return which assessments are the person's own, or were keyed in by them from paper."""
    return Q(rater_user=user) | Q(keyed_by=user)


def _on_paper(row: Assessment, is_named: bool) -> OnPaper | None:
    if row.rater_user_id is not None or row.filled_on is None:
        return None
    return OnPaper(
        filled_on=row.filled_on,
        keyed_by=people.name(row, "keyed_by") if is_named else "",
        handed_at=row.handed_at,
        returned_reason=row.returned_reason,
        confirmed_alone=row.confirmed_alone,
    )


def _rater(row: Assessment) -> object:
    return people.name(row, "rater_user") if row.rater_user else row.rater
