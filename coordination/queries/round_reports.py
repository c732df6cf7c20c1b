"""The report of a round: what Compare shows of it, and what the card of each structure shows, of all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db.models import Q, QuerySet

from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import BOTH, VOICES
from coordination.domain.weights import Weights
from coordination.models import Assessment, Programme, Round, User
from coordination.permissions import Standing, dashboard_assessments
from coordination.queries import (
    both_views,
    commitments,
    comparison,
    filters,
    instruments,
    readable_cards,
    sheets,
    structure_answers,
    structure_history,
    structures,
    voices,
    weightings,
)
from coordination.queries.both_views import BothViews
from coordination.queries.changes import Weighing
from coordination.queries.commitments import CommitmentValue
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import Filters
from coordination.queries.kept_levels import KeptLevels
from coordination.queries.readable_cards import Heads
from coordination.queries.sheets import Sheet
from coordination.queries.structure_answers import ORDERS, AnswerBoard
from coordination.queries.structure_history import Advised, HeardStructure, StructureSummary
from coordination.queries.structures import StructureValue

#: So many structures stand in one part of a report: to set more into pages takes the memory of a server.
IN_PART = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStructure:
    """What was heard of a structure in a round, with what changed since the rounds before, and of none after it.

    ``advised`` are the next steps of the sides heard in it; ``commitments`` are open ones, the first due first.
    """

    structure: StructureValue
    summary: StructureSummary
    board: AnswerBoard
    advised: tuple[Advised, ...]
    commitments: Sequence[CommitmentValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """A part of the report of a round as a person may read it, of so many ``parts``; there is always the first.

    ``boards`` are what Compare shows of all structures, one for each view; ``structures`` are those of this part, by
    code.
    """

    name: Text
    boards: tuple[Scoreboard, ...]
    structures: tuple[ReportedStructure, ...]
    part: int
    parts: int


def of_round(
    round_: Round, *, part: int, user: User, programme: Programme, standing: Standing, today: date
) -> RoundReport | None:
    """Return a part of the report of a round; None where it has no such part.

    The number of queries does not grow with its structures.
    """
    allowed = dashboard_assessments(user).filter(
        round__programme=programme, structure__programme=programme, structure__is_programme=False
    )
    here = allowed.filter(round=round_).order_by("structure__code").values_list("structure", flat=True)
    ids = list(dict.fromkeys(here))
    parts = max(1, ceil(len(ids) / IN_PART))
    if not 1 <= part <= parts:
        return None
    heard = _heard(allowed, ids[(part - 1) * IN_PART : part * IN_PART], round_, user)
    found = _sheets([row for each in heard for row in each.assessments], round_, standing)
    promised = commitments.open_by_structure(user, programme, today=today) if heard else {}
    return RoundReport(
        name=Text(round_.name_en, round_.name_fr),
        boards=_boards(round_.label, user, programme),
        structures=tuple(
            _reported(each, found[each.structure.id], standing, promised.get(each.structure.code, ()))
            for each in heard
        ),
        part=part,
        parts=parts,
    )


def _boards(label: str, user: User, programme: Programme) -> tuple[Scoreboard, ...]:
    """Return what Compare shows of the round to everybody who may read as much."""
    asked = Filters(round=label)
    if comparison.opening(asked, user=user, programme=programme) == BOTH:
        asked = Filters(round=label, voice=BOTH)
        view: BothViews = both_views.load(asked, user=user, programme=programme, is_whole=True)
        return view.boards
    return (comparison.scoreboard(asked, user=user, programme=programme, is_whole=True),)


def _heard(
    allowed: QuerySet[Assessment], ids: Sequence[int], round_: Round, user: User
) -> tuple[HeardStructure, ...]:
    """Return these structures, which are heard in a round, each up to it; six queries."""
    if not ids:
        return ()
    until = Q(round__reference_on__lt=round_.reference_on) | Q(
        round__reference_on=round_.reference_on, round__label__lte=round_.label
    )
    readable = allowed.filter(until, structure__in=ids)
    rows: dict[int, list[Assessment]] = defaultdict(list)
    for row in structure_history.loaded(readable):
        rows[row.structure_id].append(row)
    rounds = {each.id: each for own in rows.values() for each in structure_history.rounds_of(own)}
    known = instruments.of_rounds(list(rounds.values()))
    levels = readable_cards.levels(readable, readable, known, None)
    recorded = weightings.in_question(user, sorted(rounds))
    return tuple(_structure(rows[pk], readable, known, levels, recorded) for pk in ids)


def _structure(
    rows: Sequence[Assessment],
    readable: QuerySet[Assessment],
    known: Mapping[int, instruments.KnownInstrument],
    levels: KeptLevels,
    recorded: Mapping[int, tuple[Weights, ...]],
) -> HeardStructure:
    """Return what is heard of one structure, by these assessments; no query."""
    rounds = structure_history.rounds_of(rows)
    heads = sorted((row.pk, row.round_id, row.structure_id, row.side, row.rater) for row in rows)
    return HeardStructure(
        structure=structures.structure_value(rows[0].structure),
        whole=None,
        rounds=rounds,
        assessments=tuple(rows),
        instruments=known,
        stacks=readable_cards.of_heads(
            Heads(
                readable=readable,
                rounds=rounds,
                voices=VOICES,
                panels=readable_cards.behind_cards(heads, {each.id: each.instrument_id for each in rounds}),
                kept=levels,
            ),
            instruments=known,
        ),
        weighing=Weighing(shown=Weights(filters.EQUAL, ()), recorded=recorded),
    )


def _sheets(rows: Iterable[Assessment], round_: Round, standing: Standing) -> dict[int, list[Sheet]]:
    """Return the answers given in the round by structure; three queries, as for one structure."""
    here = [row for row in rows if row.round_id == round_.pk]
    found: dict[int, list[Sheet]] = defaultdict(list)
    if here:
        instrument = instruments.value(round_.instrument_id)
        for sheet in sheets.of_assessments(here, instrument, standing):
            found[sheet.assessment.structure.id].append(sheet)
    return found


def _reported(
    of: HeardStructure, found: Sequence[Sheet], standing: Standing, promised: Sequence[CommitmentValue]
) -> ReportedStructure:
    round_ = of.rounds[-1]
    return ReportedStructure(
        structure=of.structure,
        summary=structure_history.summary(of),
        board=structure_answers.board_of(of, round_, voices.of_sheets(found, standing), order=ORDERS[1]),
        advised=tuple(each for each in structure_history.advised(of) if each.latest == round_),
        commitments=promised,
    )
