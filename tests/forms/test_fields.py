"""What several forms ask for: days and dates are read as people write them, and what lacks is said."""

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from coordination.forms.fields import DayField, Form, PartialDateField

FIRST_OF_MARCH = ["01/03/2026", "1.3.2026", "2026-03-01", "1 March 2026", "1er mars 2026", "March 1, 2026"]


class Dates(forms.Form):
    on = DayField(required=False)
    since = PartialDateField()


def refusal(name: str, typed: str, language: str) -> str:
    with override(language):
        form = Dates({name: typed})
        assert form[name].value() == typed, "what was typed stays"
        return str(form.errors[name][0])


@pytest.mark.parametrize(
    "typed", ["0001-01-01", "0999-12-31", "3000-01-01", "9999-12-31", "2008-02-30", "soon", "30/02/2008"]
)
def test_what_no_file_could_carry_is_no_day(typed: str) -> None:
    assert "31 January 2008" in refusal("on", typed, "en")
    assert "31 janvier 2008" in refusal("on", typed, "fr")
    assert PartialDateField().clean(typed) == typed, (
        "given on: the action refuses it with all else that is wrong"
    )


@pytest.mark.parametrize("typed", FIRST_OF_MARCH)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_day_is_read_in_both_languages_whatever_the_page(typed: str, language: str) -> None:
    with override(language):
        assert DayField().clean(typed) == date(2026, 3, 1)
        assert PartialDateField().clean(typed) == "2026-03-01"


def test_nothing_is_nothing() -> None:
    assert DayField(required=False).clean("") is None
    assert PartialDateField().clean(" ") == ""


@pytest.mark.parametrize("typed", ["mars 2026", "March 2026", "2026-03", "03/2026", "2026"])
def test_where_a_day_is_needed_the_message_says_that_it_lacks(typed: str) -> None:
    assert f"“{typed}” does not say which day." in refusal("on", typed, "en")
    assert f"«\u202f{typed}\u202f» ne dit pas quel jour." in refusal("on", typed, "fr")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("mars 2026", "2026-03"), ("March 2026", "2026-03"), ("2014-12", "2014-12"), ("2026", "2026")],
)
def test_a_month_or_a_year_stays_what_it_is_where_no_day_is_needed(typed: str, kept: str) -> None:
    assert PartialDateField().clean(typed) == kept


@pytest.mark.parametrize(
    ("kept", "english", "french"),
    [
        ("2026-03-01", "1 March 2026", "1er mars 2026"),
        ("2026-03", "March 2026", "mars 2026"),
        ("2026", "2026", "2026"),
        ("", "", ""),
    ],
)
def test_a_kept_date_is_shown_as_the_reader_writes_it_and_read_back(
    kept: str, english: str, french: str
) -> None:
    for language, shown in (("en", english), ("fr", french)):
        with override(language):
            form = Dates(initial={"since": kept, "on": date(2026, 3, 1)})
            assert form["since"].value() == shown
            assert PartialDateField().clean(shown) == kept
            assert DayField().clean(form["on"].value()) == date(2026, 3, 1)


class Everything(Form):
    """One field of each kind that a form may ask for."""

    text = forms.CharField()
    one = forms.ChoiceField(choices=[("a", "A")])
    number = forms.TypedChoiceField(coerce=int, choices=[(1, "A")])
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    on = DayField()
    whole = forms.IntegerField()
    own = forms.CharField(error_messages={"required": "Say why."})


@pytest.mark.parametrize(
    ("language", "text", "choice", "day"),
    [
        ("en", "Write something here.", "Choose one of those shown.", "Write the date."),
        (
            "fr",
            "Écrivez quelque chose ici.",
            "Faites un choix dans la liste.",
            "Écrivez la date.",
        ),
    ],
)
def test_where_nothing_was_entered_the_form_says_what_to_do(
    language: str, text: str, choice: str, day: str
) -> None:
    with override(language):
        said = {name: str(each[0]) for name, each in Everything({}).errors.items()}
    assert said == {"text": text, "whole": text, "on": day, "own": "Say why."} | dict.fromkeys(
        ("one", "number", "several"), choice
    )
