"""Compare: one query's values feed page, charts, tables and CSV."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.domain.claims.comparison import MOST_FINDINGS
from coordination.permissions import Action
from coordination.presenters import cells, recommendations, sentences, tables
from coordination.presenters import claims as claims_words
from coordination.presenters import comparison as comparison_words
from coordination.queries import claims, comparison
from coordination.views import filters, parameters, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.filters import follows_filters, names_its_voice


@require_safe
@in_programme
@follows_filters
@names_its_voice(comparison.opening)
def compare(request: HttpRequest, member: Member) -> HttpResponse:
    """Show one round of one voice: findings, matrix, charts, what to do next."""
    board = comparison.scoreboard(filters.filters(request), **filters.reader(member))
    query = request.GET.urlencode()
    steps = recommendations.of(board, claims.steps(board))
    charts = {
        name: each.at(name, reverse("compare"), query)
        for name, each in comparison_words.drawings(board, steps).items()
    }
    found = claims.claims(board)
    context = filters.frame(request, board) | {
        "findings": claims_words.of(found, board.criteria),
        "are_cut": len(found) == MOST_FINDINGS,
        "convention": sentences.convention(),
        "charts": charts,
        "status": comparison_words.statuses(board),
        "kinds": cells.kinds().values(),
        "matrix_words": comparison_words.matrix_in_words(board, claims.scale_ranges(board)),
        "order": tables.pairs(board, claims.shares(board)),
        "steps": steps,
        "no_step": recommendations.nothing(None if steps else claims.without_steps(board)),
        "can_commit": member.may(Action.COMMIT),
        "questions": recommendations.questions(claims.questions(board), board.criteria),
        "nothing_open": recommendations.nothing(claims.without_questions(board)),
        "previous_page": parameters.page_address(request, board.asked.page - 1),
        "next_page": parameters.page_address(request, board.asked.page + 1),
    }
    return render(request, "coordination/comparison/compare.html", context)


@require_safe
@in_programme
@follows_filters
def compare_csv(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the figures of the same filters as CSV."""
    board = comparison.scoreboard(filters.filters(request), is_whole=True, **filters.reader(member))
    return responses.csv("compare", tables.compare_table(board, claims.shares(board)))


@require_safe
@in_programme
@follows_filters
def compare_chart(request: HttpRequest, member: Member, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters."""
    board = comparison.scoreboard(filters.filters(request), **filters.reader(member))
    steps = recommendations.of(board, claims.steps(board))
    return responses.figure(comparison_words.drawings(board, steps), chart)
