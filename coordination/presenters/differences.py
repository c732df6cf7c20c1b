"""Both sides' answers in words: who is higher and by how much, what is missing, and who has answered at all.

No sentence has a sign: it says which side is higher. Every amount has its base.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.domain.claims.sides import (
    BothTogether,
    CriterionBySides,
    Respondents,
    SideAssessors,
    SideGap,
    SidesCompared,
    SidesCounted,
    SidesOutcome,
    WhoAnswered,
)
from coordination.domain.instruments import CriterionValue, Level
from coordination.domain.panels import CellKind
from coordination.domain.vocabulary import SIDES
from coordination.presenters import headlines, sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import local

#: How many criteria a sentence names; the table below it names all.
NAMED = 3

HEARD = {
    Respondents.ELSEWHERE: gettext_lazy("None of the structures chosen is answered by both sides."),
    Respondents.DIFFERENT: gettext_lazy("No structure is answered by both sides."),
    Respondents.ANALYST: gettext_lazy("Neither side has answered: this is the analyst's reading only."),
    Respondents.NOBODY: gettext_lazy("Nobody has answered in this round, as far as you can read it."),
}
ONE_SIDE = {
    "government": gettext_lazy("Only the Government has answered in this round: nothing to compare."),
    "partners": gettext_lazy("Only the partners have answered in this round: nothing to compare."),
}
#: The same of several rounds, where each structure stands at its own.
HEARD_IN_EACH = HEARD | {
    Respondents.DIFFERENT: gettext_lazy("No structure is answered by both sides in these rounds."),
    Respondents.NOBODY: gettext_lazy("Nobody has answered in these rounds, as far as you can read them."),
}
ONE_SIDE_IN_EACH = {
    "government": gettext_lazy("Only the Government has answered in these rounds: nothing to compare."),
    "partners": gettext_lazy("Only the partners have answered in these rounds: nothing to compare."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCell:
    """Both sides on one criterion in words, with the common ground; ``look`` decides its colour."""

    kind: str
    look: str
    words: str
    ground: str


# --- who has answered


def who(claim: WhoAnswered, *, rounds: int = 1) -> Said:
    """Say who has answered in so many rounds where nothing is answered by both sides."""
    one_side, heard = (ONE_SIDE, HEARD) if rounds == 1 else (ONE_SIDE_IN_EACH, HEARD_IN_EACH)
    is_one_side = claim.outcome is Respondents.ONE_SIDE and claim.side
    return Said(claim.kind, str(one_side[claim.side] if is_one_side and claim.side else heard[claim.outcome]))


def assessors(claim: SideAssessors) -> Said:
    """Say of how many assessors, two or more, a side's score is the median, and on how many criteria they differ."""
    words = sentences.median(claim.assessors)
    if claim.differ:
        differ = _("assessors differ on %(count)s of %(all)s")
        words = sentences.listed([words, differ % {"count": len(claim.differ), "all": claim.base}])
    return Said(claim.kind, words)


# --- one criterion


def cell(claim: CriterionBySides, levels: Sequence[Level]) -> GapCell:
    """Return both sides on one criterion in words."""
    ground = ""
    if claim.common_ground and claim.gap is not SideGap.SAME:
        low, high = (local(levels[end].name) for end in claim.common_ground)
        ground = _("common ground: %(levels)s") % {"levels": low if low == high else f"{low} – {high}"}
    elif claim.gap is SideGap.APART:
        ground = _("no common ground")
    look = "certain" if claim.gap is SideGap.APART else "open"
    return GapCell(kind=claim.kind, look=look, words=criterion(claim), ground=ground)


