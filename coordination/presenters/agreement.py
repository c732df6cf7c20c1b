"""Agreement among assessors in words and as a table: one sentence across the sides, and the figures beside it."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from coordination.domain.agreement import Agreement, AgreementWord, Reason
from coordination.domain.claims.agreement import (
    AcrossSides,
    AgreementFinding,
    AssessorPairs,
    OneLevel,
    WithinSide,
)
from coordination.domain.instruments import Level
from coordination.presenters import sentences
from coordination.presenters.said import Said
from coordination.queries.sides import SidesBoard

WORDS = {
    AgreementWord.RELIABLE: gettext_lazy("reliable"),
    AgreementWord.TENTATIVE: gettext_lazy("tentative"),
    AgreementWord.NOT_RELIABLE: gettext_lazy("not reliable enough"),
    AgreementWord.NOT_ASSESSABLE: gettext_lazy("not assessable"),
}
REASONS = {
    Reason.ONE_RATER: gettext_lazy("fewer than two assessors"),
    Reason.NO_UNITS: gettext_lazy("no criterion was rated twice"),
    Reason.NO_VARIATION: gettext_lazy("everyone gave the same answer"),
    Reason.FEW_UNITS: gettext_lazy("too few criteria rated twice"),
}
#: Where a word for alpha begins: no rounding of two decimals reaches these from below.
EDGES = (0.667, 0.8, 1)


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """Agreement among assessors: four rows, none where nothing was rated twice, and the sentences that sum them up."""

    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[Said, ...]


def table(board: SidesBoard) -> AgreementTable:
    """Return the four agreements as a table, with the sentences that sum them up."""
    if board.agreed is None or board.instrument is None:
        return AgreementTable((), ())
    found = board.agreed
    three = found.across.three
    named = (
        (_("one side with the other"), three.between),
        (_("all assessors"), three.all),
        (_("within the Government"), three.government),
        (_("within the partners"), three.partners),
    )
    said = [
        across(found.across, board.instrument.levels),
        *map(within, found.within),
        *([pairs(found.pairs)] if found.pairs else []),
        *([one_level(found.one_level)] if found.one_level else []),
    ]
    is_assessable = any(each.pairs for _name, each in named)
    rows = tuple(_row(name, each) for name, each in named) if is_assessable else ()
    return AgreementTable(rows, tuple(said))


def head() -> tuple[str, ...]:
    """Return the names of the table's columns."""
    return (
        *(_("Assessors"), _("Krippendorff's alpha")),
        # xgettext:no-python-format
        _("95 % interval"),
        _("same level"),
        *(_("within one level"), _("pairs of answers"), _("in words")),
    )


def across(claim: AcrossSides, levels: tuple[Level, ...]) -> Said:
    """Say whether assessors agree across the sides: one of five sentences."""
    said = {
        AgreementFinding.AGREE: _agree,
        AgreementFinding.TOO_FEW: _too_few,
        AgreementFinding.BETWEEN: _between,
        AgreementFinding.LOW: _low,
    }
    if claim.finding is AgreementFinding.SAME_ANSWER:
        return Said(claim.kind, _same_answer(claim, levels))
    return Said(claim.kind, said[claim.finding](claim))


def _agree(claim: AcrossSides) -> str:
    low, _high = claim.between.interval or (0.0, 0.0)
    return _(
        "Assessors agree across the sides: on %(count)s criteria rated on both sides alpha is at least %(low)s, and the "
        "sides disagree on none."
    ) % {"count": claim.between.units, "low": _down(low)}


def _same_answer(claim: AcrossSides, levels: tuple[Level, ...]) -> str:
    if claim.unsure:
        words = ngettext(
            "Everyone gave the same level (%(level)s) on the %(count)s criterion rated on both sides, not all surely.",
            "Everyone gave the same level (%(level)s) on the %(count)s criteria rated on both sides, not all surely.",
            claim.between.units,
        )
    else:
        words = ngettext(
            "Everyone gave the same answer (%(level)s) on the %(count)s criterion rated on both sides.",
            "Everyone gave the same answer (%(level)s) on the %(count)s criteria rated on both sides.",
            claim.between.units,
        )
    level = sentences.local(levels[claim.level or 0].name)
    return words % {"level": level, "count": claim.between.units}


