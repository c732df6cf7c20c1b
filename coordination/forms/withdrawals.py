"""Why a record is withdrawn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.forms.fields import Form


class WithdrawForm(Form):
    """The reason, and the record as it was shown."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason stands in the list of what is withdrawn.")},
    )
    shown = forms.CharField(max_length=100, widget=forms.HiddenInput)
