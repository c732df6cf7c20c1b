"""Promising a next step, moving its day, and saying what became of it."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH, Text
from coordination.forms.fields import HOW_A_DAY, BilingualForm, DayField, Form
from coordination.queries.commitments import OUTCOMES

#: What the hint of a person in charge says.
WHO = _("Who sees to it, by name as you write it; whoever reads the commitment reads it.")


class PromiseForm(BilingualForm):
    """Who does what by when; a text in one language stands for both.

    Without ``structures`` none is asked for: the answer that it is made from says which.
    """

    alone = {"text": _("What is promised")}

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
    )
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    person = forms.CharField(label=_("Person in charge"), max_length=200, required=False, help_text=WHO)
    due_on = DayField(label=_("Due on"), help_text=HOW_A_DAY)
    structure = forms.ChoiceField(label=_("Structure"), required=False)

    def __init__(
        self,
        *args: Any,
        owners: tuple[tuple[int, Text], ...],
        structures: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.offer("owner", [("", "–"), *((pk, name.get(language)) for pk, name in owners)])
        self.helper = FormHelper()
        self.one_is_enough("text")
        names = [*self.written("text"), "owner", "person", "due_on"]
        if structures:
            self.offer("structure", [("", _("none")), *structures])
            names.append("structure")
        else:
            del self.fields["structure"]
        self.helper.layout = Layout(*names, Submit("promise", _("Record the commitment")))


class EditForm(BilingualForm):
    """What is promised, and by whom, said anew."""

    alone = {"text": _("What is promised")}

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
    )
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: tuple[tuple[int, Text], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.offer("owner", [(pk, name.get(language)) for pk, name in owners])
        self.helper = FormHelper()
        self.one_is_enough("text")
        names = (*self.written("text"), "owner", "base_version")
        self.helper.layout = Layout(*names, Submit("edit", _("Save the change")))


class MoveForm(Form):
    """Another day, with the reason, and who sees to it."""

    due_on = DayField(label=_("Due on"), help_text=HOW_A_DAY)
    reason = forms.CharField(
        label=_("Why the day moves"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only where the day changes. It stays there, beside the day before."),
    )
    person = forms.CharField(label=_("Person in charge"), max_length=200, required=False, help_text=WHO)
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "due_on", "reason", "person", "base_version", Submit("move", _("Save the change"))
        )


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
