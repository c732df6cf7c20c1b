"""Changes: structures round by round, and any two rounds side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.presenters import tables
from coordination.presenters import timeline as timeline_words
from coordination.queries import timeline
from coordination.views import filters, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.filters import follows_filters, names_its_voice

#: What the form of the two rounds keeps of the address.
KEPT = ("view", "section", "sector", "sort", "set", "since", "until", "known", "weights", "w", "why")


@require_safe
@in_programme
@follows_filters
@names_its_voice(timeline.opening)
def changes(request: HttpRequest, member: Member) -> HttpResponse:
    """Show one voice over the rounds: intervals per structure, certain changes, what changed between two rounds."""
    line = timeline.timeline(filters.filters(request), **filters.reader(member))
    query = request.GET.urlencode()
    charts = {
        name: each.at(name, reverse("changes"), query) for name, each in timeline_words.drawings(line).items()
    }
    context = filters.frame(request, line) | {
        "charts": charts,
        "corrections": [*timeline_words.corrections(line), *timeline_words.bridges(line)],
        "reasons": timeline_words.reasons(line),
        "pairings": [(each, timeline_words.paired(each)) for each in line.pairings],
        "kept": [(name, value) for name in KEPT for value in request.GET.getlist(name)],
    }
    return render(request, "coordination/timeline/changes.html", context)


@require_safe
@in_programme
@follows_filters
def changes_csv(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer every structure's rounds for the same filters as CSV."""
    line = timeline.timeline(filters.filters(request), is_whole=True, **filters.reader(member))
    return responses.csv("changes", tables.changes_table(line))


@require_safe
@in_programme
@follows_filters
def changes_chart(request: HttpRequest, member: Member, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    line = timeline.timeline(filters.filters(request), **filters.reader(member))
    return responses.figure(timeline_words.drawings(line), chart)
