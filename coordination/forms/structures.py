"""Adding a structure, and changing the facts of one."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH
from coordination.forms.fields import HOW_A_DATE, Form, PartialDateField
from coordination.queries.structures import sector_choices


class FactsForm(Form):
    """What is recorded of a structure; a text in one language stands for both."""

    name_en = forms.CharField(label=_("Name in English"), max_length=NAME_LENGTH, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=NAME_LENGTH, required=False)
    sector = forms.ChoiceField(label=_("Sector"))
    mandate_en = forms.CharField(
        label=_("Mandate in English"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mandate_fr = forms.CharField(
        label=_("Mandate in French"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    founded = PartialDateField(label=_("Founded"), help_text=HOW_A_DATE)
    closed = PartialDateField(
        label=_("Closed"), help_text=_("Only what has been closed; a date written as above.")
    )
    parent = forms.TypedChoiceField(label=_("Part of"), coerce=int, empty_value=None, required=False)
    predecessor = forms.TypedChoiceField(
        label=_("Successor of"), coerce=int, empty_value=None, required=False
    )
    dormant_after = forms.IntegerField(
        label=_("Dormant after so many months without a meeting"), min_value=1, max_value=60, initial=6
    )
    submit = _("Save the facts")

    def __init__(self, *args: Any, relatives: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sector", [("", "–"), *sector_choices()])
        for name in ("parent", "predecessor"):
            self.offer(name, [("", "–"), *relatives])
        languages = ("fr", "en") if (get_language() or "en").startswith("fr") else ("en", "fr")
        names, mandates = ([f"{text}_{each}" for each in languages] for text in ("name", "mandate"))
        self.fields[names[1]].help_text = _("One language is enough.")
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.first(),
            *names,
            "sector",
            *mandates,
            "founded",
            "closed",
            "parent",
            "predecessor",
            "dormant_after",
            Submit("save", self.submit),
        )

    def first(self) -> tuple[str, ...]:
        """The fields that only a new structure, or only a change, has."""
        return ()


class AddStructureForm(FactsForm):
    """A new structure."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        help_text=_("Its acronym, such as GTSE/CPSE. Addresses are made from it; it stays as it is."),
    )
    submit = _("Add the structure")

    def first(self) -> tuple[str, ...]:
        """Its code."""
        return ("code",)


class ChangeStructureForm(FactsForm):
    """Other facts of a structure; ``shown`` tells which ones were there when the form was made."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def first(self) -> tuple[str, ...]:
        """What was there."""
        return ("shown",)
