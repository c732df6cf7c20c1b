"""Loading a fixture file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form


class LoadForm(Form):
    """The file to check."""

    file = forms.FileField(
        label=_("Data file (JSON)"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class ConfirmForm(Form):
    """The plan that was shown and is confirmed, and the file it was made from."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    # No limit here: the file's own (in bytes) is checked when it is read again.
    content = forms.CharField(strip=False, widget=forms.HiddenInput)
    plan_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
