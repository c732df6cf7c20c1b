"""Home: where did I stop, what waits for me, what was revealed last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.domain.commitments import SOON
from coordination.permissions import Action
from coordination.presenters import commitments as commitments_words
from coordination.queries import assessments, commitments, contacts, notices, rounds
from coordination.views.decorators import Member, in_programme

#: How many planned meetings and calls stand at home.
PLANNED = 5


@require_safe
@in_programme
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the reader's tasks and the rounds."""
    today = timezone.localdate()
    every_round = rounds.index(member.user, member.programme)
    side, until = member.standing.side, today + SOON
    counted = commitments.due_counts(member.user, member.programme, side=side, until=until, today=today)
    context = {
        "tasks": assessments.tasks(user=member.user, programme=member.programme, standing=member.standing),
        "side_tasks": assessments.side_progress(
            user=member.user, programme=member.programme, standing=member.standing
        )
        if member.standing.role == "manager"
        else (),
        "open_rounds": [each for each in every_round if each.is_open],
        "heard_rounds": [each for each in reversed(every_round) if each.voices],
        "due": commitments.waiting(member.user, member.programme, side=side, until=until, today=today),
        "due_counted": commitments_words.due(counted),
        "planned": contacts.upcoming(member.user, member.programme, today, first=PLANNED)
        if member.may(Action.NOTE)
        else (),
        "notices": notices.unseen(member.programme, member.standing),
        "can_note": member.may(Action.NOTE),
        "can_start": member.may(Action.START),
        "can_load": member.may(Action.LOAD),
        "can_hold_round": member.may(Action.HOLD_ROUND),
    }
    return render(request, "coordination/home/home.html", context)
