"""What a person notes of the six habits for one week: a tick and a short note each."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.habits import NOTE_LENGTH
from coordination.forms.fields import Form
from coordination.queries.habits import HabitValue


class HabitsForm(Form):
    """One tick and one note for each habit; nothing has to be filled in."""

    def __init__(self, *args: Any, habits: tuple[HabitValue, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        parts = []
        for habit in habits:
            done, note = f"{habit.code}-done", f"{habit.code}-note"
            self.fields[done] = forms.BooleanField(
                label=_("Done this week"), required=False, initial=habit.is_done
            )
            self.fields[note] = forms.CharField(
                label=_("Note"), required=False, max_length=NOTE_LENGTH, initial=habit.note
            )
            parts.append(Fieldset(escape(f"{habit.code} {habit.name.get(language)}"), done, note))
        self.helper = FormHelper()
        self.helper.layout = Layout(*parts, Submit("save", _("Save the week")))

    def noted(self) -> dict[str, tuple[bool, str]]:
        """Return what was noted by habit; only of a form that is valid."""
        codes = dict.fromkeys(name.split("-")[0] for name in self.fields)
        return {
            code: (self.cleaned_data[f"{code}-done"], self.cleaned_data[f"{code}-note"]) for code in codes
        }