def criterion(claim: CriterionBySides) -> str:
    """Say how both sides stand on one criterion, and where only some of a side's assessors answered."""
    words = {
        SideGap.APART: _apart,
        SideGap.SAME: _same,
        SideGap.MAY_DIFFER: _may_differ,
        SideGap.ONE_ANSWERED: _missing,
        SideGap.NONE_ANSWERED: _missing,
        SideGap.ONE_APPLIES: _not_applicable,
        SideGap.NONE_APPLIES: _not_applicable,
    }[claim.gap](claim)
    some = [
        words_of_side % {"answered": panel.answered, "asked": panel.asked}
        for panel, words_of_side in (
            (claim.government, _("%(answered)s of %(asked)s assessors of the Government")),
            (claim.partners, _("%(answered)s of %(asked)s assessors of the partners")),
        )
        if 0 < panel.answered < panel.asked
    ]
    return f"{words} ({sentences.listed(some)})" if some else words


def _apart(claim: CriterionBySides) -> str:
    least, most = claim.apart
    levels = _levels(least) if least == most else _("at least %(amount)s") % {"amount": _levels(least)}
    return higher(claim.higher == SIDES[0], levels)


def _same(_claim: CriterionBySides) -> str:
    return _("same")


def _may_differ(claim: CriterionBySides) -> str:
    low, high = claim.ends or (0, 0)
    return either(_levels(high) if high else "", _levels(-low) if low else "")


def _levels(number: int) -> str:
    return ngettext("%(levels)s level", "%(levels)s levels", number) % {"levels": number}


def higher(is_government: bool, amount: str) -> str:
    """Say which side is higher, and by how much."""
    words = _("government %(amount)s higher") if is_government else _("partners %(amount)s higher")
    return words % {"amount": amount}


def either(government: str, partners: str) -> str:
    """Say what may be where neither side is surely higher: by how much each could be, empty where it could not."""
    if government and partners:
        words = _("could be the Government up to %(ours)s higher, or the partners up to %(theirs)s higher")
        return words % {"ours": government, "theirs": partners}
    if government:
        return _("could be the same, or the Government up to %(amount)s higher") % {"amount": government}
    return _("could be the same, or the partners up to %(amount)s higher") % {"amount": partners}


def _missing(claim: CriterionBySides) -> str:
    kinds = {side: claim.of(side).kind for side in SIDES if not claim.of(side).answered}
    if set(kinds) == set(SIDES) and len(set(kinds.values())) == 1:
        is_unknown = kinds[SIDES[0]] is CellKind.NOT_KNOWN
        return _("not known to either side") if is_unknown else _("no answer of either side")
    return sentences.listed(_lacking(side, kind) for side, kind in kinds.items())


def _lacking(side: str, kind: CellKind) -> str:
    if kind is CellKind.NOT_KNOWN:
        return _("not known to the Government") if side == SIDES[0] else _("not known to the partners")
    return _("no answer of the Government") if side == SIDES[0] else _("no answer of the partners")


def _not_applicable(claim: CriterionBySides) -> str:
    if claim.gap is SideGap.NONE_APPLIES:
        return _("does not apply")
    if not claim.government.applies:
        return _("does not apply, says the Government")
    return _("does not apply, say the partners")


# --- several criteria


def compared(claim: SidesCompared, criteria: Iterable[CriterionValue]) -> Said:
    """Say on how many of the criteria that both answered the sides disagree, which, and who is higher."""
    return Said(claim.kind, sentences.said_of(claim.structure, disagree(claim, criteria)))


def brief(claim: SidesCompared, criteria: Iterable[CriterionValue]) -> Said:
    """Say the same as the head of a page: with as many names as there is room for."""
    listed = list(criteria)
    said = (
        *(disagree(claim, listed, most) for most in (NAMED, NAMED - 1)),
        disagree_on(claim),
    )
    return Said(claim.kind, headlines.fitting(sentences.said_of(claim.structure, each) for each in said))


def headline(claim: SidesCompared) -> Said:
    """Say the same in few words after both sides' scores; or what holds where they do not disagree."""
    if claim.outcome is not SidesOutcome.DISAGREE:
        return Said(claim.kind, f"{no_gap(claim)}.")
    words = ngettext(
        "The sides disagree on the %(all)s criterion both answered; %(who)s.",
        "The sides disagree on %(count)s of the %(all)s criteria both answered; %(who)s.",
        len(claim.compared),
    )
    facts = {"count": len(claim.apart), "all": len(claim.compared), "who": _who_is_higher(claim)}
    return Said(claim.kind, words % facts)


