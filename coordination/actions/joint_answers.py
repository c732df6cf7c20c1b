"""Joint answers: proposed by anybody of a side, standing once a manager of each side has confirmed them.

The round is locked first, so that what both sides do to one card comes one after the other. Nothing that somebody wrote
over what has changed meanwhile is stored: `Overtaken` brings what is there now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from coordination.actions import agreed_cards, identifiers, journal, saving
from coordination.domain import lifecycle
from coordination.domain.agreed_cards import AgreedAnswer, where_they_differ
from coordination.domain.answers import Reading, Status
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.domain.written_answers import says_the_same
from coordination.models import Criterion, Dissent, JointAnswer, Publication, Round, Structure, User
from coordination.queries import joint_answers, journal_facts, reveal
from coordination.queries.joint_answers import SideAnswer

State = JointAnswer.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed to both sides: an answer, or (``reading`` None) that they differ.

    ``base`` is the stamp (`queries.joint_answers.stamp`) of what stood there when it was written.
    """

    criterion: str
    reading: Reading | None
    basis: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A joint answer that was confirmed, and whether its card is agreed by that, or agreed anew."""

    joint_answer: JointAnswer
    is_card_agreed: bool


class Overtaken(Exception):
    """Another joint answer than the one that the form was made over is there now; None: none."""

    def __init__(self, now: JointAnswer | None) -> None:
        super().__init__("overtaken")
        self.now = now


@transaction.atomic
def propose(
    *,
    round_: Round,
    structure: Structure,
    proposal: Proposal,
    side: str,
    confirms: bool,
    by: User,
    at: datetime,
) -> JointAnswer:
    """Propose a joint answer, in place of what is proposed and beside what stands.

    ``confirms``: it is a manager's, and so their side's confirmation.

    Raises:
        Overtaken: somebody proposed, confirmed or withdrew meanwhile; nothing is changed.
        Refused: there are no joint answers here now, the criterion is not asked, the same is proposed or stands
            already, or it does not apply, or the card is published, and no reason is given.
    """
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    criterion = _asked(locked, structure, proposal.criterion)
    now = joint_answers.current(_of(locked, structure, criterion))
    if joint_answers.stamp(now) != proposal.base:
        raise Overtaken(now)
    basis = saving.clean(proposal.basis)
    _check(proposal, basis, locked, structure, criterion)
    journal.lock()
    replaced = now if now and now.state == State.PROPOSED else None
    if replaced:
        _replace(replaced)
    made = _row(proposal, basis, locked, structure, criterion)
    made.proposed_by, made.proposed_side, made.proposed_at = by, side, at
    if confirms:
        _confirm(made, side, by, at)
    return _keep(saving.Draft(row=made), "proposed", replaced, by, at)


@transaction.atomic
def confirm(*, joint_answer: JointAnswer, side: str, by: User, at: datetime) -> Confirmed:
    """Confirm a proposal for a side; with the other side's it stands, and replaces the one that stood.

    Where every criterion that is asked has a joint answer, the card is agreed in the same transaction. Confirmed already
    by this side, nothing changes.

    Raises:
        Overtaken: it was replaced or withdrawn meanwhile.
        Refused: there are no joint answers here now.
    """
    draft = _stored(joint_answer)
    row = draft.row
    _asked(row.round, row.structure, row.criterion.code)
    if row.state not in (State.PROPOSED, State.STANDING):
        raise _stale(row)
    if getattr(row, f"{side}_at") is not None:
        return Confirmed(joint_answer=row, is_card_agreed=False)
    _confirm(row, side, by, at)
    row.version += 1
    replaced = None
    if row.government_at and row.partners_at:
        replaced = _of(row.round, row.structure, row.criterion).filter(state=State.STANDING).first()
        if replaced:
            _replace(replaced)
        row.state = State.STANDING
    _keep(draft, "confirmed", replaced, by, at)
    is_agreed = row.state == State.STANDING and _agree_if_complete(row.round, row.structure, by, at)
    return Confirmed(joint_answer=row, is_card_agreed=is_agreed)


@transaction.atomic
def withdraw(*, joint_answer: JointAnswer, side: str, by: User, at: datetime) -> JointAnswer:
    """Withdraw a proposal of one's own side that does not stand yet.

    Raises:
        Overtaken: it stands, or was replaced or withdrawn meanwhile.
        Refused: the other side proposed it.
    """
    draft = _stored(joint_answer)
    if draft.row.state != State.PROPOSED:
        raise _stale(draft.row)
    if draft.row.proposed_side != side:
        draft.problems.add(Rule.PROPOSAL_OF_THE_OTHER_SIDE, "")
    draft.row.state = State.WITHDRAWN
    draft.row.version += 1
    return _keep(draft, "withdrawn", None, by, at)


@transaction.atomic
def dissent(*, joint_answer: JointAnswer, side: str, reason: str, by: User, at: datetime) -> Dissent:
    """Record why a side does not go along with a joint answer, proposed or standing; it is kept beside it.

    Raises:
        Overtaken: it was replaced or withdrawn meanwhile.
        Refused: no reason is given, or the side has dissented already.
    """
    row = _stored(joint_answer).row
    if row.state not in (State.PROPOSED, State.STANDING):
        raise _stale(row)
    draft = saving.Draft(row=Dissent(joint_answer=row, side=side, reason=saving.clean(reason), by=by, at=at))
    if not draft.row.reason:
        draft.problems.add(Rule.REASON_MISSING, "reason")
    if Dissent.objects.filter(joint_answer=row, side=side).exists():
        draft.problems.add(Rule.DISSENTED_ALREADY, "reason")
    return draft.keep(
        noun="joint answer",
        verb="dissented",
        key=_key(row),
        programme=row.round.programme,
        after=journal_facts.of_dissent,
        by=by,
        at=at,
    )


def _stored(joint_answer: JointAnswer) -> saving.Draft[JointAnswer]:
    """Begin to change a joint answer as it stands now, its round locked first."""
    saving.lock(Round.objects.all(), joint_answer.round_id)
    rows = JointAnswer.objects.select_related("round__programme", "structure", "criterion")
    return saving.stored(rows, joint_answer, before=journal_facts.of_joint_answer)


def _stale(row: JointAnswer) -> Overtaken:
    return Overtaken(joint_answers.current(_of(row.round, row.structure, row.criterion)))


def _of(round_: Round, structure: Structure, criterion: Criterion) -> QuerySet[JointAnswer]:
    rows = JointAnswer.objects.filter(round=round_, structure=structure, criterion=criterion)
    return rows.select_related("round__programme", "structure", "criterion")


def _asked(round_: Round, structure: Structure, code: str) -> Criterion:
    """Return the criterion; raise `Refused` where both sides cannot answer it together now."""
    if structure.programme_id != round_.programme_id:
        raise Refused((Problem(rule=Rule.OTHER_PROGRAMME, value=structure.code),))
    asked = joint_answers.asked(round_, structure)
    rule = lifecycle.why_not_agree(
        reveal.voices(round_, structure).values(),
        sides=round_.sides,
        asked=asked,
        settled=joint_answers.standing_of(round_, structure),
    )
    if rule:
        raise Refused((Problem(rule=rule, value=structure.code),))
    if code not in asked:
        raise Refused((Problem(rule=Rule.CRITERION_NOT_ASKED, value=code),))
    return asked[code]


def _check(proposal: Proposal, basis: str, round_: Round, structure: Structure, criterion: Criterion) -> None:
    """Refuse what says nothing new, or not why it does not apply, or why something else than what was published."""
    reading = proposal.reading
    published = Publication.objects.filter(round=round_, structure=structure, published_at__isnull=False)
    if not basis and published.exists():
        raise Refused((Problem(rule=Rule.REASON_MISSING, path="basis"),))
    if reading and reading.status is Status.NOT_APPLICABLE and not basis:
        raise Refused((Problem(rule=Rule.JOINT_NA_WITHOUT_REASON, path="basis"),))
    for row in _of(round_, structure, criterion).filter(state__in=[State.PROPOSED, State.STANDING]):
        there = joint_answers.reading_of(row)
        is_same = reading is there is None or (
            reading is not None and there is not None and says_the_same(reading, there)
        )
        if is_same and (row.basis == basis or not basis):
            rule = Rule.PROPOSED_ALREADY if row.state == State.PROPOSED else Rule.STANDS_ALREADY
            raise Refused((Problem(rule=rule),))


def _row(
    proposal: Proposal, basis: str, round_: Round, structure: Structure, criterion: Criterion
) -> JointAnswer:
    row = JointAnswer(
        pk=identifiers.unseen(),
        round=round_,
        structure=structure,
        criterion=criterion,
        differs=proposal.reading is None,
        basis=basis,
    )
    if given := proposal.reading:
        row.verbatim, row.status = given.verbatim, given.status.value
        row.level, row.lo, row.hi = given.level, given.lo, given.hi
        row.certainty = given.certainty.value if given.certainty else None
    return row


def _confirm(row: JointAnswer, side: str, by: User, at: datetime) -> None:
    setattr(row, f"{side}_by", by)
    setattr(row, f"{side}_at", at)


def _replace(row: JointAnswer) -> None:
    """Let a joint answer give way to another one, whose entry in the journal names it."""
    row.state = State.REPLACED
    row.version += 1
    row.save(update_fields=["state", "version"])


def _keep(
    draft: saving.Draft[JointAnswer], verb: str, replaced: JointAnswer | None, by: User, at: datetime
) -> JointAnswer:
    names = {"replaces": replaced.pk} if replaced else {}
    return draft.keep(
        noun="joint answer",
        verb=verb,
        key=_key(draft.row),
        programme=draft.row.round.programme,
        after=lambda row: journal_facts.of_joint_answer(row) | names,
        # That both sides differ has no words; nothing else need be said of a reason.
        empty=frozenset({"certainty"}),
        by=by,
        at=at,
    )


def _agree_if_complete(round_: Round, structure: Structure, by: User, at: datetime) -> bool:
    """Keep the agreed card where every criterion that is asked has a joint answer; return whether there is one now."""
    standing = joint_answers.standing_of(round_, structure)
    if not set(joint_answers.asked(round_, structure)) <= set(standing):
        return False
    sides = joint_answers.answers_of_sides(round_, structure)
    answers = {code: _agreed(row, sides[code]) for code, row in standing.items()}
    agreed_cards.keep(round_=round_, structure=structure, answers=answers, by=by, at=at)
    return True


def _agreed(row: JointAnswer, sides: Mapping[str, SideAnswer]) -> AgreedAnswer:
    """Return a joint answer as it stands on the card; where the sides differ, all that either of them admits."""
    reading = joint_answers.reading_of(row)
    if reading is not None:
        return AgreedAnswer(reading=reading, basis=row.basis)
    government, partners = (sides[side] for side in SIDES)
    # Since corrected, neither may apply any more: then the card says why, as the sides do.
    basis = row.basis or government.na_reason or partners.na_reason
    return where_they_differ(government.reading, partners.reading, basis=basis)


def _key(row: JointAnswer) -> str:
    return f"{row.round.label} {row.structure.code} {row.criterion.code} {row.pk}"
