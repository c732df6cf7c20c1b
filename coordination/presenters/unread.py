"""Why answers cannot be read (yet), in words."""

from django.utils.translation import gettext as _

from coordination.domain.lifecycle import Unread, why_unread
from coordination.presenters.said import Said


def of_round(state: str, *, reads_open: bool) -> Said:
    """Say why nothing of a round in this state can be read, where nothing can."""
    why = why_unread(round_state=state, reads_open=reads_open)
    return Said(
        why.value,
        {
            Unread.STILL_OPEN: _("This round is still open; you can read it once it closes."),
            Unread.SIDES_AWAITED: _(
                "Nothing can be read here yet: answers stand here once every side asked has sent "
                "and nobody still writes."
            ),
            Unread.NOTHING_SHOWN: _("This round is closed, and no answers on this structure can be read."),
        }[why],
    )
