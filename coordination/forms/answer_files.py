"""Choosing a file of answers."""

from django.utils.translation import gettext_lazy as _

from coordination.forms.fields import Form
from coordination.forms.planned_files import file_field


class AnswerFileForm(Form):
    """The file to check."""

    file = file_field(_("Filled-in template (.xlsx or .csv)"), accept=".xlsx,.csv")
