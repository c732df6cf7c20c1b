"""The grid in which a manager names who of the own side is asked to score which structure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import assessors as actions
from coordination.domain import lifecycle
from coordination.forms.assessors import AssessorsForm
from coordination.models import Round
from coordination.permissions import Action
from coordination.queries import asked, assessors, rounds
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form
from coordination.views.rounds import find


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def name(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Name the advisers of the own side who are asked, structure by structure, in one save."""
    member.require(Action.NAME_ASSESSORS)
    round_, side = find(member, label), member.standing.side or ""
    version = assessors.version(round_, side)
    form = AssessorsForm(
        request.POST or None,
        structures=asked.of(round_).structures,
        advisers=assessors.advisers(member.programme, side),
        named={place[1]: users for place, users in assessors.named([round_.pk], side).items()},
        initial={"base_version": version},
    )

    def keep(given: dict[str, Any]) -> Round:
        return actions.name(
            round_=round_,
            side=side,
            chosen=form.chosen,
            base_version=given["base_version"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep, renewed={"base_version": version}) is not None:
        return responses.done(request, _("The assessors are named."), "round-detail", label)
    context = {
        "round": rounds.round_value(round_),
        "form": form,
        "is_asked": round_.state == Round.State.OPEN and side in lifecycle.asked_sides(round_.sides),
    }
    return responses.form_page(request, "coordination/rounds/assessors.html", context)
