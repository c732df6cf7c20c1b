"""Adding a structure, and changing the facts of one."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH
from coordination.forms.fields import HOW_A_DATE, BilingualForm, PartialDateField


class FactsForm(BilingualForm):
    """What is recorded of a structure; a text in one language stands for both."""

    alone = {"name": _("Name"), "mandate": _("Mandate")}

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

    def __init__(
        self,
        *args: Any,
        sectors: Iterable[tuple[str, str]],
        relatives: tuple[tuple[int, str], ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sector", [("", "–"), *sectors])
        for name in ("parent", "predecessor"):
            self.offer(name, [("", "–"), *relatives])
        self.one_is_enough("name")
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.first(),
            *self.written("name"),
            "sector",
            *self.written("mandate"),
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
