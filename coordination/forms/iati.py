"""Loading an IATI activity file, and what its names mean here."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import Text
from coordination.forms.fields import Form
from coordination.forms.planned_files import PlannedFileForm, file_field
from coordination.queries.iati import KINDS, IatiLoad

NEW = (
    ("new:international", _("a new international partner")),
    ("new:national", _("a new national partner")),
)


class IatiFileForm(Form):
    """The file to check."""

    file = file_field(_("Activity file (IATI, XML)"), accept=".xml,application/xml,text/xml")


class IatiMeaningForm(PlannedFileForm):
    """What the organisations and sectors of a file mean here, with the plan that was shown and its file."""

    kind = forms.ChoiceField(label=_("What is given, where the file does not say"), choices=KINDS)

    def __init__(
        self,
        *args: Any,
        load: IatiLoad,
        partners: Iterable[tuple[str, Text]],
        functions: Iterable[tuple[str, Text]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        there = [(code, name.get(language)) for code, name in partners]
        serving = [("", "–"), *((code, name.get(language)) for code, name in functions)]
        self.org_names = [f"org_{at}" for at in range(len(load.orgs))]
        self.sector_names = [f"sector_{at}" for at in range(len(load.sectors))]
        for name, org in zip(self.org_names, load.orgs, strict=True):
            choices = [*NEW, (_("Partners"), there)]
            self._ask(name, org.name.get(language), choices, org.meant)
        for name, sector in zip(self.sector_names, load.sectors, strict=True):
            self._ask(name, sector.name.get(language), serving, sector.meant)

    def _ask(self, name: str, label: str, choices: list[tuple[Any, Any]], meant: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=meant, required=False)

    @property
    def orgs(self) -> list[forms.BoundField]:
        """The questions about organisations."""
        return [self[name] for name in self.org_names]

    @property
    def sectors(self) -> list[forms.BoundField]:
        """The questions about sectors."""
        return [self[name] for name in self.sector_names]
