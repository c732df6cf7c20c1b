"""What a file for people says of itself: of which programme, what, of which day, how chosen, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from coordination.documents.workbooks import About
from coordination.domain.bilingual import Text
from coordination.presenters import sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the rows of a file are from: the page, the filters with their names, and who may read them."""

    what: str
    filters: Sequence[tuple[str, str]]
    readers: str


def about(of: Provenance, programme: Text, *, rows: int, today: date) -> About:
    """Return the sheet that says where a file of so many rows of a programme is from."""
    filters = [_("%(name)s: %(said)s") % {"name": name, "said": said} for name, said in of.filters]
    return About(
        _("About this file"),
        [
            (_("Programme"), sentences.local(programme)),
            (_("What"), of.what),
            (_("As it stood on"), today),
            (_("Filter"), "\n".join(filters) or _("none: all rows")),
            (_("Rows"), rows),
            (_("Who may read it"), of.readers),
        ],
    )
