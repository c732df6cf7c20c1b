"""A day that somebody enters."""

from datetime import date, datetime

from django import forms

from coordination.domain.dates import as_day


class DayField(forms.DateField):
    """A day that a file could carry as well: nobody means one before the year 1000 or after 2999."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: str | datetime | date | None) -> date | None:
        """Return the day, None for nothing; raises ValidationError for what is none."""
        day = super().to_python(value)
        if day and as_day(day.isoformat()) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day
