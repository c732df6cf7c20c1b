"""A token for a spreadsheet or a program."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import LABEL_LENGTH
from coordination.forms.fields import Form


class TokenForm(Form):
    """What the token is for, and for how long it is good."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=LABEL_LENGTH,
        help_text=_("To tell it from others, such as “Quarterly report in Excel”."),
    )
    days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        choices=[("30", _("30 days")), ("90", _("90 days")), ("365", _("one year"))],
        initial="90",
    )
