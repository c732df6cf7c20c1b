"""A comment on an answer, and why one is withdrawn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import TEXT_LENGTH
from coordination.forms.fields import Form


class CommentForm(Form):
    """What is said to one criterion."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your comment (both sides read it, with your side and role, without your name)"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your comment: nothing was said.")},
    )


class WithdrawCommentForm(Form):
    """Why a comment is withdrawn."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why do you withdraw it? (both sides read this in its place)"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason stands in place of the comment.")},
    )
