"""The five success criteria of the programme as a whole."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.domain.instruments import CriterionValue
from coordination.domain.lifecycle import asked_sides
from coordination.permissions import Action
from coordination.presenters import sentences
from coordination.presenters import success as success_words
from coordination.queries import instruments, success
from coordination.queries.rounds import RoundValue
from coordination.views import filters
from coordination.views.decorators import Member, in_programme, reads_replica
from coordination.views.filters import follows_filters


@require_safe
@in_programme
@reads_replica
@follows_filters
def success_criteria(request: HttpRequest, member: Member) -> HttpResponse:
    """Show what each side says of the success criteria in one round; who may, makes commitments from weak answers."""
    board = success.board(filters.filters(request), **filters.reader(member))
    columns = success_words.columns(board)
    context = {
        "view": board,
        "choosable_rounds": [
            each for each in reversed(board.offered.rounds) if each.voices or each == board.round
        ],
        "columns": columns,
        "asked": [] if columns else _criteria(),
        "headline": success_words.headline(board),
        "findings": success_words.findings(board),
        "convention": sentences.convention(),
        "changes": success_words.changed(board),
        "steps": success_words.steps(board),
        "without_steps": success_words.without_steps(board),
        "can_commit": member.may(Action.COMMIT),
        **_next_steps(member, [each for each in board.offered.rounds if each.is_open]),
        "query": request.GET.urlencode(),
    }
    return render(request, "coordination/success/success.html", context)


def _criteria() -> list[tuple[str, tuple[CriterionValue, ...]]]:
    """Return what is asked where nobody has answered: the criteria of the latest instrument, if there is any."""
    versions = instruments.versions()
    return success_words.asked(instruments.value(versions[0][0])) if versions else []


def _next_steps(member: Member, open_rounds: Sequence[RoundValue]) -> dict[str, bool]:
    """Return what the reader may do next: answer in an open round that asks their side, or open one."""
    is_asked = any(member.standing.side in asked_sides(each.sides) for each in open_rounds)
    return {
        "can_score": is_asked and member.may(Action.START),
        "can_open": not open_rounds and member.may(Action.HOLD_ROUND),
        "is_open": bool(open_rounds),
    }


@require_safe
@in_programme
@reads_replica
@follows_filters
def success_criteria_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer the same figures as a file."""
    board = success.board(filters.filters(request), **filters.reader(member))
    return filters.dashboard_file(
        request, member, lambda: success_words.table(board), "success-criteria", kind
    )
