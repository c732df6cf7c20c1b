"""Two sides: government and partners beside each other, where they differ, and how far raters agree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.presenters import sides
from coordination.queries import sides as queries
from coordination.views import filters, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.filters import follows_filters


@require_safe
@in_programme
@follows_filters
def two_sides(request: HttpRequest, place: Member) -> HttpResponse:
    """Show both sides in one round."""
    board = queries.board(filters.filters(request), **filters.reader(place))
    query = request.GET.urlencode()
    context = filters.frame(request, board) | {
        "charts": [
            each.at(name, reverse("two-sides"), query) for name, each in sides.drawings(board).items()
        ],
        "findings": sides.findings(board),
        "rows": sides.lines(board),
        "agreement": sides.agreement(board),
        "by_criterion": sides.by_criterion(board),
        "choosable": board.choosable,
    }
    return render(request, "coordination/sides/two_sides.html", context)


@require_safe
@in_programme
@follows_filters
def two_sides_csv(request: HttpRequest, place: Member) -> HttpResponse:
    """Answer both sides of the same filters as CSV."""
    board = queries.board(filters.filters(request), is_whole=True, **filters.reader(place))
    return responses.csv("two-sides", sides.table(board))


@require_safe
@in_programme
@follows_filters
def two_sides_chart(request: HttpRequest, place: Member, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    board = queries.board(filters.filters(request), **filters.reader(place))
    return responses.figure(sides.drawings(board), chart)
