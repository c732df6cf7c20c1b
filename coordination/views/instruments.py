"""Method: the rubric, the conventions and how every figure is made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.domain.instruments import Choice, InstrumentValue
from coordination.queries import instruments
from coordination.views.decorators import Member, in_programme


@require_safe
@in_programme
def method(request: HttpRequest, place: Member) -> HttpResponse:
    """Show the newest published instrument and the method."""
    versions = instruments.versions()
    instrument = instruments.value(versions[0][0]) if versions else None
    context = {"instrument": instrument, "lists": _lists(instrument) if instrument else ()}
    return render(request, "coordination/instruments/method.html", context)


def _lists(instrument: InstrumentValue) -> list[tuple[str, str, tuple[Choice, ...]]]:
    """Return what the source says beside the criteria: anchor, title, items."""
    titles = {
        "coordination_ideas": _("Coordination: ideas for getting it right"),
        "risks": _("What can go wrong"),
        "substitution_signs": _("Signs of substitution"),
        "ownership_without_partnership_signs": _("Signs of ownership without partnership"),
        "bilateral_tests": _(
            "Bilateral work or support to reform: three tests, Yes is the sign of bilateral work"
        ),
        "bilateral_examples": _("Legitimate bilateral work, by the source's examples"),
        "habits": _("No substitute for"),
    }
    return [(name.replace("_", "-"), title, instrument.listed(name)) for name, title in titles.items()]
