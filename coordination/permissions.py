"""Who may do what: one table of role × action × state, and what of each kind a person may see.

*When* a step is possible is ``domain.lifecycle``'s question. What one may not see is answered 404; what one may
see but not do, 403.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coordination.domain.vocabulary import SIDES
from coordination.models import (
    Assessment,
    Comment,
    Commitment,
    Contact,
    JointAnswer,
    Membership,
    Programme,
    Role,
    Round,
    Seat,
    Structure,
    User,
    Weighting,
    Withdrawable,
)

Record = TypeVar("Record", bound=Withdrawable)


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


_WITHDRAWN_BY: Mapping[type[Withdrawable], Action] = {
    Structure: Action.WITHDRAW_STRUCTURE,
    Commitment: Action.COMMIT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person's place in one programme, as far as it counts.

    What the side wrote before ``reads_since`` is read from its reveal on only; None: everything is read.
    """

    user_id: int
    programme_id: int
    role: str
    side: str | None
    reads_since: datetime | None = None
    #: When the person was here last, as it stands: no right depends on it.
    seen_at: datetime | None = field(default=None, compare=False)
    #: The programme is archived: it is read, and who may read it is looked after.
    is_archived: bool = False


def standing_of(place: Membership) -> Standing:
    """Return what a stored place gives: one that waits for its confirmation, a viewer's rights."""
    is_archived = place.programme.archived_at is not None
    if place.confirmed_at is None:
        return Standing(
            user_id=place.user_id,
            programme_id=place.programme_id,
            role=Role.VIEWER,
            side=None,
            seen_at=place.seen_at,
            is_archived=is_archived,
        )
    return Standing(
        user_id=place.user_id,
        programme_id=place.programme_id,
        role=place.role,
        side=place.side,
        reads_since=place.reads_since,
        seen_at=place.seen_at,
        is_archived=is_archived,
    )


def standings(user: User) -> tuple[Standing, ...]:
    """Return the person's places, by programme name, archived ones last; one query a request, kept on the person."""
    return tuple(standing for standing, _programme in _places(user))


def _places(user: User) -> tuple[tuple[Standing, Programme], ...]:
    known: tuple[tuple[Standing, Programme], ...] | None = getattr(user, "known_places", None)
    if known is None:
        rows = Membership.objects.filter(user=user).select_related("programme")
        archived = F("programme__archived_at").asc(nulls_first=True)
        known = tuple(
            (standing_of(row), row.programme)
            for row in rows.order_by(archived, "programme__name_en", "programme_id")
        )
        user.known_places = known  # type: ignore[attr-defined]
    return known


def can(standing: Standing | None, action: Action, assessment: Assessment | None = None) -> bool:
    """Whether a person in this standing may do ``action`` (to ``assessment``, of the same programme)."""
    if standing is None or (standing.is_archived and action not in IN_ARCHIVE):
        return False
    by_state = TABLE[action].get(standing.role, {})
    if assessment is None:
        return bool(by_state)
    if action not in UNREAD and _is_from_before(standing, assessment):
        return False
    reach = by_state.get(assessment.state) or by_state.get(ANY)
    if reach is None and CLOSED in by_state and assessment.state == Assessment.State.REVEALED:
        reach = by_state[CLOSED] if assessment.round.state == Round.State.CLOSED else None
    if reach is Reach.SIDE:
        return assessment.side == standing.side
    if reach is Reach.OTHER:
        return {assessment.side, standing.side} == set(SIDES)
    if reach is Reach.OWN:
        return assessment.side == standing.side and assessment.rater_user_id == standing.user_id
    return reach is Reach.ALL


def _is_from_before(standing: Standing, assessment: Assessment) -> bool:
    """Whether it is not revealed, and was begun before the person read what their side writes."""
    since = standing.reads_since
    return since is not None and assessment.state not in ON_DASHBOARDS and assessment.started_at < since


def reads_open_rounds(standing: Standing) -> bool:
    """Whether the person reads what is revealed before its round closes."""
    return "revealed" in TABLE[Action.READ].get(standing.role, {})


def is_administrator(user: User) -> bool:
    """Whether the person administers any programme."""
    return any(can(standing, Action.ADMINISTER) for standing in standings(user))


