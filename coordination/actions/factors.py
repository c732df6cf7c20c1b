"""Second factors: added, used, removed, and forgotten where one is lost.

The journal is told the kind, never a secret or a code. Keeping and checking them is allauth's; that a code works once,
and that few wrong ones are taken, is held here, under the journal's lock: allauth remembers both in a cache that each
process of the server has for itself.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from coordination.actions import journal, memberships, notices
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Membership, User
from coordination.queries import factors, people

#: So many wrong codes in a row, and none is looked at for so long.
MOST_WRONG, PAUSE = 5, timedelta(minutes=5)
#: For so long a code of the app is shown, in seconds; that of the turn before or after is taken, too.
TURN = 30
#: What the libraries raise over what a browser did not make.
UNREADABLE = (ValidationError, TypeError, ValueError, KeyError, AttributeError)

App, Passkey, Codes = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


@transaction.atomic
def add_app(*, secret: str, code: str, by: User, at: datetime) -> tuple[str, ...]:
    """Keep the authenticator app that shows this code; return the recovery codes, if these are the first.

    Raises:
        Refused: the code is not one of the app, or there is an app already.
    """
    journal.lock()
    if Authenticator.objects.filter(user=by, type=App).exists():
        raise Refused((Problem(rule=Rule.APP_THERE),))
    turn = _turn(secret, code, at)
    if turn is None:
        raise Refused((Problem(rule=Rule.CODE_REFUSED),))
    row = totp.TOTP.activate(by, secret).instance
    row.data["turn"] = turn
    row.save(update_fields=["data"])
    _record("added factor", by, by, at, App)
    return _first_codes(by)


@transaction.atomic
def add_passkey(*, name: str, credential: Any, by: User, at: datetime) -> tuple[str, ...]:
    """Keep the passkey that the browser made for the question of this session; return the first recovery codes.

    Raises:
        Refused: it does not answer the question, or is not readable.
    """
    journal.lock()
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
        kept = {name: credential[name] for name in ("id", "rawId", "type")}
        kept["response"] = {
            name: credential["response"][name] for name in ("clientDataJSON", "attestationObject")
        }
    except UNREADABLE as wrong:
        raise Refused((Problem(rule=Rule.WRONG_PASSKEY),)) from wrong
    webauthn.WebAuthn.add(by, name, kept)
    _record("added factor", by, by, at, Passkey)
    return _first_codes(by)


@transaction.atomic
def remove_factor(*, number: int, by: User, at: datetime) -> bool:
    """Remove one of the person's own factors, with the last one the recovery codes; False where it is none of theirs."""
    journal.lock()
    row = Authenticator.objects.filter(user=by, pk=number, type__in=factors.KINDS).first()
    if row is None:
        return False
    row.delete()
    if not factors.has_one(by):
        Authenticator.objects.filter(user=by).delete()
    _record("removed factor", by, by, at, row.type)
    return True


@transaction.atomic
def renew_codes(*, by: User, at: datetime) -> tuple[str, ...]:
    """Replace the person's recovery codes, and return the new ones.

    Raises:
        Refused: there is no factor for which they could stand in.
    """
    journal.lock()
    if not factors.has_one(by):
        raise Refused((Problem(rule=Rule.NO_FACTOR),))
    Authenticator.objects.filter(user=by, type=Codes).delete()
    _record("renewed codes", by, by, at, Codes)
    return _first_codes(by)


