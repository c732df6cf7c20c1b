"""What a workbook of records says to whoever fills it in: what belongs into each column, and how it is done."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from coordination.domain.bilingual import Text
from coordination.domain.record_cells import SheetColumn
from coordination.domain.record_files import SHEETS
from coordination.presenters.sentences import local


def note(sheet: str, column: SheetColumn, names: Mapping[str, str]) -> str:
    """Say what belongs into a column; ``names`` are those of the sheets."""
    said = [_("Must be filled in.")] if column.is_needed else []
    if column.name == "is_another":
        said.append(_("Only where a partner of a name alike is there, and this is another."))
    elif column.codes or column.refers not in SHEETS and column.refers:
        said.append(_("Choose from the list."))
    elif column.refers:
        said.append(_("The code from the sheet “%(sheet)s”, or the name.") % {"sheet": names[column.refers]})
    elif column.name == "former_until":
        said.append(
            _("Only where a partner takes another name: the last day of the old one, which is then kept.")
        )
    elif column.is_day:
        said.append(_("Such as 31/01/2008 (day first) or 31 January 2008."))
    elif column.name == "reason":
        said.append(_("Only where the day of a commitment moves: the reason stays."))
    elif column.is_date:
        said.append(_("A day, a month or a year, such as 31/01/2008 (day first), January 2008 or 2008."))
    elif column.figure:
        said.append(_figures()[column.figure])
    elif column.name.startswith(("name_", "text_")):
        said.append(_("One language is enough."))
    elif column.name == "code":
        said.append(
            _("Its acronym, such as GTSE/CPSE. Addresses are made from it; it stays as it is.")
            if column.is_needed
            else _("Given by the program: leave it empty for a new row.")
            if sheet in ("activities", "commitments")
            else _("A short name that files use. Made from the name where it is empty; it stays as it is.")
        )
    else:
        said.append(_("Text, on several lines if need be."))
    return " ".join(said)


def _figures() -> dict[str, str]:
    """Say what belongs into columns of figures."""
    return {
        "months": _("A number of months from 1 to 60."),
        "share": _("A number such as 40 or 12.5, where it is known. The shares of one role are at most 100."),
        "amount": _(
            "Such as 1,500,000.50: comma, point or spaces as you are used to. A correction is below 0."
        ),
        "currency": _("Three letters, such as CDF, USD or EUR."),
    }


def about(programme: Text) -> list[tuple[str, str]]:
    """Return the lines that say of which programme a workbook is, and how it is filled in."""
    return [
        (_("Programme"), local(programme)),
        (
            _("How it is filled in"),
            _(
                "Each sheet holds what is recorded. Change the yellow cells, or add rows below. A row that is missing "
                "deletes nothing; rows left as they are change nothing. Leave the heads as they are. Then choose the "
                "file on the page “Records in Excel”: it is checked, you see what would be added and changed, and only "
                "then you confirm."
            ),
        ),
        (
            _("What it does not do"),
            _(
                "What tells one record from another stays as it is: the code of a structure or a partner; of a seat "
                "the structure, the partner, the role and the beginning, which may only be said more exactly (2011, "
                "then March 2011); of who takes part in an activity all but the share; and a whole line of money. "
                "These are put right on their pages."
            ),
        ),
    ]
