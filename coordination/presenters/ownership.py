"""Ownership × partnership in words, as a table and as a chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.charts import ownership as chart
from coordination.domain.answers import Status
from coordination.domain.bilingual import Text
from coordination.domain.ownership import Position, Quadrant
from coordination.domain.panels import WEAK
from coordination.presenters import sentences, signs, tables
from coordination.presenters.drawings import Drawing
from coordination.presenters.sentences import local
from coordination.presenters.signs import TrapWords
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
    """One structure in the table of positions."""

    placed: Placed
    ownership: str
    partnership: str
    quadrants: str
    signs: TrapWords
    stated: str
    said: tuple[tuple[str, Text], ...]


def lines(plane: Plane) -> list[PositionLine]:
    """Return the table of positions."""
    return [
        PositionLine(
            placed=each,
            ownership=_points(each.position.ownership),
            partnership=_points(each.position.partnership),
            quadrants=quadrants(each.position),
            signs=signs.of_traps(each.signs),
            stated=_stated(each),
            said=said(each.said),
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
    """Return the certain quadrant, or the possible ones."""
    names = [str(QUADRANTS[each]) for each in position.quadrants]
    if not names:
        return _("not assessable")
    if len(names) == 1:
        return _("%(quadrant)s, certain") % {"quadrant": names[0]}
    if len(names) == len(Quadrant):
        return _("all four possible")
    return _("possible: %(quadrants)s") % {"quadrants": ", ".join(names)}


def _stated(placed: Placed) -> str:
    return (
        _("the source says: %(quadrant)s") % {"quadrant": QUADRANTS[placed.stated]} if placed.stated else ""
    )


def findings(plane: Plane) -> list[str]:
    """Return the sentences that head the page: the certain ones first, then what cannot be placed."""
    said = []
    for quadrant, name in QUADRANTS.items():
        certain = [each.structure.code for each in plane.placed if each.position.quadrants == (quadrant,)]
        if certain:
            said.append(
                _("%(names)s: %(quadrant)s, certain.") % {"names": ", ".join(certain), "quadrant": name}
            )
    for each in plane.placed:
        if len(each.position.quadrants) == 1:
            continue
        words = _("%(name)s cannot be placed from the answers (%(quadrants)s)") % {
            "name": each.structure.code,
            "quadrants": quadrants(each.position),
        }
        if each.stated:
            words += _("; the source says %(quadrant)s") % {"quadrant": QUADRANTS[each.stated]}
        said.append(f"{words}.")
    return said


def thin(plane: Plane) -> list[str]:
    """Return which ownership items are certainly weak, and which are open, structure by structure."""
    said = []
    for each in plane.placed:
        weak = [
            sentences.inside(local(cell.criterion.short))
            for cell in each.ownership
            if cell.reading.hi is not None and cell.reading.hi <= WEAK
        ]
        open_ = sum(cell.reading.status in (Status.UNKNOWN, Status.NONE) for cell in each.ownership)
        parts = [_("certainly weak on %(items)s") % {"items": ", ".join(weak)}] if weak else []
        if open_:
            parts.append(
                _("%(count)s of %(all)s items not known") % {"count": open_, "all": len(each.ownership)}
            )
        if not parts:
            parts.append(_("no ownership item is certainly weak or unknown"))
        said.append(sentences.said_of(each.structure.code, sentences.listed(parts)))
    return said


def drawings(plane: Plane) -> dict[str, Drawing]:
    """Return the charts of the page by name: none where nothing can be drawn."""
    if not plane.placed:
        return {}
    boxes = [
        _box(each)
        for each in plane.placed
        if each.position.ownership
        and each.position.partnership
        and len(each.position.quadrants) <= DRAWN_QUADRANTS
    ]
    corners = chart.Corners(
        upper_left=_corner(plane, Quadrant.SUBSTITUTION),
        upper_right=_corner(plane, Quadrant.OWNED_PARTNERSHIP),
        lower_left=_corner(plane, Quadrant.NEITHER),
        lower_right=_corner(plane, Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP),
    )
    undrawn = [each.structure.code for each in plane.placed if len(each.position.quadrants) > DRAWN_QUADRANTS]
    said = [_("Each box spans all that the answers allow.")]
    if undrawn:
        said.append(
            _("Could be almost anywhere, so listed and not drawn: %(names)s.") % {"names": ", ".join(undrawn)}
        )
    return {
        "plane": Drawing(
            title=_("Where do structures stand?"),
            sentences=tuple(said),
            height=chart.height(corners),
            figure=lambda: chart.figure(
                boxes, corners=corners, ownership=_("Ownership"), partnership=_("Partnership")
            ),
        )
    }


def _box(placed: Placed) -> chart.Box:
    ownership, partnership = placed.position.ownership, placed.position.partnership
    # Only what has both figures is drawn.
    assert ownership
    assert partnership
    return chart.Box(
        name=placed.structure.code,
        ownership=(float(ownership[0]), float(ownership[1])),
        partnership=(float(partnership[0]), float(partnership[1])),
        is_certain=len(placed.position.quadrants) == 1,
        words=f"{_points(ownership)} × {_points(partnership)}",
    )


def _corner(plane: Plane, quadrant: Quadrant) -> chart.Corner:
    said = [each.structure.code for each in plane.placed if each.stated is quadrant]
    words = _("the source says: %(names)s") % {"names": ", ".join(said)} if said else ""
    return chart.Corner(str(QUADRANTS[quadrant]).capitalize(), words)


def table(plane: Plane) -> list[list[str]]:
    """Return positions, signs and items as rows of text for a file."""
    items = [*plane.placed[0].ownership, *plane.placed[0].partnership] if plane.placed else []
    head = [
        *(_("Structure"), _("Ownership 0–100"), _("Partnership 0–100"), _("Quadrant")),
        *(_("Signs of substitution"), _("Signs of ownership without partnership"), _("What the source says")),
        *(f"{cell.criterion.code} {local(cell.criterion.short)}" for cell in items),
    ]
    return [
        *tables.about(plane.shown_rounds, plane.voice),
        head,
        *(
            [
                line.placed.structure.code,
                line.ownership,
                line.partnership,
                line.quadrants,
                str(line.signs.substitution),
                str(line.signs.without_partnership),
                line.stated,
                *(cell.reading.verbatim for cell in (*line.placed.ownership, *line.placed.partnership)),
            ]
            for line in lines(plane)
        ),
    ]


def of_history(history: Iterable[Voiced]) -> list[str]:
    """Return where one structure stands by the latest answers of each voice."""
    return [
        _("%(voice)s, %(round)s: %(quadrants)s (ownership %(ownership)s, partnership %(partnership)s).")
        % {
            "voice": sentences.side(voiced.voice),
            "round": local(voiced.latest.name),
            "quadrants": quadrants(voiced.position),
            "ownership": _points(voiced.position.ownership),
            "partnership": _points(voiced.position.partnership),
        }
        for voiced in history
    ]