def _who_is_higher(claim: SidesCompared) -> str:
    return {
        "government": _("government higher"),
        "partners": _("partners higher"),
        None: _("now one, now the other higher"),
    }[claim.higher]


def disagree_on(claim: SidesCompared) -> str:
    """Return on how many of the criteria that both answered the sides disagree, and who is higher."""
    words = ngettext(
        "the sides disagree on the %(all)s criterion that both answered; %(who)s",
        "the sides disagree on %(count)s of the %(all)s criteria that both answered; %(who)s",
        len(claim.compared),
    )
    if len(claim.apart) == len(claim.compared) > 1:
        words = _("the sides disagree on all %(all)s criteria that both answered; %(who)s")
    return words % {"count": len(claim.apart), "all": len(claim.compared), "who": _who_is_higher(claim)}


def disagree(claim: SidesCompared, criteria: Iterable[CriterionValue], most: int = NAMED) -> str:
    """Return the same with the names of the criteria, at ``most`` so many."""
    words = ngettext(
        "the sides disagree on the %(all)s criterion that both answered (%(names)s); %(who)s",
        "the sides disagree on %(count)s of the %(all)s criteria that both answered (%(names)s); %(who)s",
        len(claim.compared),
    )
    if len(claim.apart) == len(claim.compared) > 1:
        words = _("the sides disagree on all %(all)s criteria that both answered (%(names)s); %(who)s")
    return words % {
        "count": len(claim.apart),
        "all": len(claim.compared),
        "names": names([each.code for each in claim.apart], criteria, most),
        "who": _who_is_higher(claim),
    }


def names(codes: Sequence[str], criteria: Iterable[CriterionValue], most: int = NAMED) -> str:
    """Return criteria by their short names: a few, and how many more."""
    by_code = {each.code: each for each in criteria}
    said = [sentences.inside(local(by_code[code].short)) for code in codes]
    if len(said) <= most:
        return ", ".join(said)
    return _("%(names)s and %(count)s more") % {
        "names": ", ".join(said[: most - 1]),
        "count": len(said) - most + 1,
    }


def counted(claim: SidesCounted) -> Said:
    """Say on how many structures the sides disagree about something."""
    words = ngettext(
        "The sides disagree on at least one criterion in %(count)s of the %(all)s structure that both answered.",
        "The sides disagree on at least one criterion in %(count)s of the %(all)s structures that both answered.",
        claim.compared,
    )
    return Said(claim.kind, words % {"count": claim.apart, "all": claim.compared})


def no_gap(claim: SidesCompared) -> str:
    """Say what holds where the sides do not disagree, without its structure."""
    count = len(claim.compared)
    words = {
        SidesOutcome.SAME_ANSWERS: ngettext(
            "The same answer on the %(count)s criterion that both answered",
            "The same answers on the %(count)s criteria that both answered",
            count,
        ),
        SidesOutcome.NO_SURE_GAP: ngettext(
            "No sure difference between the sides on the %(count)s criterion that both answered",
            "No sure difference between the sides on the %(count)s criteria that both answered",
            count,
        ),
        SidesOutcome.NOTHING_TO_COMPARE: _("Nothing to compare, as no criterion is answered by both sides"),
    }[claim.outcome]
    return words % {"count": count}


# --- means


def both_together(claim: BothTogether) -> Said | None:
    """Say which score both sides' answers allow together; nothing where no criterion applies."""
    low, high = claim.composite.low, claim.composite.high
    if low is None or high is None:
        return None
    words = _("criterion by criterion, from the lower to the higher answer: %(points)s")
    return Said(claim.kind, words % {"points": sentences.points(low, high)})
