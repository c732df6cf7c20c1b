"""Rounds: what is asked and how far it is; managers open them, move their last day, and weigh the criteria."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import rounds as actions
from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import SIDES
from coordination.forms.rounds import LastDayForm, RoundForm, WeightsForm, weight_name
from coordination.models import Instrument, Round, Weighting
from coordination.permissions import Action
from coordination.presenters import rounds as round_words
from coordination.presenters import sentences
from coordination.queries import (
    asked,
    closings,
    instruments,
    reminders,
    rounds,
    seats,
    side_progress,
    structures,
    weightings,
)
from coordination.queries.structures import StructureValue
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the rounds; a manager may open one."""
    can_hold = member.may(Action.HOLD_ROUND)
    if request.method == "POST":
        member.require(Action.HOLD_ROUND)
    listed = [each for each in structures.index(member.programme) if not each.closed] if can_hold else []
    form = (
        RoundForm(request.POST or None, languages=member.programme.spoken, structures=listed)
        if can_hold
        else None
    )

    def keep(given: dict[str, Any]) -> Round:
        return actions.open_round(
            programme=member.programme,
            name_en=given["name_en"],
            name_fr=given["name_fr"],
            reference_on=given["reference_on"],
            last_on=given["last_on"],
            instrument=get_object_or_404(Instrument, pk=given["instrument"]),
            sides=given["sides"],
            structures=form.chosen if form else (),
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
        "today": timezone.localdate(timezone=member.programme.zone),
        "missing": round_words.missing_by_round(closings.missing(member.programme)),
        "consents": closings.consents(member.programme, member.standing),
        "partners": _seated(member, listed, timezone.localdate(timezone=member.programme.zone))
        if can_hold
        else [],
        "weights": weightings.index(member.user, member.programme),
        "weighed_openly": weightings.shown_of_all_sides(member.user, member.programme),
        "can_weigh": member.may(Action.WEIGH),
    }
    return responses.form_page(request, "coordination/rounds/list.html", context)


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Show a round: what it asks whom until when, what was not submitted; a manager sees how far the own side is."""
    round_ = find(member, label)
    today = timezone.localdate(timezone=member.programme.zone)
    side = member.standing.side or ""
    can_hold = member.may(Action.HOLD_ROUND)
    own = (
        side_progress.of_side(round_, user=member.user, standing=member.standing)
        if member.may(Action.REMIND) and round_.state == Round.State.OPEN
        else ()
    )
    found = asked.of(round_)
    context = {
        "round": rounds.round_value(round_),
        "today": today,
        "is_chosen": found.is_chosen,
        "partners": _seated(
            member, [each for each in found.structures if not each.is_programme], round_.reference_on
        ),
        "consents": [
            each for each in closings.consents(member.programme, member.standing) if each.label == label
        ],
        "missing": round_words.missing(closings.missing(member.programme, round_label=label)),
        "own": [(each, round_words.assessors(each), round_words.sent_bits(each)) for each in own],
        "next_state": closings.next_state(round_, side, today) if can_hold else None,
        "can_name": member.may(Action.NAME_ASSESSORS),
        "requests": reminders.offered(round_, side, today) if own else None,
        "can_publish": member.may(Action.PUBLISH),
        "side": side,
    }
    return render(request, "coordination/rounds/detail.html", context)


def find(member: Member, label: str) -> Round:
    """Return a round of the programme, else 404."""
    rows = Round.objects.select_related("instrument", "programme").defer("instrument__content")
    return get_object_or_404(rows, programme=member.programme, label=label)


def _seated(
    member: Member, listed: Iterable[StructureValue], on: date
) -> list[tuple[StructureValue, tuple[Text, ...]]]:
    """Return these structures, each with the partners seated on a day: the rubric counts over them."""
    seated = seats.of_programme_on(member.programme, on)
    return [(each, seated.get(each.id, ())) for each in listed]


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def last_day(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Move the last day of an open round."""
    member.require(Action.HOLD_ROUND)
    round_ = find(member, label)
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
    round_ = find(member, label)
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
