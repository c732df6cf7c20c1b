"""What a reader may ask of Compare and Over time, in the query string."""

from django import forms

from coordination.domain.criteria import SIDES
from coordination.domain.structures import SECTORS
from coordination.queries.comparison import SECTIONS, SORTS, Filters


class FilterForm(forms.Form):
    """Round, voice, section, sector and sort; each may be left out."""

    round = forms.SlugField(required=False, max_length=60)
    voice = forms.ChoiceField(required=False, choices=[(each, each) for each in SIDES])
    section = forms.ChoiceField(required=False, choices=[(each, each) for each in SECTIONS])
    sector = forms.ChoiceField(required=False, choices=[(each, each) for each in SECTORS])
    sort = forms.ChoiceField(required=False, choices=[(each, each) for each in SORTS])

    def filters(self) -> Filters:
        """Return the filters of a valid form."""
        chosen = self.cleaned_data
        return Filters(
            round=chosen["round"] or None,
            voice=chosen["voice"] or None,
            section=chosen["section"] or "coordination",
            sector=chosen["sector"],
            sort=chosen["sort"] or "score",
        )
