"""The six habits: a private list that nobody else reads."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import habits as actions
from coordination.domain.habits import FIRST_WEEK, is_open, week_of
from coordination.domain.problems import Refused
from coordination.forms.habits import HabitsForm
from coordination.permissions import Action
from coordination.queries import habits as queries
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import day_asked, refuse

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
    if request.method == "POST" and form.is_valid():
        try:
            actions.note(
                programme=place.programme,
                week_on=week_on,
                noted=form.noted(),
                by=place.user,
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The week is saved. Nobody else reads it."))
            return redirect(f"{reverse('habit-list')}?week={week_on.isoformat()}")
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
    status = 400 if request.method == "POST" else 200
    return render(request, "coordination/habits/habits.html", context, status=status)


def _week_asked(request: HttpRequest, today: date) -> date:
    """Return the Monday of the week in which the day asked for lies, this week's without; 404 for what cannot be."""
    day = day_asked(request, "week") or today
    if day < FIRST_WEEK or not is_open(week_of(day), today):
        raise Http404
    return week_of(day)
