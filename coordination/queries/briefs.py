"""A structure's brief: what its page says on all its tabs that fits on a sheet of paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordination.models import Programme, User
from coordination.permissions import Standing
from coordination.queries import (
    commitments,
    structure_answers,
    structure_heads,
    structure_history,
    structures,
)
from coordination.queries.commitments import CommitmentValue
from coordination.queries.structure_answers import ORDERS, AnswerBoard
from coordination.queries.structure_heads import StructureHead
from coordination.queries.structure_history import Advised, StructureSummary, Voiced


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureBrief:
    """Where a structure stands by its latest round; ``board`` is None where the reader may read no answer on it.

    ``commitments`` are open ones, the first due first: a page of them, of as many as the head counts.
    """

    head: StructureHead
    summary: StructureSummary
    board: AnswerBoard | None
    history: Sequence[Voiced]
    advised: Sequence[Advised]
    commitments: tuple[CommitmentValue, ...]


def of_structure(
    slug: str,
    *,
    user: User,
    programme: Programme,
    standing: Standing,
    today: date,
    label: str = "",
) -> StructureBrief | None:
    """Return the brief of a structure with the answers of a round, by its ``label``, or of the latest.

    None where there is no such structure (the programme as a whole has a page of its own), or nothing of it is heard
    in that round.
    """
    row = structure_heads.find(slug, user=user, programme=programme, today=today)
    if row is None or row.is_programme:
        return None
    heard = structure_history.heard(structures.structure_value(row), user=user, programme=programme)
    round_ = heard.round(label) if label else heard.latest
    if label and round_ is None:
        return None
    promised = (commitments.value(each, today) for each in commitments.of_structure(user, row))
    return StructureBrief(
        head=structure_heads.head(row, rounds=len(heard.rounds), today=today),
        summary=structure_history.summary(heard),
        board=structure_answers.board(heard, round_, standing=standing, order=ORDERS[0]) if round_ else None,
        history=structure_history.history(heard),
        advised=structure_history.advised(heard),
        commitments=tuple(each for each in promised if each.state == "open"),
    )
