"""One's own account: the second step of signing in, second factors, sessions, and proving again who one is."""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.stages import LoginStageController
from allauth.mfa.adapter import get_adapter
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import attempts, mail
from coordination.actions import factors as actions
from coordination.actions import people
from coordination.actions import sessions as session_actions
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.factors import CodeForm, NewPasskey, PasskeyAnswer, ProofForm
from coordination.models import User
from coordination.permissions import Action
from coordination.presenters import problems
from coordination.queries import factors, identities, roster, sessions
from coordination.queries.sessions import BEGAN_KEY, SEEN_KEY
from coordination.views import display, errors, kept, responses
from coordination.views.decorators import PROVED_KEY, Member, in_programme, member_of, proved, visit
from coordination.views.parameters import back_address

#: In the session, sealed: the secret of an app that is being added.
SECRET_KEY = "new_app"
#: In the session: wrong proofs in a row; after so many it ends.
WRONG_KEY, MOST_WRONG = "wrong_proofs", 5


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **_named: object) -> None:
    """Note in a session that begins when it did, and that its person has just proved who they are.

    The language that they chose before signing in becomes theirs, as with the switch inside.
    """
    now = time.time()
    request.session[BEGAN_KEY] = request.session[SEEN_KEY] = request.session[PROVED_KEY] = now
    chosen = display.language_chosen(request)
    if chosen and chosen != user.language:
        people.choose_language(language=chosen, by=user, at=timezone.now())


