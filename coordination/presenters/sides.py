"""Two sides in words, as a table and as charts: differences, common ground, agreement among raters."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from coordination.charts import dumbbell
from coordination.domain.agreement import Agreement, AgreementFinding, AgreementWord, Reason
from coordination.domain.answers import Reading, Status
from coordination.domain.instruments import CriterionValue, Level
from coordination.domain.scoring import text
from coordination.domain.voices import CellGap, GapKind, SideGap
from coordination.presenters import sentences, tables
from coordination.presenters.drawings import Drawing
from coordination.presenters.sentences import interval, local
from coordination.queries.cards import Card
from coordination.queries.sides import Sides, SidesBoard

#: How many dumbbells a page draws: one for each structure.
DRAWN = 6

WORDS = {
    AgreementWord.RELIABLE: gettext_lazy("reliable"),
    AgreementWord.TENTATIVE: gettext_lazy("tentative"),
    AgreementWord.NOT_RELIABLE: gettext_lazy("not reliable enough to rank"),
    AgreementWord.NOT_ASSESSABLE: gettext_lazy("not assessable"),
}
REASONS = {
    Reason.ONE_RATER: gettext_lazy("fewer than two raters"),
    Reason.NO_UNITS: gettext_lazy("no answer was rated twice"),
    Reason.NO_VARIATION: gettext_lazy("everyone gave the same answer"),
    Reason.FEW_UNITS: gettext_lazy("too few answers rated twice"),
}
FINDINGS = {
    AgreementFinding.REAL_DIFFERENCE: gettext_lazy(
        "Raters agree within each side and not across: a real difference of view. Discuss it."
    ),
    AgreementFinding.UNCLEAR_RUBRIC: gettext_lazy(
        "Raters of one side disagree among themselves: the rubric is unclear. Repair it before discussing people."
    ),
    AgreementFinding.AGREE: gettext_lazy("Raters agree across the sides."),
    AgreementFinding.NOT_ASSESSABLE: gettext_lazy(
        "Nothing certain can be said of why raters differ: too few ratings, or one rater only on a side."
    ),
}


@dataclass(frozen=True, slots=True)
class GapCell:
    """The difference on one criterion in words, with the common ground; ``kind`` decides its look."""

    kind: str
    words: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesLine:
    """One structure in the table of both sides; ``span`` is how many columns an absent side takes."""

    sides: Sides
    gaps: tuple[GapCell, ...]
    mean: str
    joint: str
    span: int


def lines(board: SidesBoard) -> list[SidesLine]:
    """Return the table of both sides, structure by structure."""
    return [_line(row, board) for row in board.rows]


def _line(row: Sides, board: SidesBoard) -> SidesLine:
    levels = board.instrument.levels if board.instrument else ()
    gaps = tuple(cell(each, levels) for each in row.gap.cells) if row.gap else ()
    mean = joint = ""
    if row.gap and row.gap.mean:
        mean = _("partners minus government: %(points)s points") % {"points": sentences.points(*row.gap.mean)}
    if row.joint and row.joint.low is not None and row.joint.high is not None:
        joint = _("both together: %(points)s") % {"points": sentences.points(row.joint.low, row.joint.high)}
    return SidesLine(sides=row, gaps=gaps, mean=mean, joint=joint, span=len(board.criteria) + 1)


def cell(gap: CellGap, levels: Sequence[Level]) -> GapCell:
    """Return the difference on one criterion in words."""
    words = {
        GapKind.SAME: _("same"),
        GapKind.CERTAIN_HIGHER: _("partners certainly higher"),
        GapKind.CERTAIN_LOWER: _("government certainly higher"),
        GapKind.NOT_CERTAIN: _("no certain difference"),
        GapKind.KNOWLEDGE: _("the government does not know")
        if gap.lacks == "government"
        else _("the partners do not know"),
        GapKind.NONE: _("neither knows"),
        GapKind.NOT_APPLICABLE: _("not applicable for one side or both"),
    }[gap.kind]
    if gap.ends and gap.kind is not GapKind.SAME:
        words += f" ({_levels(gap.ends)})"
    ground = ""
    if gap.common_ground and gap.kind is not GapKind.SAME:
        low, high = (local(levels[end].name) for end in gap.common_ground)
        ground = _("common ground: %(levels)s") % {"levels": low if low == high else f"{low} – {high}"}
    elif gap.kind.is_certain:
        ground = _("no common ground")
    return GapCell("certain" if gap.kind.is_certain else "open", words, ground)


def _levels(ends: tuple[int, int]) -> str:
    low, high = ends
    number = abs(low) if low == high else 2  # An interval is several levels, whatever its ends.
    words = ngettext("%(levels)s level", "%(levels)s levels", number)
    return words % {"levels": text(Fraction(low), Fraction(high), get_language() or "en")}


def findings(board: SidesBoard) -> list[str]:
    """Return the sentences that head the page."""
    gaps = [(row, row.gap) for row in board.rows if row.gap]
    if board.rows and not gaps:
        return [_("Only one side is heard in this round: gaps and agreement are not assessable.")]
    said = [_gap_finding(row, gap, board.criteria) for row, gap in gaps if gap.certain]
    if agreed := ", ".join(row.structure.code for row, gap in gaps if not gap.certain):
        said.append(_("No certain gap between the sides: %(names)s.") % {"names": agreed})
    if unknown := sum(gap.knowledge for _row, gap in gaps):
        said.append(_known_to_one(unknown))
    return said


def _known_to_one(count: int) -> str:
    return ngettext(
        "Knowledge gap: one answer is known to one side only.",
        "Knowledge gaps: %(count)d answers are known to one side only.",
        count,
    ) % {"count": count}


def _gap_finding(row: Sides, gap: SideGap, criteria: Sequence[CriterionValue]) -> str:
    certain = [
        (criterion, cell.kind)
        for criterion, cell in zip(criteria, gap.cells, strict=True)
        if cell.kind.is_certain
    ]
    higher = {kind for _criterion, kind in certain}
    if higher == {GapKind.CERTAIN_LOWER}:
        who = _("government higher")
    elif higher == {GapKind.CERTAIN_HIGHER}:
        who = _("partners higher")
    else:
        who = _("in both directions")
    return _("%(structure)s: certain gap on %(count)s of %(all)s: %(names)s; %(who)s.") % {
        "structure": row.structure.code,
        "count": len(certain),
        "all": len(criteria),
        "names": ", ".join(sentences.inside(local(criterion.short)) for criterion, _kind in certain),
        "who": who,
    }


def drawings(board: SidesBoard) -> dict[str, Drawing]:
    """Return one chart for each of the first structures that both sides answered, by their names in addresses."""
    heard = [row for row in board.rows if row.gap][:DRAWN]
    return {row.structure.slug: _dumbbell(row, board) for row in heard}


def _dumbbell(row: Sides, board: SidesBoard) -> Drawing:
    assert row.gap
    assert row.government
    assert row.partners
    assert board.instrument
    levels = board.instrument.levels
    cells = list(zip(board.criteria, row.gap.cells, row.government.cells, row.partners.cells, strict=True))
    # Certain gaps first, the widest first; the rest in the order of the criteria.
    cells.sort(key=lambda each: (not each[1].kind.is_certain, -_apart(each[1])))
    drawn = [
        dumbbell.Gap(
            name=f"{criterion.code} {local(criterion.short)}",
            government=_side(ours.reading),
            partners=_side(theirs.reading),
            is_certain=gap.kind.is_certain,
            words=cell(gap, levels).words,
        )
        for criterion, gap, ours, theirs in cells
    ]
    return Drawing(
        title=_("%(name)s: where do the sides differ?") % {"name": row.structure.code},
        sentences=(
            _("government %(government)s, partners %(partners)s")
            % {"government": interval(row.government), "partners": interval(row.partners)},
            *(sentences.said_of(each.name, each.words) for each in drawn),
        ),
        height=dumbbell.height(drawn),
        figure=lambda: dumbbell.figure(
            drawn,
            levels=[local(level.name) for level in levels],
            government=_("government"),
            partners=_("partners"),
            not_known=_("not known"),
        ),
    )


def _apart(gap: CellGap) -> int:
    return max(map(abs, gap.ends)) if gap.ends and gap.kind.is_certain else 0


def _side(reading: Reading) -> dumbbell.SideMark | None:
    if reading.lo is None or reading.hi is None:
        return None
    return dumbbell.SideMark(reading.lo, reading.hi, reading.status is Status.ANSWERED)


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """Agreement among raters: three rows, and the sentences that sum them up."""

    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]


def agreement(board: SidesBoard) -> AgreementTable:
    """Return the three agreements as a table, with the sentences that sum them up."""
    if board.agreement is None or board.finding is None:
        return AgreementTable((), ())
    three = board.agreement
    named = (
        (_("all raters"), three.all),
        (_("within the government"), three.government),
        (_("within the partners"), three.partners),
    )
    said = [str(FINDINGS[board.finding])]
    if board.pairs and board.pairs.pairs:
        said.append(
            _(
                "Of %(pairs)s pairs of a partners' and a government's rater on the same answer, the partners' is "
                "certainly lower in %(lower)s, certainly higher in %(higher)s, and neither in %(open)s."
            )
            % {
                "pairs": board.pairs.pairs,
                "lower": board.pairs.lower,
                "higher": board.pairs.higher,
                "open": board.pairs.not_certain,
            }
        )
    if three.all.is_lopsided:
        said.append(
            _(
                "More than four in five ratings are the same level: alpha is low then; look at the percentages."
            )
        )
    return AgreementTable(tuple(_agreement_row(name, each) for name, each in named), tuple(said))


def _agreement_row(name: str, found: Agreement) -> tuple[str, ...]:
    if found.alpha is None or found.interval is None:
        alpha, ends = "–", str(REASONS[found.reason]) if found.reason else "–"
    else:
        alpha, ends = _decimal(found.alpha), f"{_decimal(found.interval[0])} – {_decimal(found.interval[1])}"
    return (
        name,
        alpha,
        ends,
        _percent(found.exact),
        _percent(found.within_one),
        str(found.pairs),
        str(WORDS[found.word]),
    )


def _decimal(value: float) -> str:
    shown = f"{value:.2f}".replace("-", "\u2212")
    return shown.replace(".", ",") if (get_language() or "en").startswith("fr") else shown


def _percent(value: Fraction | None) -> str:
    return "–" if value is None else f"{round(100 * value)}{sentences.NARROW}%"


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion over all structures."""

    name: str
    words: str
    count: int


