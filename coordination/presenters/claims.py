"""The findings of Compare in words, and how solid an order is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.answers import Counted, Obstacle, Unranked, Weak, WeakToMost
from coordination.domain.claims.comparison import Finding
from coordination.domain.claims.pairs import PairClaim
from coordination.domain.claims.places import (
    DifferentCriteria,
    FirstOrLevel,
    PlaceClaim,
    ScoresHighest,
    ScoresLowest,
    ShareFirst,
)
from coordination.domain.instruments import CriterionValue, Text
from coordination.presenters import pair_claims, sentences
from coordination.presenters.sentences import local
from coordination.queries.claims import Found, Solidity

#: How many names a sentence lists before it counts them.
_NAMED = 3
Words = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A finding: its kind, what stands first in bold, what follows, the criteria to find out, how solid an order is."""

    kind: str
    lead: str
    rest: str
    ask: tuple[tuple[CriterionValue, str], ...] = ()
    solid: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.lead} {self.rest}".strip()


def of(found: Iterable[Found], criteria: Sequence[CriterionValue]) -> list[Sentence]:
    """Return the findings of Compare as sentences."""
    by_code = {criterion.code: criterion for criterion in criteria}
    return [_sentence(each, by_code) for each in found]


def _sentence(found: Found, criteria: Mapping[str, CriterionValue]) -> Sentence:
    claim = found.claim
    lead, rest = words(claim, criteria)
    return Sentence(
        kind=claim.kind,
        lead=lead,
        rest=rest,
        ask=tuple(_questions(claim, criteria)) if isinstance(claim, Unranked) else (),
        solid=tuple(solid(found.solidity, criteria)) if found.solidity else (),
    )


def words(claim: Finding, criteria: Mapping[str, CriterionValue]) -> Words:
    """Return what stands first and what follows; ``criteria`` by code."""
    if isinstance(claim, PairClaim):
        return pair_claims.words(claim, criteria)
    if isinstance(claim, Unranked):
        return _unranked(claim)
    if isinstance(claim, Weak | WeakToMost):
        return _weak(claim, criteria)
    return place_words(claim)


def place_words(claim: PlaceClaim) -> Words:
    """Return who is first or last, and what follows."""
    if isinstance(claim, ScoresHighest):
        return _of_ranked(claim, _("%(name)s scores highest%(among)s."), name=claim.structure), ""
    if isinstance(claim, ScoresLowest):
        return _of_ranked(claim, _("%(name)s scores lowest%(among)s."), name=claim.structure), ""
    if isinstance(claim, FirstOrLevel):
        return _first_or_level(claim)
    if isinstance(claim, ShareFirst):
        return _share_first(claim)
    return _different(claim)


def _of_ranked(claim: PlaceClaim, text: str, **named: object) -> str:
    among = ""
    if claim.placed < claim.total:
        among = _(" of the %(placed)d that can be ranked") % {"placed": claim.placed}
    return text % (named | {"among": among})


def _first_or_level(claim: FirstOrLevel) -> Words:
    if len(claim.others) <= _NAMED:
        text = _("%(name)s is first or level with %(others)s%(among)s.")
        return _of_ranked(claim, text, name=claim.structure, others=", ".join(claim.others)), ""
    text = _("%(name)s is first or level with %(count)d others%(among)s:")
    return (
        _of_ranked(claim, text, name=claim.structure, count=len(claim.others)),
        f"{', '.join(claim.others)}.",
    )


def _share_first(claim: ShareFirst) -> Words:
    if len(claim.structures) <= _NAMED:
        text = _("The first place is shared%(among)s by: %(names)s.")
        return _of_ranked(claim, text, names=", ".join(claim.structures)), ""
    text = _("%(count)d structures share the first place%(among)s:")
    return _of_ranked(claim, text, count=len(claim.structures)), f"{', '.join(claim.structures)}."


def _different(claim: DifferentCriteria) -> Words:
    listed = ", ".join(f"{name} ({count})" for name, count in claim.left_out)
    lead = _("Scores rest on different criteria, so they give no ranking.")
    return lead, _("Criteria that do not apply: %(listed)s.") % {"listed": listed}


def _unranked(claim: Unranked) -> Words:
    name = {"name": claim.structure}
    if claim.obstacle is Obstacle.MISSING:
        lead = _("Too little is known to rank it: %(name)s.") % name
        rest = ngettext(
            "At least %(count)d more answer is needed.",
            "At least %(count)d more answers are needed.",
            claim.needed,
        )
        return lead, rest % {"count": claim.needed}
    return _("%(name)s cannot be ranked:") % name, _obstacle(claim)


