"""Home: how all structures stand, how far the open round is, what happened, and what is the reader's to do.

What rests on answers alone is kept by their version (`queries.portfolio`, `queries.members`), what rests on anything
else by the version of that; what drafts and the moment change is asked for each time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from coordination.domain.bilingual import fold, words
from coordination.domain.commitments import SOON
from coordination.domain.portfolio import RowStep, row_step
from coordination.models import Programme, User
from coordination.permissions import Action, Standing, can
from coordination.queries import (
    assessments,
    commitments,
    contacts,
    members,
    notices,
    portfolio,
    progress,
    row_facts,
    since,
    versions,
)
from coordination.queries.assessments import AssessmentValue
from coordination.queries.commitments import AnswerKey, CommitmentValue
from coordination.queries.contacts import ContactValue
from coordination.queries.filters import NoSuch
from coordination.queries.joint_answers import AwaitedConfirmation
from coordination.queries.members import Difference, ListedRow
from coordination.queries.notices import Notices
from coordination.queries.portfolio import Listed, Portfolio
from coordination.queries.progress import Progress, RoundProgress
from coordination.queries.row_facts import RowFacts
from coordination.queries.since import Happened
from coordination.queries.versions import Version

#: So many structures stand on one page; of more a page has ``LISTED``.
AT_ONCE, LISTED = 25, 10
#: So many of each column are told.
TOLD, PLANNED = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """What the reader asks of the list: a part of the bar by its name, an order, a page, words to search for."""

    part: str = ""
    sort: str = "weakest"
    page: int = 1
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStep:
    """The one step about a structure; ``answer`` is the weak answer that a commitment would be made from.

    ``awaited`` is the first joint answer that waits for the reader's confirmation; ``to_publish`` the label of the round
    whose card waits for the reader's side to publish it, empty where none does.
    """

    step: RowStep
    answer: AnswerKey | None
    awaited: AwaitedConfirmation | None
    to_publish: str


class ListedSteps(Mapping[int, ListedStep]):
    """The steps of all structures, by structure id; each is found when it is asked for, since a page shows few."""

    def __init__(self, members: Mapping[int, Listed], step_of: Callable[[Listed], ListedStep]) -> None:
        self._members, self._step_of = members, step_of

    def __getitem__(self, structure: int) -> ListedStep:
        return self._step_of(self._members[structure])

    def __iter__(self) -> Iterator[int]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


@dataclass(frozen=True, eq=False, kw_only=True)
class Home:
    """What Home shows; ``rows`` are one page of the ``total`` structures asked for.

    Its figures are of the ``version`` of the answers, what does not rest on answers is of the version ``beside``.

    ``progress`` are the open rounds that ask the reader's side, the latest first. ``steps`` are by structure id, of all
    structures of the programme. ``happened`` is None for who signs in for the first time.
    """

    asked: ListAsked
    version: Version
    beside: Version
    portfolio: Portfolio
    rows: tuple[ListedRow, ...]
    total: int
    pages: int
    progress: tuple[RoundProgress, ...]
    dormant: frozenset[int]
    steps: Mapping[int, ListedStep]
    due: tuple[CommitmentValue, ...]
    happened: tuple[Happened, ...] | None
    widest: tuple[Difference, ...]
    planned: tuple[ContactValue, ...]
    put_aside: tuple[AssessmentValue, ...]
    notices: Notices

    @property
    def is_large(self) -> bool:
        """Whether the structures do not all stand on one page."""
        return len(self.portfolio.members) > AT_ONCE

    def progress_of(self, structure: int) -> Progress | None:
        """Return the progress of a structure in the latest open round that asks the reader's side."""
        return self.progress[0].by_structure.get(structure) if self.progress else None


