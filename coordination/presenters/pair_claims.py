"""What may be said of two structures, in words: what stands first, and what follows."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.comparison import ALMOST_ANY, MOST
from coordination.domain.claims.pairs import (
    AheadHowever,
    AheadOrLevel,
    AheadUnder,
    AtMostLevel,
    CloseCause,
    LevelUnder,
    NoCommonWeight,
    NotBehind,
    NotComparable,
    PairClaim,
    SameAnswers,
    TooClose,
    UnderWeights,
)
from coordination.domain.instruments import CriterionValue
from coordination.presenters import sentences
from coordination.presenters.sentences import local

Words = tuple[str, str]


def words(claim: PairClaim, criteria: Mapping[str, CriterionValue]) -> Words:
    """Return what stands first and what follows; ``criteria`` by code."""
    lead, rest = _WORDS[type(claim)](claim, criteria)
    said = " ".join(filter(None, (rest, *_elsewhere(claim))))
    return lead, said


def brief(claim: PairClaim, criteria: Mapping[str, CriterionValue]) -> str:
    """Return a claim as one text."""
    return " ".join(filter(None, words(claim, criteria)))


def _named(claim: PairClaim) -> dict[str, str]:
    return {"first": claim.first, "second": claim.second, "on": _base(claim)}


def _base(claim: PairClaim) -> str:
    """Return “ on the 5 criteria that apply to both” where not the same apply to both, else nothing."""
    if not claim.is_partial:
        return ""
    return ngettext(
        " on the %(count)d criterion that applies to both",
        " on the %(count)d criteria that apply to both",
        claim.common,
    ) % {"count": claim.common}


def _same(claim: PairClaim, _criteria: object) -> Words:
    return _("%(first)s and %(second)s: same answers%(on)s.") % _named(claim), ""


def _however(claim: PairClaim, _criteria: object) -> Words:
    return _("%(first)s is ahead of %(second)s%(on)s, however you weigh the criteria.") % _named(claim), ""


def _not_behind(claim: PairClaim, criteria: Mapping[str, CriterionValue]) -> Words:
    assert isinstance(claim, NotBehind)
    listed = ", ".join(sentences.inside(local(criteria[code].short)) for code in claim.codes)
    named = _named(claim) | {"listed": listed}
    outcome = claim.under[0][1]
    if outcome is UnderWeights.AHEAD:
        lead = _("%(first)s is ahead of %(second)s%(on)s and behind on no criterion.")
        rest = ngettext(
            "It is ahead under every weighting that gives weight to: %(listed)s.",
            "It is ahead under every weighting that gives weight to at least one of these: %(listed)s.",
            len(claim.codes),
        )
        return lead % named, rest % named
    lead = (
        _("%(first)s and %(second)s are level under these weights%(on)s;")
        if outcome is UnderWeights.LEVEL
        else _("%(first)s is ahead of or level with %(second)s under these weights%(on)s;")
    )
    rest = ngettext(
        "%(first)s is ahead under every weighting that gives weight to: %(listed)s.",
        "%(first)s is ahead under every weighting that gives weight to at least one of these: %(listed)s.",
        len(claim.codes),
    )
    return lead % named, rest % named


def _at_most_level(claim: PairClaim, _criteria: object) -> Words:
    return _("%(second)s is at most level with %(first)s%(on)s.") % _named(claim), ""


def _under(claim: PairClaim, _criteria: object) -> Words:
    assert isinstance(claim, AheadUnder)
    lead = _("%(first)s is ahead of %(second)s under these weights%(on)s.") % _named(claim)
    if claim.certain >= ALMOST_ANY:
        said = _(
            "That holds for almost any weights (%(share)s or more); the reverse can hold for %(reverse)s."
        )
    elif claim.certain >= MOST:
        said = _("That holds for most weights (%(share)s or more); the reverse can hold for %(reverse)s.")
    else:
        said = _("That holds for %(least)s of weightings; the reverse can hold for %(reverse)s.")
    shares = {
        "share": sentences.share(claim.certain, is_certain=True),
        "least": sentences.at_least(claim.certain),
        "reverse": sentences.at_most(claim.reverse),
    }
    return lead, said % shares


def _ahead_or_level(claim: PairClaim, _criteria: object) -> Words:
    return _("%(first)s is ahead of or level with %(second)s under these weights%(on)s.") % _named(claim), ""


def _level(claim: PairClaim, _criteria: object) -> Words:
    assert isinstance(claim, LevelUnder)
    lead = _("%(first)s and %(second)s are level under these weights%(on)s.") % _named(claim)
    return lead, _("Other weights would decide.") if claim.others_decide else ""


def _too_close(claim: PairClaim, _criteria: object) -> Words:
    assert isinstance(claim, TooClose)
    if claim.same_words:
        return _(
            "%(first)s and %(second)s: the same words%(on)s, doubts included: too close to call."
        ) % _named(claim), ""
    named = _named(claim) | {"causes": ", ".join(_causes(claim.causes))}
    said = (
        _("%(first)s and %(second)s: too close to call%(on)s (%(causes)s).")
        if claim.holds_under_each
        else _("%(first)s and %(second)s: too close to call under these weights%(on)s (%(causes)s).")
    )
    return said % named, ""


def _causes(causes: Collection[CloseCause]) -> Iterator[str]:
    """Yield why two structures are too close to call; that answers are missing and doubtful as one."""
    if CloseCause.MISSING in causes and CloseCause.DOUBTFUL in causes:
        yield _("missing and doubtful answers")
    elif CloseCause.MISSING in causes:
        yield _("missing answers")
    elif CloseCause.DOUBTFUL in causes:
        yield _("doubtful answers")
    if CloseCause.DIFFER in causes:
        yield _("assessors differ")


def _not_comparable(claim: PairClaim, _criteria: object) -> Words:
    assert isinstance(claim, NotComparable)
    said = ngettext(
        "%(first)s and %(second)s are not comparable: %(count)d criterion in common, %(needed)d are needed.",
        "%(first)s and %(second)s are not comparable: %(count)d criteria in common, %(needed)d are needed.",
        claim.common,
    )
    return said % (_named(claim) | {"count": claim.common, "needed": claim.needed}), ""


def _weightless(claim: PairClaim, _criteria: object) -> Words:
    said = _("%(first)s and %(second)s are not comparable: none of the common criteria has weight.")
    return said % _named(claim), ""


_WORDS = {
    SameAnswers: _same,
    AheadHowever: _however,
    NotBehind: _not_behind,
    AtMostLevel: _at_most_level,
    AheadUnder: _under,
    AheadOrLevel: _ahead_or_level,
    LevelUnder: _level,
    TooClose: _too_close,
    NotComparable: _not_comparable,
    NoCommonWeight: _weightless,
}
#: What is true of any weights, or of none, is not said again of each set of weights.
_OF_ANY_WEIGHTS = (SameAnswers, AheadHowever, AtMostLevel, NotComparable)


def _elsewhere(claim: PairClaim) -> Iterator[str]:
    """Yield what other weights in question say of the pair, by what they say."""
    if isinstance(claim, _OF_ANY_WEIGHTS) or (isinstance(claim, NotBehind) and claim.holds_under_each):
        return
    by_outcome: dict[UnderWeights, list[str]] = {}
    for name, outcome in claim.under[1:]:
        by_outcome.setdefault(outcome, []).append(name)
    for outcome, names in by_outcome.items():
        yield _("%(weights)s: %(outcome)s.") % {
            "weights": sentences.capitalised(_joined(names)),
            "outcome": _outcome(outcome, claim),
        }


def _joined(names: Iterable[str]) -> str:
    return _(" and ").join(sentences.with_weights(name) for name in names)


def _outcome(outcome: UnderWeights, claim: PairClaim) -> str:
    said = {
        UnderWeights.AHEAD: _("%(first)s ahead"),
        UnderWeights.AHEAD_OR_LEVEL: _("%(first)s ahead or level"),
        UnderWeights.LEVEL: _("level"),
        UnderWeights.TOO_CLOSE: _("too close to call"),
        UnderWeights.LEVEL_OR_BEHIND: _("%(second)s ahead or level"),
        UnderWeights.BEHIND: _("%(second)s ahead"),
        UnderWeights.NO_WEIGHT: _("none of the common criteria has weight"),
    }[outcome]
    return said % _named(claim)
