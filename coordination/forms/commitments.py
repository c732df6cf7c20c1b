"""Promising a next step, and saying what became of it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH, Text
from coordination.forms.fields import HOW_A_DAY, DayField, Form
from coordination.queries.commitments import OUTCOMES


class PromiseForm(Form):
    """Who does what by when; a text in one language stands for both."""

    text_en = forms.CharField(
        label=_("What is promised, in English"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_fr = forms.CharField(
        label=_("What is promised, in French"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One language is enough."),
    )
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    due_on = DayField(label=_("Due on"), help_text=HOW_A_DAY)

    def __init__(self, *args: Any, owners: tuple[tuple[int, Text], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.offer("owner", [("", "–"), *((pk, name.get(language)) for pk, name in owners)])
        self.helper = FormHelper()
        names = ("text_fr", "text_en") if language.startswith("fr") else ("text_en", "text_fr")
        self.helper.layout = Layout(*names, "owner", "due_on", Submit("promise", _("Record the commitment")))


class SettleForm(Form):
    """What became of a commitment, and when."""

    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
    )
    settled_on = DayField(label=_("Delivered or settled on"), help_text=HOW_A_DAY)
    outcome = forms.CharField(
        label=_("What was delivered, or why not"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "state", "settled_on", "outcome", "base_version", Submit("settle", _("Record what became of it"))
        )
