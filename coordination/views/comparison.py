"""Compare: one query's values feed page, charts, tables and CSV."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.permissions import Action
from coordination.queries import comparison
from coordination.views import advice, dashboards, drawings, findings, tables
from coordination.views.dashboards import follows_filters, names_its_voice
from coordination.views.guards import Place, in_programme


@require_safe
@in_programme
@follows_filters
@names_its_voice(comparison.opening)
def compare(request: HttpRequest, place: Place) -> HttpResponse:
    """Show one round of one voice: findings, matrix, charts, what to do next."""
    board = comparison.scoreboard(dashboards.filters(request), **dashboards.reader(place))
    query = request.GET.urlencode()
    charts = {
        name: each.at(name, reverse("compare"), query) for name, each in drawings.of_compare(board).items()
    }
    context = dashboards.frame(request, board) | {
        "findings": findings.of(board),
        "charts": charts,
        "status": drawings.statuses(board),
        "matrix_words": drawings.matrix_in_words(board),
        "order": tables.pairs(board),
        "steps": advice.of(board)[: advice.SHOWN],
        "can_commit": place.may(Action.COMMIT),
        "questions": advice.questions(board.questions, board.criteria),
        "choosable": board.choosable,
        "previous_page": dashboards.page_address(request, board.page - 1),
        "next_page": dashboards.page_address(request, board.page + 1),
    }
    return render(request, "coordination/comparison/compare.html", context)


@require_safe
@in_programme
@follows_filters
def compare_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Answer the figures of the same filters as CSV."""
    board = comparison.scoreboard(dashboards.filters(request), is_whole=True, **dashboards.reader(place))
    return dashboards.csv("compare", tables.compare_table(board))


@require_safe
@in_programme
@follows_filters
def compare_chart(request: HttpRequest, place: Place, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    board = comparison.scoreboard(dashboards.filters(request), **dashboards.reader(place))
    return dashboards.figure(drawings.of_compare(board), chart)
