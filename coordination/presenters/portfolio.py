"""All structures in words: what heads Home, its bar, and the claims over all of them."""

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from coordination.domain.claims.change import ChangeKind
from coordination.domain.claims.portfolio import (
    Claim,
    GapsClaim,
    MovedClaim,
    NothingStands,
    PartClaim,
    WeakCriterion,
)
from coordination.domain.claims.standings import PortfolioPart
from coordination.domain.criteria import CriterionValue
from coordination.domain.vocabulary import SIDES
from coordination.presenters import drawn, sentences
from coordination.presenters.drawn import SegmentsMark
from coordination.presenters.said import Said
from coordination.presenters.sentences import local

#: A headline has at most so many words, and names at most so many structures.
WORDS, NAMED = 25, 3

#: What stands behind a number of structures.
_PARTS = {
    PortfolioPart.STRONG: pgettext_lazy("structures", "strong"),
    PortfolioPart.MIDDLING: pgettext_lazy("structures", "middling"),
    PortfolioPart.WEAK: pgettext_lazy("structures", "weak"),
    PortfolioPart.APART: pgettext_lazy("structures", "scores apart"),
    PortfolioPart.BETWEEN: pgettext_lazy("structures", "between"),
    PortfolioPart.TOO_LITTLE_KNOWN: pgettext_lazy("structures", "too little known"),
    PortfolioPart.NOT_ASSESSED: pgettext_lazy("structures", "not assessed"),
}
#: What is said of a score in a headline.
_SCORES = {PortfolioPart.STRONG: gettext_lazy("strong"), PortfolioPart.WEAK: gettext_lazy("weak")}
#: How a bar draws them.
_LOOKS = {PortfolioPart.TOO_LITTLE_KNOWN: "unknown", PortfolioPart.NOT_ASSESSED: "none"}


def headline(found: Sequence[Claim], criteria: Iterable[CriterionValue]) -> list[Said]:
    """Return the sentences that fit a headline, in their order; the first one always does."""
    return [said for _claim, said in told(found, criteria)]


def told(found: Sequence[Claim], criteria: Iterable[CriterionValue]) -> list[tuple[Claim, Said]]:
    """Return the same with the claims that they put into words."""
    by_code = {each.code: each for each in criteria}
    said: list[tuple[Claim, Said]] = []
    left = WORDS
    for claim in found:
        sentence = _sentence(claim, by_code)
        length = sentences.length(sentence.text)
        if not said or length <= left:
            said.append((claim, sentence))
            left -= length
    return said


def _sentence(claim: Claim, criteria: dict[str, CriterionValue]) -> Said:
    if isinstance(claim, PartClaim):
        return Said(claim.kind, _stands(claim))
    if isinstance(claim, GapsClaim):
        return Said(claim.kind, _disagree(claim))
    if isinstance(claim, MovedClaim):
        return Said(claim.kind, _moved(claim))
    if isinstance(claim, WeakCriterion):
        return Said(claim.kind, _weak_on(claim, criteria[claim.code]))
    return Said(claim.kind, _nothing(claim))


def _stands(claim: PartClaim) -> str:
    facts = {"part": _for_sides(str(_SCORES[claim.part]), claim), "count": claim.count, "total": claim.total}
    if claim.count <= NAMED:
        said = _("%(part)s: %(names)s.") % {"names": ", ".join(claim.structures), **facts}
        return sentences.capitalised(said)
    if claim.others:
        return _("Known to be %(part)s: %(count)s of %(total)s structures.") % facts
    return sentences.capitalised(_("%(part)s: %(count)s of %(total)s structures.") % facts)


def words(claim: PartClaim) -> str:
    """Return a part in words: “strong for both sides”, “weak for the partners”, “scores apart”."""
    return _for_sides(str(_PARTS[claim.part]), claim)


def _for_sides(name: str, claim: PartClaim) -> str:
    if not claim.sides:
        return name
    whose = {
        SIDES: _("both sides"),
        SIDES[:1]: _("the Government"),
        SIDES[1:]: _("the partners"),
    }[claim.sides]
    return _("%(part)s for %(whose)s") % {"part": name, "whose": whose}


