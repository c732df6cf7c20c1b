"""Loading a 4W sheet: the file, which of its columns says what, and what its names mean here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form
from coordination.forms.iati import IatiMeaningForm
from coordination.forms.planned_files import PlannedFileForm, file_field
from coordination.presenters import four_w as words
from coordination.queries.four_w import ASKED, SOURCE_LENGTH, FourWMatch


class FourWFileForm(Form):
    """The file to check."""

    file = file_field(_("Sheet of who does what where when (.xlsx or .csv)"), accept=".xlsx,.csv")


class FourWMatchForm(PlannedFileForm):
    """Which column of a file says what, and from whom the sheet is, where no plan can be made yet."""

    def __init__(self, *args: Any, match: FourWMatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, match)

    @property
    def columns(self) -> list[forms.BoundField]:
        """The questions about columns."""
        return _columns(self)


class FourWMeaningForm(IatiMeaningForm):
    """What columns and names mean, with the plan that was shown and its file."""

    def __init__(self, *args: Any, match: FourWMatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, match)

    @property
    def columns(self) -> list[forms.BoundField]:
        """The questions about columns."""
        return _columns(self)


def _ask(form: PlannedFileForm, match: FourWMatch) -> None:
    """Ask for each column of ours which of the file it is, and what the sheet is called."""
    heads = words.heads()
    choices = [("", "–"), *((str(place), head) for place, head in enumerate(match.heads))]
    for name in ASKED:
        place = match.places.get(name)
        form.fields[f"column_{name}"] = forms.ChoiceField(
            label=heads[name],
            choices=choices,
            initial="" if place is None else str(place),
            required=False,
        )
    form.fields["shown"] = forms.CharField(widget=forms.HiddenInput, initial=match.key, required=False)
    form.fields["source"] = forms.CharField(
        label=_("What this sheet is called, whatever its month or version"),
        help_text=_("A newer sheet of the same name replaces what this one brings and nobody changed here."),
        max_length=SOURCE_LENGTH,
        initial=match.source,
        required=False,
    )


def _columns(form: PlannedFileForm) -> list[forms.BoundField]:
    return [form[f"column_{name}"] for name in ASKED]
