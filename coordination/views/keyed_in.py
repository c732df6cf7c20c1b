"""Answers on paper: begun by who keys them in, confirmed by a manager of the same side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination import mail
from coordination.actions import keyed_in as actions
from coordination.domain.problems import Refused
from coordination.forms.assessments import SubmitForm
from coordination.forms.keyed_in import KeyedInForm
from coordination.models import Assessment
from coordination.permissions import Action
from coordination.queries import reveal, rounds
from coordination.queries.structures import structure_value
from coordination.views import errors, responses
from coordination.views.answers import own, readable
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def begin(request: HttpRequest, member: Member, label: str, slug: str) -> HttpResponse:
    """Ask whose answers they are and when the form was filled in; then go on to the page to score."""
    place = own(member, label, slug)
    if problem := reveal.why_not_begin(place.round, place.structure, place.side):
        return errors.refused(request, [problem])
    form = KeyedInForm(request.POST or None)

    def keep(given: dict[str, Any]) -> Assessment:
        return actions.start(
            round_=place.round,
            structure=place.structure,
            side=place.side,
            **given,
            by=member.user,
            at=timezone.now(),
        )

    if (row := save_form(request, form, keep)) is not None:
        return redirect("assessment-detail", row.pk)
    context = {
        "form": form,
        "round": rounds.round_value(place.round),
        "structure": structure_value(place.structure),
    }
    return responses.form_page(request, "coordination/assessments/on_paper.html", context)


@require_POST
@in_programme
def confirm(request: HttpRequest, member: Member, assessment_id: int) -> HttpResponse:
    """Confirm that the answers say what the paper says, which sends them."""
    row = readable(member, assessment_id)
    member.require(Action.CONFIRM, row)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return errors.bad_request(request)
    try:
        sent = actions.confirm(
            assessment=row, base_version=form.cleaned_data["version"], by=member.user, at=timezone.now()
        )
    except Refused as refused:
        return errors.refused(request, refused.problems)
    if sent.state == Assessment.State.REVEALED:
        mail.tell_of_card(request, row.round, row.structure, "revealed")
        said = _("Confirmed. Every side asked has sent: both sides now see these answers.")
    else:
        said = _("Confirmed: the answers are sent.")
    messages.success(request, said)
    return redirect("assessment-detail", row.pk)
