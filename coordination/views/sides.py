"""Two sides: government and partners beside each other, where they differ, and how far raters agree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.queries import sides as queries
from coordination.views import dashboards, gaps
from coordination.views.dashboards import follows_filters
from coordination.views.guards import Place, in_programme


@require_safe
@in_programme
@follows_filters
def two_sides(request: HttpRequest, place: Place) -> HttpResponse:
    """Show both sides in one round."""
    board = queries.board(dashboards.filters(request), **dashboards.reader(place))
    query = request.GET.urlencode()
    context = dashboards.frame(request, board) | {
        "charts": [each.at(name, reverse("two-sides"), query) for name, each in gaps.drawings(board).items()],
        "findings": gaps.findings(board),
        "rows": gaps.lines(board),
        "agreement": gaps.agreement(board),
        "by_criterion": gaps.by_criterion(board),
        "choosable": board.choosable,
    }
    return render(request, "coordination/sides/two_sides.html", context)


@require_safe
@in_programme
@follows_filters
def two_sides_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Answer both sides of the same filters as CSV."""
    board = queries.board(dashboards.filters(request), is_whole=True, **dashboards.reader(place))
    return dashboards.csv("two-sides", gaps.table(board))


@require_safe
@in_programme
@follows_filters
def two_sides_chart(request: HttpRequest, place: Place, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    board = queries.board(dashboards.filters(request), **dashboards.reader(place))
    return dashboards.figure(gaps.drawings(board), chart)
