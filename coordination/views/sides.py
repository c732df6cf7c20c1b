"""Two views: government and partners beside each other, where they disagree, and how far assessors agree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.presenters import agreement, sentences
from coordination.presenters import sides as sides_words
from coordination.queries import sides
from coordination.views import filters, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.filters import follows_filters


@require_safe
@in_programme
@follows_filters
def two_views(request: HttpRequest, member: Member) -> HttpResponse:
    """Show both sides in one round."""
    board = sides.board(filters.filters(request), **filters.reader(member))
    query = request.GET.urlencode()
    context = filters.frame(request, board) | {
        "charts": [
            each.at(name, reverse("two-views"), query) for name, each in sides_words.drawings(board).items()
        ],
        "drawn": sides_words.drawn(board),
        "findings": sides_words.findings(board),
        "convention": sentences.convention(),
        "rows": sides_words.lines(board),
        "agreement": agreement.table(board),
        "agreement_head": agreement.head(),
        "by_criterion": sides_words.by_criterion(board),
    }
    return render(request, "coordination/sides/two_views.html", context)


@require_safe
@in_programme
@follows_filters
def two_views_csv(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer both sides of the same filters as CSV."""
    board = sides.board(filters.filters(request), is_whole=True, **filters.reader(member))
    return responses.csv("two-views", sides_words.table(board))


@require_safe
@in_programme
@follows_filters
def two_views_chart(request: HttpRequest, member: Member, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    board = sides.board(filters.filters(request), **filters.reader(member))
    return responses.figure(sides_words.drawings(board), chart)
