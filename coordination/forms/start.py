"""Starting a programme: the code of the first run, the programme with its first people, structures, advisers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import NAME_LENGTH, fault
from coordination.domain.memberships import Invited
from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.forms.fields import Form
from coordination.presenters import problems
from coordination.queries import programme_settings

#: The first administrator, as the fields are called.
ADMINISTRATOR = "administrator"
Choices = Sequence[tuple[str, str]]
LANGUAGES = (("en", "English"), ("fr", "Français"))
#: Longer than 200 lines with names of a common length.
LINES_LENGTH = 50_000
CODE_TYPED = 100


def _sound(text: str) -> None:
    """Refuse beside its field what nobody sees or reads as it is."""
    if (rule := fault(text, len(text))) in (Rule.NOTHING_TO_SEE, Rule.CONTROL_CHARACTER):
        raise ValidationError(problems.text(Problem(rule=rule, value=text)))


def _text(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text, validators=[_sound]
    )


def _email(*, required: bool = True) -> forms.EmailField:
    return forms.EmailField(label=_("E-mail"), max_length=254, required=required)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class FirstRunForm(Form):
    """The code that ``manage.py first_run`` printed."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=CODE_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PeopleForm(Form):
    """A form that names people: for each of them e-mail, name and language."""

    @property
    def fields_of(self) -> dict[str, dict[str, BoundField]]:
        """The three fields of each person named, by who it is and by what they ask."""
        asked = [each.removesuffix("_email") for each in self.fields if each.endswith("_email")]
        return {who: {each: self[f"{who}_{each}"] for each in ("name", "email", "language")} for who in asked}

    def invited(self, who: str) -> Invited:
        """Return one of them, as typed."""
        given = self.cleaned_data
        return Invited(given[f"{who}_email"], given[f"{who}_name"], given[f"{who}_language"])

    def _once(self, *people: str) -> None:
        """Refuse beside its field an e-mail that stands there twice: one person has one place."""
        seen: set[str] = set()
        for who in people:
            email = str(self.cleaned_data.get(f"{who}_email") or "").lower()
            if email and email in seen:
                self.add_error(f"{who}_email", problems.text(Problem(rule=Rule.SAME_PERSON_TWICE)))
            seen.add(email)


class StartForm(PeopleForm):
    """The programme, its administrator, and the first manager of each side."""

    code = forms.CharField(label=_("One-time code"), max_length=CODE_TYPED, required=False)
    country = forms.ChoiceField(label=_("Country"))
    languages = forms.ChoiceField(
        label=_("Languages"),
        choices=[("en fr", _("English and French")), ("en", _("English only")), ("fr", _("French only"))],
    )
    name_en = _text(_("Name in English"), NAME_LENGTH, required=False)
    name_fr = _text(_("Name in French"), NAME_LENGTH, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all are offered."),
    )
    kind = forms.ChoiceField(
        label=_("What it is for"),
        choices=[
            ("real", _("A real programme: stays for ever")),
            ("training", _("Training: can be removed")),
            ("example", _("An example: can be removed")),
        ],
    )
    administrator_name = _text(_("Name"), 120)
    administrator_email = _email()
    administrator_language = _language()
    government_name = _text(_("Name"), 120)
    government_email = _email()
    government_language = _language()
    partners_name = _text(_("Name"), 120)
    partners_email = _email()
    partners_language = _language()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("country", [("", "–"), *programme_settings.countries(get_language() or "en")])
        _likely, zones = programme_settings.time_zones("")
        self.offer("time_zone", [("", _("The country’s main one")), *((each, _zone(each)) for each in zones)])
        self.offer("sectors", programme_settings.SECTORS)

    def clean(self) -> dict[str, Any] | None:
        """One name at least; each person once."""
        found = super().clean()
        given = self.cleaned_data
        if not (given.get("name_en") or given.get("name_fr")) and not {"name_en", "name_fr"} & set(
            self.errors
        ):
            first = "name_fr" if given.get("languages") == "fr" else "name_en"
            self.add_error(first, problems.text(Problem(rule=Rule.NAME_MISSING)))
        self._once(ADMINISTRATOR, *SIDES)
        return found

    def zone(self) -> str:
        """Return the time zone chosen, else the country's main one."""
        likely, others = programme_settings.time_zones(self.cleaned_data["country"])
        return str(self.cleaned_data["time_zone"]) or (*likely, *others)[0]


class LinesForm(Form):
    """Structures, one a line."""

    lines = forms.CharField(
        label=_("One a line: short name, then full name"),
        max_length=LINES_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7, "data-lines": "", "spellcheck": "false"}),
    )
    sector = forms.ChoiceField(
        label=_("Sector, where a line names none"),
        help_text=_("A line may end in its sector: CSRP, Police reform committee, police."),
    )
    kinds = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, sectors: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sector", sectors)
        self.offer("kinds", kinds)


class AdvisersForm(PeopleForm):
    """At least one adviser of the sides that the reader invites for; a side left empty is left out."""

    def __init__(self, *args: Any, sides: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = sides
        for side in sides:
            self.fields[f"{side}_name"] = _text(_("Name"), 120, required=False)
            self.fields[f"{side}_email"] = _email(required=False)
            self.fields[f"{side}_language"] = _language()

    def clean(self) -> dict[str, Any] | None:
        """Whoever has an e-mail has a name; somebody is invited."""
        found = super().clean()
        for side in self.sides:
            name, email = (f"{side}_{each}" for each in ("name", "email"))
            for one, other in ((name, email), (email, name)):
                if (
                    self.cleaned_data.get(one)
                    and not self.cleaned_data.get(other)
                    and other not in self.errors
                ):
                    self.add_error(other, _("Write something here."))
        if not self.errors and not self.named():
            self.add_error(
                None, _("Write the e-mail and the name of at least one adviser, or skip this step.")
            )
        self._once(*self.sides)
        return found

    def named(self) -> tuple[str, ...]:
        """Return the sides for which somebody is named."""
        return tuple(side for side in self.sides if self.cleaned_data.get(f"{side}_email"))


def _zone(name: str) -> str:
    """Return a time zone as people know it: the place first."""
    region, _sign, place = name.rpartition("/")
    return f"{place} ({region})".replace("_", " ") if region else name
