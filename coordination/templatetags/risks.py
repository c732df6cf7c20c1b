"""What answers prompt and what was counted of risks, in words."""

from collections.abc import Iterable

from django import template

from coordination.domain.claims.signs import InternationalLead, RisksCounted, RisksSeen
from coordination.presenters import signs
from coordination.presenters.said import Said
from coordination.presenters.signs import PromptWords
from coordination.queries.prompts import Prompted, is_look

register = template.Library()


@register.filter
def prompt_words(prompted: Prompted) -> PromptWords:
    """Return what one voice's answers prompt, in words."""
    return signs.prompt(prompted)


@register.filter
def leads_words(claim: InternationalLead) -> Said:
    """Return that an international chairs or leads, or may."""
    return signs.international_lead(claim)


@register.filter
def risks_seen(claim: RisksSeen) -> Said:
    """Return how many risks were seen anywhere, in words."""
    return signs.risks_seen(claim)


@register.filter
def has_look(prompted: Iterable[Prompted]) -> bool:
    """Whether the answers of any voice are worth a look."""
    return is_look(prompted)


@register.filter
def risk_counts(claim: RisksCounted) -> Said:
    """Return in how many structures a risk was seen or prompted, in words."""
    return signs.risks_counted(claim)
