"""Signing in, and choosing one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coordination.forms.passwords import LONGEST


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    username = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("This e-mail and password do not go together. Check both; capital letters count."),
        "inactive": _("This account is closed. Ask an administrator of your programme."),
    }

    def clean_username(self) -> str:
        """E-mails are kept in lower case."""
        return str(self.cleaned_data["username"]).lower()


def email_typed(sent: QueryDict) -> str:
    """Return the e-mail that a sign-in form was sent with, “” where it is none: then no password is looked at."""
    try:
        return str(SignInForm.base_fields["username"].clean(sent.get("username"))).lower()
    except ValidationError:
        return ""


class OwnPasswordForm(PasswordChangeForm):
    """The present password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self)


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self)


class ForgottenForm(forms.Form):
    """The e-mail of who cannot sign in."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


def _limit(form: forms.Form) -> None:
    for field in form.fields.values():
        field.validators = [*field.validators, MaxLengthValidator(LONGEST)]
        field.widget.attrs["maxlength"] = LONGEST
