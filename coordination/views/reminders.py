"""Asking a side to send what is left: the own one's people, or the other one's managers, in one fixed sentence."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination import mail
from coordination.actions import reminders as actions
from coordination.domain.problems import Refused
from coordination.domain.vocabulary import SIDES
from coordination.permissions import Action
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.rounds import find


@require_POST
@in_programme
def ask(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Remind the own side, or ask the other one, once a day."""
    member.require(Action.REMIND)
    round_ = find(member, label)
    asked, side = request.POST.get("asked", ""), member.standing.side or ""
    if asked not in SIDES:
        return errors.bad_request(request)
    try:
        actions.ask(round_=round_, side=side, asked=asked, by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    mail.send_about_rounds(mail.site(request))
    said = _("Your side is reminded.") if asked == side else _("The managers of the other side are asked.")
    return responses.done(request, said, "round-detail", label)