def _too_few(claim: AcrossSides) -> str:
    return ngettext(
        "Too few ratings to say whether assessors agree across the sides: %(count)s criterion rated on both, %(needed)s "
        "are needed.",
        "Too few ratings to say whether assessors agree across the sides: %(count)s criteria rated on both, %(needed)s "
        "are needed.",
        claim.between.units,
    ) % {"count": claim.between.units, "needed": claim.needed}


def _between(claim: AcrossSides) -> str:
    low, high = claim.between.interval or (0.0, 0.0)
    words = _(
        "Agreement across the sides is in between, neither high nor low: alpha between %(low)s and %(high)s."
    ) % {"low": _down(low), "high": _up(high)}
    if low < claim.ends[1]:
        return words
    gaps = ngettext(
        "The sides disagree on %(count)s criterion.", "The sides disagree on %(count)s criteria.", claim.gaps
    )
    return f"{words} {gaps % {'count': claim.gaps}}"


def _low(claim: AcrossSides) -> str:
    _lowest, high = claim.between.interval or (0.0, 0.0)
    words = _("Agreement across the sides is low: alpha is at most %(high)s.") % {"high": _up(high)}
    if not claim.is_of_sides:
        return words
    apart = _("Each side agrees among itself: it is a difference of view between the sides. Discuss it.")
    return f"{words} {apart}"


def within(claim: WithinSide) -> Said:
    """Say that the assessors of one side agree little among themselves."""
    words = {
        "government": _(
            "Assessors of the Government agree little among themselves (alpha at most %(high)s): the questionnaire may "
            "be unclear. Look at it before discussing people."
        ),
        "partners": _(
            "Assessors of the partners agree little among themselves (alpha at most %(high)s): the questionnaire may "
            "be unclear. Look at it before discussing people."
        ),
    }[claim.side]
    _low_end, high = claim.found.interval or (0.0, 0.0)
    return Said(claim.kind, words % {"high": _up(high)})


def one_level(claim: OneLevel) -> Said:
    """Say that alpha says little where nearly all answers are one level."""
    words = _(
        "More than four in five answers are the same level: alpha can be low then although assessors agree. Look at the "
        "percentages."
    )
    return Said(claim.kind, words)


def pairs(claim: AssessorPairs) -> Said:
    """Say in how many pairs of assessors which side is higher."""
    words = ngettext(
        "%(pairs)s pair of one answer from each side on the same criterion: government higher in %(lower)s, partners "
        "higher in %(higher)s, same or too close to call in %(open)s.",
        "%(pairs)s pairs of one answer from each side on the same criterion: government higher in %(lower)s, partners "
        "higher in %(higher)s, same or too close to call in %(open)s.",
        claim.found.pairs,
    )
    return Said(
        claim.kind,
        words
        % {
            "pairs": claim.found.pairs,
            "lower": claim.found.lower,
            "higher": claim.found.higher,
            "open": claim.found.not_certain,
        },
    )


def _row(name: str, found: Agreement) -> tuple[str, ...]:
    if found.alpha is None or found.interval is None:
        alpha, ends = "–", str(REASONS[found.reason]) if found.reason else "–"
    else:
        alpha, ends = nearest(found.alpha), f"{_down(found.interval[0])} – {_up(found.interval[1])}"
    return (
        name,
        alpha,
        ends,
        percent(found.exact),
        percent(found.within_one),
        str(found.pairs),
        str(WORDS[found.word]),
    )


def nearest(value: float) -> str:
    """Return alpha with two decimals, cut off where rounding would reach 1 or where a word begins: “0.99”."""
    rounded = round(value, 2)
    if any(value < edge <= rounded for edge in EDGES):
        return _down(value)
    return _decimal(rounded)


def _down(value: float) -> str:
    return _decimal(floor(value * 100) / 100)


def _up(value: float) -> str:
    return _decimal(ceil(value * 100) / 100)


def _decimal(value: float) -> str:
    shown = f"{value + 0:.2f}".replace("-", "\u2212")
    return shown.replace(".", ",") if (get_language() or "en").startswith("fr") else shown


def percent(value: Fraction | None) -> str:
    """Return a share in whole per cent; 100 only of all, 0 only of none."""
    if value is None:
        return "–"
    whole = round(100 * value)
    if value < 1:
        whole = min(whole, 99)
    if not whole and value:
        return _("under %(share)s") % {"share": f"1{sentences.NARROW}%"}
    return f"{whole}{sentences.NARROW}%"
