"""Closing and reopening a round: the page that says what it does and asks, and taking one's consent back."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination import mail
from coordination.actions import closings as actions
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Round
from coordination.permissions import Action
from coordination.presenters import problems
from coordination.presenters import rounds as round_words
from coordination.queries import closings, rounds, side_progress
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.rounds import find


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def close(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Name the own side's drafts and what the other side has not sent, and ask; then agree, or close."""
    member.require(Action.HOLD_ROUND)
    round_ = find(member, label)
    if request.method != "POST":
        return _ask(request, member, round_, to=Round.State.CLOSED)
    try:
        now = actions.close(
            round_=round_,
            side=member.standing.side or "",
            closes=request.POST.get("final") == "on",
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _ask(request, member, round_, to=Round.State.CLOSED, refused=refused.problems)
    if now.state == Round.State.CLOSED:
        mail.send_about_rounds(mail.site(request))
        return responses.done(request, _("The round is closed."), "round-detail", label)
    return responses.done(request, _("Your side agrees to close the round."), "round-detail", label)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def reopen(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Say what reopening does, and ask; then agree, or reopen."""
    member.require(Action.HOLD_ROUND)
    round_ = find(member, label)
    if request.method != "POST":
        return _ask(request, member, round_, to=Round.State.OPEN)
    try:
        now = actions.reopen(
            round_=round_,
            side=member.standing.side or "",
            reopens=request.POST.get("final") == "on",
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _ask(request, member, round_, to=Round.State.OPEN, refused=refused.problems)
    if now.state == Round.State.OPEN:
        return responses.done(request, _("The round is open again."), "round-detail", label)
    return responses.done(request, _("Your side agrees to reopen the round."), "round-detail", label)


@require_POST
@in_programme
def take_back(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Take the own side's consent back."""
    member.require(Action.HOLD_ROUND)
    try:
        actions.take_back(
            round_=find(member, label),
            side=member.standing.side or "",
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return errors.refused(request, refused.problems)
    return responses.done(request, _("Your side no longer agrees."), "round-detail", label)


def _ask(
    request: HttpRequest, member: Member, round_: Round, *, to: str, refused: Sequence[Problem] = ()
) -> HttpResponse:
    """Show what closing or reopening does, and whether it takes the other side too; 409 where it cannot be done."""
    if round_.state == to:
        return redirect("round-detail", round_.label)
    today = timezone.localdate(timezone=member.programme.zone)
    step = closings.next_state(round_, member.standing.side or "", today)
    is_closing = to == Round.State.CLOSED
    own = side_progress.of_side(round_, user=member.user, standing=member.standing) if is_closing else ()
    if not step.may and not refused:
        refused = (Problem(rule=Rule.ROUND_OF_OTHERS),)
    context = {
        "round": rounds.round_value(round_),
        "step": step,
        "is_closing": is_closing,
        "consents": [
            each
            for each in closings.consents(member.programme, member.standing)
            if each.label == round_.label
        ],
        "drafts": [(each.structure, round_words.drafts(each)) for each in own if each.drafts],
        "own_unsent": [
            each.structure
            for each in own
            if not each.is_own_sent and not each.drafts and not each.is_revealed
        ],
        "other_unsent": [each.structure for each in own if each.is_other_sent is False],
        "reveals": [each.structure for each in own if each.is_revealed_by_closing],
        "problems": problems.texts(refused),
    }
    return render(request, "coordination/rounds/closing.html", context, status=409 if refused else 200)
