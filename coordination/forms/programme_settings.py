"""What is a programme's own: names, country, time zone, languages, what its sides are called, sectors, areas."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import LABEL_LENGTH, NAME_LENGTH, TEXT_LENGTH
from coordination.forms.fields import BilingualForm
from coordination.queries import programme_settings


def _name(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=NAME_LENGTH, required=False)


def _label(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LABEL_LENGTH, required=False)


class SettingsForm(BilingualForm):
    """What is a programme's own; ``shown`` tells what was there when the form was made."""

    alone = {"name": _("Name"), "government": _("The government’s side"), "partners": _("The partners’ side")}

    name_en = _name(_("Name in English"))
    name_fr = _name(_("Name in French"))
    country = forms.ChoiceField(label=_("Country"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("A last day ends at midnight there. Those of the country stand first."),
    )
    languages = forms.ChoiceField(
        label=_("Languages"),
        choices=programme_settings.LANGUAGES,
        help_text=_("In which texts are written. With one language, forms ask for that one only."),
    )
    government_en = _label(_("The government’s side, in English"))
    government_fr = _label(_("The government’s side, in French"))
    partners_en = _label(_("The partners’ side, in English"))
    partners_fr = _label(_("The partners’ side, in French"))
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=programme_settings.SECTORS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick one sector at least.")},
        help_text=_("Those that forms offer. What a structure has already stays."),
    )
    provinces = forms.CharField(
        label=_("Provinces or areas"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One name a line. They are offered where an activity asks for its place."),
    )
    kind = forms.ChoiceField(
        label=_("What the programme is for"),
        choices=programme_settings.KINDS,
        help_text=_(
            "An example or a training programme can be removed. A real one stays, and stays a real one."
        ),
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, country: str, is_real: bool, languages: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, languages=languages, **kwargs)
        named = programme_settings.countries(get_language() or "en")
        unlisted = [(country, country)] if country not in dict(named) else []
        self.offer("country", [*named, *unlisted])
        likely, others = programme_settings.time_zones(country)
        groups = ((_("In this country"), likely), (_("Elsewhere"), others))
        self.offer("time_zone", [(name, [(each, each) for each in zones]) for name, zones in groups if zones])
        if is_real:
            self.fields["kind"].disabled = True
        self.one_is_enough("name")
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.written("name"),
            *("country", "time_zone", "languages"),
            Fieldset(
                _("What the two sides are called here"),
                *self.written("government"),
                *self.written("partners"),
                css_class="sides-called",
            ),
            *("sectors", "provinces", "kind", "shown"),
            Submit("save", _("Save the settings")),
        )
        example = _("Such as “Ministries”. Empty: “government”. Sentences go on saying “government”.")
        self.fields[self.written("government")[0]].help_text = example
        self.fields[self.written("partners")[0]].help_text = _(
            "Such as “Donors and missions”. Empty: “partners”."
        )
