"""How far one side is in a round, by structure and assessor; of the other side, one bit a structure.

Only for the managers of the side: whether the other one has sent is all that passes between the sides before the reveal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coordination.domain import lifecycle
from coordination.domain.lifecycle import AWAITING
from coordination.domain.vocabulary import SIDES
from coordination.models import Answer, Assessment, Round, User
from coordination.permissions import ON_DASHBOARDS, Standing, assessments_visible_to
from coordination.queries import asked, assessors, instruments, keyed_in
from coordination.queries import people as people_queries
from coordination.queries.structures import StructureValue, structure_value


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorLine:
    """One assessor of a structure: “not-begun”, or the state of their assessment, “awaiting” its confirmation if so.

    Of a draft that the reader may read ``answered`` and ``asked`` criteria; 0 of 0 of any other.
    """

    name: str
    state: str
    answered: int = 0
    asked: int = 0
    is_on_paper: bool = False
    #: On paper, and nothing of it keyed in yet: it counts as not begun.
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLine:
    """One structure as a side's managers see it: who is named or has begun, and whether each side has sent.

    ``is_other_sent`` is None where the other side is not asked; ``named`` are the ids of the advisers asked by name.
    """

    structure: StructureValue
    assessors: tuple[AssessorLine, ...]
    named: frozenset[int]
    is_own_sent: bool
    is_other_sent: bool | None
    is_revealed: bool

    @property
    def drafts(self) -> tuple[AssessorLine, ...]:
        """Those who have begun and not sent: what is on paper and waits to be confirmed among them."""
        begun = (each for each in self.assessors if not each.is_empty)
        return tuple(each for each in begun if each.state in ("draft", AWAITING))

    @property
    def is_revealed_by_closing(self) -> bool:
        """Whether closing the round surely shows both sides each other's answers: only own drafts are in the way."""
        is_sent = any(each.state == "sent" for each in self.assessors)
        return is_sent and bool(self.drafts) and self.is_other_sent is not False


def of_side(round_: Round, *, user: User, standing: Standing) -> tuple[SideLine, ...]:
    """Return what a round asks about as a manager of a side asked may see it, by code; at most seven queries."""
    side = standing.side
    if side is None or side not in lifecycle.asked_sides(round_.sides):
        return ()
    structures = asked.structures(round_).filter(closed="").order_by("is_programme", "code")
    people = {each.user_id: each.name for each in assessors.advisers(round_.programme, side)}
    named = assessors.named([round_.pk], side)
    held: dict[int, list[Assessment]] = {}
    rows = Assessment.objects.filter(round=round_).select_related("rater_user").order_by("pk")
    rows = rows.annotate(**people_queries.place_left("rater_user", "round__programme"))
    for row in rows:
        held.setdefault(row.structure_id, []).append(row)
    empty, counts = _empty(round_), _answered(round_, user, side)
    questionnaire = instruments.value(round_.instrument_id)
    return tuple(
        _line(
            structure_value(row),
            held.get(row.pk, []),
            {user_id: people[user_id] for user_id in named.get((round_.pk, row.pk), ()) if user_id in people},
            counts,
            empty,
            frozenset(questionnaire.codes_asked(is_programme=row.is_programme)),
            round_,
            side,
        )
        for row in structures
    )


def _empty(round_: Round) -> frozenset[int]:
    """Return the assessments that are begun on paper, without any answer; one query."""
    return frozenset(keyed_in.empty(Assessment.objects.filter(round=round_)).values_list("pk", flat=True))


def _answered(round_: Round, user: User, side: str) -> Mapping[int, set[str]]:
    """Return the criteria answered in the drafts that the reader may read, by assessment; one query."""
    rows = assessments_visible_to(user).filter(round=round_, side=side, state="draft")
    given = Answer.objects.filter(assessment__in=rows.order_by()).order_by()
    found: dict[int, set[str]] = {}
    for pk, code in given.values_list("assessment_id", "criterion__code"):
        found.setdefault(pk, set()).add(code)
    return found


def _line(
    structure: StructureValue,
    held: list[Assessment],
    named: Mapping[int, str],
    counts: Mapping[int, set[str]],
    empty: frozenset[int],
    asked: frozenset[str],
    round_: Round,
    side: str,
) -> SideLine:
    begun = [row for row in held if row.pk not in empty]
    by_side = {each: _states(begun, each) for each in SIDES}
    other = next((each for each in lifecycle.asked_sides(round_.sides) if each != side), None)
    lines = [*_lines([row for row in held if row.side == side], named, counts, empty, asked)]
    return SideLine(
        structure=structure,
        assessors=tuple(sorted(lines, key=lambda each: each.name.casefold())),
        named=frozenset(named),
        is_own_sent=lifecycle.is_sent(by_side[side]),
        is_other_sent=lifecycle.is_sent(by_side[other]) if other else None,
        is_revealed=_is_revealed(held),
    )


def _states(begun: list[Assessment], side: str) -> set[str]:
    return {row.state for row in begun if row.side == side}


def _is_revealed(held: list[Assessment]) -> bool:
    return any(row.state in ON_DASHBOARDS and row.side in SIDES for row in held)


def _lines(
    own: list[Assessment],
    named: Mapping[int, str],
    counts: Mapping[int, set[str]],
    empty: frozenset[int],
    asked: frozenset[str],
) -> Iterator[AssessorLine]:
    begun = set()
    for row in own:
        begun.add(row.rater_user_id)
        name = str(people_queries.name(row, "rater_user")) or row.rater
        if row.state == "draft" and row.pk in counts:
            answered = len(counts[row.pk] & asked)
            line = AssessorLine(name=name, state=row.stage, answered=answered, asked=len(asked))
        else:
            line = AssessorLine(name=name, state=row.stage)
        yield replace(line, is_on_paper=row.filled_on is not None, is_empty=row.pk in empty)
    yield from (AssessorLine(name=name, state="not-begun") for pk, name in named.items() if pk not in begun)
