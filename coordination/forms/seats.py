"""A seat: who, in which role, from when until when."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import Text
from coordination.forms.fields import HOW_A_DATE, Form, PartialDateField
from coordination.queries.seats import ROLES


class SeatForm(Form):
    """A seat of one of the partners."""

    partner = forms.TypedChoiceField(label=_("Partner"), coerce=int)
    role = forms.ChoiceField(label=_("Role"), choices=[("", "–"), *ROLES])
    since = PartialDateField(label=_("Since"), help_text=HOW_A_DATE)
    until = PartialDateField(
        label=_("Until"), help_text=_("Written as above; a seat without an end is still held.")
    )

    def __init__(self, *args: Any, partners: tuple[tuple[int, Text], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.offer("partner", [("", "–"), *((pk, name.get(language)) for pk, name in partners)])
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("save", _("Save the seat")))


class SeatChangeForm(SeatForm):
    """A seat that is there already; ``base_version`` says what stood in it."""

    base_version = forms.CharField(max_length=80, widget=forms.HiddenInput)
