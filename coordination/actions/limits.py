"""Counting attempts in the database, so that a limit holds for all processes together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from coordination.actions import journal
from coordination.domain.limits import LIMITS, Tried, Whose
from coordination.models import Tally, User

#: Whose attempt it is, each with the e-mail, address or device; always in the order in which they are locked.
Subjects = Sequence[tuple[Whose, str]]


@dataclass(frozen=True, slots=True)
class Full:
    """A limit is reached until then; ``is_first`` for the first refusal in this window."""

    until: datetime
    is_first: bool


def take(*, what: Tried, of: Subjects, email: str, by: User | None, at: datetime) -> Full | None:
    """Count an attempt; where that would be one too many, count nothing and return until when.

    Of two processes only one gets the last place. The first refusal of an account is journaled, if there is such an
    account, those after it are only read: a flood of them holds up nobody who writes.
    """
    known = [(whose, _key(whose, text)) for whose, text in of]
    told = Tally.objects.filter(what=what, key__in=[key for _, key in known], is_told=True, until__gt=at)
    until = told.order_by("-until").values_list("until", flat=True).first()
    return Full(until, is_first=False) if until else _count(what, known, email, by, at)


@transaction.atomic
def note_sign_in(*, of: Subjects, by: User, at: datetime) -> None:
    """Journal that a person signed in; the right password is no attempt, so its place is given back."""
    for whose, text in of:
        row = Tally.objects.filter(what=Tried.SIGN_IN, whose=whose, key=_key(whose, text))
        row.filter(number__gt=0).update(number=F("number") - 1)
    journal.record(by=by, at=at, verb="signed in", noun="person", key=by.email)


@transaction.atomic
def clean_up(*, by: User | None, at: datetime) -> int:
    """Remove the counts whose window has ended, and return how many; they count for nothing any more."""
    removed, _each = Tally.objects.filter(until__lte=at).delete()
    return removed


@transaction.atomic
def _count(
    what: Tried, known: Sequence[tuple[Whose, str]], email: str, by: User | None, at: datetime
) -> Full | None:
    rows = []
    for whose, key in known:
        limit = LIMITS[what, whose]
        row, _is_new = Tally.objects.select_for_update(of=("self",), no_key=True).get_or_create(
            what=what, whose=whose, key=key, defaults={"number": 0, "until": at + limit.within}
        )
        if row.until <= at:
            row.number, row.until, row.is_told = 0, at + limit.within, False
        if row.number >= limit.most:
            # Nothing is made for those after it: who is limited fills no table with invented e-mails.
            return _refuse(row, email, by, at)
        rows.append(row)
    for row in rows:
        row.number += 1
        row.save()
    return None


def _refuse(row: Tally, email: str, by: User | None, at: datetime) -> Full:
    is_first, row.is_told = not row.is_told, True
    row.save()
    user = User.objects.filter(email=email).first()
    if is_first and user is not None and row.whose != Whose.ADDRESS:
        journal.record(
            by=by, at=at, verb="limited", noun="person", key=user.email, after={"what": str(row.what)}
        )
    return Full(row.until, is_first)


def _key(whose: Whose, text: str) -> str:
    """Return what stands for an e-mail, address or device: nobody reads from a copy of the database who tried what."""
    return salted_hmac(f"coordination.actions.limits {whose}", text, algorithm="sha256").hexdigest()
