"""Who may do what: one table of role × action × state.

*When* a step is possible is ``domain.lifecycle``'s question. What one may not see is answered 404; what one may
see but not do, 403.
"""

from collections.abc import Mapping
from enum import StrEnum

from coordination.models import Role


class Action(StrEnum):
    """What a person may want to do."""

    SEE = "see"
    READ = "read"
    START = "start"
    SCORE = "score"
    SUBMIT = "submit"
    RECALL = "recall"
    DISCARD = "discard"
    SET_ASIDE = "set_aside"
    RESTORE = "restore"
    CONFIRM = "confirm"
    REVISE = "revise"
    CORRECT = "correct"
    COMMENT = "comment"
    PROPOSE = "propose"
    AGREE = "agree"
    DISSENT = "dissent"
    PUBLISH = "publish"
    NAME_RATER = "name_rater"
    HOLD_ROUND = "hold_round"
    NAME_ASSESSORS = "name_assessors"
    REMIND = "remind"
    WEIGH = "weigh"
    KEEP = "keep"
    WITHDRAW_STRUCTURE = "withdraw_structure"
    COMMIT = "commit"
    OBSERVE = "observe"
    DISMISS = "dismiss"
    NOTE = "note"
    LOOK_AFTER = "look_after"
    READ_HISTORY = "read_history"
    PROVE = "prove"
    LOAD = "load"
    ADMINISTER = "administer"


class Reach(StrEnum):
    """Over which assessments: one's own, one's side's, the other side's, or all of the programme."""

    OWN = "own"
    SIDE = "side"
    OTHER = "other"
    ALL = "all"


ANY = "any state"
#: What is revealed stands open to those of no side once its round closes.
CLOSED = "revealed in a closed round"

_BOTH_AFTER_REVEAL: Mapping[str, Reach] = {
    "draft": Reach.SIDE,
    "sent": Reach.SIDE,
    "set_aside": Reach.SIDE,
    "revealed": Reach.ALL,
    "published": Reach.ALL,
}
_ONCE_CLOSED: Mapping[str, Reach] = {CLOSED: Reach.ALL, "published": Reach.ALL}
_ALL: Mapping[str, Reach] = {ANY: Reach.ALL}

TABLE: Mapping[Action, Mapping[str, Mapping[str, Reach]]] = {
    Action.SEE: dict.fromkeys(Role.values, _ALL),
    Action.READ: {
        Role.ADVISER: _BOTH_AFTER_REVEAL,
        Role.MANAGER: _BOTH_AFTER_REVEAL,
        Role.VIEWER: _ONCE_CLOSED,
        Role.ADMINISTRATOR: _ONCE_CLOSED,
    },
    Action.START: {Role.ADVISER: _ALL},
    Action.SCORE: {Role.ADVISER: {ANY: Reach.OWN}},
    Action.SUBMIT: {Role.ADVISER: {ANY: Reach.OWN}, Role.MANAGER: {ANY: Reach.SIDE}},
    Action.RECALL: {Role.ADVISER: {ANY: Reach.OWN}, Role.MANAGER: {ANY: Reach.SIDE}},
    Action.DISCARD: {Role.ADVISER: {ANY: Reach.OWN}},
    Action.SET_ASIDE: {Role.MANAGER: {ANY: Reach.SIDE}},
    Action.RESTORE: {Role.MANAGER: {ANY: Reach.SIDE}},
    # Of answers from paper: who keyed them in does it only where the side has nobody else (`actions.keyed_in`).
    Action.CONFIRM: {Role.ADVISER: {"draft": Reach.OWN}, Role.MANAGER: {"draft": Reach.SIDE}},
    Action.REVISE: {Role.ADVISER: {"revealed": Reach.OWN}},
    Action.CORRECT: {Role.MANAGER: {"revealed": Reach.SIDE, "published": Reach.SIDE}},
    # When, `domain.lifecycle` says: once both sides see each other.
    Action.COMMENT: dict.fromkeys((Role.ADVISER, Role.MANAGER), _ALL),
    Action.PROPOSE: dict.fromkeys((Role.ADVISER, Role.MANAGER), _ALL),  # a joint answer, or a dissent from it
    Action.AGREE: {Role.MANAGER: _ALL},  # for one's own side: no other can be named
    Action.DISSENT: {Role.MANAGER: {"revealed": Reach.OTHER, "published": Reach.OTHER}},
    Action.PUBLISH: {Role.MANAGER: _ALL},  # for one's own side: no other can be named
    Action.NAME_RATER: {Role.ADVISER: {ANY: Reach.SIDE}, Role.MANAGER: {ANY: Reach.SIDE}},
    Action.HOLD_ROUND: {Role.MANAGER: _ALL},
    Action.NAME_ASSESSORS: {Role.MANAGER: _ALL},  # of one's own side: no other can be named
    Action.REMIND: {Role.MANAGER: _ALL},  # in the name of one's own side
    Action.WEIGH: {Role.MANAGER: _ALL},  # for one's own side: no other can be named
    Action.KEEP: dict.fromkeys(
        (Role.ADVISER, Role.MANAGER, Role.ADMINISTRATOR), _ALL
    ),  # partners, seats, activities
    Action.WITHDRAW_STRUCTURE: {Role.MANAGER: _ALL},
    Action.COMMIT: dict.fromkeys((Role.ADVISER, Role.MANAGER), _ALL),
    Action.OBSERVE: dict.fromkeys((Role.ADVISER, Role.MANAGER), _ALL),  # risks and signs
    Action.DISMISS: dict.fromkeys((Role.ADVISER, Role.MANAGER), _ALL),  # findings
    Action.NOTE: dict.fromkeys((Role.ADVISER, Role.MANAGER), _ALL),  # contacts, habits, the own calendar
    Action.LOOK_AFTER: {
        Role.MANAGER: _ALL
    },  # the people of one's side: which ones is `domain.places`' question
    Action.READ_HISTORY: dict.fromkeys((Role.ADVISER, Role.MANAGER), _ALL),  # what one's own side did
    Action.PROVE: {Role.MANAGER: _ALL},  # checkpoints of the journal: taken, and held against it
    Action.LOAD: {Role.ADMINISTRATOR: _ALL},
    Action.ADMINISTER: {Role.ADMINISTRATOR: _ALL},
}

#: What an archived programme leaves: reading, and looking after who reads it.
IN_ARCHIVE = (
    *(Action.SEE, Action.READ, Action.NAME_RATER, Action.LOOK_AFTER, Action.ADMINISTER),
    *(Action.READ_HISTORY, Action.PROVE),
)

#: What needs no reading: a draft that its side's new manager may not read would else keep both sides waiting for ever.
UNREAD = (Action.DISCARD, Action.SET_ASIDE)

#: The states in which answers stand on dashboards and in exports.
ON_DASHBOARDS = ("revealed", "published")
