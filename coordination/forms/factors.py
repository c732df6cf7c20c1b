"""Second factors, and proving again who one is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.passwords import LONGEST

#: A code of the app has 6 digits, a recovery code 8; some write them in groups.
LONGEST_CODE = 20


class PasskeyAnswer(forms.Form):
    """What the browser answered to the question on the page; a script fills it in."""

    credential = forms.JSONField(widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class NewPasskey(PasskeyAnswer):
    """A passkey, and what its person calls it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("To tell it from others, such as “Phone” or “Key in the drawer”."),
    )


class ProofForm(forms.Form):
    """The password or a code: that it is still the same person."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    code = forms.CharField(
        label=_("Or a code of your app"),
        max_length=LONGEST_CODE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
