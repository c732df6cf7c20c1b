"""Where answers come from, in words."""

from django import template

from coordination.domain.claims.marks import CardMark
from coordination.presenters import marks
from coordination.presenters.said import Said
from coordination.queries.rounds import RoundValue

register = template.Library()


@register.filter
def origin_shares(round_: RoundValue) -> list[Said]:
    """Return how many of a round's assessments are invented or from a source."""
    return marks.of_round(round_)


@register.filter
def files_may_answer(round_: RoundValue) -> str:
    """Return that a file may bring the other side's answers into this round; empty where none may."""
    return marks.of_files(round_.origin)


@register.filter
def card_mark(mark: CardMark | None) -> Said | None:
    """Return the mark of one card in words."""
    return marks.of_card(mark) if mark else None


@register.inclusion_tag("components/mark.html")
def invented_mark(round_: RoundValue, structure: str, voice: str) -> dict[str, Said | None]:
    """Show the mark of the card of one structure (by code) and voice in a round, if it has one."""
    return {"mark": card_mark(round_.mark(structure, voice))}