@transaction.atomic
def use_code(*, code: str, by: User, at: datetime) -> Rule | None:
    """Take a code of the app or a recovery code, each once; return the rule by which it is not taken.

    Nothing is raised: that it was wrong is counted, and must be stored.
    """
    journal.lock()
    rows = {row.type: row for row in Authenticator.objects.filter(user=by, type__in=(App, Codes))}
    counting = rows.get(App) or rows.get(Codes)
    if counting is None:
        return Rule.CODE_REFUSED
    wrong = _wrong_lately(counting, at)
    if wrong >= MOST_WRONG:
        return Rule.CODES_PAUSED
    kind = next((kind for kind, row in rows.items() if _takes(row, code, at)), None)
    counting.refresh_from_db()
    counting.data["wrong"] = (0, 0.0) if kind else (wrong + 1, at.timestamp())
    counting.save(update_fields=["data"])
    if kind is None:
        return Rule.CODE_REFUSED
    Authenticator.objects.filter(pk=rows[kind].pk).update(last_used_at=at)
    if kind == Codes:
        _record("used code", by, by, at, Codes)
    return None


@transaction.atomic
def use_passkey(*, credential: Any, by: User, at: datetime) -> Rule | None:
    """Take the passkey's answer to the question of this session; return the rule by which it is not taken."""
    journal.lock()
    try:
        webauthn.parse_authentication_response(credential)
        row = webauthn.complete_authentication(by, credential)
    except UNREADABLE:
        return Rule.WRONG_PASSKEY
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=at)
    return None


@transaction.atomic
def forget_factors(*, place: Membership, by: User | None, at: datetime) -> User:
    """Remove the second factors of who has lost them; the person is out, and signs in with the password alone.

    Who prints links for them may, and whoever runs the server; on a side the person then waits until a manager of it
    has confirmed, unless it was the server.

    Raises:
        Refused: it is not for ``by`` to remove them, the account is closed, or there are none.
    """
    journal.lock()
    locked = people.place_of(place.user, place.programme)
    if locked is None:
        raise Refused((Problem(rule=Rule.PLACE_CHANGED),))
    if by is not None and (rule := people.why_not_help(locked, by, elsewhere=Rule.FACTORS_ELSEWHERE)):
        raise Refused((Problem(rule=rule),))
    if not factors.has_one(locked.user):
        raise Refused((Problem(rule=Rule.NO_FACTOR),))
    Authenticator.objects.filter(user=locked.user).delete()
    memberships.end_access(user=locked.user, by=by, at=at)
    journal.record(
        by=by,
        at=at,
        verb="removed factor",
        noun="person",
        key=locked.user.email,
        programme=locked.programme,
        after={"kind": "all"},
    )
    if locked.side is None:
        notices.tell(place=locked, what="factors without a side", by=by, at=at)
    elif by is not None:
        memberships.suspend(place=locked, what="factors", by=by, at=at)
    return locked.user


def _wrong_lately(row: Authenticator, at: datetime) -> int:
    """Return how many wrong codes were given since the last pause."""
    wrong, last = row.data.get("wrong", (0, 0.0))
    return 0 if at.timestamp() - last >= PAUSE.total_seconds() else int(wrong)


def _takes(row: Authenticator, code: str, at: datetime) -> bool:
    if row.type == Codes:
        return bool(row.wrap().validate_code(code))
    turn = _turn(decrypt(row.data["secret"]), code, at)
    if turn is None or turn <= row.data.get("turn", 0):
        return False
    row.data["turn"] = turn
    row.save(update_fields=["data"])
    return True


def _turn(secret: str, code: str, at: datetime) -> int | None:
    """Return the turn in which the app shows this code, near ``at``; None where it does not."""
    now = int(at.timestamp()) // TURN
    shown = (
        (turn, totp.format_hotp_value(totp.hotp_value(secret, turn))) for turn in (now - 1, now, now + 1)
    )
    return next((turn for turn, said in shown if compare_user_code(actual=code, expected=said)), None)


def _first_codes(user: User) -> tuple[str, ...]:
    """Make recovery codes where there are none, and return them."""
    if Authenticator.objects.filter(user=user, type=Codes).exists():
        return ()
    return tuple(RecoveryCodes.activate(user).get_unused_codes())


def _record(verb: str, user: User, by: User, at: datetime, kind: str) -> None:
    journal.record(by=by, at=at, verb=verb, noun="person", key=user.email, after={"kind": kind})
