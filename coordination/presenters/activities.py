"""Who takes part in an activity, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.presenters.sentences import local
from coordination.queries.activities import ActivityValue
from coordination.queries.participations import ParticipantValue


def taking_part(one: ActivityValue) -> str:
    """Name who else takes part, each with what it does and its share where that is known; empty for nobody."""
    return "; ".join(participant(each) for each in one.participants)


def participant(each: ParticipantValue) -> str:
    """Name one who takes part, with what it does."""
    said = {"name": local(each.name), "role": each.role_name}
    if each.share is None:
        return _("%(name)s (%(role)s)") % said
    plain = f"{each.share.normalize():f}"
    share = plain.replace(".", ",") if (get_language() or "en").startswith("fr") else plain
    return _("%(name)s (%(role)s, %(share)s %%)") % {**said, "share": share}