def _after_password(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead who has not given their password to the sign-in page, whatever they ask for."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) or LoginStageController.enter(request, AuthenticateStage.key):
            return view(request)
        return redirect("sign-in")

    return guarded


@_after_password
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask who gave the right password for a code or a passkey; then sign them in, and give back what was theirs."""
    if isinstance(request.user, User):
        return redirect("home")
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    user, rule = stage.login.user, None
    if request.method == "POST":
        attempts.require(request, Tried.FACTOR, email=user.email)
        rule = _second_given(request, user)
        if rule is None:
            answer: HttpResponse = stage.exit()
            visit(request).device = attempts.note_sign_in(request, user)
            sealed = responses.held(request)
            return kept.come_back(request, user, sealed) if sealed else answer
    context = {"form": CodeForm(), "problem": _said(rule), "passkey": _question(user)}
    return render(request, "registration/second.html", context, status=400 if rule else 200)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the reader's password, second factors and sessions."""
    return _account(request, _reader(request))


@require_http_methods(["GET", "HEAD", "POST"])
@proved
def add_app(request: HttpRequest) -> HttpResponse:
    """Show a new secret for an authenticator app, and keep it once the app has shown a code of it."""
    user = _reader(request)
    if SECRET_KEY not in request.session:
        request.session[SECRET_KEY] = encrypt(generate_totp_secret())
    secret = decrypt(request.session[SECRET_KEY])
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            codes = actions.add_app(secret=secret, code=code, by=user, at=timezone.now())
        except Refused as refused:
            form.add_error("code", problems.texts(refused.problems))
        else:
            del request.session[SECRET_KEY]
            return _added(request, user, "app", codes)
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    address = get_adapter().build_totp_url(user, secret)
    context = {
        "form": form,
        "secret": " ".join(groups),
        "address": address,
        "picture": get_adapter().build_totp_svg(address),
    }
    return responses.form_page(request, "coordination/accounts/app.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@proved
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Have the browser make a passkey, and keep it."""
    user = _reader(request)
    form = NewPasskey(request.POST or None)
    rule = None
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.add_passkey(**form.cleaned_data, by=user, at=timezone.now())
            return _added(request, user, "passkey", codes)
        except Refused:
            rule = Rule.WRONG_PASSKEY
    question = json.dumps(_plain(webauthn.begin_registration(user, passwordless=False)))
    context = {"form": form, "question": question, "problem": _said(rule)}
    return responses.form_page(request, "coordination/accounts/passkey.html", context)


@require_POST
@proved
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them in this answer, once."""
    user = _reader(request)
    try:
        codes = actions.renew_codes(by=user, at=timezone.now())
    except Refused as refused:
        return _account(request, user, refused.problems)
    mail.tell(request, user, "renewed")
    return _codes(request, codes)


@require_POST
@proved
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove one of the reader's own second factors."""
    user = _reader(request)
    if not actions.remove_factor(number=number, by=user, at=timezone.now()):
        raise Http404
    mail.tell(request, user, "removed")
    return responses.done(request, _("The second factor is removed."), "account")


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of the reader's own sessions, or all but this one."""
    user, number = _reader(request), request.POST.get("session", "")
    if number.isdecimal() and len(number) < 19:
        is_ended = session_actions.end_session(number=int(number), by=user, at=timezone.now())
    else:
        this = request.session.session_key or ""
        is_ended = "others" in request.POST and session_actions.end_others(
            this=this, by=user, at=timezone.now()
        )
    if not is_ended:
        raise Http404
    return responses.done(request, _("Ended: whoever goes on there signs in again."), "account")


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Have the reader prove again who they are; then lead back, with what they had sent in its form."""
    user, sealed = _reader(request), responses.sealed_sent(request)
    rule = None
    if request.method == "POST":
        attempts.require(request, Tried.FACTOR)
        rule = _proof(request, user)
        if rule is None:
            request.session[PROVED_KEY], request.session[WRONG_KEY] = time.time(), 0
            return kept.come_back(request, user, sealed) if sealed else redirect(back_address(request))
        request.session[WRONG_KEY] = request.session.get(WRONG_KEY, 0) + 1
        if request.session[WRONG_KEY] >= MOST_WRONG:
            logout(request)
            return responses.sign_in_page(
                request, sealed=sealed, said=_("Too many wrong attempts: sign in again.")
            )
    next_page = request.POST.get("next") or request.GET.get("next", "")
    context = {"form": ProofForm(), "problem": _said(rule), "sealed": sealed, "next": next_page}
    context |= {"has_factor": factors.has_one(user), "passkey": _question(user)}
    return responses.form_page(request, "coordination/accounts/again.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@proved
@in_programme
def forget_factors(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """Ask before the second factors of who has lost them are removed, then remove them."""
    if not member.may(Action.LOOK_AFTER):
        member.require(Action.ADMINISTER)
    row = roster.find(place_id, member.programme, member.standing)
    if row is None:
        raise Http404
    if request.method != "POST":
        return render(request, "coordination/people/factors.html", {"place": row})
    try:
        user = actions.forget_factors(place=row, by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    mail.tell(request, user, "forgotten")
    said = _("The second factors were removed: %(name)s.") % {"name": user.name}
    return responses.done(request, said, "person-list")


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    visit(request).member = member_of(request)
    return request.user


def _account(request: HttpRequest, user: User, found: tuple[Problem, ...] = ()) -> HttpResponse:
    context = {
        "factors": factors.of_user(user),
        "sessions": sessions.of_user(user, request.session.session_key),
        "linked_at": identities.linked_at(user, settings.OIDC_ISSUER) if settings.OIDC_ISSUER else None,
        "is_missing": settings.SECOND_FACTOR_REQUIRED and factors.is_missing(user),
        "problems": problems.texts(found),
    }
    return render(request, "coordination/accounts/account.html", context, status=409 if found else 200)


def _added(request: HttpRequest, user: User, what: str, codes: tuple[str, ...]) -> HttpResponse:
    mail.tell(request, user, what)
    if codes:
        return _codes(request, codes)
    return responses.done(request, _("The second factor is added."), "account")


def _codes(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    shown = [f"{code[:4]} {code[4:]}" for code in codes]
    return render(request, "coordination/accounts/codes.html", {"codes": shown})


def _second_given(request: HttpRequest, user: User) -> Rule | None:
    """Take what was given as second factor; return the rule by which it is not."""
    answered = PasskeyAnswer(request.POST)
    if "credential" in request.POST:
        if not answered.is_valid():
            return Rule.WRONG_PASSKEY
        return actions.use_passkey(credential=answered.cleaned_data["credential"], by=user, at=timezone.now())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return Rule.CODE_REFUSED
    left = factors.of_user(user).codes_left
    rule = actions.use_code(code=form.cleaned_data["code"], by=user, at=timezone.now())
    if rule is None and factors.of_user(user).codes_left < left:
        mail.tell(request, user, "code")
    return rule


def _proof(request: HttpRequest, user: User) -> Rule | None:
    """Take the password or a second factor as proof; return the rule by which it is none."""
    form = ProofForm(request.POST)
    if "credential" in request.POST or (form.is_valid() and form.cleaned_data["code"]):
        return _second_given(request, user)
    is_right = form.is_valid() and user.check_password(form.cleaned_data["password"])
    return None if is_right else Rule.WRONG_PROOF


def _question(user: User) -> str:
    """Return what a browser asks the person's passkeys, for the script; empty where there are none."""
    if not factors.of_user(user).has_passkey:
        return ""
    return json.dumps(_plain(webauthn.begin_authentication(user)))


def _plain(value: Any) -> Any:
    """Return what the library holds as mappings as plain dictionaries and lists."""
    if hasattr(value, "items"):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _said(rule: Rule | None) -> str:
    return problems.text(Problem(rule=rule)) if rule else ""
