"""What every form begins with, and the fields that several have: a day, a web address."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain import dates
from coordination.domain.bilingual import LINK_LENGTH
from coordination.domain.links import address
from coordination.domain.problems import Problem, shown
from coordination.domain.rules import Rule
from coordination.presenters import days, problems

#: Longer than any date is written.
DATE_LENGTH = 40


class Form(forms.Form):
    """A form whose choices are known only when a page asks for it, and whose refusals say what to do."""

    def full_clean(self) -> None:
        """Check what was sent; where nothing was, say what to do instead of what the field is."""
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _missing(field)
        super().full_clean()

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let people choose from these in the field of this name; a group is a name and its choices."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choice")
        field.choices = list(choices)

    def field_of(self, path: str) -> str | None:
        """Return the field that a problem at this place stands beside, None for the form as a whole."""
        return path if path in self.fields else None


class BilingualForm(Form):
    """A form with texts in English and in French: only those in the programme's ``languages`` are asked for.

    In a programme with one language its text stands for the other one too, under the label in ``alone``.
    """

    alone: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: The fields that are not asked for, and those whose text they take.
        self.taken = {
            f"{text}_{other}": f"{text}_{spoken}"
            for text in self.alone
            for spoken, other in (("en", "fr"), ("fr", "en"))
            if other not in languages
        }
        for left_out, field in self.taken.items():
            self.fields[field].label = self.alone[field.rpartition("_")[0]]
            del self.fields[left_out]

    def written(self, text: str) -> list[str]:
        """Return the fields of a text, that in the reader's language first."""
        first = "fr" if (get_language() or "en").startswith("fr") else "en"
        names = sorted((f"{text}_en", f"{text}_fr"), key=lambda each: not each.endswith(first))
        return [each for each in names if each in self.fields]

    def one_is_enough(self, text: str) -> None:
        """Say at the second of two languages that it may be left empty."""
        for second in self.written(text)[1:]:
            self.fields[second].help_text = _("One language is enough.")

    def field_of(self, path: str) -> str | None:
        """Return the field of a problem; that of the other language where only one is asked for."""
        return super().field_of(self.taken.get(path, path))

    def full_clean(self) -> None:
        """Check what was sent, and let a text stand for the language that is not asked for."""
        super().full_clean()
        if self.is_bound:
            given = self.cleaned_data
            given |= {left: given[field] for left, field in self.taken.items() if field in given}


#: How a date may be written; what the hint of every such field ends with.
HOW_A_DAY = _("Such as 31/01/2008 (day first) or 31 January 2008.")
HOW_A_DATE = _("A day, a month or a year, such as 31/01/2008 (day first), January 2008 or 2008.")


def _missing(field: forms.Field) -> Any:
    """Return what to do where nothing was entered."""
    if isinstance(field, forms.ChoiceField):
        return _("Choose one of those shown.")
    return _("Write the date.") if isinstance(field, forms.DateField) else _("Write something here.")


class DateInput(forms.TextInput):
    """A line of text.

    Not the browser's own control: it knows the browser's language and not the page's, shows 03/01 to one reader and
    01/03 to another, takes no “mars 2026”, and on a telephone turns year by year to a source of 2008.
    """

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off", "maxlength": DATE_LENGTH})


class DayField(forms.DateField):
    """A day as people write it in either language, the day before the month; between the years 1000 and 2999."""

    widget = DateInput
    default_error_messages = {
        "invalid": _(
            "“%(value)s” is not a date. Write it such as 31/01/2008 (day first) or 31 January 2008."
        ),
        "no_day": _("“%(value)s” does not say which day. Write the day too, such as %(example)s."),
    }

    def to_python(self, value: Any) -> date | None:
        """Return the day, None for nothing; raises ValidationError for what is none or says no day."""
        if isinstance(value, date):
            return value
        text = str(value or "").strip()
        kept = dates.read(text) if len(text) <= DATE_LENGTH else None
        if day := dates.as_day(kept or ""):
            return day
        if kept:
            example = days.day(date.fromisoformat(dates.span(kept)[1]))
            raise self._error("no_day", value=shown(text), example=example)
        if text:
            raise self._error("invalid", value=shown(text))
        return None

    def _error(self, code: str, **operands: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=operands)

    def prepare_value(self, value: Any) -> Any:
        """Return a day as the reader writes it; what was typed stays as it was typed."""
        return days.day(value) if isinstance(value, date) else value


class _Typed(str):
    """What somebody typed into a field, however it is read."""

    __slots__ = ()


class PartialDateField(forms.CharField):
    """A date of which only the month or the year may be known, as people write it.

    Given on as `domain.dates` keeps it. What is no date is given on as it was typed: the action that it is for
    refuses it, together with all else that is wrong.
    """

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=DATE_LENGTH, **options)

    def to_python(self, value: Any) -> str:
        """Return the date as it is kept, or the text."""
        text = str(super().to_python(value))
        return dates.read(text) or text

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what was typed, marked as such."""
        return data if data is None else _Typed(data)

    def prepare_value(self, value: Any) -> Any:
        """Return a kept date as the reader writes it, and what was typed as it was typed."""
        is_kept = isinstance(value, str) and not isinstance(value, _Typed)
        return days.partial_date(value) if is_kept else value


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