def home(
    asked: ListAsked,
    *,
    user: User,
    programme: Programme,
    standing: Standing,
    language: str,
    now: datetime,
    last_seen: datetime | None,
) -> Home:
    """Return Home at a moment, in a language; five queries where nothing was written since the page before.

    Raises:
        NoSuch: the list has no such page.
    """
    today = now.astimezone(programme.zone).date()
    whole = portfolio.whole(user, programme, standing)
    chosen = _chosen(whole, asked)
    size = LISTED if len(whole.members) > AT_ONCE else AT_ONCE
    pages = max(1, -(-len(chosen) // size))
    if asked.page > pages:
        raise NoSuch("page", str(asked.page))
    shown = chosen[(asked.page - 1) * size : asked.page * size]
    assessable = [each.structure.id for each in whole.members if not each.structure.closed]
    open_rounds = progress.of_rounds(
        whole.rounds, assessable, user=user, standing=standing, known=whole.ground.known
    )
    version = versions.all_but_answers(programme)
    beside = _BESIDE.get(
        (standing, language, today),
        version,
        lambda: _beside(user, programme, standing, today),
    )
    return Home(
        asked=asked,
        version=whole.version,
        beside=version,
        portfolio=whole,
        rows=members.rows(shown, whole, user=user, rights=standing),
        total=len(chosen),
        pages=pages,
        progress=open_rounds,
        dormant=beside.facts.dormant,
        steps=_steps(whole, open_rounds, beside.facts, standing, now),
        due=beside.due,
        happened=since.happened(programme, standing, {each.label: each for each in whole.rounds}, last_seen)
        if last_seen
        else None,
        widest=members.widest(whole, TOLD),
        planned=beside.planned,
        put_aside=assessments.put_aside(user=user, programme=programme, standing=standing)
        if any(each.is_open for each in whole.rounds) and can(standing, Action.START)
        else (),
        notices=beside.notices,
    )


class _Beside(NamedTuple):
    """What is a reader's own on a day and rests on no answers."""

    facts: RowFacts
    due: tuple[CommitmentValue, ...]
    planned: tuple[ContactValue, ...]
    notices: Notices


#: By a person's place, the language in which it is said, and the day.
_BESIDE: versions.Shelf[_Beside] = versions.Shelf(16)


def _beside(user: User, programme: Programme, standing: Standing, today: date) -> _Beside:
    return _Beside(
        facts=row_facts.of(user, programme, standing, today),
        due=commitments.due(user, programme, side=standing.side, until=today + SOON, today=today),
        planned=contacts.upcoming(user, programme, today, first=PLANNED)
        if can(standing, Action.NOTE)
        else (),
        notices=notices.unseen(programme, standing),
    )


def _chosen(whole: Portfolio, asked: ListAsked) -> Sequence[Listed]:
    """Return the structures asked for, in the order asked for."""
    found: Sequence[Listed] = whole.sorted(asked.sort)
    if asked.part:
        there = whole.part_keys.get(asked.part, frozenset())
        found = [each for each in found if each.structure.code in there]
    for word in words(asked.search):
        found = [each for each in found if word in _searched(each)]
    return found


def _searched(of: Listed) -> str:
    return fold(f"{of.structure.code} {of.structure.name_en} {of.structure.name_fr}")


def _steps(
    whole: Portfolio,
    open_rounds: Sequence[RoundProgress],
    facts: RowFacts,
    standing: Standing,
    now: datetime,
) -> ListedSteps:
    may_commit = can(standing, Action.COMMIT)
    of_round = open_rounds[0].by_structure if open_rounds else {}
    waiting = facts.awaited

    def step_of(each: Listed) -> ListedStep:
        here = of_round.get(each.structure.id)
        answer = _weak(each, facts.promised) if may_commit else None
        to_publish = facts.to_publish(each.structure.id, now)
        step = row_step(
            draft=here.draft if here else None,
            can_start=bool(here and here.can_start),
            can_confirm=each.structure.id in waiting,
            can_publish=bool(to_publish),
            can_commit=answer is not None,
            sides_heard=len(each.standing.sides),
        )
        return ListedStep(
            step=step,
            answer=answer,
            awaited=waiting.get(each.structure.id),
            to_publish=to_publish,
        )

    return ListedSteps({each.structure.id: each for each in whole.members}, step_of)


def _weak(of: Listed, taken: frozenset[AnswerKey]) -> AnswerKey | None:
    """Return the weakest answer from which no commitment was made."""
    if of.round is None:
        return None
    keys = ((of.structure.id, of.round.id, side, code) for side, code in of.weak)
    return next((key for key in keys if key not in taken), None)
