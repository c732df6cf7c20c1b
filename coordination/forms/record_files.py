"""Choosing a workbook of records."""

from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form
from coordination.forms.planned_files import file_field


class RecordFileForm(Form):
    """The file to check."""

    file = file_field(_("Filled-in workbook (.xlsx) or sheet (.csv)"), accept=".xlsx,.csv")
