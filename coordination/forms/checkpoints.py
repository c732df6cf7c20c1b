"""Proving a checkpoint of the journal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form


class CheckpointForm(Form):
    """The file that was kept."""

    file = forms.FileField(
        label=_("Checkpoint (JSON)"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
