"""The findings of Compare in words, and how solid an order is."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.comparison import ComparisonFinding, FindingKind
from coordination.domain.instruments import CriterionValue, Text
from coordination.domain.robustness import Pair
from coordination.domain.weightings import ordered_share, share_near
from coordination.presenters import sentences
from coordination.presenters.sentences import local
from coordination.queries.comparison import Scoreboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A finding: what stands first in bold, what follows, the criteria to find out, and how solid an order is."""

    lead: str
    rest: str
    ask: tuple[tuple[CriterionValue, str], ...] = ()
    solid: tuple[str, ...] = ()


def of(board: Scoreboard) -> list[Sentence]:
    """Return the findings of Compare as sentences."""
    return [_finding(each, board) for each in board.findings]


def _finding(finding: ComparisonFinding, board: Scoreboard) -> Sentence:
    criteria = {criterion.code: criterion for criterion in board.criteria}
    if finding.kind is FindingKind.CANNOT_BE_PLACED:
        return _unplaced(finding, criteria)
    if finding.kind is FindingKind.WEAK:
        listed = ", ".join(sentences.inside(local(criteria[code].short)) for code in finding.codes)
        lead = _("%(first)s is certainly weak") % {"first": finding.structures[0]}
        return Sentence(lead=lead, rest=_("(Partly or below) on: %(listed)s.") % {"listed": listed})
    first, second = finding.structures
    lead, rest = _order(finding)
    solid: tuple[str, ...] = ()
    if finding.kind in (FindingKind.DOMINATES, FindingKind.AHEAD_SHARE):
        pair = board.pair(first, second)
        solid = tuple(_solid(pair, board)) if pair else ()
    return Sentence(lead=lead % {"first": first, "second": second}, rest=rest, solid=solid)


def _unplaced(finding: ComparisonFinding, criteria: Mapping[str, CriterionValue]) -> Sentence:
    rest = ngettext(
        "One answer is open: find it out first.",
        "%(count)d answers are open: find them out first.",
        len(finding.codes),
    ) % {"count": len(finding.codes)}
    if not finding.codes:
        rest = _("Too few of its criteria apply.")
    ask = tuple(
        (criteria[code], local(question)) for code in finding.codes if (question := _question(criteria[code]))
    )
    return Sentence(
        lead=_("%(first)s cannot be placed.") % {"first": finding.structures[0]}, rest=rest, ask=ask
    )


def _question(criterion: CriterionValue) -> Text | None:
    return criterion.find_out or criterion.ask


def _order(finding: ComparisonFinding) -> tuple[str, str]:
    """Return the verdict on two structures, in the words of METHOD.md 4.3."""
    if finding.kind is FindingKind.AHEAD_SHARE and finding.certain is not None:
        rest = _("in at least %(share)s of all weightings, whatever the open answers") % {
            "share": sentences.share(finding.certain, is_certain=True)
        }
        if not all(holds for _name, holds in finding.holds):
            # Not for a headline: under some of the weights in question it is not certain.
            lead = _("%(first)s or %(second)s: it depends on the weights.")
            return lead, _("The first is ahead %(where)s.") % {"where": f"{rest}{_held(finding)}"}
        return _("%(first)s is ahead of %(second)s"), f"{rest}{_held(finding)}."
    return {
        FindingKind.DOMINATES: (
            _("%(first)s is ahead of %(second)s"),
            _("on every criterion, whatever the weights, the scale and the open answers."),
        ),
        FindingKind.UNDECIDED: (
            _("%(first)s and %(second)s: undecided."),
            _("The open answers allow either order."),
        ),
        FindingKind.TIED: (_("%(first)s and %(second)s: same answers."), ""),
        FindingKind.NOT_COMPARABLE: (
            _("%(first)s and %(second)s cannot be compared:"),
            _("too few criteria apply to both."),
        ),
    }[finding.kind]


def _held(finding: ComparisonFinding) -> str:
    """Return under which of the named weights the order is certain, and under which it is not."""
    names = {
        "equal": _("with equal weights"),
        "government": _("with the government's weights"),
        "partners": _("with the partners' weights"),
        "entered": _("with the entered weights"),
    }
    certain = [names[name] for name, holds in finding.holds if holds]
    open_ = [names[name] for name, holds in finding.holds if not holds]
    said = ""
    if certain:
        said += _("; %(weights)s it is certain") % {"weights": _(" and ").join(certain)}
    if open_:
        said += _("; %(weights)s it is not certain") % {"weights": _(" and ").join(open_)}
    return said


def _solid(pair: Pair, board: Scoreboard) -> list[str]:
    """Return how far the order of two structures holds: weights, criteria left out, scale."""
    codes = [criterion.code for criterion in board.criteria]
    said = [_moved(pair.epsilon)]
    if 0 < pair.epsilon < 1:
        near = share_near(
            [each for each in pair.worst if each is not None], _used(pair, board), Fraction(1, 2)
        )
        said.append(
            _("Where up to half of the weight is moved, it holds in at least %(share)s of the weightings.")
            % {"share": sentences.share(near, is_certain=True)}
        )
    limits = [
        _("%(code)s up to %(share)s") % {"code": code, "share": sentences.share(limit, is_certain=True)}
        for code, limit in zip(codes, pair.limits, strict=True)
        if limit is not None
    ]
    if limits:
        said.append(
            _(
                "With the other criteria equal, one criterion alone may weigh, before the order can turn: %(limits)s."
            )
            % {"limits": sentences.listed(limits)}
        )
    turning = [
        code
        for code, rest, difference in zip(codes, pair.without, pair.worst, strict=True)
        if difference is not None and (rest is None or rest <= 0)
    ]
    said.append(
        _("It survives leaving out any one criterion.")
        if pair.survives_without_any
        else _("It does not survive leaving out: %(codes)s.") % {"codes": ", ".join(turning)}
    )
    said.append(
        _("It does not depend on how much each level counts.")
        if pair.is_scale_free
        else _("It depends on how much each level counts.")
    )
    order = board.importance or tuple(codes)
    worst = dict(zip(codes, pair.worst, strict=True))
    if all(worst[code] is not None for code in order):
        share = ordered_share([worst[code] or 0 for code in codes], [codes.index(code) for code in order])
        listed = " ≥ ".join(order)
        said.append(
            _("If the criteria count in the order %(order)s, it holds.") % {"order": listed}
            if share == 1
            else _(
                "If the criteria count in the order %(order)s, it holds in at least %(share)s of the weightings."
            )
            % {"order": listed, "share": sentences.share(share, is_certain=True)}
        )
    return said


def _used(pair: Pair, board: Scoreboard) -> list[int]:
    """Return the weights of the criteria that apply to both."""
    return [weight for weight, each in zip(board.weights.values, pair.worst, strict=True) if each is not None]


def _moved(epsilon: Fraction) -> str:
    if epsilon == 1:
        return _("The order holds whatever the weights.")
    if epsilon == 0:
        return _("Under these weights the order is not certain.")
    return _(
        "The order holds as long as less than %(share)s of the weight is moved away from these weights."
    ) % {"share": sentences.share(epsilon, is_certain=True)}
