"""The names of functions, standards and families of equipment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import NAME_LENGTH
from coordination.forms.fields import BilingualForm
from coordination.queries.functions import STANDARD_KINDS


class _Named(BilingualForm):
    """What both have: names, and the hidden words that say which one it is."""

    alone = {"name": _("Name")}

    name_en = forms.CharField(label=_("Name in English"), max_length=NAME_LENGTH, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=NAME_LENGTH, required=False)
    #: What stood there when the form was made; empty for a new one.
    base_version = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class FunctionForm(_Named):
    """A function, its sector, and whether it is in the common plan."""

    sector = forms.ChoiceField(label=_("Sector"))
    is_planned = forms.BooleanField(label=_("In the common plan"), required=False)


class StandardForm(_Named):
    """A new standard or family of equipment."""

    kind = forms.ChoiceField(label=_("What it is"), choices=STANDARD_KINDS)


class StandardNamesForm(_Named):
    """The names of one that is kept; what it is stays, for activities rest on it."""
