"""Rounds: what was and is asked; managers open and close them, and weigh the criteria for their side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.actions import rounds as round_actions
from coordination.domain.bilingual import Text
from coordination.domain.problems import Refused
from coordination.domain.vocabulary import SIDES
from coordination.forms.rounds import RoundForm, WeightsForm
from coordination.models import Instrument, Round
from coordination.permissions import Action
from coordination.presenters import problems, sentences
from coordination.queries import instruments, rounds, weightings
from coordination.views import errors
from coordination.views.decorators import Member, in_programme


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def index(request: HttpRequest, place: Member) -> HttpResponse:
    """List the rounds; a manager may open one."""
    can_hold = place.may(Action.HOLD_ROUND)
    form = RoundForm(request.POST or None) if can_hold else None
    status = 200
    if request.method == "POST":
        place.require(Action.HOLD_ROUND)
        assert form is not None
        if form.is_valid():
            chosen = dict(form.cleaned_data)
            chosen["instrument"] = get_object_or_404(Instrument, pk=chosen["instrument"])
            try:
                opened = round_actions.open_round(
                    programme=place.programme, by=place.user, at=timezone.now(), **chosen
                )
            except Refused as refused:
                for problem in refused.problems:
                    form.add_error(problem.path, problems.text(problem))
            else:
                name = sentences.local(Text(opened.name_en, opened.name_fr))
                messages.success(request, _("The round %(name)s is open.") % {"name": name})
                return redirect("round-list")
        status = 400
    context = {
        "rounds": reversed(rounds.index(place.user, place.programme)),
        "form": form,
        "can_hold": can_hold,
        "weights": weightings.index(place.user, place.programme),
        "weighed_openly": weightings.shown_of_all_sides(place.user, place.programme),
        "can_weigh": place.may(Action.WEIGH),
    }
    return render(request, "coordination/rounds/list.html", context, status=status)


@require_POST
@in_programme
def set_state(request: HttpRequest, place: Member, label: str) -> HttpResponse:
    """Close or reopen a round."""
    place.require(Action.HOLD_ROUND)
    round_ = get_object_or_404(Round, programme=place.programme, label=label)
    state = request.POST.get("state", "")
    if state not in Round.State.values:
        return errors.bad_request(request)
    round_actions.set_state(round_=round_, state=state, by=place.user, at=timezone.now())
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
    is_open_to_all = label in weightings.shown_of_all_sides(place.user, place.programme)
    side, form, status = place.standing.side or "", None, 200
    if place.may(Action.WEIGH):
        initial = {"weights": recorded[side].written} if side in recorded else {}
        form = WeightsForm(request.POST or None, count=len(criteria), initial=initial)
    if request.method == "POST" and form is not None:
        if form.is_valid() and _weighed(place, round_, side, form):
            messages.success(request, _("The weights of your side are recorded."))
            return redirect("round-weights", label)
        status = 400
    context = {
        "round": rounds.round_value(round_),
        "criteria": criteria,
        "lines": [(each, recorded.get(each), is_open_to_all or each == side) for each in SIDES],
        "form": form,
        "own_side": side,
    }
    return render(request, "coordination/rounds/weights.html", context, status=status)


def _weighed(place: Member, round_: Round, side: str, form: WeightsForm) -> bool:
    """Record the weights of a valid form; put what refuses them beside its field."""
    try:
        round_actions.record_weights(
            round_=round_, side=side, by=place.user, at=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        for problem in refused.problems:
            form.add_error(problem.path, problems.text(problem))
        return False
    return True
