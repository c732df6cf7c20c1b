"""The six habits: a private list that nobody else reads."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import habits as actions
from coordination.domain.habits import FIRST_WEEK, is_open, week_of
from coordination.forms.habits import HabitsForm
from coordination.models import HabitNote
from coordination.permissions import Action
from coordination.queries import habits as queries
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import day_asked, save_form

WEEK = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def habits(request: HttpRequest, place: Member) -> HttpResponse:
    """Show one week of the reader's own habits, and keep what they note for it."""
    place.require(Action.NOTE)
    today = timezone.localdate()
    week_on = _week_asked(request, today)
    noted = queries.week(place.user, place.programme, week_on)
    form = HabitsForm(request.POST or None, habits=noted)

    def keep(_given: dict[str, Any]) -> tuple[HabitNote, ...]:
        return actions.note(
            programme=place.programme,
            week_on=week_on,
            noted=form.noted(),
            by=place.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep) is not None:
        address = f"{reverse('habit-list')}?week={week_on.isoformat()}"
        return responses.done(request, _("The week is saved. Nobody else reads it."), address)
    context = {
        "form": form,
        "habits": noted,
        "week_on": week_on,
        "until": week_on + timedelta(days=6),
        "is_now": week_on == week_of(today),
        "before": week_on - WEEK if week_on > FIRST_WEEK else None,
        "after": week_on + WEEK if week_on + WEEK <= today else None,
        "today": today,
    }
    return responses.form_page(request, "coordination/habits/habits.html", context)


def _week_asked(request: HttpRequest, today: date) -> date:
    """Return the Monday of the week in which the day asked for lies, this week's without; 404 for what cannot be."""
    day = day_asked(request, "week") or today
    if day < FIRST_WEEK or not is_open(week_of(day), today):
        raise Http404
    return week_of(day)
