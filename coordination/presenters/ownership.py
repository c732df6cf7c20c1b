"""Ownership × partnership in words, as a table and as a chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.charts import ownership as chart
from coordination.documents.tables import Table, TableFile
from coordination.domain.bilingual import Text
from coordination.domain.claims.ownership import Quadrants, QuadrantsCounted, ThinOwnership
from coordination.domain.instruments import CriterionValue
from coordination.domain.ownership import Position, Quadrant
from coordination.presenters import cells, drawn, sentences, signs, tables
from coordination.presenters.drawings import Drawing
from coordination.presenters.drawn import SquareMark
from coordination.presenters.portfolio import WORDS
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.presenters.signs import TrapWords
from coordination.queries.cards import Cell
from coordination.queries.filters import DRAWN
from coordination.queries.ownership import Placed, Plane
from coordination.queries.structure_history import Voiced
from coordination.queries.structures import StatementValue

QUADRANTS = {
    Quadrant.OWNED_PARTNERSHIP: gettext_lazy("owned partnership"),
    Quadrant.SUBSTITUTION: gettext_lazy("substitution"),
    Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP: gettext_lazy("ownership without partnership"),
    Quadrant.NEITHER: gettext_lazy("neither"),
}
#: A box is drawn where it can stand in so many quadrants at most; others are listed beside.
DRAWN_QUADRANTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionLine:
    """One structure of the page: where it stands, and its ownership items, each a square and its criterion's code."""

    placed: Placed
    ownership: str
    partnership: str
    corners: Said
    assessors: str
    signs: TrapWords
    stated: str
    said: tuple[tuple[str, Text], ...]
    squares: tuple[tuple[SquareMark, str], ...]
    thin: Said


def lines(plane: Plane) -> list[PositionLine]:
    """Return the structures of the page."""
    return [
        PositionLine(
            placed=each,
            ownership=_points(each.corners.position.ownership),
            partnership=_points(each.corners.position.partnership),
            corners=Said(each.corners.kind, quadrants(each.corners.position)),
            assessors=_assessors(each.corners),
            signs=signs.of_traps(each.signs),
            stated=_stated(each.corners),
            said=said(each.said),
            squares=tuple(_square(cell) for cell in each.ownership),
            thin=thin_in_words(each.thin, [cell.criterion for cell in each.ownership]),
        )
        for each in plane.placed
    ]


def said(statements: Iterable[StatementValue]) -> tuple[tuple[str, Text], ...]:
    """Return the distinct quotations with the codes of the signs they state."""
    codes: dict[Text, list[str]] = {}
    for each in statements:
        codes.setdefault(each.quote, []).append(each.item)
    return tuple((", ".join(items), quote) for quote, items in codes.items())


def _points(ends: tuple[Fraction, Fraction] | None) -> str:
    return _("no item applies") if ends is None else sentences.points(*ends)


def quadrants(position: Position) -> str:
    """Return the only possible quadrant, or which are possible."""
    names = [str(QUADRANTS[each]) for each in position.quadrants]
    if not names:
        return _("no position: no item applies")
    if len(names) == 1:
        return names[0]
    if len(names) == len(Quadrant):
        return _("could be in any of the four quadrants")
    *others, last = names
    either = _("%(one)s or %(other)s") % {"one": ", ".join(others), "other": last}
    return _("could be: %(quadrants)s") % {"quadrants": either}


def _assessors(claim: Quadrants) -> str:
    """Return how many assessors the box spans where there are several."""
    if claim.assessors < 2:
        return ""
    return _("all that %(number)s assessors allow") % {"number": claim.assessors}


def _stated(claim: Quadrants) -> str:
    return _("the source says: %(quadrant)s") % {"quadrant": QUADRANTS[claim.stated]} if claim.stated else ""


def headline(plane: Plane) -> Said:
    """Return what heads the page."""
    return stands(plane.counted)


