"""Signing in through an organisation of its own (OpenID Connect), and linking one's account with it.

These pages are there only where the settings name an issuer. Nobody gets an account or a place by them: who is not
linked signs in with the password once, and links.
"""

import logging

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination import attempts, mail, provider
from coordination.actions import identities as actions
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import User
from coordination.presenters import problems
from coordination.provider import Errand, NotProved, ProvedPerson
from coordination.queries import identities
from coordination.queries.sessions import FACTOR_KEY
from coordination.views import errors, kept, responses
from coordination.views.decorators import proved, visit
from coordination.views.parameters import back_address

logger = logging.getLogger("coordination")


@login_not_required
@require_POST
def go(request: HttpRequest) -> HttpResponse:
    """Lead to the organisation's sign-in; what the sign-in form carried waits in the session."""
    if isinstance(request.user, User):
        return redirect("home")
    attempts.require_from(request, Tried.SIGN_IN)
    if sealed := responses.sealed_sent(request):
        responses.hold(request, sealed)
    return _go(request, Errand(what="sign-in", next=back_address(request)))


@login_not_required
@require_http_methods(["GET"])
def back(request: HttpRequest) -> HttpResponse:
    """Take who comes back from there: sign them in, or link the account that asked."""
    try:
        asked, said = provider.way_back(request)
    except NotProved as wrong:
        return _not_proved(request, wrong)
    return _link(request, asked, said) if asked.what == "link" else _sign_in(request, asked, said)


@require_POST
@proved
def link(request: HttpRequest) -> HttpResponse:
    """Lead to the organisation's sign-in, to link the reader's account with who they are there."""
    return _go(request, Errand(what="link", user=_reader(request).pk))


@require_POST
@proved
def unlink(request: HttpRequest) -> HttpResponse:
    """End that the reader signs in through the organisation."""
    user = _reader(request)
    if actions.unlink(issuer=settings.OIDC_ISSUER, by=user, at=timezone.now()):
        mail.tell(request, user, "unlinked")
    return responses.done(request, _("You now sign in with your password alone."), "account")


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _is_signed_in(request: HttpRequest) -> bool:
    return isinstance(request.user, User)


def _go(request: HttpRequest, asked: Errand) -> HttpResponse:
    """Answer with a page that goes on by itself: forms of these pages may lead to no other site, not by a redirect."""
    try:
        address = provider.way_there(request, asked)
    except NotProved as wrong:
        return _not_proved(request, wrong)
    response = render(request, "registration/elsewhere.html", {"address": address})
    response["Refresh"] = f"0;url={address}"
    return response


def _sign_in(request: HttpRequest, asked: Errand, said: ProvedPerson) -> HttpResponse:
    """Sign in who is linked; the second factor is asked for here, unless the settings say that theirs counts."""
    if _is_signed_in(request):
        return redirect("home")
    user = identities.owner(settings.OIDC_ISSUER, said.subject)
    if user is None:
        logger.warning("refused to sign in: not linked, from %s", attempts.client_address(request))
        return _refused(request, Problem(rule=Rule.NOT_LINKED, value=settings.OIDC_NAME), 403)
    login = Login(user=user, redirect_url=asked.next, state={FACTOR_KEY: said.has_second_factor})
    answer: HttpResponse = perform_login(request, login)
    if not _is_signed_in(request):
        return answer
    if said.has_second_factor:
        request.session[FACTOR_KEY] = True
    visit(request).device = attempts.note_sign_in(request, user)
    sealed = responses.held(request)
    return kept.come_back(request, user, sealed) if sealed else answer


def _link(request: HttpRequest, asked: Errand, said: ProvedPerson) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or user.pk != asked.user:
        return _not_proved(request, NotProved("another person has signed in"))
    try:
        actions.link(
            issuer=settings.OIDC_ISSUER,
            subject=said.subject,
            verified_email=said.verified_email,
            by=user,
            at=timezone.now(),
        )
    except Refused as refused:
        return errors.refused(request, refused.problems)
    mail.tell(request, user, "linked")
    said_of_it = _("From now on you can sign in with %(organisation)s.") % {
        "organisation": settings.OIDC_NAME
    }
    return responses.done(request, said_of_it, "account")


def _not_proved(request: HttpRequest, wrong: NotProved) -> HttpResponse:
    logger.warning(
        "the sign-in of the organisation proved nothing: %s, from %s", wrong, attempts.client_address(request)
    )
    return _refused(request, Problem(rule=Rule.NOT_PROVED, value=settings.OIDC_NAME), 400)


def _refused(request: HttpRequest, found: Problem, status: int) -> HttpResponse:
    sentences = [problems.text(found)]
    return errors.page(request, status=status, title=_("You are not signed in"), sentences=sentences)
