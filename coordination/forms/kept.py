"""What a person typed when their session had ended: stamped by the form, sealed by the server, opened for them alone."""

import hashlib
import json
import re
import time
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

#: The hidden fields: who writes; what was sealed, in the sign-in form; which kept text a form holds.
STAMP, SEALED, NUMBER = "written_by", "sealed", "waiting"
#: How long a stamp and a sealed text are good for, in seconds.
LONGEST = 12 * 3600
#: The most that is carried, in characters of the sealed text.
LARGEST = 64 * 1024

_STAMP_SALT, _SEAL_SALT = "coordination.forms.kept.stamp", "coordination.forms.kept.seal"
_NEVER_KEPT = frozenset({"csrfmiddlewaretoken", STAMP, SEALED, NUMBER})

_FORM_NUMBER = re.compile(r"[0-9a-f]{8}")


class Why(StrEnum):
    """Why what was typed is not carried over."""

    TOO_OLD = "too old"
    TOO_LARGE = "too large"
    NOT_OURS = "not ours"


class NotKept(Exception):
    """What was typed cannot be carried over."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who was given a form: the person, the programme and the side they stood on, and the page it stood on."""

    person: int
    programme: str
    side: str
    page: str

    def signed(self) -> str:
        """Return the stamp as the form carries it; only this server can make one."""
        return signing.dumps(asdict(self), salt=_STAMP_SALT)


def read_stamp(text: str, *, longest: int | None = LONGEST) -> Stamp:
    """Return the stamp of a form; NotKept where it is too old or was not made here."""
    try:
        return Stamp(**signing.loads(text, salt=_STAMP_SALT, max_age=longest))
    except signing.SignatureExpired as expired:
        raise NotKept(Why.TOO_OLD) from expired
    except signing.BadSignature as forged:
        raise NotKept(Why.NOT_OURS) from forged


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A form that was sent and not stored: its stamp, the address it was sent to, and its fields in their order."""

    stamp: Stamp
    address: str
    fields: tuple[tuple[str, str], ...]
    #: The kept text that this one replaces, if the form was filled with one.
    number: str = ""

    @property
    def fingerprint(self) -> str:
        """Return a number for it: the same form sent twice is one."""
        said = json.dumps([self.address, self.fields]).encode()
        return hashlib.sha256(said).hexdigest()[:8]


def fields_of(posted: Iterable[tuple[str, Iterable[object]]]) -> tuple[tuple[str, str], ...]:
    """Return what may be kept of a posted form: no key, no stamp, no password."""
    return tuple(
        (name, str(value))
        for name, values in posted
        if name not in _NEVER_KEPT and "password" not in name.lower()
        for value in values
    )


def seal(kept: Kept) -> str:
    """Return the form as text that only this server can read; NotKept where that is too large."""
    content = zlib.compress(json.dumps(asdict(kept)).encode())
    sealed = keys(_SEAL_SALT).encrypt(content).decode()
    if len(sealed) > LARGEST:
        raise NotKept(Why.TOO_LARGE)
    return sealed


def unseal(sealed: str) -> Kept:
    """Return the form that was sealed; NotKept where that is too long ago or was not done here."""
    if len(sealed) > LARGEST:
        raise NotKept(Why.TOO_LARGE)
    try:
        content = keys(_SEAL_SALT).decrypt(sealed.encode())
        sealed_at = keys(_SEAL_SALT).extract_timestamp(sealed.encode())
    except InvalidToken as forged:
        raise NotKept(Why.NOT_OURS) from forged
    if time.time() - sealed_at > LONGEST:
        raise NotKept(Why.TOO_OLD)
    found = json.loads(zlib.decompress(content))
    return Kept(
        stamp=Stamp(**found["stamp"]),
        address=found["address"],
        fields=tuple((name, value) for name, value in found["fields"]),
        number=found["number"],
    )


def keys(salt: str) -> MultiFernet:
    """Return the server's keys for one use: the present one seals, those that went before still open."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (salted_hmac(salt, "fields", secret=secret, algorithm="sha256").digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def number_sent(request: HttpRequest) -> str:
    """Return which waiting form was sent again, so that the page that refuses it still knows."""
    return number_in(request.POST.get(NUMBER, "")) if request.method == "POST" else ""


def number_in(text: str) -> str:
    """Return the number of a waiting form, empty for any other text."""
    return text if _FORM_NUMBER.fullmatch(text) else ""


def posted(request: HttpRequest, *, longest: int | None = LONGEST) -> Kept:
    """Return the form that was sent with this request; NotKept where nothing tells who wrote it."""
    return Kept(
        stamp=read_stamp(request.POST.get(STAMP, ""), longest=longest),
        address=request.get_full_path(),
        fields=fields_of(request.POST.lists()),
        number=number_sent(request),
    )
