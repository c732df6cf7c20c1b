"""Opening a round, and weighing its criteria."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.domain.problems import Refused
from coordination.domain.weights import parse
from coordination.forms.fields import HOW_A_DAY, DayField, Form
from coordination.presenters import problems
from coordination.queries import instruments


class RoundForm(Form):
    """A round's names, date, instrument and sides."""

    name_en = forms.CharField(label=_("Name in English"), max_length=50, help_text=_("Such as: June 2027"))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, help_text=_("Such as: juin 2027"))
    reference_on = DayField(
        label=_("Reference date"),
        help_text=format_lazy("{} {}", _("Assessors describe what is in place on this day."), HOW_A_DAY),
    )
    instrument = forms.TypedChoiceField(label=_("Questionnaire"), coerce=int)
    sides = forms.ChoiceField(
        label=_("Sides asked"),
        choices=[
            ("both", _("government and partners")),
            ("government", _("government only")),
            ("partners", _("partners only")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = instruments.versions()
        self.offer("instrument", ((pk, f"{code} {version}") for pk, code, version in versions))
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "name_en", "name_fr", "reference_on", "instrument", "sides", Submit("open", _("Open the round"))
        )


class WeightsForm(Form):
    """The weights of one's side in the order of the criteria, and why they are so."""

    weights = forms.CharField(
        label=_("Weights, in the order of the criteria"),
        max_length=1000,
        help_text=_("Whole numbers that make 100 together, such as: 25,15,15,10,15,10,10"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why these weights?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = count
        self.helper = FormHelper()
        self.helper.layout = Layout("weights", "reason", Submit("record", _("Record the weights")))

    def clean_weights(self) -> tuple[int, ...]:
        """Return the weights as numbers; every problem stands beside the field."""
        try:
            return parse(self.cleaned_data["weights"], self.count)
        except Refused as refused:
            raise forms.ValidationError(problems.texts(refused.problems)) from None
