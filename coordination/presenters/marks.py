"""Where answers come from, in words: the marks of cards, and what heads a page or a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.marks import CardMark, OriginShare
from coordination.presenters import sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.rounds import RoundValue

#: So many cards are named in a sentence of a page; of more it says how many.
CARDS = 6


def of_card(mark: CardMark) -> Said:
    """Return the mark of one card."""
    if mark.count == mark.total:
        return Said(mark.kind, _("invented for the demonstration"))
    words = _("%(count)s of %(total)s assessments invented for the demonstration")
    return Said(mark.kind, words % {"count": mark.count, "total": mark.total})


def brief(mark: CardMark) -> Said:
    """Return the same in a word where it holds for all of its assessments."""
    return Said(mark.kind, _("invented")) if mark.count == mark.total else of_card(mark)


def of_paper(cards: Iterable[tuple[CardMark | None, int]]) -> str:
    """Return what marks a paper with these cards, each with its mark and how many assessors it has.

    Empty where nothing of it is invented.
    """
    found = list(cards)
    count = sum(mark.count for mark, _raters in found if mark)
    total = sum(mark.total if mark else raters for mark, raters in found)
    return sentences.capitalised(of_card(CardMark(count=count, total=total)).text) if count else ""


def of_round(round_: RoundValue, *, most: int | None = CARDS) -> list[Said]:
    """Return how many of a round's assessments are invented or from a source, naming at most so many of their cards."""
    return [_share(each, most) for each in round_.shares]


def of_files(origin: str) -> str:
    """Say that a file may bring the other side's answers into a round of this origin; empty where none may."""
    return {
        "invented": _(
            "In this round a file may bring the other side’s answers, invented for the demonstration. "
            "What you answer stays your own."
        ),
        "source": _(
            "In this round a file may bring the other side’s answers, transcribed from a source. "
            "What you answer stays your own."
        ),
    }.get(origin, "")


def lines(rounds: Iterable[RoundValue]) -> list[str]:
    """Return what heads a file about these rounds: where their answers come from, each said once."""
    found: dict[str, None] = {}
    for each in rounds:
        name = local(each.name)
        if said := local(each.said_of_all):
            found[said] = None
        for share in of_round(each, most=None):
            found[_("%(round)s: %(said)s") % {"round": name, "said": share}] = None
    return list(found)


def _share(share: OriginShare, most: int | None) -> Said:
    words = {
        "invented": ngettext(
            "%(count)s of %(total)s assessments is invented for the demonstration: %(cards)s.",
            "%(count)s of %(total)s assessments are invented for the demonstration: %(cards)s.",
            share.count,
        ),
        "source": ngettext(
            "%(count)s of %(total)s assessments is transcribed from a source: %(cards)s.",
            "%(count)s of %(total)s assessments are transcribed from a source: %(cards)s.",
            share.count,
        ),
    }[share.origin]
    named = [
        f"{each.structure} ({sentences.side(each.voice)})" if each.structure else sentences.side(each.voice)
        for each in share.cards
    ]
    if most and (more := len(named) - most) > 0:
        named = [*named[:most], ngettext("%(count)s more", "%(count)s more", more) % {"count": more}]
    facts = {"count": share.count, "total": share.total, "cards": sentences.listed(named)}
    return Said(share.kind, words % facts)
