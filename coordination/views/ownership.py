"""Ownership × partnership: the plane, the items, the signs, and what the source says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.domain.ownership import sign_names
from coordination.presenters import ownership as ownership_words
from coordination.presenters import sentences
from coordination.queries import ownership
from coordination.views import filters, parameters, responses, start
from coordination.views.decorators import Member, in_programme, reads_replica
from coordination.views.filters import follows_filters, names_its_voice


@require_safe
@in_programme
@reads_replica
@follows_filters
@names_its_voice(ownership.opening)
def plane(request: HttpRequest, member: Member) -> HttpResponse:
    """Show where structures stand by one voice, each at its latest round or all in the one asked for."""
    board = ownership.board(filters.filters(request), **filters.reader(member))
    query = request.GET.urlencode()
    charts = {
        name: each.at(name, reverse("ownership"), query)
        for name, each in ownership_words.drawings(board).items()
    }
    begin = {} if board.shown_rounds else start.begin(member)
    context = (
        filters.frame(request, board)
        | begin
        | {
            "charts": charts,
            "headline": ownership_words.headline(board),
            "convention": sentences.convention(),
            "rows": ownership_words.lines(board),
            "pager": parameters.pages(request, board.asked.page, board.pages),
            "signs": sign_names(board.instrument) if board.instrument else {},
            "said_only": [(structure, ownership_words.said(said)) for structure, said in board.said_only],
        }
    )
    return render(request, "coordination/ownership/ownership.html", context)


@require_safe
@in_programme
@reads_replica
@follows_filters
def plane_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer positions, signs and items of the same filters as a file."""
    board = ownership.board(filters.filters(request), is_whole=True, **filters.reader(member))
    return filters.dashboard_file(
        request, member, lambda: ownership_words.table(board), "ownership-partnership", kind
    )


@require_safe
@in_programme
@reads_replica
@follows_filters
def plane_chart(request: HttpRequest, member: Member, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    board = ownership.board(filters.filters(request), **filters.reader(member))
    return responses.figure(ownership_words.drawings(board), chart)