def stands(claim: QuadrantsCounted) -> Said:
    """Say what stands in one quadrant whatever is open: by name where that fits a headline, else how many."""
    if not claim.placed:
        return Said(claim.kind, _("No structure has a position: no item applies."))
    said = sentences.capitalised(f"{sentences.listed(_named(claim))}.")
    return Said(claim.kind, said if sentences.length(said) <= WORDS else _counted(claim))


def _named(claim: QuadrantsCounted) -> list[str]:
    found = [(str(name), claim.only(quadrant)) for quadrant, name in QUADRANTS.items()]
    found.append((_("could be in several quadrants"), claim.several))
    return [
        _("%(quadrant)s: %(names)s") % {"quadrant": name, "names": ", ".join(codes)}
        for name, codes in found
        if codes
    ]


def _counted(claim: QuadrantsCounted) -> str:
    counts = [
        _("%(count)s %(quadrant)s") % {"count": len(codes), "quadrant": name}
        for quadrant, name in QUADRANTS.items()
        if (codes := claim.only(quadrant))
    ]
    said = {"all": len(claim.quadrants), "counts": ", ".join(counts)}
    if not counts:
        return _("None of %(all)s structures is known to stand in one quadrant.") % said
    if claim.several:
        return _("Of %(all)s structures, at least: %(counts)s.") % said
    return _("Of %(all)s structures: %(counts)s.") % said


def _square(cell: Cell) -> tuple[SquareMark, str]:
    name = f"{local(cell.criterion.short)} ({cell.criterion.code})"
    return drawn.square(name, cell.panel), cell.criterion.code


def thin_in_words(claim: ThinOwnership, items: Iterable[CriterionValue]) -> Said:
    """Say which ownership items of a structure are weak and how many are missing."""
    shorts = {each.code: sentences.inside(local(each.short)) for each in items}
    parts = [
        words % {"items": ", ".join(shorts[code] for code in codes), "count": len(codes), "all": claim.base}
        for codes, words in (
            (claim.weak, _("weak on %(items)s")),
            (claim.mostly_weak, _("weak for most assessors on %(items)s")),
            (claim.not_known, _("not known on %(count)s of %(all)s")),
            (claim.no_answer, _("no answer on %(count)s of %(all)s")),
        )
        if codes
    ]
    if not claim.base:
        parts = [_("no item applies")]
    said = parts or [_("no ownership item is weak, and none is missing")]
    return Said(claim.kind, sentences.said_of(claim.structure, sentences.listed(said)))


def drawings(plane: Plane) -> dict[str, Drawing]:
    """Return the chart of the page: boxes of a few structures, counts of many; none where nothing is heard."""
    if not plane.placed:
        return {}
    is_counted, is_dated = plane.total > DRAWN, len(plane.shown_rounds) > 1
    corners = chart.Corners(
        upper_left=_corner(plane, Quadrant.SUBSTITUTION),
        upper_right=_corner(plane, Quadrant.OWNED_PARTNERSHIP),
        lower_left=_corner(plane, Quadrant.NEITHER),
        lower_right=_corner(plane, Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP),
    )
    boxes = [] if is_counted else [_box(each, is_dated=is_dated) for each in plane.placed if _is_drawn(each)]
    return {
        "plane": Drawing(
            title=_("Where do structures stand?"),
            sentences=_counts(plane.counted) if is_counted else _beside_boxes(plane.placed),
            height=chart.height(),
            figure=lambda: chart.figure(
                boxes, corners=corners, ownership=_("Ownership"), partnership=_("Partnership")
            ),
        )
    }


def _is_drawn(placed: Placed) -> bool:
    return 0 < len(placed.corners.position.quadrants) <= DRAWN_QUADRANTS