def programmes_administered_by(user: User) -> QuerySet[Programme]:
    """Return the programmes that an administrator looks after; one in which nobody has a place is nobody's."""
    mine = [each.programme_id for each in standings(user) if can(each, Action.ADMINISTER)]
    return Programme.objects.filter(pk__in=mine)


def people_administered_by(user: User) -> QuerySet[User]:
    """Return the people whose account an administrator keeps: all their places are where the administrator is.

    Nor is it theirs as long as somebody invited has not come in: it may have been there before.
    """
    here = programmes_administered_by(user)
    is_strange = ~Q(programme__in=here) | Q(seen_at__isnull=True) & ~Q(invited_name="")
    mine = Membership.objects.filter(programme__in=here)
    strange = Membership.objects.filter(is_strange)
    return User.objects.filter(pk__in=mine.values("user")).exclude(pk__in=strange.values("user"))


def may_load(user: User, programme: Programme) -> bool:
    """Whether the person may load a file into this programme."""
    return any(each.programme_id == programme.pk and can(each, Action.LOAD) for each in standings(user))


def programmes_visible_to(user: User) -> tuple[Programme, ...]:
    """Return the programmes in which the person has a place, by name; the same query as ``standings``."""
    return tuple(programme for _standing, programme in _places(user))


def assessments_visible_to(user: User) -> QuerySet[Assessment]:
    """Return the assessments whose answers the person may read: the only door to them."""
    return Assessment.objects.filter(_allowed(user, Assessment.State.values))


def _allowed(user: User, states: Sequence[str]) -> Q:
    """Return which assessments in these states the person may read; states of one reach stand together."""
    allowed = Q(pk__in=[])
    for standing in standings(user):
        by_reach: dict[Reach, list[str]] = {}
        by_state = TABLE[Action.READ].get(standing.role, {})
        if CLOSED in by_state and Assessment.State.REVEALED in states:
            here = Q(round__programme_id=standing.programme_id, round__state=Round.State.CLOSED)
            allowed |= here & Q(state=Assessment.State.REVEALED)
        for state, reach in by_state.items():
            if state in states:
                by_reach.setdefault(reach, []).append(state)
        for reach, listed in by_reach.items():
            here = Q(round__programme_id=standing.programme_id, state__in=listed)
            if reach is not Reach.ALL:
                here &= Q(side=standing.side)
                if standing.reads_since:
                    here &= Q(started_at__gte=standing.reads_since)
            allowed |= here
    return allowed


def assessments_visible_by_themselves_to(user: User) -> QuerySet[Assessment]:
    """Return the assessments that the person may read one by one.

    Those of their own side, and the only one of another: several of a side are read by others as the side, never
    apart.
    """
    beside = Assessment.objects.filter(
        round=OuterRef("round"),
        structure=OuterRef("structure"),
        side=OuterRef("side"),
        state__in=ON_DASHBOARDS,
    ).exclude(pk=OuterRef("pk"))
    own = Q(pk__in=[])
    for standing in standings(user):
        if standing.side:
            own |= Q(round__programme_id=standing.programme_id, side=standing.side)
    return assessments_visible_to(user).filter(own | ~Exists(beside.order_by()))


def dashboard_assessments(user: User) -> QuerySet[Assessment]:
    """Return the assessments that stand on this person's dashboards and in their exports."""
    return Assessment.objects.filter(_allowed(user, ON_DASHBOARDS))


def rounds_heard_by(user: User) -> QuerySet[Round]:
    """Return the rounds of which an answer of a side stands on this person's dashboards."""
    answered = dashboard_assessments(user).filter(round=OuterRef("pk"), side__in=SIDES)
    return Round.objects.filter(Exists(answered.order_by()))


def weightings_visible_to(user: User) -> QuerySet[Weighting]:
    """Return the weights that the person may read: the only door to them.

    Those of their own side (from ``reads_since`` on), those of others once the round is heard: before that, how a side
    weighs the criteria would tell how it means to answer.
    """
    allowed = Q(round__in=rounds_heard_by(user))
    for standing in standings(user):
        if standing.side:
            own = Q(round__programme_id=standing.programme_id, side=standing.side)
            allowed |= own & Q(recorded_at__gte=standing.reads_since) if standing.reads_since else own
    return Weighting.objects.filter(allowed)


