"""What of each kind a person may see: the only doors to answers, weights, contacts and what was withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.domain.vocabulary import SIDES
from coordination.domain.withdrawals import UNDONE
from coordination.models import (
    Assessment,
    Comment,
    Commitment,
    Contact,
    EvidenceFile,
    JointAnswer,
    Observation,
    Programme,
    Round,
    Seat,
    Structure,
    User,
    Weighting,
    Withdrawable,
)
from coordination.permissions.places import Standing, can, reads_open_rounds, standings
from coordination.permissions.table import CLOSED, ON_DASHBOARDS, TABLE, Action, Reach

Record = TypeVar("Record", bound=Withdrawable)

_WITHDRAWN_BY: Mapping[type[Withdrawable], Action] = {
    Structure: Action.WITHDRAW_STRUCTURE,
    Commitment: Action.COMMIT,
}


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


def evidence_visible_to(user: User, programme: Programme) -> QuerySet[EvidenceFile]:
    """Return the files of a programme that the person may read: the only door to them.

    Those of answers and of contacts in sight that they read; what was observed stands open to all who see the programme.
    """
    if not any(each.programme_id == programme.pk for each in standings(user)):
        return EvidenceFile.objects.none()
    allowed = Q(answer__assessment__in=assessments_visible_to(user)) | Q(observation__isnull=False)
    allowed |= Q(contact__in=contacts_visible_to(user, programme).order_by())
    return EvidenceFile.objects.filter(allowed, programme=programme)


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


def may_undo(standing: Standing, record: Withdrawable) -> bool:
    """Whether the person may take back what they just did to a record: whoever may withdraw it.

    A structure that they added or changed in these seconds is for whoever may keep it, once undone too: the button may
    be pressed twice.
    """
    if isinstance(record, Structure) and (record.withdrawn_at is None or record.withdrawn_reason == UNDONE):
        return can(standing, Action.KEEP)
    return may_withdraw(standing, record)


def may_edit_contact(standing: Standing, contact: Contact) -> bool:
    """Whether the person may change a contact they can read: its author; what has none or is a session, any adviser."""
    if not can(standing, Action.NOTE):
        return False
    return contact.author_id == standing.user_id or (
        contact.sharing == "all" and (contact.author_id is None or contact.kind == Contact.Kind.SESSION)
    )


def may_add_to_observation(standing: Standing, observation: Observation) -> bool:
    """Whether the person may add evidence to an observation, which itself stays as it is: whoever recorded it."""
    return can(standing, Action.OBSERVE) and observation.recorded_by_id == standing.user_id


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
    if reads_open_rounds(standing):
        return rows
    published = Assessment.objects.filter(
        round=OuterRef("round"), structure=OuterRef("structure"), side=OuterRef("voice"), state="published"
    )
    return rows.filter(Q(criterion__isnull=True) | Exists(published))
