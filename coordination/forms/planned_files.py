"""A file that is checked, planned and confirmed: choosing it, and what comes back with the confirmation."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def file_field(label: "StrOrPromise", *, accept: str) -> forms.FileField:
    """Return the field to choose a file with; ``accept`` is what a browser offers first, by endings and media types."""
    return forms.FileField(
        label=label,
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": accept}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class PlannedFileForm(Form):
    """The plan that was shown and is confirmed, and the file that it was made from."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    # No limit here: the file's own (in bytes, or in rows) is checked when it is read again.
    content = forms.CharField(strip=False, widget=forms.HiddenInput)
    plan_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
