"""Two views: government and partners beside each other, where they disagree, and how far assessors agree."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coordination.presenters import agreement, dumbbells, sentences
from coordination.presenters import sides as sides_words
from coordination.queries import sides
from coordination.views import filters, responses, start
from coordination.views.decorators import Member, in_programme, reads_replica
from coordination.views.filters import follows_filters


@require_safe
@in_programme
@reads_replica
@follows_filters
def two_views(request: HttpRequest, member: Member) -> HttpResponse:
    """Show both sides, on each structure at its own round or on all in the one asked for."""
    return responses.kept_page(
        request, member, "coordination/sides/two_views.html", lambda: _two_views(request, member)
    )


def _two_views(request: HttpRequest, member: Member) -> dict[str, object]:
    board = sides.board(filters.filters(request), **filters.reader(member))
    findings, heading = sides_words.findings(board), sides_words.heading(board)
    begin = {} if board.shown_rounds else start.begin(member)
    return (
        filters.frame(request, board)
        | begin
        | {
            "picture": dumbbells.picture(board),
            "overview": dumbbells.overview(board),
            "shown": dumbbells.shown(board),
            "headline": findings[:heading],
            "findings": findings[heading:],
            "convention": sentences.convention(),
            "rows": sides_words.lines(board),
            "agreement": agreement.table(board),
            "agreement_head": agreement.head(),
            "by_criterion": sides_words.by_criterion(board),
        }
    )


@require_safe
@in_programme
@reads_replica
@follows_filters
def two_views_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer both sides of the same filters as a file."""
    board = sides.board(filters.filters(request), is_whole=True, **filters.reader(member))
    return filters.dashboard_file(request, member, lambda: sides_words.table(board), "two-views", kind)
