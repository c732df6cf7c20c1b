"""A photo or a PDF as evidence of an answer, a contact or an observation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.evidence import MEDIA_TYPES, NOTE_LENGTH
from coordination.forms.fields import Form

#: What a phone offers to choose from; photos in its own format it then sends as JPEG.
OFFERED = ",".join((*MEDIA_TYPES.values(), "image/png", "image/webp"))


class EvidenceForm(Form):
    """One file, and what it shows."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Photo or PDF"),
        # What an empty file is answered with is said where all other files are judged.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": OFFERED}),
        error_messages={"required": _("Choose a photo or a PDF: none was sent.")},
    )
    note = forms.CharField(
        label=_("What does it show? (may be left empty)"), max_length=NOTE_LENGTH, required=False
    )
