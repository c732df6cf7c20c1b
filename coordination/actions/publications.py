"""Publishing a card: a manager of each side agrees to the same content, the second freezes it for ever."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal, saving
from coordination.documents import publications as documents
from coordination.domain import lifecycle
from coordination.domain.lifecycle import OneSided
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Publication, Round, Structure, User
from coordination.models.constraints import check
from coordination.permissions import standings
from coordination.queries import instruments, journal_facts, one_sided, publications, snapshots


@transaction.atomic
def publish(
    *, round_: Round, structure: Structure, side: str, seen: str, by: User, at: datetime
) -> Publication:
    """Agree for one's side to publish a card; with the consent of every side asked it is published.

    ``seen`` is the hash of the content that the person read. A consent of the other side to other content is void:
    that side agrees anew. To agree twice to the same changes nothing. What the other side did not submit before the
    round closed, the side that sent it publishes alone once the other had time to answer: it is revealed with that.

    Raises:
        Refused: the card is not revealed, not agreed, or published; the other side still has time to answer; its content
            is not the one ``seen``; the side is not asked; or the same person agreed for the other side.
    """
    # Before the journal: so do the steps of its assessments, which wait meanwhile.
    locked = saving.lock(Round.objects.select_related("programme", "instrument"), round_.pk)
    alone = publications.alone_with(locked, structure)
    _require(locked, structure, side, alone, by=by, at=at)
    standing = next(each for each in standings(by) if each.programme_id == locked.programme_id)
    snapshot = snapshots.content(locked, structure, user=by, standing=standing, alone=alone)
    content_hash = documents.content_hash(snapshot)
    if content_hash != seen:
        raise Refused((Problem(rule=Rule.CARD_CHANGED),))
    row = _row(locked, structure, content_hash)
    if getattr(row, f"{side}_at"):
        return row
    row.sides, row.snapshot = lifecycle.publishing_sides(locked.sides, alone), snapshot
    _consent(row, side, by, at)
    check(row)
    row.save()
    if row.published_at:
        _put_out(locked, structure, alone, at)
    _record(row, "published" if row.published_at else "consented", by, at)
    return row


def _require(
    round_: Round, structure: Structure, side: str, alone: OneSided | None, *, by: User, at: datetime
) -> None:
    waiting = publications.waiting_for_joint(round_, structure, instruments.value(round_.instrument_id))
    state = publications.state_of(round_, structure, waiting=len(waiting), alone=alone)
    sides = lifecycle.publishing_sides(round_.sides, alone)
    if alone and (side != alone.sender or not one_sided.reads_all(round_, structure, side, user=by)):
        # Of what the other side sent nothing is told before it is published, not even from when on it may be.
        raise Refused((Problem(rule=Rule.NOTHING_TO_PUBLISH, value=structure.code),))
    if rule := lifecycle.why_not_publish(state, sides=sides, at=at, alone=alone):
        values = {Rule.NOT_AGREED: str(len(waiting))}
        if alone:
            values[Rule.TIME_TO_ANSWER] = f"{alone.publishable_at:%Y-%m-%d %H:%M}"
        raise Refused((Problem(rule=rule, value=values.get(rule, structure.code)),))
    if side not in lifecycle.asked_sides(sides):
        raise Refused((Problem(rule=Rule.SIDE_NOT_ASKED, value=side),))


def _row(round_: Round, structure: Structure, content_hash: str) -> Publication:
    """Return the card's row with the consents to this content; without any where they were to another."""
    row = Publication.objects.filter(round=round_, structure=structure).first()
    if row is None:
        return Publication(round=round_, structure=structure, content_hash=content_hash)
    if row.content_hash != content_hash:
        row.content_hash = content_hash
        for side in SIDES:
            setattr(row, f"{side}_by", None)
            setattr(row, f"{side}_at", None)
    return row


def _consent(row: Publication, side: str, by: User, at: datetime) -> None:
    """Enter a side's consent; the last one that is needed publishes."""
    setattr(row, f"{side}_by", by)
    setattr(row, f"{side}_at", at)
    if row.government_by_id and row.government_by_id == row.partners_by_id:
        raise Refused((Problem(rule=Rule.CONSENTED_BY_ONE),))
    if all(getattr(row, f"{each}_at") for each in lifecycle.asked_sides(row.sides)):
        row.published_at = at


def _put_out(round_: Round, structure: Structure, alone: OneSided | None, at: datetime) -> None:
    """Publish what each side, and both together, answered, or reveal and publish what one sent alone: all at once."""
    heard = Assessment.objects.filter(round=round_, structure=structure)
    if alone:
        sent = heard.filter(side=alone.sender, state=Assessment.State.SENT)
        sent.update(state=Assessment.State.PUBLISHED, revealed_at=at)
    else:
        heard.filter(state=Assessment.State.REVEALED).update(state=Assessment.State.PUBLISHED)


@transaction.atomic
def take_back(*, round_: Round, structure: Structure, side: str, by: User, at: datetime) -> None:
    """Take back one's side's consent, as long as the other has not agreed, too.

    Raises:
        Refused: there is no such consent, or the card is published.
    """
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    row = Publication.objects.filter(round=locked, structure=structure, published_at__isnull=True).first()
    if row is None or not getattr(row, f"{side}_at"):
        raise Refused((Problem(rule=Rule.NO_CONSENT),))
    _record(row, "took back", by, at)
    row.delete()


def _record(row: Publication, verb: str, by: User, at: datetime) -> None:
    journal.record(
        by=by,
        at=at,
        verb=verb,
        noun="publication",
        key=f"{row.round.label} {row.structure.code} {row.pk}",
        programme=row.round.programme,
        after=journal_facts.of_publication(row) if verb != "took back" else None,
    )
