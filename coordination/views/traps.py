"""Where it can go wrong: the two traps, for one structure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.models import Structure
from coordination.permissions import Action
from coordination.presenters import signs
from coordination.queries import traps
from coordination.views.decorators import Member, in_programme


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show the signs of both traps in one structure: what sources say, what was observed, what is prompted."""
    structure = get_object_or_404(Structure, programme=member.programme, slug=slug, is_programme=False)
    board = traps.board(member.programme, structure, today=timezone.localdate())
    context = {
        "board": board,
        "counts": signs.of_traps(board.signs),
        "can_observe": member.may(Action.OBSERVE),
    }
    return render(request, "coordination/traps/detail.html", context)
