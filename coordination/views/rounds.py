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
from coordination.forms.rounds import LastDayForm, RoundForm, WeightsForm, weight_name
from coordination.models import Instrument, Round, Weighting
from coordination.permissions import Action
from coordination.presenters import sentences
from coordination.queries import instruments, rounds, weightings
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the rounds; a manager may open one."""
    can_hold = member.may(Action.HOLD_ROUND)
    if request.method == "POST":
        member.require(Action.HOLD_ROUND)
    form = RoundForm(request.POST or None, languages=member.programme.spoken) if can_hold else None

    def keep(given: dict[str, Any]) -> Round:
        return actions.open_round(
            programme=member.programme,
            name_en=given["name_en"],
            name_fr=given["name_fr"],
            reference_on=given["reference_on"],
            last_on=given["last_on"],
            instrument=get_object_or_404(Instrument, pk=given["instrument"]),
            sides=given["sides"],
            by=member.user,
            at=timezone.now(),
        )

    opened = save_form(request, form, keep)
    if opened is not None:
        name = sentences.local(Text(opened.name_en, opened.name_fr))
        return responses.done(request, _("The round %(name)s is open.") % {"name": name}, "round-list")
    context = {
        "rounds": reversed(rounds.index(member.user, member.programme)),
        "form": form,
        "can_hold": can_hold,
        "today": timezone.localdate(),
        "weights": weightings.index(member.user, member.programme),
        "weighed_openly": weightings.shown_of_all_sides(member.user, member.programme),
        "can_weigh": member.may(Action.WEIGH),
    }
    return responses.form_page(request, "coordination/rounds/list.html", context)


@require_POST
@in_programme
def set_state(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Close or reopen a round."""
    member.require(Action.HOLD_ROUND)
    round_ = get_object_or_404(Round, programme=member.programme, label=label)
    state = request.POST.get("state", "")
    if state not in Round.State.values:
        return errors.bad_request(request)
    actions.set_state(round_=round_, state=state, by=member.user, at=timezone.now())
    return redirect("round-list")


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def last_day(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Move the last day of an open round."""
    member.require(Action.HOLD_ROUND)
    round_ = get_object_or_404(Round, programme=member.programme, label=label)
    form = LastDayForm(request.POST or None, initial={"last_on": round_.last_on})

    def keep(given: dict[str, Any]) -> Round:
        return actions.move_last_day(
            round_=round_, last_on=given["last_on"], by=member.user, at=timezone.now()
        )

    if save_form(request, form, keep) is not None:
        return responses.done(request, _("The changes are saved."), "round-list")
    name = sentences.local(Text(round_.name_en, round_.name_fr))
    return responses.form_page(request, "coordination/rounds/last_day.html", {"form": form, "name": name})


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def weights(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Show the weights that the sides gave the criteria of a round; a manager records those of the own side."""
    if request.method == "POST":
        member.require(Action.WEIGH)
    round_ = get_object_or_404(
        Round.objects.select_related("instrument").defer("instrument__content"),
        programme=member.programme,
        label=label,
    )
    criteria = instruments.value(round_.instrument_id).section("coordination").criteria
    recorded = weightings.index(member.user, member.programme, labels=[label]).get(label, {})
    side = member.standing.side or ""
    form = None
    if member.may(Action.WEIGH):
        names = [weight_name(each.code) for each in criteria]
        initial = dict(zip(names, recorded[side].values, strict=True)) if side in recorded else {}
        form = WeightsForm(request.POST or None, criteria=criteria, initial=initial)

    def keep(given: dict[str, Any]) -> Weighting:
        return actions.record_weights(
            round_=round_,
            side=side,
            weights=given["weights"],
            reason=given["reason"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep) is not None:
        return responses.done(request, _("The weights of your side are recorded."), "round-weights", label)
    shown = weightings.shown_of_all_sides(member.user, member.programme)
    context = {
        "round": rounds.round_value(round_),
        "criteria": criteria,
        "lines": [(each, recorded.get(each), label in shown or each == side) for each in SIDES],
        "form": form,
        "own_side": side,
    }
    return responses.form_page(request, "coordination/rounds/weights.html", context)
