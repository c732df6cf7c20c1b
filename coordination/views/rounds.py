"""Rounds: what was and is asked; managers open and close them, and weigh the criteria for their side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.actions import rounds as actions
from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import SIDES
from coordination.forms.rounds import RoundForm, WeightsForm
from coordination.models import Instrument, Round, Weighting
from coordination.permissions import Action
from coordination.presenters import sentences
from coordination.queries import instruments, rounds, weightings
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def index(request: HttpRequest, place: Member) -> HttpResponse:
    """List the rounds; a manager may open one."""
    can_hold = place.may(Action.HOLD_ROUND)
    if request.method == "POST":
        place.require(Action.HOLD_ROUND)
    form = RoundForm(request.POST or None) if can_hold else None

    def keep(given: dict[str, Any]) -> Round:
        return actions.open_round(
            programme=place.programme,
            name_en=given["name_en"],
            name_fr=given["name_fr"],
            reference_on=given["reference_on"],
            instrument=get_object_or_404(Instrument, pk=given["instrument"]),
            sides=given["sides"],
            by=place.user,
            at=timezone.now(),
        )

    opened = save_form(request, form, keep)
    if opened is not None:
        name = sentences.local(Text(opened.name_en, opened.name_fr))
        return responses.done(request, _("The round %(name)s is open.") % {"name": name}, "round-list")
    context = {
        "rounds": reversed(rounds.index(place.user, place.programme)),
        "form": form,
        "can_hold": can_hold,
        "weights": weightings.index(place.user, place.programme),
        "weighed_openly": weightings.shown_of_all_sides(place.user, place.programme),
        "can_weigh": place.may(Action.WEIGH),
    }
    return responses.form_page(request, "coordination/rounds/list.html", context)


@require_POST
@in_programme
def set_state(request: HttpRequest, place: Member, label: str) -> HttpResponse:
    """Close or reopen a round."""
    place.require(Action.HOLD_ROUND)
    round_ = get_object_or_404(Round, programme=place.programme, label=label)
    state = request.POST.get("state", "")
    if state not in Round.State.values:
        return errors.bad_request(request)
    actions.set_state(round_=round_, state=state, by=place.user, at=timezone.now())
    return redirect("round-list")


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def weights(request: HttpRequest, place: Member, label: str) -> HttpResponse:
    """Show the weights that the sides gave the criteria of a round; a manager records those of the own side."""
    if request.method == "POST":
        place.require(Action.WEIGH)
    round_ = get_object_or_404(
        Round.objects.select_related("instrument").defer("instrument__content"),
        programme=place.programme,
        label=label,
    )
    criteria = instruments.value(round_.instrument_id).section("coordination").criteria
    recorded = weightings.index(place.user, place.programme, labels=[label]).get(label, {})
    side = place.standing.side or ""
    form = None
    if place.may(Action.WEIGH):
        initial = {"weights": recorded[side].written} if side in recorded else {}
        form = WeightsForm(request.POST or None, count=len(criteria), initial=initial)

    def keep(given: dict[str, Any]) -> Weighting:
        return actions.record_weights(
            round_=round_,
            side=side,
            weights=given["weights"],
            reason=given["reason"],
            by=place.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep) is not None:
        return responses.done(request, _("The weights of your side are recorded."), "round-weights", label)
    shown = weightings.shown_of_all_sides(place.user, place.programme)
    context = {
        "round": rounds.round_value(round_),
        "criteria": criteria,
        "lines": [(each, recorded.get(each), label in shown or each == side) for each in SIDES],
        "form": form,
        "own_side": side,
    }
    return responses.form_page(request, "coordination/rounds/weights.html", context)
