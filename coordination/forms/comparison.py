"""What a reader may ask of the dashboards, in the query string."""

from typing import Any

from django import forms
from django.core.validators import validate_slug

from coordination.domain.criteria import VOICES
from coordination.domain.structures import SECTORS
from coordination.queries.selection import EQUAL, SECTIONS, SORTS, Filters

WEIGHTS = (EQUAL, "government", "partners", "entered")
MOST_CHOSEN = 200


def _choice(values: tuple[str, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=[(each, each) for each in values])


class SlugsField(forms.MultipleChoiceField):
    """Names in addresses, each given once or more often; whether they exist is the query's question."""

    def valid_value(self, value: Any) -> bool:
        """Take any slug."""
        validate_slug(value)
        return len(value) <= 60


class FilterForm(forms.Form):
    """Each may be left out: then the page chooses."""

    round = forms.SlugField(required=False, max_length=60)
    voice = _choice(VOICES)
    section = _choice(SECTIONS)
    sector = _choice(tuple(SECTORS))
    sort = _choice(SORTS)
    set = SlugsField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    since = forms.SlugField(required=False, max_length=60)
    until = forms.SlugField(required=False, max_length=60)
    first = forms.SlugField(required=False, max_length=60)
    second = forms.SlugField(required=False, max_length=60)
    known = _choice(("now", "published"))
    weights = _choice(WEIGHTS)
    w = forms.CharField(required=False, max_length=200)
    why = forms.CharField(required=False, max_length=500)
    importance = forms.CharField(required=False, max_length=100)

    def filters(self) -> Filters:
        """Return the filters of a valid form."""
        chosen = self.cleaned_data
        return Filters(
            round=chosen["round"] or None,
            voice=chosen["voice"] or None,
            sector=chosen["sector"],
            sort=chosen["sort"],
            section=chosen["section"] or "coordination",
            chosen=tuple(dict.fromkeys(chosen["set"]))[:MOST_CHOSEN],
            page=chosen["page"] or 1,
            since=chosen["since"] or None,
            until=chosen["until"] or None,
            first=chosen["first"] or None,
            second=chosen["second"] or None,
            known=chosen["known"] or "now",
            weights=chosen["weights"] or EQUAL,
            entered=chosen["w"],
            reason=chosen["why"].strip(),
            importance=tuple(filter(None, chosen["importance"].replace(" ", "").split(","))),
        )
