"""Which findings to show, and why one is no concern."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.forms.fields import DayField, Form


class DismissForm(Form):
    """One finding, as of the day for which it was shown, and the reason.

    Which one it is stands in hidden fields: where they do not name any, the action says so.
    """

    kind = forms.CharField(required=False, max_length=20)
    fingerprint = forms.CharField(required=False, max_length=64)
    on = DayField(required=False)
    reason = forms.CharField(
        label=_("Why is it no concern?"), max_length=TEXT_LENGTH, required=False, widget=forms.Textarea
    )
