"""Home: where did I stop, what waits for me, what was revealed last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.domain.commitments import SOON
from coordination.permissions import Action
from coordination.queries import assessments, commitments, contacts, notices, rounds
from coordination.views.decorators import Member, in_programme

#: How many planned meetings and calls stand at home.
PLANNED = 5


@require_safe
@in_programme
def home(request: HttpRequest, place: Member) -> HttpResponse:
    """Show the reader's tasks and the rounds."""
    today = timezone.localdate()
    every_round = rounds.index(place.user, place.programme)
    context = {
        "tasks": assessments.tasks(user=place.user, programme=place.programme, standing=place.standing),
        "side_tasks": assessments.side_progress(
            user=place.user, programme=place.programme, standing=place.standing
        )
        if place.standing.role == "manager"
        else (),
        "open_rounds": [each for each in every_round if each.is_open],
        "heard_rounds": [each for each in reversed(every_round) if each.voices],
        "due": commitments.waiting(
            place.user, place.programme, side=place.standing.side, until=today + SOON, today=today
        ),
        "planned": contacts.upcoming(place.user, place.programme, today, first=PLANNED)
        if place.may(Action.NOTE)
        else (),
        "notices": notices.unseen(place.programme, place.standing),
        "can_note": place.may(Action.NOTE),
        "can_start": place.may(Action.START),
        "can_load": place.may(Action.LOAD),
        "can_hold_round": place.may(Action.HOLD_ROUND),
    }
    return render(request, "coordination/home/home.html", context)
