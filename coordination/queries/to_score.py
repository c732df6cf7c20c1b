"""One person's assessments by round: what is to be begun, continued or sent, and what the sent ones wait for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coordination.domain.bilingual import words
from coordination.domain.instruments import InstrumentValue
from coordination.domain.lifecycle import AWAITING, Waiting
from coordination.domain.vocabulary import SIDES
from coordination.models import Answer, Assessment, Programme, Round, Structure, User
from coordination.permissions import Action, Standing, assessments_visible_to, can
from coordination.queries import asked, assessments, assessors, instruments, paging, reveal
from coordination.queries.assessments import AssessmentValue
from coordination.queries.filters import PAGE
from coordination.queries.paging import Paged
from coordination.queries.rounds import RoundValue, round_value
from coordination.queries.structures import StructureValue, structure_value


class StepToScore(StrEnum):
    """What an assessment asks of its assessor, the most urgent first."""

    SEND = "send"
    CONTINUE = "continue"
    START = "start"
    #: Keyed in from paper, and handed over to be confirmed.
    HANDED_OVER = "handed-over"
    SENT = "sent"
    SET_ASIDE = "set-aside"
    REVEALED = "revealed"
    #: Never sent before its round was closed.
    LEFT = "left"


_ORDER = {step: number for number, step in enumerate(StepToScore)}
_TO_SEND = (StepToScore.SEND, StepToScore.CONTINUE, StepToScore.START)
_REVEALED = ("revealed", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToScore:
    """A structure in a round: what is to be done, and where its first criterion without an answer stands.

    ``assessment`` is None where nothing is begun; ``section`` and ``criterion`` are empty where every criterion that is
    asked has an answer. ``is_named``: the person is asked by name, and has not sent yet.
    """

    round: RoundValue
    structure: StructureValue
    step: StepToScore
    assessment: AssessmentValue | None
    answered: int
    asked: int
    section: str
    criterion: str
    waiting: Waiting | None
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLines:
    """The lines of one round on this page, and how many there are of each step on all pages."""

    round: RoundValue
    lines: tuple[LineToScore, ...]
    counts: Mapping[StepToScore, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToScore:
    """One page of a person's assessments, open rounds first, then the latest; ``is_asked`` where a round is open."""

    rounds: tuple[RoundLines, ...]
    paged: Paged[LineToScore]
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A structure in a round, before it is known whether the page shows it."""

    round: Round
    structure: Structure
    row: Assessment | None
    step: StepToScore
    is_named: bool = False


def index(*, user: User, programme: Programme, standing: Standing, search: str, page: int) -> ToScore:
    """Return one page of what this person scores or has scored; at most eight queries."""
    asking = _asking(programme, standing)
    mine = _mine(user, programme)
    known = instruments.known(
        {row.instrument_id for row in asking} | {row.round.instrument_id for row in mine}
    )
    questionnaires = {pk: each.value for pk, each in known.items()}
    answered = _answered(mine)
    places = [
        _Place(round=row.round, structure=row.structure, row=row, step=_step(row, answered, questionnaires))
        for row in mine
    ]
    places += _not_begun(asking, {(row.round_id, row.structure_id) for row in mine if row.rater_user_id})
    places = _named(places, asking, user, standing)
    places = sorted((each for each in places if _matches(each.structure, search)), key=_urgency)
    counts: dict[int, Counter[StepToScore]] = {}
    for each in places:
        counts.setdefault(each.round.pk, Counter())[each.step] += 1
    page, pages = paging.at(page, len(places), PAGE)
    shown = places[(page - 1) * PAGE : page * PAGE]
    waiting = reveal.waiting(each.row for each in shown if each.row)
    lines = tuple(_line(each, answered, questionnaires, waiting, standing) for each in shown)
    return ToScore(
        rounds=_by_round(lines, counts),
        paged=Paged(listed=lines, total=len(places), page=page, pages=pages),
        is_asked=bool(asking),
    )


def _asking(programme: Programme, standing: Standing) -> list[Round]:
    """Return the open rounds in which this person may begin."""
    if not can(standing, Action.START):
        return []
    rows = Round.objects.filter(
        programme=programme, state=Round.State.OPEN, sides__in=["both", standing.side]
    )
    return list(rows.select_related("instrument").defer("instrument__content"))


def _mine(user: User, programme: Programme) -> list[Assessment]:
    rows = assessments_visible_to(user).filter(assessments.written_by(user), round__programme=programme)
    return list(assessments.with_people(rows))


def _not_begun(asking: Sequence[Round], begun: set[tuple[int, int]]) -> list[_Place]:
    """Return what this person may still begin: structures asked and not closed, before both sides see each other."""
    if not asking:
        return []
    revealed = Assessment.objects.filter(round__in=asking, state__in=_REVEALED, side__in=SIDES)
    begun = begun | set(revealed.values_list("round_id", "structure_id"))
    structures = asked.in_rounds(asking)
    return [
        _Place(round=round_, structure=structure, row=None, step=StepToScore.START)
        for round_ in asking
        for structure in structures[round_.pk]
        if (round_.pk, structure.pk) not in begun
    ]


def _named(places: Sequence[_Place], asking: Sequence[Round], user: User, standing: Standing) -> list[_Place]:
    """Note what this person is asked to score by name and has not sent; one query where a round is open."""
    if not asking:
        return list(places)
    named = assessors.named([row.pk for row in asking], standing.side or "")
    return [
        replace(
            each,
            is_named=each.step in _TO_SEND and user.pk in named.get((each.round.pk, each.structure.pk), ()),
        )
        for each in places
    ]


def _answered(mine: Sequence[Assessment]) -> dict[int, set[str]]:
    """Return the codes of the criteria that have an answer, by assessment."""
    given = Answer.objects.filter(assessment_id__in=[row.pk for row in mine]).order_by()
    found: dict[int, set[str]] = {}
    for pk, code in given.values_list("assessment_id", "criterion__code"):
        found.setdefault(pk, set()).add(code)
    return found


def _step(
    row: Assessment, answered: Mapping[int, set[str]], questionnaires: Mapping[int, InstrumentValue]
) -> StepToScore:
    if row.state != Assessment.State.DRAFT:
        return StepToScore.REVEALED if row.state in _REVEALED else StepToScore(row.state.replace("_", "-"))
    if row.round.state != Round.State.OPEN:
        return StepToScore.LEFT
    if row.stage == AWAITING:
        return StepToScore.HANDED_OVER
    asked = questionnaires[row.round.instrument_id].codes_asked(is_programme=row.structure.is_programme)
    return StepToScore.SEND if set(asked) <= answered.get(row.pk, set()) else StepToScore.CONTINUE


def _matches(structure: Structure, search: str) -> bool:
    return all(word in structure.folded for word in words(search))


def _urgency(each: _Place) -> tuple[object, ...]:
    """Return the order of the list: open rounds, the latest day, the last opened, what one is asked by name, the urgent.

    The programme as a whole comes last.
    """
    round_, structure = each.round, each.structure
    is_closed = round_.state != Round.State.OPEN
    day = -round_.reference_on.toordinal()
    return (
        is_closed,
        day,
        -round_.pk,
        not each.is_named,
        _ORDER[each.step],
        structure.is_programme,
        structure.code,
    )


def _line(
    of: _Place,
    answered: Mapping[int, set[str]],
    questionnaires: Mapping[int, InstrumentValue],
    waiting: Mapping[int, Waiting],
    standing: Standing,
) -> LineToScore:
    sections = questionnaires[of.round.instrument_id].asked(is_programme=of.structure.is_programme)
    asked = [(section.code, each.code) for section in sections for each in section.criteria]
    given = answered.get(of.row.pk, set()) if of.row else set()
    missing = [place for place in asked if place[1] not in given]
    section, criterion = missing[0] if missing else ("", "")
    return LineToScore(
        round=round_value(of.round),
        structure=structure_value(of.structure),
        step=of.step,
        assessment=assessments.assessment_value(of.row, standing) if of.row else None,
        answered=len(asked) - len(missing),
        asked=len(asked),
        section=section,
        criterion=criterion,
        waiting=waiting.get(of.row.pk) if of.row else None,
        is_named=of.is_named,
    )


def _by_round(
    lines: Sequence[LineToScore], counts: Mapping[int, Counter[StepToScore]]
) -> tuple[RoundLines, ...]:
    rounds = {each.round.id: each.round for each in lines}
    return tuple(
        RoundLines(
            round=round_,
            lines=tuple(each for each in lines if each.round.id == pk),
            counts={step: counts[pk][step] for step in StepToScore if counts[pk][step]},
        )
        for pk, round_ in rounds.items()
    )
