"""What a reader may ask of the dashboards, in the query string."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from coordination.domain.reasons import OFFERED
from coordination.domain.vocabulary import BOTH, SECTORS, VOICES
from coordination.domain.weights import SEPARATOR
from coordination.forms.fields import Form
from coordination.queries.filters import EQUAL, SECTIONS, SORTS, Filters

WEIGHTS = (EQUAL, "government", "partners", "entered")
MOST_CHOSEN = 200


def _choice(label: Any, values: tuple[str, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, choices=[(each, each) for each in values])


def _label(label: Any) -> forms.SlugField:
    return forms.SlugField(required=False, label=label, max_length=60)


class EachInput(forms.TextInput):
    """Fields of one name, as one text of what each holds: parted so that a comma may stand for decimals."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return what was written, in an address from elsewhere also as one text."""
        return SEPARATOR.join(data.getlist(name))


class SlugsField(forms.MultipleChoiceField):
    """Names in addresses, each given once or more often; whether they exist is the query's question."""

    def valid_value(self, value: Any) -> bool:
        """Take any slug."""
        validate_slug(value)
        return len(value) <= 60


class FilterForm(Form):
    """Each may be left out: then the page chooses."""

    round = _label(_("Round"))
    view = _choice(_("Seen by"), (*VOICES, BOTH))
    section = _choice(_("Criteria"), SECTIONS)
    sector = _choice(_("Sector"), tuple(SECTORS))
    sort = _choice(_("Sort by"), SORTS)
    set = SlugsField(required=False, label=_("Structures to show"))
    find = forms.CharField(required=False, label=_("Search"), max_length=100)
    structure = _label(_("Structure"))
    page = forms.IntegerField(required=False, label=_("Page"), min_value=1, max_value=100_000)
    since = _label(_("From round"))
    until = _label(_("to round"))
    first = _label(_("Earlier round"))
    second = _label(_("Later round"))
    criterion = _label(_("Criterion"))
    because = _choice(_("Reason"), tuple(each.value for each in OFFERED))
    known = _choice(_("Answers"), ("now", "published"))
    weights = _choice(_("Weights"), WEIGHTS)
    w = forms.CharField(required=False, label=_("Weights"), max_length=200, widget=EachInput)
    why = forms.CharField(required=False, label=_("Reason for these weights"), max_length=500)
    importance = forms.CharField(required=False, label=_("Order of importance"), max_length=100)

    def filters(self) -> Filters:
        """Return the filters of a valid form."""
        chosen = self.cleaned_data
        return Filters(
            round=chosen["round"] or None,
            voice=chosen["view"] or None,
            sector=chosen["sector"],
            sort=chosen["sort"],
            section=chosen["section"] or "coordination",
            chosen=tuple(dict.fromkeys(chosen["set"]))[:MOST_CHOSEN],
            find=chosen["find"].strip(),
            structure=chosen["structure"],
            page=chosen["page"] or 1,
            since=chosen["since"] or None,
            until=chosen["until"] or None,
            first=chosen["first"] or None,
            second=chosen["second"] or None,
            criterion=chosen["criterion"],
            because=chosen["because"],
            known=chosen["known"] or "now",
            weights=chosen["weights"] or EQUAL,
            entered=chosen["w"],
            reason=chosen["why"].strip(),
            importance=tuple(filter(None, chosen["importance"].replace(" ", "").split(","))),
        )
