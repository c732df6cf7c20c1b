"""Signing in and out, and what a person chooses for themselves."""

from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination import attempts, mail
from coordination.actions import links as link_actions
from coordination.actions import notices, people
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.people import ForgottenForm, NewPasswordForm, OwnPasswordForm, SignInForm, email_typed
from coordination.models import User
from coordination.permissions import Action
from coordination.presenters import limits as limits_words
from coordination.presenters import problems
from coordination.queries import links as link_queries
from coordination.views import display, errors, kept, responses
from coordination.views.decorators import PROGRAMME_KEY, Member, in_programme, member_of, visit
from coordination.views.parameters import READER, back_address


class SignIn(auth.LoginView):
    """The sign-in page; what it carries, sealed, goes to the person who wrote it."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the password only where the limits allow it; else the form comes back with the e-mail in it."""
        email = email_typed(request.POST)
        try:
            if email:
                attempts.require_sign_in(request, email)
        except attempts.TooManyError as found:
            return _sign_in_later(request, email, found)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Log that the sign-in was refused."""
        if email := form.cleaned_data.get("username"):
            attempts.note_refusal(self.request, email)
        return super().form_invalid(form)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Carry what is sealed through a wrong password, too."""
        sealed = responses.sealed_sent(self.request)
        return super().get_context_data(sealed=sealed, said=responses.carried() if sealed else "", **context)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in, or lead who has a second factor to the page that asks for it."""
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        answer: HttpResponse = perform_password_login(self.request, {}, login)
        if isinstance(self.request.user, User):
            visit(self.request).device = attempts.note_sign_in(self.request, form.get_user())
        return answer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign the person in; then, or where they are signed in already, give back what was theirs."""
        response = super().dispatch(request, *args, **kwargs)
        sealed = responses.sealed_sent(request)
        if sealed and response.status_code == 302:
            if isinstance(request.user, User):
                return kept.come_back(request, request.user, sealed)
            responses.hold(request, sealed)
        return response


def _sign_in_later(request: HttpRequest, email: str, found: attempts.TooManyError) -> HttpResponse:
    is_known = attempts.is_known_device(request, email)
    said = limits_words.too_many(found.what, found.seconds, is_known_device=is_known)
    sealed, back = responses.sealed_sent(request), request.POST.get("next", "")
    response = responses.sign_in_page(request, sealed=sealed, said=said, back=back, email=email, status=429)
    response["Retry-After"] = str(found.seconds)
    return response


sign_in = require_http_methods(["GET", "HEAD", "POST"])(login_not_required(SignIn.as_view()))


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget what it showed."""
    response: HttpResponse = auth.LogoutView.as_view()(request)
    response.delete_cookie(READER, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language: with the account, and on this device for the sign-in page.

    Chosen before signing in, it goes to the account of whoever then signs in.
    """
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return errors.bad_request(request)
    if isinstance(request.user, User):
        people.choose_language(language=language, by=request.user, at=timezone.now())
    sealed = responses.sealed_sent(request)
    if sealed and not isinstance(request.user, User):
        with translation.override(language):
            response = responses.sign_in_page(request, sealed=sealed, said=responses.carried(), status=200)
    else:
        response = redirect(back_address(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.PRODUCTION,
        httponly=True,
    )
    if not isinstance(request.user, User):
        display.note_language(response, language)
    return response


@require_POST
@in_programme
def choose_programme(request: HttpRequest, member: Member) -> HttpResponse:
    """Look at another of the reader's programmes."""
    code = request.POST.get("programme", "")
    if code not in {programme.code for programme in member.programmes}:
        return errors.bad_request(request)
    request.session[PROGRAMME_KEY] = code
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same person end."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    visit(request).member = member_of(request)
    if request.method == "POST":
        attempts.require(request, Tried.FACTOR)
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.change_password(password=form.cleaned_data["new_password1"], by=user, at=timezone.now())
        update_session_auth_hash(request, user)
        mail.tell(request, user, "password")
        messages.success(request, _("Your password is changed."))
        return redirect("home")
    return render(request, "registration/password.html", {"form": form}, status=400 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Let who has the link choose the password of their account, once."""
    user = link_queries.find(uidb64, token)
    if user is None:
        return _link_over(request)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password = form.cleaned_data["new_password1"]
            link_actions.choose_password(user=user, token=token, password=password, at=timezone.now())
        except Refused:
            return _link_over(request)
        mail.tell(request, user, "password")
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("sign-in")
    context = {"form": form, "person": user}
    return render(request, "registration/new_password.html", context, status=400 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Mail a link to who asks, where mail is set up; the answer is the same whoever asks for whom, and as quick."""
    is_mailed = settings.MAIL_REACHES_PEOPLE
    form = ForgottenForm(request.POST or None)
    is_asked = is_mailed and request.method == "POST" and form.is_valid()
    if is_asked:
        try:
            attempts.require(request, Tried.LINK, email=form.cleaned_data["email"])
        except attempts.TooManyError as found:
            return _forgotten(request, form, status=429, limited=found)
        mail.mail_later(form.cleaned_data["email"], mail.site(request))
    return _forgotten(request, form, status=400 if is_mailed and form.errors else 200, is_asked=is_asked)


@require_POST
@in_programme
def see_notices(request: HttpRequest, member: Member) -> HttpResponse:
    """Take note of what was shown at home."""
    member.require(Action.LOOK_AFTER)
    seen = request.POST.getlist("seen")
    if not all(each.isdecimal() and len(each) < 20 for each in seen):
        return errors.bad_request(request)
    notices.see(
        programme=member.programme,
        seen=[min(int(each), 2**53) for each in seen],
        other=bool(request.POST.get("other")),
        by=member.user,
        at=timezone.now(),
    )
    return redirect("home")


def shown_links(
    request: HttpRequest, made: Iterable[tuple[User, str]], *, back: str, is_waiting: bool = False
) -> HttpResponse:
    """Show links once, each with whose it is."""
    home = mail.site(request)
    context = {
        "links": [
            {"name": user.name, "email": user.email, "address": mail.address(home, user, token)}
            for user, token in made
        ],
        "is_waiting": is_waiting,
        "back": reverse(back),
    }
    return render(request, "coordination/people/link.html", context)


def _forgotten(
    request: HttpRequest,
    form: ForgottenForm,
    *,
    status: int,
    is_asked: bool = False,
    limited: attempts.TooManyError | None = None,
) -> HttpResponse:
    context = {"form": form, "is_mailed": settings.MAIL_REACHES_PEOPLE, "is_asked": is_asked}
    if limited:
        context["said"] = limits_words.too_many(limited.what, limited.seconds)
    response = render(request, "registration/forgotten.html", context, status=status)
    if limited:
        response["Retry-After"] = str(limited.seconds)
    return response


def _link_over(request: HttpRequest) -> HttpResponse:
    said = problems.text(Problem(rule=Rule.LINK_OVER))
    return errors.page(request, status=404, title=_("This link no longer works"), sentences=[said])
