"""What every form begins with, and the fields that several have: a day, a web address."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms

from coordination.domain.bilingual import LINK_LENGTH
from coordination.domain.dates import as_day
from coordination.domain.links import address
from coordination.domain.problems import Problem, Rule
from coordination.presenters import problems


class Form(forms.Form):
    """A form whose choices are known only when a page asks for it."""

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let people choose from these in the field of this name; a group is a name and its choices."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choice")
        field.choices = list(choices)


class DayField(forms.DateField):
    """A day that a file could carry as well: nobody means one before the year 1000 or after 2999."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: str | datetime | date | None) -> date | None:
        """Return the day, None for nothing; raises ValidationError for what is none."""
        day = super().to_python(value)
        if day and as_day(day.isoformat()) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class LinkField(forms.CharField):
    """A web address that a file could carry as well; “example.org/minutes” is taken for one by https."""

    widget = forms.URLInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LINK_LENGTH, **options)

    def to_python(self, value: Any) -> str:
        """Return the address as browsers send it, empty for nothing; raises ValidationError for what is none."""
        text = str(super().to_python(value))
        if not text:
            return ""
        host = re.split("[/?#]", text, maxsplit=1)[0]
        found = address(f"https://{text}" if "." in host and ":" not in host else text)
        if found is None:
            said = problems.text(Problem(rule=Rule.WRONG_LINK, value=text))
            raise forms.ValidationError(said, code=Rule.WRONG_LINK)
        return found