def _beside_boxes(placed: Iterable[Placed]) -> tuple[str, ...]:
    said = [_("Each box spans all that the answers allow; 50 counts as the upper half.")]
    undrawn = [
        each.structure.code for each in placed if len(each.corners.position.quadrants) > DRAWN_QUADRANTS
    ]
    if undrawn:
        said.append(
            _("Could be almost anywhere, so listed and not drawn: %(names)s.") % {"names": ", ".join(undrawn)}
        )
    return tuple(said)


def _counts(claim: QuadrantsCounted) -> tuple[Said, ...]:
    """Say of each quadrant how many structures stand in it at least and at most."""
    return tuple(
        Said(
            claim.kind,
            _("%(quadrant)s: %(count)s.")
            % {"quadrant": sentences.capitalised(str(name)), "count": _between(*claim.bounds(quadrant))},
        )
        for quadrant, name in QUADRANTS.items()
    )


def _between(least: int, most: int) -> str:
    if least == most:
        return str(least)
    return _("at least %(least)s, at most %(most)s") % {"least": least, "most": most}


def _box(placed: Placed, *, is_dated: bool) -> chart.Box:
    """Return the box of one structure, with its round where others stand at another one."""
    ownership, partnership = placed.corners.position.ownership, placed.corners.position.partnership
    # Only what has both figures is drawn.
    assert ownership
    assert partnership
    return chart.Box(
        name=placed.structure.code,
        ownership=(float(ownership[0]), float(ownership[1])),
        partnership=(float(partnership[0]), float(partnership[1])),
        is_certain=len(placed.corners.position.quadrants) == 1,
        words=f"{_points(ownership)} × {_points(partnership)}{f' · {local(placed.round.name)}' if is_dated else ''}",
        leads=f"{placed.structure.slug}/{placed.round.label}/",
    )


def _corner(plane: Plane, quadrant: Quadrant) -> chart.Corner:
    name = str(QUADRANTS[quadrant]).capitalize()
    if plane.total > DRAWN:
        return chart.Corner(name, count=_between(*plane.counted.bounds(quadrant)))
    said = [each.structure.code for each in plane.placed if each.corners.stated is quadrant]
    words = _("the source says: %(names)s") % {"names": ", ".join(said)} if said else ""
    return chart.Corner(name, words)


def table(plane: Plane) -> TableFile:
    """Return positions, signs and items for a file."""
    items = [*plane.placed[0].ownership, *plane.placed[0].partnership] if plane.placed else []
    head = [
        *(_("Structure"), _("Round"), _("Ownership 0–100"), _("Partnership 0–100"), _("Quadrant")),
        *(_("Signs of substitution"), _("Signs of ownership without partnership"), _("What the source says")),
        *(f"{cell.criterion.code} {local(cell.criterion.short)}" for cell in items),
    ]
    rows = [
        [
            line.placed.structure.code,
            local(line.placed.round.name),
            line.ownership,
            line.partnership,
            line.corners.text,
            str(line.signs.substitution),
            str(line.signs.without_partnership),
            line.stated,
            *(cells.in_words(cell) for cell in (*line.placed.ownership, *line.placed.partnership)),
        ]
        for line in lines(plane)
    ]
    found = [(_("Finding"), str(headline(plane)))] if plane.placed else []
    said = [*tables.notes(plane.shown_rounds, plane.voice), *found]
    return TableFile([Table(_("Ownership"), head, rows)], said)


def of_history(history: Iterable[Voiced]) -> list[Said]:
    """Return where one structure stands by the latest answers of each voice."""
    return [
        Said(
            voiced.corners.kind,
            _("%(voice)s, %(round)s: %(quadrants)s (ownership %(ownership)s, partnership %(partnership)s).")
            % {
                "voice": sentences.side(voiced.voice),
                "round": local(voiced.latest.name),
                "quadrants": quadrants(voiced.corners.position),
                "ownership": _points(voiced.corners.position.ownership),
                "partnership": _points(voiced.corners.position.partnership),
            },
        )
        for voiced in history
    ]
