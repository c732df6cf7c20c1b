"""Who of a side is asked to score which structure: a grid of structures and advisers."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms

from coordination.forms.fields import Form
from coordination.queries.assessors import Adviser
from coordination.queries.structures import StructureValue


class AssessorsForm(Form):
    """A choice of advisers for each structure; nobody chosen stands for every adviser of the side."""

    base_version = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(
        self,
        *args: Any,
        structures: Sequence[StructureValue],
        advisers: Sequence[Adviser],
        named: Mapping[int, Collection[int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.structures, self.advisers = structures, advisers
        choices = [(each.user_id, each.name) for each in advisers]
        for each in structures:
            self.fields[_field(each.id)] = forms.TypedMultipleChoiceField(
                coerce=int, required=False, choices=choices, initial=sorted(named.get(each.id, ()))
            )

    @property
    def lines(self) -> list[tuple[StructureValue, str, list[tuple[Adviser, bool]]]]:
        """Each structure, the name of its field, and each adviser with whether they are chosen."""
        return [(each, _field(each.id), self._chosen(_field(each.id))) for each in self.structures]

    def _chosen(self, field: str) -> list[tuple[Adviser, bool]]:
        chosen = {str(each) for each in self[field].value() or ()}
        return [(each, str(each.user_id) in chosen) for each in self.advisers]

    @property
    def chosen(self) -> dict[int, list[int]]:
        """The advisers chosen, by structure; of a form that is valid."""
        return {each.id: self.cleaned_data[_field(each.id)] for each in self.structures}


def _field(structure: int) -> str:
    return f"structure-{structure}"
