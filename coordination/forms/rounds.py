"""Opening a round, and weighing its criteria."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.instruments import CriterionValue
from coordination.domain.problems import Refused
from coordination.domain.weights import SEPARATOR, WEIGHT_LENGTH, parse
from coordination.forms.fields import HOW_A_DAY, BilingualForm, DayField, Form
from coordination.presenters import problems
from coordination.presenters.sentences import local
from coordination.queries import instruments
from coordination.queries.structures import StructureValue

#: How the structures to choose from are written: a programme may have a thousand.
LIST = "coordination/rounds/_structures.html"
LAST_DAY = _("Until the end of this day, at the programme's place, answers are awaited; everybody sees it.")


class _Offered(forms.IntegerField):
    """How many structures a page offers: shown again, it offers those that there are then."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what the page now offers."""
        return initial


class RoundForm(BilingualForm):
    """A round's names, days, instrument, sides and structures.

    All structures ticked, or none, stands for all, also those added later: ``offered`` is how many there were to tick.
    """

    alone = {"name": _("Name")}

    name_en = forms.CharField(label=_("Name in English"), max_length=50, help_text=_("Such as: June 2027"))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, help_text=_("Such as: juin 2027"))
    reference_on = DayField(
        label=_("Reference date"),
        help_text=format_lazy("{} {}", _("Assessors describe what is in place on this day."), HOW_A_DAY),
    )
    last_on = DayField(label=_("Last day"), help_text=format_lazy("{} {}", LAST_DAY, HOW_A_DAY))
    instrument = forms.TypedChoiceField(label=_("Questionnaire"), coerce=int)
    sides = forms.ChoiceField(
        label=_("Sides asked"),
        choices=[
            ("both", _("government and partners")),
            ("government", _("government only")),
            ("partners", _("partners only")),
        ],
    )

    structures = forms.TypedMultipleChoiceField(
        label=_("Structures asked"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "All ticked, or none: the round asks about all, also those added later. Else it asks about those ticked "
            "alone, and once it is open nobody changes that. It asks about the programme as a whole in any case."
        ),
    )
    offered = _Offered(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, structures: Sequence[StructureValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = instruments.versions()
        self.offer("instrument", ((pk, f"{code} {version}") for pk, code, version in versions))
        named = [(each.id, each.code, local(each.name)) for each in structures]
        self.offer(
            "structures", ((pk, code if name == code else f"{code} – {name}") for pk, code, name in named)
        )
        self.fields["structures"].initial = [each.id for each in structures]
        self.fields["offered"].initial = self.number = len(structures)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.written("name"),
            *("reference_on", "last_on", "instrument", "sides"),
            *([Field("structures", template=LIST), "offered"] if structures else []),
            Submit("open", _("Open the round")),
        )

    @property
    def chosen(self) -> list[int]:
        """The ids of the structures chosen, none for all; of a form that is valid."""
        ticked: list[int] = self.cleaned_data["structures"]
        # Where one was added since the page was read, all that it showed is still all.
        return ticked if len(ticked) < (self.cleaned_data["offered"] or self.number) else []


class LastDayForm(Form):
    """Until when the answers of a round are awaited."""

    last_on = DayField(label=_("Last day"), help_text=format_lazy("{} {}", LAST_DAY, HOW_A_DAY))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("last_on", Submit("move", _("Save the last day")))


def weight_name(code: str) -> str:
    """Return the name of the field that holds the weight of a criterion."""
    return f"w-{code}"


class WeightsForm(Form):
    """A weight for each criterion, and why they are so."""

    reason = forms.CharField(
        label=_("Why these weights?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, criteria: Sequence[CriterionValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.names = tuple(weight_name(each.code) for each in criteria)
        for each in criteria:
            self.fields[weight_name(each.code)] = forms.CharField(
                required=False, label=f"{each.short.get(language)} ({each.code})", max_length=WEIGHT_LENGTH
            )

    @property
    def weights(self) -> list[forms.BoundField]:
        """The field of each criterion."""
        return [self[name] for name in self.names]

    def clean(self) -> dict[str, Any]:
        """Add the weights as numbers; what is wrong with one stands beside its field."""
        given = super().clean() or self.cleaned_data
        if {*self.names} & {*self.errors}:
            return given
        try:
            given["weights"] = parse(SEPARATOR.join(given[name] for name in self.names), len(self.names))
        except Refused as refused:
            for problem in refused.problems:
                _path, _dot, place = problem.path.partition(".")
                field = self.names[int(place) - 1] if place else None
                self.add_error(field, forms.ValidationError(problems.text(problem), code=problem.rule))
        return given
