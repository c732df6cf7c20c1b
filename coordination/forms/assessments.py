"""Sending and recalling an assessment, and correcting one of its answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form


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


class RevisionForm(Form):
    """Why the author thinks otherwise now."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why do you revise your answer? (both sides read this)"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: both sides read the reason beside the first answer.")},
    )


class CorrectionDissentForm(Form):
    """Why the other side does not follow a correction."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why does your side dissent? (both sides read this)"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the dissent stands beside the correction.")},
    )


class CorrectionForm(Form):
    """What is new about that date, and why the answer changes with it."""

    use_required_attribute = False

    evidence = forms.CharField(
        label=_("What is new about that date? (needed)"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say what is new: an answer is corrected only with new evidence about that date.")
        },
    )
    reason = forms.CharField(
        label=_("Why does the answer change? (needed where it is published)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