def comments_visible_to(user: User) -> QuerySet[Comment]:
    """Return the comments that the person may read: those on answers of both sides that they read."""
    return Comment.objects.filter(_on_read_answers(user))


def joint_answers_visible_to(user: User) -> QuerySet[JointAnswer]:
    """Return the joint answers, proposed or standing, that the person may read: as comments."""
    return JointAnswer.objects.filter(_on_read_answers(user))


def _on_read_answers(user: User) -> Exists:
    """Whether the person reads what the sides answered in this round on this structure: both are read from then on."""
    read = dashboard_assessments(user).filter(
        round=OuterRef("round"), structure=OuterRef("structure"), side__in=SIDES
    )
    return Exists(read.order_by())


def may_withdraw_comment(standing: Standing, comment: Comment) -> bool:
    """Whether the person may withdraw a comment they can read: its author, and a manager of the same side."""
    if not can(standing, Action.COMMENT) or comment.side != standing.side:
        return False
    return comment.author_id == standing.user_id or can(standing, Action.AGREE)


def contacts_visible_to(
    user: User, programme: Programme, *, are_withdrawn: bool = False
) -> QuerySet[Contact]:
    """Return the contacts that the person may read: their own, those of their side, those shared with everybody."""
    standing = next((each for each in standings(user) if each.programme_id == programme.pk), None)
    if standing is None:
        return Contact.objects.none()
    allowed = Q(sharing="all")
    if can(standing, Action.NOTE):
        inside = Q(author=user) | Q(sharing="side", side=standing.side)
        # A contact's number is the microsecond in which it was noted.
        allowed |= (
            inside & Q(pk__gte=int(standing.reads_since.timestamp() * 1e6))
            if standing.reads_since
            else inside
        )
    return _among(Contact, are_withdrawn).filter(allowed, programme=programme)


def _among(model: type[Record], are_withdrawn: bool) -> QuerySet[Record]:
    """Return the rows in sight, or those that are withdrawn."""
    return model.everything.filter(withdrawn_at__isnull=not are_withdrawn)


def withdrawn_visible_to(user: User, programme: Programme, model: type[Withdrawable]) -> QuerySet[Any]:
    """Return the withdrawn records of a kind whose like the person may read in sight."""
    if model is Contact:
        return contacts_visible_to(user, programme, are_withdrawn=True)
    if model is Commitment:
        return commitments_visible_to(user, programme, are_withdrawn=True)
    where = {"structure__programme": programme} if model is Seat else {"programme": programme}
    return _among(model, are_withdrawn=True).filter(**where)


def may_withdraw(standing: Standing, record: Withdrawable) -> bool:
    """Whether the person may withdraw a record they can read, and restore it: whoever may keep it.

    A structure is for managers: it takes a page away from both sides.
    """
    if isinstance(record, Contact):
        return may_edit_contact(standing, record)
    return can(standing, _WITHDRAWN_BY.get(type(record), Action.KEEP))


def may_edit_contact(standing: Standing, contact: Contact) -> bool:
    """Whether the person may change a contact they can read: its author; what has none or is a session, any adviser."""
    if not can(standing, Action.NOTE):
        return False
    return contact.author_id == standing.user_id or (
        contact.sharing == "all" and (contact.author_id is None or contact.kind == Contact.Kind.SESSION)
    )


def commitments_visible_to(
    user: User, programme: Programme, *, are_withdrawn: bool = False
) -> QuerySet[Commitment]:
    """Return the commitments that the person may read.

    One made from an answer tells that the answer is weak: who reads only what is published sees only those made
    from published answers.
    """
    standing = next((each for each in standings(user) if each.programme_id == programme.pk), None)
    if standing is None:
        return Commitment.objects.none()
    rows = _among(Commitment, are_withdrawn).filter(programme=programme)
    if TABLE[Action.READ].get(standing.role) is _BOTH_AFTER_REVEAL:
        return rows
    published = Assessment.objects.filter(
        round=OuterRef("round"), structure=OuterRef("structure"), side=OuterRef("voice"), state="published"
    )
    return rows.filter(Q(criterion__isnull=True) | Exists(published))
