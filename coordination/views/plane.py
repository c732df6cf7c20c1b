"""Ownership × partnership: the plane, the items, the signs, and what the source says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.domain import plane as domain
from coordination.queries import plane as queries
from coordination.views import dashboards, positions
from coordination.views.dashboards import follows_filters, names_its_voice
from coordination.views.guards import Place, in_programme


@require_safe
@in_programme
@follows_filters
@names_its_voice(queries.opening)
def plane(request: HttpRequest, place: Place) -> HttpResponse:
    """Show where structures stand by one voice in one round."""
    board = queries.board(dashboards.filters(request), **dashboards.reader(place))
    query = request.GET.urlencode()
    charts = {
        name: each.at(name, reverse("plane"), query) for name, each in positions.drawings(board).items()
    }
    context = dashboards.frame(request, board) | {
        "charts": charts,
        "findings": positions.findings(board),
        "rows": positions.lines(board),
        "thin": positions.thin(board),
        "choosable": board.choosable,
        "signs": domain.sign_names(board.instrument) if board.instrument else {},
        "said_only": [(structure, positions.said(said)) for structure, said in board.said_only],
    }
    return render(request, "coordination/plane/plane.html", context)


@require_safe
@in_programme
@follows_filters
def plane_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Answer positions, signs and items of the same filters as CSV."""
    board = queries.board(dashboards.filters(request), is_whole=True, **dashboards.reader(place))
    return dashboards.csv("ownership-partnership", positions.table(board))


@require_safe
@in_programme
@follows_filters
def plane_chart(request: HttpRequest, place: Place, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    board = queries.board(dashboards.filters(request), **dashboards.reader(place))
    return dashboards.figure(positions.drawings(board), chart)
