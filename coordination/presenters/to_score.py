"""What the list of a person's assessments says: how each stands, and the one step that follows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.queries.to_score import Step


def standing(step: Step) -> str:
    """Return how an assessment stands."""
    return {
        Step.SEND: _("complete, not sent"),
        Step.CONTINUE: pgettext("assessment", "draft"),
        Step.START: pgettext("assessment", "to do"),
        Step.SENT: pgettext("assessment", "sent"),
        Step.SET_ASIDE: pgettext("assessment", "set aside"),
        Step.REVEALED: pgettext("assessment", "revealed"),
        Step.LEFT: _("not sent before the round closed"),
    }[step]


def label(step: Step) -> str:
    """Return what the button says."""
    return {
        Step.SEND: _("Send"),
        Step.CONTINUE: _("Continue"),
        Step.START: pgettext("assessment", "Start"),
    }.get(step, _("See answers"))


def counts(of: Mapping[Step, int]) -> str:
    """Return how many assessments stand how."""
    said = _("%(state)s: %(number)s")
    return " · ".join(said % {"state": standing(step), "number": number} for step, number in of.items())
