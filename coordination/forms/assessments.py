"""Starting, sending and recalling an assessment, and correcting one of its answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue

Choices = Sequence[tuple[RoundValue, Sequence[StructureValue]]]


class StartForm(Form):
    """One structure of one open round, as ``<round label> <structure slug>``."""

    pick = forms.ChoiceField(
        label=_("Structure and round"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the structure that you want to score."),
            "invalid_choice": _("This structure cannot be scored in this round. Choose one of those shown."),
        },
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "pick",
            (
                (f"{round_.label} {structure.slug}", structure.code)
                for round_, structures in choices
                for structure in structures
            ),
        )

    def picked(self) -> tuple[str, str]:
        """Return the round's label and the structure's slug of a valid form."""
        label, slug = str(self.cleaned_data["pick"]).split(" ")
        return label, slug


class SubmitForm(Form):
    """The version that was checked, and whether blanks may stay blank."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    accept_blanks = forms.BooleanField(required=False)


class DiscardForm(Form):
    """Whether the page said that both sides then see each other."""

    reveals = forms.BooleanField(required=False, widget=forms.HiddenInput)


class SetAsideForm(DiscardForm):
    """Why a draft is put out of the way, too."""

    reason = forms.CharField(
        label=_("Why do you set it aside? (its author reads this)"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason is kept in the journal.")},
    )


class RecallForm(Form):
    """Why a sent assessment is taken back."""

    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason is kept in the journal.")},
    )


class CorrectionForm(Form):
    """What is new about that date."""

    use_required_attribute = False

    evidence = forms.CharField(
        label=_("What is new about that date? (needed)"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say what is new: an answer is corrected only with new evidence about that date.")
        },
    )
