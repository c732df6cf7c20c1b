"""Noting a contact: in seconds from the list, or with everything that can be said of it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH, Text
from coordination.forms.fields import HOW_A_DAY, DayField, Form
from coordination.queries.contacts import KINDS, SHARINGS, STATES
from coordination.queries.structures import StructureValue


class ContactForm(Form):
    """When, with whom and about what; ``base_version`` stands only where a contact is changed."""

    subject = forms.CharField(label=_("About"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=KINDS,
        initial="call",
        help_text=_("A meeting of the structure is always read by everyone in the programme."),
    )
    on = DayField(label=_("Date"), help_text=HOW_A_DAY)
    time = forms.TimeField(
        label=_("Time, if known"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    ends = forms.TimeField(
        label=_("Until, if known"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, initial="held")
    people = forms.CharField(label=_("With whom"), max_length=500, required=False)
    structure = forms.ChoiceField(label=_("Structure"), required=False)
    partners = forms.TypedMultipleChoiceField(
        label=_("Partners"),
        coerce=int,
        required=False,
        help_text=_("Hold Ctrl to choose several on a computer."),
    )
    agreed = forms.CharField(
        label=_("What was agreed"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sharing = forms.ChoiceField(
        label=_("Who may read it"),
        choices=SHARINGS,
        initial="private",
        help_text=_(
            "What everyone in the programme could read once stays in the journal, even if you narrow it again."
        ),
    )

    def __init__(
        self,
        *args: Any,
        structures: tuple[StructureValue, ...],
        partners: tuple[tuple[int, Text], ...],
        is_change: bool = False,
        is_author: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.offer("structure", [("", "–"), *((each.slug, each.code) for each in structures)])
        self.offer("partners", ((pk, name.get(language)) for pk, name in partners))
        if not is_author:
            # Who may read it, and what it was, is for its author to say.
            for name in ("kind", "sharing"):
                self.fields[name].disabled = True
        if is_change:
            self.fields["base_version"] = forms.IntegerField(widget=forms.HiddenInput)
        names = (
            "subject",
            "kind",
            "state",
            "on",
            "time",
            "ends",
            "people",
            "structure",
            "partners",
            "agreed",
            "sharing",
        )
        own = ("base_version",) if is_change else ()
        button = _("Save the changes") if is_change else _("Note the contact")
        self.helper = FormHelper()
        self.helper.attrs = {"data-waits": _("meeting or call")}
        self.helper.layout = Layout(*names, *own, Submit("note", button))


class BecomeForm(Form):
    """What became of a planned contact, in one click."""

    become = forms.ChoiceField(choices=[each for each in STATES if each[0] != "planned"])
    base_version = forms.IntegerField(min_value=1)