def _disagree(claim: GapsClaim) -> str:
    if len(claim.structures) > NAMED:
        said = _("The sides disagree on at least one criterion in %(count)s structures.")
        return said % {"count": len(claim.structures)}
    named = [_on_criteria(name, count) for name, count in claim.structures]
    return _("The sides disagree about %(names)s.") % {"names": ", ".join(named)}


def _on_criteria(name: str, count: int) -> str:
    words = ngettext("%(name)s (%(count)s criterion)", "%(name)s (%(count)s criteria)", count)
    return words % {"name": name, "count": count}


def _moved(claim: MovedClaim) -> str:
    of: dict[str, list[str]] = {}
    for name, side in claim.moved:
        of.setdefault(name, []).append(side)
    if len(of) > NAMED:
        said = {
            ChangeKind.WORSE: _("Worse for at least one side since its round before: %(count)s structures."),
            ChangeKind.BETTER: _(
                "Better for at least one side since its round before: %(count)s structures."
            ),
            ChangeKind.LOWER_NEW_ASSESSORS: _(
                "Answers of at least one side are lower (new assessors): %(count)s structures."
            ),
            ChangeKind.HIGHER_NEW_ASSESSORS: _(
                "Answers of at least one side are higher (new assessors): %(count)s structures."
            ),
        }[claim.change]
        return said % {"count": len(of)}
    said = {
        ChangeKind.WORSE: _("Worse: %(names)s."),
        ChangeKind.BETTER: _("Better: %(names)s."),
        ChangeKind.LOWER_NEW_ASSESSORS: _("Answers are lower (new assessors): %(names)s."),
        ChangeKind.HIGHER_NEW_ASSESSORS: _("Answers are higher (new assessors): %(names)s."),
    }[claim.change]
    named = (
        f"{name} ({_('both sides') if len(sides) > 1 else sentences.side(sides[0])})"
        for name, sides in of.items()
    )
    return said % {"names": ", ".join(named)}


def _weak_on(claim: WeakCriterion, criterion: CriterionValue) -> str:
    said = ngettext(
        "Weak on %(criterion)s: at least %(count)s of %(total)s structure assessed.",
        "Weak on %(criterion)s: at least %(count)s of %(total)s structures assessed.",
        claim.total,
    )
    return said % {
        "criterion": sentences.inside(local(criterion.short)),
        "count": claim.count,
        "total": claim.total,
    }


def _nothing(claim: NothingStands) -> str:
    if not claim.total:
        return _("There is no structure yet.")
    if not claim.assessed:
        said = ngettext(
            "The structure is not assessed yet.",
            "None of the %(total)s structures is assessed yet.",
            claim.total,
        )
        return said % {"total": claim.total}
    return _("No structure is known to be strong or weak.")


def not_assessed(parts: Iterable[PartClaim]) -> Said | None:
    """Say how many structures are not assessed; nothing where all are."""
    claim = next((each for each in parts if each.part is PortfolioPart.NOT_ASSESSED), None)
    if claim is None:
        return None
    said = ngettext(
        "%(count)s of %(total)s structure not assessed",
        "%(count)s of %(total)s structures not assessed",
        claim.total,
    )
    return Said(claim.kind, said % {"count": claim.count, "total": claim.total})


def gaps(claim: GapsClaim | None) -> Said | None:
    """Say in how many structures the sides disagree on a criterion; nothing where in none."""
    if claim is None:
        return None
    number = len(claim.structures)
    said = ngettext(
        "the sides disagree about %(count)s structure",
        "the sides disagree about %(count)s structures",
        number,
    )
    return Said(claim.kind, said % {"count": number})


def bar(parts: Sequence[PartClaim], address: Callable[[str], str]) -> SegmentsMark:
    """Return all structures in their parts; each leads to the ``address`` of its name."""
    return drawn.bar(
        _("Structures by how they stand"),
        [
            drawn.Part(
                look=_LOOKS.get(each.part, str(each.part)),
                count=each.count,
                words=Said(each.kind, words(each)),
                address=address(each.key),
            )
            for each in parts
        ],
    )


def absent(parts: Iterable[PartClaim]) -> Said:
    """Say in which parts no structure is; the bar does not show them."""
    there = {each.part for each in parts}
    named = [str(name) for part, name in _PARTS.items() if part not in there]
    return Said(
        "portfolio-part", _("No structure is: %(parts)s.") % {"parts": ", ".join(named)} if named else ""
    )
