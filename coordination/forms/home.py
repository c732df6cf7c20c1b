"""What a reader may ask of Home, in the query string."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.claims.standings import OF_SIDES, PortfolioPart
from coordination.domain.vocabulary import SIDES
from coordination.forms.fields import Form
from coordination.queries.home import ListAsked
from coordination.queries.portfolio import SORTS

PARTS = (*map(str, PortfolioPart), *(f"{part}-{side}" for part in OF_SIDES for side in SIDES))


class HomeForm(Form):
    """Each may be left out."""

    part = forms.ChoiceField(required=False, label=_("Part"), choices=[(each, each) for each in PARTS])
    sort = forms.ChoiceField(required=False, label=_("Sort by"), choices=[(each, each) for each in SORTS])
    page = forms.IntegerField(required=False, label=_("Page"), min_value=1, max_value=100_000)
    q = forms.CharField(required=False, label=_("Search"), max_length=200)

    def asked(self) -> ListAsked:
        """Return what a valid form asks for."""
        found = self.cleaned_data
        return ListAsked(
            part=found["part"], sort=found["sort"] or SORTS[0], page=found["page"] or 1, search=found["q"]
        )
