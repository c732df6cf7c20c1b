"""Signing in and out, and what a person chooses for themselves."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.actions import people
from coordination.forms.people import SignInForm
from coordination.models import User
from coordination.views import carrying, errors, kept
from coordination.views.guards import PROGRAMME_KEY, Place, in_programme, place_of


class SignIn(auth.LoginView):
    """The sign-in page; what it carries, sealed, goes to the person who wrote it."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Carry what is sealed through a wrong password, too."""
        sealed = carrying.sealed_sent(self.request)
        return super().get_context_data(sealed=sealed, said=carrying.carried() if sealed else "", **context)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign the person in; then, or where they are signed in already, give back what was theirs."""
        response = super().dispatch(request, *args, **kwargs)
        sealed = carrying.sealed_sent(request)
        if sealed and isinstance(request.user, User) and response.status_code == 302:
            return kept.come_back(request, request.user, sealed)
        return response


sign_in = login_not_required(SignIn.as_view())
sign_out = auth.LogoutView.as_view()


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language: with the account, and on this device for the sign-in page."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return errors.bad_request(request)
    if isinstance(request.user, User):
        people.choose_language(language=language, by=request.user, at=timezone.now())
    sealed = carrying.sealed_sent(request)
    if sealed and not isinstance(request.user, User):
        with translation.override(language):
            response = carrying.sign_in_page(request, sealed=sealed, said=carrying.carried(), status=200)
    else:
        response = redirect(_back(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.PRODUCTION,
        httponly=True,
    )
    return response


@require_POST
@in_programme
def choose_programme(request: HttpRequest, place: Place) -> HttpResponse:
    """Look at another of the reader's programmes."""
    code = request.POST.get("programme", "")
    if code not in {programme.code for programme in place.programmes}:
        return errors.bad_request(request)
    request.session[PROGRAMME_KEY] = code
    return redirect("home")


def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same person end."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    request.place = place_of(request)  # type: ignore[attr-defined]
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.change_password(password=form.cleaned_data["new_password1"], by=user, at=timezone.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed."))
        return redirect("home")
    return render(request, "registration/password.html", {"form": form}, status=400 if form.errors else 200)


def _back(request: HttpRequest) -> str:
    """Return the page the reader came from, without the language of its address."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not safe or not address.startswith("/"):
        return "/"
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return urlunsplit(parts._replace(query=urlencode(kept)))
