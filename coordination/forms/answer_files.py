"""Choosing a file of answers, and confirming what it would store."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form


class AnswerFileForm(Form):
    """The file to check."""

    file = forms.FileField(
        label=_("Filled-in template (.xlsx or .csv)"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class ConfirmAnswersForm(Form):
    """The plan that was shown and is confirmed, and the rows it was made from."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    # Its own limit is that of the rows, which are counted when they are read again.
    content = forms.CharField(strip=False, widget=forms.HiddenInput)
    plan_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