def by_criterion(board: SidesBoard) -> list[CriterionLine]:
    """Return the mean difference on each criterion over the structures that both sides answered."""
    language = get_language() or "en"
    return [
        CriterionLine(
            f"{each.criterion.code} {local(each.criterion.short)}",
            "–" if each.ends is None else _tenths(*each.ends, language),
            each.count,
        )
        for each in board.by_criterion
    ]


def _tenths(low: Fraction, high: Fraction, language: str) -> str:
    """Return levels with one decimal: “−0.7 to 0.3”."""
    shown = [f"{float(end):+.1f}".replace("-", "\u2212") for end in (low, high)]
    shown = ["0" if each[1:] == "0.0" else each for each in shown]
    if language.startswith("fr"):
        shown = [each.replace(".", ",") for each in shown]
    return shown[0] if low == high else _("%(low)s to %(high)s") % {"low": shown[0], "high": shown[1]}


def table(board: SidesBoard) -> list[list[str]]:
    """Return both sides, their differences and agreement as rows of text for a file."""
    names = [f"{criterion.code} {local(criterion.short)}" for criterion in board.criteria]
    rows: list[list[str]] = [[_("Structure"), _("Voice"), *names, _("in words")]]
    for line in lines(board):
        code = line.sides.structure.code
        rows.append([code, _("government"), *_words(line.sides.government, board)])
        rows.append([code, _("partners"), *_words(line.sides.partners, board)])
        rows.append([code, _("difference"), *(gap.words for gap in line.gaps), line.mean])
    found = agreement(board)
    head = [
        _("Raters"),
        _("Krippendorff's alpha"),
        _("95 % interval"),
        _("same level"),
        _("within one level"),
    ]
    return [
        *tables.about(board.shown_rounds),
        *rows,
        [],
        [*head, _("pairs of ratings"), _("in words")],
        *map(list, found.rows),
    ]


def _words(card: Card | None, board: SidesBoard) -> list[str]:
    if card is None:
        return [*("" for _criterion in board.criteria), _("not heard")]
    return [*(cell.reading.verbatim for cell in card.cells), interval(card)]
