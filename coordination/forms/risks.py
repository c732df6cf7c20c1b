"""Saying what was seen of a risk or sign."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.forms.fields import HOW_A_DAY, DayField, Form
from coordination.queries.risks import statuses


class ObserveForm(Form):
    """How far it is seen, by what, and as of which day."""

    status = forms.ChoiceField(label=_("What was seen?"), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you saw, read or heard, and where. Needed unless it is not known."),
    )
    observed_on = DayField(label=_("As of"), help_text=HOW_A_DAY)

    def __init__(self, *args: Any, item: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("status", statuses(item))
        self.helper = FormHelper()
        self.helper.attrs = {"data-waits": _("what was seen")}
        self.helper.layout = Layout(
            "status", "evidence", "observed_on", Submit("observe", _("Record what was seen"))
        )
