"""The findings of Compare in words, and how solid an order is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.comparison import ComparisonFinding, FindingKind
from coordination.domain.instruments import CriterionValue, Text
from coordination.presenters import sentences
from coordination.presenters.sentences import local
from coordination.queries.claims import Claim, Solidity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A finding: what stands first in bold, what follows, the criteria to find out, and how solid an order is."""

    lead: str
    rest: str
    ask: tuple[tuple[CriterionValue, str], ...] = ()
    solid: tuple[str, ...] = ()


def of(claims: Iterable[Claim], criteria: Sequence[CriterionValue]) -> list[Sentence]:
    """Return the findings of Compare as sentences."""
    by_code = {criterion.code: criterion for criterion in criteria}
    return [_sentence(each, by_code) for each in claims]


def _sentence(claim: Claim, criteria: Mapping[str, CriterionValue]) -> Sentence:
    finding = claim.finding
    if finding.kind is FindingKind.CANNOT_BE_PLACED:
        return _unplaced(finding, criteria)
    if finding.kind is FindingKind.WEAK:
        listed = ", ".join(sentences.inside(local(criteria[code].short)) for code in finding.codes)
        lead = _("%(first)s is certainly weak") % {"first": finding.structures[0]}
        return Sentence(lead=lead, rest=_("(Partly or below) on: %(listed)s.") % {"listed": listed})
    first, second = finding.structures
    lead, rest = _order(finding)
    solid = tuple(_solid(claim.solidity)) if claim.solidity else ()
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


def _solid(found: Solidity) -> Iterator[str]:
    """Yield how far the order of two structures holds: weights, criteria left out, scale, order of importance."""
    yield _moved(found.pair.epsilon)
    if found.near is not None:
        yield _(
            "Where up to half of the weight is moved, it holds in at least %(share)s of the weightings."
        ) % {"share": sentences.share(found.near, is_certain=True)}
    if found.limits:
        yield _(
            "With the other criteria equal, one criterion alone may weigh, before the order can turn: %(limits)s."
        ) % {"limits": sentences.listed(_limit(code, limit) for code, limit in found.limits)}
    yield (
        _("It survives leaving out any one criterion.")
        if found.pair.survives_without_any
        else _("It does not survive leaving out: %(codes)s.") % {"codes": ", ".join(found.turning)}
    )
    yield (
        _("It does not depend on how much each level counts.")
        if found.pair.is_scale_free
        else _("It depends on how much each level counts.")
    )
    if found.ordered is not None:
        yield _in_order(found.order, found.ordered)


def _limit(code: str, limit: Fraction) -> str:
    return _("%(code)s up to %(share)s") % {"code": code, "share": sentences.share(limit, is_certain=True)}


def _in_order(order: Iterable[str], share: Fraction) -> str:
    listed = " ≥ ".join(order)
    if share == 1:
        return _("If the criteria count in the order %(order)s, it holds.") % {"order": listed}
    return _(
        "If the criteria count in the order %(order)s, it holds in at least %(share)s of the weightings."
    ) % {"order": listed, "share": sentences.share(share, is_certain=True)}


def _moved(epsilon: Fraction) -> str:
    if epsilon == 1:
        return _("The order holds whatever the weights.")
    if epsilon == 0:
        return _("Under these weights the order is not certain.")
    return _(
        "The order holds as long as less than %(share)s of the weight is moved away from these weights."
    ) % {"share": sentences.share(epsilon, is_certain=True)}
