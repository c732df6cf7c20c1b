"""How often something may be tried: by one account, from one address, on one device that is known.

A window begins with the first attempt in it; when it has ended, counting begins anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Tried(StrEnum):
    """What is counted."""

    SIGN_IN = "sign-in"
    #: A second factor, or the present password of who is signed in.
    FACTOR = "factor"
    #: A link to choose a password, asked for by mail.
    LINK = "link"
    INVITATION = "invitation"
    #: A file taken out: the whole programme, or the rows of one page.
    EXPORT = "export"
    LOAD = "load"
    #: The code of the first run.
    CODE = "code"


class Whose(StrEnum):
    """Whose attempts are counted together."""

    ACCOUNT = "account"
    ADDRESS = "address"
    #: One account on one device on which its person has signed in before: strangers cannot use this up.
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most attempts within a window of time."""

    most: int
    within: timedelta


_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)
#: A whole ministry or a training may sit behind one address; sign-ins that succeed are given back.
LIMITS: Mapping[tuple[Tried, Whose], Limit] = {
    (Tried.SIGN_IN, Whose.ACCOUNT): Limit(10, _QUARTER),
    (Tried.SIGN_IN, Whose.DEVICE): Limit(10, _QUARTER),
    (Tried.SIGN_IN, Whose.ADDRESS): Limit(100, _QUARTER),
    (Tried.FACTOR, Whose.ACCOUNT): Limit(10, _QUARTER),
    (Tried.LINK, Whose.ACCOUNT): Limit(5, _HOUR),
    (Tried.LINK, Whose.ADDRESS): Limit(30, _HOUR),
    (Tried.INVITATION, Whose.ACCOUNT): Limit(100, _HOUR),
    (Tried.EXPORT, Whose.ACCOUNT): Limit(60, _HOUR),
    (Tried.LOAD, Whose.ACCOUNT): Limit(60, _HOUR),
    # Not by account: a stranger would use up what whoever has the code needs. Nobody guesses it.
    (Tried.CODE, Whose.ADDRESS): Limit(10, _QUARTER),
}