def _obstacle(claim: Unranked) -> str:
    if claim.obstacle is Obstacle.NOTHING_APPLIES:
        return _("no criterion applies.")
    if claim.obstacle is Obstacle.NO_WEIGHT:
        return _("none of the criteria that apply has weight (%(weights)s).") % {
            "weights": _(" and ").join(sentences.with_weights(each) for each in claim.weights)
        }
    counted = (
        ngettext("%(count)d criterion does not apply", "%(count)d criteria do not apply", claim.left_out)
        if claim.obstacle is Obstacle.LEFT_OUT
        else ngettext("only %(base)d criterion applies", "only %(base)d criteria apply", claim.applicable)
    ) % {"count": claim.left_out, "base": claim.applicable}
    if not claim.missing:
        return f"{counted}."
    said = ngettext(
        "not even with the missing answer: %(counted)s.",
        "not even with the missing answers: %(counted)s.",
        len(claim.missing),
    )
    return said % {"counted": counted}


def _questions(
    claim: Unranked, criteria: Mapping[str, CriterionValue]
) -> Iterator[tuple[CriterionValue, str]]:
    """Yield what to ask where answers would help."""
    for code in claim.missing if claim.needed else ():
        question: Text | None = criteria[code].find_out or criteria[code].ask
        if question:
            yield criteria[code], local(question)


def _weak(claim: Weak | WeakToMost, criteria: Mapping[str, CriterionValue]) -> Words:
    listed = ", ".join(_counted(each, criteria, claim) for each in claim.criteria)
    lead = _("%(name)s is weak") if isinstance(claim, Weak) else _("%(name)s is weak for most assessors")
    rest = _("(Partly or lower) on: %(listed)s.") % {"listed": listed}
    if len(claim.criteria) == len(criteria) and all(each.number == each.asked for each in claim.criteria):
        rest = _("(Partly or lower) on all %(count)d criteria.") % {"count": len(criteria)}
    if claim.among:
        among = (
            _("It is one of %(count)d structures weak on at least one criterion.")
            if isinstance(claim, Weak)
            else _("It is one of %(count)d structures weak on at least one criterion for most assessors.")
        )
        rest = f"{rest} {among % {'count': claim.among}}"
    return lead % {"name": claim.structure}, rest


def _counted(counted: Counted, criteria: Mapping[str, CriterionValue], claim: Weak | WeakToMost) -> str:
    """Return a criterion, and on how many assessors it rests: how many answered, or how many find it weak."""
    name = sentences.inside(local(criteria[counted.code].short))
    if counted.number == counted.asked:
        return name
    number = sentences.assessors_of(counted.number, counted.asked)
    if isinstance(claim, Weak):
        number = _("answered by %(number)s") % {"number": number}
    return f"{name} ({number})"


def solid(found: Solidity, criteria: Mapping[str, CriterionValue]) -> Iterator[str]:
    """Yield how far the order of two structures holds: weights, criteria left out, scale, order of importance."""
    names = {code: sentences.inside(local(criterion.short)) for code, criterion in criteria.items()}
    if found.pair.epsilon < 1:
        yield _(
            "The order holds as long as less than %(share)s of the weight, taken from all criteria in proportion, is "
            "shifted between criteria."
        ) % {"share": sentences.share(found.pair.epsilon, is_certain=True)}
    if found.near is not None:
        yield _(
            "Where half of the weight is shifted in this way, it holds for %(least)s of the weightings."
        ) % {"least": sentences.at_least(found.near)}
    if limits := [(names[code], limit) for code, limit in found.limits if limit]:
        yield _(
            "How much a single criterion may weigh, the others being equal, before the order can turn: %(limits)s."
        ) % {"limits": sentences.listed(_limit(name, limit) for name, limit in limits)}
    if never := [names[code] for code, limit in found.limits if not limit]:
        yield _(
            "With the other criteria equal, it does not hold whatever one of these weighs: %(listed)s."
        ) % {"listed": ", ".join(never)}
    yield (
        _("It holds whichever criterion is left out.")
        if found.pair.survives_without_any
        else _("It may not hold if one of these is left out: %(listed)s.")
        % {"listed": ", ".join(names[code] for code in found.turning)}
    )
    yield (
        _("It does not depend on how much each level counts.")
        if found.pair.is_scale_free
        else _("It depends on how much each level counts.")
    )
    if found.ordered is not None:
        yield _in_order([names[code] for code in found.order], found.ordered, holds=found.holds_in_order)


def _limit(name: str, limit: Fraction) -> str:
    return _("%(name)s up to %(share)s") % {"name": name, "share": sentences.share(limit, is_certain=True)}


def _in_order(order: Iterable[str], share: Fraction, *, holds: bool) -> str:
    listed = ", ".join(order)
    if holds:
        words = _("It holds if no criterion counts less than the next in this list: %(order)s.")
        return words % {"order": listed}
    if share == 1:
        words = _(
            "It holds, or the two are level, if no criterion counts less than the next in this list: %(order)s."
        )
        return words % {"order": listed}
    words = _(
        "If no criterion counts less than the next in this list, it holds for %(least)s of the weightings: %(order)s."
    )
    return words % {"order": listed, "least": sentences.at_least(share)}
