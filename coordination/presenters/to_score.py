"""What the list of a person's assessments says: how each stands, and the one step that follows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.queries.to_score import StepToScore


def standing(step: StepToScore) -> str:
    """Return how an assessment stands."""
    return {
        StepToScore.SEND: _("complete, not sent"),
        StepToScore.CONTINUE: pgettext("assessment", "draft"),
        StepToScore.START: pgettext("assessment", "to do"),
        StepToScore.HANDED_OVER: _("waits to be confirmed"),
        StepToScore.SENT: pgettext("assessment", "sent"),
        StepToScore.SET_ASIDE: pgettext("assessment", "set aside"),
        StepToScore.REVEALED: pgettext("assessment", "revealed"),
        StepToScore.LEFT: _("not sent before the round closed"),
    }[step]


def label(step: StepToScore) -> str:
    """Return what the button says."""
    return {
        StepToScore.SEND: _("Send"),
        StepToScore.CONTINUE: _("Continue"),
        StepToScore.START: pgettext("assessment", "Start"),
    }.get(step, _("See answers"))


def counts(of: Mapping[StepToScore, int]) -> str:
    """Return how many assessments stand how."""
    said = _("%(state)s: %(number)s")
    return " · ".join(said % {"state": standing(step), "number": number} for step, number in of.items())
