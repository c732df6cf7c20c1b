"""Any two structures, or any two rounds of one structure, side by side with evidence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.presenters import sentences
from coordination.presenters import side_by_side as words
from coordination.queries import side_by_side
from coordination.views import filters, start
from coordination.views.decorators import Member, in_programme, reads_replica
from coordination.views.filters import Unreadable, follows_filters


@require_safe
@in_programme
@reads_replica
@follows_filters
def side_by_side_page(request: HttpRequest, member: Member) -> HttpResponse:
    """Show two structures at their latest rounds, or one in two rounds: every answer beside the other's."""
    asked = filters.filters(request)
    if len(asked.chosen) > 2:
        raise Unreadable([_("Choose two structures to put side by side.")])
    named = [code for code in request.GET.getlist("set") if code]
    if len(named) == 2 and len(asked.chosen) == 1:
        raise Unreadable([_("The same structure is named twice. Choose two different ones.")])
    board = side_by_side.board(asked, standing=member.standing, **filters.reader(member))
    context = {
        "view": board,
        "names": words.names(board),
        "headline": words.headline(board),
        "sections": words.sections(board),
        "convention": sentences.convention(),
        **({} if board.halves else start.begin(member)),
    }
    return render(request, "coordination/side_by_side/side_by_side.html", context)
