"""Opening a round."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.queries import instruments


class RoundForm(forms.Form):
    """A round's names, date, instrument and sides."""

    name_en = forms.CharField(label=_("Name in English"), max_length=50, help_text=_("Such as: June 2027"))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, help_text=_("Such as: juin 2027"))
    reference_on = forms.DateField(
        label=_("Reference date"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Raters describe what is in place on this day."),
    )
    instrument = forms.TypedChoiceField(label=_("Instrument"), coerce=int)
    sides = forms.ChoiceField(
        label=_("Sides asked"),
        choices=[
            ("both", _("government and partners")),
            ("government", _("government only")),
            ("partners", _("partners only")),
        ],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["instrument"].choices = [  # type: ignore[attr-defined]
            (pk, f"{code} {version}") for pk, code, version in instruments.versions()
        ]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "name_en", "name_fr", "reference_on", "instrument", "sides", Submit("open", _("Open the round"))
        )
