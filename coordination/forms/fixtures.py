"""Choosing a fixture file."""

from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form
from coordination.forms.planned_files import file_field


class LoadForm(Form):
    """The file to check."""

    file = file_field(_("Data file (JSON)"), accept=".json,application/json")
