"""Recording a partner, and changing what is known of it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH
from coordination.forms.fields import HOW_A_DATE, BilingualForm, DayField, Form, PartialDateField
from coordination.queries.partners import AIMS, KINDS, SIDES


def _objectives(label: Any, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, max_length=TEXT_LENGTH, required=False, widget=area, help_text=help_text
    )


class PartnerForm(BilingualForm):
    """What is recorded of a partner; a text in one language stands for both."""

    alone = {"name": _("Name"), "objectives": _("Stated objectives")}

    name_en = forms.CharField(label=_("Name in English"), max_length=NAME_LENGTH, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=NAME_LENGTH, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=[("", "–"), *SIDES])
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *KINDS])
    objectives_en = _objectives(_("Stated objectives in English"))
    objectives_fr = _objectives(_("Stated objectives in French"), _("As the partner itself says them."))
    aim = forms.ChoiceField(
        label=_("Bilateral objectives or SSR?"),
        choices=[("", _("not known")), *AIMS],
        required=False,
        help_text=_("What the partner is there for. Both are legitimate."),
    )
    since = PartialDateField(label=_("Since"), help_text=HOW_A_DATE)
    until = PartialDateField(label=_("Until"), help_text=HOW_A_DATE)
    #: Asked only where a partner of a name alike is there.
    is_another = forms.BooleanField(
        label=_("It is another partner"), required=False, widget=forms.HiddenInput
    )
    submit: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one_is_enough("name")
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.written("name"),
            "is_another",
            *self.more(),
            "side",
            "kind",
            *self.written("objectives"),
            "aim",
            "since",
            "until",
            Submit("save", self.submit),
        )

    def ask_if_another(self) -> None:
        """Show the box by which people say that it is no partner of those that are there."""
        self.fields["is_another"].widget = forms.CheckboxInput()

    def more(self) -> tuple[str, ...]:
        """The fields that only a new partner, or only a change, has."""
        return ()


class AddPartnerForm(PartnerForm):
    """A new partner."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        required=False,
        help_text=_("A short name that files use. Made from the name where it is empty; it stays as it is."),
    )
    submit = _("Record the partner")

    def more(self) -> tuple[str, ...]:
        """Its code."""
        return ("code",)


class ChangePartnerForm(PartnerForm):
    """A change, renaming included."""

    former_until = DayField(
        label=_("The former name was valid until"),
        required=False,
        help_text=_(
            "When a partner is renamed: the last day of the old name. Pages about an earlier time then go on "
            "showing it. Without a day the new name is a correction, and the old one is forgotten."
        ),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput)
    submit = _("Save the changes")

    def more(self) -> tuple[str, ...]:
        """How it was called before, and what the change is based on."""
        return ("former_until", "base_version")


class MergeForm(Form):
    """Why two partners are one, and the plan as it was shown."""

    reason = forms.CharField(
        label=_("Why are they one?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason stands in the list of what is withdrawn.")},
    )
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
