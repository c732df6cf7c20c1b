"""What answers prompt and what was counted of risks, in words."""

from django import template

from coordination.domain.claims.signs import InternationalLead, RisksCounted
from coordination.presenters import signs
from coordination.presenters.said import Said
from coordination.presenters.signs import PromptWords
from coordination.queries.prompts import Prompted

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
def risk_counts(claim: RisksCounted) -> Said:
    """Return in how many structures a risk was seen or prompted, in words."""
    return signs.risks_counted(claim)
