"""What the list of a person's assessments says: how each stands, and the one step that follows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.queries.to_score import NextStep


def standing(step: NextStep) -> str:
    """Return how an assessment stands."""
    return {
        NextStep.SEND: _("complete, not sent"),
        NextStep.CONTINUE: pgettext("assessment", "draft"),
        NextStep.START: pgettext("assessment", "to do"),
        NextStep.SENT: pgettext("assessment", "sent"),
        NextStep.SET_ASIDE: pgettext("assessment", "set aside"),
        NextStep.REVEALED: pgettext("assessment", "revealed"),
        NextStep.LEFT: _("not sent before the round closed"),
    }[step]


def label(step: NextStep) -> str:
    """Return what the button says."""
    return {
        NextStep.SEND: _("Send"),
        NextStep.CONTINUE: _("Continue"),
        NextStep.START: pgettext("assessment", "Start"),
    }.get(step, _("See answers"))


def counts(of: Mapping[NextStep, int]) -> str:
    """Return how many assessments stand how."""
    said = _("%(state)s: %(number)s")
    return " · ".join(said % {"state": standing(step), "number": number} for step, number in of.items())
