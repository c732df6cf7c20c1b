"""Two views in words, as a table and a file: where they disagree, by how much, and what both could accept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.documents.tables import Table, TableFile, Value
from coordination.domain.claims.sides import (
    Respondents,
    SideGap,
    SidesCompared,
    SidesCounted,
    SidesOutcome,
    sides_counted,
)
from coordination.domain.instruments import CriterionValue
from coordination.domain.vocabulary import SIDES
from coordination.presenters import agreement, answers, averages, differences, sentences, tables
from coordination.presenters.said import Said
from coordination.presenters.sentences import interval, local
from coordination.queries.cards import Card
from coordination.queries.sides import Sides, SidesBoard

#: Of how many structures a page says one by one where the sides disagree.
SAID = 6
#: How many structures without a sure difference a sentence names; the file has all.
NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesLine:
    """One structure in the table of both sides.

    ``span`` is how many columns an absent side takes.
    """

    sides: Sides
    # What a dict holds equals where it is equal, but cannot be hashed.
    assessors: dict[str, Said] = field(hash=False)
    gaps: tuple[differences.GapCell, ...]
    mean: Said | None
    joint: Said | None
    span: int


def lines(board: SidesBoard) -> list[SidesLine]:
    """Return the table of both sides, structure by structure."""
    return [_line(row, board) for row in board.rows]


def _line(row: Sides, board: SidesBoard) -> SidesLine:
    levels = board.instrument.levels if board.instrument else ()
    return SidesLine(
        sides=row,
        assessors={
            side: differences.assessors(each) for side, each in row.assessors.items() if each.assessors > 1
        },
        gaps=tuple(differences.cell(each, levels) for each in row.compared.criteria) if row.compared else (),
        mean=Said(row.points.kind, averages.points_apart(row.points)) if row.points else None,
        joint=differences.both_together(row.joint) if row.joint else None,
        span=len(board.criteria) + 1,
    )


# --- sentences that head the page


def findings(board: SidesBoard) -> list[Said]:
    """Return what is said of the structures, or who has answered.

    First on how many of many the sides disagree, then the structure that is drawn, then the others.
    """
    if board.answered is None:
        return []
    if board.answered.outcome is not Respondents.BOTH:
        return [differences.who(board.answered, rounds=len(board.shown_rounds))]
    said = told(board.compared, board.criteria)
    drawn = board.drawn.compared if board.drawn else None
    if drawn is None:
        return said
    head = of_structure(drawn, board.criteria)
    counted = [each for each in said if each.kind == SidesCounted.kind]
    # Said once: with fewer names above, all of them are in the picture below.
    whole = told([drawn], board.criteria)[0]
    return [*counted, head, *(each for each in said if each not in (*counted, head, whole))]


def heading(board: SidesBoard) -> int:
    """Return how many of the findings head the page: of few structures all on which the sides disagree."""
    if board.answered is None or board.answered.outcome is not Respondents.BOTH or board.drawn is None:
        return 1
    apart = [each for each in board.compared if each.outcome is SidesOutcome.DISAGREE]
    return 2 if len(apart) > SAID else max(len(apart), 1)


def of_structure(claim: SidesCompared, criteria: Sequence[CriterionValue]) -> Said:
    """Say of one structure on what the sides disagree, or what holds where they do not."""
    if claim.outcome is SidesOutcome.DISAGREE:
        return differences.brief(claim, criteria)
    return _alike([claim])


def told(found: Sequence[SidesCompared], criteria: Sequence[CriterionValue]) -> list[Said]:
    """Return what is said of both sides over all these structures: of many, how many disagree and the widest apart."""
    apart = [each for each in found if each.outcome is SidesOutcome.DISAGREE]
    counted = []
    if len(apart) > SAID:
        counted = [differences.counted(sides_counted(found))]
        apart = sorted(apart, key=lambda each: each.width, reverse=True)[:SAID]
    return [
        *counted,
        *(differences.compared(each, criteria) for each in apart),
        *grouped(found),
        *apart_from(found),
    ]


def grouped(found: Sequence[SidesCompared]) -> list[Said]:
    """Return the structures on which the sides do not disagree, those of one base and outcome in one sentence."""

    def alike(claim: SidesCompared) -> tuple[int, int]:
        return list(SidesOutcome).index(claim.outcome), -len(claim.compared)

    others = sorted((each for each in found if each.outcome is not SidesOutcome.DISAGREE), key=alike)
    return [_alike(list(group)) for _key, group in groupby(others, alike)]


def _alike(group: Sequence[SidesCompared]) -> Said:
    first, listed = group[0], ", ".join(each.structure for each in group[:NAMED])
    if len(group) > NAMED:
        listed = _("%(names)s and %(count)s more") % {"names": listed, "count": len(group) - NAMED}
    return Said(first.kind, sentences.said_of(differences.no_gap(first), listed))


def apart_from(found: Sequence[SidesCompared]) -> list[Said]:
    """Return how many criteria are answered by one side only, and how many apply to one side only."""
    one_answered, one_applies = (
        sum(len(each.having(gap)) for each in found) for gap in (SideGap.ONE_ANSWERED, SideGap.ONE_APPLIES)
    )
    said = [
        words % {"count": count}
        for count, words in (
            (
                one_answered,
                ngettext(
                    "Where both sides sent answers, %(count)s answer is known from one side only.",
                    "Where both sides sent answers, %(count)s answers are known from one side only.",
                    one_answered,
                ),
            ),
            (
                one_applies,
                ngettext(
                    "In %(count)s place one side only says “does not apply”.",
                    "In %(count)s places one side only says “does not apply”.",
                    one_applies,
                ),
            ),
        )
        if count
    ]
    return [Said(SidesCompared.kind, each) for each in said]


def by_criterion(board: SidesBoard) -> list[tuple[str, Said, int]]:
    """Return each criterion, the mean difference over all chosen structures that both answered, and their number."""
    return [
        (f"{local(criterion.short)} {criterion.code}", averages.levels_apart(claim), claim.count)
        for criterion, claim in board.by_criterion
    ]


# --- file


def table(board: SidesBoard) -> TableFile:
    """Return both sides, their differences and agreement for a file."""
    names = [f"{local(each.short)} {each.code}" for each in board.criteria]
    head = [_("Structure"), _("Seen by"), _("Round"), *names, _("in words"), _("assessors")]
    rows: list[list[str]] = []
    for line in lines(board):
        code, round_ = line.sides.structure.code, local(line.sides.round.name)
        for side, card in ((SIDES[0], line.sides.government), (SIDES[1], line.sides.partners)):
            said = line.assessors.get(side)
            words = _words(card, board)
            rows.append([code, sentences.side(side), round_, *words, said.text if said else ""])
        mean = line.mean.text if line.mean else ""
        rows.append([code, _("difference"), round_, *(gap.words for gap in line.gaps), mean, ""])
    by: list[list[Value]] = [[name, said.text, count] for name, said, count in by_criterion(board)]
    criteria = [_("Criterion"), _("difference, on average"), _("structures that both answered")]
    tables_ = [
        Table(_("Two views"), head, rows),
        Table(_("Agreement"), agreement.head(), agreement.table(board).rows),
        Table(_("By criterion"), criteria, by),
    ]
    found = [(_("Finding"), str(each)) for each in findings(board)]
    return TableFile(tables_, [*tables.notes(board.shown_rounds), *found])


def _words(card: Card | None, board: SidesBoard) -> list[str]:
    if card is None:
        return [*("" for _criterion in board.criteria), _("no answers")]
    return [*(answers.in_words(cell.reading) for cell in card.cells), interval(card)]
