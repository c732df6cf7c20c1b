"""Reminding people of what is left to send: before the last day, at a manager's request, and telling of a closing.

A mail is a row, written in the transaction of what it tells; ``coordination.mail`` puts it into words and sends it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from coordination.actions import journal, saving
from coordination.domain import lifecycle
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Membership, Programme, Role, Round, RoundMail, RoundRequest, User
from coordination.queries import publications, reminders, unsent


@transaction.atomic
def ask(*, round_: Round, side: str, asked: str, by: User, at: datetime) -> RoundRequest:
    """Ask the people of a side to send: the own one's who have something left, or the other one's managers.

    Raises:
        Refused: the round is closed or does not ask that side, the side asked today already, or nobody of the own side
            has anything left to send.
    """
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    journal.lock()
    if locked.state != Round.State.OPEN:
        raise Refused((Problem(rule=Rule.ROUND_CLOSED, value=locked.label),))
    if asked not in lifecycle.asked_sides(locked.sides):
        raise Refused((Problem(rule=Rule.SIDE_NOT_ASKED, value=asked),))
    today = at.astimezone(locked.programme.zone).date()
    if RoundRequest.objects.filter(round=locked, side=side, asked=asked, on=today).exists():
        raise Refused((Problem(rule=Rule.ASKED_TODAY),))
    if side == asked:
        people = sorted({*unsent.by_person((locked,), side=side)} - {by.pk})
        if not people:
            raise Refused((Problem(rule=Rule.NOBODY_TO_ASK),))
        _mail(people, locked, RoundMail.Kind.UNSENT, today, at)
    else:
        _mail(_managers(locked.programme, asked), locked, RoundMail.Kind.ASKED, today, at)
    row = RoundRequest.objects.create(round=locked, side=side, asked=asked, on=today, at=at, by=by)
    journal.record(
        by=by,
        at=at,
        verb="reminded",
        # Whom a side reminds of its own is its own affair.
        noun="reminder" if side == asked else "round",
        key=locked.label,
        programme=locked.programme,
        after={"side": side, "asked": asked, "on": today.isoformat()},
    )
    return row


@transaction.atomic
def remind(*, programme: Programme, by: None = None, at: datetime) -> int:
    """Write the mails of those who have something left to send shortly before a last day; return how many are new.

    The same day again writes none, as nobody gets two a day.
    """
    today = at.astimezone(programme.zone).date()
    journal.lock()  # two runs at once come one after the other
    found = 0
    for round_ in unsent.due(programme, today):
        found += _mail(sorted(unsent.by_person((round_,))), round_, RoundMail.Kind.UNSENT, today, at)
    return found


@transaction.atomic
def tell_of_closing(*, round_: Round, by: User, at: datetime) -> None:
    """Tell the managers of both sides that a round is closed, and all their people where that revealed answers.

    Must run inside the transaction of the closing, after what it reveals.
    """
    today = at.astimezone(round_.programme.zone).date()
    people = {user for side in lifecycle.asked_sides("both") for user in _managers(round_.programme, side)}
    if reminders.revealed(round_, at):
        people.update(user.pk for user in publications.told(round_.programme_id))
    _mail(sorted(people), round_, RoundMail.Kind.CLOSED, today, at)


@transaction.atomic
def take(*, mail: RoundMail, by: None = None, at: datetime) -> bool:
    """Take a mail in order to send it; False where somebody else did, so that it goes out once."""
    return bool(RoundMail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(sent_at=at))


@transaction.atomic
def put_back(*, mail: RoundMail, by: None = None, at: datetime) -> None:
    """Let a mail that could not be sent wait for the next time."""
    RoundMail.objects.filter(pk=mail.pk).update(sent_at=None)


def _managers(programme: Programme, side: str) -> list[int]:
    rows = Membership.objects.filter(
        programme=programme,
        side=side,
        role=Role.MANAGER,
        confirmed_at__isnull=False,
        user__is_active=True,
    )
    return list(rows.order_by("user_id").values_list("user_id", flat=True))


def _mail(people: Iterable[int], round_: Round, kind: str, on: date, at: datetime) -> int:
    """Write a mail to each person, except where they have had one of its kind that day; return how many."""
    there = RoundMail.objects.filter(kind=kind, on=on)
    if kind != RoundMail.Kind.UNSENT:
        there = there.filter(round=round_)
    told = set(there.values_list("user_id", flat=True)) if kind != RoundMail.Kind.CLOSED else set()
    rows = [
        RoundMail(user_id=user, round=round_, kind=kind, on=on, made_at=at)
        for user in people
        if user not in told
    ]
    RoundMail.objects.bulk_create(rows)
    return len(rows)
