"""Answers on paper: whose they are, and the day of the form."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import HOW_A_DAY, DayField, Form


class KeyedInForm(Form):
    """Who filled a form in on paper, and when."""

    rater = forms.CharField(
        label=_("Whose answers are they?"),
        max_length=100,
        help_text=_("The name on the form, or a function. Your side alone reads it."),
    )
    filled_on = DayField(
        label=_("Filled in on"), help_text=format_lazy("{} {}", _("The day on the form."), HOW_A_DAY)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("rater", "filled_on", Submit("start", _("Key in the answers")))
