"""Who may do what: one table of role × action × state, and what of each kind a person may see.

*When* a step is possible is ``domain.lifecycle``'s question. What one may not see is answered 404; what one may
see but not do, 403.
"""

from coordination.permissions.doors import (
    assessments_visible_by_themselves_to,
    assessments_visible_to,
    comments_visible_to,
    commitments_visible_to,
    contacts_visible_to,
    dashboard_assessments,
    joint_answers_visible_to,
    may_edit_contact,
    may_withdraw,
    may_withdraw_comment,
    rounds_heard_by,
    weightings_visible_to,
    withdrawn_visible_to,
)
from coordination.permissions.places import (
    Standing,
    can,
    is_administrator,
    may_load,
    people_administered_by,
    place_is_as_before,
    programmes_administered_by,
    programmes_visible_to,
    reads_open_rounds,
    standing_of,
    standings,
)
from coordination.permissions.table import (
    ANY,
    CLOSED,
    IN_ARCHIVE,
    ON_DASHBOARDS,
    TABLE,
    UNREAD,
    Action,
    Reach,
)

__all__ = [
    "ANY",
    "Action",
    "CLOSED",
    "IN_ARCHIVE",
    "ON_DASHBOARDS",
    "Reach",
    "Standing",
    "TABLE",
    "UNREAD",
    "assessments_visible_by_themselves_to",
    "assessments_visible_to",
    "can",
    "comments_visible_to",
    "commitments_visible_to",
    "contacts_visible_to",
    "dashboard_assessments",
    "is_administrator",
    "joint_answers_visible_to",
    "may_edit_contact",
    "may_load",
    "may_withdraw",
    "may_withdraw_comment",
    "people_administered_by",
    "place_is_as_before",
    "programmes_administered_by",
    "programmes_visible_to",
    "reads_open_rounds",
    "rounds_heard_by",
    "standing_of",
    "standings",
    "weightings_visible_to",
    "withdrawn_visible_to",
]
